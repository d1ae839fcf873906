//! How the state of a station looks, and how its shares and clocks are written. A colour never stands alone.

use chrono::{DateTime, FixedOffset, Utc};
use office::views::{Capture, GapState, OrderState, Presence, Span, StationLife};

use crate::wording::Wording;

/// Seconds between UTC and the legal time of the country.
const BEIJING_OFFSET_SECONDS: i32 = 8 * 3600;

/// One state as shown.
pub struct Look {
    /// Class name in the style sheet.
    pub slug: &'static str,
    /// Name of the icon in the sprite.
    pub icon: &'static str,
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// The states of a station, those that need somebody first.
pub const PRESENCES: [(Presence, Look); 4] = [
    (Presence::Offline, look("missed", "cross", "离线", "Offline")),
    (Presence::NoData, look("unsure", "half", "无数据", "No data")),
    (Presence::NeverHeard, look("nodata", "empty", "从未收到", "Never heard")),
    (Presence::Online, look("met", "check", "在线", "Online")),
];

const fn look(slug: &'static str, icon: &'static str, zh: &'static str, en: &'static str) -> Look {
    Look { slug, icon, zh, en }
}

/// The look of a state.
pub fn presence(presence: &Presence) -> &'static Look {
    // The position of each state in the list; a new state does not compile without one.
    let [offline, no_data, never, online] = &PRESENCES;
    match presence {
        Presence::Offline => &offline.1,
        Presence::NoData => &no_data.1,
        Presence::NeverHeard => &never.1,
        Presence::Online => &online.1,
    }
}

/// The value of a state in an address.
pub fn presence_word(presence: Presence) -> &'static str {
    match presence {
        Presence::Offline => "offline",
        Presence::NoData => "no-data",
        Presence::NeverHeard => "never-heard",
        Presence::Online => "online",
    }
}

/// The look of a gap.
pub fn gap(state: &GapState) -> Look {
    match state {
        GapState::Open => look("atrisk", "clock", "待补", "Open"),
        GapState::GivenUp => look("missed", "cross", "放弃", "Given up"),
        GapState::Filled => look("met", "check", "已补", "Filled"),
    }
}

/// The look of an order.
pub fn order(state: &OrderState) -> Look {
    match state {
        OrderState::Waiting => look("notyet", "clock", "等待", "Waiting"),
        OrderState::Carried => look("ontrack", "ahead", "执行中", "Under way"),
        OrderState::Done => look("met", "check", "完成", "Done"),
        OrderState::Failed => look("missed", "cross", "未完成", "Failed"),
    }
}

/// The look of a connection to a superior platform.
pub fn connection(connected: &bool) -> Look {
    match connected {
        true => look("met", "check", "已连接", "Connected"),
        false => look("missed", "cross", "未连接", "Not connected"),
    }
}

/// A span of capture in words.
pub fn span(l: &Wording, span: &Span) -> &'static str {
    match span {
        Span::Hour => l.say("上一小时", "Last hour"),
        Span::Day => l.say("今日", "Today"),
        Span::Month => l.say("本月", "This month"),
        Span::Quarter => l.say("本季", "This quarter"),
    }
}

/// The capture of a station over a span, where it was counted.
pub fn capture<'a>(life: &'a StationLife, span: &Span) -> Option<&'a Capture> {
    life.capture.iter().find(|capture| capture.span == *span)
}

/// The share as shown, e.g. `95.8 %`; none where nothing is owed.
pub fn share(capture: &Capture) -> Option<String> {
    let permille = capture.permille()?;
    Some(format!("{}.{} %", permille / 10, permille % 10))
}

/// A moment to the minute, in the legal time of the country.
pub fn minute(at: &DateTime<Utc>) -> String {
    match FixedOffset::east_opt(BEIJING_OFFSET_SECONDS) {
        Some(beijing) => at.with_timezone(&beijing).format("%Y-%m-%d %H:%M").to_string(),
        None => at.format("%Y-%m-%d %H:%MZ").to_string(),
    }
}

/// The same for the `datetime` attribute.
pub fn machine(at: &DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// How far a clock is off, e.g. `1.2 s ahead`.
pub fn clock(l: &Wording, ahead_ms: &i64) -> String {
    let off = ahead_ms.unsigned_abs();
    let seconds = format!("{}.{}", off / 1_000, off % 1_000 / 100);
    match ahead_ms.signum() {
        1 => format!("{}{seconds}{}", l.say("快 ", ""), l.say(" 秒", " s ahead")),
        -1 => format!("{}{seconds}{}", l.say("慢 ", ""), l.say(" 秒", " s behind")),
        _ => l.say("一致", "the same as ours").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use standards::Language;

    use super::*;

    #[test]
    fn each_state_finds_itself_in_the_list() {
        for (state, entry) in &PRESENCES {
            assert_eq!(presence(state).slug, entry.slug);
        }
    }

    #[test]
    fn only_what_is_whole_is_shown_as_whole_and_nothing_owed_is_unknown() {
        let cases = [
            ((0, 0), None),
            ((0, 24), Some("0.0 %")),
            ((23, 24), Some("95.8 %")),
            ((9_999, 10_000), Some("99.9 %")),
            ((24, 24), Some("100.0 %")),
        ];
        for ((present, owed), shown) in cases {
            let capture = Capture {
                span: Span::Day,
                from: DateTime::UNIX_EPOCH.naive_utc(),
                until: DateTime::UNIX_EPOCH.naive_utc(),
                owed,
                present,
            };
            assert_eq!(share(&capture).as_deref(), shown, "{present} of {owed}");
        }
    }

    #[test]
    fn a_clock_is_ahead_or_behind() {
        let english = Wording(Language::English);
        let chinese = Wording(Language::Chinese);
        assert_eq!(clock(&english, &1_290), "1.2 s ahead");
        assert_eq!(clock(&english, &-61_000), "61.0 s behind");
        assert_eq!(clock(&chinese, &-61_000), "慢 61.0 秒");
        assert_eq!(clock(&english, &0), "the same as ours");
    }
}
