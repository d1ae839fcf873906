//! Rows of surface water.

use crate::rounding::{round, shown};
use crate::sheet::{Given, Verdict, cell, joined, unreadable};
use crate::spelling::fold;
use crate::text::Text;
use crate::water::{
    ItemRole, SectionVerdict, WaterBody, WaterClass, city_index, city_index_item, city_index_published,
    judge_automatic_station, judge_section, trophic_state,
};

pub(super) const CLASS_RESULTS: &[&str] = &["class", "rank", "word", "deciding", "main_pollutants"];

/// Bulletins print the trophic index with two decimals.
const TROPHIC_DECIMALS: u32 = 2;

pub(super) fn class(given: &Given<'_>) -> Result<Verdict, Text> {
    let verdict = judge_section(given.day, body(given)?, &given.figures());
    Ok(written(given, verdict))
}

pub(super) fn class_automatic(given: &Given<'_>) -> Result<Verdict, Text> {
    let verdict = judge_automatic_station(given.day, body(given)?, &given.figures());
    Ok(written(given, verdict))
}

fn body(given: &Given<'_>) -> Result<WaterBody, Text> {
    let said = given.word("water_body");
    match fold(said).as_str() {
        "river" | "河流" | "河" => Ok(WaterBody::River),
        "lake" | "湖库" | "湖泊" | "水库" | "reservoir" => Ok(WaterBody::Lake),
        _ => Err(unreadable("water_body", said)),
    }
}

fn written(given: &Given<'_>, verdict: SectionVerdict) -> Verdict {
    let decides = verdict
        .items
        .iter()
        .filter(|one| one.role == ItemRole::Evaluated && one.class == verdict.class);
    let deciding = match verdict.class {
        Some(_) => joined(decides.map(|one| one.item.code)),
        None => String::new(),
    };
    let main = verdict.main_pollutants.iter().map(|one| match one.multiple {
        Some(multiple) => format!("{}({multiple})", one.item.code),
        None => one.item.code.to_owned(),
    });
    Verdict {
        results: vec![
            cell(verdict.class),
            cell(verdict.class.map(WaterClass::rank)),
            verdict.grade.map(|grade| given.say(&grade.word)).unwrap_or_default(),
            deciding,
            main.collect::<Vec<_>>().join(" "),
        ],
        unknown: verdict.class.is_none().then(|| verdict.reason.says.clone()),
        reason: verdict.reason,
    }
}

pub(super) fn city_index_of_a_section(given: &Given<'_>) -> Result<Verdict, Text> {
    let (body, figures) = (body(given)?, given.figures());
    let indexes = figures.iter().filter_map(|(item, value)| {
        let index = city_index_item(given.day, body, item, *value)?;
        Some(format!("{}={}", item.code, city_index_published(index)))
    });
    let indexes = indexes.collect::<Vec<_>>().join(" ");
    let index = city_index(given.day, body, &[figures]);
    Ok(Verdict {
        results: vec![cell(index.value.map(city_index_published)), indexes],
        unknown: index.value.is_none().then(|| index.reason.says.clone()),
        reason: index.reason,
    })
}

pub(super) fn trophic(given: &Given<'_>) -> Result<Verdict, Text> {
    let state = trophic_state(&given.figures());
    Ok(Verdict {
        results: vec![
            state
                .index
                .map(|index| shown(round(index, TROPHIC_DECIMALS), TROPHIC_DECIMALS))
                .unwrap_or_default(),
            state.word.as_ref().map(|word| given.say(word)).unwrap_or_default(),
            joined(state.missing.iter().map(|item| item.code)),
        ],
        unknown: state.index.is_none().then(|| state.reason.says.clone()),
        reason: state.reason,
    })
}
