//! What becomes of one frame on its way: drawn, not decided.

use super::chance::Chance;
use super::faults::{FAULTS, FaultKind, Faults};
use super::speech::{HEAD_BYTES, PARTS_MAX, TAIL_BYTES};

/// Tries of one upload; a draw for each has its place.
pub(super) const ATTEMPTS_MAX: u64 = 64;
/// Pieces of a write that is split.
const PIECES_MAX: u64 = 6;

/// The streams of one logger: for each fault whether it happens, and how.
#[derive(Clone, Debug)]
pub(super) struct Dice {
    faults: Faults,
    whether: Vec<Chance>,
    how: Vec<Chance>,
}

/// Where in the story of a logger a draw is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Number of the upload.
    pub number: u64,
    /// How often it was tried before.
    pub attempt: u64,
    /// Which part of it.
    pub part: usize,
}

impl Moment {
    fn index(self) -> u64 {
        (self.number * ATTEMPTS_MAX + self.attempt.min(ATTEMPTS_MAX - 1)) * PARTS_MAX as u64 + self.part as u64
    }
}

/// How a frame is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Damage {
    /// Another password.
    Password,
    /// Data and check value differ.
    Crc(u64),
    /// The length is wrong.
    Length(u64),
}

impl Damage {
    /// The fault that it is.
    pub fn kind(self) -> FaultKind {
        match self {
            Self::Password => FaultKind::WrongPassword,
            Self::Crc(_) => FaultKind::WrongCrc,
            Self::Length(_) => FaultKind::WrongLength,
        }
    }
}

/// How a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// Before anything is written.
    Before,
    /// After so many bytes.
    Amid(usize),
    /// After everything is written, before the answer is read.
    After,
}

impl Dice {
    /// The streams of the logger at `path`.
    pub fn new(seed: u64, path: [&str; 2], faults: &Faults) -> Self {
        let streams = |what: &str| {
            let stream = |def: &super::faults::FaultDef| Chance::of(seed, &[path[0], path[1], def.word, what]);
            FAULTS.iter().map(stream).collect()
        };
        Self {
            faults: faults.clone(),
            whether: streams("whether"),
            how: streams("how"),
        }
    }

    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Whether a fault happens.
    pub fn happens(&self, kind: FaultKind, moment: Moment) -> bool {
        let rate = self.faults.rate(kind);
        rate > 0
            && self
                .whether
                .get(kind as usize)
                .is_some_and(|chance| chance.happens(moment.index(), rate))
    }

    /// How a fault happens: a number below `bound`.
    pub fn how(&self, kind: FaultKind, moment: Moment, bound: u64) -> u64 {
        let chance = self.how.get(kind as usize);
        chance.map_or(0, |chance| chance.below(moment.index(), bound))
    }

    /// The damage that a frame takes, if any; a frame takes one at most.
    pub fn damage(&self, moment: Moment) -> Option<Damage> {
        if self.happens(FaultKind::WrongPassword, moment) {
            Some(Damage::Password)
        } else if self.happens(FaultKind::WrongCrc, moment) {
            Some(Damage::Crc(self.how(FaultKind::WrongCrc, moment, u64::MAX)))
        } else if self.happens(FaultKind::WrongLength, moment) {
            Some(Damage::Length(self.how(FaultKind::WrongLength, moment, u64::MAX)))
        } else {
            None
        }
    }

    /// Where the connection breaks under a write of `bytes`, if it does.
    pub fn breaks(&self, moment: Moment, bytes: usize) -> Option<Break> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
        self.happens(FaultKind::Disconnect, moment).then(|| {
            match self.how(FaultKind::Disconnect, moment, 3 * bytes.max(1)) {
                how if how < bytes => Break::Amid(place(how)),
                how if how < 2 * bytes => Break::Before,
                _ => Break::After,
            }
        })
    }

    /// Where a write of `bytes` is split: offsets in order, none when it is not.
    pub fn splits(&self, moment: Moment, bytes: usize) -> Vec<usize> {
        if !self.happens(FaultKind::SplitWrites, moment) || bytes < 2 {
            return Vec::new();
        }
        let kind = FaultKind::SplitWrites as usize;
        let Some(how) = self.how.get(kind) else {
            return Vec::new();
        };
        let pieces = 2 + how.below(moment.index(), PIECES_MAX - 1);
        // The draws of the parts of the same try lie between; a split write is drawn once for all of them.
        let mut places: Vec<usize> = (1..pieces)
            .map(|piece| 1 + how.below(moment.index() + piece, bytes as u64 - 1) as usize)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// A frame with a wrong check value or a wrong length; the password is none of its bytes' business.
pub(super) fn damaged(frame: &[u8], damage: Damage) -> Vec<u8> {
    let mut bytes = frame.to_vec();
    let segment_bytes = bytes.len().saturating_sub(HEAD_BYTES + TAIL_BYTES);
    match damage {
        Damage::Password => {}
        Damage::Crc(how) if how.is_multiple_of(2) && segment_bytes > 0 => {
            // One byte of the data is another than the one that was checked.
            let place = HEAD_BYTES + usize::try_from(how / 2).unwrap_or_default() % segment_bytes;
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1;
            }
        }
        Damage::Crc(how) => {
            let place = HEAD_BYTES + segment_bytes + usize::try_from(how / 2 % 4).unwrap_or_default();
            if let Some(digit) = bytes.get_mut(place) {
                *digit = if *digit == b'0' { b'F' } else { b'0' };
            }
        }
        Damage::Length(how) => {
            let off = 1 + usize::try_from(how / 2 % 20).unwrap_or_default();
            let wrong = if how.is_multiple_of(2) {
                segment_bytes + off
            } else {
                segment_bytes.saturating_sub(off)
            };
            let digits = format!("{wrong:04}");
            if let Some(place) = bytes.get_mut(2..HEAD_BYTES).filter(|place| place.len() == digits.len()) {
                place.copy_from_slice(digits.as_bytes());
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use hj212::{CrcPolicy, Event, Limits};

    #[test]
    fn no_damaged_frame_is_trusted_and_a_sound_one_is() {
        let sound = hj212::Builder::new()
            .header(hj212::HeaderName::Mn, "A51B00000000000000000001")
            .group([("a", "1")])
            .frame()
            .unwrap();
        let trusted = |bytes: &[u8]| {
            hj212::frames(bytes, Limits::default())
                .any(|event| matches!(event, Event::Frame(frame) if frame.is_trusted(CrcPolicy::Strict)))
        };
        assert!(trusted(&sound));
        for how in 0..2_000 {
            assert!(!trusted(&damaged(&sound, Damage::Crc(how))), "{how}");
            let length = damaged(&sound, Damage::Length(how));
            assert!(length != sound && length.len() == sound.len());
        }
    }

    #[test]
    fn breaks_and_splits_lie_inside() {
        let faults = Faults::default()
            .with(FaultKind::Disconnect, "1")
            .and_then(|faults| faults.with(FaultKind::SplitWrites, "1"))
            .unwrap();
        let dice = Dice::new(1, ["mn", "hour"], &faults);
        let mut seen = [0; 3];
        for number in 0..300 {
            let moment = Moment {
                number,
                attempt: 0,
                part: 0,
            };
            match dice.breaks(moment, 100) {
                Some(Break::Amid(place)) if place < 100 => seen[0] += 1,
                Some(Break::Before) => seen[1] += 1,
                Some(Break::After) => seen[2] += 1,
                other => panic!("{other:?}"),
            }
            let splits = dice.splits(moment, 100);
            assert!(!splits.is_empty() && splits.iter().all(|place| (1..100).contains(place)) && splits.is_sorted());
        }
        assert!(seen.iter().all(|count| *count > 60), "{seen:?}");
    }
}
