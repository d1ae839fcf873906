//! Frames that came encrypted (SM4 of HJ 212-2025), read with the key of their station.

use hj212::{Decrypted, FaultCode, Frame, Mode, Packet, Sm4Key};

use super::directory::StationDirectory;

/// The plain form of a frame that looks encrypted, when its station has a key and the plain text fits the CRC.
///
/// The header is never encrypted, so the station can be told. Without a key the frame stays what it is: kept, named as encrypted, not
/// used and not answered, so that the logger keeps its data until the key is there.
pub(super) fn decrypted<'a>(frame: &Frame<'a>, directory: &StationDirectory) -> Option<Decrypted<'a>> {
    if !frame.faults.contains(FaultCode::Encrypted) {
        return None;
    }
    let (packet, _) = Packet::parse(frame.segment, Mode::Lenient).ok()?;
    let station = packet.mn().and_then(|mn| directory.station(mn))?;
    let key = station.sm4_key.as_ref()?;
    Sm4Key::new(key.0).decrypt(frame)
}
