//! How times, words and JSON stand in the columns of the diary.

use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::Row;
use rusqlite::types::Type;
use serde::de::DeserializeOwned;

/// The error of a column that does not hold what was written into it.
pub(super) fn damaged(column: usize, what: impl std::fmt::Display) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.to_string().into())
}

pub(super) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    let millis = row.get(column)?;
    DateTime::from_timestamp_millis(millis).ok_or_else(|| damaged(column, millis))
}

pub(super) fn moment_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<DateTime<Utc>>> {
    let millis: Option<i64> = row.get(column)?;
    millis
        .map(|millis| DateTime::from_timestamp_millis(millis).ok_or_else(|| damaged(column, millis)))
        .transpose()
}

/// Local civil time, kept as if it was UTC.
pub(super) fn local(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDateTime> {
    Ok(moment(row, column)?.naive_utc())
}

pub(super) fn local_millis(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp_millis()
}

pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|cause| damaged(column, cause))
}

pub(super) fn json_or_none<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| serde_json::from_str(&text).map_err(|cause| damaged(column, cause)))
        .transpose()
}

/// The JSON text of a value that is written.
pub(super) fn written<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))
}
