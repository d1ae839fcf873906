//! Cases of surface water.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::cases::read::{any_field, body, class, figures, item_of, optional_any, optional_day, percent};
use crate::spelling::fold;
use crate::water::{
    SectionVerdict, WaterClass, change_by_grade, change_by_shares, grade_steps, judge_few_sections, judge_river,
    judge_section, river_main_pollutants,
};

pub(crate) fn surface_water_section(input: &Json) -> Result<Json, String> {
    let values = figures(any_field(input, &["values", "concentrations", "items"])?)?;
    Ok(shown(&judge_section(day(input)?, body(input)?, &values)))
}

pub(crate) fn river_fewer_than_5(input: &Json) -> Result<Json, String> {
    let sections = any_field(input, &["sections", "values"])?.list()?;
    let sections = sections.iter().map(section_values).collect::<Result<Vec<_>, _>>()?;
    let judged = judge_few_sections(day(input)?, body(input)?, &sections);
    let means = judged
        .means
        .iter()
        .filter_map(|mean| Some((mean.item.code.to_owned(), Json::unrounded(mean.value?, 1))));
    let means = Json::Object(means.collect());
    let classes = judged
        .sections
        .iter()
        .map(|section| section.class.map(WaterClass::rank))
        .collect();
    let Json::Object(mut parts) = shown(&judged.river) else {
        return Err("the verdict has no parts".to_owned());
    };
    parts.insert("means".to_owned(), means);
    parts.insert("section_classes".to_owned(), classes);
    Ok(Json::Object(parts))
}

/// A section is an object of values, or one that holds them under `values`.
fn section_values(section: &Json) -> Result<Vec<(&'static crate::item::ItemDef, Decimal)>, String> {
    match optional_any(section, &["values", "concentrations"])? {
        Some(values) => figures(values),
        None => figures(section),
    }
}

pub(crate) fn river_evaluation(input: &Json) -> Result<Json, String> {
    let said = any_field(input, &["section_classes", "classes", "sections"])?;
    let classes = match said {
        // Counts by class: {"Ⅱ": 9, "Ⅳ": 1}.
        Json::Object(counts) => {
            let mut classes = Vec::new();
            for (word, count) in counts {
                let class = class(&Json::from(word.as_str()))?;
                let count: u16 = count.whole().map_err(|what| format!("`{word}`: {what}"))?;
                classes.extend(std::iter::repeat_n(class, usize::from(count)));
            }
            classes
        }
        list => {
            let known = list.list()?.iter().filter(|one| **one != Json::Null);
            known.map(class).collect::<Result<Vec<_>, _>>()?
        }
    };
    let river = judge_river(&classes);
    let share = |share: Option<Decimal>| share.map_or(Json::Null, |share| Json::unrounded(share, 1));
    Ok(object([
        ("share_1_to_3", share(river.share_1_to_3)),
        ("share_6", share(river.share_inferior)),
        ("word", river.grade.as_ref().map(|grade| grade.word.zh.as_str()).into()),
        (
            "colour",
            river.grade.as_ref().map(|grade| grade.colour.zh.as_str()).into(),
        ),
    ]))
}

pub(crate) fn basin_main_pollutants(input: &Json) -> Result<Json, String> {
    let exceeding = any_field(input, &["exceeding", "exceeding_sections"])?.object()?.iter();
    let exceeding = exceeding
        .map(|(code, count)| {
            Ok((
                item_of(code)?,
                count.whole().map_err(|what| format!("`{code}`: {what}"))?,
            ))
        })
        .collect::<Result<Vec<_>, String>>()?;
    let sections = any_field(input, &["n_sections", "sections", "total"])?.whole()?;
    let main = river_main_pollutants(day(input)?, sections, &exceeding);
    let main = main
        .iter()
        .map(|one| object([("item", one.item.code.into()), ("rate", one.rate_percent.into())]));
    Ok(object([("main", main.collect())]))
}

pub(crate) fn period_change_combination(input: &Json) -> Result<Json, String> {
    let good = pair(
        input,
        &["share_1_to_3", "good", "share_good"],
        ["share_1_to_3_before", "share_1_to_3_after"],
    )?;
    let inferior = pair(
        input,
        &["share_6", "inferior", "share_inferior"],
        ["share_6_before", "share_6_after"],
    )?;
    let (difference, change) = change_by_shares(good, inferior).ok_or("the shares are too large")?;
    Ok(object([
        ("dG", (good.1 - good.0).into()),
        ("dD", (inferior.1 - inferior.0).into()),
        ("dG_minus_dD", Json::unrounded(difference, 1)),
        ("change", change.word.zh.into()),
    ]))
}

pub(crate) fn period_change_grade(input: &Json) -> Result<Json, String> {
    let (before, after) = (
        grade_class(any_field(input, &["before", "earlier", "base"])?)?,
        grade_class(any_field(input, &["after", "later", "current"])?)?,
    );
    let change = change_by_grade(before, after);
    Ok(object([
        ("steps", Decimal::from(grade_steps(before, after)).into()),
        ("change", change.word.zh.into()),
    ]))
}

/// A grade by its word in either language, or a class.
fn grade_class(said: &Json) -> Result<WaterClass, String> {
    if let Json::Text(word) = said {
        let folded = fold(word);
        let is = |class: &WaterClass| fold(&class.grade().word.zh) == folded || fold(&class.grade().word.en) == folded;
        if let Some(class) = WaterClass::ALL.into_iter().find(is) {
            return Ok(class);
        }
    }
    class(said).map_err(|_| format!("{said} is not a grade of water; write 优, 良好, 轻度污染, 中度污染 or 重度污染"))
}

/// A figure of two periods: a list of two, an object of before and after, or two fields.
fn pair(input: &Json, names: &[&str], single: [&str; 2]) -> Result<(Decimal, Decimal), String> {
    let name = names.first().unwrap_or(&"");
    match optional_any(input, names)? {
        Some(Json::List(list)) => match list.as_slice() {
            [before, after] => Ok((percent(before)?, percent(after)?)),
            other => Err(format!("`{name}`: two periods are expected, not {}", other.len())),
        },
        Some(both @ Json::Object(_)) => {
            let at = |names: &[&str]| percent(any_field(both, names)?);
            Ok((at(&["before", "base"])?, at(&["after", "current"])?))
        }
        Some(other) => Err(format!("`{name}`: a list of two periods is expected, not {other}")),
        None => {
            let [before, after] = single;
            let at = |name: &str| percent(any_field(input, &[name])?);
            Ok((at(before)?, at(after)?))
        }
    }
}

fn shown(verdict: &SectionVerdict) -> Json {
    let pollutants = verdict.main_pollutants.iter().map(|one| {
        let mut parts = vec![("item".to_owned(), Json::from(one.item.code))];
        parts.extend(
            one.multiple
                .map(|multiple| ("multiple".to_owned(), Json::from(multiple))),
        );
        Json::Object(parts.into_iter().collect())
    });
    let items = verdict
        .items
        .iter()
        .map(|one| (one.item.code.to_owned(), Json::from(one.class.map(WaterClass::rank))));
    object([
        ("class", verdict.class.map(WaterClass::rank).into()),
        ("word", verdict.grade.map(|grade| grade.word.zh.as_str()).into()),
        ("colour", verdict.grade.map(|grade| grade.colour.zh.as_str()).into()),
        ("main_pollutants", pollutants.collect()),
        ("item_classes", Json::Object(items.collect())),
    ])
}

/// The day of the case; cases that name none are of a day on which both the limits of 2002 and the method of 2011 are in force.
pub(crate) fn day(input: &Json) -> Result<NaiveDate, String> {
    Ok(optional_day(input)?.unwrap_or(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()))
}
