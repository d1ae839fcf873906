//! What can be said about accounts.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Account {
    /// Add an account for a person in one or more posts of the city folder.
    ///
    /// The password is asked for twice on the terminal, where it is not shown; it is never printed and no argument takes it.
    Add(AccountAdd),
    /// List the accounts with their posts. Nothing of their passwords is among it.
    List(AccountList),
    /// Give an account another password; whoever is signed in with it is signed out.
    Password(AccountPassword),
    /// Give an account a post, or other days of a post that it has.
    Hold(AccountHold),
    /// Lock an account: whoever is signed in with it is signed out, and nobody can sign in.
    Lock {
        /// Name of the account.
        name: String,
    },
    /// Unlock an account; wrong passwords are forgotten.
    Unlock {
        /// Name of the account.
        name: String,
    },
}

#[derive(Clone, Debug, Args)]
pub struct AccountAdd {
    /// Name of the account: lower-case letters, digits, dots and hyphens.
    pub name: String,
    /// Name of the person.
    #[arg(long)]
    pub person: String,
    /// A post of the city folder (people/posts.toml); may be repeated.
    #[arg(long = "post", value_name = "POST", required = true)]
    pub posts: Vec<String>,
    /// Since which day the posts are held; today by default.
    #[arg(long, value_name = "DATE")]
    pub since: Option<NaiveDate>,
    /// Until which day, the last; without it no end is known.
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    #[command(flatten)]
    pub password: PasswordFrom,
}

/// Where a password comes from.
#[derive(Clone, Debug, Args)]
pub struct PasswordFrom {
    /// Take the first line of standard input as the password.
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Clone, Debug, Args)]
pub struct AccountList {
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct AccountPassword {
    /// Name of the account.
    pub name: String,
    #[command(flatten)]
    pub password: PasswordFrom,
}

#[derive(Clone, Debug, Args)]
pub struct AccountHold {
    /// Name of the account.
    pub name: String,
    /// A post of the city folder (people/posts.toml).
    pub post: String,
    /// Since which day; today by default.
    #[arg(long, value_name = "DATE")]
    pub since: Option<NaiveDate>,
    /// Until which day, the last; without it no end is known.
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
}
