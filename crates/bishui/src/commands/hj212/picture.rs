//! What a frame looks like as a JSON object.

use hj212::{
    Context, CrcPolicy, Edition, Event, FaultCode, Faults, Frame, HeaderName, Message, Mode, Packet, ParseError, Place,
    Sm4Key, Terminator, data_flag, describe_field, edition_word, result_code,
};
use standards::Language;

use super::object::{End, Fault, Field, Found, Object};
use super::say;
use super::text::{encoding_of, shown};

/// How frames are judged and told.
pub struct Painter {
    pub language: Language,
    pub strict: bool,
    pub policy: CrcPolicy,
    pub key: Option<Sm4Key>,
    pub explain: bool,
}

impl Painter {
    /// The object of an event that starts at byte `at`.
    pub fn paint(&self, event: &Event<'_>, at: u64) -> Object {
        match event {
            Event::Frame(frame) => match self.key.as_ref().and_then(|key| key.decrypt(frame)) {
                Some(decrypted) => Object {
                    encrypted: true,
                    ..self.frame(&decrypted.frame(), at)
                },
                None => self.frame(frame, at),
            },
            Event::Garbage { bytes, faults } => self.garbage(bytes, *faults, at),
        }
    }

    fn garbage(&self, bytes: &[u8], faults: Faults, at: u64) -> Object {
        let place = format!("byte {at}");
        let object = Object {
            kind: Found::Garbage,
            at,
            bytes: bytes.len(),
            refused: true,
            faults: faults
                .iter()
                .map(|code| self.fault(code, place.clone(), None))
                .collect(),
            ..Object::default()
        };
        with_text(object, bytes)
    }

    fn frame(&self, frame: &Frame<'_>, at: u64) -> Object {
        let object = Object {
            kind: Found::Frame,
            at,
            bytes: frame.bytes.len(),
            length: frame.length_declared,
            crc: crc_text(frame),
            end: Some(match frame.terminator {
                Terminator::CrLf => End::CrLf,
                Terminator::Lf => End::Lf,
                Terminator::Missing => End::None,
            }),
            faults: self.frame_faults(frame),
            ..Object::default()
        };
        let damaged = frame.faults_under(self.policy).is_damage();
        match Packet::parse(frame.segment, Mode::Lenient) {
            Ok((packet, faults)) => {
                let mut object = self.packet(object, frame, &packet, faults);
                object.refused = damaged || faults.is_damage() || self.strict && !object.faults.is_empty();
                object
            }
            Err(error) => self.unreadable(object, frame, error),
        }
    }

    /// The faults of the frame around its segment.
    fn frame_faults(&self, frame: &Frame<'_>) -> Vec<Fault> {
        let fault = |code| self.fault(code, told(code, frame.locate(code)), frame.detail(code));
        frame.faults.iter().map(fault).collect()
    }

    /// The faults of the segment and of the message in it.
    fn packet_faults(&self, frame: &Frame<'_>, faults: Faults, message: &Message<'_>) -> Vec<Fault> {
        let of_packet = faults.iter().map(|code| (code, frame.locate(code)));
        let start = frame.segment_start();
        let of_message = message.faults().map(|fault| {
            let range = fault.place.range.start + start..fault.place.range.end + start;
            (fault.code, Some(Place { range, ..fault.place }))
        });
        // Of bytes that are no text, nothing can be said by name.
        let of_message = of_message.filter(|_| !faults.contains(FaultCode::CpNotText));
        let all = of_packet.chain(of_message);
        all.map(|(code, place)| self.fault(code, told(code, place), None))
            .collect()
    }

    fn unreadable(&self, mut object: Object, frame: &Frame<'_>, error: ParseError) -> Object {
        let zh = match error {
            ParseError::TooLong { .. } => "数据段超过长度字段所能声明的字节数",
            ParseError::Unreadable | ParseError::Departs { .. } => "既无数据段字段，也无“CP=&&”：这不是 HJ 212 数据段",
        };
        object.faults.push(Fault {
            code: "segment-unreadable".to_owned(),
            place: "segment".to_owned(),
            sentence: say(self.language, (zh, &error.to_string())).to_owned(),
        });
        object.refused = true;
        with_text(object, frame.segment)
    }

    fn packet(&self, mut object: Object, frame: &Frame<'_>, packet: &Packet<'_>, faults: Faults) -> Object {
        let message = Message::read(packet, Context::default());
        object.faults.extend(self.packet_faults(frame, faults, &message));
        object.edition = packet.edition_hint().map(|edition| edition_word(edition).to_owned());
        object.command = message
            .command()
            .map(|row| say(self.language, (&row.name_zh, &row.name_en)).to_owned());
        object.direction = message.command().map(|row| row.direction);
        let object = with_header(object, packet);
        if frame.faults.contains(FaultCode::Encrypted) {
            // Without the key there are no fields to tell apart.
            let encrypted = Object {
                encrypted: true,
                ..object
            };
            return with_text(encrypted, packet.content());
        }
        Object {
            items: Some(self.items(&message)),
            ..object
        }
    }

    fn items(&self, message: &Message<'_>) -> Vec<Field> {
        let groups = message
            .packet()
            .groups()
            .enumerate()
            .filter(|(_, group)| !group.is_blank());
        groups
            .flat_map(|(number, group)| group.fields().map(move |field| (number, field)))
            .filter(|(_, field)| !field.raw.trim_ascii().is_empty())
            .map(|(number, field)| Field {
                group: Some(number),
                means: self.meaning(&field, message.edition()),
                ..field_of(field.name, field.value)
            })
            .collect()
    }

    /// What a field means, and its value where that is a code.
    fn meaning(&self, field: &hj212::Field<'_>, edition: Edition) -> Option<String> {
        let name = std::str::from_utf8(field.name).ok().filter(|_| self.explain)?;
        let (zh, en) = describe_field(name)?;
        let words = say(self.language, (&zh, &en)).to_owned();
        let value = std::str::from_utf8(field.value?).ok()?;
        let code = match name {
            "QnRtn" | "ExeRtn" => value
                .parse()
                .ok()
                .and_then(|code| result_code(name, code, edition))
                .map(|row| (&row.meaning_zh, &row.meaning_en)),
            _ if name.ends_with("-Flag") => data_flag(value).map(|row| (&row.meaning_zh, &row.meaning_en)),
            _ => None,
        };
        Some(match code {
            Some((zh, en)) => format!("{words}: {}", say(self.language, (zh, en))),
            None => words,
        })
    }

    fn fault(&self, code: FaultCode, place: String, detail: Option<(String, String)>) -> Fault {
        let mut sentence = say(self.language, code.text()).to_owned();
        if let Some((zh, en)) = detail {
            let separator = say(self.language, ("", " "));
            let detail = match self.language {
                Language::Chinese => format!("（{zh}）"),
                Language::English => format!("({en})"),
            };
            sentence = format!("{sentence}{separator}{detail}");
        }
        Fault {
            code: code.code().to_owned(),
            place,
            sentence,
        }
    }
}

/// The check value exactly as it stands in the frame.
fn crc_text(frame: &Frame<'_>) -> Option<String> {
    frame.crc_given?;
    let after = frame.bytes.trim_ascii_end();
    let digits = after
        .iter()
        .rev()
        .take(4)
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    Some(String::from_utf8_lossy(&after[after.len() - digits..]).into_owned())
}

fn with_text(mut object: Object, bytes: &[u8]) -> Object {
    object.encoding = encoding_of(&[bytes]);
    object.text = Some(shown(bytes, object.encoding));
    object
}

fn field_of(name: &[u8], value: Option<&[u8]>) -> Field {
    let encoding = encoding_of(&[name, value.unwrap_or_default()]);
    Field {
        name: shown(name, encoding),
        value: value.map(|value| shown(value, encoding)),
        encoding,
        ..Field::default()
    }
}

fn with_header(mut object: Object, packet: &Packet<'_>) -> Object {
    let mut places = [
        (HeaderName::Qn, &mut object.qn),
        (HeaderName::St, &mut object.st),
        (HeaderName::Cn, &mut object.cn),
        (HeaderName::Pw, &mut object.pw),
        (HeaderName::Mn, &mut object.mn),
        (HeaderName::Flag, &mut object.flag),
        (HeaderName::Pnum, &mut object.pnum),
        (HeaderName::Pno, &mut object.pno),
        (HeaderName::Rf, &mut object.rf),
    ];
    let mut printed: Vec<(&[u8], Option<&[u8]>)> = Vec::new();
    for (name, place) in &mut places {
        if let Some(value) = packet.value(*name) {
            **place = Some(shown(value, encoding_of(&[value])));
            printed.push((name.spelling().as_bytes(), Some(value)));
        }
    }
    let fields = || {
        packet
            .header_fields()
            .filter(|field| !field.raw.trim_ascii().is_empty())
    };
    let is_utf8 = fields().all(|field| std::str::from_utf8(field.raw).is_ok());
    if !is_utf8 || !fields().map(|field| (field.name, field.value)).eq(printed) {
        object.header = fields().map(|field| field_of(field.name, field.value)).collect();
    }
    object
}

/// The part of a frame that has a fault, and its bytes counted from the first of the frame.
fn told(code: FaultCode, place: Option<Place<'_>>) -> String {
    let part = match code.code().split('-').next().unwrap_or_default() {
        "length" => "length",
        "crc" => "crc",
        "terminator" => "end",
        "cp" | "item" | "parameter" | "value" => "CP",
        _ => "header",
    };
    match place {
        None => part.to_owned(),
        Some(place) if place.field.is_empty() => format!("{part}, {place}"),
        Some(place) if part == "header" => format!("header field {place}"),
        Some(place) if place.field.contains(&b'-') => format!("item {place}"),
        Some(place) => format!("parameter {place}"),
    }
}
