//! What the door tells: frames accepted, lines ended.

use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use history::diary::NewEvent;
use hj212::{Mode, Packet, Stamp};
use serde_json::{Value, json};
use tokio::sync::mpsc::error::TrySendError;

use super::run_time::RUN_TIME;
use super::speaker::{Listening, Session, Speaker, Word};
use super::{Conversation, key};
use crate::door::{self, Attendant, Line};
use crate::request::course::Heard;

/// Answers to requests.
const RECEIPT: u16 = 9011;
const RESULT: u16 = 9012;
const NOTICED: u16 = 9013;
/// All of them, and the answer to data.
const ANSWERS: std::ops::RangeInclusive<u16> = RECEIPT..=9014;
/// A station asks for its clock to be set.
const CLOCK_ASKED: u16 = 1013;
/// Data of monitored items and of the state of devices.
const DATA: std::ops::RangeInclusive<u16> = 2011..=2999;
/// Words of a request that must find room: data are told only while there is more.
const ROOM_FOR_ANSWERS: usize = 16;
/// Bytes of an answer that the diary keeps.
const TOLD_BYTES_MAX: usize = 600;

impl Attendant for Conversation {
    fn heard(&self, line: &Arc<Line>, heard: door::Heard<'_>) {
        if let Ok((packet, _)) = Packet::parse(heard.segment, Mode::Lenient) {
            self.hear(line, heard.mn, (&packet, heard.encrypted), Utc::now());
        }
    }

    fn gone(&self, line: &Arc<Line>) {
        self.leave(line, Utc::now());
    }
}

impl Conversation {
    fn hear(&self, line: &Arc<Line>, mn: &str, (packet, encrypted): (&Packet<'_>, bool), now: DateTime<Utc>) {
        let directory = self.inner.directory();
        let Some(station) = directory.station(mn.as_bytes()) else {
            return;
        };
        let command = packet.command().unwrap_or_default();
        let stamped = packet.qn().and_then(Stamp::parse);
        let sent_at = stamped.and_then(|stamp| utc(stamp, station.utc_offset_minutes));
        let mut speakers = self.inner.speakers();
        let speaker = speakers.entry(mn.to_owned()).or_insert_with(Speaker::new);
        let is_new = self.meet(speaker, line, mn, now);
        if let Some(session) = &mut speaker.session {
            session.learn(packet);
        }
        let record = &mut speaker.record;
        record.hear(now);
        record.learn_encryption(command, packet.content(), encrypted);
        let is_answer = tell(&mut speaker.listening, command, packet);
        if !is_answer && !ANSWERS.contains(&command) {
            record.clock(sent_at.map(|sent| sent - now), now);
        }
        if DATA.contains(&command) {
            let at = packet.data_time_digits().and_then(Stamp::parse).and_then(civil);
            let shift = directory.utc_offset_minutes() - station.utc_offset_minutes;
            record.bring(
                now,
                at.and_then(|at| at.checked_add_signed(Duration::minutes(shift.into()))),
            );
        }
        if command == RUN_TIME && station.owes_run_time {
            let day = packet.data_time_digits().and_then(Stamp::parse).and_then(civil);
            day.into_iter().for_each(|day| record.run_time.bring(day.date()));
        }
        speaker.changed = true;
        speaker.asks_for_time |= command == CLOCK_ASKED;
        drop(speakers);
        if command == CLOCK_ASKED {
            self.inner.note(event(now, mn, "clock-asked", json!({})));
        }
        if is_new || command == CLOCK_ASKED {
            self.inner.news.notify_one();
        }
    }

    /// Makes `line` the live connection of a station; the newest wins. Returns whether it is another than before.
    fn meet(&self, speaker: &mut Speaker, line: &Arc<Line>, mn: &str, now: DateTime<Utc>) -> bool {
        if speaker
            .session
            .as_ref()
            .is_some_and(|session| Arc::ptr_eq(&session.line, line))
        {
            return false;
        }
        speaker.session = Some(Session {
            line: Arc::clone(line),
            st: String::new(),
            pw: String::new(),
        });
        speaker.record.connect(line.peer(), now);
        // What was asked over the connection before cannot be answered over this one.
        speaker.lose_exchanges();
        self.inner.lines().entry(key(line)).or_default().push(mn.to_owned());
        self.inner
            .note(event(now, mn, "connected", json!({ "from": line.peer().to_string() })));
        true
    }

    fn leave(&self, line: &Arc<Line>, now: DateTime<Utc>) {
        let mut speakers = self.inner.speakers();
        for mn in self.inner.lines().remove(&key(line)).unwrap_or_default() {
            let Some(speaker) = speakers.get_mut(&mn) else { continue };
            if speaker
                .session
                .take_if(|session| Arc::ptr_eq(&session.line, line))
                .is_none()
            {
                continue;
            }
            speaker.record.disconnect(now);
            speaker.changed = true;
            speaker.lose_exchanges();
            let from = json!({ "from": line.peer().to_string() });
            self.inner.note(event(now, &mn, "disconnected", from));
        }
    }
}

impl Session {
    /// Requests carry the system type and the password that the station's own frames carry.
    fn learn(&mut self, packet: &Packet<'_>) {
        let text = |bytes: Option<&[u8]>| bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        // Answers come under ST=91, which is nobody's own.
        if let Some(st) = text(packet.st()).filter(|st| st != "91" && *st != self.st) {
            self.st = st;
        }
        if let Some(pw) = text(packet.pw()).filter(|pw| *pw != self.pw) {
            self.pw = pw;
        }
    }
}

impl Speaker {
    fn lose_exchanges(&self) {
        self.listening
            .iter()
            .for_each(|listening| listening.say(Heard::Gone, json!({})));
    }
}

pub(super) fn event(at: DateTime<Utc>, station: &str, kind: &str, details: Value) -> NewEvent {
    NewEvent {
        at,
        station: station.to_owned(),
        kind: kind.to_owned(),
        details,
    }
}

impl Listening {
    fn say(&self, heard: Heard, details: Value) {
        // Nobody listens any more, or a station that never stops answering: neither may hold up the door.
        if let Err(TrySendError::Full(_)) = self.words.try_send(Word { heard, details }) {
            tracing::debug!(qn = %self.qn, "a word of an answer found no room");
        }
    }
}

/// Tells whoever waits for this frame; whether it carries the number of a request.
fn tell(listening: &mut [Listening], command: u16, packet: &Packet<'_>) -> bool {
    if listening.is_empty() {
        return false;
    }
    // The 2005 edition has the number inside CP.
    let header = packet.qn().filter(|qn| !qn.is_empty());
    let qn = match command {
        RECEIPT..=NOTICED => packet.content_value(b"QN").or(header),
        _ => header,
    };
    let mut answers = false;
    for one in listening {
        let is_its = qn == Some(one.qn.as_bytes());
        answers |= is_its;
        let code = |name: &[u8]| {
            let digits = packet.content_value(name)?;
            std::str::from_utf8(digits).ok()?.trim().parse::<u32>().ok()
        };
        match command {
            RECEIPT if is_its => {
                let code = code(b"QnRtn").unwrap_or_default();
                one.say(Heard::Receipt(code), json!({ "QnRtn": code }));
            }
            RESULT if is_its => {
                let code = code(b"ExeRtn").unwrap_or_default();
                one.say(Heard::Result(code), json!({ "ExeRtn": code }));
            }
            NOTICED if is_its => one.say(Heard::Noticed, json!({})),
            RECEIPT..=NOTICED => {}
            _ if (is_its || command == one.command) && one.words.capacity() > ROOM_FOR_ANSWERS => {
                one.say(Heard::Data { answers: is_its }, told(packet, is_its));
            }
            _ => {}
        }
    }
    answers
}

/// What the diary says about a data frame: of history when it speaks for, of an answer what it says.
fn told(packet: &Packet<'_>, answers: bool) -> Value {
    let text = |bytes: &[u8]| {
        let shown = bytes.get(..TOLD_BYTES_MAX).unwrap_or(bytes);
        String::from_utf8_lossy(shown).into_owned()
    };
    let data_time = packet.data_time_digits().map(text);
    json!({
        "CN": packet.command(),
        "DataTime": data_time,
        "CP": answers.then(|| text(packet.content())),
    })
}

fn civil(stamp: Stamp) -> Option<chrono::NaiveDateTime> {
    NaiveDate::from_ymd_opt(stamp.year.into(), stamp.month.into(), stamp.day.into())?.and_hms_milli_opt(
        stamp.hour.into(),
        stamp.minute.into(),
        stamp.second.into(),
        stamp.millisecond.into(),
    )
}

/// A stamp of a clock that is `offset` minutes ahead of UTC.
fn utc(stamp: Stamp, offset: i32) -> Option<DateTime<Utc>> {
    Some(
        civil(stamp)?
            .checked_sub_signed(Duration::minutes(offset.into()))?
            .and_utc(),
    )
}
