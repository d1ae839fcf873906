//! What a block measures: indicator, comparator and value, read alike wherever they stand.

use rules::target::{Comparator, Indicator};
use rust_decimal::Decimal;
use standards::Text;

use super::{Measured, TargetIndicator, TargetValue, value};
use crate::indicator::CountedIndicator;
use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Need, Table};
use crate::vocabulary;

/// What can be measured.
pub(crate) struct Measures<'a> {
    pub(crate) indicators: &'a [CountedIndicator],
    pub(crate) ids: &'a Registry,
}

/// An indicator, with what is known of one that the city counts.
#[derive(Clone, Copy)]
pub(crate) enum Asked<'a> {
    Instruments(Indicator),
    Counted(&'a CountedIndicator),
}

/// What was read; what is missing or unknown is reported already.
pub(crate) struct Measure<'a> {
    pub(crate) asked: Option<Asked<'a>>,
    pub(crate) comparator: Option<Comparator>,
    value: Option<TargetValue>,
    tolerance: Option<Decimal>,
}

impl Measure<'_> {
    /// What is measured, when all of it is there.
    pub(crate) fn whole(&self) -> Option<Measured> {
        Some(Measured {
            indicator: self.asked?.indicator(),
            comparator: self.comparator?,
            value: self.value?,
            tolerance: self.tolerance,
        })
    }
}

impl<'a> Measures<'a> {
    /// Reads `indicator`, `comparator`, `value`, `unit` and `tolerance`. Where `need` is optional and there is no indicator, nothing is measured.
    pub(crate) fn read(&self, table: &mut Table<'_>, source: &Source<'_>, need: Need) -> Measure<'a> {
        let indicator = table.word("indicator", need);
        let asked = indicator.as_ref().and_then(|word| self.indicator(word, source));
        let word = table.word("comparator", need);
        let comparator = word
            .as_ref()
            .and_then(|word| vocabulary::comparators().read(word, source));
        let reader = value::Reader { source };
        let value = match asked {
            Some(Asked::Instruments(indicator)) => reader.measured(table, indicator),
            Some(Asked::Counted(indicator)) => reader.counted(table, indicator, comparator),
            None => {
                // Without an indicator nothing can be said about the value; it still counts as asked for.
                table.skip("value");
                table.skip("unit");
                None
            }
        };
        if let (Some(asked), Some(comparator), Some(word)) = (asked, comparator, &word) {
            check_comparator(asked, comparator, word, source);
        }
        Measure {
            asked,
            comparator,
            value,
            tolerance: reader.tolerance(table, comparator),
        }
    }

    /// An indicator that instruments feed, or one that the city counts.
    fn indicator(&self, word: &Word, source: &Source<'_>) -> Option<Asked<'a>> {
        if let Some(indicator) = Indicator::from_word(&word.text) {
            return Some(Asked::Instruments(indicator));
        }
        if self.ids.has(&word.text) {
            // One with a fault of its own is known and not there: its faults are told already.
            let counted = self.indicators.iter().find(|known| known.id == word.text);
            return counted.map(Asked::Counted);
        }
        if self.ids.may_have(&word.text) {
            return None;
        }
        let says = Text::new(
            format!("没有指标“{}”", word.text),
            format!("there is no indicator `{}`", word.text),
        );
        let known = Indicator::ALL.map(Indicator::word);
        let help = suggestion::advice(&word.text, known.into_iter().chain(self.ids.ids()));
        source.report(FindingKind::UnknownIndicator, word.span.clone(), says, help);
        None
    }
}

fn check_comparator(asked: Asked<'_>, comparator: Comparator, word: &Word, source: &Source<'_>) {
    if asked.compares(comparator) {
        return;
    }
    let (indicator, said) = (asked.indicator(), comparator.word());
    let says = Text::new(
        format!("指标“{}”不能用“{said}”比较", indicator.word()),
        format!("`{}` cannot be compared by `{said}`", indicator.word()),
    );
    let fitting = Comparator::ALL.iter().filter(|other| asked.compares(**other));
    let words: Vec<&str> = fitting.map(|other| other.word()).collect();
    let help = Text::new(
        format!("可用：{}", words.join("、")),
        format!("use {}", words.join(" or ")),
    );
    source.report(FindingKind::ComparatorDoesNotFit, word.span.clone(), says, Some(help));
}

impl Asked<'_> {
    fn indicator(self) -> TargetIndicator {
        match self {
            Self::Instruments(indicator) => TargetIndicator::Measured(indicator),
            Self::Counted(counted) => TargetIndicator::Counted(counted.id.clone()),
        }
    }

    fn compares(self, comparator: Comparator) -> bool {
        match self {
            Self::Instruments(indicator) => vocabulary::compares(comparator, indicator),
            Self::Counted(counted) => value::compares(comparator, counted),
        }
    }
}
