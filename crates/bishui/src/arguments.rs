//! What can be said on the command line.

mod account;
mod audit;
mod city;
mod doors;
mod duty;
mod hj212;
mod matter;
mod plan;
mod register;
mod simulate;
mod station;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use journal::Site;
use standards::Language;

use crate::failure::Failure;

pub use self::city::{Check, CityFolder, CitySchema, NewCity, Test};
pub use account::{Account, AccountAdd, AccountHold, AccountPassword};
pub use audit::{Audit, AuditErase, AuditList, AuditProve, AuditSeal, AuditVerify, Hashing};
pub use doors::{DoorLimits, Doors};
pub use duty::{PostCommand, PostHandOver, PostShow, Who};
pub use hj212::{CodeList, Codes, CrcPolicy, Decode, Encode, Hj212};
pub use matter::{Doer, Matter, MatterAct, MatterList, MatterOpen, MatterShow, MatterTick};
pub use plan::{Plan, PlanCoverage, PlanDiff};
pub use register::{Register, RegisterHistory, RegisterPut, RegisterShow};
pub use simulate::{Model, Simulate};
pub use station::{Admit, Gaps, Send, Shown, Station};

/// 碧水 bishui: a city's resolution for clean water, kept running from the raw frame to the judged sentence.
#[derive(Debug, Parser)]
#[command(name = "bishui", version, max_term_width = 110)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Which city, which data, which language.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The city folder.
    #[arg(long, global = true, env = "BISHUI_CITY", default_value = "cities/xiangtan")]
    pub city: PathBuf,
    /// The data folder; it is made where it is missing.
    #[arg(long, global = true, env = "BISHUI_DATA", default_value = "bishui-data")]
    pub data: PathBuf,
    /// The PostgreSQL database of the journal, e.g. postgresql://bishui@/bishui?host=/var/run/postgresql. Without it, the journal is a file of the
    /// data folder. A password is better put into a file (?password-file=…) than here, where other programs see it.
    #[arg(
        long,
        global = true,
        env = "BISHUI_JOURNAL",
        value_name = "ADDRESS",
        hide_env_values = true
    )]
    pub journal: Option<Address>,
    /// The language of answers: zh or en.
    #[arg(long = "lang", global = true, env = "BISHUI_LANG", value_enum, default_value_t = Spoken::Zh)]
    pub spoken: Spoken,
}

impl Place {
    /// Where the journal is kept.
    pub fn journal(&self) -> Result<Site, Failure> {
        let address = self.journal.as_ref().map(|Address(text)| text.as_str());
        Site::of(address, &self.data).map_err(|error| Failure::says(self.language(), &error.says()))
    }

    /// The language of answers.
    pub fn language(&self) -> Language {
        match self.spoken {
            Spoken::Zh => Language::Chinese,
            Spoken::En => Language::English,
        }
    }
}

/// An address that may hold a password: it is read when it is used, and never shown.
#[derive(Clone)]
pub struct Address(String);

impl From<&str> for Address {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("(an address)")
    }
}

/// The languages, as they are said on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Spoken {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the doors: pages for people, HJ 212 for instruments.
    Serve(Doors),
    /// Run the demo city: serve, and let simulated data loggers replay recorded data.
    Demo(Demo),
    /// Take in a CSV file of air or water values.
    Import(Import),
    /// Be a fleet of data loggers: send a CSV file or a seeded model as HJ 212 frames, with faults on demand.
    Simulate(Box<Simulate>),
    /// Judge a CSV file row by row, or run worked cases of the standards.
    #[command(
        after_help = "Exit codes: 0 every row was read (cases: all passed); 1 it could not be done (cases: some failed); \
                            3 some rows could not be read, they are named in the output."
    )]
    Evaluate(Evaluate),
    /// Look up the standards on record, their tables and limits. Needs neither city nor data folder.
    #[command(subcommand)]
    Standard(Standard),
    /// Check a city folder and report all its faults.
    Check(Check),
    /// Try the worked cases of a city folder; fails when one comes out otherwise.
    Test(Test),
    /// Start a city folder.
    #[command(subcommand)]
    City(CityFolder),
    /// Look at the plan: what realises each row of the resolution, and what a new version changes.
    #[command(subcommand)]
    Plan(Plan),
    /// Put entries into the registers of the city, and look at them as known on a day.
    #[command(subcommand)]
    Register(Register),
    /// Run procedures: open matters, act on them, see where they stand and who must act next.
    #[command(subcommand)]
    Matter(Matter),
    /// Tell who answers for a target, a point, a reach or a place, on any day.
    Who(Who),
    /// Hand a post over to another person, or show who held it.
    #[command(subcommand)]
    Post(PostCommand),
    /// Look at the journal of what people decided: list, verify, seal, prove, rebuild, erase.
    #[command(subcommand)]
    Audit(Audit),
    /// Say who may sign in to the pages, and in which posts.
    #[command(subcommand)]
    Account(Account),
    /// Ask why: the tree from a sentence of the plan down to what was received.
    Why(Why),
    /// Show what was received, as received.
    Frame(Frame),
    /// Ask in SQL; without a question, list the tables and functions.
    Query(Query),
    /// Look at the stations: who is there, what is missing, what is kept apart; admit one.
    #[command(subcommand)]
    Station(Station),
    /// Show the marks of quality control beside the values, with QARTOD numbers.
    Quality(Quality),
    /// Read and write frames of HJ 212, and look up its codes. Needs neither city nor data folder.
    #[command(subcommand)]
    Hj212(Hj212),
}

#[derive(Clone, Debug, Args)]
pub struct Demo {
    #[command(flatten)]
    pub doors: Doors,
    /// How many times as fast as recorded the loggers send; 0 is as fast as they are answered.
    #[arg(long, default_value_t = 36_000.0)]
    pub speed: f64,
}

#[derive(Clone, Debug, Args)]
pub struct Import {
    /// The CSV file: UTF-8 or GB 18030, wide (a column for each item) or narrow (a row for each value).
    pub file: PathBuf,
    /// What the columns mean (TOML). Without it, usual column names are recognised.
    #[arg(long)]
    pub mapping: Option<PathBuf>,
    /// How many bad rows to print; all are counted.
    #[arg(long, default_value_t = 100)]
    pub bad_rows: usize,
}

#[derive(Clone, Debug, Args)]
pub struct Evaluate {
    /// The CSV file to judge row by row; `-` is standard input. Without a file, the methods are listed.
    pub file: Option<PathBuf>,
    /// A file of worked cases instead, one JSON object a line: method, input, expected.
    #[arg(long, conflicts_with_all = ["file", "method"])]
    pub cases: Option<PathBuf>,
    /// By which method.
    #[arg(long, requires = "file")]
    pub method: Option<String>,
    /// Judge all rows by this edition, e.g. "HJ 633-2012". Otherwise the day of each row chooses.
    #[arg(long, requires = "file", conflicts_with = "on")]
    pub edition: Option<String>,
    /// Judge all rows by what was in force on this day, e.g. 2026-03-01.
    #[arg(long, requires = "file", value_name = "DATE")]
    pub on: Option<chrono::NaiveDate>,
    /// Where the judged file goes; standard output by default.
    #[arg(long, requires = "file")]
    pub out: Option<PathBuf>,
    /// An input that is the same in all rows, e.g. water_body=lake.
    #[arg(long = "set", requires = "file", value_name = "NAME=VALUE")]
    pub constants: Vec<String>,
    /// The unit of a column whose header does not say it, e.g. TP=ug/L.
    #[arg(long = "unit", requires = "file", value_name = "COLUMN=UNIT")]
    pub units: Vec<String>,
    /// Write the derivation beside each result.
    #[arg(long, requires = "file")]
    pub explain: bool,
}

#[derive(Debug, Subcommand)]
pub enum Standard {
    /// Print every standard on record: titles, days, certainty, status.
    List(StandardList),
    /// Print one standard with all its tables, each with source and certainty.
    Show(StandardShow),
    /// Print the limits of an item in every standard, or all limits of one standard.
    Limits(StandardLimits),
}

#[derive(Clone, Debug, Args)]
pub struct StandardList {
    /// Only those in force on this day (2026-03-01).
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct StandardShow {
    /// In any spelling: "GB 3838-2002", gb3838, "HJ 633-2026", CWQI, a title.
    pub name: String,
    /// The day that decides between editions when the name has no year.
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct StandardLimits {
    /// An item (NH3N, 氨氮, w21003 …) or a standard (GB 3838-2002).
    pub of: String,
    /// Only what applies on this day.
    #[arg(long, value_name = "DATE")]
    pub on: Option<NaiveDate>,
    /// Only this class, level or grade: III, Ⅲ, 2, 1A.
    #[arg(long)]
    pub class: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Why {
    /// A target of the plan (S05-24), or any key of a page (air/1508a/2020-04-03).
    pub question: String,
    /// The year of a target; by default its due year and every year with data.
    #[arg(long)]
    pub year: Option<i32>,
    /// Print the whole tree, not only the most telling part.
    #[arg(long)]
    pub all: bool,
    /// Answer as JSON, always the whole tree.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Frame {
    /// An evidence id: r17, or r3:250 for line 250 of a file.
    pub id: String,
    /// Show passwords and keys as they were received; otherwise ****** stands in their place.
    #[arg(long)]
    pub with_password: bool,
    /// Answer as JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Quality {
    /// A point of the city; without one, how often which outcome at every point.
    pub point: Option<String>,
    /// Only these items; may be repeated.
    #[arg(long)]
    pub item: Vec<String>,
    /// From this day or time on: 2020-04-02 or 2020-04-02T11:00.
    #[arg(long)]
    pub from: Option<String>,
    /// Before this day or time.
    #[arg(long)]
    pub until: Option<String>,
    /// Print values that passed, too, and what every test says.
    #[arg(long)]
    pub all: bool,
    /// Print one JSON object a line for every value.
    #[arg(long)]
    pub json: bool,
    /// Print a table: one row a value, one column a test.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Query {
    /// The question, e.g. "select point, at, aqi_hourly_of(item, value, at) as aqi from observation group by point, at".
    pub sql: Option<String>,
    /// A file with the question.
    #[arg(long, conflicts_with = "sql")]
    pub file: Option<PathBuf>,
    /// Answer as JSON.
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Answer as CSV.
    #[arg(long)]
    pub csv: bool,
    /// The most rows of an answer.
    #[arg(long, default_value_t = 10_000)]
    pub rows: usize,
    /// After so many seconds the question is given up.
    #[arg(long, default_value_t = 60)]
    pub seconds: u64,
}
