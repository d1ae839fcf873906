//! Rows of a file as statements about points of the city.

use std::io;

use csv::ByteRecord;
use history::{Known, Observation, Period, Statistic};
use standards::item::{ITEMS, ItemDef, Medium};

use super::directory::PointDirectory;
use super::encoding::{Encoding, text_of};
use super::error::ImportError;
use super::records::{Entry, Records};
use crate::mapping::{BoundMapping, Mapping, RowFault, RowValues};
use standards::Text;

/// What a statement is about; small, because one is kept for every value of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    point: u32,
    item: u16,
    statistic: Statistic,
    at_seconds: i64,
}

impl Key {
    /// The key of a statement in the history; none when it is about a point or item that no import can name.
    pub(super) fn of(known: &Known, directory: &PointDirectory) -> Option<Self> {
        Some(Self {
            point: directory.number_of(&known.point)?,
            item: item_number(&known.item)?,
            statistic: known.statistic,
            at_seconds: known.at.and_utc().timestamp(),
        })
    }
}

fn item_number(code: &str) -> Option<u16> {
    ITEMS
        .iter()
        .position(|item| item.code == code)
        .and_then(|place| u16::try_from(place).ok())
}

/// One value on its way into the history.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub key: Key,
    /// Column of the file, from 0.
    pub column: usize,
    pub observation: Observation,
}

/// What one row came to.
pub(super) enum Taken {
    /// Values, and what is wrong with other cells of the row.
    Row {
        candidates: Vec<Candidate>,
        empty_cells: u64,
        values_left_out: u64,
        faults: Vec<RowFault>,
    },
    /// A row that the mapping leaves out.
    LeftOut,
    /// Nothing of the row can be used.
    Bad(Vec<RowFault>),
}

/// A file being read through a mapping.
pub(super) struct Table<'b> {
    records: Records<'b>,
    bound: BoundMapping,
    directory: &'b PointDirectory,
    pub encoding: Encoding,
}

/// A table has no more columns than these.
const COLUMNS_MAX: usize = 1_000;
/// A column's name is not longer than this.
const COLUMN_NAME_BYTES_MAX: usize = 600;

/// Why the text has no header; an error of reading is none of it.
fn header_fault(zh: impl Into<String>, en: impl Into<String>) -> ImportError {
    ImportError::Header {
        says: Text::new(zh, en),
    }
}

/// The names in the first record of a text, and the records that follow.
pub(super) fn header_of(bytes: &[u8]) -> Result<(Vec<String>, Encoding, Records<'_>), ImportError> {
    let (encoding, source) = text_of(bytes);
    let unreadable = |cause: io::Error| header_fault(format!("无法读取：{cause}"), format!("cannot be read: {cause}"));
    let mut records = Records::open(source).map_err(unreadable)?;
    let record = match records.next().map_err(unreadable)? {
        Some(Entry::Record(record, _)) => record,
        Some(Entry::Broken(fault)) => {
            return Err(header_fault(
                format!("首行不是表头：{}", fault.reason.zh),
                format!("the first line is no header: {}", fault.reason.en),
            ));
        }
        None => {
            return Err(header_fault(
                "文件是空的",
                "the file is empty; it needs a header line and rows below it",
            ));
        }
    };
    Ok((names_of(&record)?, encoding, records))
}

fn names_of(record: &ByteRecord) -> Result<Vec<String>, ImportError> {
    if record.len() > COLUMNS_MAX {
        return Err(header_fault(
            format!("首行有 {} 列，最多 {COLUMNS_MAX} 列", record.len()),
            format!(
                "the first line has {} columns; {COLUMNS_MAX} are the most",
                record.len()
            ),
        ));
    }
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for field in record {
        let name = std::str::from_utf8(field).ok();
        let fits =
            |name: &&str| field.len() <= COLUMN_NAME_BYTES_MAX && !name.contains(['\0', char::REPLACEMENT_CHARACTER]);
        let Some(name) = name.filter(fits) else {
            let place = names.len() + 1;
            return Err(header_fault(
                format!("首行第 {place} 列的名称无法识读或过长；这不像是表头"),
                format!(
                    "the name of column {place} in the first line cannot be read or is too long; it does not look like a header"
                ),
            ));
        };
        names.push(name.trim().to_owned());
    }
    // A delimiter at the end of the header names no column.
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    Ok(names)
}

impl<'b> Table<'b> {
    /// Reads the header and lays the mapping on it.
    pub(super) fn open(bytes: &'b [u8], mapping: &Mapping, directory: &'b PointDirectory) -> Result<Self, ImportError> {
        let (header, encoding, records) = header_of(bytes)?;
        Ok(Self {
            records,
            bound: mapping.bind(&header)?,
            directory,
            encoding,
        })
    }

    pub(super) fn bound(&self) -> &BoundMapping {
        &self.bound
    }

    pub(super) fn delimiter(&self) -> char {
        self.records.delimiter()
    }

    /// Bytes of UTF-8 text that were read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }

    /// The next row.
    pub(super) fn next(&mut self) -> io::Result<Option<Taken>> {
        Ok(self.records.next()?.map(|entry| match entry {
            Entry::Broken(fault) => Taken::Bad(vec![fault]),
            Entry::Record(record, _) if !self.bound.takes(&record) => Taken::LeftOut,
            Entry::Record(record, line) => match self.bound.row(&record, line) {
                Ok(values) => self.taken(values),
                Err(faults) => Taken::Bad(faults),
            },
        }))
    }

    fn taken(&self, row: RowValues) -> Taken {
        if !self.directory.knows(&row.point_text) {
            let near = self.directory.nearest(&row.point_text);
            let says = super::directory::PointFault::Unknown.text(near.as_deref());
            return Taken::Bad(vec![self.point_fault(&row, says)]);
        }
        let mut candidates = Vec::with_capacity(row.values.len());
        let mut faults = row.faults.clone();
        let mut refused: Option<Medium> = None;
        for (item, reading) in &row.values {
            match self.directory.find(&row.point_text, item.medium) {
                Ok(point) => candidates.extend(self.candidate(&row, point, item, reading)),
                // Told once for all items of a medium.
                Err(_) if refused == Some(item.medium) => {}
                Err(fault) => {
                    refused = Some(item.medium);
                    faults.push(self.point_fault(&row, fault.text(None)));
                }
            }
        }
        Taken::Row {
            candidates,
            empty_cells: row.empty_cells,
            values_left_out: row.left_out,
            faults,
        }
    }

    fn candidate(
        &self,
        row: &RowValues,
        point: u32,
        item: &'static ItemDef,
        reading: &crate::mapping::Reading,
    ) -> Option<Candidate> {
        let at_seconds = row.at.and_utc().timestamp();
        // Every item of a mapping is one of the list, so that it always has a number.
        let key = Key {
            point,
            item: item_number(item.code)?,
            statistic: reading.statistic,
            at_seconds,
        };
        let observation = Observation {
            line: Some(row.line),
            point: self.directory.id(point).to_owned(),
            item: item.code.to_owned(),
            period: self.period(),
            statistic: reading.statistic,
            at: row.at,
            value: reading.value,
            text: reading.text.clone(),
            flag: row.flag.clone(),
        };
        Some(Candidate {
            key,
            column: reading.column,
            observation,
        })
    }

    fn period(&self) -> Period {
        self.bound.period()
    }

    fn point_fault(&self, row: &RowValues, says: Text) -> RowFault {
        let column = self.bound.point_column();
        match column {
            Some(column) => RowFault::of_cell(row.line, column, "unknown-point", says, &row.point_text),
            None => RowFault::of_row(row.line, "unknown-point", says, &row.point_text),
        }
    }
}
