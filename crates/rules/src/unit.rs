//! The units in which plans and registers speak: those that instruments measure in, and those of a city's own books.

use std::fmt;

use serde::{Serialize, Serializer};
use standards::{Language, Text};

/// A unit as it stands in a plan; two units are equal when they are the same one, however they were spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanUnit {
    word: &'static str,
    zh: &'static str,
    en: &'static str,
}

/// One unit of a city's books: its word, its Chinese and English, and other spellings that mean the same.
struct Book(&'static str, &'static str, &'static str, &'static [&'static str]);

/// The units that no instrument measures in.
#[rustfmt::skip]
static BOOKS: &[Book] = &[
    Book("class", "类", "class", &["类"]),
    Book("points", "个百分点", "percentage points", &["百分点", "pp"]),
    Book("score", "分", "points of a score", &["分"]),
    // area, length, volume
    Book("km", "公里", "km", &["公里", "千米"]),
    Book("km²", "平方公里", "km²", &["km2", "平方公里"]),
    Book("m²", "平方米", "m²", &["m2", "平方米"]),
    Book("ha", "公顷", "ha", &["公顷"]),
    Book("10⁴ ha", "万公顷", "10⁴ ha", &["10^4 ha", "万公顷"]),
    Book("mu", "亩", "mu", &["亩"]),
    Book("10⁴ mu", "万亩", "10⁴ mu", &["10^4 mu", "万亩"]),
    Book("m³", "立方米", "m³", &["m3", "立方米"]),
    Book("10⁴ m³", "万立方米", "10⁴ m³", &["10^4 m3", "万立方米"]),
    Book("10⁸ m³", "亿立方米", "10⁸ m³", &["10^8 m3", "亿立方米"]),
    // mass and flow
    Book("kg", "千克", "kg", &["千克", "公斤"]),
    Book("t", "吨", "t", &["吨"]),
    Book("10⁴ t", "万吨", "10⁴ t", &["10^4 t", "万吨"]),
    Book("t/d", "吨/日", "t/d", &["吨/日"]),
    Book("t/a", "吨/年", "t/a", &["吨/年"]),
    Book("m³/d", "立方米/日", "m³/d", &["m3/d", "立方米/日"]),
    Book("kg/ha", "千克/公顷", "kg/ha", &["千克/公顷"]),
    Book("kg/d", "千克/日", "kg/d", &["千克/日"]),
    // energy
    Book("kW", "千瓦", "kW", &["千瓦"]),
    Book("MW", "兆瓦", "MW", &["兆瓦"]),
    Book("kWh", "千瓦时", "kWh", &["千瓦时"]),
    Book("tce", "吨标准煤", "tce", &["吨标准煤"]),
    Book("10⁴ tce", "万吨标准煤", "10⁴ tce", &["10^4 tce", "万吨标准煤"]),
    // money
    Book("yuan", "元", "yuan", &["元"]),
    Book("10⁴ yuan", "万元", "10⁴ yuan", &["10^4 yuan", "万元"]),
    Book("10⁸ yuan", "亿元", "10⁸ yuan", &["10^8 yuan", "亿元"]),
    Book("yuan/t", "元/吨", "yuan/t", &["元/吨"]),
    Book("yuan/m³", "元/立方米", "yuan/m³", &["yuan/m3", "元/立方米"]),
    // time
    Book("minutes", "分钟", "minutes", &["min", "分钟"]),
    Book("hours", "小时", "hours", &["h", "小时"]),
    Book("days", "天", "days", &["d", "天", "日"]),
    Book("working-days", "个工作日", "working days", &["working days", "工作日"]),
    Book("weeks", "周", "weeks", &["周"]),
    Book("months", "个月", "months", &["月", "个月"]),
    Book("years", "年", "years", &["年"]),
    // things that are counted
    Book("count", "个", "", &["个", "处", "件", "项", "起", "items", "sites", "cases"]),
    Book("households", "户", "households", &["户"]),
    Book("persons", "人", "persons", &["人"]),
    Book("10⁴ persons", "万人", "10⁴ persons", &["10^4 persons", "万人"]),
    Book("villages", "个村", "villages", &["村", "个村"]),
    Book("towns", "个乡镇", "towns", &["乡镇", "个乡镇"]),
    Book("heads", "头", "heads", &["head", "头", "头（羽）"]),
    Book("trees", "株", "trees", &["株"]),
    Book("vehicles", "辆", "vehicles", &["辆"]),
    Book("ships", "艘", "ships", &["艘"]),
    Book("times", "次", "times", &["次"]),
];

impl PlanUnit {
    /// Reads a unit as people write it: `%`, `km`, `mu`, `10⁸ yuan`, `mg/L`; `1` is that of a pure number. `None` when nobody knows it.
    pub fn parse(said: &str) -> Option<Self> {
        let said = said.trim();
        let folded = said.to_lowercase();
        let book = BOOKS
            .iter()
            .find(|Book(word, _, _, others)| word.to_lowercase() == folded || others.contains(&said));
        if let Some(Book(word, zh, en, _)) = book {
            return Some(Self { word, zh, en });
        }
        if said.is_empty() {
            return None;
        }
        let (word, shown) = match standards::Unit::parse(said)?.symbol() {
            "" => ("1", ""),
            symbol => (symbol, symbol),
        };
        Some(Self {
            word,
            zh: shown,
            en: shown,
        })
    }

    /// The unit of shares.
    pub const PERCENT: Self = Self {
        word: "%",
        zh: "%",
        en: "%",
    };

    /// The unit of classes of surface water.
    pub const CLASS: Self = Self {
        word: "class",
        zh: "类",
        en: "class",
    };

    /// The unit of numbers of days.
    pub const DAYS: Self = Self {
        word: "days",
        zh: "天",
        en: "days",
    };

    /// The unit of things that are counted.
    pub const COUNT: Self = Self {
        word: "count",
        zh: "个",
        en: "",
    };

    /// The word by which a plan names it.
    pub fn word(self) -> &'static str {
        self.word
    }

    /// The symbol or word shown after a value; empty for pure numbers.
    pub fn text(self) -> Text {
        Text::new(self.zh, self.en)
    }

    /// `value` with its unit, as it is read in `language`: `80%`, `90.57 km`.
    pub fn shown(self, value: impl fmt::Display, language: Language) -> String {
        let unit = self.text();
        let unit = unit.in_language(language);
        match (unit, language) {
            ("", _) => value.to_string(),
            (unit, Language::Chinese) if !unit.is_ascii() || unit == "%" => format!("{value}{unit}"),
            (unit, _) => format!("{value} {unit}"),
        }
    }

    /// `value` with its unit in both languages.
    pub fn words(self, value: impl fmt::Display) -> Text {
        let value = value.to_string();
        Text::new(
            self.shown(&value, Language::Chinese),
            self.shown(&value, Language::English),
        )
    }

    /// Every unit of a city's books, by word; those of instruments come beside them.
    pub fn book_words() -> impl Iterator<Item = &'static str> {
        BOOKS.iter().map(|Book(word, ..)| *word)
    }
}

impl Serialize for PlanUnit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word)
    }
}

#[cfg(test)]
mod tests {
    use super::{BOOKS, Book, PlanUnit};
    use standards::Language;

    #[test]
    fn spellings_mean_one_unit() {
        for (said, word) in [
            ("km", Some("km")),
            ("KM", Some("km")),
            ("公里", Some("km")),
            ("10^8 yuan", Some("10⁸ yuan")),
            ("亿元", Some("10⁸ yuan")),
            ("mg/l", Some("mg/L")),
            ("%", Some("%")),
            ("1", Some("1")),
            ("", None),
            ("furlongs", None),
        ] {
            assert_eq!(PlanUnit::parse(said).map(PlanUnit::word), word, "{said}");
        }
    }

    #[test]
    fn every_spelling_is_that_of_one_unit_alone() {
        for Book(word, _, _, others) in BOOKS {
            for said in others.iter().chain([word]) {
                assert_eq!(PlanUnit::parse(said).map(PlanUnit::word), Some(*word), "{said}");
            }
        }
        for constant in [PlanUnit::PERCENT, PlanUnit::CLASS, PlanUnit::DAYS, PlanUnit::COUNT] {
            assert_eq!(PlanUnit::parse(constant.word()), Some(constant));
        }
    }

    #[test]
    fn a_value_is_shown_with_its_unit() {
        let shown = |unit: &str, language| PlanUnit::parse(unit).map(|unit| unit.shown("90.5", language));
        for (unit, zh, en) in [
            ("%", "90.5%", "90.5 %"),
            ("km", "90.5公里", "90.5 km"),
            ("1", "90.5", "90.5"),
            ("mg/L", "90.5 mg/L", "90.5 mg/L"),
        ] {
            assert_eq!(shown(unit, Language::Chinese).as_deref(), Some(zh));
            assert_eq!(shown(unit, Language::English).as_deref(), Some(en));
        }
    }
}
