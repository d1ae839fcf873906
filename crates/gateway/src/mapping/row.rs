//! One row of a table, cell by cell.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use csv::ByteRecord;
use history::Statistic;
use standards::Text;
use standards::item::{self, ItemDef};
use standards::unit::Unit;

use super::bound::{BoundMapping, Reading, RowValues};
use super::cell::{self, Cell};
use super::nearest::nearest;
use super::row_fault::RowFault;
use super::units::unit_for;
use super::vocabulary::item_named;
use super::{FlagSource, PointSource};

/// Longest cell that is read; longer ones are damage.
const CELL_BYTES_MAX: usize = 1_000;

/// One row being read.
pub(super) struct Row<'r> {
    pub bound: &'r BoundMapping,
    pub record: &'r ByteRecord,
    pub line: u32,
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

    pub(super) fn point(&self) -> Result<String, RowFault> {
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

    pub(super) fn time(&self) -> Result<NaiveDateTime, RowFault> {
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
    pub(super) fn value(
        &self,
        place: usize,
        item: &'static ItemDef,
        unit: Unit,
        statistic: Statistic,
        said: &mut RowValues,
    ) {
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

    pub(super) fn narrow_value(
        &self,
        item_place: usize,
        value_place: usize,
        unit_place: Option<usize>,
        said: &mut RowValues,
    ) {
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
    pub(super) fn flag(&self, place: usize, source: &FlagSource, said: &mut RowValues) {
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
