//! Judges one event of the stream: what is kept of it, and what is answered once it is kept.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use history::{Digest, Door, Fault, Receipt};
use hj212::{CrcPolicy, Event, FaultCode, Frame, HeaderName, Mode, Packet};

use super::config::DoorConfig;
use super::directory::{Station, StationDirectory};
use super::fault;
use super::observations::{self, Setting};
use super::plain;

/// Commands that are answers themselves and are never answered: two devices that ask for answers would talk for ever.
const ANSWERS: std::ops::RangeInclusive<u16> = 9011..=9014;

/// One event, ready to be kept.
pub(super) struct Arrival {
    pub receipt: Receipt,
    /// What goes back once the receipt is on disk.
    pub answer: Option<Vec<u8>>,
    /// How much is trusted in it.
    pub standing: Standing,
    /// What is told to the attendant, where there is one and the frame is accepted.
    pub accepted: Option<Accepted>,
}

/// An accepted frame, to be told once it is kept.
pub(super) struct Accepted {
    pub mn: String,
    pub segment: Vec<u8>,
    /// Whether it came encrypted.
    pub encrypted: bool,
}

/// How much is trusted in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A sound frame of a known station.
    Accepted,
    /// A sound frame that may not bring data.
    Quarantined,
    /// No sound frame.
    Unsound,
}

/// Whom and when an event comes from.
pub(super) struct Circumstances<'a> {
    pub from: &'a str,
    /// Whether accepted frames are told to somebody.
    pub attended: bool,
    pub peer: IpAddr,
    pub directory: &'a StationDirectory,
    pub config: &'a DoorConfig,
    pub now: DateTime<Utc>,
}

impl Circumstances<'_> {
    /// Judges an event.
    pub(super) fn judge(&self, event: &Event<'_>) -> Arrival {
        match event {
            Event::Frame(frame) => match plain::decrypted(frame, self.directory) {
                Some(decrypted) => {
                    let mut arrival = self.judge_frame(&decrypted.frame());
                    // The evidence is what came over the wire.
                    arrival.receipt.bytes = frame.bytes.to_vec();
                    if let Some(accepted) = &mut arrival.accepted {
                        accepted.encrypted = true;
                    }
                    arrival
                }
                None => self.judge_frame(frame),
            },
            Event::Garbage { bytes, faults } => Arrival {
                receipt: self.receipt(bytes, fault::of_form(*faults)),
                answer: None,
                standing: Standing::Unsound,
                accepted: None,
            },
        }
    }

    /// A receipt without values that is kept every time.
    fn receipt(&self, bytes: &[u8], faults: Vec<Fault>) -> Receipt {
        Receipt {
            door: Door::Hj212,
            from: self.from.to_owned(),
            station: None,
            digest: None,
            bytes: bytes.to_vec(),
            faults,
            back_filled: false,
            observations: Vec::new(),
        }
    }

    fn judge_frame(&self, frame: &Frame<'_>) -> Arrival {
        let mut receipt = self.receipt(frame.bytes, Vec::new());
        // A logger that repeats a damaged frame is told apart by its bytes, so that it cannot fill the disk.
        receipt.digest = Some(Digest::of(&[b"hj212 damaged", frame.bytes]));
        let (packet, form) = match Packet::parse(frame.segment, Mode::Lenient) {
            Ok(read) => read,
            Err(error) => {
                receipt.faults = fault::of_frame(frame, CrcPolicy::Strict);
                receipt.faults.push(fault::segment_unreadable(error));
                return Arrival {
                    receipt,
                    answer: None,
                    standing: Standing::Unsound,
                    accepted: None,
                };
            }
        };
        let station = packet.mn().and_then(|mn| self.directory.station(mn));
        let policy = station.map_or(CrcPolicy::Strict, |station| station.crc);
        receipt.faults = fault::of_frame(frame, policy);
        receipt.faults.extend(fault::of_form(form));
        receipt.station = packet.mn().filter(|mn| !mn.is_empty()).map(fault::quoted);
        if !frame.is_trusted(policy) || form.is_damage() {
            return Arrival {
                receipt,
                answer: None,
                standing: Standing::Unsound,
                accepted: None,
            };
        }
        match self.admit(&packet, station) {
            Ok(station) => self.accept(&packet, station, receipt),
            Err(refusal) => {
                receipt.digest = Some(identity(b"hj212 quarantined", &packet, refusal.code.as_bytes()));
                // What an unknown station said is kept and taken in once it is known: it need not be sent again.
                let answer = (refusal.code == fault::UNKNOWN_STATION)
                    .then(|| answer_to(&packet))
                    .flatten();
                receipt.faults.push(refusal);
                Arrival {
                    receipt,
                    answer,
                    standing: Standing::Quarantined,
                    accepted: None,
                }
            }
        }
    }

    /// The station, if it may bring data.
    fn admit<'a>(&self, packet: &Packet<'_>, station: Option<&'a Station>) -> Result<&'a Station, Fault> {
        let station = station.ok_or_else(|| fault::unknown_station(packet.mn().unwrap_or_default()))?;
        if !station.may_come_from(self.peer) {
            return Err(fault::address_wrong(self.peer));
        }
        match &station.password {
            Some(password) if packet.pw() != Some(password.as_bytes()) => Err(fault::password_wrong()),
            Some(_) | None => Ok(station),
        }
    }

    fn accept(&self, packet: &Packet<'_>, station: &Station, mut receipt: Receipt) -> Arrival {
        let setting = Setting {
            station,
            city_offset_minutes: self.directory.utc_offset_minutes(),
            now: self.now,
            ahead_max: self.config.ahead_max,
        };
        let reading = observations::read(packet, &setting);
        receipt.digest = Some(identity(b"hj212", packet, b""));
        receipt.back_filled = packet.is_back_filled() || setting.is_late(reading.utc, self.config.back_fill_from);
        receipt.observations = reading.observations;
        receipt.faults.extend(reading.faults);
        let answer = answer_to(packet);
        Arrival {
            receipt,
            answer,
            standing: Standing::Accepted,
            accepted: self.attended.then(|| Accepted {
                mn: String::from_utf8_lossy(packet.mn().unwrap_or_default()).into_owned(),
                segment: packet.segment.to_vec(),
                encrypted: false,
            }),
        }
    }
}

/// The 9014 that a packet asks for. One that cannot be written (an MN with odd bytes) is left out, as if it was lost.
fn answer_to(packet: &Packet<'_>) -> Option<Vec<u8>> {
    let is_answer = packet.command().is_some_and(|command| ANSWERS.contains(&command));
    let wanted = packet.wants_acknowledgement() && !is_answer;
    wanted.then(|| hj212::acknowledge(packet).ok()).flatten()
}

/// By what a repetition is recognised. The request number is left out: some loggers give a repetition a new one.
fn identity(kind: &[u8], packet: &Packet<'_>, reason: &[u8]) -> Digest {
    let header = |name| packet.value(name).unwrap_or_default();
    let time = packet.data_time_digits().unwrap_or_default();
    let parts = [
        kind,
        reason,
        header(HeaderName::Mn),
        header(HeaderName::St),
        header(HeaderName::Cn),
        time,
        header(HeaderName::Pnum),
        header(HeaderName::Pno),
        packet.content(),
    ];
    Digest::at(minute_number(time), &parts)
}

/// A number that grows with the minutes of a DataTime, whatever stands there: it only keeps neighbours together.
fn minute_number(digits: &[u8]) -> u32 {
    let number = |from: usize, to: usize| {
        let part = digits.get(from..to).unwrap_or_default();
        let digit = |digit: &u8| u32::from(digit.wrapping_sub(b'0') % 10);
        part.iter().fold(0_u32, |number, byte| number * 10 + digit(byte))
    };
    let places = [(2, 4, 1), (4, 6, 13), (6, 8, 32), (8, 10, 24), (10, 12, 60)];
    let join = |sum: u32, (from, to, size): (usize, usize, u32)| sum.wrapping_mul(size).wrapping_add(number(from, to));
    places.into_iter().fold(0, join)
}

/// Whether an event is nothing but spare line ends, which are not worth keeping.
pub(super) fn is_idle_chatter(event: &Event<'_>) -> bool {
    event.faults().iter().eq([FaultCode::StrayLineEnd])
}

#[cfg(test)]
mod tests {
    use super::*;
    use hj212::{Limits, frames};
    use proptest::prelude::*;

    const MN: &str = "BISHUITEST00000000000001";

    fn judged(bytes: &[u8]) -> Vec<Arrival> {
        let mut directory = StationDirectory::new(480);
        directory.insert(MN, Station::at("section", 480)).unwrap();
        let config = DoorConfig::default();
        let circumstances = Circumstances {
            from: "here",
            attended: false,
            peer: std::net::Ipv4Addr::LOCALHOST.into(),
            directory: &directory,
            config: &config,
            now: Utc::now(),
        };
        frames(bytes, Limits::default())
            .map(|event| circumstances.judge(&event))
            .collect()
    }

    fn frame(content: &str) -> Vec<u8> {
        let segment = format!(
            "QN=20210401100001001;ST=21;CN=2061;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20210401080000;{content}&&"
        );
        let crc = hj212::crc::crc16(segment.as_bytes());
        format!("##{:04}{segment}{crc:04X}\r\n", segment.len()).into_bytes()
    }

    proptest! {
        #[test]
        fn no_content_makes_it_panic_and_it_is_answered(content in "([wa][0-9]{5}|060|PM25)-(Avg|Min|Flag|Rtd)=[ -%'-:<-~]{0,9}([;,]([wa][0-9]{5}|060)-(Avg|Max)=[0-9.eE+-]{0,40}){0,20}") {
            let arrivals = judged(&frame(&content));
            prop_assert_eq!(arrivals.len(), 1);
            prop_assert_eq!(arrivals[0].standing, Standing::Accepted);
            prop_assert!(arrivals[0].answer.is_some());
        }

        /// A frame with one wrong byte is never accepted with other values than it had.
        #[test]
        fn one_wrong_byte_is_never_believed(at: prop::sample::Index, byte: u8) {
            let sound = frame("w21003-Avg=0.092,w21003-Flag=N;w01001-Avg=7.5,w01001-Flag=N");
            let mut damaged = sound.clone();
            damaged[at.index(sound.len())] = byte;
            let expected = judged(&sound).remove(0).receipt.observations;
            for arrival in judged(&damaged) {
                prop_assert!(arrival.receipt.observations.is_empty() || arrival.receipt.observations == expected);
                prop_assert_eq!(arrival.answer.is_some(), !arrival.receipt.observations.is_empty());
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            for arrival in judged(&bytes) {
                prop_assert!(arrival.answer.is_none());
            }
        }
    }
}
