//! Commands and their parameters: one list, read by parser, builder, words and command line.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::flag::Edition;
use crate::kind::{Kind, Range};
use crate::tables::{FIELDS, SUFFIXES, rows};

/// Which way a frame goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the device to the platform.
    Up,
    /// From the platform to the device.
    Down,
    /// Either way: acknowledgements of notifications and data.
    Both,
}

impl Direction {
    /// Whether a frame that goes this way may be one that goes `other`.
    pub fn fits(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }
}

/// A command (CN) in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Command {
    /// Four digits.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Which way it goes.
    pub direction: Direction,
    /// Which commands acknowledge it, in the words of the table. [`Command::answer`] reads them.
    pub needs_ack: String,
    /// Content, doubts.
    pub note: String,
    /// The editions and dialects that know it.
    pub standard: String,
    /// Its parameters in the order in which they are printed.
    #[serde(skip_deserializing)]
    pub parameters: Vec<Parameter>,
}

/// What answers a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Nothing.
    None,
    /// 9011, and 9012 once it is executed.
    RequestAndResult,
    /// 9013, when the flag asks for it.
    Notification,
    /// 9014, when the flag asks for it.
    Data,
    /// Nobody knows.
    Unknown,
}

impl Command {
    /// What answers it (HJ 212-2017, 6.6).
    pub fn answer(&self) -> Answer {
        match self.needs_ack.as_str() {
            "no" => Answer::None,
            "9011+9012" => Answer::RequestAndResult,
            "9013 if Flag bit0" => Answer::Notification,
            "9014 if Flag bit0" => Answer::Data,
            _ => Answer::Unknown,
        }
    }

    /// Whether an edition knows it.
    pub fn is_of(&self, edition: Edition) -> bool {
        knows(&self.standard, edition)
    }

    /// Its parameters in an edition; all of them when the edition does not know the command.
    pub fn parameters_of(&self, edition: Edition) -> impl Iterator<Item = &Parameter> {
        let known = self.is_of(edition);
        self.parameters
            .iter()
            .filter(move |parameter| !known || knows(&parameter.standard, edition))
    }
}

/// Whether `standard`, a list of editions and dialects, holds `edition`.
fn knows(standard: &str, edition: Edition) -> bool {
    standard.split(' ').any(|word| word == edition_word(edition))
}

/// The year of an edition, as the tables and the command line write it.
pub fn edition_word(edition: Edition) -> &'static str {
    match edition {
        Edition::Of2005 => "2005",
        Edition::Of2017 => "2017",
        Edition::Of2025 => "2025",
    }
}

/// How often a parameter stands in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Once.
    Once,
    /// Once or not at all.
    Optional,
    /// One or more times.
    Some,
    /// Any number of times.
    Any,
}

impl Presence {
    /// Whether a message without it lacks something.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Once | Self::Some)
    }

    /// Whether it may stand more than once.
    pub fn may_repeat(self) -> bool {
        matches!(self, Self::Some | Self::Any)
    }
}

/// A parameter of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// The name as printed; `x-Rtd` stands for an item of any factor with this suffix.
    pub name: String,
    /// Another spelling that the standard prints for it, if any.
    pub also: Option<String>,
    /// How often it stands there.
    pub presence: Presence,
    /// What its value is.
    pub kind: Kind,
    /// Which values it may have.
    pub range: Range,
    /// The editions that know it.
    pub standard: String,
}

impl Parameter {
    /// The suffix, when it stands for items of any factor.
    pub fn item_suffix(&self) -> Option<&str> {
        self.name.strip_prefix("x-")
    }

    /// Whether a field of CP is this parameter.
    pub fn is_named(&self, name: &[u8]) -> bool {
        match self.item_suffix() {
            None => [Some(&self.name), self.also.as_ref()]
                .into_iter()
                .flatten()
                .any(|known| known.as_bytes() == name),
            Some(suffix) => name
                .strip_suffix(suffix.as_bytes())
                .is_some_and(|code| code.len() > 1 && code.ends_with(b"-")),
        }
    }
}

/// Every command, with its parameters.
pub static COMMANDS: LazyLock<Vec<Command>> = LazyLock::new(|| {
    let mut commands: Vec<Command> = rows(include_str!("../tables/commands.csv"));
    for row in parameter_rows() {
        let Some(parameter) = row.parameter() else { continue };
        let belongs = |command: &&mut Command| {
            command.code == row.code
                && command.direction == row.direction
                && row
                    .standard
                    .split(' ')
                    .all(|word| command.standard.split(' ').any(|known| known == word))
        };
        commands
            .iter_mut()
            .filter(belongs)
            .for_each(|command| command.parameters.push(parameter.clone()));
    }
    commands
});

/// A row of `tables/parameters.csv`.
#[derive(Deserialize)]
struct ParameterRow {
    code: String,
    direction: Direction,
    standard: String,
    parameter: String,
    presence: Presence,
}

fn parameter_rows() -> Vec<ParameterRow> {
    rows(include_str!("../tables/parameters.csv"))
}

impl ParameterRow {
    fn parameter(&self) -> Option<Parameter> {
        let (name, also) = match self.parameter.split_once('|') {
            Some((name, also)) => (name, Some(also.to_owned())),
            None => (self.parameter.as_str(), None),
        };
        let (kind, range) = kind_of(name)?;
        Some(Parameter {
            name: name.to_owned(),
            also,
            presence: self.presence,
            kind,
            range: range.clone(),
            standard: self.standard.clone(),
        })
    }
}

/// What the value of a field of CP is, by the lists of fields and suffixes; `None` for names that no list knows.
pub(crate) fn kind_of(name: &str) -> Option<(Kind, &'static Range)> {
    let suffix = name.rsplit_once('-').map(|(_, suffix)| suffix);
    match suffix {
        Some(suffix) => {
            let row = SUFFIXES.iter().find(|row| row.suffix == suffix)?;
            Some((row.kind, &row.range))
        }
        None => {
            let row = FIELDS.iter().find(|row| row.name == name)?;
            Some((row.kind, &row.range))
        }
    }
}

/// The rows of a command, by its number.
static BY_NUMBER: LazyLock<Vec<(u16, &'static Command)>> = LazyLock::new(|| {
    let commands: &'static Vec<Command> = &COMMANDS;
    let mut by_number: Vec<_> = commands
        .iter()
        .filter_map(|command| Some((command.code.parse().ok()?, command)))
        .collect();
    // Rows of one number keep the order of the table.
    by_number.sort_by_key(|(number, _)| *number);
    by_number
});

/// Every row of the command with this number, in any direction and edition.
pub fn commands(number: u16) -> impl Iterator<Item = &'static Command> + Clone {
    let rows: &'static [(u16, &'static Command)] = &BY_NUMBER;
    let start = rows.partition_point(|(known, _)| *known < number);
    rows[start..]
        .iter()
        .take_while(move |(known, _)| *known == number)
        .map(|(_, command)| *command)
}

/// The command with this number in a direction, as an edition means it; of another edition when this one does not
/// know it.
pub fn command(number: u16, direction: Direction, edition: Edition) -> Option<&'static Command> {
    let mut fitting = commands(number).filter(|command| command.direction.fits(direction));
    fitting
        .clone()
        .find(|command| command.is_of(edition))
        .or_else(|| fitting.next())
}

/// A row of `tables/encryption.csv`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct EncryptedCommands {
    /// The first command.
    pub from: u16,
    /// The last command.
    pub to: u16,
    /// Which way.
    pub direction: Direction,
    /// The edition that demands it.
    pub standard: String,
}

/// The commands whose CP is encrypted, by edition.
pub static ENCRYPTED_COMMANDS: LazyLock<Vec<EncryptedCommands>> =
    LazyLock::new(|| rows(include_str!("../tables/encryption.csv")));

/// Whether an edition demands that CP of the command with this number be encrypted.
pub fn must_be_encrypted(number: u16, direction: Direction, edition: Edition) -> bool {
    ENCRYPTED_COMMANDS.iter().any(|row| {
        (row.from..=row.to).contains(&number) && row.direction.fits(direction) && knows(&row.standard, edition)
    })
}
