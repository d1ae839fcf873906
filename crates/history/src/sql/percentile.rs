//! The percentile of HJ 663 over a group.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use deltalake::arrow::array::{Array, ArrayRef, AsArray};
use deltalake::arrow::datatypes::{DataType, Field, FieldRef};
use deltalake::datafusion::common::{ScalarValue, exec_datafusion_err, exec_err};
use deltalake::datafusion::error::Result;
use deltalake::datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use deltalake::datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};
use rust_decimal::Decimal;
use standards::percentile::percentile;

use crate::sql::functions::Function;
use crate::sql::values::{coerced, number};

/// Decimals of the result: those of a value and four more for the share of `p`.
const RESULT_SCALE: i8 = 16;
const DIGITS: u8 = 38;

/// The aggregate.
#[derive(Debug)]
pub(super) struct Percentile {
    function: &'static Function,
    signature: Signature,
}

impl Percentile {
    pub(super) fn new(function: &'static Function) -> Self {
        Self {
            function,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl PartialEq for Percentile {
    fn eq(&self, other: &Self) -> bool {
        self.function.name == other.function.name
    }
}

impl Eq for Percentile {}

impl Hash for Percentile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.function.name.hash(state);
    }
}

impl AggregateUDFImpl for Percentile {
    fn name(&self) -> &str {
        self.function.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(DataType::Decimal128(DIGITS, RESULT_SCALE))
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerced(self.function, given)
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let values = Field::new_list_field(DataType::Utf8, true);
        Ok(vec![
            Arc::new(Field::new(format!("{}[p]", arguments.name), DataType::Utf8, true)),
            Arc::new(Field::new_list(format!("{}[values]", arguments.name), values, false)),
        ])
    }

    fn accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Ranking::default()))
    }
}

/// The values of a group.
#[derive(Debug, Default)]
struct Ranking {
    p: Option<Decimal>,
    values: Vec<Decimal>,
}

impl Ranking {
    fn same_p(&mut self, p: Option<Decimal>) -> Result<()> {
        match (self.p, p) {
            (Some(known), Some(p)) if known != p => exec_err!("p must be one number in a group, not {known} and {p}"),
            (known, p) => {
                self.p = known.or(p);
                Ok(())
            }
        }
    }
}

fn read(said: &str) -> Result<Decimal> {
    said.parse().map_err(|_| exec_datafusion_err!("`{said}` is no number"))
}

impl Accumulator for Ranking {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let [values, p] = columns else {
            return exec_err!("a value and p are expected");
        };
        for row in 0..values.len() {
            self.same_p(number(p, row)?)?;
            self.values.extend(number(values, row)?);
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let text = |value: &Decimal| ScalarValue::Utf8(Some(value.to_string()));
        let values: Vec<ScalarValue> = self.values.iter().map(text).collect();
        Ok(vec![
            ScalarValue::Utf8(self.p.as_ref().map(Decimal::to_string)),
            ScalarValue::List(ScalarValue::new_list_nullable(&values, &DataType::Utf8)),
        ])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [p, values] = states else {
            return exec_err!("the state of a percentile is damaged");
        };
        for row in 0..p.len() {
            let said = p.as_string::<i32>();
            let p = said.is_valid(row).then(|| read(said.value(row))).transpose()?;
            self.same_p(p)?;
            let list = values.as_list::<i32>().value(row);
            let more = list.as_string::<i32>().iter().flatten().map(read);
            self.values.extend(more.collect::<Result<Vec<_>>>()?);
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let nothing = ScalarValue::Decimal128(None, DIGITS, RESULT_SCALE);
        let Some(p) = self.p.filter(|_| !self.values.is_empty()) else {
            return Ok(nothing);
        };
        if p < Decimal::ZERO || p > Decimal::ONE_HUNDRED {
            return exec_err!("p is {p}, and must lie between 0 and 100");
        }
        let found = percentile(&self.values, p);
        let units = found.and_then(units);
        match units {
            Some(units) => Ok(ScalarValue::Decimal128(Some(units), DIGITS, RESULT_SCALE)),
            None => exec_err!("the percentile has more digits than can be given exactly"),
        }
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * size_of::<Decimal>()
    }
}

/// The value in units of 10^-RESULT_SCALE, where that is a whole number.
fn units(value: Decimal) -> Option<i128> {
    let value = value.normalize();
    let more = u32::try_from(RESULT_SCALE).ok()?.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(more)?)
}
