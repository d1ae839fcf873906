//! A mapping laid on the header of one file: rows in, values out.

use chrono::NaiveDateTime;
use csv::ByteRecord;
use history::{Period, Statistic};
use rust_decimal::Decimal;
use standards::Text;
use standards::item::ItemDef;
use standards::unit::Unit;

use super::fault::{MappingError, MappingFault};
use super::nearest::nearest;
use super::row::Row;
use super::row_fault::RowFault;
use super::{Mapping, Narrow, PointSource, ValueLayout};

/// A mapping that knows at which place of a row everything stands.
#[derive(Clone, Debug)]
pub struct BoundMapping {
    pub(super) mapping: Mapping,
    header: Vec<String>,
    pub(super) point: Option<usize>,
    pub(super) time: usize,
    pub(super) clock: Option<usize>,
    values: BoundValues,
    flag: Option<usize>,
    not_read: Vec<String>,
}

#[derive(Clone, Debug)]
enum BoundValues {
    Wide(Vec<(usize, &'static ItemDef, Unit, Statistic)>),
    Narrow {
        item: usize,
        value: usize,
        unit: Option<usize>,
    },
}

/// What one row says.
#[derive(Clone, Debug, PartialEq)]
pub struct RowValues {
    /// Line of the file, from 1.
    pub line: u32,
    /// The point as the file names it (or as the mapping translates it).
    pub point_text: String,
    /// Start of the period, local civil time of the city.
    pub at: NaiveDateTime,
    /// The values, in the order of the columns.
    pub values: Vec<(&'static ItemDef, Reading)>,
    /// The data flag, in the mapping's words.
    pub flag: Option<String>,
    /// Number of cells in which there was nothing.
    pub empty_cells: u64,
    /// Number of values that the mapping leaves out.
    pub left_out: u64,
    /// What is wrong with single cells; the other values of the row stand.
    pub faults: Vec<RowFault>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value in the item's canonical unit; none when it is below detection.
    pub value: Option<Decimal>,
    /// The text as given.
    pub text: String,
    /// What was made of the readings inside the period.
    pub statistic: Statistic,
    /// The place of its column in the row, from 0.
    pub column: usize,
}

/// Lays `mapping` on `header`.
pub(super) fn bind(mapping: &Mapping, header: &[&str]) -> Result<BoundMapping, MappingError> {
    let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let mut faults = Vec::new();
    let mut place = |column: &str, key: &str| place_of(&header, column, key, &mut faults);
    let point = match &mapping.point {
        PointSource::Fixed(_) => None,
        PointSource::Column { column, .. } => Some(place(column, "point.column")),
    };
    let time = place(&mapping.time.column, "time.column");
    let clock = mapping
        .time
        .clock_column
        .as_ref()
        .map(|column| place(column, "time.clock_column"));
    let values = bind_values(&mapping.values, &mut place);
    let flag = mapping.flag.as_ref().map(|flag| place(&flag.column, "flag.column"));
    if !faults.is_empty() {
        return Err(MappingError { faults });
    }
    let named: Vec<&str> = mapping.columns().into_iter().map(|(column, _)| column).collect();
    let not_read = header
        .iter()
        .filter(|name| !name.is_empty() && !named.contains(&name.as_str()))
        .cloned()
        .collect();
    Ok(BoundMapping {
        mapping: mapping.clone(),
        header,
        point,
        time,
        clock,
        values,
        flag,
        not_read,
    })
}

fn bind_values(values: &ValueLayout, place: &mut impl FnMut(&str, &str) -> usize) -> BoundValues {
    match values {
        ValueLayout::Wide(items) => BoundValues::Wide(
            items
                .iter()
                .map(|entry| {
                    (
                        place(&entry.column, "item.column"),
                        entry.item,
                        entry.unit,
                        entry.statistic,
                    )
                })
                .collect(),
        ),
        ValueLayout::Narrow(narrow) => BoundValues::Narrow {
            item: place(&narrow.item_column, "narrow.item_column"),
            value: place(&narrow.value_column, "narrow.value_column"),
            unit: narrow
                .unit_column
                .as_ref()
                .map(|column| place(column, "narrow.unit_column")),
        },
    }
}

/// The place of `column`; a fault and 0 when it is not there or stands twice.
fn place_of(header: &[String], column: &str, key: &str, faults: &mut Vec<MappingFault>) -> usize {
    let places: Vec<usize> = (0..header.len())
        .filter(|place| header.get(*place).is_some_and(|name| name == column))
        .collect();
    let says = match places.as_slice() {
        [place] => return *place,
        [] => Text::new(
            format!("文件表头中没有列“{column}”"),
            format!("the header of the file has no column '{column}'"),
        ),
        _ => Text::new(
            format!("文件表头中有 {} 个“{column}”列，请改名", places.len()),
            format!(
                "the header of the file has column '{column}' {} times; rename all but one",
                places.len()
            ),
        ),
    };
    let suggestion = if places.is_empty() {
        nearest(column, header.iter().map(String::as_str))
    } else {
        None
    };
    faults.push(MappingFault {
        line: None,
        key: key.to_owned(),
        says,
        suggestion,
    });
    0
}

impl BoundMapping {
    /// The columns of the file that the mapping neither reads nor names as ignored.
    pub fn columns_not_read(&self) -> &[String] {
        &self.not_read
    }

    /// Name of the column at a place of the row.
    pub fn column_name(&self, place: usize) -> &str {
        self.header.get(place).map_or("", String::as_str)
    }

    /// Name of the column that says the point; none when the mapping fixes it.
    pub fn point_column(&self) -> Option<&str> {
        self.point.map(|place| self.column_name(place))
    }

    /// The period that every value speaks for.
    pub fn period(&self) -> Period {
        self.mapping.period()
    }

    /// False for rows of points that the mapping leaves out by `only`. To be asked before [`BoundMapping::row`].
    pub fn takes(&self, record: &ByteRecord) -> bool {
        let PointSource::Column { only, .. } = &self.mapping.point else {
            return true;
        };
        let text = self
            .point
            .and_then(|place| record.get(place))
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        // A row that cannot be read cannot be told to be of another point; it is taken, and reported.
        only.is_empty() || text.is_none_or(|text| only.contains(text.trim()))
    }

    /// Reads one row. Fails when nothing of it can be used; faults of single cells are told beside the other values.
    pub fn row(&self, record: &ByteRecord, line: u32) -> Result<RowValues, Vec<RowFault>> {
        self.shape(record, line).map_err(|fault| vec![fault])?;
        let row = Row {
            bound: self,
            record,
            line,
        };
        let (point_text, at) = match (row.point(), row.time()) {
            (Ok(point), Ok(at)) => (point, at),
            (point, at) => return Err(point.err().into_iter().chain(at.err()).collect()),
        };
        let mut said = RowValues {
            line,
            point_text,
            at,
            values: Vec::new(),
            flag: None,
            empty_cells: 0,
            left_out: 0,
            faults: Vec::new(),
        };
        match &self.values {
            BoundValues::Wide(columns) => {
                for (place, item, unit, statistic) in columns {
                    row.value(*place, item, *unit, *statistic, &mut said);
                }
            }
            BoundValues::Narrow { item, value, unit } => row.narrow_value(*item, *value, *unit, &mut said),
        }
        if let (Some(place), Some(source)) = (self.flag, &self.mapping.flag) {
            row.flag(place, source, &mut said);
        }
        Ok(said)
    }

    /// A row must have the fields of the header; empty fields behind the last are let pass, as spreadsheets write them.
    fn shape(&self, record: &ByteRecord, line: u32) -> Result<(), RowFault> {
        let (found, expected) = (record.len(), self.header.len());
        let only_empty_behind = || record.iter().skip(expected).all(<[u8]>::is_empty);
        if found < expected || !only_empty_behind() {
            let says = Text::new(
                format!("有 {found} 个字段，表头有 {expected} 个；请核对分隔符和引号"),
                format!("{found} fields where the header has {expected}; check separators and quotes"),
            );
            return Err(RowFault::of_row(line, "field-count", says, &lossy_row(record)));
        }
        if record.as_slice().contains(&0) {
            let says = Text::new(
                "含有空字节（NUL），文件可能损坏",
                "the row holds a NUL byte; the file may be damaged",
            );
            return Err(RowFault::of_row(line, "nul-byte", says, &lossy_row(record)));
        }
        Ok(())
    }

    pub(super) fn narrow(&self) -> Option<&Narrow> {
        match &self.mapping.values {
            ValueLayout::Narrow(narrow) => Some(narrow),
            ValueLayout::Wide(_) => None,
        }
    }
}

/// The beginning of a row, for a report.
fn lossy_row(record: &ByteRecord) -> String {
    let shown = record
        .iter()
        .take(8)
        .map(|field| field.get(..field.len().min(80)).unwrap_or_default());
    shown
        .map(|field| String::from_utf8_lossy(field).into_owned())
        .collect::<Vec<_>>()
        .join(",")
}
