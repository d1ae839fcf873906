//! Reaches and roads with their chiefs: the entries of the folder, and over them what acts have put.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use city::{Cell, Register};
use journal::{AsOf, EntryVersion, JournalError, Said, joined};
use rust_decimal::Decimal;

use super::{Duties, SEGMENTS, by_folder};
use crate::views::DutyGround;

/// The piece of water or road that a chief answers for, at one level and of one kind.
pub(super) struct Segment {
    fields: BTreeMap<String, String>,
    /// Who says so.
    pub(super) ground: DutyGround,
}

impl Segment {
    /// What a field says; `None` is unknown.
    pub(super) fn says(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// Its id, which may be the id of a reach of the map.
    pub(super) fn id(&self) -> &str {
        self.says("segment").unwrap_or_default()
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.says("name").unwrap_or_else(|| self.id())
    }

    /// Whether it is the segment of an administrative chief.
    pub(super) fn is_administrative(&self) -> bool {
        self.says("kind") == Some("administrative")
    }

    /// Its length in km.
    pub(super) fn length(&self) -> Option<Decimal> {
        self.says("length")?.parse().ok()
    }
}

impl Duties<'_> {
    /// The segments as they were on a day.
    pub(super) fn segments(&self, day: NaiveDate) -> Result<Vec<Segment>, JournalError> {
        let Some(register) = self.city.register(SEGMENTS) else {
            return Ok(Vec::new());
        };
        let as_of = AsOf {
            valid: Some(day),
            known: self.known,
        };
        let mut put = match self.journal {
            Some(journal) => journal.entries(SEGMENTS, as_of)?,
            None => BTreeMap::new(),
        };
        let of_folder = of_folder(register).into_iter().map(|(key, segment)| {
            let over = put.remove(&key);
            over.map_or(segment, of_act)
        });
        let mut segments: Vec<Segment> = of_folder.collect();
        segments.extend(put.into_values().map(of_act));
        Ok(segments)
    }
}

fn of_folder(register: &Register) -> Vec<(String, Segment)> {
    let file = register.entries_file.as_deref().unwrap_or(&register.file);
    let read = register.entries.iter().map(|entry| {
        let cells = register.fields.iter().filter_map(|field| {
            let cell = register.cell(entry, &field.id)?;
            Some((field.id.clone(), cell.written()))
        });
        let key: Vec<String> = register
            .key
            .iter()
            .filter_map(|id| register.cell(entry, id).map(Cell::written))
            .collect();
        let segment = Segment {
            fields: cells.collect(),
            ground: by_folder(file, Some(entry.line)),
        };
        (joined(&key), segment)
    });
    read.collect()
}

fn of_act(version: EntryVersion) -> Segment {
    let fields = version.fields.into_iter().filter_map(|(id, said)| match said {
        Said::Text(text) => Some((id, text)),
        Said::Erased => None,
    });
    Segment {
        fields: fields.collect(),
        ground: DutyGround::Act {
            act: version.act,
            document: String::new(),
        },
    }
}
