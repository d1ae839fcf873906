//! Which units the values of an item can be given in.

use rust_decimal::Decimal;
use standards::Text;
use standards::item::{ItemDef, Medium};
use standards::unit::Unit;

/// Why a unit cannot be used for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitFault {
    /// No unit is written so.
    Unknown,
    /// The unit measures something else.
    DoesNotFit,
    /// Parts per million of air are by volume; without temperature and pressure they are no concentration.
    ByVolume,
}

/// The unit that `said` names, when values of `item` can be given in it.
pub(crate) fn unit_for(item: &ItemDef, said: &str) -> Result<Unit, UnitFault> {
    if item.medium == Medium::Air && said.trim().to_lowercase().starts_with("pp") {
        return Err(UnitFault::ByVolume);
    }
    let unit = Unit::parse(said).ok_or(UnitFault::Unknown)?;
    match Unit::convert(Decimal::ONE, unit, item.unit) {
        Some(_) => Ok(unit),
        None => Err(UnitFault::DoesNotFit),
    }
}

impl UnitFault {
    /// The fault as a sentence, with what to do.
    pub(crate) fn text(self, item: &ItemDef) -> Text {
        let (symbol_zh, symbol) = match item.unit.symbol() {
            "" => ("1（无量纲）", "1 (a pure number)"),
            symbol => (symbol, symbol),
        };
        let (name_zh, name_en) = item.name;
        match self {
            Self::Unknown => Text::new(
                format!("不认识的单位；{name_zh}通常用 {symbol_zh}"),
                format!("an unknown unit; {name_en} is usually given in {symbol}"),
            ),
            Self::DoesNotFit => Text::new(
                format!("单位与项目不符：{name_zh}的单位应能换算为 {symbol_zh}"),
                format!(
                    "the unit does not fit the item: {name_en} must be given in {symbol}, or in what converts into it"
                ),
            ),
            Self::ByVolume => Text::new(
                format!("空气中的 ppm、ppb 是体积分数，没有温度和气压不能换算；请用 {symbol_zh}"),
                format!(
                    "parts per million of air are by volume and cannot be converted here; give {name_en} in {symbol}"
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use standards::item::by_code;

    #[test]
    fn a_unit_must_measure_what_the_item_is() {
        let unit = |code: &str, said: &str| by_code(code).map(|item| unit_for(item, said)).unwrap();
        assert_eq!(unit("PM25", "mg/m3"), Ok(Unit::MilligramPerCubicMetre));
        assert_eq!(unit("PH", ""), Ok(Unit::One));
        assert_eq!(unit("PH", "mg/L"), Err(UnitFault::DoesNotFit));
        assert_eq!(unit("O3", "ppm"), Err(UnitFault::ByVolume));
        assert_eq!(unit("O3", "ppb"), Err(UnitFault::ByVolume));
        assert_eq!(unit("NH3N", "furlong"), Err(UnitFault::Unknown));
    }
}
