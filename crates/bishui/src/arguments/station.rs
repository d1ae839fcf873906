//! What can be said about stations.

use clap::{Args, Subcommand};

#[derive(Clone, Debug, Args)]
pub struct Send {
    /// The station: its MN, or the id of its point.
    #[arg(long)]
    pub station: String,
    /// The command: its number, or its name in the standard (see `bishui hj212 codes`).
    pub command: String,
    /// A field of CP, e.g. RtdInterval=60; may be given several times. Times are those of the station's clock.
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,
    /// How many seconds the order waits for the station to connect.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(0..=604_800))]
    pub wait: u32,
    /// Print each step, and the order as it ended, as a JSON object a line.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Station {
    /// The stations of the city folder: who is there, what was heard last, what is missing.
    List(Listed),
    /// Everything about one station: capture against what it owes, faults, clock, gaps, what happened.
    Show(Shown),
    /// What is missing of what is owed, and what was done about it.
    Gaps(Gaps),
    /// Who is kept apart: unknown stations, wrong passwords, wrong addresses.
    Quarantine(Listed),
    /// How forwarding to superior platforms stands: bookmark, what is behind it, the last trouble.
    Forwarding(Listed),
    /// Take in everything that waits under a station which is in the city folder now.
    Admit(Admit),
}

#[derive(Clone, Debug, Args)]
pub struct Listed {
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Shown {
    /// The station: its MN, or the id of its point.
    pub station: String,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Gaps {
    /// The station: its MN, or the id of its point; all by default.
    pub station: Option<String>,
    /// Filled gaps and those that were given up, too.
    #[arg(long)]
    pub all: bool,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Admit {
    /// The station: its MN, or the id of its point.
    pub station: String,
    /// Frames that were refused for their password or address, too: it was the station all the same.
    #[arg(long)]
    pub refused: bool,
}
