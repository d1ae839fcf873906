//! What is remembered of a station over restarts.

use std::net::SocketAddr;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use hj212::{Direction, Edition, SM4_GROUP_BYTES, must_be_encrypted};
use serde::{Deserialize, Serialize};

use super::run_time::RunTime;

/// Minutes of which the clock is remembered.
const CLOCK_SAMPLES_MAX: usize = 9;
/// How long a sample of the clock counts.
const CLOCK_SAMPLE_LIFE: Duration = Duration::hours(6);
/// Fewer samples say nothing.
const CLOCK_SAMPLES_MIN: usize = 3;
/// What lies further away is no clock, but a number that is none.
const CLOCK_AHEAD_MAX: Duration = Duration::days(3_660);

/// Whether a station is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Nothing was ever heard of it.
    NeverHeard,
    /// It speaks and brings data.
    Online,
    /// It is connected, or was heard not long ago, but brings no data.
    NoData,
    /// It is not connected and has been silent longer than its delay.
    Offline,
}

/// The clock of a station at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockSample {
    /// When, by our clock.
    pub at: DateTime<Utc>,
    /// How far its request number was ahead of our clock, in milliseconds. A frame that took its time makes it smaller, never larger.
    pub ahead_ms: i64,
}

/// What is remembered of a station.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The first accepted frame.
    pub first_heard: Option<DateTime<Utc>>,
    /// The newest accepted frame.
    pub last_heard: Option<DateTime<Utc>>,
    /// The newest accepted frame with data.
    pub last_data: Option<DateTime<Utc>>,
    /// The newest DataTime, in the city's time.
    pub last_value_at: Option<NaiveDateTime>,
    /// Address of the newest connection.
    pub address: Option<String>,
    /// Since when it is connected; none when it is not.
    pub connected_since: Option<DateTime<Utc>>,
    /// When the last connection ended.
    pub disconnected_at: Option<DateTime<Utc>>,
    /// Accepted frames.
    pub frames: u64,
    /// Its clock lately.
    pub clock: Vec<ClockSample>,
    /// When its clock was set from here.
    pub clock_set_at: Option<DateTime<Utc>>,
    /// What was set at the first contact; another text is another first contact.
    pub first_contact: Option<String>,
    /// Whether it was online when it was looked at last.
    pub online: bool,
    /// When it came online; none where it is not, or where a version that did not note it wrote this.
    pub online_since: Option<DateTime<Utc>>,
    /// Whether its uploads come encrypted.
    pub encrypts: bool,
    /// What it has brought of the run time of its devices, where it owes that.
    pub run_time: RunTime,
}

impl Record {
    pub(crate) fn hear(&mut self, now: DateTime<Utc>) {
        self.first_heard.get_or_insert(now);
        self.last_heard = Some(now);
        self.frames += 1;
    }

    /// Learns from a frame whether the station encrypts. Plain text says that it does not only where a station that encrypts would have
    /// encrypted it.
    pub(crate) fn learn_encryption(&mut self, command: u16, content: &[u8], encrypted: bool) {
        let would_be = must_be_encrypted(command, Direction::Up, Edition::Of2025) && content.len() >= SM4_GROUP_BYTES;
        if encrypted || would_be {
            self.encrypts = encrypted;
        }
    }

    pub(crate) fn bring(&mut self, now: DateTime<Utc>, at: Option<NaiveDateTime>) {
        self.last_data = Some(now);
        self.last_value_at = self.last_value_at.max(at);
    }

    pub(crate) fn connect(&mut self, peer: SocketAddr, now: DateTime<Utc>) {
        self.address = Some(peer.to_string());
        self.connected_since = Some(now);
    }

    pub(crate) fn disconnect(&mut self, now: DateTime<Utc>) {
        self.connected_since = None;
        self.disconnected_at = Some(now);
    }

    /// Takes a sample of the clock: one a minute, the least delayed of it.
    pub(crate) fn clock(&mut self, ahead: Option<Duration>, now: DateTime<Utc>) {
        let Some(ahead) = ahead.filter(|ahead| ahead.abs() < CLOCK_AHEAD_MAX) else {
            return;
        };
        let sample = ClockSample {
            at: now,
            ahead_ms: ahead.num_milliseconds(),
        };
        match self.clock.last_mut() {
            Some(last) if last.at.timestamp() / 60 == now.timestamp() / 60 => {
                last.ahead_ms = last.ahead_ms.max(sample.ahead_ms);
            }
            Some(_) | None => self.clock.push(sample),
        }
        if self.clock.len() > CLOCK_SAMPLES_MAX {
            self.clock.remove(0);
        }
    }

    /// How far its clock is ahead of ours: the largest of the samples, because delays only make them smaller. `None` when there are too
    /// few.
    pub fn clock_ahead(&self, now: DateTime<Utc>) -> Option<Duration> {
        let lately = self.clock.iter().filter(|sample| now - sample.at < CLOCK_SAMPLE_LIFE);
        let (count, most) = lately.fold((0, None), |(count, most), sample| {
            (count + 1, most.max(Some(sample.ahead_ms)))
        });
        most.filter(|_| count >= CLOCK_SAMPLES_MIN).map(Duration::milliseconds)
    }

    /// Whether the station is there. `silence` is its delay, `dearth` the time without data that is not worth a word.
    pub fn presence(&self, now: DateTime<Utc>, silence: Duration, dearth: Duration) -> Presence {
        let Some(heard) = self.last_heard else {
            return Presence::NeverHeard;
        };
        if self.connected_since.is_none() && now - heard > silence {
            return Presence::Offline;
        }
        match self.last_data {
            Some(data) if now - data <= dearth => Presence::Online,
            Some(_) | None => Presence::NoData,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_040 + seconds, 0).unwrap()
    }

    #[test]
    fn presence_tells_silence_from_dearth() {
        let (silence, dearth) = (Duration::seconds(100), Duration::seconds(200));
        let mut record = Record::default();
        let presence = |record: &Record, seconds| record.presence(at(seconds), silence, dearth);
        assert_eq!(presence(&record, 0), Presence::NeverHeard);
        record.connect("10.1.2.3:4".parse().unwrap(), at(0));
        record.hear(at(0));
        assert_eq!(presence(&record, 0), Presence::NoData);
        record.bring(at(0), None);
        assert_eq!(presence(&record, 200), Presence::Online);
        assert_eq!(presence(&record, 201), Presence::NoData, "connected and silent");
        record.disconnect(at(201));
        assert_eq!(presence(&record, 202), Presence::Offline);
        record.hear(at(210));
        assert_eq!(presence(&record, 300), Presence::NoData, "a heartbeat is no data");
    }

    #[test]
    fn the_clock_is_read_from_the_least_delayed_frames() {
        let mut record = Record::default();
        assert_eq!(record.clock_ahead(at(0)), None);
        // A clock 5 s ahead; one frame was held back for an hour, one number is nonsense.
        for (minute, ahead) in [
            (0, 4_900),
            (0, 4_950),
            (1, -3_600_000),
            (2, 4_990),
            (3, 400_000_000_000),
        ] {
            record.clock(Some(Duration::milliseconds(ahead)), at(minute * 60));
        }
        assert_eq!(record.clock_ahead(at(180)), Some(Duration::milliseconds(4_990)));
        assert_eq!(record.clock.len(), 3);
        assert_eq!(record.clock_ahead(at(10 * 3600)), None, "too long ago");
    }
}
