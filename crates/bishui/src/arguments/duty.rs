//! What can be asked about duties.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};

#[derive(Clone, Debug, Args)]
pub struct Who {
    /// The id of a target, a point, a reach, a place or a post. Without it, the coverage by chiefs is told, with what is vacant.
    pub what: Option<String>,
    /// Who answered on this day; today by default.
    #[arg(long, value_name = "DAY")]
    pub on: Option<NaiveDate>,
    /// As it was known at this moment, e.g. 2026-05-01T08:00:00Z.
    #[arg(long, value_name = "MOMENT")]
    pub known: Option<DateTime<Utc>>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum PostCommand {
    /// Hand a post over: one act that names the new holder and the list of everything that waits for the post, which both sign.
    HandOver(PostHandOver),
    /// Show who held a post, and what it answers for.
    Show(PostShow),
}

#[derive(Clone, Debug, Args)]
pub struct PostHandOver {
    /// Id of the post.
    pub post: String,
    /// Who holds it from the day on.
    #[arg(long, value_name = "PERSON")]
    pub to: String,
    /// Who is thought to hold it; when somebody else does, nothing is recorded.
    #[arg(long, value_name = "PERSON")]
    pub from: Option<String>,
    /// The first day of the new holder; today by default.
    #[arg(long, value_name = "DAY")]
    pub on: Option<NaiveDate>,
    /// The document on which it rests.
    #[arg(long, value_name = "DOC")]
    pub ground: String,
    /// The post in which it is done; it must be one of those that may write in the register post-holders.
    #[arg(long, value_name = "POST")]
    pub by: String,
    /// Who does it; by default whom the city folder names as holder of that post.
    #[arg(long)]
    pub person: Option<String>,
    /// Write the list into this file, too: its SHA-256 is the one in the act.
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct PostShow {
    /// Id of the post.
    pub post: String,
    /// Who holds it on this day; today by default.
    #[arg(long, value_name = "DAY")]
    pub on: Option<NaiveDate>,
    /// As it was known at this moment, e.g. 2026-05-01T08:00:00Z.
    #[arg(long, value_name = "MOMENT")]
    pub known: Option<DateTime<Utc>>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}
