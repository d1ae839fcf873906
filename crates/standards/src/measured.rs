//! What a laboratory or an instrument says of one item: a number, below detection, present, absent, or nothing.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::spelling::fold;
use crate::text::Text;

/// One result as it was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Measured {
    /// A number.
    Value(Decimal),
    /// Less than this detection limit: `<0.025`, `0.025L`.
    Below(Decimal),
    /// 未检出, ND, without a detection limit.
    NotDetected,
    /// 有
    Present,
    /// 无
    Absent,
    /// Nothing was measured, or what was is not valid.
    Missing,
}

/// A text that is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{said}` is no result; write a number, `<0.025` or `0.025L` for below detection, `ND` or 未检出, 有 or 无, or leave it empty"
)]
pub struct NoResult {
    /// What was written.
    pub said: String,
}

impl Measured {
    /// The figure that stands for the result in a judgement or a mean: a number as it is, `share` of the detection limit for a result
    /// below it, zero for "not detected" without a limit; `None` where there is no figure.
    ///
    /// HJ 91.2-2022 takes half of the detection limit; see [`crate::water::below_detection`].
    pub fn figure(self, share: Decimal) -> Option<Decimal> {
        match self {
            Self::Value(value) => Some(value),
            Self::Below(limit) => limit.checked_mul(share),
            Self::NotDetected => Some(Decimal::ZERO),
            Self::Present | Self::Absent | Self::Missing => None,
        }
    }

    /// Whether it is above `limit`; `None` = cannot be told: nothing measured, a negative number, or a detection limit above the limit.
    pub fn is_above(self, limit: Decimal) -> Option<bool> {
        match self {
            Self::Value(value) if value < Decimal::ZERO => None,
            Self::Value(value) => Some(value > limit),
            Self::Below(detection) if detection <= limit => Some(false),
            Self::NotDetected => Some(false),
            Self::Below(_) | Self::Present | Self::Absent | Self::Missing => None,
        }
    }

    /// The result as it stands in a sentence, with its unit where it has a figure.
    pub fn text(self, unit: &str) -> Text {
        match self {
            Self::Present => Text::new("有", "present"),
            Self::Absent => Text::new("无", "absent"),
            Self::NotDetected => Text::new("未检出", "not detected"),
            Self::Missing => Text::new("无结果", "no result"),
            Self::Value(_) | Self::Below(_) => Text::same(format!("{self} {unit}").trim_end()),
        }
    }

    /// The number, where there is one.
    pub fn value(self) -> Option<Decimal> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

impl From<Decimal> for Measured {
    fn from(value: Decimal) -> Self {
        Self::Value(value)
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => write!(out, "{}", value.normalize()),
            Self::Below(limit) => write!(out, "<{}", limit.normalize()),
            Self::NotDetected => out.write_str("ND"),
            Self::Present => out.write_str("有"),
            Self::Absent => out.write_str("无"),
            Self::Missing => out.write_str("—"),
        }
    }
}

/// Words that say "not detected", folded.
const NOT_DETECTED: [&str; 8] = [
    "nd",
    "未检出",
    "不得检出",
    "notdetected",
    "bdl",
    "l",
    "低于检出限",
    "未检测出",
];

/// Words and signs that stand in an empty place, folded.
const MISSING: [&str; 9] = ["", "na", "n/a", "null", "none", "/", "缺测", "无数据", "未监测"];

impl FromStr for Measured {
    type Err = NoResult;

    fn from_str(said: &str) -> Result<Self, Self::Err> {
        let plain = said.trim();
        let refused = || NoResult {
            said: plain.chars().take(60).collect(),
        };
        let folded = fold(plain);
        match folded.as_str() {
            "有" | "present" => return Ok(Self::Present),
            "无" | "absent" => return Ok(Self::Absent),
            word if NOT_DETECTED.contains(&word) => return Ok(Self::NotDetected),
            // A lone minus is a place left empty, but `-5` is a number.
            word if MISSING.contains(&word) => return Ok(Self::Missing),
            _ => {}
        }
        let below = plain
            .strip_prefix(['<', '＜', '≤', '﹤'])
            .or_else(|| plain.strip_suffix(['L', 'l', 'Ｌ']))
            .or_else(|| plain.strip_suffix("(L)"));
        match below {
            Some(limit) => number(limit).map(Self::Below).ok_or_else(refused),
            None => number(plain).map(Self::Value).ok_or_else(refused),
        }
    }
}

/// An exact number as people write it: with a thousands comma, a plus sign or a power of ten.
pub(crate) fn number(said: &str) -> Option<Decimal> {
    let plain: String = said
        .trim()
        .chars()
        .filter(|letter| !matches!(letter, ',' | '，' | ' '))
        .map(|letter| if letter == '−' { '-' } else { letter })
        .collect();
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    Decimal::from_str_exact(plain)
        .or_else(|_| Decimal::from_scientific(plain))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::Measured;

    #[test]
    fn results_as_they_are_written() {
        let cases = [
            ("0.12", "0.12"),
            (" 1,200 ", "1200"),
            ("1.2e-3", "0.0012"),
            ("<0.025", "<0.025"),
            ("＜ 0.025", "<0.025"),
            ("0.025L", "<0.025"),
            ("ND", "ND"),
            ("n.d.", "ND"),
            ("未检出", "ND"),
            ("L", "ND"),
            ("有", "有"),
            ("无", "无"),
            ("", "—"),
            ("-", "—"),
            ("—", "—"),
            ("N/A", "—"),
            ("-5", "-5"),
        ];
        for (said, expected) in cases {
            assert_eq!(
                said.parse::<Measured>().map(|read| read.to_string()).as_deref(),
                Ok(expected),
                "{said}"
            );
        }
        for said in ["about 5", "<", "5 mg", "1.2.3", "<ND"] {
            assert!(said.parse::<Measured>().is_err(), "{said}");
        }
    }

    #[test]
    fn a_detection_limit_above_the_limit_tells_nothing() {
        let above = |said: &str, limit: &str| said.parse::<Measured>().unwrap().is_above(limit.parse().unwrap());
        assert_eq!(above("<0.01", "0.01"), Some(false));
        assert_eq!(above("<0.02", "0.01"), None);
        assert_eq!(above("0.02", "0.01"), Some(true));
        assert_eq!(above("0.01", "0.01"), Some(false));
        assert_eq!(above("-0.01", "0.01"), None);
        assert_eq!(above("ND", "0"), Some(false));
        assert_eq!(above("", "1"), None);
    }
}
