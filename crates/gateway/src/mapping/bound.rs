//! A mapping laid on the header of one file: rows in, values out.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use csv::ByteRecord;
use history::{Period, Statistic};
use rust_decimal::Decimal;
use standards::Text;
use standards::item::{self, ItemDef};
use standards::unit::Unit;

use super::cell::{self, Cell};
use super::fault::{MappingError, MappingFault};
use super::nearest::nearest;
use super::row_fault::RowFault;
use super::vocabulary::{item_named, unit_for};
use super::{FlagSource, Mapping, Narrow, PointSource, ValueLayout};

/// Longest cell that is read; longer ones are damage.
const CELL_BYTES_MAX: usize = 1_000;

/// A mapping that knows at which place of a row everything stands.
#[derive(Clone, Debug)]
pub struct BoundMapping {
    mapping: Mapping,
    header: Vec<String>,
    point: Option<usize>,
    time: usize,
    clock: Option<usize>,
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
    let values = match &mapping.values {
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
    };
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

    fn narrow(&self) -> Option<&Narrow> {
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

/// One row being read.
struct Row<'r> {
    bound: &'r BoundMapping,
    record: &'r ByteRecord,
    line: u32,
}

impl Row<'_> {
    fn fault(&self, place: usize, code: &'static str, reason: Text, text: &str) -> RowFault {
        RowFault::of_cell(self.line, self.bound.column_name(place), code, reason, text)
    }

    /// The text of a cell without the blanks around it.
    fn cell(&self, place: usize) -> Result<&str, RowFault> {
        let bytes = self.record.get(place).unwrap_or_default();
        if bytes.len() > CELL_BYTES_MAX {
            let says = Text::new(
                format!("字段有 {} 字节，最多 {CELL_BYTES_MAX}；请核对引号", bytes.len()),
                format!(
                    "a field of {} bytes; {CELL_BYTES_MAX} are the most; check the quotes",
                    bytes.len()
                ),
            );
            let start = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes));
            return Err(self.fault(place, "field-too-long", says, &start));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains(char::REPLACEMENT_CHARACTER) => Ok(text.trim()),
            _ => {
                let says = Text::new(
                    "含有无法识读的字符；请另存为 UTF-8",
                    "the field holds characters that cannot be read; save the file as UTF-8",
                );
                Err(self.fault(place, "unreadable-text", says, &String::from_utf8_lossy(bytes)))
            }
        }
    }

    fn point(&self) -> Result<String, RowFault> {
        match (&self.bound.mapping.point, self.bound.point) {
            (PointSource::Fixed(point), _) => Ok(point.clone()),
            (PointSource::Column { names, .. }, place) => {
                let place = place.unwrap_or_default();
                let text = self.cell(place)?;
                if text.is_empty() {
                    let says = Text::new(
                        "没有写点位",
                        "the row names no point; write the point it was measured at",
                    );
                    return Err(self.fault(place, "no-point", says, ""));
                }
                Ok(names.get(text).cloned().unwrap_or_else(|| text.to_owned()))
            }
        }
    }

    fn time(&self) -> Result<NaiveDateTime, RowFault> {
        let mut text = self.cell(self.bound.time)?.to_owned();
        if let Some(place) = self.bound.clock {
            let clock = self.cell(place)?;
            if !clock.is_empty() {
                text = format!("{text} {clock}");
            }
        }
        let start = self.bound.mapping.time.reading.start(&text);
        start.map_err(|fault| self.fault(self.bound.time, "unreadable-time", fault.text(), &text))
    }

    /// Reads one value into `said`.
    fn value(&self, place: usize, item: &'static ItemDef, unit: Unit, statistic: Statistic, said: &mut RowValues) {
        let text = match self.cell(place) {
            Ok(text) => text,
            Err(fault) => return said.faults.push(fault),
        };
        let value = match cell::read(text, item, unit, &self.bound.mapping.missing) {
            Ok(Cell::Number(value)) => Some(value),
            Ok(Cell::BelowDetection) => None,
            Ok(Cell::Empty) => {
                said.empty_cells += 1;
                return;
            }
            Err(fault) => return said.faults.push(self.fault(place, fault.code(), fault.text(), text)),
        };
        said.values.push((
            item,
            Reading {
                value,
                text: text.to_owned(),
                statistic,
                column: place,
            },
        ));
    }

    fn narrow_value(&self, item_place: usize, value_place: usize, unit_place: Option<usize>, said: &mut RowValues) {
        match self.narrow_item(item_place, unit_place) {
            Ok(Some((item, unit))) => self.value(value_place, item, unit, Statistic::Value, said),
            Ok(None) => said.left_out += 1,
            Err(fault) => said.faults.push(fault),
        }
    }

    /// The item and unit of a row of a narrow file; none when the mapping leaves the item out.
    fn narrow_item(
        &self,
        place: usize,
        unit_place: Option<usize>,
    ) -> Result<Option<(&'static ItemDef, Unit)>, RowFault> {
        let Some(narrow) = self.bound.narrow() else {
            return Ok(None);
        };
        let word = self.cell(place)?;
        if narrow.leave_out.contains(word) {
            return Ok(None);
        }
        let declared = narrow.words.get(word);
        let Some(item) = declared.map(|word| word.item).or_else(|| item_named(word)) else {
            let near = nearest(word, item::ITEMS.iter().map(|item| item.code));
            let (hint_zh, hint_en) = near.map_or_else(Default::default, |code| {
                (format!("，是否为 {code}？"), format!("; did you mean {code}?"))
            });
            let says = Text::new(
                format!("不认识的监测项目{hint_zh}"),
                format!("an unknown item; name it in an [[item]] of the mapping, or leave it out{hint_en}"),
            );
            return Err(self.fault(place, "unknown-item", says, word));
        };
        let said = unit_place
            .map(|place| self.cell(place))
            .transpose()?
            .unwrap_or_default();
        let said = narrow.units.get(said).map_or(said, String::as_str);
        if let (true, Some(unit)) = (said.is_empty(), declared.and_then(|word| word.unit)) {
            return Ok(Some((item, unit)));
        }
        let unit = unit_for(item, said);
        unit.map(|unit| Some((item, unit)))
            .map_err(|fault| self.fault(unit_place.unwrap_or(place), "unit", fault.text(item), said))
    }

    /// A word that the mapping does not translate is kept as it stands, and told: what it means for the values is not known.
    fn flag(&self, place: usize, source: &FlagSource, said: &mut RowValues) {
        let text = match self.cell(place) {
            Ok("") => return,
            Ok(text) => text,
            Err(fault) => return said.faults.push(fault),
        };
        said.flag = Some(translated(&source.words, text).unwrap_or_else(|| text.to_owned()));
        if !source.words.is_empty() && translated(&source.words, text).is_none() {
            let says = Text::new(
                "映射中没有此标记；已按原文保存，请在 [flag] 的 map 中说明",
                "the mapping does not know this flag; it is kept as written: say in the map of [flag] what it means",
            );
            said.faults.push(self.fault(place, "unknown-flag", says, text));
        }
    }
}

fn translated(words: &BTreeMap<String, String>, text: &str) -> Option<String> {
    words.get(text).cloned()
}
