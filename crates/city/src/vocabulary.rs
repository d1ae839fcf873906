//! The words of the plan language and what each may be combined with.

use rules::target::{Comparator, Indicator};
use standards::{Certainty, Text};

use crate::kind::FindingKind;
use crate::model::PlaceKind;
use crate::source::{Source, Word};
use crate::suggestion;

/// What an indicator is measured in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Class,
    Percent,
    Days,
}

impl Measure {
    /// The words that may stand for the unit; the first is the usual one.
    pub(crate) fn units(self) -> &'static [&'static str] {
        match self {
            Self::Class => &["class"],
            Self::Percent => &["%"],
            Self::Days => &["days"],
        }
    }

    pub(crate) fn text(self) -> Text {
        match self {
            Self::Class => Text::new("水质类别", "a water class"),
            Self::Percent => Text::new("百分比", "a percentage"),
            Self::Days => Text::new("天数", "a number of days"),
        }
    }
}

/// What `indicator` is measured in.
pub(crate) fn measure(indicator: Indicator) -> Measure {
    match indicator {
        Indicator::WaterClass => Measure::Class,
        Indicator::GoodAirDays => Measure::Percent,
        Indicator::HeavyPollutionDays => Measure::Days,
    }
}

/// Whether `comparator` makes sense for `indicator`.
pub(crate) fn compares(comparator: Comparator, indicator: Indicator) -> bool {
    match indicator {
        Indicator::WaterClass => {
            matches!(
                comparator,
                Comparator::AtMost | Comparator::StableAtMost | Comparator::GenerallyGood
            )
        }
        Indicator::GoodAirDays => matches!(comparator, Comparator::AtLeast),
        Indicator::HeavyPollutionDays => matches!(comparator, Comparator::AtMost | Comparator::BasicallyEliminated),
    }
}

/// Whether `indicator` can be asked of a place of this kind.
pub(crate) fn fits_place(indicator: Indicator, place: PlaceKind) -> bool {
    match indicator {
        Indicator::WaterClass => matches!(place, PlaceKind::WaterBody(_)),
        Indicator::GoodAirDays | Indicator::HeavyPollutionDays => place == PlaceKind::Division,
    }
}

/// A list of words that a key takes, and what each means.
pub(crate) struct Choice<T: 'static> {
    pub(crate) what: Text,
    pub(crate) unknown: FindingKind,
    pub(crate) words: Vec<(&'static str, T)>,
}

impl<T: Copy> Choice<T> {
    /// The words themselves.
    pub(crate) fn known(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().map(|(word, _)| *word)
    }

    /// The meaning of `word`; an unknown word is reported.
    pub(crate) fn read(&self, word: &Word, source: &Source<'_>) -> Option<T> {
        let meaning = self
            .words
            .iter()
            .find(|(known, _)| *known == word.text)
            .map(|(_, meaning)| *meaning);
        if meaning.is_none() {
            let says = Text::new(
                format!("没有{}“{}”", self.what.zh, word.text),
                format!("there is no {} `{}`", self.what.en, word.text),
            );
            let help = suggestion::advice(&word.text, self.words.iter().map(|(known, _)| *known));
            source.report(self.unknown, word.span.clone(), says, help);
        }
        meaning
    }
}

/// The words for comparators.
pub(crate) fn comparators() -> Choice<Comparator> {
    Choice {
        what: Text::new("比较方式", "comparator"),
        unknown: FindingKind::UnknownComparator,
        words: Comparator::ALL
            .iter()
            .map(|comparator| (comparator.word(), *comparator))
            .collect(),
    }
}

/// The words for certainty, as the screens show them.
pub(crate) fn certainties() -> Choice<Certainty> {
    Choice {
        what: Text::new("可信度", "certainty"),
        unknown: FindingKind::UnknownWord,
        words: vec![
            ("V2", Certainty::V2),
            ("V1", Certainty::V1),
            ("K", Certainty::K),
            ("PD", Certainty::PD),
        ],
    }
}
