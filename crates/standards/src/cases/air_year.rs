//! Cases of a year of air: validity, good days, attainment, the composite index.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::air::{
    self, AirLimits, AqiEdition, AqiLevel, YearStatistics, composite_index, judge_year_attainment, limits_on,
};
use crate::cases::air::reference_day;
use crate::cases::json::{Json, object};
use crate::cases::read::{any_field, figures, item_of, optional_any, optional_day};
use crate::item::ItemDef;
use crate::spelling::fold;

pub(crate) fn good_day_ratio(input: &Json) -> Result<Json, String> {
    let day = optional_day(input)?.unwrap_or_else(reference_day);
    let (mut good_days, mut all_days) = (0_usize, 0_usize);
    if let Some(levels) = optional_any(input, &["level_days", "days_by_level", "levels"])? {
        for (word, days) in levels.object()? {
            let days: usize = days.whole().map_err(|what| format!("`{word}`: {what}"))?;
            all_days = all_days.checked_add(days).ok_or("too many days")?;
            if is_good(day, word) {
                good_days = good_days.checked_add(days).ok_or("too many days")?;
            }
        }
    } else if let Some(values) = optional_any(input, &["aqi", "daily_aqi", "values"])? {
        let bound = air::good_day_aqi_max(day);
        let valid = values.list()?.iter().filter(|one| **one != Json::Null);
        for aqi in valid {
            all_days += 1;
            good_days += usize::from(aqi.decimal()? <= bound);
        }
    } else {
        good_days = any_field(input, &["good_days", "level_days"])?.whole()?;
        all_days = any_field(input, &["valid_days", "days"])?.whole()?;
    }
    let valid_days = optional_any(input, &["valid_days", "days"])?.map_or(Ok(all_days), Json::whole)?;
    let share = air::good_day_ratio(day, good_days, valid_days);
    Ok(object([
        ("good_days", good_days.into()),
        ("valid_days", valid_days.into()),
        ("ratio_percent", percent_or_null(share.percent)),
    ]))
}

fn percent_or_null(percent: Option<Decimal>) -> Json {
    percent.map_or(Json::Null, |percent| Json::unrounded(percent, 1))
}

fn is_good(day: NaiveDate, word: &str) -> bool {
    let edition = air::edition_on(day);
    let known = AqiLevel::good_words(edition, day).any(|known| known == word);
    let rank = |word: &str| match fold(word).as_str() {
        "1" | "一级" | "i" | "excellent" => Some(1),
        "2" | "二级" | "ii" | "good" => Some(2),
        _ => None,
    };
    known || rank(word).is_some()
}

pub(crate) fn air_validity(input: &Json) -> Result<Json, String> {
    let day = optional_day(input)?.unwrap_or_else(reference_day);
    let name = any_field(input, &["pollutant", "item"])?.text()?;
    let code = pollutant_code(name)?;
    let period = period_word(any_field(input, &["period"])?.text()?)?;
    if period == "month" {
        return month_validity(input, day);
    }
    let minimum = air::data_minimum(day, &code, period)
        .ok_or_else(|| format!("GB 3095 table 4 asks nothing of {name} over `{period}`"))?;
    let names: &[&str] = match minimum.counted {
        air::Counted::Minute => &["minutes", "count", "n"],
        air::Counted::Hour => &["hours", "count", "n", "valid_hours"],
        air::Counted::Day => &["days", "count", "n", "valid_days"],
    };
    let months = match optional_any(input, &["month_days", "months"])? {
        None => Vec::new(),
        Some(given) => numbered_months(given, period)?,
    };
    let count = match optional_any(input, names)? {
        Some(count) => count.whole()?,
        None if !months.is_empty() => months.iter().map(|(_, days)| days).sum(),
        None => {
            return Err(format!(
                "`{}` is missing; add the count to the input",
                names.first().unwrap_or(&"count")
            ));
        }
    };
    let suffices = air::data_suffice(day, &code, period, count, &months);
    Ok(object([("valid", suffices.map(|suffices| suffices.valid).into())]))
}

fn numbered_months(given: &Json, period: &str) -> Result<Vec<(u32, usize)>, String> {
    if let Json::Object(by_name) = given {
        let read = by_name.iter().map(|(month, days)| {
            let number = month
                .trim_end_matches('月')
                .parse()
                .map_err(|_| format!("`{month}` is not a month, 1 to 12"))?;
            Ok((number, days.whole()?))
        });
        return read.collect();
    }
    let months = given
        .list()?
        .iter()
        .map(Json::whole)
        .collect::<Result<Vec<usize>, _>>()?;
    let expected = if period == "quarter" { 3 } else { 12 };
    if months.len() != expected {
        return Err(format!(
            "`month_days` needs {expected} entries for a {period}, not {}",
            months.len()
        ));
    }
    Ok((1..).zip(months).collect())
}

fn month_validity(input: &Json, day: NaiveDate) -> Result<Json, String> {
    let year = air::data_minimum(day, "PM25", "year").ok_or("no row for the days of a month")?;
    let month = match optional_any(input, &["month", "month_number"])? {
        Some(Json::Number(month)) => u32::try_from(*month).map_err(|_| format!("month {month} is not 1 to 12"))?,
        Some(Json::Text(said)) => said.trim_end_matches('月').parse().unwrap_or(1),
        _ => 1,
    };
    let days: usize = any_field(input, &["days", "count", "n", "valid_days"])?.whole()?;
    Ok(object([("valid", (days >= year.of_month(month)).into())]))
}

/// Lead and benzopyrene have limits and are not monitored here: their codes are those of the table.
fn pollutant_code(name: &str) -> Result<String, String> {
    match fold(name).as_str() {
        "pb" | "铅" | "lead" => Ok("PB".to_owned()),
        "bap" | "苯并a芘" => Ok("BAP".to_owned()),
        _ => item_of(name).map(|item| if item.code == "O3_8H" { "O3" } else { item.code }.to_owned()),
    }
}

fn period_word(said: &str) -> Result<&'static str, String> {
    match fold(said).as_str() {
        "1h" | "hour" | "小时" | "1小时" => Ok("1h"),
        "8h" | "8小时" | "8hmax" => Ok("8h"),
        "day" | "24h" | "日" | "daily" | "24小时" => Ok("day"),
        "month" | "月" | "monthly" => Ok("month"),
        "quarter" | "季" | "quarterly" => Ok("quarter"),
        "year" | "年" | "annual" | "yearly" => Ok("year"),
        _ => Err(format!("period `{said}` is not 1h, 8h, day, month, quarter or year")),
    }
}

pub(crate) fn air_composite_index(input: &Json) -> Result<Json, String> {
    let values = yearly(any_field(input, &["values", "concentrations"])?)?;
    let index = composite_index(limits(input)?, &values);
    let single = index
        .single
        .iter()
        .map(|(item, one)| (code_of(item), Json::unrounded(*one, 2)));
    Ok(object([
        ("single", Json::Object(single.collect())),
        ("composite", index.value.into()),
        (
            "main_pollutant",
            index.main.iter().map(|item| Json::from(code_of(item))).collect(),
        ),
    ]))
}

pub(crate) fn air_year_attainment(input: &Json) -> Result<Json, String> {
    let mut year: Vec<YearStatistics> = Vec::new();
    for (item, percentile) in yearly(any_field(input, &["percentile", "percentiles"])?)? {
        year.push(YearStatistics {
            item,
            mean: None,
            percentile: Some(percentile),
        });
    }
    for (item, mean) in yearly(any_field(input, &["mean", "means", "annual_mean"])?)? {
        match year.iter_mut().find(|one| one.item.code == item.code) {
            Some(one) => one.mean = Some(mean),
            None => year.push(YearStatistics {
                item,
                mean: Some(mean),
                percentile: None,
            }),
        }
    }
    let judged = judge_year_attainment(limits(input)?, &year);
    let multiple = judged
        .failing
        .iter()
        .map(|(item, multiple)| (code_of(item), Json::from(*multiple)));
    Ok(object([
        ("attained", judged.attained.into()),
        (
            "failing",
            judged.failing.iter().map(|(item, _)| code_of(item)).collect(),
        ),
        ("multiple", Json::Object(multiple.collect())),
    ]))
}

/// The limits that the case names (`2012`, `2026_transition`, `GB 3095-2026 final`), else those of its day or edition.
pub(crate) fn limits(input: &Json) -> Result<AirLimits, String> {
    let said = optional_any(input, &["limits", "standard", "edition"])?;
    let Some(said) = said else {
        let day = optional_day(input)?;
        return day
            .map(limits_on)
            .ok_or_else(|| "`limits` is missing; write 2012, 2026_transition or 2026_final, or a `date`".to_owned());
    };
    let said = match said {
        Json::Number(year) => year.normalize().to_string(),
        other => other.text()?.to_owned(),
    };
    let folded = fold(&said);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if has(&["2012"]) {
        Ok(AirLimits::Of2012)
    } else if has(&["final", "2031", "最终", "正式"]) {
        Ok(AirLimits::Final2026)
    } else if has(&["transition", "过渡"]) {
        Ok(AirLimits::Transition2026)
    } else if has(&["2026"]) {
        // The edition alone: its limits of the day, and those of its first years where no day is given.
        Ok(limits_on(
            optional_day(input)?.unwrap_or_else(|| AqiEdition::Hj633_2026.in_force_from()),
        ))
    } else {
        Err(format!("limits `{said}` is not 2012, 2026_transition or 2026_final"))
    }
}

/// Over a year the cases write `O3` for the daily maximum of the 8 h mean.
fn yearly(given: &Json) -> Result<Vec<(&'static ItemDef, Decimal)>, String> {
    let of_year = |item: &'static ItemDef| if item.code == "O3" { item_of("O3_8H") } else { Ok(item) };
    let read = figures(given)?.into_iter();
    read.map(|(item, value)| Ok((of_year(item)?, value))).collect()
}

fn code_of(item: &ItemDef) -> String {
    if item.code == "O3_8H" {
        "O3".to_owned()
    } else {
        item.code.to_owned()
    }
}
