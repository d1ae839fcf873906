//! Cases of surface water.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::cases::json::{Json, object};
use crate::item::{self, ItemDef};
use crate::water::{
    SectionVerdict, WaterBody, WaterClass, change_by_grade, change_by_shares, grade_steps, judge_few_sections,
    judge_river, judge_section, river_main_pollutants,
};

pub(crate) fn surface_water_section(input: &Json) -> Result<Json, String> {
    let verdict = judge_section(case_day(), body(input)?, &values(input.field("values")?)?);
    Ok(shown(&verdict))
}

pub(crate) fn river_fewer_than_5(input: &Json) -> Result<Json, String> {
    let sections = input.field("sections")?.list()?;
    let sections = sections.iter().map(values).collect::<Result<Vec<_>, _>>()?;
    let judged = judge_few_sections(case_day(), body(input)?, &sections);
    let means = judged
        .means
        .iter()
        .filter_map(|mean| Some((mean.item.code.to_owned(), Json::from(mean.value?))));
    let means = Json::Object(means.collect());
    let classes = judged
        .sections
        .iter()
        .map(|section| section.class.map(WaterClass::rank))
        .collect();
    let river = &judged.river;
    Ok(object([
        ("means", means),
        ("class", river.class.map(WaterClass::rank).into()),
        ("word", river.grade.map(|grade| grade.word.zh.as_str()).into()),
        ("colour", river.grade.map(|grade| grade.colour.zh.as_str()).into()),
        ("section_classes", classes),
    ]))
}

pub(crate) fn river_evaluation(input: &Json) -> Result<Json, String> {
    let classes = input.field("section_classes")?.list()?;
    let classes = classes.iter().map(class_of_rank).collect::<Result<Vec<_>, _>>()?;
    let river = judge_river(&classes);
    Ok(object([
        ("share_1_to_3", river.share_1_to_3.into()),
        ("share_6", river.share_inferior.into()),
        ("word", river.grade.as_ref().map(|grade| grade.word.zh.as_str()).into()),
        (
            "colour",
            river.grade.as_ref().map(|grade| grade.colour.zh.as_str()).into(),
        ),
    ]))
}

pub(crate) fn basin_main_pollutants(input: &Json) -> Result<Json, String> {
    let exceeding = input.field("exceeding")?.object()?.iter();
    let exceeding = exceeding
        .map(|(code, count)| Ok((item_of(code)?, count.whole()?)))
        .collect::<Result<Vec<_>, String>>()?;
    let main = river_main_pollutants(case_day(), input.field("n_sections")?.whole()?, &exceeding);
    let main = main
        .iter()
        .map(|one| object([("item", one.item.code.into()), ("rate", one.rate_percent.into())]));
    Ok(object([("main", main.collect())]))
}

pub(crate) fn period_change_combination(input: &Json) -> Result<Json, String> {
    let (good, inferior) = (pair(input.field("share_1_to_3")?)?, pair(input.field("share_6")?)?);
    let (difference, change) = change_by_shares(good, inferior).ok_or("the shares are too large")?;
    Ok(object([
        ("dG_minus_dD", difference.into()),
        ("change", change.word.zh.into()),
    ]))
}

pub(crate) fn period_change_grade(input: &Json) -> Result<Json, String> {
    let class = |name: &str| {
        let word = input.field(name)?.text()?;
        let class = WaterClass::ALL.into_iter().find(|class| class.grade().word.zh == word);
        class.ok_or_else(|| format!("`{word}` is not a grade of water"))
    };
    let (before, after) = (class("before")?, class("after")?);
    let change = change_by_grade(before, after);
    Ok(object([
        ("steps", Decimal::from(grade_steps(before, after)).into()),
        ("change", change.word.zh.into()),
    ]))
}

fn class_of_rank(rank: &Json) -> Result<WaterClass, String> {
    let rank: u8 = rank.whole()?;
    WaterClass::from_rank(rank).ok_or_else(|| format!("{rank} is not a class, 1 to 6"))
}

fn pair(list: &Json) -> Result<(Decimal, Decimal), String> {
    match list.decimals()?.as_slice() {
        [before, after] => Ok((*before, *after)),
        other => Err(format!("two periods are expected, not {}", other.len())),
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
    object([
        ("class", verdict.class.map(WaterClass::rank).into()),
        ("word", verdict.grade.map(|grade| grade.word.zh.as_str()).into()),
        ("colour", verdict.grade.map(|grade| grade.colour.zh.as_str()).into()),
        ("main_pollutants", pollutants.collect()),
    ])
}

pub(crate) fn values(given: &Json) -> Result<Vec<(&'static ItemDef, Decimal)>, String> {
    let read = given.named_decimals()?.into_iter();
    read.map(|(code, value)| Ok((item_of(code)?, value))).collect()
}

pub(crate) fn item_of(code: &str) -> Result<&'static ItemDef, String> {
    item::by_code(code).ok_or_else(|| format!("`{code}` is not a monitored item"))
}

pub(crate) fn body(input: &Json) -> Result<WaterBody, String> {
    match input.field("water_body")?.text()? {
        "river" => Ok(WaterBody::River),
        "lake" => Ok(WaterBody::Lake),
        other => Err(format!("water_body `{other}` is not river or lake")),
    }
}

/// Cases name no day; both the limits of 2002 and the method of 2011 are in force since long before this one.
pub(crate) fn case_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}
