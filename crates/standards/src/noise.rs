//! Noise: the environment by GB 3096-2008, the boundary of industrial enterprises by GB 12348-2008. All levels in dB(A).

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::reason::{Citation, Reason};
use crate::spelling::fold;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// The part of the day; by the standard 06:00–22:00 and 22:00–06:00 unless the county or above sets otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartOfDay {
    /// 昼间
    Day,
    /// 夜间
    Night,
}

impl PartOfDay {
    /// Reads `day`, `昼间`, `night`, `夜间`.
    pub fn parse(said: &str) -> Option<Self> {
        match fold(said).as_str() {
            "day" | "daytime" | "昼间" | "昼" | "d" | "ld" => Some(Self::Day),
            "night" | "nighttime" | "夜间" | "夜" | "n" | "ln" => Some(Self::Night),
            _ => None,
        }
    }

    /// The part of the day of a full hour 0 … 23 (GB 3096-2008: night from 22:00 to 06:00), unless the government of the county or above
    /// has set other hours; `None` for no hour.
    pub fn of_hour(hour: u32) -> Option<Self> {
        let (first, last) = rules().day_hours;
        match hour {
            24.. => None,
            hour if (first..last).contains(&hour) => Some(Self::Day),
            _ => Some(Self::Night),
        }
    }
}

/// The judgement on one measurement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoiseVerdict {
    /// The limit of the equivalent level.
    pub limit: Decimal,
    /// Whether the equivalent level is above it.
    pub exceeds: bool,
    /// By how much, never negative.
    pub over_db: Decimal,
    /// Whether the peak is above what the night allows; `None` by day or without a peak.
    pub peak_exceeds: Option<bool>,
    /// The comparisons.
    pub reason: Reason,
}

/// A class as people write it: `2`, `2类`, `4a类区`, `class 4A`.
fn class_of(said: &str) -> String {
    fold(said)
        .replace("声环境功能区", "")
        .replace("功能区", "")
        .replace(['类', '区'], "")
        .replace("class", "")
}

/// What a peak at night is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NightPeak {
    /// 偶发
    Occasional,
    /// 频发
    Frequent,
}

/// Judges the noise of a functional area (`0`, `1`, `2`, `3`, `4a`, `4b`); `None` for other classes.
///
/// GB 3096-2008: the limit is kept when equal; a burst at night may exceed the night limit by at most 15 dB(A).
pub fn judge_area_noise(class: &str, part: PartOfDay, level: Decimal, peak: Option<Decimal>) -> Option<NoiseVerdict> {
    let rules = rules();
    judge(
        &rules.area,
        class,
        part,
        level,
        peak.map(|peak| (peak, rules.area_peak)),
        Decimal::ZERO,
    )
}

/// Judges the noise at the boundary of an enterprise (classes `0` … `4`); `None` for other classes.
///
/// GB 12348-2008: at night frequent peaks may exceed the limit by 10 dB(A), occasional ones by 15 dB(A). Where the boundary is closer than
/// 1 m to a building that is sensitive to noise, the level is taken `indoors` and the limit is 10 dB(A) lower.
pub fn judge_boundary_noise(
    class: &str,
    part: PartOfDay,
    level: Decimal,
    peak: Option<(Decimal, NightPeak)>,
    indoors: bool,
) -> Option<NoiseVerdict> {
    let rules = rules();
    let allowance = |kind: NightPeak| match kind {
        NightPeak::Occasional => rules.boundary_occasional,
        NightPeak::Frequent => rules.boundary_frequent,
    };
    judge(
        &rules.boundary,
        class,
        part,
        level,
        peak.map(|(peak, kind)| (peak, allowance(kind))),
        if indoors { rules.boundary_indoors } else { Decimal::ZERO },
    )
}

fn judge(
    limits: &Limits,
    class: &str,
    part: PartOfDay,
    level: Decimal,
    peak: Option<(Decimal, Decimal)>,
    lowered: Decimal,
) -> Option<NoiseVerdict> {
    let folded = class_of(class);
    let row = limits.rows.iter().find(|row| row.class == folded)?;
    let (outdoors, zh, en) = match part {
        PartOfDay::Day => (row.day, "昼间", "day"),
        PartOfDay::Night => (row.night, "夜间", "night"),
    };
    let limit = outdoors.checked_sub(lowered)?;
    let exceeds = level > limit;
    let over_db = level.checked_sub(limit)?.max(Decimal::ZERO);
    let sign = if exceeds { ">" } else { "≤" };
    let says = Text::new(
        format!("{folded} 类区{zh} {level} dB(A) {sign} 限值 {limit} dB(A)"),
        format!("class {folded}, {en}: {level} dB(A) {sign} limit {limit} dB(A)"),
    );
    let mut reason = Reason::new(says).by(limits.table.citation());
    if !lowered.is_zero() {
        let says = Text::new(
            format!("室内测量：{outdoors} − {lowered} = {limit} dB(A)"),
            format!("measured indoors: {outdoors} − {lowered} = {limit} dB(A)"),
        );
        reason = reason.since(Reason::new(says).by(limits.peak_rule.clone()));
    }
    let peak = peak.filter(|_| part == PartOfDay::Night);
    let mut peak_exceeds = None;
    if let Some((peak, allowance)) = peak {
        let most = limit.checked_add(allowance)?;
        peak_exceeds = Some(peak > most);
        let sign = if peak > most { ">" } else { "≤" };
        let says = Text::new(
            format!("夜间最大声级 {peak} dB(A) {sign} {limit}+{allowance}={most} dB(A)"),
            format!("peak at night {peak} dB(A) {sign} {limit}+{allowance}={most} dB(A)"),
        );
        reason = reason.since(Reason::new(says).by(limits.peak_rule.clone()));
    }
    Some(NoiseVerdict {
        limit,
        exceeds,
        over_db,
        peak_exceeds,
        reason,
    })
}

struct LimitRow {
    class: &'static str,
    day: Decimal,
    night: Decimal,
}

struct Limits {
    table: &'static Table,
    peak_rule: Citation,
    rows: Vec<LimitRow>,
}

struct Rules {
    area: Limits,
    area_peak: Decimal,
    boundary: Limits,
    boundary_frequent: Decimal,
    boundary_occasional: Decimal,
    boundary_indoors: Decimal,
    /// First hour of the day and first hour of the night.
    day_hours: (u32, u32),
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (area, boundary) = (
        table("gb3096-2008/parameters.csv")?,
        table("gb12348-2008/parameters.csv")?,
    );
    Ok(Rules {
        area: read_limits(table("gb3096-2008/limits.csv")?, area)?,
        area_peak: area.parameter("night_peak_above_limit_max")?,
        boundary: read_limits(table("gb12348-2008/limits.csv")?, boundary)?,
        boundary_frequent: boundary.parameter("night_frequent_peak_above_limit_max")?,
        boundary_occasional: boundary.parameter("night_occasional_peak_above_limit_max")?,
        boundary_indoors: boundary.parameter("indoor_minus")?,
        day_hours: (
            area.whole_parameter("day_from_hour")?,
            area.whole_parameter("night_from_hour")?,
        ),
    })
}

fn read_limits(table: &'static Table, parameters: &Table) -> Result<Limits, TableError> {
    let rows = table.rows().map(|row| {
        Ok(LimitRow {
            class: row.text("class")?,
            day: row.decimal("day")?,
            night: row.decimal("night")?,
        })
    });
    Ok(Limits {
        table,
        peak_rule: parameters.citation(),
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}
