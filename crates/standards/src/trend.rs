//! Whether yearly (or other periodic) values rise or fall: Spearman's rank correlation with time.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rust_decimal::{Decimal, MathematicalOps};
use serde::{Deserialize, Serialize};

use crate::conventions::Conventions;
use crate::reason::Reason;
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The level of significance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Significance {
    /// 0.05
    FivePercent,
    /// 0.01
    OnePercent,
}

/// What the values do over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// 上升
    Rising,
    /// 下降
    Falling,
    /// 平稳: no significant trend
    Stable,
}

/// A trend, or why none can be told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// Rank correlation −1..=1, unrounded; `None` with fewer than five periods.
    pub coefficient: Option<Decimal>,
    /// Whether it is larger than the critical value; equal is not.
    pub significant: bool,
    /// The outcome; `None` = unknown.
    pub direction: Option<Direction>,
    /// The arithmetic.
    pub reason: Reason,
}

impl Trend {
    /// The coefficient as it is published, four decimals.
    pub fn coefficient_published(&self) -> Option<Decimal> {
        self.coefficient.map(|coefficient| round(coefficient, rules().decimals))
    }
}

/// More periods than any series of a city has; keeps sums of squares far from overflow.
pub const PERIODS_MAX: usize = 10_000;

/// The trend of `values`, one per period in the order of time.
///
/// rs = 1 − 6 Σd² / (N³ − N) with d = rank by value − rank by time; significant when |rs| > Wp. Equal values share the mean of their
/// ranks, and the correlation is then that of those ranks (convention; the text is silent): equal values throughout are stable.
pub fn spearman(values: &[Decimal], significance: Significance) -> Trend {
    spearman_by(&Conventions::proposed(NaiveDate::MAX), values, significance)
}

/// As [`spearman`], by a bureau's own convention for an N that the table of critical values lacks.
pub fn spearman_by(conventions: &Conventions, values: &[Decimal], significance: Significance) -> Trend {
    let rules = rules();
    let count = values.len();
    let (Some(coefficient), Some((row_n, critical))) = (
        coefficient(values, rules),
        rules.critical(conventions, count, significance),
    ) else {
        let least = rules.periods_min;
        let says = Text::new(
            format!("趋势未知：有 {count} 个时段，需 {least} 至 {PERIODS_MAX} 个"),
            format!("trend unknown: {count} periods, {least} to {PERIODS_MAX} are needed"),
        );
        return Trend {
            coefficient: None,
            significant: false,
            direction: None,
            reason: Reason::new(says).by(rules.table.citation()),
        };
    };
    let significant = coefficient.abs() > critical;
    let direction = match (significant, coefficient.is_sign_negative()) {
        (false, _) => Direction::Stable,
        (true, true) => Direction::Falling,
        (true, false) => Direction::Rising,
    };
    let rs = shown(coefficient, rules.decimals);
    let (zh, en) = match direction {
        Direction::Stable => ("≤", "≤"),
        _ => ("＞", ">"),
    };
    let (zh_word, en_word) = match direction {
        Direction::Rising => ("显著上升", "significantly rising"),
        Direction::Falling => ("显著下降", "significantly falling"),
        Direction::Stable => ("无显著变化（平稳）", "no significant trend (stable)"),
    };
    let says = Text::new(
        format!("秩相关系数 rs={rs}（N={count}），|rs| {zh} 临界值 {critical}（N={row_n}）→ {zh_word}"),
        format!("rank correlation rs={rs} (N={count}), |rs| {en} critical value {critical} (N={row_n}) → {en_word}"),
    );
    let reason = Reason::new(says).by(rules.table.citation());
    Trend {
        coefficient: Some(coefficient),
        significant,
        direction: Some(direction),
        reason,
    }
}

/// The correlation of the ranks. Without ties it is exactly 1 − 6 Σd² / (N³ − N); with ties that formula would call a series of equal
/// values half a trend, so the sums of squares of the ranks that are really there are used.
fn coefficient(values: &[Decimal], rules: &Rules) -> Option<Decimal> {
    let count = values.len();
    if count < rules.periods_min || count > PERIODS_MAX {
        return None;
    }
    let mut by_value: Vec<usize> = (0..count).collect();
    by_value.sort_by_key(|period| values.get(*period));
    let cube = |count: i128| count * count * count - count;
    // Ranks are doubled, so that the mean of two neighbouring ranks stays whole. All sums stay far below 10^28 by `PERIODS_MAX`.
    let (mut squares, mut tied_cubes) = (0_i128, 0_i128);
    let mut first = 0;
    while let Some(period) = by_value.get(first) {
        let value = values.get(*period);
        let tied: Vec<usize> = by_value
            .iter()
            .skip(first)
            .copied()
            .take_while(|other| values.get(*other) == value)
            .collect();
        let doubled_rank = i128::try_from(2 * first + 1 + tied.len()).ok()?;
        for period in &tied {
            let difference = doubled_rank - 2 * i128::try_from(period + 1).ok()?;
            squares += difference * difference;
        }
        tied_cubes += cube(i128::try_from(tied.len()).ok()?);
        first += tied.len();
    }
    let by_time = cube(i128::try_from(count).ok()?);
    let by_value = by_time - tied_cubes;
    let whole = |number: i128| Decimal::try_from_i128_with_scale(number, 0).ok();
    let spread = if tied_cubes == 0 {
        whole(by_time)?
    } else {
        whole(by_time)?.checked_mul(whole(by_value)?)?.sqrt()?
    };
    if spread.is_zero() {
        return Some(Decimal::ZERO);
    }
    whole(by_time + by_value - 3 * squares)?.checked_div(spread.checked_mul(Decimal::TWO)?)
}

struct Rules {
    table: &'static Table,
    rows: Vec<(usize, Decimal, Decimal)>,
    periods_min: usize,
    decimals: u32,
}

impl Rules {
    /// The critical value of `count`, or of the next N of the table by convention, with that N; beyond the table its last N.
    fn critical(
        &self,
        conventions: &Conventions,
        count: usize,
        significance: Significance,
    ) -> Option<(usize, Decimal)> {
        let smaller = self.rows.iter().rev().find(|(n, ..)| *n <= count);
        let larger = self.rows.iter().find(|(n, ..)| *n >= count).or(smaller);
        let (n, five, one) = if conventions.spearman_next_smaller {
            smaller?
        } else {
            larger?
        };
        Some((
            *n,
            if significance == Significance::FivePercent {
                *five
            } else {
                *one
            },
        ))
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (table, parameters) = (table("spearman/critical.csv")?, table("spearman/parameters.csv")?);
    let rows = table
        .rows()
        .map(|row| Ok((row.parsed("n")?, row.decimal("wp_0_05")?, row.decimal("wp_0_01")?)));
    Ok(Rules {
        table,
        rows: rows.collect::<Result<_, TableError>>()?,
        periods_min: parameters.whole_parameter("periods_min")?,
        decimals: parameters.whole_parameter("coefficient_decimals")?,
    })
}
