//! What the parts of a data segment are held against. Every departure is reported with the bytes concerned.
//!
//! Nearly all packets are written as the standard prints them, or close to it. Header and content are therefore first asked as
//! a whole whether there can be anything to report, and only if so field by field.

use crate::content::{Content, Field, Groups};
use crate::encryption::looks_encrypted;
use crate::fault::FaultCode;
use crate::flag::{Edition, Flag};
use crate::header::{HeaderFields, HeaderName, Known, is_separator, read_printed};
use crate::packet::Packet;
use crate::stamp::Stamp;
use crate::survey::is_printed;

/// Reads the header fields.
#[inline]
pub(crate) fn header<'a>(header: &'a [u8], known: &mut Known<'a>, report: &mut impl FnMut(FaultCode, &'a [u8])) {
    if !read_printed(header, known) {
        *known = Known::default();
        odd_header(header, known, report);
    }
}

#[cold]
fn odd_header<'a>(header: &'a [u8], known: &mut Known<'a>, report: &mut impl FnMut(FaultCode, &'a [u8])) {
    let mut last = None;
    for field in HeaderFields::new(header) {
        field.check(report);
        let (Some(name), Some(value)) = (field.known(), field.value) else {
            continue;
        };
        match &mut known[name as usize] {
            Some(_) => report(FaultCode::HeaderRepeated, field.raw),
            first => *first = Some(value),
        }
        if last.is_some_and(|last| last > name) {
            report(FaultCode::HeaderOrder, field.raw);
        }
        last = Some(name);
    }
    // A comma that parts fields is looked for here because the fields themselves no longer show it.
    let comma = (0..header.len()).find(|&place| header[place] == b',' && is_separator(header, place));
    if let Some(comma) = comma {
        report(FaultCode::HeaderSeparator, &header[comma..=comma]);
    }
}

/// Checks the content of CP.
#[inline]
pub(crate) fn content<'a>(
    bytes: &'a [u8],
    segment: &'a [u8],
    report: &mut impl FnMut(FaultCode, &'a [u8]),
) -> Content<'a> {
    if bytes.is_empty() || is_printed(bytes) {
        return Content::plain(bytes);
    }
    odd_content(bytes, segment, report)
}

#[cold]
fn odd_content<'a>(bytes: &'a [u8], segment: &'a [u8], report: &mut impl FnMut(FaultCode, &'a [u8])) -> Content<'a> {
    let content = Content::of(bytes);
    if looks_encrypted(segment) {
        // What cipher text looks like taken apart is no fault of the sender.
        report(FaultCode::CpNotText, bytes);
        return content;
    }
    // Log texts may hold line ends and tabs.
    let control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | b'\n');
    if let Some(place) = bytes.iter().position(control) {
        report(FaultCode::CpNotText, &bytes[place..=place]);
    }
    for group in Groups::new(content) {
        if group.is_blank() {
            // One blank group is `&& &&`, printed so in the standard; more are spare semicolons.
            let code = if group.raw.len() == bytes.len() {
                FaultCode::ItemSpace
            } else {
                FaultCode::ItemEmpty
            };
            report(code, group.raw);
        }
        group.fields().for_each(|field| item(&field, report));
    }
    content
}

fn item<'a>(field: &Field<'a>, report: &mut impl FnMut(FaultCode, &'a [u8])) {
    if field.raw.trim_ascii().is_empty() {
        report(FaultCode::ItemEmpty, field.raw);
    } else if field.value.is_none() || field.name.is_empty() {
        report(FaultCode::ItemWithoutName, field.raw);
    } else if field.name.len() + field.value.map_or(0, <[u8]>::len) + 1 != field.raw.len() {
        report(FaultCode::ItemSpace, field.raw);
    }
}

/// The longest content of CP that may be sent, in bytes (HJ 212-2017, table 2).
const CONTENT_BYTES_MAX: usize = 950;
/// The same in HJ/T 212-2005.
const CONTENT_BYTES_MAX_OF_2005: usize = 960;

/// Checks the values of the header fields.
#[inline]
pub(crate) fn values<'a>(packet: &Packet<'a>, report: &mut impl FnMut(FaultCode, &'a [u8])) {
    let filled = |name| packet.value(name).filter(|value| !value.is_empty());
    let flag = packet.flag();
    let edition = flag.and_then(Flag::edition_hint);
    match filled(HeaderName::Qn) {
        // Uploads and acknowledgements of 2005 carry no request number in the header.
        None if edition > Some(Edition::Of2005) || packet.qn().is_some() => report(FaultCode::QnMissing, packet.header),
        Some(qn) if qn.len() != 17 || Stamp::parse(qn).is_none() => report(FaultCode::QnUnreadable, qn),
        None | Some(_) => {}
    }
    match filled(HeaderName::St) {
        None => report(FaultCode::StMissing, packet.header),
        Some(st) if st.len() != 2 => report(FaultCode::StUnreadable, st),
        Some(_) => {}
    }
    match filled(HeaderName::Cn) {
        None => report(FaultCode::CnMissing, packet.header),
        Some(cn) if packet.command().is_none() => report(FaultCode::CnUnreadable, cn),
        Some(_) => {}
    }
    match filled(HeaderName::Pw) {
        None => report(FaultCode::PwMissing, packet.header),
        Some(pw) if pw.len() != 6 => report(FaultCode::PwLength, pw),
        Some(_) => {}
    }
    match (filled(HeaderName::Mn), edition) {
        (None, _) => report(FaultCode::MnMissing, packet.header),
        (Some(mn), None | Some(Edition::Of2005)) if mn.len() == 14 => {}
        (Some(mn), _) if mn.len() != 24 => report(FaultCode::MnLength, mn),
        (Some(_), _) => {}
    }
    let content_bytes_max = match edition {
        None | Some(Edition::Of2005) => CONTENT_BYTES_MAX_OF_2005,
        Some(Edition::Of2017 | Edition::Of2025) => CONTENT_BYTES_MAX,
    };
    if packet.content().len() > content_bytes_max {
        report(FaultCode::CpOverStandard, packet.content());
    }
    flag_and_part(packet, flag, report);
}

#[inline]
fn flag_and_part<'a>(packet: &Packet<'a>, flag: Option<Flag>, report: &mut impl FnMut(FaultCode, &'a [u8])) {
    match (packet.value(HeaderName::Flag), flag) {
        // The 2005 edition leaves Flag out where it would be 0; its device numbers are shorter.
        (None, _) if packet.mn().is_some_and(|mn| mn.len() == 24) => report(FaultCode::FlagMissing, packet.header),
        (Some(given), None) => report(FaultCode::FlagUnreadable, given),
        (None, _) | (_, Some(_)) => {}
    }
    let announced = flag.is_some_and(Flag::is_split);
    match [HeaderName::Pnum, HeaderName::Pno].map(|name| packet.value(name)) {
        [None, None] if announced => report(FaultCode::SplitNumbersMissing, packet.header),
        [None, None] => {}
        [pnum, pno] => {
            let given = pno.or(pnum).unwrap_or_default();
            if packet.part().is_none() {
                report(FaultCode::SplitNumbersUnreadable, given);
            } else if !announced {
                report(FaultCode::SplitNumbersUnannounced, given);
            }
        }
    }
    if let Some(given) = packet.value(HeaderName::Rf).filter(|given| *given != b"1") {
        report(FaultCode::RfUnreadable, given);
    }
}
