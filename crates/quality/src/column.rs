//! A series as scaled whole numbers: the form in which the basic tests run fast and without rounding.

use rust_decimal::Decimal;

/// A value times `10^scale` is at most this, so that sums of four of them fit.
const SCALED_MAX: i64 = i64::MAX / 4;
/// More digits behind the point than any canonical value has.
const SCALE_MAX: u32 = 28;

/// Why a series is no column.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// Times, values and presence are not of one length.
    #[error("{times} times and {values} values; give one value or its absence for every time")]
    Lengths {
        /// Number of times.
        times: usize,
        /// Number of values.
        values: usize,
    },
    /// A time does not come after the one before.
    #[error(
        "the time at position {at} does not come after the one before; sort the series and keep one value for a time"
    )]
    Order {
        /// Position of the later one.
        at: usize,
    },
    /// A value has too many digits for the common scale.
    #[error("the value at position {at} does not fit into 62 bits with {scale} digits behind the point")]
    TooManyDigits {
        /// Its position.
        at: usize,
        /// Digits behind the point of the whole column.
        scale: u32,
    },
}

/// A series of one item: strictly increasing times, each with a value or without.
///
/// Values are held as whole numbers of one scale. Only those that are present are stored; the tests compare a value with the
/// nearest present ones, and decide by the distance in time whether they are neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    length: usize,
    scale: u32,
    places: Vec<usize>,
    times: Vec<i64>,
    values: Vec<i64>,
}

impl Column {
    /// A column of decimals. All of them are kept exactly.
    ///
    /// # Errors
    /// See [`ColumnError`].
    pub fn of(times: &[i64], values: &[Option<Decimal>]) -> Result<Self, ColumnError> {
        let scale = values.iter().flatten().map(|value| value.normalize().scale()).max();
        let scale = scale.unwrap_or_default();
        let scaled = |at: usize, value: Decimal| {
            scaled(value, scale)
                .filter(|value| value.unsigned_abs() <= SCALED_MAX.unsigned_abs().into())
                .and_then(|value| i64::try_from(value).ok())
                .ok_or(ColumnError::TooManyDigits { at, scale })
        };
        let mut column = Self::empty(times, values.len(), scale)?;
        for (at, (time, value)) in times.iter().zip(values).enumerate() {
            if let Some(value) = value {
                column.push(at, *time, scaled(at, *value)?);
            }
        }
        Ok(column)
    }

    /// A column of values that are already whole numbers of `10^-scale`; where `present` is false there is no value.
    ///
    /// # Errors
    /// See [`ColumnError`].
    pub fn of_scaled(times: &[i64], values: &[i64], present: &[bool], scale: u32) -> Result<Self, ColumnError> {
        let mut column = Self::empty(times, values.len().min(present.len()), scale)?;
        for (at, ((time, value), present)) in times.iter().zip(values).zip(present).enumerate() {
            if *present {
                if value.unsigned_abs() > SCALED_MAX.unsigned_abs() || scale > SCALE_MAX {
                    return Err(ColumnError::TooManyDigits { at, scale });
                }
                column.push(at, *time, *value);
            }
        }
        Ok(column)
    }

    fn empty(times: &[i64], values: usize, scale: u32) -> Result<Self, ColumnError> {
        if times.len() != values {
            return Err(ColumnError::Lengths {
                times: times.len(),
                values,
            });
        }
        let disorder = times
            .windows(2)
            .position(|pair| matches!(pair, [first, second] if second <= first));
        match disorder {
            Some(at) => Err(ColumnError::Order { at: at + 1 }),
            None => Ok(Self {
                length: times.len(),
                scale,
                places: Vec::with_capacity(values),
                times: Vec::with_capacity(values),
                values: Vec::with_capacity(values),
            }),
        }
    }

    fn push(&mut self, place: usize, time: i64, value: i64) {
        self.places.push(place);
        self.times.push(time);
        self.values.push(value);
    }

    /// Number of times, with a value or without.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is no time at all.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Digits behind the point.
    pub fn scale(&self) -> u32 {
        self.scale
    }

    /// Positions of the present values in the series, their times and their scaled values, all of one length.
    pub(crate) fn present(&self) -> (&[usize], &[i64], &[i64]) {
        (&self.places, &self.times, &self.values)
    }

    /// The largest whole number of the column's scale that is not above `threshold`. A whole number is above one exactly when it is
    /// above the other, so comparing loses nothing.
    pub(crate) fn floor(&self, threshold: Decimal) -> i64 {
        times_power(threshold, self.scale)
    }

    /// The smallest whole number of the column's scale that is not below `threshold`.
    pub(crate) fn ceiling(&self, threshold: Decimal) -> i64 {
        times_power(-threshold, self.scale).saturating_neg()
    }
}

fn scaled(value: Decimal, scale: u32) -> Option<i128> {
    let value = value.normalize();
    10_i128
        .checked_pow(scale.checked_sub(value.scale())?)?
        .checked_mul(value.mantissa())
}

/// `threshold · 10^scale` rounded down. What lies outside of 64 bits becomes their end: no value of a column lies beyond it.
fn times_power(threshold: Decimal, scale: u32) -> i64 {
    scale_down(threshold.mantissa(), threshold.scale(), scale)
}

/// `mantissa · 10^(scale − own)` rounded down, kept inside of 64 bits.
pub(crate) fn scale_down(mantissa: i128, own: u32, scale: u32) -> i64 {
    let end = if mantissa < 0 { i64::MIN } else { i64::MAX };
    if mantissa == 0 {
        return 0;
    }
    let whole = if scale >= own {
        10_i128
            .checked_pow(scale - own)
            .and_then(|power| power.checked_mul(mantissa))
    } else {
        // Beyond 38 digits the power does not fit, and the quotient is a fraction of one.
        let fraction = if mantissa < 0 { -1 } else { 0 };
        Some(
            10_i128
                .checked_pow(own - scale)
                .map_or(fraction, |power| mantissa.div_euclid(power)),
        )
    };
    whole.and_then(|whole| i64::try_from(whole).ok()).unwrap_or(end)
}
