//! Asks for the run time of devices (2041) that a station owes and has not brought.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use history::HistoryError;
use serde_json::json;

use super::Inner;
use super::hearing::event;
use crate::door::Station;
use crate::repair::NO_DATA;
use crate::request::Ask;

/// Who gave an order.
const OF_RUN_TIME: &str = "run-time";
/// The command that asks for it and brings it.
pub(super) const RUN_TIME: u16 = 2041;

impl Inner {
    /// Asks for the days from `first` to `last`.
    pub(super) async fn ask_run_time(
        &self,
        mn: &str,
        station: &Station,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<(), HistoryError> {
        let Some((order, ending)) = self.ask(mn, &request(first, last), OF_RUN_TIME).await? else {
            return Ok(());
        };
        let now = Utc::now();
        let mut left = 0;
        if let Some(speaker) = self.speakers().get_mut(mn) {
            let record = &mut speaker.record;
            if let Some(owed) = record.run_days_owed(station, &self.profile, now) {
                let says_none = ending.returned == Some(NO_DATA);
                record.run_time.asked(owed, says_none, &self.profile, now);
                left = record.run_time.missing(owed).len();
            }
            speaker.changed = true;
        }
        let details = json!({
            "from": first, "to": last, "order": order, "ending": ending.code, "days_missing": left,
        });
        self.note(event(now, mn, "run-time-asked", details));
        Ok(())
    }
}

fn request(first: NaiveDate, last: NaiveDate) -> Ask {
    let digits = |at: NaiveDateTime| at.format("%Y%m%d%H%M%S").to_string();
    // To the last second of the last day: some loggers take the end as inclusive, some do not.
    let end = last.and_time(NaiveTime::MIN) + TimeDelta::days(1) - TimeDelta::seconds(1);
    Ask::of(RUN_TIME)
        .with("BeginTime", digits(first.and_time(NaiveTime::MIN)))
        .with("EndTime", digits(end))
}
