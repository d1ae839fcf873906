//! The responsibility system (RESP-1 … RESP-10): chiefs, patrols, matters, assessment, tasks and accountability.

pub mod accountability;
pub mod assessment;
pub mod coverage;
pub mod dual_duty;
pub mod leaders;
pub mod matter;
pub mod patrol;
pub mod programme;
pub mod publicity;
pub mod tasks;
pub mod validity;

/// The four levels of chiefs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 市级
    City,
    /// 县级
    County,
    /// 乡级
    Township,
    /// 村级
    Village,
}

impl Level {
    /// Every level, from above.
    pub const ALL: [Self; 4] = [Self::City, Self::County, Self::Township, Self::Village];

    /// The word in registers and profiles.
    pub fn word(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
        }
    }

    /// The level of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Its Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::City => "市级",
            Self::County => "县级",
            Self::Township => "乡级",
            Self::Village => "村级",
        }
    }

    /// Whether patrol is the main item of its chiefs (townships and villages), not urging departments.
    pub fn is_lower(self) -> bool {
        matches!(self, Self::Township | Self::Village)
    }
}
