//! A last digit that stays while the values change.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use standards::Text;

use crate::wording::{number, time};

/// When a last digit is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// So many values in a row are looked at.
    pub values_count: usize,
    /// At least so many of them differ.
    pub distinct_count: usize,
    /// One last digit has at least this share.
    pub share: Decimal,
}

/// A stretch of values with one last digit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenEvidence {
    /// Positions of the values that end with it.
    pub values: Vec<usize>,
    /// The digit.
    pub digit: u8,
    /// Values looked at.
    pub of: usize,
    /// First time.
    pub from: i64,
    /// Last time.
    pub until: i64,
}

/// The last digit of a text such as `5.93`, and its digits behind the point; none where it does not end with a digit.
fn last_digit(text: &str) -> Option<(u8, usize)> {
    let text = text.trim();
    let digit = text.bytes().last().filter(u8::is_ascii_digit)? - b'0';
    let behind = text.split_once('.').map_or(0, |(_, behind)| behind.len());
    Some((digit, behind))
}

/// The stretches of `values_count` values in a row in which one last digit has the share, merged where they touch.
///
/// Digits are those of the text as received: a conversion of units makes new ones. A text with fewer digits behind the point than the
/// longest ends with a zero that was left out; a zero is no sign, since coarse instruments end with it always.
pub fn frozen_digits(
    times: &[i64],
    texts: &[&str],
    values: &[Option<Decimal>],
    parameters: &Frozen,
) -> Vec<FrozenEvidence> {
    let digits: Vec<(usize, u8, usize, Decimal)> = texts
        .iter()
        .zip(values)
        .enumerate()
        .filter_map(|(at, (text, value))| {
            last_digit(text)
                .zip(*value)
                .map(|((digit, behind), value)| (at, digit, behind, value))
        })
        .collect();
    let mut found: Vec<FrozenEvidence> = Vec::new();
    if parameters.values_count == 0 {
        return found;
    }
    // Windows overlap by a half: each sees a stretch of that length at least in half, at a linear price.
    let step = parameters.values_count.div_ceil(2);
    let last = digits.len().checked_sub(parameters.values_count);
    for first in last.into_iter().flat_map(|last| (0..=last).step_by(step).chain([last])) {
        let window = digits.get(first..first + parameters.values_count).unwrap_or_default();
        if let Some(evidence) = frozen(times, window, parameters) {
            match found
                .last_mut()
                .filter(|before| before.digit == evidence.digit && before.until >= evidence.from)
            {
                Some(before) => before.join(evidence),
                None => found.push(evidence),
            }
        }
    }
    found
}

fn frozen(times: &[i64], window: &[(usize, u8, usize, Decimal)], parameters: &Frozen) -> Option<FrozenEvidence> {
    let longest = window.iter().map(|(_, _, behind, _)| *behind).max()?;
    let distinct: BTreeSet<_> = window.iter().map(|(_, _, _, value)| value.normalize()).collect();
    if distinct.len() < parameters.distinct_count {
        return None;
    }
    (1..=9).find_map(|digit| {
        let values: Vec<_> = window
            .iter()
            .filter(|(_, last, behind, _)| *last == digit && *behind == longest)
            .map(|(at, ..)| *at)
            .collect();
        let least = Decimal::from(window.len()).checked_mul(parameters.share)?;
        let time = |at: Option<&(usize, u8, usize, Decimal)>| at.and_then(|(at, ..)| times.get(*at)).copied();
        (Decimal::from(values.len()) >= least).then_some(FrozenEvidence {
            values,
            digit,
            of: window.len(),
            from: time(window.first())?,
            until: time(window.last())?,
        })
    })
}

impl FrozenEvidence {
    fn join(&mut self, later: Self) {
        let known = self.values.last().copied();
        self.values
            .extend(later.values.into_iter().filter(|at| Some(*at) > known));
        self.until = later.until;
    }

    /// The evidence in a sentence, with how likely it is by chance: below `10^-n` when every last digit is as likely as every other.
    pub fn words(&self, parameters: &Frozen) -> Text {
        let (from, until) = (time(self.from), time(self.until));
        let (digit, count, share) = (self.digit, self.values.len(), number(parameters.share));
        let (of, least) = (parameters.values_count, parameters.distinct_count);
        let chance = chance_exponent(of, parameters.share);
        Text::new(
            format!(
                "{from} 至 {until}，数值在变而 {count} 个的末位都是 {digit}（判据：连续 {of} 个数值中至少 {share} 的末位相同，且至少 {least} \
                 个不同数值；末位均匀时其概率低于 10^-{chance}）"
            ),
            format!(
                "from {from} to {until} the values change and {count} of them end with {digit} (sign: one last digit in at least {share} of \
                 {of} values in a row with at least {least} different values; by chance, with even digits, less than 10^-{chance})"
            ),
        )
    }
}

/// A whole number `n` such that the chance of the sign in one window is below `10^-n`: at most ten digits, `2^of` ways to choose the
/// places, and one in ten for each of the `share · of` places.
fn chance_exponent(of: usize, share: Decimal) -> u64 {
    let places = Decimal::from(of)
        .checked_mul(share)
        .map(|places| places.floor())
        .unwrap_or_default();
    let places = u64::try_from(places).unwrap_or_default();
    // log10(2) < 0.3011, and one more for the ten digits.
    let ways = u64::try_from(of)
        .unwrap_or(u64::MAX)
        .saturating_mul(3_011)
        .div_ceil(10_000);
    places.saturating_sub(ways).saturating_sub(1)
}
