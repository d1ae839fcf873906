//! The six water classes, their words, and the two kinds of water body.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::table::{TableError, proven, table};
use crate::text::Text;

/// Which total-phosphorus limits apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaterBody {
    /// Rivers, canals and river-type reservoirs.
    River,
    /// Lakes and reservoirs.
    Lake,
}

/// A class of GB 3838-2002; `Inferior` (劣Ⅴ) is what fails class V. A smaller class is cleaner water.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum WaterClass {
    /// Ⅰ
    I,
    /// Ⅱ
    II,
    /// Ⅲ
    III,
    /// Ⅳ
    IV,
    /// Ⅴ
    V,
    /// 劣Ⅴ
    Inferior,
}

/// The word and colour that a class carries in bulletins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// 优 … 重度污染
    pub word: Text,
    /// 蓝色 … 红色
    pub colour: Text,
}

impl WaterClass {
    /// All classes, cleanest first.
    pub const ALL: [Self; 6] = [Self::I, Self::II, Self::III, Self::IV, Self::V, Self::Inferior];

    /// 1 for Ⅰ … 6 for 劣Ⅴ.
    pub fn rank(self) -> u8 {
        match self {
            Self::I => 1,
            Self::II => 2,
            Self::III => 3,
            Self::IV => 4,
            Self::V => 5,
            Self::Inferior => 6,
        }
    }

    /// The class of a rank, 1..=6.
    pub fn from_rank(rank: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.rank() == rank)
    }

    /// Reads a class as people write it: `Ⅲ`, `III`, `3`, `Ⅲ类`, `class III`, `劣Ⅴ`, `劣V类`.
    pub fn from_roman(said: &str) -> Option<Self> {
        let said = said.trim();
        let said = said.strip_suffix('类').unwrap_or(said).trim_end();
        let said = said.strip_prefix("class ").unwrap_or(said).trim_start();
        if let Some(fifth) = said.strip_prefix('劣') {
            return (Self::from_roman_numeral(fifth.trim())? == Self::V).then_some(Self::Inferior);
        }
        Self::from_roman_numeral(said)
    }

    fn from_roman_numeral(said: &str) -> Option<Self> {
        match said {
            "Ⅰ" | "I" | "i" | "1" => Some(Self::I),
            "Ⅱ" | "II" | "ii" | "2" => Some(Self::II),
            "Ⅲ" | "III" | "iii" | "3" => Some(Self::III),
            "Ⅳ" | "IV" | "iv" | "4" => Some(Self::IV),
            "Ⅴ" | "V" | "v" | "5" => Some(Self::V),
            "6" => Some(Self::Inferior),
            _ => None,
        }
    }

    /// `Ⅲ类` / `class III`.
    pub fn text(self) -> Text {
        let en = match self {
            Self::I => "class I",
            Self::II => "class II",
            Self::III => "class III",
            Self::IV => "class IV",
            Self::V => "class V",
            Self::Inferior => "worse than class V",
        };
        Text::new(format!("{self}类"), en)
    }

    /// The word and colour of a section of this class (环办〔2011〕22号).
    pub fn grade(self) -> &'static Grade {
        static GRADES: LazyLock<[Grade; 6]> = LazyLock::new(|| proven(read_grades()));
        let [first, second, third, fourth, fifth, inferior] = &*GRADES;
        match self {
            Self::I => first,
            Self::II => second,
            Self::III => third,
            Self::IV => fourth,
            Self::V => fifth,
            Self::Inferior => inferior,
        }
    }
}

impl fmt::Display for WaterClass {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::I => "Ⅰ",
            Self::II => "Ⅱ",
            Self::III => "Ⅲ",
            Self::IV => "Ⅳ",
            Self::V => "Ⅴ",
            Self::Inferior => "劣Ⅴ",
        })
    }
}

impl From<WaterClass> for String {
    fn from(class: WaterClass) -> Self {
        class.to_string()
    }
}

impl TryFrom<String> for WaterClass {
    type Error = String;

    fn try_from(said: String) -> Result<Self, Self::Error> {
        Self::from_roman(&said).ok_or_else(|| format!("`{said}` is not a water class; write Ⅰ, Ⅱ, Ⅲ, Ⅳ, Ⅴ or 劣Ⅴ"))
    }
}

fn read_grades() -> Result<[Grade; 6], TableError> {
    let table = table("huanban-2011-22/grades.csv")?;
    let of = |class: WaterClass| {
        let row = table.rows().find(|row| row.parsed::<u8>("class") == Ok(class.rank()));
        let row = row.ok_or_else(|| table.fault("class", format!("no row for class {class}")))?;
        Ok(Grade {
            word: Text::new(row.text("word_zh")?, row.text("word_en")?),
            colour: Text::new(row.text("colour_zh")?, row.text("colour_en")?),
        })
    };
    let [first, second, third, fourth, fifth, inferior] = WaterClass::ALL;
    Ok([
        of(first)?,
        of(second)?,
        of(third)?,
        of(fourth)?,
        of(fifth)?,
        of(inferior)?,
    ])
}
