//! What may go wrong on the way from a logger to the platform: the one list of faults, and how much of each.

use std::collections::BTreeMap;

use chrono::Duration;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use standards::Text;

use super::chance::MILLION;

/// The longest delay that can be asked for: what stands in the year of a verdict.
const SPAN_MAX: Duration = Duration::days(366);

/// One thing that may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// The frame never arrives.
    Loss,
    /// The frame arrives twice.
    Duplicate,
    /// The upload comes after some that are younger.
    Reorder,
    /// The upload comes long after its time, as back-fill.
    Delay,
    /// The upload is never sent unasked; the logger has it.
    Gap,
    /// Data and check value do not fit.
    WrongCrc,
    /// The length field does not say the length.
    WrongLength,
    /// The frame carries another password.
    WrongPassword,
    /// The frame leaves in one piece with the next.
    Glue,
    /// What is written at once arrives in pieces.
    SplitWrites,
    /// The connection breaks before, amid or after a frame.
    Disconnect,
    /// The answer is read a few bytes at a time.
    SlowReader,
    /// The logger's clock gains or loses.
    ClockDrift,
    /// A request is refused.
    Refuse,
}

/// How the amount of a fault is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultUnit {
    /// A share from 0 to 1: `0.01`, or `1%`.
    Rate,
    /// A time and a share: `3d@0.01` is up to three days for one in a hundred.
    SpanAtRate,
    /// A time a day: `30s/d`.
    SpanPerDay,
}

/// A line of the list.
#[derive(Clone, Copy, Debug)]
pub struct FaultDef {
    /// Which.
    pub kind: FaultKind,
    /// The name of the switch and in reports.
    pub word: &'static str,
    /// How the amount is written.
    pub unit: FaultUnit,
    /// What it does, in Chinese and in English.
    pub says: (&'static str, &'static str),
}

impl FaultDef {
    /// What it does.
    pub fn text(&self) -> Text {
        Text::new(self.says.0, self.says.1)
    }
}

const fn def(kind: FaultKind, word: &'static str, unit: FaultUnit, says: (&'static str, &'static str)) -> FaultDef {
    FaultDef { kind, word, unit, says }
}

/// Every fault. Help, plan and report read this list.
pub static FAULTS: [FaultDef; 14] = [
    def(
        FaultKind::Loss,
        "loss",
        FaultUnit::Rate,
        ("报文丢失", "frames that never arrive"),
    ),
    def(
        FaultKind::Duplicate,
        "duplicate",
        FaultUnit::Rate,
        ("报文重复发送", "frames that are sent twice"),
    ),
    def(
        FaultKind::Reorder,
        "reorder",
        FaultUnit::Rate,
        (
            "乱序：晚于其后 1–5 次的数据",
            "uploads that come after 1 to 5 younger ones",
        ),
    ),
    def(
        FaultKind::Delay,
        "delay",
        FaultUnit::SpanAtRate,
        (
            "迟到，最长至所给时间（作为补传）",
            "uploads that come late, up to the time given, as back-fill",
        ),
    ),
    def(
        FaultKind::Gap,
        "gap",
        FaultUnit::Rate,
        (
            "不主动上传，仅应请求补发",
            "uploads that are never sent unasked, only on request",
        ),
    ),
    def(
        FaultKind::WrongCrc,
        "wrong-crc",
        FaultUnit::Rate,
        ("CRC 错误", "frames whose CRC does not fit"),
    ),
    def(
        FaultKind::WrongLength,
        "wrong-length",
        FaultUnit::Rate,
        ("长度错误", "frames whose length is wrong"),
    ),
    def(
        FaultKind::WrongPassword,
        "wrong-password",
        FaultUnit::Rate,
        ("密码错误", "frames with a wrong password"),
    ),
    def(
        FaultKind::Glue,
        "glue",
        FaultUnit::Rate,
        (
            "粘包：与下一次一起发出",
            "uploads that leave in one write with the next",
        ),
    ),
    def(
        FaultKind::SplitWrites,
        "split-writes",
        FaultUnit::Rate,
        ("拆包：分多段发出", "writes that arrive in pieces"),
    ),
    def(
        FaultKind::Disconnect,
        "disconnect",
        FaultUnit::Rate,
        (
            "断线：发送前、发送中或应答前",
            "connections that break before, amid or after a write",
        ),
    ),
    def(
        FaultKind::SlowReader,
        "slow-reader",
        FaultUnit::Rate,
        ("慢速读取应答", "answers that are read a few bytes at a time"),
    ),
    def(
        FaultKind::ClockDrift,
        "clock-drift",
        FaultUnit::SpanPerDay,
        ("时钟漂移，每天至多", "clocks that gain or lose up to so much a day"),
    ),
    def(
        FaultKind::Refuse,
        "refuse",
        FaultUnit::Rate,
        ("拒绝请求（QnRtn=2）", "requests that are refused (QnRtn=2)"),
    ),
];

impl FaultKind {
    /// Its line of the list.
    pub fn def(self) -> &'static FaultDef {
        // A test holds the list in the order of the kinds.
        &FAULTS[self as usize]
    }
}

/// How much of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    /// Out of a million.
    pub rate: u32,
    /// For delays and drifts.
    pub span: Duration,
}

/// Why an amount cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultAmountError {
    /// Not a share.
    #[error("'{0}' is no share; write 0.01 or 1%, between 0 and 1")]
    Rate(String),
    /// Not a time.
    #[error("'{0}' is no time; write a whole number of s, min, h or d, such as 30s or 3d, at most 366d")]
    Span(String),
    /// A delay without its share.
    #[error("'{0}' does not say how many; write a time and a share, such as 3d@0.01")]
    SpanAtRate(String),
    /// A drift that is not by the day.
    #[error("'{0}' is no drift; write a time a day, such as 30s/d")]
    SpanPerDay(String),
}

/// How much of each fault; nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(BTreeMap<FaultKind, Amount>);

impl Faults {
    /// Sets the amount of a fault as people write it.
    ///
    /// # Errors
    /// When the text does not fit the [`FaultUnit`].
    pub fn set(&mut self, kind: FaultKind, text: &str) -> Result<(), FaultAmountError> {
        let amount = match kind.def().unit {
            FaultUnit::Rate => Amount {
                rate: rate(text)?,
                span: Duration::zero(),
            },
            FaultUnit::SpanAtRate => {
                let (time, share) = text
                    .split_once('@')
                    .ok_or_else(|| FaultAmountError::SpanAtRate(text.to_owned()))?;
                Amount {
                    rate: rate(share)?,
                    span: span(time)?,
                }
            }
            FaultUnit::SpanPerDay => Amount {
                rate: MILLION,
                span: span(
                    text.strip_suffix("/d")
                        .ok_or_else(|| FaultAmountError::SpanPerDay(text.to_owned()))?,
                )?,
            },
        };
        self.0.insert(kind, amount);
        Ok(())
    }

    /// The same with another amount; for tests and programs that know what they write.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn with(mut self, kind: FaultKind, text: &str) -> Result<Self, FaultAmountError> {
        self.set(kind, text)?;
        Ok(self)
    }

    pub(super) fn rate(&self, kind: FaultKind) -> u32 {
        self.0.get(&kind).map_or(0, |amount| amount.rate)
    }

    pub(super) fn span(&self, kind: FaultKind) -> Duration {
        self.0.get(&kind).map_or(Duration::zero(), |amount| amount.span)
    }
}

fn rate(text: &str) -> Result<u32, FaultAmountError> {
    let refused = || FaultAmountError::Rate(text.to_owned());
    let (number, parts) = match text.strip_suffix('%') {
        Some(percent) => (percent, MILLION / 100),
        None => (text, MILLION),
    };
    let share = Decimal::from_str_exact(number).map_err(|_| refused())?;
    let rate = share.checked_mul(parts.into()).and_then(|rate| rate.round().to_u32());
    rate.filter(|rate| *rate <= MILLION).ok_or_else(refused)
}

/// A time as the switches write it: a whole number and a unit.
///
/// # Errors
/// When it is none, or longer than a year.
pub fn span(text: &str) -> Result<Duration, FaultAmountError> {
    let refused = || FaultAmountError::Span(text.to_owned());
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).ok_or_else(refused)?;
    let (number, unit) = text.split_at(digits);
    let seconds = match unit {
        "s" => 1,
        "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(refused()),
    };
    let number: i64 = number.parse().map_err(|_| refused())?;
    let span = number.checked_mul(seconds).and_then(Duration::try_seconds);
    span.filter(|span| *span <= SPAN_MAX).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_the_order_of_the_kinds_and_words_are_single() {
        for (place, def) in FAULTS.iter().enumerate() {
            assert_eq!(def.kind as usize, place, "{}", def.word);
            assert!(FAULTS[..place].iter().all(|other| other.word != def.word));
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        let read = |kind: FaultKind, text: &str| {
            Faults::default().with(kind, text).map_or_else(
                |error| error.to_string(),
                |faults| format!("{} {}s", faults.rate(kind), faults.span(kind).num_seconds()),
            )
        };
        let cases = [
            (FaultKind::Loss, "0.01", "10000 0s"),
            (FaultKind::Loss, "1%", "10000 0s"),
            (FaultKind::Loss, "1", "1000000 0s"),
            (FaultKind::Loss, "0", "0 0s"),
            (
                FaultKind::Loss,
                "1.01",
                "'1.01' is no share; write 0.01 or 1%, between 0 and 1",
            ),
            (
                FaultKind::Loss,
                "-0.1",
                "'-0.1' is no share; write 0.01 or 1%, between 0 and 1",
            ),
            (FaultKind::Loss, "", "'' is no share; write 0.01 or 1%, between 0 and 1"),
            (FaultKind::Delay, "3d@0.01", "10000 259200s"),
            (FaultKind::Delay, "90min@5%", "50000 5400s"),
            (
                FaultKind::Delay,
                "3d",
                "'3d' does not say how many; write a time and a share, such as 3d@0.01",
            ),
            (
                FaultKind::Delay,
                "400d@1%",
                "'400d' is no time; write a whole number of s, min, h or d, such as 30s or 3d, at most 366d",
            ),
            (FaultKind::ClockDrift, "30s/d", "1000000 30s"),
            (
                FaultKind::ClockDrift,
                "30s",
                "'30s' is no drift; write a time a day, such as 30s/d",
            ),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(read(kind, text), expected, "{text}");
        }
    }
}
