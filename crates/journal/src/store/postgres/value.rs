//! Values and rows in the bytes that PostgreSQL has for them.

use bytes::{Bytes, BytesMut};

use crate::store::{Cell, Row, StorageFault, Value, damaged};

/// The numbers that PostgreSQL has for types.
const BYTEA: u32 = 17;
const NAME: u32 = 19;
const INT8: u32 = 20;
const INT4: u32 = 23;
const TEXT: u32 = 25;

/// The type of a value.
pub(super) fn type_of(value: &Value<'_>) -> u32 {
    match value {
        Value::Number(_) | Value::Integer(_) => INT8,
        Value::Text(_) => TEXT,
        Value::Bytes(_) => BYTEA,
    }
}

pub(super) fn bytes_of(value: &Value<'_>) -> Result<Option<Bytes>, StorageFault> {
    Ok(Some(match value {
        Value::Number(number) => {
            let number = i64::try_from(*number).map_err(StorageFault::server)?;
            Bytes::copy_from_slice(&number.to_be_bytes())
        }
        Value::Integer(number) => Bytes::copy_from_slice(&number.to_be_bytes()),
        Value::Text(text) => Bytes::copy_from_slice(text.as_bytes()),
        Value::Bytes(bytes) => Bytes::copy_from_slice(bytes),
    }))
}

pub(super) fn row_of(data: BytesMut, columns: &[u32]) -> Result<Row, StorageFault> {
    let mut rest = &data[..];
    let mut cells = Vec::with_capacity(columns.len());
    for (column, kind) in columns.iter().enumerate() {
        let (length, behind) = rest.split_first_chunk().ok_or_else(|| damaged(column))?;
        // -1 says that there is nothing: no column of ours is ever so.
        let length = usize::try_from(i32::from_be_bytes(*length)).map_err(|_| damaged(column))?;
        let (bytes, behind) = behind.split_at_checked(length).ok_or_else(|| damaged(column))?;
        rest = behind;
        cells.push(cell(*kind, bytes).ok_or_else(|| damaged(column))?);
    }
    Ok(Row(cells))
}

fn cell(kind: u32, bytes: &[u8]) -> Option<Cell> {
    Some(match kind {
        INT8 => Cell::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        INT4 => Cell::Integer(i32::from_be_bytes(bytes.try_into().ok()?).into()),
        TEXT | NAME => Cell::Text(String::from_utf8(bytes.to_vec()).ok()?),
        BYTEA => Cell::Bytes(bytes.to_vec()),
        _ => return None,
    })
}
