//! The class of many section-days at once.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::columnar::column::rows_outside;
use crate::columnar::{BLOCK, ColumnarError, FixedColumn, checked};
use crate::item::ItemDef;
use crate::water::limits::Demand;
use crate::water::{
    ItemRole, SectionVerdict, WaterBody, WaterClass, edition_on, judge_automatic_station, judge_section,
    required_by_automatic_stations,
};

/// What must be present before a class is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaterRequired {
    /// As [`judge_section`]: at least one item.
    AnyItem,
    /// As [`judge_automatic_station`]: the items without which automatic stations get no class.
    AutomaticStation,
}

/// What a kernel found, a row each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaterColumns {
    /// 1 for Ⅰ … 6 for 劣Ⅴ; 0 = unknown.
    pub class: Vec<u8>,
    /// Bit `n` (of 32; fewer items decide) = item `n` of the kernel has the class of the section; 0 where that is unknown.
    pub deciding: Vec<u32>,
}

/// The limits of one kind of water body on one day, over columns of fixed decimals.
#[derive(Debug)]
pub struct WaterKernel {
    day: NaiveDate,
    body: WaterBody,
    required: WaterRequired,
    items: Vec<(&'static ItemDef, u32)>,
    steps: Vec<Steps>,
    /// Whether the item must be present, in the order of `items`.
    must: Vec<bool>,
    /// A required item has no column here, so no row has a class.
    lacks: bool,
}

/// The whole numbers at which the class of an item changes.
#[derive(Debug)]
enum Steps {
    /// One class worse above each.
    Above([i32; 5]),
    /// One class worse below each.
    Below([i32; 5]),
    /// Class Ⅰ inside, 劣Ⅴ outside, ends included.
    Within(i32, i32),
}

impl WaterKernel {
    /// A kernel by the limits in force on `day` for columns of `items`, each with the decimals of its column.
    ///
    /// # Errors
    /// When no edition is in force, or when an item takes no part in the class or is given twice.
    pub fn new(
        day: NaiveDate,
        body: WaterBody,
        required: WaterRequired,
        items: &[(&'static ItemDef, u32)],
    ) -> Result<Self, ColumnarError> {
        let edition = edition_on(day).ok_or(ColumnarError::NoEdition { day })?;
        let mut steps = Vec::new();
        for (place, (item, decimals)) in items.iter().enumerate() {
            if items.iter().take(place).any(|(earlier, _)| earlier.code == item.code) {
                return Err(ColumnarError::Columns {
                    what: format!("{} is given twice", item.code),
                });
            }
            let decides = edition
                .demand(item, body)
                .filter(|_| edition.role(item) == ItemRole::Evaluated);
            let demand = decides.ok_or(ColumnarError::NotEvaluated { item: item.code })?;
            steps.push(Steps::new(demand, *decimals).ok_or(ColumnarError::TooFine {
                item: item.code,
                decimals: *decimals,
            })?);
        }
        let needed: Vec<&str> = match required {
            WaterRequired::AnyItem => Vec::new(),
            WaterRequired::AutomaticStation => required_by_automatic_stations().map(|item| item.code).collect(),
        };
        Ok(Self {
            day,
            body,
            required,
            items: items.to_vec(),
            steps,
            must: items.iter().map(|(item, _)| needed.contains(&item.code)).collect(),
            lacks: needed
                .iter()
                .any(|code| items.iter().all(|(item, _)| item.code != *code)),
        })
    }

    /// Every item that decides in `body` on `day`, with the decimals of the list of items.
    ///
    /// # Errors
    /// When no edition is in force.
    pub fn deciding_items(day: NaiveDate, body: WaterBody) -> Result<Vec<(&'static ItemDef, u32)>, ColumnarError> {
        let edition = edition_on(day).ok_or(ColumnarError::NoEdition { day })?;
        let decides =
            |item: &&'static ItemDef| edition.role(item) == ItemRole::Evaluated && edition.demand(item, body).is_some();
        let items = crate::item::ITEMS.iter().filter(decides);
        Ok(items.map(|item| (item, item.decimals)).collect())
    }

    /// The items with the decimals of their columns, in the order in which columns are given.
    pub fn items(&self) -> &[(&'static ItemDef, u32)] {
        &self.items
    }

    /// Judges every row; `out` is emptied first. Equal, row by row, to what the exact functions say.
    ///
    /// # Errors
    /// When the columns are not those of [`WaterKernel::items`], or of different lengths.
    pub fn judge(&self, columns: &[FixedColumn<'_>], out: &mut WaterColumns) -> Result<(), ColumnarError> {
        let rows = checked(&self.items, columns)?;
        out.class.resize(rows, 0);
        out.deciding.resize(rows, 0);
        let mut scratch = vec![[0_u8; BLOCK]; self.items.len()];
        for from in (0..rows).step_by(BLOCK) {
            self.judge_block(columns, out, from..rows.min(from + BLOCK), &mut scratch);
        }
        for row in rows_outside(columns) {
            self.judge_exactly(columns, out, row);
        }
        Ok(())
    }

    fn judge_block(
        &self,
        columns: &[FixedColumn<'_>],
        out: &mut WaterColumns,
        rows: std::ops::Range<usize>,
        scratch: &mut [[u8; BLOCK]],
    ) {
        let (Some(class), Some(deciding)) = (out.class.get_mut(rows.clone()), out.deciding.get_mut(rows.clone()))
        else {
            return;
        };
        class.fill(0);
        deciding.fill(0);
        for ((column, steps), classes) in columns.iter().zip(&self.steps).zip(&mut *scratch) {
            let mantissas = column.mantissas().get(rows.clone()).unwrap_or_default();
            steps.classes(mantissas, classes);
            for (class, one) in class.iter_mut().zip(&*classes) {
                *class = (*class).max(*one);
            }
        }
        for (classes, _) in scratch.iter().zip(&self.must).filter(|(_, must)| **must) {
            for (class, one) in class.iter_mut().zip(classes) {
                *class *= u8::from(*one != 0);
            }
        }
        if self.lacks {
            class.fill(0);
        }
        for (bit, classes) in scratch.iter().enumerate() {
            for ((deciding, one), class) in deciding.iter_mut().zip(classes).zip(&*class) {
                *deciding |= u32::from(one == class && *class != 0) << bit;
            }
        }
    }

    fn judge_exactly(&self, columns: &[FixedColumn<'_>], out: &mut WaterColumns, row: usize) {
        let values = self.items.iter().zip(columns);
        let values: Vec<(&'static ItemDef, Decimal)> = values
            .filter_map(|((item, _), column)| Some((*item, column.value(row)?)))
            .collect();
        let verdict: SectionVerdict = match self.required {
            WaterRequired::AnyItem => judge_section(self.day, self.body, &values),
            WaterRequired::AutomaticStation => judge_automatic_station(self.day, self.body, &values),
        };
        let decides = |item: &ItemDef| {
            verdict.class.is_some()
                && verdict
                    .items
                    .iter()
                    .any(|one| one.item.code == item.code && one.class == verdict.class)
        };
        let bits = self.items.iter().enumerate();
        let bits = bits.fold(0, |bits, (bit, (item, _))| bits | u32::from(decides(item)) << bit);
        if let (Some(class), Some(deciding)) = (out.class.get_mut(row), out.deciding.get_mut(row)) {
            *class = verdict.class.map_or(0, WaterClass::rank);
            *deciding = bits;
        }
    }
}

impl Steps {
    /// `None` when the limits do not fit or do not rise (fall) with the class, so that counting steps would be wrong.
    fn new(demand: Demand, decimals: u32) -> Option<Self> {
        let unit = Decimal::from(10_u64.checked_pow(decimals)?);
        // Whole numbers compare with a limit as they do with its floor, or its ceiling: nothing lies between.
        let floor = |limit: Decimal| limit.checked_mul(unit).and_then(|limit| limit.floor().to_i32());
        let ceiling = |limit: Decimal| limit.checked_mul(unit).and_then(|limit| limit.ceil().to_i32());
        match demand {
            Demand::AtMost([a, b, c, d, e]) => {
                let steps = [floor(a)?, floor(b)?, floor(c)?, floor(d)?, floor(e)?];
                steps.is_sorted().then_some(Self::Above(steps))
            }
            Demand::AtLeast([a, b, c, d, e]) => {
                let steps = [ceiling(a)?, ceiling(b)?, ceiling(c)?, ceiling(d)?, ceiling(e)?];
                steps
                    .is_sorted_by(|one, next| one >= next)
                    .then_some(Self::Below(steps))
            }
            Demand::Within(low, high) => Some(Self::Within(ceiling(low)?, floor(high)?)),
        }
    }

    /// The class of each whole number; 0 for negative ones, and so for missing ones.
    fn classes(&self, mantissas: &[i32], out: &mut [u8; BLOCK]) {
        let pairs = out.iter_mut().zip(mantissas);
        match self {
            Self::Above([a, b, c, d, e]) => pairs.for_each(|(out, value)| {
                let worse = [value > a, value > b, value > c, value > d, value > e].map(u8::from);
                *out = (1 + worse.iter().sum::<u8>()) * u8::from(*value >= 0);
            }),
            Self::Below([a, b, c, d, e]) => pairs.for_each(|(out, value)| {
                let worse = [value < a, value < b, value < c, value < d, value < e].map(u8::from);
                *out = (1 + worse.iter().sum::<u8>()) * u8::from(*value >= 0);
            }),
            Self::Within(low, high) => pairs.for_each(|(out, value)| {
                let outside = u8::from(value < low || value > high);
                *out = (1 + 5 * outside) * u8::from(*value >= 0);
            }),
        }
    }
}
