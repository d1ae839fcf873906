//! The register: every standard on record with its title, its days, its status and its tables. Code, command line and documents read it.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Serialize;

use crate::reason::Certainty;
use crate::spelling::fold;
use crate::table::{self, Row, Table, TableError, proven};
use crate::text::Text;

/// One standard, edition or document on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standard {
    /// As it is cited, e.g. `GB 3838-2002`.
    pub standard: &'static str,
    /// Its title.
    pub title: Text,
    /// First day on which it applies.
    pub from: NaiveDate,
    /// Last day, when it has ended.
    pub until: Option<NaiveDate>,
    /// What it took the place of; empty where nothing is on record.
    pub replaces: &'static str,
    /// Whether it is in force, and what a reader must know of that.
    pub status: Text,
    /// How well text and dates were verified.
    pub certainty: Certainty,
    /// What the status rests on.
    pub basis: &'static str,
    /// The folders of its tables under `tables/`.
    pub folders: Vec<&'static str>,
    #[serde(skip)]
    spellings: Vec<String>,
}

/// No standard on record has the name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no standard `{said}` is on record; near it: {}", near.join(", "))]
pub struct UnknownStandard {
    /// The name asked for.
    pub said: String,
    /// Names that come near it, at most [`NEAR_MAX`]; of everything on record when none does.
    pub near: Vec<&'static str>,
}

/// How many names an [`UnknownStandard`] offers.
pub const NEAR_MAX: usize = 5;

impl UnknownStandard {
    /// The sentence in both languages.
    pub fn text(&self) -> Text {
        Text::new(
            format!("没有收录标准“{}”；相近的有：{}", self.said, self.near.join("、")),
            self.to_string(),
        )
    }
}

impl Standard {
    /// Whether it applies on `day`.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// Its tables, in the order of their paths.
    pub fn tables(&self) -> impl Iterator<Item = &'static Table> + '_ {
        table::tables().iter().filter(|table| {
            let folder = table.path.split('/').next().unwrap_or_default();
            self.folders.contains(&folder)
        })
    }
}

/// Everything on record, in the order of the register: water, air, soil, discharge, on-line data, ecology, noise, rounding.
pub fn standards() -> &'static [Standard] {
    static STANDARDS: LazyLock<Vec<Standard>> = LazyLock::new(|| proven(read()));
    &STANDARDS
}

/// The standard of any usual spelling: `GB 3095-2012`, `gb3095-2012`, `GB3095—2012`, a folder, a title, `CWQI`.
///
/// A name without a year (`gb3095`) or a title that several editions bear means the one in force on `day`, else the latest of them.
///
/// # Errors
/// When nothing on record has the name; near names are offered.
pub fn edition(name: &str, day: Option<NaiveDate>) -> Result<&'static Standard, UnknownStandard> {
    let asked = folded(name);
    let exact = |one: &&Standard| one.spellings.contains(&asked);
    let family = |one: &&Standard| {
        one.spellings
            .iter()
            .any(|known| without_year(known) == Some(asked.as_str()))
    };
    let exact: Vec<&'static Standard> = standards().iter().filter(exact).collect();
    let found = if exact.is_empty() && !asked.is_empty() {
        standards().iter().filter(family).collect()
    } else {
        exact
    };
    let in_force = day.and_then(|day| found.iter().find(|one| one.in_force(day)));
    in_force
        .or_else(|| found.iter().max_by_key(|one| one.from))
        .copied()
        .ok_or_else(|| unknown(name, &asked))
}

fn unknown(name: &str, asked: &str) -> UnknownStandard {
    let stem = asked.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number: String = asked.chars().skip(stem.chars().count()).take(LEADING_DIGITS).collect();
    let prefix = format!("{stem}{number}");
    let near = |least: &str| -> Vec<&'static str> {
        let starts = |one: &&Standard| one.spellings.iter().any(|known| known.starts_with(least));
        standards()
            .iter()
            .filter(starts)
            .map(|one| one.standard)
            .take(NEAR_MAX)
            .collect()
    };
    let mut found = if prefix.is_empty() { Vec::new() } else { near(&prefix) };
    if found.is_empty() {
        found = near(stem);
    }
    if found.is_empty() {
        found = near("");
    }
    let said = name.chars().take(SAID_CHARACTERS_MAX).collect();
    UnknownStandard { said, near: found }
}

/// So many digits of a number make a family worth offering.
const LEADING_DIGITS: usize = 3;

/// So much of a name is repeated in a fault.
const SAID_CHARACTERS_MAX: usize = 60;

/// `GB/T` and `HJ/T` are written with and without their `/T`.
fn folded(name: &str) -> String {
    let folded: String = fold(name).chars().filter(|letter| *letter != '/').collect();
    for (long, short) in [("gbt", "gb"), ("hjt", "hj")] {
        if let Some(number) = folded.strip_prefix(long).filter(|rest| starts_with_digit(rest)) {
            return format!("{short}{number}");
        }
    }
    folded
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// `gb38382002` → `gb3838`; `None` for names that do not end in a year.
fn without_year(folded: &str) -> Option<&str> {
    let split = folded.len().checked_sub(YEAR_DIGITS)?;
    let (family, year) = (folded.get(..split)?, folded.get(split..)?);
    let is_year =
        year.bytes().all(|digit| digit.is_ascii_digit()) && (year.starts_with("19") || year.starts_with("20"));
    (is_year && family.ends_with(|letter: char| letter.is_ascii_digit())).then_some(family)
}

const YEAR_DIGITS: usize = 4;

fn read() -> Result<Vec<Standard>, TableError> {
    table::table("register/standards.csv")?
        .rows()
        .map(|row| read_row(&row))
        .collect()
}

fn read_row(row: &Row<'static>) -> Result<Standard, TableError> {
    let standard = row.text("standard")?;
    let title = Text::new(row.text("title_zh")?, row.text("title_en")?);
    let folders: Vec<&'static str> = row.text("folders")?.split(' ').collect();
    let until = if row.text("until")?.is_empty() {
        None
    } else {
        Some(row.parsed("until")?)
    };
    let also = row.text("also")?.split('|').filter(|word| !word.is_empty());
    let spellings = [standard, title.zh.as_str(), title.en.as_str()]
        .into_iter()
        .chain(folders.iter().copied())
        .chain(also)
        .map(folded)
        .collect();
    Ok(Standard {
        standard,
        from: row.parsed("from")?,
        until,
        replaces: row.text("replaces")?,
        status: Text::new(row.text("status_zh")?, row.text("status_en")?),
        certainty: row.parsed("certainty")?,
        basis: row.text("basis")?,
        folders,
        title,
        spellings,
    })
}
