//! How one logger speaks: from a record to the frames of its edition.

use chrono::{Datelike, Duration, NaiveDateTime, Timelike};
use history::Period;
use hj212::{BuildError, Direction, Edition, Envelope, MessageBuilder, Sm4Key, Stamp};

use super::source::Record;

/// Parts of one upload; further ones cannot be told apart by the draws of chance and are refused.
pub(super) const PARTS_MAX: usize = 16;

/// Why loggers cannot speak so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpeakingError {
    /// No edition.
    #[error("'{0}' is no edition of HJ 212; write 2005, 2017 or 2025")]
    Edition(String),
    /// Not a key.
    #[error(transparent)]
    Key(#[from] hj212::KeyError),
    /// A key for an edition without encryption.
    #[error("edition {0} knows no encryption; leave the SM4 key out, or speak 2025")]
    NoEncryption(&'static str),
    /// Request numbers left out where they must be.
    #[error("edition {0} demands a request number in every upload; only 2005 lets it be left out")]
    RequestNumbers(&'static str),
}

/// How the loggers of a fleet speak.
#[derive(Clone, Debug)]
pub struct Speaking {
    /// The edition of the standard.
    pub edition: Edition,
    /// The key with which uploads are encrypted (2025).
    pub sm4_key: Option<Sm4Key>,
    /// Whether uploads carry a request number. The edition of 2005 lets loggers leave it out.
    pub request_numbers: bool,
}

impl Default for Speaking {
    /// HJ 212-2017 in plain text.
    fn default() -> Self {
        Self {
            edition: Edition::Of2017,
            sm4_key: None,
            request_numbers: true,
        }
    }
}

impl Speaking {
    /// As people write it: the year of the edition, a key of 32 hexadecimal digits or 16 characters, and whether uploads
    /// carry a request number.
    ///
    /// # Errors
    /// When there is no such edition, or it does not allow the rest.
    pub fn parse(edition: &str, sm4_key: Option<&str>, request_numbers: bool) -> Result<Self, SpeakingError> {
        let editions = [Edition::Of2005, Edition::Of2017, Edition::Of2025];
        let found = editions
            .into_iter()
            .find(|known| hj212::edition_word(*known) == edition);
        let edition = found.ok_or_else(|| SpeakingError::Edition(edition.to_owned()))?;
        let word = hj212::edition_word(edition);
        if sm4_key.is_some() && edition != Edition::Of2025 {
            return Err(SpeakingError::NoEncryption(word));
        }
        if !request_numbers && edition != Edition::Of2005 {
            return Err(SpeakingError::RequestNumbers(word));
        }
        Ok(Self {
            edition,
            sm4_key: sm4_key.map(|key| Sm4Key::parse(key.as_bytes())).transpose()?,
            request_numbers,
        })
    }

    /// The factor code of this edition for a code of 2017; none where the edition has none.
    pub(super) fn code(&self, code: &'static str) -> Option<&'static str> {
        match self.edition {
            Edition::Of2005 => hj212::factor_code_2005(code),
            Edition::Of2017 | Edition::Of2025 => Some(code),
        }
    }
}

/// How one logger speaks.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    pub speaking: Speaking,
    pub mn: String,
    pub password: String,
    pub system_type: String,
    /// The command of its uploads.
    pub command: u16,
    pub period: Period,
    /// How far its clock is ahead of the city's.
    pub ahead: Duration,
}

/// `##` and four digits of length.
pub(super) const HEAD_BYTES: usize = 6;
/// Four digits of CRC, CR LF.
pub(super) const TAIL_BYTES: usize = 6;

/// Marks of one upload.
pub(super) struct Marks<'a> {
    /// The request number of its first frame.
    pub request: Option<Stamp>,
    /// Whether it is back-fill.
    pub backfilled: bool,
    /// The password that it carries.
    pub password: &'a str,
    /// What its clock has gained.
    pub drift: Duration,
}

impl Speech {
    /// The frames of a record, in as many parts as it needs.
    ///
    /// # Errors
    /// When a value cannot be written, one item is too long for a frame, or there would be more than 16 parts.
    pub fn frames(&self, record: &Record, marks: &Marks<'_>) -> Result<Vec<Vec<u8>>, BuildError> {
        // What is said of a period stands at its boundary by the logger's own clock, however wrong that is.
        let drift = if self.period == Period::Instant {
            marks.drift
        } else {
            Duration::zero()
        };
        let data_time = stamp(record.at + self.ahead + drift).map(|stamp| stamp.to_string());
        let mut envelope = self.envelope(marks.password).wants_acknowledgement();
        if let Some(request) = marks.request.filter(|_| self.speaking.request_numbers) {
            envelope = envelope.qn(request);
        }
        if marks.backfilled {
            envelope = envelope.back_filled();
        }
        let mut packet = MessageBuilder::new(self.command, Direction::Up, &envelope)
            .parameter("DataTime", data_time.unwrap_or_default())
            .builder()?;
        for item in &record.items {
            // A flag or value that was recorded is repeated, even when no edition knows it: devices do write such.
            let values = item.values.iter().map(|(suffix, value)| (*suffix, value.as_str()));
            let named = |(suffix, value)| (format!("{}-{suffix}", item.code), value);
            packet = packet.group(values.chain([("Flag", item.flag.as_str())]).map(named));
        }
        let frames = packet.frames()?;
        if frames.len() > PARTS_MAX {
            return Err(BuildError::TooManyParts);
        }
        Ok(frames)
    }

    /// Who it is, under a password.
    pub fn envelope(&self, password: &str) -> Envelope {
        Envelope::new(self.speaking.edition, &self.system_type, password, &self.mn)
    }

    /// A frame of an upload as it goes over the wire: encrypted, where there is a key. Head and CRC stay those of the plain text.
    pub fn on_the_wire(&self, frame: Vec<u8>) -> Vec<u8> {
        let edition = self.speaking.edition;
        let Some(key) = &self.speaking.sm4_key else {
            return frame;
        };
        let parts = frame
            .split_at_checked(HEAD_BYTES)
            .and_then(|(head, rest)| Some((head, rest.split_at_checked(rest.len().checked_sub(TAIL_BYTES)?)?)));
        match parts {
            Some((head, (segment, tail))) if hj212::must_be_encrypted(self.command, Direction::Up, edition) => {
                [head, &key.encrypt_segment(segment), tail].concat()
            }
            _ => frame,
        }
    }

    /// A password that is not its own.
    pub fn wrong_password(&self) -> &'static str {
        if self.password == "000000" { "999999" } else { "000000" }
    }
}

/// A time as it is written; none for years that cannot be.
pub(super) fn stamp(at: NaiveDateTime) -> Option<Stamp> {
    let two = |number: u32| u8::try_from(number).ok();
    Some(Stamp {
        year: u16::try_from(at.year()).ok().filter(|year| *year <= 9999)?,
        month: two(at.month())?,
        day: two(at.day())?,
        hour: two(at.hour())?,
        minute: two(at.minute())?,
        second: two(at.second())?,
        millisecond: u16::try_from(at.nanosecond() / 1_000_000).ok()?.min(999),
    })
}

/// A time that was read; none for one that is not of the calendar of programs.
pub(super) fn civil_time(stamp: Stamp) -> Option<NaiveDateTime> {
    chrono::NaiveDate::from_ymd_opt(stamp.year.into(), stamp.month.into(), stamp.day.into())?.and_hms_milli_opt(
        stamp.hour.into(),
        stamp.minute.into(),
        stamp.second.into(),
        stamp.millisecond.into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::source::Measured;

    fn record(flag: &str, items: usize) -> Record {
        let item = Measured {
            code: "w21003",
            values: vec![("Avg", "0.120".to_owned())],
            flag: flag.to_owned(),
        };
        Record {
            at: chrono::NaiveDate::from_ymd_opt(2021, 4, 1)
                .unwrap()
                .and_hms_opt(8, 0, 0)
                .unwrap(),
            items: vec![item; items],
        }
    }

    fn frames(record: &Record) -> Result<Vec<Vec<u8>>, BuildError> {
        let speech = Speech {
            speaking: Speaking::default(),
            mn: "A51B00000000000000000001".to_owned(),
            password: "123456".to_owned(),
            system_type: "21".to_owned(),
            command: 2061,
            period: Period::Hour,
            ahead: Duration::zero(),
        };
        let marks = Marks {
            request: stamp(record.at),
            backfilled: false,
            password: &speech.password,
            drift: Duration::zero(),
        };
        speech.frames(record, &marks)
    }

    #[test]
    fn a_recorded_flag_is_repeated_and_what_no_frame_can_hold_is_refused() {
        let written = frames(&record("正常", 1)).unwrap().remove(0);
        assert!(String::from_utf8(written).unwrap().contains("w21003-Flag=正常&&"));
        assert!(frames(&record("a;b", 1)).is_err());
        assert_eq!(frames(&record("N", 60)).unwrap().len(), 3);
        assert!(matches!(frames(&record("N", 600)), Err(BuildError::TooManyParts)));
    }

    #[test]
    fn editions_as_people_write_them() {
        let said = |edition: &str, key: Option<&str>, numbers: bool| match Speaking::parse(edition, key, numbers) {
            Ok(speaking) => hj212::edition_word(speaking.edition).to_owned(),
            Err(error) => error.to_string(),
        };
        let key = Some("0000000000000000");
        assert_eq!(said("2005", None, false), "2005");
        assert_eq!(said("2025", key, true), "2025");
        assert_eq!(
            said("2017", key, true),
            "edition 2017 knows no encryption; leave the SM4 key out, or speak 2025"
        );
        assert_eq!(
            said("2016", None, true),
            "'2016' is no edition of HJ 212; write 2005, 2017 or 2025"
        );
        assert!(Speaking::parse("2025", Some("short"), true).is_err() && Speaking::parse("2017", None, false).is_err());
    }
}
