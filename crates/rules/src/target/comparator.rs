//! The comparators: how a measured value is held against a promise, in the resolution's own words (ASM-1). One list, read by the
//! reader of city folders, the judgements and the manual.

use serde::Serialize;
use standards::Text;

/// What a comparator asks of `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The plan must say one.
    Needed,
    /// The plan must say none: the words carry it.
    None,
}

macro_rules! comparators {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $zh:literal, $en:literal, $value:ident;)+) => {
        /// How the measured value is held against the demanded one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Comparator { $($(#[doc = $doc])+ $name,)+ }

        impl Comparator {
            /// Every comparator, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word in a plan.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Its meaning in few words.
            pub fn text(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)+ }
            }

            /// Whether a value belongs to it.
            pub fn value(self) -> Value {
                match self { $(Self::$name => Value::$value,)+ }
            }
        }
    };
}

comparators! {
    /// 以上、不低于: v ≥ T
    AtLeast = "at-least", "不低于", "at least", Needed;
    /// 以内、不高于: v ≤ T
    AtMost = "at-most", "不高于", "at most", Needed;
    /// 等于: v = T
    Equals = "equals", "等于", "exactly", Needed;
    /// 左右: v ≥ T less a tolerance
    About = "about", "左右", "about", Needed;
    /// 稳定在…以上: v ≥ T in the year and the years before it
    StableAtLeast = "stable-at-least", "稳定在…以上", "stable at or above", Needed;
    /// 稳定在…以内: v ≤ T in the year and in most of its months
    StableAtMost = "stable-at-most", "稳定在…以内", "stable at or below", Needed;
    /// 遏制下降: v ≥ the base, every year
    NotBelowBase = "not-below-base", "不低于基准年", "never below the base year", None;
    /// 不下降: v ≥ that of the year before
    NotBelowLastYear = "not-below-last-year", "不低于上年", "not below the year before", None;
    /// 零增长: v ≤ that of the year before
    NotAboveLastYear = "not-above-last-year", "不高于上年", "not above the year before", None;
    /// 提高: v > that of the year before
    Rising = "rising", "高于上年", "above the year before", None;
    /// 降低: v < that of the year before
    Falling = "falling", "低于上年", "below the year before", None;
    /// 完成: v ≥ T, the way from nothing being the progress
    Completion = "completion", "完成", "completed", Needed;
    /// 全覆盖: v = 100 %
    FullCoverage = "full-coverage", "全覆盖", "full coverage", None;
    /// 建立: there is at least one
    Exists = "exists", "已建立", "in place", None;
    /// 定性: what a panel judges
    Qualitative = "qualitative", "定性评议", "judged by a panel", None;
    /// 总体优良: most sections are class III or better
    GenerallyGood = "generally-good", "总体优良", "generally good", Needed;
    /// 基本消除: hardly any
    BasicallyEliminated = "basically-eliminated", "基本消除", "basically eliminated", Needed;
}

impl Comparator {
    /// The comparator of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|comparator| comparator.word() == word)
    }

    /// Whether it can be held against a number that a city counts.
    pub fn compares_counted(self) -> bool {
        !matches!(self, Self::StableAtMost | Self::GenerallyGood | Self::Qualitative)
    }

    /// Whether it holds years against one another.
    pub fn compares_years(self) -> bool {
        matches!(
            self,
            Self::NotBelowBase | Self::NotBelowLastYear | Self::NotAboveLastYear | Self::Rising | Self::Falling
        )
    }
}
