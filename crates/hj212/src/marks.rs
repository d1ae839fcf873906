//! Where the marks of the protocol stand among bytes: 64 bytes at a time, one bit a byte.

use wide::u8x16;

/// How many bytes are looked at together.
pub(crate) const BLOCK_BYTES: usize = 64;
/// A byte that nobody looks for.
const PADDING: u8 = b'0';

/// 64 bytes, ready to be asked where a byte stands.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    lanes: [u8x16; 4],
    /// How many bytes stand in front of the first one that counts.
    ahead: u32,
}

impl Block {
    /// The bytes of `bytes` from `at` on; behind their end nothing is found.
    #[inline]
    pub(crate) fn at(bytes: &[u8], at: usize) -> Self {
        let rest = bytes.get(at..).unwrap_or_default();
        match (rest.first_chunk(), bytes.last_chunk()) {
            (Some(whole), _) => Self::of(whole, 0),
            // The last 64 bytes are quicker read whole than copied in part.
            (None, Some(whole)) => Self::of(whole, BLOCK_BYTES - rest.len()),
            (None, None) => Self::padded(rest),
        }
    }

    /// Fewer than 64 bytes.
    fn padded(bytes: &[u8]) -> Self {
        let mut padded = [PADDING; BLOCK_BYTES];
        if let Some(front) = padded.get_mut(..bytes.len()) {
            front.copy_from_slice(bytes);
        }
        Self::of(&padded, 0)
    }

    /// The last of `bytes` without the first `ahead`, at most 64.
    #[inline]
    pub(crate) fn of(bytes: &[u8; BLOCK_BYTES], ahead: usize) -> Self {
        let (lanes, _) = bytes.as_chunks::<16>();
        Self {
            lanes: [0, 1, 2, 3].map(|index| u8x16::new(lanes[index])),
            ahead: ahead as u32,
        }
    }

    /// The places at which `byte` stands; the first byte has the lowest bit.
    #[inline]
    pub(crate) fn places(&self, byte: u8) -> u64 {
        let wanted = u8x16::splat(byte);
        self.mask(|lane| lane.simd_eq(wanted))
    }

    /// The places at which one of the two stands.
    #[inline]
    pub(crate) fn places_of_either(&self, one: u8, other: u8) -> u64 {
        let (one, other) = (u8x16::splat(one), u8x16::splat(other));
        self.mask(|lane| lane.simd_eq(one) | lane.simd_eq(other))
    }

    /// Where a space, a control character or a slash stands, also in the bytes that do not count: not zero in one of 16 lanes.
    #[inline]
    pub(crate) fn odd(&self) -> u8x16 {
        let [blank, delete, slash] = [b' ', 0x7F, b'/'].map(u8x16::splat);
        let odd = |lane: u8x16| lane.min(blank).simd_eq(lane) | lane.simd_eq(delete) | lane.simd_eq(slash);
        self.lanes.iter().fold(u8x16::ZERO, |sum, lane| sum | odd(*lane))
    }

    #[inline]
    fn mask(&self, matches: impl Fn(u8x16) -> u8x16) -> u64 {
        let part = |index: usize| u64::from(matches(self.lanes[index]).to_bitmask());
        let all = part(0) | part(1) << 16 | part(2) << 32 | part(3) << 48;
        all.checked_shr(self.ahead).unwrap_or(0)
    }
}

/// Whether one of `bytes` satisfies `matches`, which is asked of all of them: without an early end the compiler does
/// many at once.
#[inline]
pub(crate) fn any(bytes: &[u8], matches: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |any, byte| any | matches(*byte))
}

/// Whether all of `bytes` are printable ASCII, and none of them `#`.
pub(crate) fn is_printable_without_head(bytes: &[u8]) -> bool {
    let (lanes, rest) = bytes.as_chunks::<16>();
    // The last 16 bytes are looked at whole, some of them for the second time.
    let Some(last) = bytes.last_chunk() else {
        return !any(rest, |byte| byte == b'#' || !is_printable(byte));
    };
    let mark = u8x16::splat(b'#');
    let last = u8x16::new(*last);
    let (mut least, mut greatest, mut marked) = (last, last, last.simd_eq(mark));
    for lane in lanes {
        let lane = u8x16::new(*lane);
        least = least.min(lane);
        greatest = greatest.max(lane);
        marked |= lane.simd_eq(mark);
    }
    let [first, end] = [b' ', b'~'].map(u8x16::splat);
    let printable = least.max(first).simd_eq(least) & greatest.min(end).simd_eq(greatest);
    marked.to_bitmask() == 0 && printable.all()
}

/// Whether it is printable ASCII, the space included.
#[inline]
pub(crate) fn is_printable(byte: u8) -> bool {
    byte.wrapping_sub(b' ') < 0x5F
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_place_is_seen(bytes in proptest::collection::vec(0_u8..4, 0..200), at in 0_usize..200, byte in 0_u8..5) {
            let expected = bytes
                .iter()
                .skip(at)
                .take(BLOCK_BYTES)
                .enumerate()
                .fold(0, |places, (place, found)| places | u64::from(*found == byte) << place);
            let block = Block::at(&bytes, at);
            proptest::prop_assert_eq!(block.places(byte), expected);
            proptest::prop_assert_eq!(block.places_of_either(byte, 3), expected | block.places(3));
        }

        #[test]
        fn plain_bytes_are_known(bytes in proptest::collection::vec(b' '..0x7F, 0..100), at: usize, odd: u8) {
            let mut bytes: Vec<u8> = bytes.into_iter().map(|byte| if byte == b'#' { b'+' } else { byte }).collect();
            proptest::prop_assert!(is_printable_without_head(&bytes));
            if !bytes.is_empty() {
                let at = at % bytes.len();
                bytes[at] = odd;
                let plain = (b' '..=b'~').contains(&odd) && odd != b'#';
                proptest::prop_assert_eq!(is_printable_without_head(&bytes), plain);
            }
        }
    }
}
