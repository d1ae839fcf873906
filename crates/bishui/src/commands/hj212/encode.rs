//! `bishui hj212 encode`: JSON objects to frames.

use std::io::{BufRead, ErrorKind, Read, Write};
use std::process::ExitCode;

use hj212::{Builder, HeaderName, Mode, Packet, Sm4Key, enclose};
use standards::Language;

use super::object::{Field, Found, Object};
use super::say;
use super::text::bytes_of;
use crate::arguments::Encode;
use crate::failure::Failure;

/// The longest line that is read, in bytes. A frame of the longest segment, all of it hexadecimal digits, is shorter.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// Why an object becomes no frame: Chinese and English.
type Refusal = (String, String);

/// Encodes standard input to standard output. Every line that becomes no frame is named; the others are written.
pub fn run(language: Language, encode: &Encode) -> Result<ExitCode, Failure> {
    let encoder = Encoder {
        key: super::read_key(language, encode.key.as_ref())?,
        repair: encode.repair,
    };
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut bad_lines = 0_u64;
    for number in 1_u64.. {
        let mut line = Vec::new();
        if (&mut input).take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        match encoder.line(&line) {
            Ok(bytes) => match output.write_all(&bytes) {
                Err(cause) if cause.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                written => written?,
            },
            Err((zh, en)) => {
                bad_lines += 1;
                let place = match language {
                    Language::Chinese => format!("第 {number} 行："),
                    Language::English => format!("line {number}: "),
                };
                eprintln!("bishui: {place}{}", say(language, (&zh, &en)));
                if line.len() as u64 > LINE_BYTES_MAX {
                    break;
                }
            }
        }
    }
    output.flush()?;
    Ok(if bad_lines == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

struct Encoder {
    key: Option<Sm4Key>,
    repair: bool,
}

impl Encoder {
    /// The frames of a line; none for a blank one and for garbage.
    fn line(&self, line: &[u8]) -> Result<Vec<u8>, Refusal> {
        if line.len() as u64 > LINE_BYTES_MAX {
            let max = LINE_BYTES_MAX;
            return Err((
                format!("一行超过 {max} 字节，其后不再读取"),
                format!("the line has more than {max} bytes; nothing after it is read"),
            ));
        }
        if line.trim_ascii().is_empty() {
            return Ok(Vec::new());
        }
        let object: Object = serde_json::from_slice(line).map_err(|error| {
            (
                format!("不是 decode 输出的那种 JSON 对象：{error}"),
                format!("not a JSON object as decode prints it: {error}"),
            )
        })?;
        if object.kind == Found::Garbage {
            return Ok(Vec::new());
        }
        if object.refused && !self.repair {
            return Err((
                "该帧已被拒收（refused）：其内容不可信。要以正确的长度和 CRC 写出，请用 --repair".to_owned(),
                "the frame was refused, its content cannot be trusted; --repair writes it with right length and CRC"
                    .to_owned(),
            ));
        }
        self.frames(&object)
    }

    fn frames(&self, object: &Object) -> Result<Vec<u8>, Refusal> {
        let segment = segment_of(object)?;
        let (packet, _) = Packet::parse(&segment, Mode::Lenient)
            .map_err(|error| ("写出的数据段无法读回".to_owned(), error.to_string()))?;
        read_back(object, &packet)?;
        let segments = Builder::like(&packet)
            .segments()
            .map_err(|error| (format!("无法写成帧：{error}"), error.to_string()))?;
        let frames: Result<Vec<_>, _> = segments.iter().map(|segment| self.frame(segment, object)).collect();
        Ok(frames?.concat())
    }

    /// The frame of a segment: CP encrypted where the object says so, and the check value in its letter case.
    fn frame(&self, segment: &[u8], object: &Object) -> Result<Vec<u8>, Refusal> {
        let built = match (object.encrypted, &self.key) {
            (false, _) => enclose(segment),
            (true, Some(key)) => key.encrypted_frame(segment),
            (true, None) => {
                return Err((
                    "该帧应加密：请用 --key 给出密钥".to_owned(),
                    "the frame goes encrypted: give the key with --key".to_owned(),
                ));
            }
        };
        let mut frame = built.map_err(|error| (error.to_string(), error.to_string()))?;
        if let Some(given) = &object.crc {
            let start = frame.len().saturating_sub(6);
            if let Some(digits) = frame.get_mut(start..start + 4)
                && digits.eq_ignore_ascii_case(given.as_bytes())
            {
                digits.copy_from_slice(given.as_bytes());
            }
        }
        Ok(frame)
    }
}

/// Name and value as they are written; without a value no `=` is.
type Written = (Vec<u8>, Option<Vec<u8>>);

fn header_of(object: &Object) -> Result<Vec<Written>, Refusal> {
    if !object.header.is_empty() {
        return object.header.iter().map(bytes_of_field).collect();
    }
    let known = [
        (HeaderName::Qn, &object.qn),
        (HeaderName::St, &object.st),
        (HeaderName::Cn, &object.cn),
        (HeaderName::Pw, &object.pw),
        (HeaderName::Mn, &object.mn),
        (HeaderName::Flag, &object.flag),
        (HeaderName::Pnum, &object.pnum),
        (HeaderName::Pno, &object.pno),
        (HeaderName::Rf, &object.rf),
    ];
    let given = known
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?)));
    Ok(given
        .map(|(name, value)| (name.spelling().into(), Some(value.clone().into_bytes())))
        .collect())
}

fn bytes_of_field(field: &Field) -> Result<Written, Refusal> {
    let bytes = |text: &str| {
        bytes_of(text, field.encoding).ok_or_else(|| {
            (
                format!("“{text}”不能按所说的编码写出"),
                format!("`{text}` cannot be written in the encoding that is named"),
            )
        })
    };
    Ok((bytes(&field.name)?, field.value.as_deref().map(bytes).transpose()?))
}

/// The data segment of an object.
fn segment_of(object: &Object) -> Result<Vec<u8>, Refusal> {
    let mut segment = Vec::new();
    let write = |segment: &mut Vec<u8>, (name, value): &Written| {
        segment.extend_from_slice(name);
        if let Some(value) = value {
            segment.push(b'=');
            segment.extend_from_slice(value);
        }
    };
    for field in header_of(object)? {
        write(&mut segment, &field);
        segment.push(b';');
    }
    segment.extend_from_slice(b"CP=&&");
    let mut before: Option<&Field> = None;
    for item in object.items.iter().flatten() {
        if let Some(before) = before {
            segment.push(if is_one_group(before, item) { b',' } else { b';' });
        }
        write(&mut segment, &bytes_of_field(item)?);
        before = Some(item);
    }
    segment.extend_from_slice(b"&&");
    Ok(segment)
}

/// Whether two neighbouring fields stand in one group: as their numbers say, else when both are of one factor.
fn is_one_group(before: &Field, item: &Field) -> bool {
    match (before.group, item.group) {
        (Some(before), Some(item)) => before == item,
        _ => {
            let code = |field: &Field| field.name.rsplit_once('-').map(|(code, _)| code.to_owned());
            code(item).is_some() && code(before) == code(item)
        }
    }
}

/// Refuses what would be read back as something else.
fn read_back(object: &Object, packet: &Packet<'_>) -> Result<(), Refusal> {
    let header: Vec<_> = packet
        .header_fields()
        .map(|field| (field.name.to_vec(), field.value.map(<[u8]>::to_vec)))
        .collect();
    let items: Vec<_> = packet
        .groups()
        .flat_map(|group| group.fields())
        .map(|field| (field.name.to_vec(), field.value.map(<[u8]>::to_vec)))
        .collect();
    let given: Result<Vec<_>, _> = object.items.iter().flatten().map(bytes_of_field).collect();
    for (given, read) in [(header_of(object)?, header), (given?, items)] {
        let differing = given
            .iter()
            .zip(&read)
            .find(|(given, read)| given != read)
            .map(|(given, _)| given);
        let differing = differing
            .or_else(|| given.get(read.len()))
            .or_else(|| read.get(given.len()));
        if let Some((name, _)) = differing {
            let name = String::from_utf8_lossy(name);
            return Err((
                format!("“{name}”含有分隔符、首尾空格或行尾，写出后会被读成别的内容"),
                format!(
                    "`{name}` holds a separator, a space at its edge or a line end: it would be read back as something else"
                ),
            ));
        }
    }
    Ok(())
}
