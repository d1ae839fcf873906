//! The same row in three shapes: in the inbox (SQLite), in the lake (Arrow), and as it is answered.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, NaiveDateTime, Utc};
use deltalake::arrow::array::{
    Array, AsArray, Decimal128Array, Decimal128Builder, Int32Builder, Int64Array, Int64Builder, RecordBatch,
    StringArray, StringBuilder, TimestampMicrosecondArray, TimestampMicrosecondBuilder,
};
use deltalake::arrow::datatypes::{DataType, Field, Int32Type, Int64Type, Schema, SchemaRef, TimeUnit};
use deltalake::arrow::error::ArrowError;
use rust_decimal::Decimal;

use crate::error::HistoryError;
use crate::observation::{Period, Statistic};
use crate::query::{Extent, Known};
use crate::receipt::{EvidenceId, ReceiptId};

/// Digits of a value in the lake, and how many of them stand behind the point.
const VALUE_DIGITS: u8 = 38;
const VALUE_SCALE: u32 = 12;

/// The columns of the lake. `at` is local civil time: the standards judge natural days.
pub(crate) static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let field = |name: &str, kind: DataType, nullable: bool| Field::new(name, kind, nullable);
    Arc::new(Schema::new(vec![
        field("sequence", DataType::Int64, false),
        field("receipt", DataType::Int64, false),
        field("line", DataType::Int32, true),
        field(
            "recorded_at",
            DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            false,
        ),
        field("point", DataType::Utf8, false),
        field("item", DataType::Utf8, false),
        field("period", DataType::Utf8, false),
        field("statistic", DataType::Utf8, false),
        field("at", DataType::Timestamp(TimeUnit::Microsecond, None), false),
        field("value", DataType::Decimal128(VALUE_DIGITS, VALUE_SCALE as i8), true),
        field("text", DataType::Utf8, false),
        field("flag", DataType::Utf8, true),
    ]))
});

/// A row of the inbox, borrowed from its blob.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) sequence: i64,
    pub(crate) receipt: i64,
    pub(crate) line: Option<i32>,
    pub(crate) recorded_at_ms: i64,
    pub(crate) point: &'a str,
    pub(crate) item: &'a str,
    pub(crate) period: Period,
    pub(crate) statistic: Statistic,
    pub(crate) at_us: i64,
    /// The value in units of 10⁻¹².
    pub(crate) units: Option<i128>,
    pub(crate) text: &'a str,
    pub(crate) flag: Option<&'a str>,
}

/// Rows as one Arrow batch in the order in which the lake keeps them, by point, item, time and sequence: what is asked for together
/// lies together.
///
/// Points and items are few and rows are many: the words are sorted once, and rows by the places of their words.
pub(crate) fn to_lake_batch(rows: &[Row<'_>]) -> Result<RecordBatch, HistoryError> {
    let points = places(rows.iter().map(|row| row.point));
    let items = places(rows.iter().map(|row| row.item));
    let key = |row: &Row<'_>| (points.get(row.point), items.get(row.item), row.at_us, row.sequence);
    let mut order: Vec<_> = rows.iter().map(|row| (key(row), row)).collect();
    order.sort_unstable_by_key(|(key, _)| *key);
    batch_of(order.iter().map(|(_, row)| *row))
}

/// The place of each word in the order of words.
fn places<'a>(words: impl Iterator<Item = &'a str>) -> HashMap<&'a str, u32> {
    let distinct: BTreeSet<&str> = words.collect::<HashSet<_>>().into_iter().collect();
    distinct.into_iter().zip(0..).collect()
}

/// The value in units of 10⁻¹², if that is a whole number that fits.
pub(crate) fn units_of(value: Decimal) -> Option<i128> {
    // Nearly all values have few digits: nothing is to be taken off before they fit.
    let shifted = |value: Decimal| {
        let power = 10_i128.checked_pow(VALUE_SCALE.checked_sub(value.scale())?)?;
        value.mantissa().checked_mul(power)
    };
    if let Some(units) = shifted(value).filter(|units| units.unsigned_abs() < 10_u128.pow(38)) {
        return Some(units);
    }
    let value = value.normalize();
    let shift = VALUE_SCALE.checked_sub(value.scale())?;
    value
        .mantissa()
        .checked_mul(10_i128.checked_pow(shift)?)
        .filter(|units| units.unsigned_abs() < 10_u128.pow(38))
}

/// Rows of the inbox as one Arrow batch.
pub(crate) fn to_batch(rows: &[Row<'_>]) -> Result<RecordBatch, HistoryError> {
    batch_of(rows.iter())
}

fn batch_of<'r>(rows: impl ExactSizeIterator<Item = &'r Row<'r>>) -> Result<RecordBatch, HistoryError> {
    let mut sequence = Int64Builder::with_capacity(rows.len());
    let mut receipt = Int64Builder::with_capacity(rows.len());
    let mut line = Int32Builder::with_capacity(rows.len());
    let mut recorded_at = TimestampMicrosecondBuilder::with_capacity(rows.len());
    let mut at = TimestampMicrosecondBuilder::with_capacity(rows.len());
    let mut value = Decimal128Builder::with_capacity(rows.len());
    let mut words: [StringBuilder; 6] = Default::default();
    for row in rows {
        sequence.append_value(row.sequence);
        receipt.append_value(row.receipt);
        line.append_option(row.line);
        recorded_at.append_value(row.recorded_at_ms.saturating_mul(1_000));
        at.append_value(row.at_us);
        value.append_option(row.units);
        let texts = [row.point, row.item, row.period.word(), row.statistic.word(), row.text].map(Some);
        for (word, text) in words.iter_mut().zip(texts.into_iter().chain([row.flag])) {
            word.append_option(text);
        }
    }
    let [point, item, period, statistic, text, flag] = words.map(|mut word| Arc::new(word.finish()) as Arc<dyn Array>);
    let value = value
        .finish()
        .with_precision_and_scale(VALUE_DIGITS, VALUE_SCALE as i8)
        .map_err(damaged)?;
    RecordBatch::try_new(
        SCHEMA.clone(),
        vec![
            Arc::new(sequence.finish()),
            Arc::new(receipt.finish()),
            Arc::new(line.finish()),
            Arc::new(recorded_at.finish().with_timezone("UTC")),
            point,
            item,
            period,
            statistic,
            Arc::new(at.finish()),
            Arc::new(value),
            text,
            flag,
        ],
    )
    .map_err(damaged)
}

fn damaged(cause: ArrowError) -> HistoryError {
    HistoryError::Damaged {
        what: cause.to_string(),
    }
}

/// A column by name, in the type that the schema says.
fn column<'a, A: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a A, HistoryError> {
    batch
        .column_by_name(name)
        .and_then(|array| array.as_any().downcast_ref::<A>())
        .ok_or_else(|| HistoryError::Damaged {
            what: format!("column {name} is missing or of another type"),
        })
}

/// Answered rows; the batch must have the columns of [`SCHEMA`].
pub(crate) fn from_batch(batch: &RecordBatch, into: &mut Vec<Known>) -> Result<(), HistoryError> {
    let sequence: &Int64Array = column(batch, "sequence")?;
    let receipt: &Int64Array = column(batch, "receipt")?;
    let line = batch
        .column_by_name("line")
        .and_then(|array| array.as_primitive_opt::<Int32Type>());
    let recorded_at: &TimestampMicrosecondArray = column(batch, "recorded_at")?;
    let at: &TimestampMicrosecondArray = column(batch, "at")?;
    let value: &Decimal128Array = column(batch, "value")?;
    let words = ["point", "item", "period", "statistic", "text", "flag"];
    let [point, item, period, statistic, text, flag] = {
        let mut arrays = Vec::with_capacity(words.len());
        for word in words {
            arrays.push(column::<StringArray>(batch, word)?);
        }
        <[&StringArray; 6]>::try_from(arrays).map_err(|_| HistoryError::Damaged { what: "columns".into() })?
    };
    let broken = |what: &str, row: usize| HistoryError::Damaged {
        what: format!("{what} of row {row}"),
    };
    for row in 0..batch.num_rows() {
        let line = line.filter(|line| line.is_valid(row)).map(|line| line.value(row));
        into.push(Known {
            sequence: sequence.value(row),
            point: point.value(row).to_owned(),
            item: item.value(row).to_owned(),
            period: Period::from_word(period.value(row)).ok_or_else(|| broken("period", row))?,
            statistic: Statistic::from_word(statistic.value(row)).ok_or_else(|| broken("statistic", row))?,
            at: moment(at.value(row)).ok_or_else(|| broken("at", row))?.naive_utc(),
            value: value.is_valid(row).then(|| decimal(value.value(row))).transpose()?,
            text: text.value(row).to_owned(),
            flag: flag.is_valid(row).then(|| flag.value(row).to_owned()),
            evidence: EvidenceId {
                receipt: ReceiptId(receipt.value(row)),
                line: line.map(u32::try_from).transpose().map_err(|_| broken("line", row))?,
            },
            recorded_at: moment(recorded_at.value(row)).ok_or_else(|| broken("recorded_at", row))?,
        });
    }
    Ok(())
}

fn moment(microseconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(microseconds)
}

fn decimal(units: i128) -> Result<Decimal, HistoryError> {
    // Trailing zeros are taken off before the conversion, since a Decimal holds 28 digits and the column 38.
    let (mut units, mut scale) = (units, VALUE_SCALE);
    while scale > 0 && units % 10 == 0 {
        units /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(units, scale).map_err(|_| HistoryError::Damaged {
        what: format!("value {units}e-{scale}"),
    })
}

/// Microseconds of a local civil time, as the columns hold it.
pub(crate) fn microseconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp_micros()
}

/// A time for which something was said.
pub(crate) struct Said {
    pub(crate) point: String,
    pub(crate) item: String,
    pub(crate) at: NaiveDateTime,
    /// Statements that carry a value.
    pub(crate) values: i64,
}

/// A column of an answer, in the type that is wanted of it.
fn cast_column(batch: &RecordBatch, name: &str, kind: &DataType) -> Result<Arc<dyn Array>, HistoryError> {
    let found = batch.column_by_name(name).ok_or_else(|| HistoryError::Damaged {
        what: format!("column {name} is missing"),
    })?;
    deltalake::arrow::compute::cast(found, kind).map_err(damaged)
}

/// Rows of the engine's answer about the times for which something was said.
pub(crate) fn said(batch: &RecordBatch, into: &mut Vec<Said>) -> Result<(), HistoryError> {
    let (point, item) = (
        cast_column(batch, "point", &DataType::Utf8)?,
        cast_column(batch, "item", &DataType::Utf8)?,
    );
    let (at, values) = (
        cast_column(batch, "at", &DataType::Int64)?,
        cast_column(batch, "values", &DataType::Int64)?,
    );
    for row in 0..batch.num_rows() {
        let at = moment(at.as_primitive::<Int64Type>().value(row))
            .ok_or_else(|| HistoryError::Damaged { what: "at".to_owned() })?;
        into.push(Said {
            point: point.as_string::<i32>().value(row).to_owned(),
            item: item.as_string::<i32>().value(row).to_owned(),
            at: at.naive_utc(),
            values: values.as_primitive::<Int64Type>().value(row),
        });
    }
    Ok(())
}

/// Rows of the engine's answer about extents.
pub(crate) fn extents(batch: &RecordBatch, into: &mut Vec<Extent>) -> Result<(), HistoryError> {
    let point = cast_column(batch, "point", &DataType::Utf8)?;
    let period = cast_column(batch, "period", &DataType::Utf8)?;
    let numbers = ["year", "first", "last", "statements"].map(|name| cast_column(batch, name, &DataType::Int64));
    let [year, first, last, statements] = numbers;
    let (year, first, last, statements) = (year?, first?, last?, statements?);
    let whole = |array: &Arc<dyn Array>, row: usize| array.as_primitive::<Int64Type>().value(row);
    let broken = |what: &str| HistoryError::Damaged { what: what.to_owned() };
    for row in 0..batch.num_rows() {
        into.push(Extent {
            point: point.as_string::<i32>().value(row).to_owned(),
            period: Period::from_word(period.as_string::<i32>().value(row)).ok_or_else(|| broken("period"))?,
            year: i32::try_from(whole(&year, row)).map_err(|_| broken("year"))?,
            first: moment(whole(&first, row)).ok_or_else(|| broken("first"))?.naive_utc(),
            last: moment(whole(&last, row)).ok_or_else(|| broken("last"))?.naive_utc(),
            statements: u64::try_from(whole(&statements, row)).map_err(|_| broken("statements"))?,
        });
    }
    Ok(())
}
