//! Judging the values of one row.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use deltalake::arrow::array::ArrayRef;
use deltalake::arrow::datatypes::DataType;
use deltalake::datafusion::common::exec_datafusion_err;
use deltalake::datafusion::error::Result;
use deltalake::datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use rust_decimal::Decimal;

use crate::sql::functions::{Function, ParameterKind, Subject};
use crate::sql::judge::{Facet, Given, Judgement, judge};
use crate::sql::values::{self, coerced, column_of, type_of};

/// A function of one row.
#[derive(Debug)]
pub(super) struct Judging {
    function: &'static Function,
    facet: Facet,
    name: String,
    signature: Signature,
}

impl Judging {
    pub(super) fn new(function: &'static Function, facet: Facet) -> Self {
        Self {
            function,
            facet,
            name: format!("{}{}", function.name, facet.suffix()),
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }

    fn judge_row(&self, columns: &[ArrayRef], row: usize) -> Result<Judgement> {
        let mut given = Given::default();
        let mut words: Vec<Option<String>> = Vec::new();
        let mut numbers: Vec<(&str, Option<Decimal>)> = Vec::new();
        for (parameter, column) in self.function.parameters.iter().zip(columns) {
            match parameter.kind {
                ParameterKind::Day => given.day = values::day(column, row)?,
                ParameterKind::Word => words.push(values::word(column, row)?.map(str::to_owned)),
                ParameterKind::Number => numbers.push((parameter.name, values::number(column, row)?)),
            }
        }
        given.word = words.pop().flatten();
        for (name, value) in numbers {
            let Some(value) = value else { continue };
            let code = match self.function.subject {
                // The item of a single index is a word of its own.
                Subject::Iaqi => words.first().cloned().flatten().unwrap_or_default(),
                // The 1 h mean of ozone is the item itself; the 8 h mean is another.
                _ if name == "o3_1h" => "O3".to_owned(),
                _ => name.to_uppercase(),
            };
            given.add(&code, value)?;
        }
        judge(self.function.subject, &given).map_err(|what| exec_datafusion_err!("{}: {what}", self.name))
    }
}

impl PartialEq for Judging {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Judging {}

impl Hash for Judging {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl ScalarUDFImpl for Judging {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(type_of(self.facet))
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerced(self.function, given)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = arguments.args.iter().all(|one| matches!(one, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { arguments.number_rows };
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let judged = (0..rows)
            .map(|row| self.judge_row(&columns, row))
            .collect::<Result<Vec<_>>>()?;
        let column = column_of(self.facet, &judged)?;
        if constant {
            return Ok(ColumnarValue::Scalar(
                deltalake::datafusion::common::ScalarValue::try_from_array(&column, 0)?,
            ));
        }
        Ok(ColumnarValue::Array(Arc::clone(&column)))
    }
}
