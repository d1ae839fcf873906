//! The promised value of a target with its unit, and where it started.

use std::ops::Range;

use rules::indicator::Method;
use rules::target::{Baseline, Comparator, Indicator, Value};
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::Text;

use super::TargetValue;
use crate::indicator::CountedIndicator;
use crate::kind::FindingKind;
use crate::points::water_class;
use crate::register::plan_unit;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Need, Table};
use crate::vocabulary::{self, Measure};

/// Reads `value` and `unit` of a block.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source<'a>,
}

impl Reader<'_> {
    /// The value of something that instruments measure.
    pub(super) fn measured(&self, table: &mut Table<'_>, indicator: Indicator) -> Option<TargetValue> {
        let measure = vocabulary::measure(indicator);
        match &table.word("unit", Need::Optional) {
            Some(unit) => self.check_unit(indicator, measure, unit),
            None if table.has_miswritten("unit") => {}
            None => self.report_no_unit(measure.units().first().copied().unwrap_or_default(), table.span()),
        }
        match measure {
            Measure::Class => {
                let word = table.word("value", Need::Required)?;
                water_class(&word, self.source).map(TargetValue::Class)
            }
            Measure::Percent => self.number(table, Some(Decimal::ONE_HUNDRED)).map(TargetValue::Percent),
            Measure::Days => self.number(table, Some(Decimal::from(366))).map(TargetValue::Days),
        }
    }

    /// The value of something that the city counts.
    pub(super) fn counted(
        &self,
        table: &mut Table<'_>,
        indicator: &CountedIndicator,
        comparator: Option<Comparator>,
    ) -> Option<TargetValue> {
        let unit_word = table.word("unit", Need::Optional);
        let unit = unit_word.as_ref().and_then(|word| plan_unit(word, self.source));
        if let (Some(word), Some(unit)) = (&unit_word, unit) {
            self.check_counted_unit(indicator, unit, word);
        }
        let Some(comparator) = comparator else {
            table.skip("value");
            return None;
        };
        if comparator.value() == Value::None {
            self.refuse_value(table, comparator);
            return Some(TargetValue::Carried);
        }
        let own = indicator.unit?;
        if unit_word.is_none() && !table.has_miswritten("unit") {
            self.report_no_unit(own.word(), table.span());
        }
        let most = (own == PlanUnit::PERCENT).then_some(Decimal::ONE_HUNDRED);
        self.number(table, most).map(|value| TargetValue::Number(value, own))
    }

    /// A value beside a comparator whose words carry it would be read by nobody.
    fn refuse_value(&self, table: &mut Table<'_>, comparator: Comparator) {
        let Some((_, span)) = table.decimal("value", Need::Optional) else {
            return;
        };
        let word = comparator.word();
        let says = Text::new(
            format!("比较方式“{word}”没有 value"),
            format!("the comparator `{word}` takes no `value`"),
        );
        let help = Text::new(
            "删去 value，或换一种比较方式",
            "delete `value`, or take another comparator",
        );
        self.source.report(FindingKind::KeyDoesNotFit, span, says, Some(help));
    }

    /// `baseline = { value = …, year = … }`.
    pub(super) fn baseline(&self, table: &mut Table<'_>) -> Option<(Baseline, Range<usize>)> {
        let mut base = table.table("baseline")?;
        let value = base.decimal("value", Need::Required);
        let year = base.whole("year", Need::Required);
        let span = base.span();
        base.finish();
        let (value, (year, year_span)) = (value?.0, year?);
        match i32::try_from(year).ok().filter(|year| (1949..=2100).contains(year)) {
            Some(year) => Some((Baseline { value, year }, span)),
            None => {
                let says = Text::new(
                    format!("{year}年不能作为基准年"),
                    format!("{year} cannot be a base year"),
                );
                let help = Text::new("写 1949 到 2100 之间的年份", "write a year from 1949 to 2100");
                self.source
                    .report(FindingKind::ValueOutOfRange, year_span, says, Some(help));
                None
            }
        }
    }

    /// How much less than the value "about" takes; only with that comparator.
    pub(super) fn tolerance(&self, table: &mut Table<'_>, comparator: Option<Comparator>) -> Option<Decimal> {
        let (tolerance, span) = table.decimal("tolerance", Need::Optional)?;
        let (kind, says, help) = match comparator {
            Some(Comparator::About) | None if tolerance >= Decimal::ZERO => return Some(tolerance),
            Some(Comparator::About) | None => (
                FindingKind::ValueOutOfRange,
                Text::new(format!("{tolerance} 小于 0"), format!("{tolerance} is less than 0")),
                Text::new(
                    "写允许低多少，不带负号",
                    "write by how much less it may be, without a sign",
                ),
            ),
            Some(other) => (
                FindingKind::KeyDoesNotFit,
                Text::new(
                    format!("“{}”没有容差", other.word()),
                    format!("`{}` has no tolerance", other.word()),
                ),
                Text::new(
                    "删去 tolerance，或改用 about",
                    "delete `tolerance`, or compare by `about`",
                ),
            ),
        };
        self.source.report(kind, span, says, Some(help));
        None
    }

    fn check_unit(&self, indicator: Indicator, measure: Measure, unit: &Word) {
        if measure.units().contains(&unit.text.as_str()) {
            return;
        }
        let (word, measure_text, said) = (indicator.word(), measure.text(), &unit.text);
        let says = Text::new(
            format!("指标“{word}”是{}，单位不能是“{said}”", measure_text.zh),
            format!("`{word}` is {}, its unit cannot be `{said}`", measure_text.en),
        );
        let help = suggestion::advice("", measure.units().iter().copied());
        self.source
            .report(FindingKind::UnitDoesNotFit, unit.span.clone(), says, help);
    }

    fn check_counted_unit(&self, indicator: &CountedIndicator, unit: PlanUnit, word: &Word) {
        if indicator.unit == Some(unit) {
            return;
        }
        let (id, said) = (&indicator.id, &word.text);
        let own = indicator.unit.map(PlanUnit::word);
        let says = match own {
            Some(own) => Text::new(
                format!("指标“{id}”以 {own} 计，单位不能是“{said}”"),
                format!("`{id}` comes in {own}, its unit cannot be `{said}`"),
            ),
            None => Text::new(
                format!("指标“{id}”是评议结论，没有单位"),
                format!("`{id}` is a judgement, it has no unit"),
            ),
        };
        let help = suggestion::advice("", own);
        self.source
            .report(FindingKind::UnitDoesNotFit, word.span.clone(), says, help);
    }

    fn report_no_unit(&self, unit: &str, span: Range<usize>) {
        let says = Text::new("目标值没有写单位", "the value has no unit");
        let help = Text::new(format!("补上 unit = \"{unit}\""), format!("add unit = \"{unit}\""));
        self.source.report(FindingKind::MissingUnit, span, says, Some(help));
    }

    fn number(&self, table: &mut Table<'_>, most: Option<Decimal>) -> Option<Decimal> {
        let (value, span) = table.decimal("value", Need::Required)?;
        if value >= Decimal::ZERO && most.is_none_or(|most| value <= most) {
            return Some(value);
        }
        let says = match most {
            Some(most) => Text::new(
                format!("{value} 不在 0 到 {most} 之间"),
                format!("{value} is not between 0 and {most}"),
            ),
            None => Text::new(format!("{value} 小于 0"), format!("{value} is less than 0")),
        };
        let help = Text::new("核对数值和单位", "check the value and its unit");
        self.source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
        None
    }
}

/// Whether `comparator` can be held against what `indicator` counts.
pub(super) fn compares(comparator: Comparator, indicator: &CountedIndicator) -> bool {
    match (indicator.method, comparator) {
        (Method::Panel, comparator) => comparator == Comparator::Qualitative,
        (_, Comparator::FullCoverage) => indicator.unit == Some(PlanUnit::PERCENT),
        (_, comparator) => comparator.compares_counted(),
    }
}
