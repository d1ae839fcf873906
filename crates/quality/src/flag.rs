//! The data flags of loggers: what each flag of each alphabet says of the value beside it.
//!
//! The words of the flags of HJ 212 are those of `hj212`; `tables/data_flags.csv` has a row for every one of them, and adds the marks
//! that air platforms write into files. The alphabet is not said on the wire, so the medium decides which one is asked first.

use std::sync::LazyLock;

use serde::Deserialize;
use standards::{Certainty, Citation, Medium, Text};

use crate::outcome::Outcome;

/// One flag of one alphabet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagDef {
    /// The flag as written.
    pub flag: String,
    /// The alphabet: an edition of the standard, or a set of marks from the field.
    pub alphabet: String,
    /// What it says of the value.
    pub outcome: Outcome,
    /// What it means.
    pub words: Text,
    /// How certain that is.
    pub certainty: Certainty,
}

#[derive(Deserialize)]
struct Row {
    alphabet: String,
    flag: String,
    outcome: Outcome,
    certainty: Certainty,
    zh: String,
    en: String,
}

/// Every flag of every alphabet.
pub static FLAGS: LazyLock<Vec<FlagDef>> = LazyLock::new(|| {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../tables/data_flags.csv").as_bytes())
        .into_deserialize::<Row>()
        // A row that cannot be read is left out; a test proves that there is none.
        .filter_map(Result::ok)
        .map(Row::finish)
        .collect()
});

impl Row {
    fn finish(self) -> FlagDef {
        let declared = hj212::DATA_FLAGS
            .iter()
            .find(|row| row.flag == self.flag && row.standard == self.alphabet);
        let words = declared.map_or_else(
            || Text::new(self.zh, self.en),
            |row| Text::new(row.meaning_zh.clone(), row.meaning_en.clone()),
        );
        FlagDef {
            flag: self.flag,
            alphabet: self.alphabet,
            outcome: self.outcome,
            words,
            certainty: self.certainty,
        }
    }
}

/// The alphabets in the order in which they are asked for a medium.
pub fn alphabets(medium: Option<Medium>) -> &'static [&'static str] {
    match medium {
        Some(Medium::Air) => &[
            "HJ 212-2017",
            "field (air-station marks)",
            "air platform marks",
            "HJ/T 212-2005",
            "HJ 75-2017 style",
            "field",
        ],
        Some(Medium::Water) | None => &[
            "HJ 212-2017",
            "HJ/T 212-2005",
            "field (surface-water firmware, one source)",
            "HJ 75-2017 style",
            "field",
        ],
    }
}

/// What a flag as received says of a value of this medium; none when no alphabet has it. Blanks do not matter, and a small letter is
/// read as a large one where only that is known.
pub fn meaning(flag: &str, medium: Option<Medium>) -> Option<&'static FlagDef> {
    let flag = flag.trim();
    let exact = |said: &str| {
        alphabets(medium)
            .iter()
            .find_map(|alphabet| FLAGS.iter().find(|def| def.alphabet == *alphabet && def.flag == said))
    };
    exact(flag).or_else(|| exact(&flag.to_ascii_uppercase()))
}

impl FlagDef {
    /// The alphabet as a citation.
    pub fn citation(&self) -> Citation {
        Citation::new(
            self.alphabet.clone(),
            format!("data flag {}", self.flag),
            self.certainty,
        )
    }
}
