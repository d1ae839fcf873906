//! The breakpoints of one item as the whole numbers at which its index changes.

use rust_decimal::Decimal;

use crate::air::edition::Breakpoint;
use crate::air::{AqiEdition, Averaging};
use crate::columnar::ColumnarError;
use crate::item::ItemDef;

/// The index where there is none.
pub const UNKNOWN: i16 = -1;

/// Entries of a table. A scale of fewer whole numbers has one entry for each, a finer one an entry for each cell of them.
const ENTRIES: usize = 1 << 12;

/// From the whole number of a concentration to its index.
#[derive(Debug)]
pub(super) struct IndexScale {
    /// The largest whole number that lies within the breakpoints.
    top: i32,
    /// The index above them.
    above: i16,
    /// How many bits a whole number is shifted to find its entry in `table`; 0 = the entry is its index.
    shift: u32,
    /// Entry 0 for everything negative, then one for each cell, then `above` to the end. Its length is fixed so that finding an
    /// entry needs no check.
    table: Box<[i16; ENTRIES]>,
    /// The largest whole number of each index from 0 on.
    highest: Vec<i32>,
}

impl IndexScale {
    pub(super) fn new(
        edition: AqiEdition,
        item: &'static ItemDef,
        averaging: Averaging,
        decimals: u32,
    ) -> Result<Self, ColumnarError> {
        let too_fine = || ColumnarError::TooFine {
            item: item.code,
            decimals,
        };
        let rules = edition.rules();
        let scale = rules
            .scale(item, averaging)
            .ok_or(ColumnarError::NotEvaluated { item: item.code })?;
        let rounded_to = rules.input_decimals(item).filter(|to| *to < decimals);
        let mut highest = highest_of_each(&scale.points, rounded_to.unwrap_or(decimals)).ok_or_else(too_fine)?;
        if let Some(to) = rounded_to {
            let unit = 10_i128.pow(decimals - to);
            // Half a unit above an even number is still rounded down to it; above an odd one it is rounded up.
            highest
                .iter_mut()
                .for_each(|value| *value = *value * unit + unit / 2 - *value % 2);
        }
        let highest = highest
            .into_iter()
            .map(|value| i32::try_from(value).ok().filter(|value| *value < i32::MAX - 1));
        let highest: Vec<i32> = highest.collect::<Option<_>>().ok_or_else(too_fine)?;
        let beyond = rules
            .beyond
            .iter()
            .find(|row| row.item.code == item.code && row.averaging == averaging);
        let last = scale.points.last().map(|point| point.iaqi);
        let above = beyond.map_or(last, |row| row.iaqi);
        let above = above.and_then(|index| i16::try_from(index).ok()).unwrap_or(UNKNOWN);
        Ok(Self::of(highest, above))
    }

    fn of(highest: Vec<i32>, above: i16) -> Self {
        let top = highest.last().copied().unwrap_or(0);
        let cells_max = i32::try_from(ENTRIES).unwrap_or(i32::MAX) - 2;
        let mut shift = 0;
        while top >> shift >= cells_max {
            shift += 1;
        }
        let mut table = Box::new([above; ENTRIES]);
        let mut index = UNKNOWN;
        for (cell, entry) in (-1..=top >> shift).zip(table.iter_mut()) {
            *entry = index;
            index = index_from(&highest, index, (cell + 1) << shift);
        }
        Self {
            top,
            above,
            shift,
            table,
            highest,
        }
    }

    /// The index of each whole number; negative ones, and so missing ones, have none.
    pub(super) fn indexes(&self, mantissas: &[i32], out: &mut [i16]) {
        if self.shift == 0 {
            let last = ENTRIES as i32 - 2;
            for (out, mantissa) in out.iter_mut().zip(mantissas) {
                let entry = (mantissa.clamp(&-1, &last) + 1).unsigned_abs() as usize;
                // The remainder changes nothing; it tells the compiler that the entry is there.
                *out = self.table[entry % ENTRIES];
            }
        } else {
            for (out, mantissa) in out.iter_mut().zip(mantissas) {
                *out = self.searched(*mantissa);
            }
        }
    }

    fn searched(&self, mantissa: i32) -> i16 {
        if mantissa < 0 {
            return UNKNOWN;
        }
        if mantissa > self.top {
            return self.above;
        }
        let cell = (mantissa >> self.shift).unsigned_abs() as usize + 1;
        index_from(&self.highest, self.table.get(cell).copied().unwrap_or(0), mantissa)
    }
}

/// The first index, from `start` on, whose largest whole number is not below `mantissa`.
fn index_from(highest: &[i32], start: i16, mantissa: i32) -> i16 {
    let start = start.max(0);
    let from = highest.get(usize::from(start.unsigned_abs())..).unwrap_or_default();
    let more = from.iter().take_while(|highest| **highest < mantissa).count();
    start.saturating_add(i16::try_from(more).unwrap_or(i16::MAX))
}

/// The largest concentration of each index from 0 on, in units of 10^-decimals, exact.
fn highest_of_each(points: &[Breakpoint], decimals: u32) -> Option<Vec<i128>> {
    let fine = points
        .iter()
        .map(|point| point.concentration.scale())
        .max()?
        .max(decimals);
    let whole = |value: Decimal| value.mantissa().checked_mul(10_i128.checked_pow(fine - value.scale())?);
    let unit = 10_i128.checked_pow(fine - decimals)?;
    let mut highest = vec![whole(points.first()?.concentration)?.div_euclid(unit)];
    for (low, high) in points.iter().zip(points.iter().skip(1)) {
        let (from, to) = (whole(low.concentration)?, whole(high.concentration)?);
        let steps = i128::from(high.iaqi.checked_sub(low.iaqi)?);
        // The index is at most `low + step` as long as steps × (value − from) ≤ step × (to − from).
        highest.extend((1..=steps).map(|step| (from + (step * (to - from)).div_euclid(steps)).div_euclid(unit)));
    }
    Some(highest)
}
