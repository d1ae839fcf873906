//! `[[point.logger.instrument_range]]`: what the instruments of a logger can measure.

use rust_decimal::Decimal;
use standards::Text;
use standards::unit::Unit;

use crate::kind::FindingKind;
use crate::logger::{InstrumentRange, owed};
use crate::source::{Source, Word};
use crate::table::{Need, Table};

/// Reads one entry: the item's code and its range in the item's canonical unit.
pub(crate) fn read(mut table: Table<'_>, source: &Source<'_>) -> Option<(String, InstrumentRange)> {
    let item = table
        .word("item", Need::Required)
        .and_then(|word| owed::item(&word, source));
    let min = table.decimal("min", Need::Required);
    let max = table.decimal("max", Need::Required);
    let unit = table.word("unit", Need::Required);
    table.finish();
    let (item, (min, _), (max, max_span), unit) = (item?, min?, max?, unit?);
    let written = parse_unit(&unit, source)?;
    let canonical = standards::item::by_code(&item)?.unit;
    let convert = |value: Decimal| Unit::convert(value, written, canonical);
    let (Some(low), Some(high)) = (convert(min), convert(max)) else {
        let says = Text::new(
            format!("“{item}”不用“{}”计量", unit.text),
            format!("`{item}` is not measured in `{}`", unit.text),
        );
        let help = Text::new(
            format!("单位写 {}", canonical.symbol()),
            format!("the unit is {}", canonical.symbol()),
        );
        source.report(FindingKind::UnitDoesNotFit, unit.span, says, Some(help));
        return None;
    };
    if low >= high {
        let says = Text::new(
            format!("量程上限 {max} 不大于下限 {min}"),
            format!("the upper end {max} is not above the lower end {min}"),
        );
        let help = Text::new("对调 min 和 max，或核对数值", "swap min and max, or check the numbers");
        source.report(FindingKind::ValueOutOfRange, max_span, says, Some(help));
        return None;
    }
    Some((item, InstrumentRange { min: low, max: high }))
}

/// A unit as people write it; what is none is reported.
pub(crate) fn parse_unit(word: &Word, source: &Source<'_>) -> Option<Unit> {
    let unit = Unit::parse(&word.text);
    if unit.is_none() {
        let says = Text::new(
            format!("没有单位“{}”", word.text),
            format!("there is no unit `{}`", word.text),
        );
        let help = Text::new("写法如 mg/L、μg/m³", "write it like mg/L or μg/m³");
        source.report(FindingKind::UnitDoesNotFit, word.span.clone(), says, Some(help));
    }
    unit
}
