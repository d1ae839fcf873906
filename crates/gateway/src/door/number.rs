//! The number that a value on the wire writes: exactly, or not at all.

use rust_decimal::Decimal;

/// What the history holds of a value: digits behind and before the point.
const DECIMALS_MAX: u32 = 12;
const WHOLE_DIGITS_MAX: u32 = 26;
/// The longest text that is read as a number, in bytes.
const NUMBER_BYTES_MAX: usize = 64;
/// So many digits fit 64 bits whatever they are.
const SMALL_DIGITS_MAX: usize = 19;
/// The first whole number that has more digits than are held.
const WHOLE_FROM: i128 = 10_i128.pow(WHOLE_DIGITS_MAX);

/// Why a value is no number that can be used.
pub(super) enum NumberFault {
    NotANumber,
    TooLong,
}

/// The number that a value writes; `None` for an empty value, by which a device says that it has none.
pub(super) fn number(value: &[u8]) -> Result<Option<Decimal>, NumberFault> {
    if value.is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(value).map_err(|_| NumberFault::NotANumber)?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    // `5.` and `.5` are written by some devices; a bare point is no number.
    let is_number = match (whole, fraction) {
        ("", fraction) => digits(fraction),
        (whole, "") => digits(whole),
        (whole, fraction) => digits(whole) && digits(fraction),
    };
    let exponent_is_number =
        exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    if !is_number || !exponent_is_number {
        return Err(NumberFault::NotANumber);
    }
    if text.len() > NUMBER_BYTES_MAX {
        return Err(NumberFault::TooLong);
    }
    let negative = mantissa.starts_with('-');
    let exponent: i32 = exponent.unwrap_or("0").parse().map_err(|_| NumberFault::TooLong)?;
    exact(whole, fraction, exponent, negative)
        .filter(|value| can_be_held(*value))
        .map(Some)
        .ok_or(NumberFault::TooLong)
}

/// The decimal of these digits, if it can be held without rounding.
fn exact(whole: &str, fraction: &str, exponent: i32, negative: bool) -> Option<Decimal> {
    // Zeros at the ends carry no value; without them more numbers fit exactly.
    let fraction = fraction.trim_end_matches('0');
    let digits = || {
        whole
            .bytes()
            .chain(fraction.bytes())
            .map(|digit| digit.wrapping_sub(b'0'))
    };
    let mantissa: i128 = match whole.len() + fraction.len() <= SMALL_DIGITS_MAX {
        true => digits().fold(0_u64, |sum, digit| sum * 10 + u64::from(digit)).into(),
        false => digits().try_fold(0_i128, |sum, digit| sum.checked_mul(10)?.checked_add(digit.into()))?,
    };
    let scale = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
    let mantissa = if negative { -mantissa } else { mantissa };
    if mantissa == 0 {
        return Some(Decimal::ZERO);
    }
    match u32::try_from(scale) {
        Ok(scale) => Decimal::try_from_i128_with_scale(mantissa, scale).ok(),
        Err(_) => {
            let power = u32::try_from(-scale).ok()?;
            Decimal::try_from_i128_with_scale(mantissa.checked_mul(10_i128.checked_pow(power)?)?, 0).ok()
        }
    }
}

/// Whether the columns of the history hold `value` exactly.
pub(super) fn can_be_held(value: Decimal) -> bool {
    // A mantissa without too many digits has not too many before the point.
    if value.scale() <= DECIMALS_MAX && value.mantissa().unsigned_abs() < WHOLE_FROM.unsigned_abs() {
        return true;
    }
    let value = value.normalize();
    let largest = Decimal::try_from_i128_with_scale(WHOLE_FROM, 0);
    value.scale() <= DECIMALS_MAX && largest.is_ok_and(|largest| value.abs() < largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        let cases = [
            ("12.30", "12.3"),
            ("-0.052", "-0.052"),
            ("0000", "0"),
            ("00.58", "0.58"),
            ("5.", "5"),
            (".5", "0.5"),
            ("+7", "7"),
            ("5.530E012", "5530000000000"),
            ("1e-3", "0.001"),
            ("234.561825237173", "234.561825237173"),
            ("0.000000000000000000000000000", "0"),
            ("", "none"),
            ("-", "not a number"),
            (".", "not a number"),
            ("1_000", "not a number"),
            ("1,5", "not a number"),
            ("0x10", "not a number"),
            ("NaN", "not a number"),
            ("1e", "not a number"),
            ("--5", "not a number"),
            ("１２", "not a number"),
            ("1.0000000000001", "too long"),
            ("999999999999999999999999999", "too long"),
            ("1e999999999999", "too long"),
            ("1e-30", "too long"),
        ];
        for (text, expected) in cases {
            let read = match number(text.as_bytes()) {
                Ok(Some(value)) => value.normalize().to_string(),
                Ok(None) => "none".to_owned(),
                Err(NumberFault::NotANumber) => "not a number".to_owned(),
                Err(NumberFault::TooLong) => "too long".to_owned(),
            };
            assert_eq!(read, expected, "{text}");
        }
    }
}
