//! The six levels of the index with their words and colours.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::air::edition::AqiEdition;
use crate::air::statistics::StatisticsRules;
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

    /// The Chinese words of the levels that make a good day on `day` (优, 良).
    pub fn good_words(edition: AqiEdition, day: NaiveDate) -> impl Iterator<Item = &'static str> {
        let bound = StatisticsRules::on(day).good_day_max;
        let good = edition
            .rules()
            .levels
            .iter()
            .filter(move |level| Decimal::from(level.aqi_to) <= bound);
        good.map(|level| level.word.zh.as_str())
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
