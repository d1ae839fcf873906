//! What can be said about the entries of registers.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Register {
    /// Hold a CSV file against the form of a register and put its entries by one act.
    ///
    /// Every row is told: new, changed, unchanged, or wrong and why. One wrong row, and nothing is recorded (exit code 1).
    Put(RegisterPut),
    /// Show the entries that acts have put, as known on a day. Entries of the city folder are not among them.
    Show(RegisterShow),
    /// Show all versions of one entry.
    History(RegisterHistory),
}

#[derive(Clone, Debug, Args)]
pub struct RegisterPut {
    /// Id of the register.
    pub register: String,
    /// The CSV file: a heading with ids of fields, a row for each entry; UTF-8 or GB 18030.
    pub file: PathBuf,
    /// The post in which it is done; it must be one of those that may write in the register.
    #[arg(long, value_name = "POST")]
    pub by: String,
    /// Who does it; by default whom the city folder names as holder of the post.
    #[arg(long)]
    pub person: Option<String>,
    /// The document on which it rests.
    #[arg(long)]
    pub ground: String,
    /// The clause on which it rests.
    #[arg(long, default_value = "")]
    pub clause: String,
    /// Evidence, e.g. r17.
    #[arg(long, default_value = "")]
    pub evidence: String,
    /// Since when it is so; today by default.
    #[arg(long, value_name = "DATE")]
    pub since: Option<NaiveDate>,
    /// Keep this field apart, too, so that it can be erased; may be repeated. Fields that are not public always are.
    #[arg(long = "apart", value_name = "FIELD")]
    pub apart: Vec<String>,
    /// Names the request: under one name an act is recorded once.
    #[arg(long, default_value = "")]
    pub request: String,
    /// Tell every row and record nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Clone, Debug, Args)]
pub struct RegisterShow {
    /// Id of the register.
    pub register: String,
    /// What was so on this day; by default what was said last.
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// As it was known at this moment, e.g. 2026-05-01T08:00:00Z.
    #[arg(long, value_name = "MOMENT")]
    pub known: Option<DateTime<Utc>>,
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct RegisterHistory {
    /// Id of the register.
    pub register: String,
    /// The key of the entry, its parts in their order.
    #[arg(required = true)]
    pub key: Vec<String>,
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}
