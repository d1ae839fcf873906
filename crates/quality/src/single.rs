//! What one statement says of itself: is there a value, what its flag, its time, its range, its order and its repetition say.
//!
//! Each test returns its outcome and the sentence for it; [`crate::evaluation`] adds the rule.

use rust_decimal::Decimal;
use standards::{Medium, Reason, Text};

use crate::basic::Range;
use crate::flag;
use crate::outcome::Outcome;
use crate::series::{InstrumentRange, Reading};
use crate::wording::{length, number, time};

/// What a test says and why.
pub(crate) type Said = (Outcome, Reason);

pub(crate) fn said(outcome: Outcome, zh: impl Into<String>, en: impl Into<String>) -> Said {
    (outcome, Reason::new(Text::new(zh, en)))
}

pub(crate) fn no_value() -> Said {
    said(Outcome::Missing, "没有数值", "there is no value")
}

/// A text such as `<0.025` or `0.025L`: less than the method can see. There is no number, and yet nothing is missing.
pub(crate) fn below_detection(reading: &Reading) -> Option<Said> {
    let text = reading.text.trim();
    let limit = text
        .strip_prefix(['<', '＜'])
        .or_else(|| text.strip_suffix(['L', 'l']))
        .map(str::trim)
        .filter(|limit| limit.parse::<Decimal>().is_ok());
    if reading.value.is_some() || (limit.is_none() && text != "未检出" && !text.eq_ignore_ascii_case("ND")) {
        return None;
    }
    Some(said(
        Outcome::NotEvaluated,
        format!("低于检出限（“{text}”），没有可检验的数字"),
        format!("below detection ('{text}'): there is no number to test"),
    ))
}

/// Whether there is a value.
pub(crate) fn missing(reading: &Reading) -> Said {
    match reading.value {
        Some(value) => {
            let value = number(value);
            said(
                Outcome::Passed,
                format!("有数值 {value}"),
                format!("there is a value, {value}"),
            )
        }
        None if reading.text.trim().is_empty() => no_value(),
        None => {
            let text = reading.text.trim();
            said(
                Outcome::Missing,
                format!("没有数值；收到的是“{text}”"),
                format!("there is no value; '{text}' was received"),
            )
        }
    }
}

/// What the logger's flag says. No flag says nothing.
pub(crate) fn data_flag(reading: &Reading, medium: Option<Medium>) -> Said {
    let Some(flag) = reading.flag.map(str::trim).filter(|flag| !flag.is_empty()) else {
        return said(Outcome::NotEvaluated, "未附数据标记", "no data flag was sent");
    };
    let Some(def) = flag::meaning(flag, medium) else {
        return said(
            Outcome::NotEvaluated,
            format!("数据标记“{flag}”不在任何标记表中，不作猜测"),
            format!("the data flag '{flag}' is in no alphabet; its meaning is not guessed"),
        );
    };
    let (outcome, reason) = said(
        def.outcome,
        format!("数据标记“{flag}”：{}", def.words.zh),
        format!("data flag '{flag}': {}", def.words.en),
    );
    (outcome, reason.by(def.citation()))
}

/// The parameters of the time test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Punctuality {
    pub(crate) future: i64,
    pub(crate) late: Option<i64>,
}

/// Whether the time can be true: not ahead of the receiving clock, on the grid of its period, not said far too late.
pub(crate) fn timestamp(reading: &Reading, step: Option<i64>, allowed: &Punctuality) -> Said {
    let at = time(reading.at);
    let ahead = reading.at.saturating_sub(reading.recorded);
    if ahead > allowed.future {
        let (received, by) = (time(reading.recorded), length(ahead));
        return said(
            Outcome::Failed,
            format!("时间 {at} 在收到时（{received}）之后 {}", by.zh),
            format!("the time {at} lies {} after it was received ({received})", by.en),
        );
    }
    if let Some(step) = step.filter(|step| reading.at.checked_rem_euclid(*step).is_some_and(|rest| rest != 0)) {
        let step = length(step);
        return said(
            Outcome::Suspect,
            format!("时间 {at} 不在每 {} 的整时段上", step.zh),
            format!("the time {at} does not stand on the grid of {}", step.en),
        );
    }
    let late = reading
        .newest_before
        .map(|newest| (newest, newest.saturating_sub(reading.at)));
    if let Some((newest, by)) = late.filter(|(_, by)| allowed.late.is_some_and(|late| *by > late)) {
        let (newest, by) = (time(newest), length(by));
        return said(
            Outcome::Suspect,
            format!("晚到：收到时已有 {newest} 的数值，晚了 {}", by.zh),
            format!(
                "said out of order: a value of {newest} was known already, {} later",
                by.en
            ),
        );
    }
    said(
        Outcome::Passed,
        format!("时间 {at} 可信"),
        format!("the time {at} can be true"),
    )
}

/// The sentence of a range test whose outcome is known.
pub(crate) fn range_words(value: Decimal, bounds: &Range, outcome: Outcome) -> Said {
    let value = number(value);
    let (low, high) = match outcome {
        Outcome::Suspect => (bounds.unlikely_below, bounds.unlikely_above),
        _ => (bounds.lowest, bounds.highest),
    };
    let span = span(low, high);
    let (zh, en) = match outcome {
        Outcome::Failed => ("超出可能范围", "lies outside of the possible range"),
        Outcome::Suspect => ("超出通常范围", "lies outside of the usual range"),
        _ => ("在可能范围内", "lies inside of the possible range"),
    };
    said(outcome, format!("{value} {zh} {span}"), format!("{value} {en} {span}"))
}

fn span(low: Option<Decimal>, high: Option<Decimal>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{} … {}", number(low), number(high)),
        (Some(low), None) => format!("≥ {}", number(low)),
        (None, Some(high)) => format!("≤ {}", number(high)),
        (None, None) => "(−∞, ∞)".to_owned(),
    }
}

/// Whether the instrument can show such a value.
pub(crate) fn instrument_range(reading: &Reading, range: Option<InstrumentRange>) -> Said {
    let Some(value) = reading.value else { return no_value() };
    let Some(range) = range.filter(|range| range.lowest.is_some() || range.highest.is_some()) else {
        return said(
            Outcome::NotEvaluated,
            "城市文件夹没有该点该因子的仪器量程",
            "the city folder has no instrument range for the item at this point",
        );
    };
    let bounds = Range {
        lowest: range.lowest,
        highest: range.highest,
        ..Range::default()
    };
    let outcome = bounds.of(value);
    let (value, span) = (number(value), span(range.lowest, range.highest));
    let (zh, en) = if outcome == Outcome::Failed {
        ("超出仪器量程", "lies outside of the instrument's range")
    } else {
        ("在仪器量程内", "lies inside of the instrument's range")
    };
    said(outcome, format!("{value} {zh} {span}"), format!("{value} {en} {span}"))
}

/// Whether the mean lies between the minimum and the maximum that were said for its period.
pub(crate) fn order(reading: &Reading) -> Said {
    let Some(value) = reading.value else { return no_value() };
    if reading.minimum.is_none() && reading.maximum.is_none() {
        return said(
            Outcome::NotEvaluated,
            "未附该时段的最小值与最大值",
            "neither minimum nor maximum was said for the period",
        );
    }
    let range = Range {
        lowest: reading.minimum,
        highest: reading.maximum,
        ..Range::default()
    };
    let crossed = matches!((reading.minimum, reading.maximum), (Some(low), Some(high)) if low > high);
    let outcome = if crossed { Outcome::Failed } else { range.of(value) };
    let shown = |side: Option<Decimal>| side.map_or_else(|| "?".to_owned(), number);
    let (low, value, high) = (shown(reading.minimum), number(value), shown(reading.maximum));
    let (zh, en) = if outcome == Outcome::Failed {
        ("次序不成立", "the order does not hold")
    } else {
        ("次序成立", "the order holds")
    };
    let three = format!("{low} ≤ {value} ≤ {high}");
    said(outcome, format!("{three}：{zh}"), format!("{three}: {en}"))
}

/// Whether another value was said before.
pub(crate) fn duplicate(reading: &Reading) -> Said {
    match (reading.value, reading.said_before) {
        (Some(value), Some(before)) if value != before => {
            let (value, before) = (number(value), number(before));
            said(
                Outcome::Suspect,
                format!("先前说的是 {before}，后来说 {value}；两者都保留"),
                format!("{before} was said before, {value} later; both are kept"),
            )
        }
        (None, _) => no_value(),
        _ => said(Outcome::Passed, "没有说过别的数值", "no other value was said"),
    }
}
