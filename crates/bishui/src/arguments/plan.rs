//! The arguments of `bishui plan`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to look at in the plan.
#[derive(Clone, Debug, Subcommand)]
pub enum Plan {
    /// What realises each row of the resolution: live, declared or absent, and why.
    Coverage(PlanCoverage),
    /// What a new version of a city folder changes, in sentences: targets, duties, deadlines, tasks, registers, procedures.
    Diff(PlanDiff),
}

#[derive(Clone, Debug, Args)]
pub struct PlanDiff {
    /// The city folder as it was.
    pub old: PathBuf,
    /// The city folder as it shall be.
    pub new: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct PlanCoverage {
    /// The city folder; the one of --city by default.
    pub folder: Option<PathBuf>,
    /// Print it as JSON.
    #[arg(long)]
    pub json: bool,
}
