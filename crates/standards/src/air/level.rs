//! The six levels of the index with their words and colours.

use serde::Serialize;

use crate::air::edition::AqiEdition;
use crate::table::{Table, TableError};
use crate::text::Text;

/// A level of the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AqiLevel {
    /// 1..=6
    pub rank: u8,
    /// 一级 …
    pub name: Text,
    /// 优 … 严重污染
    pub word: Text,
    /// 绿色 … 褐红色
    pub colour: Text,
    /// The colour on screens, `#RRGGBB`.
    pub hex: String,
    /// Highest index of the level.
    pub aqi_to: u32,
}

impl AqiLevel {
    /// The level of an index, the highest one also for anything above the scale.
    pub fn of(edition: AqiEdition, aqi: u32) -> Option<&'static Self> {
        let levels = &edition.rules().levels;
        levels.iter().find(|level| aqi <= level.aqi_to).or(levels.last())
    }
}

pub(crate) fn read_levels(table: &Table) -> Result<Vec<AqiLevel>, TableError> {
    let read = table.rows().map(|row| {
        let rank: u8 = row.parsed("level")?;
        Ok(AqiLevel {
            rank,
            name: Text::new(row.text("name_zh")?, format!("level {rank}")),
            word: Text::new(row.text("word_zh")?, row.text("word_en")?),
            colour: Text::new(row.text("colour_zh")?, row.text("colour_en")?),
            hex: row.text("hex")?.to_owned(),
            aqi_to: row.parsed("aqi_to")?,
        })
    });
    read.collect()
}
