//! What the gateway asks of a station by itself: first contact and clock (HJ 212-2017, first contact; 1012, 1013), run time of devices.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use history::HistoryError;
use serde_json::json;

use super::Inner;
use super::exchange::stamp;
use super::hearing::event;
use super::service::FIRST_CONTACT_PAUSE;
use super::speaker::Speaker;
use crate::door::Station;
use crate::request::Ask;
use crate::station::{FirstContact, StationProfile};

/// Who gave an order.
const OF_FIRST_CONTACT: &str = "first-contact";
const OF_CLOCK: &str = "clock";

impl Speaker {
    /// Whether the settings ask for a first contact that was not made.
    pub(super) fn wants_first_contact(&self, station: &Station, now: DateTime<Utc>) -> bool {
        let wanted = station.first_contact.as_ref().map(mark);
        wanted.is_some()
            && wanted != self.record.first_contact
            && self.first_contact_after.is_none_or(|after| after <= now)
    }

    /// Why the clock is to be set now, if it is.
    pub(super) fn wants_time(
        &self,
        station: &Station,
        profile: &StationProfile,
        now: DateTime<Utc>,
    ) -> Option<&'static str> {
        if !station.may_set_clock {
            return None;
        }
        if self.asks_for_time {
            return Some("asked");
        }
        let pause = Duration::from_std(profile.clock_pause).unwrap_or(Duration::MAX);
        let limit = Duration::from_std(profile.clock_limit).unwrap_or(Duration::MAX);
        let is_resting = self.record.clock_set_at.is_some_and(|at| now - at < pause);
        let is_off = self.record.clock_ahead(now).is_some_and(|ahead| ahead.abs() > limit);
        (is_off && !is_resting).then_some("off")
    }

    /// The days whose run time of devices is to be asked for now, if any.
    pub(super) fn wants_run_time(
        &self,
        station: &Station,
        profile: &StationProfile,
        now: DateTime<Utc>,
    ) -> Option<(NaiveDate, NaiveDate)> {
        let owed = self.record.run_days_owed(station, profile, now)?;
        self.record.run_time.due(owed, now)
    }
}

impl Inner {
    /// Does what is due for a station.
    pub(super) async fn attend(&self, mn: &str) -> Result<(), HistoryError> {
        let directory = self.directory();
        let Some(station) = directory.station(mn.as_bytes()) else {
            return Ok(());
        };
        let now = Utc::now();
        let (first, time, run_time) = {
            let speakers = self.speakers();
            let Some(speaker) = speakers.get(mn) else { return Ok(()) };
            (
                speaker.wants_first_contact(station, now),
                speaker.wants_time(station, &self.profile, now),
                speaker.wants_run_time(station, &self.profile, now),
            )
        };
        if let (true, Some(settings)) = (first, &station.first_contact) {
            self.make_first_contact(mn, station, settings).await?;
        }
        if let Some(why) = time {
            self.set_clock(mn, station, why).await?;
        }
        if let Some(span) = run_time {
            self.ask_run_time(mn, station, span).await?;
        }
        Ok(())
    }

    async fn make_first_contact(
        &self,
        mn: &str,
        station: &Station,
        settings: &FirstContact,
    ) -> Result<(), HistoryError> {
        let mut results = Vec::new();
        let mut is_heard = true;
        for command in commands(settings) {
            let ask = match command {
                Ask { command: 1012, .. } => time(station),
                other => other,
            };
            let answered = self.ask(mn, &ask, OF_FIRST_CONTACT).await?;
            let ending = answered.map(|(_, ending)| ending);
            // A logger that refuses one setting has been asked; one that does not answer has not.
            is_heard &= ending
                .as_ref()
                .is_some_and(|ending| ending.is_good() || ending.returned.is_some());
            results.push(json!({ "CN": ask.command, "CP": ask.content(), "ending": ending.map(|ending| ending.code) }));
            if !is_heard {
                break;
            }
        }
        let now = Utc::now();
        if let Some(speaker) = self.speakers().get_mut(mn) {
            match is_heard {
                true => speaker.record.first_contact = Some(mark(settings)),
                false => speaker.first_contact_after = Some(now + FIRST_CONTACT_PAUSE),
            }
            speaker.changed = true;
        }
        let kind = if is_heard {
            "first-contact"
        } else {
            "first-contact-failed"
        };
        self.note(event(now, mn, kind, json!({ "asked": results })));
        Ok(())
    }

    async fn set_clock(&self, mn: &str, station: &Station, why: &str) -> Result<(), HistoryError> {
        let Some((order, ending)) = self.ask(mn, &time(station), OF_CLOCK).await? else {
            return Ok(());
        };
        let now = Utc::now();
        let mut ahead = None;
        if let Some(speaker) = self.speakers().get_mut(mn) {
            ahead = speaker.record.clock_ahead(now).map(|ahead| ahead.num_milliseconds());
            speaker.asks_for_time = false;
            // Whether it was done or not: the next try has to wait its turn.
            speaker.record.clock_set_at = Some(now);
            if ending.is_good() {
                speaker.record.clock.clear();
            }
            speaker.changed = true;
        }
        let kind = if ending.is_good() { "clock-set" } else { "clock-not-set" };
        let details = json!({ "why": why, "ahead_ms": ahead, "order": order, "ending": ending.code });
        self.note(event(now, mn, kind, details));
        Ok(())
    }
}

/// By what a first contact is known to be the one that was made.
fn mark(settings: &FirstContact) -> String {
    let asks: Vec<String> = commands(settings)
        .iter()
        .map(|ask| format!("{} {}", ask.command, ask.content()))
        .collect();
    asks.join("; ")
}

/// 1012 with the time on the station's clock.
fn time(station: &Station) -> Ask {
    let ask = Ask::of(1012);
    match stamp(Utc::now(), station.utc_offset_minutes) {
        Some(stamp) => ask.with("SystemTime", stamp),
        None => ask,
    }
}

/// The commands of a first contact, in the order of the standard: time, timeouts, intervals, switches.
fn commands(settings: &FirstContact) -> Vec<Ask> {
    let time = settings.set_time.then(|| Ask::of(1012));
    let timeouts = settings
        .timeouts
        .map(|(over_time, count)| Ask::of(1000).with("OverTime", over_time).with("ReCount", count));
    let real_time = settings
        .real_time_interval_seconds
        .map(|seconds| Ask::of(1062).with("RtdInterval", seconds));
    let minute = settings
        .minute_interval_minutes
        .map(|minutes| Ask::of(1064).with("MinInterval", minutes));
    let switch = |on: bool, start, stop| Ask::of(if on { start } else { stop });
    let real_time_upload = settings.real_time_upload.map(|on| switch(on, 2011, 2012));
    let status_upload = settings.status_upload.map(|on| switch(on, 2021, 2022));
    [time, timeouts, real_time, minute, real_time_upload, status_upload]
        .into_iter()
        .flatten()
        .collect()
}
