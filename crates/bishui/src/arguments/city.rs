//! What can be said about city folders.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Clone, Debug, Args)]
pub struct Check {
    /// The city folder; the one of --city by default.
    pub folder: Option<PathBuf>,
    /// Print the findings as JSON.
    #[arg(long, conflicts_with = "sarif")]
    pub json: bool,
    /// Print the findings as SARIF 2.1.0, for a continuous integration.
    #[arg(long)]
    pub sarif: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Test {
    /// The city folder; the one of --city by default.
    pub folder: Option<PathBuf>,
    /// Print the cases as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum CityFolder {
    /// Start a city: a small folder that reads without a fault, to be filled with your own.
    New(NewCity),
    /// Write the JSON Schemas by which editors complete and check the TOML files of a city folder.
    Schema(CitySchema),
}

#[derive(Clone, Debug, Args)]
pub struct CitySchema {
    /// The city folder; the one of --city by default.
    pub folder: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct NewCity {
    /// The folder to make; its name becomes the city's id.
    pub folder: PathBuf,
    /// The city's name; its id by default.
    #[arg(long)]
    pub name: Option<String>,
}
