//! The acknowledgements, in both directions: 9011 and 9012 to requests, 9013 to notifications, 9014 to data.

use crate::builder::BuildError;
use crate::command::{Answer, Direction, commands};
use crate::compose::{Envelope, MessageBuilder};
use crate::header::HeaderName;
use crate::packet::Packet;

/// The frame that acknowledges an upload or a notification: 9013 for a notification, 9014 for data.
///
/// Editions from 2017 on carry the request number in the header and leave CP empty. A packet without request number, or
/// marked as of the 2005 edition, is answered as 2005 does: Flag=0, and in CP the request number (if any), the command,
/// and the packet numbers when split.
///
/// # Errors
/// When the packet's PW, MN and QN together are longer than a frame may be, or hold bytes that cannot be written.
pub fn acknowledge(packet: &Packet<'_>) -> Result<Vec<u8>, BuildError> {
    let is_notification = packet.command().is_some_and(is_notification);
    let number = if is_notification { 9013 } else { 9014 };
    let envelope = Envelope::answering(packet);
    let mut answer = MessageBuilder::new(number, Direction::Both, &envelope);
    if envelope.edition() == crate::Edition::Of2005 {
        let part = |name| packet.value(name).filter(|_| !is_notification);
        let fields = [
            ("CN", packet.cn()),
            ("PNUM", part(HeaderName::Pnum)),
            ("PNO", part(HeaderName::Pno)),
        ];
        for (name, value) in fields {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                answer = answer.exact(name, value);
            }
        }
    }
    answer.frame()
}

fn is_notification(number: u16) -> bool {
    commands(number).any(|command| command.answer() == Answer::Notification)
}

/// 9011: whether the device will execute the request in `packet`, by the codes of `QnRtn`; 1 is yes.
pub fn request_acknowledged(packet: &Packet<'_>, qn_rtn: u32) -> MessageBuilder {
    MessageBuilder::new(9011, Direction::Up, &Envelope::answering(packet)).parameter("QnRtn", qn_rtn.to_string())
}

/// 9012: what became of the request in `packet`, by the codes of `ExeRtn`; 1 is done.
pub fn request_executed(packet: &Packet<'_>, exe_rtn: u32) -> MessageBuilder {
    MessageBuilder::new(9012, Direction::Up, &Envelope::answering(packet)).parameter("ExeRtn", exe_rtn.to_string())
}
