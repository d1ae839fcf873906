//! The answer to an upload that wants one.

use crate::builder::{BuildError, Builder};
use crate::flag::{Edition, Flag};
use crate::header::HeaderName;
use crate::packet::Packet;

/// Notifications that are answered with 9013: clock calibration request (1013), alarm event (2072), heartbeat (9015).
/// Uploads get 9014.
const NOTIFICATIONS: [u16; 3] = [1013, 2072, 9015];

/// The frame that acknowledges `packet`: 9013 for a notification, 9014 for data.
///
/// Editions from 2017 on carry the request number in the header and leave CP empty. A packet without request number, or
/// marked as of the 2005 edition, is answered as 2005 does: Flag=0, and in CP the request number (if any), the command,
/// and the packet numbers when split.
///
/// # Errors
/// When the packet's PW, MN and QN together are longer than a frame may be, or hold bytes that cannot be written.
pub fn acknowledge(packet: &Packet<'_>) -> Result<Vec<u8>, BuildError> {
    let command = packet
        .command()
        .filter(|command| NOTIFICATIONS.contains(command))
        .map_or("9014", |_| "9013");
    let mut answer = Builder::new()
        .header(HeaderName::St, "91")
        .header(HeaderName::Cn, command);
    for name in [HeaderName::Pw, HeaderName::Mn] {
        if let Some(value) = packet.value(name) {
            answer = answer.header(name, value);
        }
    }
    let request = packet.qn().filter(|qn| !qn.is_empty());
    if let Some(qn) = request.filter(|_| packet.edition_hint() != Some(Edition::Of2005)) {
        return answer.header(HeaderName::Qn, qn).flag(Flag::OF_2017).frame();
    }
    let fields = [
        ("QN", request.or_else(|| packet.content_value(b"QN"))),
        ("CN", packet.cn()),
        ("PNUM", packet.value(HeaderName::Pnum)),
        ("PNO", packet.value(HeaderName::Pno)),
    ];
    let known = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
    known
        .fold(answer.flag(Flag(0)), |answer, field| answer.group([field]))
        .frame()
}
