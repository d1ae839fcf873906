//! What can be said about matters.

use chrono::NaiveDateTime;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum Matter {
    /// Open a matter of a procedure.
    Open(MatterOpen),
    /// Take an action, or hand a role to another post.
    Act(MatterAct),
    /// Show a matter: where it stands, its clocks, its course, and what a post may do.
    Show(MatterShow),
    /// List matters: the open ones, the one whose clock ends first comes first.
    List(MatterList),
    /// Do what ended clocks ask of the program. A serving process does it by itself.
    Tick(MatterTick),
}

/// Who does it, and when.
#[derive(Clone, Debug, Args)]
pub struct Doer {
    /// The post in which it is done.
    #[arg(long, value_name = "POST")]
    pub by: String,
    /// Who does it; by default whom the city folder names as holder of the post.
    #[arg(long)]
    pub person: Option<String>,
    /// When it was done, in the city's time, e.g. 2019-03-11T09:00:00; by default now.
    #[arg(long, value_name = "TIME")]
    pub at: Option<NaiveDateTime>,
    /// What the form says: a field and its value; may be repeated.
    #[arg(long = "fact", value_name = "FIELD=VALUE", value_parser = pair)]
    pub facts: Vec<(String, String)>,
    /// What is said beside the form, e.g. note=…, review=…; may be repeated.
    #[arg(long = "note", value_name = "WORD=TEXT", value_parser = pair)]
    pub notes: Vec<(String, String)>,
    /// The post that is to hold a role; may be repeated.
    #[arg(long = "holder", value_name = "ROLE=POST", value_parser = pair)]
    pub holders: Vec<(String, String)>,
    /// The document on which it rests.
    #[arg(long, default_value = "")]
    pub ground: String,
    /// Names the request: under one name it is done once.
    #[arg(long, default_value = "")]
    pub request: String,
}

#[derive(Clone, Debug, Args)]
pub struct MatterOpen {
    /// Id of the procedure.
    pub procedure: String,
    /// What it is called in lists.
    #[arg(long)]
    pub title: String,
    /// The action that opens it, where there are several.
    #[arg(long, default_value = "")]
    pub action: String,
    /// Take over a matter that is under way already in this state.
    #[arg(long, default_value = "")]
    pub state: String,
    /// Id of the place it is about.
    #[arg(long, default_value = "")]
    pub place: String,
    /// Where it comes from, e.g. complaint.
    #[arg(long, default_value = "")]
    pub source: String,
    /// The key of the why of what it is about, e.g. water/POINT/2021-04.
    #[arg(long, default_value = "")]
    pub subject: String,
    #[command(flatten)]
    pub doer: Doer,
}

#[derive(Clone, Debug, Args)]
pub struct MatterAct {
    /// Id of the matter.
    pub matter: String,
    /// Id of the action; `hand` hands roles over.
    pub action: String,
    /// The version that whoever acts has seen; by default the last.
    #[arg(long)]
    pub upon: Option<u64>,
    #[command(flatten)]
    pub doer: Doer,
}

#[derive(Clone, Debug, Args)]
pub struct MatterShow {
    /// Id of the matter.
    pub matter: String,
    /// Show what this post may do.
    #[arg(long = "as", value_name = "POST")]
    pub viewer: Option<String>,
    /// As of this time of the city; by default now.
    #[arg(long, value_name = "TIME")]
    pub at: Option<NaiveDateTime>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct MatterList {
    /// Of this procedure.
    #[arg(long)]
    pub procedure: Option<String>,
    /// In this state.
    #[arg(long)]
    pub state: Option<String>,
    /// This post must act next.
    #[arg(long, value_name = "POST")]
    pub owner: Option<String>,
    /// About this place.
    #[arg(long)]
    pub place: Option<String>,
    /// From this source.
    #[arg(long)]
    pub source: Option<String>,
    /// Ended ones, too.
    #[arg(long)]
    pub all: bool,
    /// Only those with a clock that has ended.
    #[arg(long)]
    pub late: bool,
    /// As of this time of the city; by default now.
    #[arg(long, value_name = "TIME")]
    pub at: Option<NaiveDateTime>,
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct MatterTick {
    /// As of this time of the city; by default now.
    #[arg(long, value_name = "TIME")]
    pub at: Option<NaiveDateTime>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}
