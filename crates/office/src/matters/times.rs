//! Ends of clocks as a list sorts them.

use chrono::{NaiveDateTime, NaiveTime};
use journal::ClockStands;
use rules::procedure::{Due, Standing};

/// The last second of a day.
const DAY_END: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 59) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// The last second before an end is over; `None` where that cannot be told.
pub(super) fn last_second(due: &Due) -> Option<NaiveDateTime> {
    match due {
        Due::Day(day) => Some(day.and_time(DAY_END)),
        Due::At(time) => Some(*time),
        Due::Unknown(_) => None,
    }
}

/// The clocks of a matter as an act says them.
pub(super) fn clocks(standing: &Standing) -> Vec<ClockStands> {
    let clocks = standing.clocks.iter().map(|(id, running)| ClockStands {
        clock: id.clone(),
        started: running.started,
        due: last_second(&running.due),
        paused: running.paused.is_some(),
    });
    clocks.collect()
}
