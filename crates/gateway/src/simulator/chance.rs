//! Chance as a tree: every place that draws has a stream of its own, and every draw of a stream has a number.
//!
//! A stream is named by a path (`["<MN>", "loss"]`) below the seed of the run, and draw `n` of it is the same however
//! many others were made before. One more attempt, station or fault therefore shifts nothing elsewhere, and the story
//! of a seed does not depend on how fast a door answers.
//!
//! The generator is PCG64 of `rand_pcg`, which is defined by its formula and jumps ahead in a few steps. Everything is
//! computed in whole numbers, so that one seed gives the same bytes on every machine.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;
use sha2::{Digest, Sha256};

/// One whole, in the parts in which rates are held.
pub(super) const MILLION: u32 = 1_000_000;

/// One stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chance(Pcg64);

impl Chance {
    /// The stream at `path` below `seed`.
    pub fn of(seed: u64, path: &[&str]) -> Self {
        let mut digest = Sha256::new();
        digest.update(seed.to_be_bytes());
        for part in path {
            // The length keeps ["ab", "c"] and ["a", "bc"] apart.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        let digest = digest.finalize();
        let number = |bytes: &[u8]| bytes.iter().fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        let (state, stream) = digest.split_at(16);
        Self(Pcg64::new(number(state), number(stream)))
    }

    /// Draw number `index`.
    pub fn at(&self, index: u64) -> u64 {
        let mut generator = self.0.clone();
        generator.advance(index.into());
        generator.next_u64()
    }

    /// A whole number below `bound` at draw `index`; 0 for a bound of 0.
    pub fn below(&self, index: u64, bound: u64) -> u64 {
        let wide = u128::from(self.at(index)) * u128::from(bound);
        // The upper half of a product of two 64-bit numbers has 64 bits.
        (wide >> 64) as u64
    }

    /// Whether what happens `rate` times in a million happens at draw `index`.
    pub fn happens(&self, index: u64, rate: u32) -> bool {
        rate > 0 && self.below(index, MILLION.into()) < rate.into()
    }

    /// A whole number from `-bound` to `bound` at draw `index`.
    pub fn around(&self, index: u64, bound: u32) -> i64 {
        let drawn = self.below(index, 2 * u64::from(bound) + 1);
        i64::try_from(drawn).unwrap_or_default() - i64::from(bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_on_every_machine_and_in_every_release() {
        let chance = Chance::of(1, &["A51B000", "loss"]);
        let drawn: Vec<_> = (0..4).map(|index| chance.below(index, 1000)).collect();
        insta::assert_debug_snapshot!(drawn, @r#"
        [
            166,
            595,
            868,
            610,
        ]
        "#);
    }

    #[test]
    fn streams_are_apart_and_draws_have_numbers() {
        let at = |seed, path: &[&str], index| Chance::of(seed, path).at(index);
        let all = [
            at(1, &["a", "bc"], 0),
            at(1, &["ab", "c"], 0),
            at(1, &["abc"], 0),
            at(2, &["abc"], 0),
            at(1, &["abc"], 1),
            at(1, &["abc"], 1 << 40),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[..place].contains(one));
        }
    }

    #[test]
    fn rates_are_kept() {
        let chance = Chance::of(7, &["rate"]);
        let happened = (0..100_000).filter(|index| chance.happens(*index, 20_000)).count();
        assert!((1_800..2_200).contains(&happened), "{happened}");
        assert!((0..1000).all(|index| chance.happens(index, MILLION) && !chance.happens(index, 0)));
        let around: Vec<_> = (0..1000).map(|index| chance.around(index, 3)).collect();
        assert!((-3..=3).all(|number| around.contains(&number)) && around.iter().all(|number| number.abs() <= 3));
    }
}
