//! What one cell of a table says: a number, nothing, or "below detection".

use rust_decimal::Decimal;
use standards::Text;
use standards::item::ItemDef;
use standards::unit::Unit;

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A number, in the canonical unit of its item.
    Number(Decimal),
    /// Not measured, or not published.
    Empty,
    /// Less than the method can see. The limit stays text: no number is invented.
    BelowDetection,
}

/// Why a cell cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellFault {
    /// No number.
    NotANumber,
    /// Less than zero, where less than nothing cannot be.
    Negative,
    /// Too many digits before the point.
    TooLarge,
}

impl CellFault {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "not-a-number",
            Self::Negative => "negative-value",
            Self::TooLarge => "value-too-large",
        }
    }

    pub(crate) fn text(self) -> Text {
        match self {
            Self::NotANumber => Text::new(
                "不是数值；请写成 0.15 这样的数，缺测请留空",
                "not a number; write it as 0.15, or leave it empty where nothing was measured",
            ),
            Self::Negative => Text::new(
                "数值为负，此项目不可能小于零；请核对仪器零点或原始记录",
                "a negative value, which this item cannot have; check the instrument's zero or the record",
            ),
            Self::TooLarge => Text::new(
                "小数点前超过 26 位，无法准确保存；请核对",
                "more than 26 digits before the point cannot be held exactly; check the value",
            ),
        }
    }
}

/// Marks for "nothing here", compared in lower case.
static EMPTY_MARKS: &[&str] = &[
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "-",
    "--",
    "—",
    "——",
    "－",
    "/",
    "缺测",
    "无数据",
];

/// Words for "below detection", compared in lower case.
static BELOW_MARKS: &[&str] = &["nd", "n.d.", "bdl", "<dl", "<lod", "未检出", "低于检出限"];

/// Decimals held behind the point. Longer fractions are what binary spreadsheets add to a number; they are rounded here, and the
/// text is kept as it was given.
const DECIMALS_MAX: u32 = 12;

/// Ten to the 26th: one more than the largest number of 26 digits.
const VALUE_LIMIT: Decimal = Decimal::from_parts(0xE400_0000, 0xDCC8_0CD2, 0x0052_B7D2, false, 0);

/// Digits that may stand before the point.
const WHOLE_DIGITS_MAX: usize = 26;

/// Reads `text` as a value of `item` in `unit`. `more_empty_marks` are those that the mapping adds.
pub(crate) fn read(text: &str, item: &ItemDef, unit: Unit, more_empty_marks: &[String]) -> Result<Cell, CellFault> {
    let text = text.trim();
    if text.is_empty() || more_empty_marks.iter().any(|mark| mark == text) {
        return Ok(Cell::Empty);
    }
    let lower = text.to_lowercase();
    if EMPTY_MARKS.contains(&lower.as_str()) {
        return Ok(Cell::Empty);
    }
    if is_below_detection(&lower) {
        return Ok(Cell::BelowDetection);
    }
    let given = decimal(text)?;
    if given.is_sign_negative() && !given.is_zero() && !may_be_negative(item.unit) {
        return Err(CellFault::Negative);
    }
    // The unit was checked to fit when the mapping was read, so that only the size can fail here.
    let value = Unit::convert(given, unit, item.unit)
        .ok_or(CellFault::TooLarge)?
        .round_dp(DECIMALS_MAX)
        .normalize();
    if value.abs() >= VALUE_LIMIT {
        Err(CellFault::TooLarge)
    } else {
        Ok(Cell::Number(value))
    }
}

/// `<0.01`, `0.01L` (the detection limit with the letter L, as laboratories in China write it), `ND`, `未检出`, `未检出(<0.01)`.
fn is_below_detection(lower: &str) -> bool {
    let is_limit = |text: &str| decimal(text.trim()).is_ok_and(|limit| !limit.is_sign_negative());
    BELOW_MARKS.contains(&lower)
        || lower.starts_with("未检出")
        || lower.strip_prefix(['<', '＜', '≤', '〈']).is_some_and(is_limit)
        || lower.strip_suffix('l').is_some_and(is_limit)
}

fn decimal(text: &str) -> Result<Decimal, CellFault> {
    // The decimal library also reads underscores as separators; no file means that.
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(CellFault::NotANumber);
    }
    let whole = text
        .trim_start_matches(['+', '-', '0'])
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if whole > WHOLE_DIGITS_MAX {
        return Err(CellFault::TooLarge);
    }
    let scientific = text.bytes().any(|byte| matches!(byte, b'e' | b'E'));
    let read = if scientific {
        Decimal::from_scientific_lossy(text)
    } else {
        text.parse()
    };
    read.map_err(|cause| match cause {
        rust_decimal::Error::ExceedsMaximumPossibleValue => CellFault::TooLarge,
        _ => CellFault::NotANumber,
    })
}

/// Temperatures and levels have a zero that somebody chose; nothing else that is measured here can be less than none.
fn may_be_negative(unit: Unit) -> bool {
    matches!(unit, Unit::Celsius | Unit::Metre | Unit::CubicMetrePerSecond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use standards::item::by_code;

    fn say(text: &str, code: &str, unit: &str) -> String {
        let item = by_code(code).unwrap();
        match read(text, item, Unit::parse(unit).unwrap(), &["-99".to_owned()]) {
            Ok(Cell::Number(value)) => value.to_string(),
            Ok(Cell::Empty) => "empty".to_owned(),
            Ok(Cell::BelowDetection) => "below".to_owned(),
            Err(fault) => fault.code().to_owned(),
        }
    }

    #[test]
    fn cells_say_a_number_or_nothing_or_below_detection() {
        let cases = [
            ("0.150", "0.15"),
            (" 7 ", "7"),
            ("+.5", "0.5"),
            ("1.2E-3", "0.0012"),
            ("3e2", "300"),
            ("\u{3000}7", "7"),
            ("0.30000000000000004", "0.3"),
            ("-0.0", "0"),
            ("", "empty"),
            ("NA", "empty"),
            ("n/a", "empty"),
            ("--", "empty"),
            ("—", "empty"),
            ("null", "empty"),
            ("-99", "empty"),
            ("<0.01", "below"),
            ("＜ 0.01", "below"),
            ("0.01L", "below"),
            ("ND", "below"),
            ("未检出", "below"),
            ("未检出(0.01)", "below"),
            ("abc", "not-a-number"),
            ("1,234", "not-a-number"),
            ("1_000", "not-a-number"),
            ("1.2.3", "not-a-number"),
            ("0x10", "not-a-number"),
            ("inf", "not-a-number"),
            (">5", "not-a-number"),
            ("<", "not-a-number"),
            ("l", "not-a-number"),
            ("<-1", "not-a-number"),
            ("１２", "not-a-number"),
            ("e", "not-a-number"),
            ("1e", "not-a-number"),
            ("-0.1", "negative-value"),
            ("-9999", "negative-value"),
            ("99999999999999999999999999", "99999999999999999999999999"),
            ("100000000000000000000000000", "value-too-large"),
            ("1e27", "value-too-large"),
            ("1e26", "value-too-large"),
            ("99999999999999999999999999999999999999999999999999", "value-too-large"),
        ];
        for (text, expected) in cases {
            assert_eq!(say(text, "NH3N", "mg/L"), expected, "{text}");
        }
        assert_eq!(VALUE_LIMIT.to_string(), format!("1{}", "0".repeat(26)));
    }

    #[test]
    fn units_are_converted_exactly() {
        for (text, code, unit, expected) in [
            ("0.0351", "PM25", "mg/m3", "35.1"),
            ("300", "CO", "ug/m3", "0.3"),
            ("123.456", "NH3N", "ug/L", "0.123456"),
            ("-3.5", "WT", "℃", "-3.5"),
            ("7", "FLOW", "m3/h", "0.001944444444"),
        ] {
            assert_eq!(say(text, code, unit), expected, "{text} {unit}");
        }
    }
}
