//! A superior platform: which frames it gets, and how they are written for it.

use std::collections::BTreeSet;
use std::ops::Range;

use hj212::{Flag, HeaderName, Packet};

/// One superior platform as the city folder names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its id in the city folder.
    pub name: String,
    /// Host and port.
    pub address: String,
    /// The password that frames carry there; none: that of the station.
    pub password: Option<String>,
    /// Commands that it gets; empty: all uploads (2000 to 2999) and notifications (1013, 2072, 9015).
    pub commands: BTreeSet<u16>,
    /// System types that it gets; empty: all.
    pub system_types: BTreeSet<String>,
    /// Stations that it gets, by MN; none: all.
    pub stations: Option<BTreeSet<String>>,
    /// Whether it answers. One that never does gets each frame once over a working connection.
    pub answers: bool,
}

/// Notifications of stations, beside the uploads.
const NOTIFICATIONS: [u16; 2] = [1013, 2072];
/// Uploads of stations.
const UPLOADS: Range<u16> = 2_000..3_000;

impl Target {
    /// A platform at `address` that gets everything.
    pub fn at(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            address: address.into(),
            password: None,
            commands: BTreeSet::new(),
            system_types: BTreeSet::new(),
            stations: None,
            answers: true,
        }
    }

    /// Whether the platform gets this packet.
    pub fn wants(&self, packet: &Packet<'_>) -> bool {
        let Some(command) = packet.command() else { return false };
        let is_named = |names: &BTreeSet<String>, given: Option<&[u8]>| {
            given
                .and_then(|given| std::str::from_utf8(given).ok())
                .is_some_and(|given| names.contains(given))
        };
        let by_command = match self.commands.is_empty() {
            true => UPLOADS.contains(&command) || NOTIFICATIONS.contains(&command),
            false => self.commands.contains(&command),
        };
        let by_system = self.system_types.is_empty() || is_named(&self.system_types, packet.st());
        let by_station = self.stations.as_ref().is_none_or(|names| is_named(names, packet.mn()));
        by_command && by_system && by_station
    }

    /// The data segment as it is sent to the platform: the station's own bytes, with the platform's password and, where it answers, the
    /// wish for an answer. Everything else stays as the station wrote it, spelling, order and spaces included.
    pub fn segment(&self, packet: &Packet<'_>) -> Vec<u8> {
        let mut changes: Vec<(Range<usize>, Vec<u8>)> = Vec::new();
        let password = self
            .password
            .as_deref()
            .map(|password| (HeaderName::Pw, packet.pw(), password.to_owned()));
        let flag = packet
            .flag()
            .filter(|flag| self.answers && !flag.wants_acknowledgement())
            .or_else(|| (self.answers && packet.flag().is_none()).then_some(Flag(0)))
            .map(|flag| {
                (
                    HeaderName::Flag,
                    packet.value(HeaderName::Flag),
                    (flag.0 | 1).to_string(),
                )
            });
        for (name, there, wanted) in [password, flag].into_iter().flatten() {
            match there.and_then(|value| place_in(packet.segment, value)) {
                Some(place) => changes.push((place, wanted.into_bytes())),
                None => {
                    let at = content_start(packet);
                    // Some loggers leave out the semicolon before CP.
                    let is_parted = at == 0 || packet.segment.get(at - 1) == Some(&b';');
                    let parting = if is_parted { "" } else { ";" };
                    changes.push((at..at, format!("{parting}{}={wanted};", name.spelling()).into_bytes()));
                }
            }
        }
        changes.sort_by_key(|(place, _)| place.start);
        with_changes(packet.segment, &changes)
    }
}

/// Where a field's value, borrowed from the segment, lies in it.
fn place_in(segment: &[u8], value: &[u8]) -> Option<Range<usize>> {
    let start = (value.as_ptr() as usize).checked_sub(segment.as_ptr() as usize)?;
    let end = start.checked_add(value.len())?;
    (end <= segment.len()).then_some(start..end)
}

/// Where CP begins: a header field that is missing is written before it.
fn content_start(packet: &Packet<'_>) -> usize {
    let opening = place_in(packet.segment, packet.content()).map_or(packet.segment.len(), |content| content.start);
    let before = packet.segment.get(..opening).unwrap_or_default();
    before
        .iter()
        .rposition(|byte| byte.eq_ignore_ascii_case(&b'C'))
        .unwrap_or(opening)
}

fn with_changes(segment: &[u8], changes: &[(Range<usize>, Vec<u8>)]) -> Vec<u8> {
    let mut written = Vec::with_capacity(segment.len() + 32);
    let mut copied = 0;
    for (place, bytes) in changes {
        written.extend_from_slice(segment.get(copied..place.start).unwrap_or_default());
        written.extend_from_slice(bytes);
        copied = place.end;
    }
    written.extend_from_slice(segment.get(copied..).unwrap_or_default());
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use hj212::Mode;

    fn written(target: &Target, segment: &str) -> String {
        let (packet, _) = Packet::parse(segment.as_bytes(), Mode::Lenient).unwrap();
        String::from_utf8(target.segment(&packet)).unwrap()
    }

    #[test]
    fn only_password_and_the_wish_for_an_answer_are_changed() {
        let mut target = Target::at("province", "127.0.0.1:9");
        let own = "ST=21;CN=2061;PW=123456;MN=A;Flag=5;CP=&&DataTime=20210401080000;w21003-Avg=0.1,w21003-Flag=N;&&";
        assert_eq!(written(&target, own), own, "nothing to change: byte for byte");
        target.password = Some("654321".into());
        let cases = [
            // (as received, as sent)
            (
                "QN=1; ST=21,CN=2061;PW=123456;MN=A;Flag=4;CP=&&a=1&&",
                "QN=1; ST=21,CN=2061;PW=654321;MN=A;Flag=5;CP=&&a=1&&",
            ),
            (
                "ST=21;CN=2061;MN=A;CP=&&a=1;b=CP&&",
                "ST=21;CN=2061;MN=A;PW=654321;Flag=1;CP=&&a=1;b=CP&&",
            ),
        ];
        for (received, sent) in cases {
            assert_eq!(written(&target, received), sent);
        }
        target.answers = false;
        assert_eq!(
            written(&target, "ST=21;CN=2061;PW=1;MN=A;Flag=4;CP=&&&&"),
            "ST=21;CN=2061;PW=654321;MN=A;Flag=4;CP=&&&&"
        );
    }

    #[test]
    fn what_a_platform_gets() {
        let packet_of = |segment: &'static str| Packet::parse(segment.as_bytes(), Mode::Lenient).unwrap().0;
        let hour = packet_of("ST=21;CN=2061;PW=1;MN=A;Flag=4;CP=&&&&");
        let answer = packet_of("ST=91;CN=9012;PW=1;MN=A;Flag=4;CP=&&ExeRtn=1&&");
        let everything = Target::at("province", "127.0.0.1:9");
        assert!(everything.wants(&hour));
        assert!(!everything.wants(&answer), "answers are between us and the station");
        let named = |commands: &[u16], system: &[&str], stations: Option<&[&str]>| Target {
            commands: commands.iter().copied().collect(),
            system_types: system.iter().map(|text| (*text).to_owned()).collect(),
            stations: stations.map(|names| names.iter().map(|text| (*text).to_owned()).collect()),
            ..everything.clone()
        };
        assert!(named(&[2061], &["21"], Some(&["A"])).wants(&hour));
        assert!(!named(&[2011], &[], None).wants(&hour));
        assert!(!named(&[], &["31"], None).wants(&hour));
        assert!(!named(&[], &[], Some(&["B"])).wants(&hour));
        assert!(
            !named(&[], &[], Some(&[])).wants(&hour),
            "no station named is no station, not all"
        );
    }
}
