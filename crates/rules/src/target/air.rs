//! Years of air: the share of good days (ASM-8) and the heavily polluted days (AIR-8).

use rust_decimal::Decimal;
use standards::air::YearAir;
use standards::{Certainty, Citation, Reason, Text};

use super::{Attainment, Judged, outcome_words};
use crate::unit::PlanUnit;

/// Judges a share of good days against a demanded share in percent.
pub fn judge_good_days(demanded_percent: Decimal, year: &YearAir) -> Judged {
    if !year.valid {
        return not_enough_days(year);
    }
    let (good, valid) = (Decimal::from(year.good_days), Decimal::from(year.valid_days));
    // The share is compared unrounded: good × 100 against demanded × valid needs no division.
    let met = good * Decimal::ONE_HUNDRED >= demanded_percent * valid;
    let shown = year
        .ratio_percent
        .map_or_else(|| "—".to_owned(), |ratio| standards::rounding::shown(ratio, 2));
    let (sign, attainment) = if met {
        ("≥", Attainment::Met)
    } else {
        ("<", Attainment::Missed)
    };
    let outcome = outcome_words(attainment);
    let says = Text::new(
        format!(
            "{}年优良天数 {good} ÷ 有效天数 {valid} = {shown}% {sign} {demanded_percent}%：{}",
            year.year, outcome.zh
        ),
        format!(
            "{}: {good} good days of {valid} valid days = {shown} % {sign} {demanded_percent} %: {}",
            year.year, outcome.en
        ),
    );
    let rule = Citation::new("ASM-8", "good-air days (优良天数)", Certainty::K);
    Judged::new(
        attainment,
        Some(PlanUnit::PERCENT.words(shown)),
        Reason::new(says).by(rule).since(year.reason.clone()),
    )
}

/// Judges the number of heavily polluted days against the demanded number, as `reading` says the plan's words are to be read.
pub fn judge_heavy_days(demanded_days: Decimal, reading: &Citation, year: &YearAir) -> Judged {
    let heavy = Decimal::from(year.heavy_days);
    // More days can only add heavy ones: above the limit the outcome is certain before the year is complete.
    if heavy <= demanded_days && !year.valid {
        return not_enough_days(year);
    }
    let (sign, attainment) = if heavy <= demanded_days {
        ("≤", Attainment::Met)
    } else {
        (">", Attainment::Missed)
    };
    let so_far = match year.valid {
        true => Text::default(),
        false => Text::new("（数据不全，已可断定）", " (with incomplete data, certain already)"),
    };
    let outcome = outcome_words(attainment);
    let says = Text::new(
        format!(
            "{}年重污染日 {heavy} 天 {sign} {demanded_days} 天{}：{}",
            year.year, so_far.zh, outcome.zh
        ),
        format!(
            "{}: {heavy} heavily polluted days {sign} {demanded_days}{}: {}",
            year.year, so_far.en, outcome.en
        ),
    );
    let reason = Reason::new(says).by(reading.clone()).since(year.reason.clone());
    Judged::new(attainment, Some(PlanUnit::DAYS.words(heavy)), reason)
}

fn not_enough_days(year: &YearAir) -> Judged {
    let YearAir {
        year: number,
        valid_days: have,
        required_days: need,
        ..
    } = year;
    let short: Vec<u32> = year
        .months
        .iter()
        .filter(|month| month.valid_days < month.required)
        .map(|month| month.month)
        .collect();
    let months = match short.len() {
        0 => Text::default(),
        12 => Text::new("，12 个月都不足", ", every month is short"),
        count => Text::new(
            format!("，其中 {count} 个月不足"),
            format!(", {count} months are short"),
        ),
    };
    let says = Text::new(
        format!(
            "{number}年有效天数 {have} 天，全年评价需要 {need} 天{}：有效数据不足，不能判定",
            months.zh
        ),
        format!(
            "{number}: {have} valid days, a year needs {need}{}: not enough valid data",
            months.en
        ),
    );
    Judged::new(
        Attainment::NotEnoughData,
        None,
        Reason::new(says).since(year.reason.clone()),
    )
}
