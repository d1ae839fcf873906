//! Numbers, times and lengths of time as the sentences of reasons show them.

use chrono::DateTime;
use rust_decimal::Decimal;
use standards::Text;

/// A number without trailing zeros.
pub(crate) fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A time as `2020-04-02 11:00`, with seconds where they are not zero.
pub(crate) fn time(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).map_or_else(
        || seconds.to_string(),
        |at| {
            let form = if seconds % 60 == 0 {
                "%Y-%m-%d %H:%M"
            } else {
                "%Y-%m-%d %H:%M:%S"
            };
            at.format(form).to_string()
        },
    )
}

/// The day of a time.
pub(crate) fn day(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).map_or_else(|| seconds.to_string(), |at| at.format("%Y-%m-%d").to_string())
}

/// A length of time in the largest unit that holds it exactly.
pub(crate) fn length(seconds: i64) -> Text {
    let (count, zh, en) = match seconds {
        0 => (0, "秒", "s"),
        days if days % 86_400 == 0 => (days / 86_400, "天", "d"),
        hours if hours % 3_600 == 0 => (hours / 3_600, "小时", "h"),
        minutes if minutes % 60 == 0 => (minutes / 60, "分钟", "min"),
        seconds => (seconds, "秒", "s"),
    };
    Text::new(format!("{count}{zh}"), format!("{count} {en}"))
}
