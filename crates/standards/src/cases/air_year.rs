//! Cases of a year of air: validity, good days, attainment, the composite index.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::air::{
    self, AirLimits, AqiEdition, AqiLevel, YearDays, YearStatistics, composite_index, judge_year_attainment,
    single_index_published,
};
use crate::cases::air::item_of;
use crate::cases::json::{Json, object};
use crate::item::ItemDef;

pub(crate) fn good_day_ratio(input: &Json) -> Result<Json, String> {
    let valid_days: usize = input.field("valid_days")?.whole()?;
    let mut good_days = 0_usize;
    for (word, days) in input.field("level_days")?.object()? {
        let good = AqiLevel::good_words(AqiEdition::Hj633_2026, reference_day()).any(|known| known == word.as_str());
        let days: usize = days.whole()?;
        if good {
            good_days = good_days.checked_add(days).ok_or("too many days")?;
        }
    }
    let share = air::good_day_ratio(reference_day(), good_days, valid_days);
    Ok(object([
        ("good_days", good_days.into()),
        ("ratio_percent", share.shown.into()),
    ]))
}

pub(crate) fn air_validity(input: &Json) -> Result<Json, String> {
    item_of(input.field("pollutant")?.text()?)?;
    let valid = match input.field("period")?.text()? {
        "day" => air::hours_suffice(reference_day(), input.field("hours")?.whole()?),
        "year" => {
            let months = input.field("month_days")?.list()?;
            let months = months.iter().map(Json::whole).collect::<Result<Vec<usize>, _>>()?;
            let months: [usize; 12] = months
                .try_into()
                .map_err(|_| "`month_days` needs twelve entries".to_owned())?;
            let days = YearDays {
                valid_days: input.field("days")?.whole()?,
                months,
            };
            air::days_suffice(reference_day(), &days)
        }
        other => return Err(format!("period `{other}` is not day or year")),
    };
    Ok(object([("valid", valid.into())]))
}

pub(crate) fn air_composite_index(input: &Json) -> Result<Json, String> {
    let values = figures(input.field("values")?)?;
    let index = composite_index(limits(input)?, &values);
    let single = index
        .single
        .iter()
        .map(|(item, one)| (code_of(item), Json::from(single_index_published(*one))));
    Ok(object([
        ("single", Json::Object(single.collect())),
        ("composite", index.value.into()),
    ]))
}

pub(crate) fn air_year_attainment(input: &Json) -> Result<Json, String> {
    let mut year: Vec<YearStatistics> = Vec::new();
    for (item, percentile) in figures(input.field("percentile")?)? {
        year.push(YearStatistics {
            item,
            mean: None,
            percentile: Some(percentile),
        });
    }
    for (item, mean) in figures(input.field("mean")?)? {
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

fn limits(input: &Json) -> Result<AirLimits, String> {
    match input.field("limits")?.text()? {
        "2012" => Ok(AirLimits::Of2012),
        "2026_transition" => Ok(AirLimits::Transition2026),
        "2026_final" => Ok(AirLimits::Final2026),
        other => Err(format!("limits `{other}` is not 2012, 2026_transition or 2026_final")),
    }
}

/// Over a year the cases write `O3` for the daily maximum of the 8 h mean.
fn figures(given: &Json) -> Result<Vec<(&'static ItemDef, Decimal)>, String> {
    let read = given.named_decimals()?.into_iter();
    read.map(|(code, value)| Ok((item_of(if code == "O3" { "O3_8H" } else { code })?, value)))
        .collect()
}

fn code_of(item: &ItemDef) -> String {
    if item.code == "O3_8H" {
        "O3".to_owned()
    } else {
        item.code.to_owned()
    }
}

/// Cases that name no day and no edition are of the rules that began with 2026-03-01.
fn reference_day() -> NaiveDate {
    AqiEdition::Hj633_2026.in_force_from()
}
