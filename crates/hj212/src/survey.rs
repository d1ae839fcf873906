//! Whether a whole CP is written as the standard prints it, told from the marks of its blocks without parting its fields.

use wide::u8x16;

use crate::marks::{BLOCK_BYTES, Block};

/// Whether `bytes` are items as the standard prints them: no spaces, control characters or log texts, and every field has a
/// name and `=`.
///
/// A number of 64 bits holds one bit a byte. Where a field starts, a one is added to a row of ones that ends at the next
/// mark: the carry lands there, and it must land on `=`.
pub(crate) fn is_printed(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<BLOCK_BYTES>();
    let mut survey = Survey::default();
    blocks.iter().for_each(|block| survey.add(&Block::of(block, 0), 0));
    let last = Block::at(bytes, bytes.len() - rest.len());
    survey.add(&last, 1 << rest.len());
    survey.unnamed == 0 && survey.odd.to_bitmask() == 0
}

struct Survey {
    /// One where the next byte is the first of a field.
    fresh: u64,
    /// One where the next byte is another one of a name.
    naming: u64,
    unnamed: u64,
    odd: u8x16,
}

impl Default for Survey {
    fn default() -> Self {
        Self {
            fresh: 1,
            naming: 0,
            unnamed: 0,
            odd: u8x16::ZERO,
        }
    }
}

impl Survey {
    /// Looks at the next block. `end`: where the last field ends, if it does.
    #[inline]
    fn add(&mut self, block: &Block, end: u64) {
        let separators = block.places_of_either(b';', b',') | end;
        let equals = block.places(b'=');
        let starts = separators << 1 | self.fresh;
        let (landed, carry) = (!(separators | equals)).overflowing_add(starts | self.naming);
        // Behind the end no mark stands.
        self.unnamed |= landed & separators | starts & equals;
        self.fresh = separators >> (BLOCK_BYTES - 1);
        self.naming = u64::from(carry);
        self.odd |= block.odd();
    }
}
