//! What a method is given, and what it gives back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Citation, Reason, Text};

use super::{Judgement, Method};
use crate::found::shown;
use crate::unit::PlanUnit;

/// Entries that a reason names one by one; of more it tells how many there are.
const NAMED_MAX: usize = 200;

/// What one input says in an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// A number; of an input that is a share, a part of one (0.93, not 93).
    Number(Decimal),
    /// A word, text or reference.
    Word(String),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(NaiveDate),
}

/// One entry of a register as a method sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What people call it.
    pub name: Text,
    /// Under which key it can be looked at.
    pub key: Option<String>,
    /// What each input says, by its word; what is not there is unknown.
    pub says: BTreeMap<&'static str, Says>,
    /// What the words mean to people, by the input; a word that means itself is left out.
    pub called: BTreeMap<&'static str, Text>,
    /// The same for people: names, values, units.
    pub told: Vec<Text>,
    /// Whether it is one of those counted (method `share` alone); `None` is unknown.
    pub counts: Option<bool>,
}

/// What is to be counted.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Name of the indicator.
    pub name: &'a Text,
    /// Its unit; `None` of a judgement in words.
    pub unit: Option<PlanUnit>,
    /// The year; `None` where the register is counted as it stands.
    pub year: Option<i32>,
    /// The entries of the year that the indicator asks for.
    pub entries: &'a [Entry],
    /// Entries of which it is not known whether it asks for them.
    pub unclear: &'a [Entry],
    /// How many entries the register has for the year in all.
    pub kept: usize,
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A number, in the unit of the indicator.
    Number(Decimal),
    /// What a panel judged.
    Judgement(Judgement),
}

/// What came out: a figure with its reasons, or nothing with the reason why not.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// The figure; `None` is unknown.
    pub figure: Option<Figure>,
    /// Whether there was any entry to count.
    pub received: bool,
    /// Why.
    pub reason: Reason,
}

impl Counted {
    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self.figure {
            Some(Figure::Number(number)) => Some(number),
            Some(Figure::Judgement(_)) | None => None,
        }
    }

    pub(super) fn unknown(says: Text, rule: Citation, entries: &[Entry]) -> Self {
        Self {
            figure: None,
            received: true,
            reason: Reason::new(says).by(rule).since_all(leaves(entries)),
        }
    }
}

impl Entry {
    /// The number of an input.
    pub(super) fn number(&self, input: &str) -> Option<Decimal> {
        match self.says.get(input) {
            Some(Says::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The word of an input as people read it.
    pub(super) fn word_for_people(&self, input: &str) -> Option<Text> {
        let named = self.called.get(input).cloned();
        named.or_else(|| self.word(input).map(Text::same))
    }

    /// The word of an input.
    pub(super) fn word(&self, input: &str) -> Option<&str> {
        match self.says.get(input) {
            Some(Says::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The answer of an input.
    pub(super) fn flag(&self, input: &str) -> Option<bool> {
        match self.says.get(input) {
            Some(Says::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// The entry as the end of an explanation.
    fn leaf(&self) -> Reason {
        let joined = |pick: fn(&Text) -> &str, comma| self.told.iter().map(pick).collect::<Vec<_>>().join(comma);
        let (mut zh, mut en) = (joined(|told| &told.zh, "，"), joined(|told| &told.en, ", "));
        if let Some(counts) = self.counts {
            zh.push_str(if counts { "（计入）" } else { "（不计入）" });
            en.push_str(if counts { " (counts)" } else { " (does not count)" });
        }
        let with = |name: &str, told: &str, gap: &str| format!("{name}{gap}{told}").trim_end().to_owned();
        let mut reason = Reason::new(Text::new(with(&self.name.zh, &zh, "　"), with(&self.name.en, &en, " ")));
        reason.key.clone_from(&self.key);
        reason
    }
}

/// Entries as causes.
pub(super) fn leaves(entries: &[Entry]) -> Vec<Reason> {
    let mut leaves: Vec<Reason> = entries.iter().take(NAMED_MAX).map(Entry::leaf).collect();
    let more = entries.len().saturating_sub(NAMED_MAX);
    if more > 0 {
        leaves.push(Reason::new(Text::new(
            format!("另有{more}条，见名录"),
            format!("and {more} more, see the register"),
        )));
    }
    leaves
}

impl Question<'_> {
    /// The name with the year.
    pub(super) fn title(&self) -> Text {
        match self.year {
            Some(year) => Text::new(
                format!("{year}年{}", self.name.zh),
                format!("{} in {year}", self.name.en),
            ),
            None => Text::new(
                format!("{}（按名录现状）", self.name.zh),
                format!("{} (as the register stands)", self.name.en),
            ),
        }
    }

    /// A number as it is shown with the unit of the indicator: shares to two places.
    pub(super) fn with_unit(&self, value: Decimal) -> Text {
        match self.unit {
            Some(unit) if unit == PlanUnit::PERCENT => unit.words(shown(value)),
            Some(unit) => unit.words(value.normalize()),
            None => Text::same(value.normalize().to_string()),
        }
    }

    /// A number with `how` it was reached, and every entry it comes from.
    pub(super) fn known(&self, value: Decimal, how: &str, rule: Citation) -> Counted {
        let (title, shown) = (self.title(), self.with_unit(value));
        let says = match how {
            "" => Text::new(
                format!("{}：{}", title.zh, shown.zh),
                format!("{}: {}", title.en, shown.en),
            ),
            how => Text::new(
                format!("{}：{how} = {}", title.zh, shown.zh),
                format!("{}: {how} = {}", title.en, shown.en),
            ),
        };
        Counted {
            figure: Some(Figure::Number(value)),
            received: true,
            reason: Reason::new(says).by(rule).since_all(leaves(self.entries)),
        }
    }

    /// No number, with the words why.
    pub(super) fn unknown(&self, why: &Text, rule: Citation) -> Counted {
        let title = self.title();
        let says = Text::new(format!("{}：{}", title.zh, why.zh), format!("{}: {}", title.en, why.en));
        Counted::unknown(says, rule, self.entries)
    }

    /// The answer where nothing can be counted: there are no entries, or it is unclear which ones count.
    pub(super) fn nothing_to_count(&self, method: Method) -> Option<Counted> {
        if !self.unclear.is_empty() {
            let count = self.unclear.len();
            let why = Text::new(
                format!("有{count}条是否属于统计范围不明，不能计算"),
                format!("of {count} entries it is not known whether they belong here, no figure"),
            );
            let mut counted = self.unknown(&why, method.citation());
            counted.reason.because = leaves(self.unclear);
            return Some(counted);
        }
        // An empty list that is kept counts as zero; a list that nobody keeps is unknown.
        if !self.entries.is_empty() || (method == Method::Count && self.kept > 0) {
            return None;
        }
        let why = match self.kept {
            0 => Text::new("名录中没有条目，未知", "the register has no entries: unknown"),
            _ => Text::new(
                "名录中没有属于统计范围的条目，未知",
                "no entry of the register belongs here: unknown",
            ),
        };
        let mut counted = self.unknown(&why, method.citation());
        counted.received = false;
        Some(counted)
    }

    /// The sum of an input; `Err` with why there is none when an entry does not say it.
    pub(super) fn sum(&self, input: &str, method: Method) -> Result<Decimal, Text> {
        let mut sum = Decimal::ZERO;
        for entry in self.entries {
            let Some(number) = entry.number(input) else {
                return Err(lacks(entry, input, method));
            };
            sum = sum.checked_add(number).ok_or_else(too_large)?;
        }
        Ok(sum)
    }
}

/// A sum as it stands in a division: to four places at most, without needless zeros.
pub(super) fn in_division(value: Decimal) -> Decimal {
    value.round_dp(4).normalize()
}

/// That an entry does not say an input.
pub(super) fn lacks(entry: &Entry, input: &str, method: Method) -> Text {
    let name = method
        .input(input)
        .map_or_else(|| Text::same(input), |input| input.text());
    Text::new(
        format!("{} 没有填“{}”，不能计算", entry.name.zh, name.zh),
        format!("{} does not say '{}', no figure", entry.name.en, name.en),
    )
}

/// That numbers are beyond what can be computed.
pub(super) fn too_large() -> Text {
    Text::new("数值过大，无法计算", "the numbers are too large to compute with")
}

/// `part` of `whole` in per cent, not rounded; `Err` with why there is none.
pub(super) fn percent(part: Decimal, whole: Decimal) -> Result<Decimal, Text> {
    if whole <= Decimal::ZERO {
        return Err(Text::new("没有应计对象，不适用", "nothing to count, not applicable"));
    }
    part.checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|part| part.checked_div(whole))
        .ok_or_else(too_large)
}
