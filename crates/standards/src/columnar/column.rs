//! A column of values as whole numbers.

use std::borrow::Cow;

use rust_decimal::Decimal;

/// The mantissa of a row without a value.
pub const MISSING: i32 = i32::MIN;

/// The most decimals a column can have.
pub const DECIMALS_MAX: u32 = 9;

/// Values of one item, each held as value × 10^decimals, [`MISSING`] where there is none.
///
/// Values that are not whole at that scale, or too large, are held beside the column as exact decimals; never rounded.
#[derive(Clone, Debug)]
pub struct FixedColumn<'a> {
    decimals: u32,
    mantissas: Cow<'a, [i32]>,
    /// Row and value of what does not fit, rows ascending.
    outside: Vec<(usize, Decimal)>,
}

impl<'a> FixedColumn<'a> {
    /// An empty column of `decimals` (at most [`DECIMALS_MAX`], more are taken as that many).
    pub fn new(decimals: u32) -> FixedColumn<'static> {
        FixedColumn {
            decimals: decimals.min(DECIMALS_MAX),
            mantissas: Cow::Owned(Vec::new()),
            outside: Vec::new(),
        }
    }

    /// A column over mantissas that are there already. `decimals` as in [`FixedColumn::new`].
    pub fn borrowed(decimals: u32, mantissas: &'a [i32]) -> Self {
        Self {
            decimals: decimals.min(DECIMALS_MAX),
            mantissas: Cow::Borrowed(mantissas),
            outside: Vec::new(),
        }
    }

    /// A column of `values` in their order.
    pub fn collect(decimals: u32, values: impl IntoIterator<Item = Option<Decimal>>) -> FixedColumn<'static> {
        let mut column = FixedColumn::new(decimals);
        for value in values {
            column.push(value);
        }
        column
    }

    /// Adds a row.
    pub fn push(&mut self, value: Option<Decimal>) {
        let mantissa = value.map_or(Some(MISSING), |value| mantissa(value, self.decimals));
        if let (None, Some(value)) = (mantissa, value) {
            self.outside.push((self.mantissas.len(), value));
        }
        self.mantissas.to_mut().push(mantissa.unwrap_or(MISSING));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.mantissas.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.mantissas.is_empty()
    }

    /// How many decimals its whole numbers stand for.
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    /// The value of a row, exact; `None` = missing, or no such row.
    pub fn value(&self, row: usize) -> Option<Decimal> {
        if let Ok(place) = self.outside.binary_search_by_key(&row, |(row, _)| *row) {
            return self.outside.get(place).map(|(_, value)| *value);
        }
        let mantissa = self.mantissas.get(row).filter(|mantissa| **mantissa != MISSING)?;
        Some(Decimal::new(i64::from(*mantissa), self.decimals))
    }

    pub(super) fn mantissas(&self) -> &[i32] {
        &self.mantissas
    }
}

/// The rows that must be judged exactly because some column holds more than its whole numbers can.
pub(super) fn rows_outside(columns: &[FixedColumn<'_>]) -> Vec<usize> {
    let outside = columns.iter().flat_map(|column| column.outside.iter());
    let mut rows: Vec<usize> = outside.map(|(row, _)| *row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// `value` × 10^decimals where that is a whole number that fits.
fn mantissa(value: Decimal, decimals: u32) -> Option<i32> {
    let given = value.mantissa();
    let whole = match decimals.checked_sub(value.scale()) {
        Some(more) => given.checked_mul(10_i128.checked_pow(more)?)?,
        None => {
            let divisor = 10_i128.checked_pow(value.scale() - decimals)?;
            (given % divisor == 0).then_some(given / divisor)?
        }
    };
    i32::try_from(whole).ok().filter(|mantissa| *mantissa != MISSING)
}
