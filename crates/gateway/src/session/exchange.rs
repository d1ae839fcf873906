//! The right to ask one station something: at most one request of a person and one of our own are on their way at a time.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Duration, Timelike, Utc};
use hj212::{Direction, Edition, Sm4Key, Stamp, must_be_encrypted};
use tokio::sync::mpsc;

use super::Inner;
use super::speaker::{Listening, Word};
use crate::door::{Line, Station};
use crate::request::Address;
use crate::request::course::Patience;

/// Words of one answer that may wait.
const WORDS_MAX: usize = 256;

/// Whose request it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Of a person.
    Person,
    /// Of the gateway: first contact, clock, missing data.
    Own,
}

/// Why a station cannot be asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotNow {
    /// It is not in the directory.
    Unknown,
    /// It has no connection.
    Offline,
    /// Another request is on its way.
    Busy,
}

/// A request on its way. While it lives, the words about it come to [`words`](Self::words).
pub(crate) struct Exchange<'a> {
    inner: &'a Inner,
    pub(crate) mn: String,
    pub(crate) line: Arc<Line>,
    pub(crate) address: Address,
    /// The key with which the request is encrypted; none: it goes out plain.
    pub(crate) key: Option<Sm4Key>,
    pub(crate) patience: Patience,
    /// The request number.
    pub(crate) qn: Stamp,
    pub(crate) words: mpsc::Receiver<Word>,
}

impl Inner {
    /// Takes the right to ask `mn` for `command`.
    pub(crate) fn exchange(
        &self,
        mn: &str,
        command: u16,
        lane: Lane,
        now: DateTime<Utc>,
    ) -> Result<Exchange<'_>, NotNow> {
        let directory = self.directory();
        let station = directory.station(mn.as_bytes()).ok_or(NotNow::Unknown)?;
        let mut speakers = self.speakers();
        let speaker = speakers.get_mut(mn).ok_or(NotNow::Offline)?;
        let session = speaker.session.as_ref().ok_or(NotNow::Offline)?;
        if speaker.listening.iter().any(|other| other.lane == lane) {
            return Err(NotNow::Busy);
        }
        let at = now.max(speaker.last_qn + Duration::milliseconds(1));
        let qn = stamp(at, directory.utc_offset_minutes()).ok_or(NotNow::Unknown)?;
        let (sender, words) = mpsc::channel(WORDS_MAX);
        let encrypts = speaker.record.encrypts && station.sm4_key.is_some();
        let key = encrypting(station, command, encrypts);
        let address = Address {
            // Only the edition of 2025 knows encryption: a station that uses it speaks that edition, whatever else is said of it.
            edition: match encrypts || key.is_some() {
                true => Edition::Of2025,
                false => station.edition,
            },
            st: session.st.clone(),
            pw: station.password.clone().unwrap_or_else(|| session.pw.clone()),
            mn: mn.to_owned(),
        };
        let line = Arc::clone(&session.line);
        speaker.last_qn = at;
        speaker.listening.push(Listening {
            lane,
            command,
            qn: qn.to_request_number(),
            words: sender,
        });
        Ok(Exchange {
            inner: self,
            mn: mn.to_owned(),
            line,
            address,
            key,
            patience: Patience {
                over_time: station.over_time.unwrap_or(self.profile.over_time),
                resend_count: station.resend_count.unwrap_or(self.profile.resend_count),
                execution: self.profile.execution,
            },
            qn,
            words,
        })
    }
}

impl Drop for Exchange<'_> {
    fn drop(&mut self) {
        let qn = self.qn.to_request_number();
        if let Some(speaker) = self.inner.speakers().get_mut(&self.mn) {
            speaker.listening.retain(|listening| listening.qn != qn);
        }
        // Whoever waited for the station may go on.
        self.inner.news.notify_one();
    }
}

/// The key of a station, where a request to it goes out encrypted: where the edition demands it (1014), and to a station that encrypts what
/// it sends where the city says so.
fn encrypting(station: &Station, command: u16, encrypts: bool) -> Option<Sm4Key> {
    let key = station.sm4_key.as_ref()?;
    let demanded = must_be_encrypted(command, Direction::Down, station.edition);
    ((encrypts && station.encrypts_requests) || demanded).then(|| Sm4Key::new(key.0))
}

/// A moment on a clock that is `offset` minutes ahead of UTC.
pub(crate) fn stamp(at: DateTime<Utc>, offset: i32) -> Option<Stamp> {
    let local = at.naive_utc().checked_add_signed(Duration::minutes(offset.into()))?;
    let (date, time) = (local.date(), local.time());
    Some(Stamp {
        year: u16::try_from(date.year()).ok()?,
        month: u8::try_from(date.month()).ok()?,
        day: u8::try_from(date.day()).ok()?,
        hour: u8::try_from(time.hour()).ok()?,
        minute: u8::try_from(time.minute()).ok()?,
        second: u8::try_from(time.second()).ok()?,
        millisecond: u16::try_from(at.timestamp_subsec_millis())
            .ok()
            .filter(|millis| *millis < 1_000)?,
    })
}
