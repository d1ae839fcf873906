//! Run time of devices (2041): which days a station has brought, and what was done about those that are missing. Pure: the moment is an
//! argument.
//!
//! What such a frame says are no observations, so the history cannot be asked which days are there: the record of the station knows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::record::Record;
use crate::door::Station;
use crate::repair::{NO_DATA_ATTEMPTS_MAX, pause};
use crate::station::StationProfile;

/// What is remembered of the run time of one station's devices. Days are those of its clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunTime {
    /// Days that it has brought.
    pub days: BTreeSet<NaiveDate>,
    /// How often days were asked for that were missing afterwards all the same.
    pub attempts: BTreeMap<NaiveDate, u32>,
    /// Days that are not asked for any more.
    pub given_up: BTreeSet<NaiveDate>,
    /// Nothing is asked for before this.
    pub next_at: Option<DateTime<Utc>>,
}

impl RunTime {
    /// Notes a day that came.
    pub(crate) fn bring(&mut self, day: NaiveDate) {
        self.days.insert(day);
        self.attempts.remove(&day);
        self.given_up.remove(&day);
    }

    /// The days from `first` to `last` that are missing and were not given up.
    pub(crate) fn missing(&self, (first, last): (NaiveDate, NaiveDate)) -> Vec<NaiveDate> {
        let days = first.iter_days().take_while(|day| *day <= last);
        days.filter(|day| !self.days.contains(day) && !self.given_up.contains(day))
            .collect()
    }

    /// What is to be asked for at `now`: from the first missing day to the last.
    pub(crate) fn due(&self, owed: (NaiveDate, NaiveDate), now: DateTime<Utc>) -> Option<(NaiveDate, NaiveDate)> {
        let missing = self.missing(owed);
        let ends = missing.first().copied().zip(missing.last().copied());
        ends.filter(|_| self.next_at.is_none_or(|at| at <= now))
    }

    /// Notes that the missing days of `owed` were asked for. What is still missing is asked for again later, or given up.
    pub(crate) fn asked(
        &mut self,
        owed: (NaiveDate, NaiveDate),
        says_none: bool,
        profile: &StationProfile,
        now: DateTime<Utc>,
    ) {
        let mut most = 0;
        for day in self.missing(owed) {
            let attempts = self.attempts.entry(day).or_default();
            *attempts += 1;
            if *attempts >= profile.gap_attempts_max || says_none && *attempts >= NO_DATA_ATTEMPTS_MAX {
                self.attempts.remove(&day);
                self.given_up.insert(day);
            } else {
                most = most.max(*attempts);
            }
        }
        self.next_at = (most > 0).then(|| now + pause(profile.gap_pause, profile.gap_pause_most, most - 1));
        // What lies before the time for which is asked is nobody's concern any more.
        let (first, _) = owed;
        self.days = self.days.split_off(&first);
        self.attempts = self.attempts.split_off(&first);
        self.given_up = self.given_up.split_off(&first);
    }
}

impl Record {
    /// The days whose run time a station owes at `now`: from the day after the first contact, or as far back as is asked, to the last
    /// day that is over. `None` where it owes none.
    pub(crate) fn run_days_owed(
        &self,
        station: &Station,
        profile: &StationProfile,
        now: DateTime<Utc>,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let local = |at: DateTime<Utc>| at.naive_utc() + Duration::minutes(station.utc_offset_minutes.into());
        let heard = self.first_heard.filter(|_| station.owes_run_time)?;
        let grace = Duration::from_std(profile.gap_grace).unwrap_or_default();
        let look_back = Duration::from_std(profile.gap_look_back).unwrap_or(Duration::days(30));
        let first = local(heard).date().succ_opt()?.max(local(now - look_back).date());
        let last = local(now - grace).date().pred_opt()?;
        (first <= last).then_some((first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 4, number).unwrap()
    }

    fn at(number: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        day(number).and_hms_opt(hour, minute, 0).unwrap().and_utc()
    }

    #[test]
    fn days_are_owed_from_the_first_contact_on_once_they_are_over() {
        let profile = StationProfile::proposed().unwrap();
        let mut station = Station::at("section", 480);
        let mut record = Record::default();
        let owed = |record: &Record, station: &Station, now| record.run_days_owed(station, &profile, now);
        assert_eq!(owed(&record, &station, at(9, 0, 0)), None);
        // The second of April there.
        record.first_heard = Some(at(1, 17, 0));
        assert_eq!(owed(&record, &station, at(9, 0, 0)), None, "it owes none");
        station.owes_run_time = true;
        assert_eq!(owed(&record, &station, at(3, 16, 29)), None, "half an hour of grace");
        assert_eq!(owed(&record, &station, at(3, 16, 30)), Some((day(3), day(3))));
        assert_eq!(owed(&record, &station, at(9, 0, 0)), Some((day(3), day(8))));
        record.first_heard = Some(DateTime::UNIX_EPOCH);
        let (first, last) = owed(&record, &station, at(30, 0, 0)).unwrap();
        assert_eq!((last - first).num_days(), 29, "as far back as is asked");
    }

    #[test]
    fn what_is_missing_is_asked_for_less_and_less_and_given_up_in_the_end() {
        let profile = StationProfile::proposed().unwrap();
        let owed = (day(1), day(5));
        let mut known = RunTime::default();
        known.bring(day(2));
        known.bring(day(5));
        let mut now = at(6, 0, 0);
        assert_eq!(known.due(owed, now), Some((day(1), day(4))));
        known.bring(day(3));
        known.asked(owed, false, &profile, now);
        assert_eq!(known.due(owed, now), None, "it rests");
        now += Duration::minutes(5);
        assert_eq!(known.due(owed, now), Some((day(1), day(4))));
        known.asked(owed, false, &profile, now);
        assert_eq!(known.due(owed, now + Duration::minutes(9)), None, "twice as long");
        // The logger says for the third time that it has no more.
        known.asked(owed, true, &profile, now);
        assert_eq!(known.given_up, [day(1), day(4)].into());
        assert_eq!(known.due(owed, at(9, 0, 0)), None);
        assert_eq!(known.due((day(2), day(6)), now), Some((day(6), day(6))), "the next day");
        // Comes after all, and is forgotten when nobody asks any more.
        known.bring(day(4));
        assert_eq!(known.given_up, [day(1)].into());
        known.asked((day(3), day(6)), false, &profile, now);
        assert_eq!(known.days, [day(3), day(4), day(5)].into());
        assert!(known.given_up.is_empty());
        for _ in 1..profile.gap_attempts_max {
            known.asked((day(3), day(6)), false, &profile, now);
        }
        assert_eq!((known.given_up, known.next_at), ([day(6)].into(), None));
    }
}
