//! The answer of a query.

use deltalake::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use deltalake::arrow::datatypes::DataType;
use deltalake::arrow::util::display::{ArrayFormatter, FormatOptions};
use deltalake::datafusion::error::DataFusionError;
use deltalake::datafusion::prelude::DataFrame;

use crate::sql::{SqlError, failed};

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlValue {
    /// NULL
    Null,
    /// A truth value.
    Truth(bool),
    /// A number, exact, in decimal digits.
    Number(String),
    /// Anything else as text; moments as `2024-05-01T08:00:00`.
    Text(String),
    /// The fields of a struct.
    Struct(Vec<(String, SqlValue)>),
}

impl SqlValue {
    /// The cell as text: nothing for NULL, `name: value` for a struct.
    pub fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Truth(truth) => truth.to_string(),
            Self::Number(text) | Self::Text(text) => text.clone(),
            Self::Struct(fields) => {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(name, value)| format!("{name}: {}", value.text()))
                    .collect();
                fields.join("; ")
            }
        }
    }
}

/// The rows of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SqlAnswer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<SqlValue>>,
    /// Whether there were more rows than were wanted.
    pub more: bool,
}

impl SqlAnswer {
    /// Runs the query and takes at most `rows_max` rows.
    pub(super) async fn collect(frame: DataFrame, rows_max: usize) -> Result<Self, SqlError> {
        let mut answer = Self {
            columns: frame
                .schema()
                .fields()
                .iter()
                .map(|field| field.name().clone())
                .collect(),
            ..Self::default()
        };
        // One row more than wanted tells whether there are others.
        let limited = frame.limit(0, rows_max.checked_add(1)).map_err(failed)?;
        for batch in limited.collect().await.map_err(failed)? {
            answer
                .take(&batch)
                .map_err(|cause| failed(DataFusionError::from(cause)))?;
        }
        answer.more = answer.rows.len() > rows_max;
        answer.rows.truncate(rows_max);
        Ok(answer)
    }

    fn take(&mut self, batch: &RecordBatch) -> Result<(), deltalake::arrow::error::ArrowError> {
        let columns = batch.columns().iter().map(cells).collect::<Result<Vec<_>, _>>()?;
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for _ in 0..batch.num_rows() {
            self.rows.push(columns.iter_mut().filter_map(Iterator::next).collect());
        }
        Ok(())
    }
}

fn cells(column: &ArrayRef) -> Result<Vec<SqlValue>, deltalake::arrow::error::ArrowError> {
    if let Some(fields) = column.as_struct_opt() {
        let names: Vec<String> = fields.fields().iter().map(|field| field.name().clone()).collect();
        let inner = fields.columns().iter().map(cells).collect::<Result<Vec<_>, _>>()?;
        return Ok((0..column.len())
            .map(|row| match column.is_null(row) {
                true => SqlValue::Null,
                false => {
                    let values = inner
                        .iter()
                        .map(|cells| cells.get(row).cloned().unwrap_or(SqlValue::Null));
                    SqlValue::Struct(names.iter().cloned().zip(values).collect())
                }
            })
            .collect());
    }
    let options = FormatOptions::default().with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S"));
    let formatter = ArrayFormatter::try_new(column, &options)?;
    Ok((0..column.len())
        .map(|row| {
            if column.is_null(row) {
                return SqlValue::Null;
            }
            let text = formatter.value(row).to_string();
            match column.data_type() {
                DataType::Boolean => SqlValue::Truth(text == "true"),
                DataType::Decimal128(..) | DataType::Decimal256(..) => SqlValue::Number(without_zeros(text)),
                kind if kind.is_integer() => SqlValue::Number(text),
                // NaN and infinity are no numbers of JSON.
                kind if kind.is_floating() && text.parse().is_ok_and(f64::is_finite) => SqlValue::Number(text),
                _ => SqlValue::Text(text),
            }
        })
        .collect())
}

/// Without the zeros that only the scale of the column puts behind a value.
fn without_zeros(text: String) -> String {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}
