//! The index of many hours or days at once.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::air::edition::{EditionRules, ReportItem};
use crate::air::{
    Aqi, AqiEdition, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, aqi_daily, aqi_hourly,
};
use crate::columnar::column::rows_outside;
use crate::columnar::scale::{IndexScale, UNKNOWN};
use crate::columnar::{BLOCK, ColumnarError, FixedColumn, checked};
use crate::item::ItemDef;

/// Which report is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AqiReport {
    /// As [`aqi_daily`].
    Daily,
    /// As [`aqi_hourly`].
    Hourly(HourlyParticles),
}

/// What a kernel found, a row each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AqiColumns {
    /// The index of each item of the report, in its order; [`UNKNOWN`] = not measured or none from this value.
    pub iaqi: Vec<Vec<i16>>,
    /// The largest of them; [`UNKNOWN`] where no item has one.
    pub aqi: Vec<i16>,
    /// Bit `n` = item `n` of the report is a primary pollutant.
    pub primary: Vec<u8>,
    /// 1 to 6; 0 = unknown.
    pub level: Vec<u8>,
    /// Whether the edition lets the index be published.
    pub publish: Vec<bool>,
}

/// One report of one edition over columns of fixed decimals.
#[derive(Debug)]
pub struct AqiKernel {
    edition: AqiEdition,
    report: AqiReport,
    items: Vec<(&'static ItemDef, u32)>,
    scales: Vec<IndexScale>,
    /// Indexes above this are primary.
    primary_above: i16,
    /// Incomplete rows are published above this; `None` = always.
    publish_above: Option<i16>,
    /// Highest index of every level but the last.
    level_ends: Vec<i16>,
}

impl AqiKernel {
    /// A kernel for columns whose decimals are `decimals(item)`, one for each of [`AqiKernel::items`] in that order.
    ///
    /// # Errors
    /// When the edition has no such report, or when an item's scale with that many decimals leaves 32 bits.
    pub fn new(
        edition: AqiEdition,
        report: AqiReport,
        decimals: impl Fn(&'static ItemDef) -> u32,
    ) -> Result<Self, ColumnarError> {
        let rules = edition.rules();
        let mut items = Vec::new();
        let mut scales = Vec::new();
        for (item, averaging) in items_of(edition, report)? {
            items.push((item, decimals(item)));
            scales.push(IndexScale::new(edition, item, averaging, decimals(item))?);
        }
        let (_, ends) = rules
            .levels
            .split_last()
            .map_or((None, &[][..]), |(last, ends)| (Some(last), ends));
        Ok(Self {
            edition,
            report,
            items,
            scales,
            primary_above: bound(rules.primary_above),
            publish_above: rules.incomplete_publish_above.map(bound),
            level_ends: ends.iter().map(|level| bound(level.aqi_to.into())).collect(),
        })
    }

    /// The items of the report with the decimals of their columns, in the order in which columns are given.
    pub fn items(&self) -> &[(&'static ItemDef, u32)] {
        &self.items
    }

    /// Judges every row; `out` is emptied first. Equal, row by row, to what the exact functions say.
    ///
    /// # Errors
    /// When the columns are not those of [`AqiKernel::items`], or of different lengths.
    pub fn judge(&self, columns: &[FixedColumn<'_>], out: &mut AqiColumns) -> Result<(), ColumnarError> {
        let rows = checked(&self.items, columns)?;
        out.iaqi.resize_with(self.items.len(), Vec::new);
        out.iaqi.truncate(self.items.len());
        out.iaqi.iter_mut().for_each(|iaqi| iaqi.resize(rows, UNKNOWN));
        out.aqi.resize(rows, UNKNOWN);
        out.primary.resize(rows, 0);
        out.level.resize(rows, 0);
        out.publish.resize(rows, false);
        for from in (0..rows).step_by(BLOCK) {
            self.judge_block(columns, out, from..rows.min(from + BLOCK));
        }
        for row in rows_outside(columns) {
            self.judge_exactly(columns, out, row);
        }
        Ok(())
    }

    fn judge_block(&self, columns: &[FixedColumn<'_>], out: &mut AqiColumns, rows: std::ops::Range<usize>) {
        let (Some(aqi), Some(primary), Some(level), Some(publish)) = (
            out.aqi.get_mut(rows.clone()),
            out.primary.get_mut(rows.clone()),
            out.level.get_mut(rows.clone()),
            out.publish.get_mut(rows.clone()),
        ) else {
            return;
        };
        aqi.fill(UNKNOWN);
        // Wide scratch, narrowed once at the end: the steps between then run on whole vectors.
        let (mut signs, mut sets, mut levels) = ([0_i32; BLOCK], [0_i16; BLOCK], [1_i16; BLOCK]);
        let columns = columns
            .iter()
            .map(|column| column.mantissas().get(rows.clone()).unwrap_or_default());
        for ((mantissas, scale), iaqi) in columns.zip(&self.scales).zip(&mut out.iaqi) {
            let iaqi = iaqi.get_mut(rows.clone()).unwrap_or_default();
            scale.indexes(mantissas, iaqi);
            for (aqi, iaqi) in aqi.iter_mut().zip(&*iaqi) {
                *aqi = (*aqi).max(*iaqi);
            }
            // The sign of the union is negative when one of them is: missing, or no concentration.
            for (signs, mantissa) in signs.iter_mut().zip(mantissas) {
                *signs |= *mantissa;
            }
        }
        for (bit, iaqi) in out.iaqi.iter().enumerate() {
            let iaqi = iaqi.get(rows.clone()).unwrap_or_default();
            for ((set, iaqi), aqi) in sets.iter_mut().zip(iaqi).zip(&*aqi) {
                *set |= i16::from(iaqi == aqi) << bit;
            }
        }
        for end in &self.level_ends {
            for (level, aqi) in levels.iter_mut().zip(&*aqi) {
                *level += i16::from(aqi > end);
            }
        }
        for ((primary, set), aqi) in primary.iter_mut().zip(sets).zip(&*aqi) {
            *primary = if *aqi > self.primary_above { set as u8 } else { 0 };
        }
        for ((level, wide), aqi) in level.iter_mut().zip(levels).zip(&*aqi) {
            *level = if *aqi == UNKNOWN { 0 } else { wide as u8 };
        }
        let always = self.publish_above.unwrap_or(UNKNOWN);
        for ((publish, signs), aqi) in publish.iter_mut().zip(signs).zip(&*aqi) {
            *publish = (*aqi != UNKNOWN) & ((signs >= 0) | (*aqi > always));
        }
    }

    fn judge_exactly(&self, columns: &[FixedColumn<'_>], out: &mut AqiColumns, row: usize) {
        let exact = self.exact(|item| {
            let place = self.items.iter().position(|(known, _)| known.code == item)?;
            columns.get(place)?.value(row)
        });
        for (iaqi, one) in out.iaqi.iter_mut().zip(&exact.items) {
            set(iaqi, row, index(one.iaqi));
        }
        let is_primary = |item: &ItemDef| exact.primary.iter().any(|primary| primary.code == item.code);
        let bits = self.items.iter().enumerate();
        let primary = bits.fold(0, |bits, (bit, (item, _))| bits | u8::from(is_primary(item)) << bit);
        set(&mut out.primary, row, primary);
        set(&mut out.aqi, row, index(exact.value));
        set(&mut out.level, row, exact.level.map_or(0, |level| level.rank));
        set(&mut out.publish, row, exact.publish);
    }

    /// The exact judgement of one row.
    fn exact(&self, value: impl Fn(&str) -> Option<Decimal>) -> Aqi {
        let [so2, no2, co, o3_1h, o3_8h, pm10, pm25] = ["SO2", "NO2", "CO", "O3", "O3_8H", "PM10", "PM25"].map(value);
        match self.report {
            AqiReport::Daily => aqi_daily(
                self.edition,
                &DayConcentrations {
                    so2,
                    no2,
                    co,
                    o3_1h,
                    o3_8h,
                    pm10,
                    pm25,
                },
            ),
            AqiReport::Hourly(particles) => aqi_hourly(
                self.edition,
                &HourConcentrations {
                    so2,
                    no2,
                    co,
                    o3_1h,
                    o3_8h,
                    pm10,
                    pm25,
                },
                particles,
            ),
        }
    }
}

/// The items of a report and the breakpoints they are read from.
fn items_of(edition: AqiEdition, report: AqiReport) -> Result<Vec<(&'static ItemDef, Averaging)>, ColumnarError> {
    let rules: &EditionRules = edition.rules();
    let named = |items: &[ReportItem], name: &str| -> Vec<(&'static ItemDef, Averaging)> {
        let items = items.iter().filter(|one| one.report == name);
        items.map(|one| (one.item, one.averaging)).collect()
    };
    match (report, edition, &rules.practice) {
        (AqiReport::Daily, _, _) => Ok(named(&rules.reports, "daily")),
        (AqiReport::Hourly(HourlyParticles::OneHour), AqiEdition::Hj633_2012, Some((_, items))) => {
            Ok(named(items, "realtime_practice"))
        }
        (AqiReport::Hourly(HourlyParticles::MovingMean24h), AqiEdition::Hj633_2026, _) => {
            Err(ColumnarError::NoSuchReport {
                standard: edition.standard(),
            })
        }
        (AqiReport::Hourly(_), _, _) => Ok(named(&rules.reports, "hourly")),
    }
}

/// A bound of the tables, which are whole numbers up to 500.
fn bound(value: Decimal) -> i16 {
    value.floor().to_i16().unwrap_or(i16::MAX)
}

fn index(value: Option<u32>) -> i16 {
    value.and_then(|value| i16::try_from(value).ok()).unwrap_or(UNKNOWN)
}

fn set<T>(column: &mut [T], row: usize, value: T) {
    if let Some(place) = column.get_mut(row) {
        *place = value;
    }
}
