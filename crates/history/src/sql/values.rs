//! Between the columns of the engine and exact values.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use deltalake::arrow::array::{Array, ArrayRef, AsArray, Int32Builder, StringBuilder, StructArray};
use deltalake::arrow::datatypes::{DataType, Date32Type, Decimal128Type, Field, Fields, Float64Type, Int64Type};
use deltalake::arrow::temporal_conversions::date32_to_datetime;
use deltalake::datafusion::common::{exec_datafusion_err, plan_err};
use deltalake::datafusion::error::{DataFusionError, Result};
use rust_decimal::Decimal;

use crate::sql::functions::{Function, Parameter, ParameterKind};
use crate::sql::judge::{Facet, Judgement};

/// The fields of a verdict.
static VERDICT: LazyLock<Fields> = LazyLock::new(|| {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    Fields::from(vec![
        Field::new("result", DataType::Int32, true),
        text("word_zh"),
        text("word_en"),
        text("deciding"),
        text("edition"),
        text("certainty"),
        text("reason_zh"),
        text("reason_en"),
    ])
});

/// What a function of this facet gives.
pub(super) fn type_of(facet: Facet) -> DataType {
    match facet {
        Facet::Result => DataType::Int32,
        Facet::Verdict => DataType::Struct(VERDICT.clone()),
    }
}

/// The types as which the arguments are taken, or what is wrong with them.
pub(super) fn coerced(function: &Function, given: &[DataType]) -> Result<Vec<DataType>> {
    if given.len() < function.needed() || given.len() > function.parameters.len() {
        return plan_err!("{} arguments do not fit; write {}", given.len(), function.call());
    }
    function
        .parameters
        .iter()
        .zip(given)
        .map(|(parameter, given)| coerced_one(function, parameter, given))
        .collect()
}

fn coerced_one(function: &Function, parameter: &Parameter, given: &DataType) -> Result<DataType> {
    let (fits, wanted) = match (parameter.kind, given) {
        // A decimal keeps its own decimals: nothing is rounded on the way.
        (ParameterKind::Number, DataType::Decimal128(..)) => (given.clone(), "a number"),
        (ParameterKind::Number, kind) if kind.is_integer() => (DataType::Int64, "a number"),
        (ParameterKind::Number, kind) if kind.is_floating() => (DataType::Float64, "a number"),
        (ParameterKind::Number, DataType::Null) => (DataType::Decimal128(38, 12), "a number"),
        (ParameterKind::Number, _) => (DataType::Null, "a number"),
        (ParameterKind::Word, kind) if kind.is_string() || kind.is_null() => (DataType::Utf8, "a text"),
        (ParameterKind::Word, _) => (DataType::Null, "a text"),
        (ParameterKind::Day, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) | DataType::Null) => {
            (DataType::Date32, "a day")
        }
        (ParameterKind::Day, kind) if kind.is_string() => (DataType::Date32, "a day"),
        (ParameterKind::Day, _) => (DataType::Null, "a day"),
    };
    if fits == DataType::Null {
        return plan_err!(
            "`{}` of {} must be {wanted}, not {given}; write {}",
            parameter.name,
            function.name,
            function.call()
        );
    }
    Ok(fits)
}

/// The exact value of a row; `None` = NULL.
pub(super) fn number(column: &ArrayRef, row: usize) -> Result<Option<Decimal>> {
    if column.is_null(row) {
        return Ok(None);
    }
    let refused = |said: String| exec_datafusion_err!("the number {said} has more digits than can be judged exactly");
    let value = match column.data_type() {
        DataType::Decimal128(_, scale) => {
            let mantissa = column.as_primitive::<Decimal128Type>().value(row);
            decimal(mantissa, *scale).ok_or_else(|| refused(format!("{mantissa}e-{scale}")))?
        }
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::Float64 => {
            // The shortest text that means this binary fraction is the number that somebody wrote.
            let said = column.as_primitive::<Float64Type>().value(row).to_string();
            said.parse().map_err(|_| refused(said.clone()))?
        }
        DataType::Null => return Ok(None),
        other => return plan_err!("{other} is no number"),
    };
    Ok(Some(value))
}

fn decimal(mantissa: i128, scale: i8) -> Option<Decimal> {
    let (mut mantissa, mut scale) = (mantissa, scale);
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    let (mantissa, scale) = match u32::try_from(scale) {
        Ok(scale) => (mantissa, scale),
        Err(_) => (
            mantissa.checked_mul(10_i128.checked_pow(scale.unsigned_abs().into())?)?,
            0,
        ),
    };
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// The word of a row.
pub(super) fn word(column: &ArrayRef, row: usize) -> Result<Option<&str>> {
    let Some(words) = column.as_string_opt::<i32>() else {
        return plan_err!("{} is no text", column.data_type());
    };
    Ok(words.is_valid(row).then(|| words.value(row).trim()))
}

/// The day of a row.
pub(super) fn day(column: &ArrayRef, row: usize) -> Result<Option<NaiveDate>> {
    let Some(days) = column.as_primitive_opt::<Date32Type>() else {
        return plan_err!("{} is no day", column.data_type());
    };
    Ok(days
        .is_valid(row)
        .then(|| date32_to_datetime(days.value(row)))
        .flatten()
        .map(|moment| moment.date()))
}

/// Judgements as one column.
pub(super) fn column_of(facet: Facet, judgements: &[Judgement]) -> Result<ArrayRef> {
    let mut result = Int32Builder::with_capacity(judgements.len());
    for one in judgements {
        result.append_option(one.result.and_then(|result| i32::try_from(result).ok()));
    }
    let result: ArrayRef = Arc::new(result.finish());
    if facet == Facet::Result {
        return Ok(result);
    }
    let text = |of: &dyn Fn(&Judgement) -> Option<String>| -> ArrayRef {
        let mut column = StringBuilder::new();
        for one in judgements {
            column.append_option(of(one));
        }
        Arc::new(column.finish())
    };
    let columns = vec![
        result,
        text(&|one| one.word.as_ref().map(|word| word.zh.clone())),
        text(&|one| one.word.as_ref().map(|word| word.en.clone())),
        text(&|one| Some(one.deciding.join(" "))),
        text(&|one| one.edition.clone()),
        text(&|one| one.reason.weakest().map(|mark| format!("{mark:?}"))),
        text(&|one| Some(one.reason.says.zh.clone())),
        text(&|one| Some(one.reason.says.en.clone())),
    ];
    let verdict = StructArray::try_new(VERDICT.clone(), columns, None).map_err(DataFusionError::from)?;
    Ok(Arc::new(verdict))
}
