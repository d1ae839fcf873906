//! The arguments of `bishui plan`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to look at in the plan.
#[derive(Clone, Debug, Subcommand)]
pub enum Plan {
    /// What realises each row of the resolution: live, declared or absent, and why.
    Coverage(PlanCoverage),
}

#[derive(Clone, Debug, Args)]
pub struct PlanCoverage {
    /// The city folder; the one of --city by default.
    pub folder: Option<PathBuf>,
    /// Print it as JSON.
    #[arg(long)]
    pub json: bool,
}
