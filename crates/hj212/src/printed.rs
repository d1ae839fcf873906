//! The way of nearly every frame: four digits of length, printable content, a check value that fits, CR LF.
//!
//! Such a frame is told in one pass over its bytes. Whatever is written otherwise is nothing to this module and is judged by
//! [`crate::judgement`], which says the same of these frames too.

use wide::u8x16;

use crate::crc;
use crate::head::{HEAD_BYTES, four_digits, four_hex_digits};

/// A frame as the standard prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub segment_bytes: usize,
    pub crc: u16,
}

impl Printed {
    /// What stands at the start of `rest`, when it is written as the standard prints it.
    #[inline]
    pub(crate) fn at(rest: &[u8], segment_bytes_max: usize) -> Option<Self> {
        let (head, behind) = rest.split_first_chunk::<HEAD_BYTES>()?;
        let [b'#', b'#', digits @ ..] = head else { return None };
        let segment_bytes = four_digits(*digits).filter(|bytes| *bytes <= segment_bytes_max)?;
        let (segment, tail) = behind.split_at_checked(segment_bytes)?;
        let (check, line_end) = tail.split_first_chunk::<4>()?;
        let crc = four_hex_digits(*check).filter(|_| line_end.starts_with(b"\r\n"))?;
        (plain_crc(segment)? == crc).then_some(Self { segment_bytes, crc })
    }
}

impl Printed {
    /// Everything, from `##` to the line end.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        HEAD_BYTES + self.segment_bytes + TAIL_BYTES
    }
}

/// Bytes of a check value and CR LF.
const TAIL_BYTES: usize = 6;
/// Bytes that are looked at together.
const LANE_BYTES: usize = 16;

/// The check value of `segment`; none where it holds a `#` or anything but printable ASCII, or is shorter than a lane.
#[inline]
fn plain_crc(segment: &[u8]) -> Option<u16> {
    // Counted from the end, as the columns of the check value are. The first lane takes in what stands before the others.
    let (front, lanes) = segment.as_rchunks::<LANE_BYTES>();
    let first = segment.first_chunk::<LANE_BYTES>()?;
    let (first_lane, mark) = (u8x16::new(*first), u8x16::splat(b'#'));
    let (mut least, mut greatest, mut marked) = (first_lane, first_lane, first_lane.simd_eq(mark));
    let mut sum = u8x16::ZERO;
    for lane in lanes {
        let lane = u8x16::new(*lane);
        sum ^= lane;
        least = least.min(lane);
        greatest = greatest.max(lane);
        marked |= lane.simd_eq(mark);
    }
    let printable = least.max(u8x16::splat(b' ')).simd_eq(least) & greatest.min(u8x16::splat(b'~')).simd_eq(greatest);
    if marked.to_bitmask() != 0 || !printable.all() {
        return None;
    }
    // Bytes in front of the first whole lane belong to the last columns, which are the highest bytes.
    let shift = 8 * (LANE_BYTES - front.len()) as u32;
    let sum = u128::from_le_bytes(sum.to_array()) ^ u128::from_le_bytes(*first).checked_shl(shift).unwrap_or(0);
    Some(crc::of_columns((sum as u64) ^ (sum >> 64) as u64, segment.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::is_printable_without_head;

    proptest::proptest! {
        #[test]
        fn one_pass_says_what_two_say(bytes in proptest::collection::vec(b' '..0x7F, 0..200), at: usize, odd: u8) {
            let mut bytes = bytes;
            if !bytes.is_empty() {
                let at = at % bytes.len();
                bytes[at] = odd;
            }
            let both = is_printable_without_head(&bytes).then(|| crc::crc16(&bytes));
            proptest::prop_assert_eq!(plain_crc(&bytes), both.filter(|_| bytes.len() >= LANE_BYTES));
        }
    }
}
