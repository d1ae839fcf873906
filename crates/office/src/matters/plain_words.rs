//! States and units of time in words for somebody who has complained.

use rules::clock::ClockUnit;
use standards::Text;

/// A unit of time, in both languages.
pub(super) fn unit_words(unit: ClockUnit) -> (&'static str, &'static str) {
    match unit {
        ClockUnit::Hours => ("小时", "hours"),
        ClockUnit::CalendarDays => ("日", "days"),
        ClockUnit::WorkingDays => ("个工作日", "working days"),
        ClockUnit::Months => ("个月", "months"),
        ClockUnit::Years => ("年", "years"),
        ClockUnit::TenDayPeriods => ("旬", "ten-day periods"),
        ClockUnit::IsoWeeks => ("周", "weeks"),
        ClockUnit::Quarters => ("个季度", "quarters"),
    }
}

/// What a state means for the reporter. A city may have states of its own: they say their name.
pub(super) fn in_plain_words(state: &str, name: &Text) -> Text {
    let words = [
        (
            "received",
            "已收到，正在判断是否属于受理范围。",
            "We have it and are finding out whether it is for us to handle.",
        ),
        (
            "accepted",
            "已受理，即将交给承办单位。",
            "It is accepted and will be given to the unit that handles it.",
        ),
        (
            "sent",
            "已交给承办单位，还没有开始办理。",
            "It was given to the unit that handles it; work has not begun.",
        ),
        (
            "referred-back",
            "承办单位退回，正在另行确定由谁办理。",
            "The unit gave it back; another one is being found.",
        ),
        ("working", "正在调查处理。", "It is being looked into."),
        (
            "answered",
            "已答复。请看答复并评价；不服的可以申请复查。",
            "It is answered. Read the answer and say what you think of it; if you do not accept it, ask for a review.",
        ),
        (
            "rated",
            "已收到您的评价。不服答复的，仍可以申请复查。",
            "We have your verdict. If you do not accept the answer you can still ask for a review.",
        ),
        ("review", "上一级机关正在复查。", "It is in review by the organ above."),
        (
            "reviewed",
            "复查已有结果。不服的可以申请复核。",
            "The review is decided. If you do not accept it, ask for a recheck.",
        ),
        ("recheck", "正在复核。", "It is in recheck."),
        (
            "merged",
            "与先前的一件合并办理，不再单独答复。",
            "It is handled together with an earlier one and not answered by itself.",
        ),
        (
            "not-accepted",
            "不予受理，理由见下。",
            "It is not accepted; the reason stands below.",
        ),
        ("closed", "已办结。", "It is closed."),
        (
            "final",
            "复核后终结，同一事实不再受理。",
            "It is final after the recheck; the same facts are not accepted again.",
        ),
    ];
    let found = words.iter().find(|(id, _, _)| *id == state);
    found.map_or_else(|| name.clone(), |(_, zh, en)| Text::new(*zh, *en))
}
