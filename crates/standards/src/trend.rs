//! Whether yearly (or other periodic) values rise or fall: Spearman's rank correlation with time.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, PartialEq)]
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
/// ranks (convention; the text is silent).
pub fn spearman(values: &[Decimal], significance: Significance) -> Trend {
    let rules = rules();
    let count = values.len();
    let (Some(coefficient), Some((row_n, critical))) =
        (coefficient(values, rules), rules.critical(count, significance))
    else {
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

fn coefficient(values: &[Decimal], rules: &Rules) -> Option<Decimal> {
    let count = values.len();
    if count < rules.periods_min || count > PERIODS_MAX {
        return None;
    }
    let mut by_value: Vec<usize> = (0..count).collect();
    by_value.sort_by_key(|period| values.get(*period));
    // Ranks are doubled, so that the mean of two neighbouring ranks stays whole.
    let mut squares: i128 = 0;
    let mut first = 0;
    while let Some(period) = by_value.get(first) {
        let value = values.get(*period);
        let equal = by_value
            .iter()
            .skip(first)
            .take_while(|other| values.get(**other) == value)
            .count();
        let doubled_rank = i128::try_from(first + 1 + first + equal).ok()?;
        for tied in by_value.iter().skip(first).take(equal) {
            let difference = doubled_rank - 2 * i128::try_from(tied + 1).ok()?;
            squares += difference * difference;
        }
        first += equal;
    }
    let count = i128::try_from(count).ok()?;
    let share = Decimal::from_i128_with_scale(6 * squares, 0)
        .checked_div(Decimal::from_i128_with_scale(4 * (count * count * count - count), 0))?;
    Decimal::ONE.checked_sub(share)
}

struct Rules {
    table: &'static Table,
    rows: Vec<(usize, Decimal, Decimal)>,
    periods_min: usize,
    decimals: u32,
}

impl Rules {
    /// The critical value of `count`, or of the next smaller N of the table, with that N.
    fn critical(&self, count: usize, significance: Significance) -> Option<(usize, Decimal)> {
        let (n, five, one) = self.rows.iter().rev().find(|(n, ..)| *n <= count)?;
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
