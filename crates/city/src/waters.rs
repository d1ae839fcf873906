//! `places/waters.geojson` (reaches as a directed graph) and `places/divisions.geojson`.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use standards::Text;

use crate::geojson::{self, Feature};
use crate::kind::FindingKind;
use crate::model::{Place, PlaceKind, Reach};
use crate::registry::Registry;
use crate::source::{Source, Word};

/// A map without a feature, for a city that has no such file yet.
pub(crate) fn empty() -> Value {
    json!({ "type": "FeatureCollection", "features": [] })
}

/// Reads the divisions; every feature must be a place of that kind.
pub(crate) fn read_divisions(source: &Source<'_>, places: &[Place], ids: &Registry) -> Option<Value> {
    let collection = geojson::parse(source)?;
    for feature in geojson::features(&collection, source) {
        if ids.refer(&feature.id, source) {
            let is_division = |place: &&Place| place.id == feature.id.text && place.kind == PlaceKind::Division;
            if places.iter().any(|place| place.id == feature.id.text) && places.iter().find(is_division).is_none() {
                report_kind(&feature.id, &Text::new("行政区", "a division"), source);
            }
        }
    }
    Some(collection)
}

/// Reads the reaches and enters their ids.
pub(crate) fn read_waters(
    source: &Source<'_>,
    places: &[Place],
    place_ids: &Registry,
    reach_ids: &mut Registry,
) -> Option<(Value, Vec<Reach>)> {
    let collection = geojson::parse(source)?;
    let features = geojson::features(&collection, source);
    let entered: Vec<&Feature<'_>> = features
        .iter()
        .filter(|feature| reach_ids.enter(&feature.id, source))
        .collect();
    let reaches = entered
        .iter()
        .filter_map(|feature| reach(feature, source, places, place_ids, reach_ids))
        .collect();
    report_cycles(&reaches, source);
    Some((collection, reaches))
}

fn reach(
    feature: &Feature<'_>,
    source: &Source<'_>,
    places: &[Place],
    place_ids: &Registry,
    reach_ids: &Registry,
) -> Option<Reach> {
    let properties = feature.properties;
    let name = Text::new(
        required(feature, "name", source)?,
        required(feature, "name_en", source)?,
    );
    let water_body = word(properties, "water_body", source);
    let Some(water_body) = water_body else {
        required(feature, "water_body", source)?;
        return None;
    };
    if !place_ids.refer(&water_body, source) {
        return None;
    }
    let is_water = places
        .iter()
        .any(|place| place.id == water_body.text && place.kind != PlaceKind::Division);
    if !is_water && places.iter().any(|place| place.id == water_body.text) {
        report_kind(&water_body, &Text::new("水体", "a water body"), source);
        return None;
    }
    let downstream = word(properties, "downstream", source);
    check_optional(feature, source);
    let downstream = downstream
        .filter(|next| is_lost(next, reach_ids, source) || reach_ids.refer(next, source))
        .map(|next| next.text);
    Some(Reach {
        id: feature.id.text.clone(),
        name,
        water_body: water_body.text,
        downstream,
        length_km: properties.get("length_km").and_then(length),
        sketch: properties.get("sketch").and_then(Value::as_bool).unwrap_or(false),
    })
}

fn required(feature: &Feature<'_>, key: &str, source: &Source<'_>) -> Option<String> {
    let found = feature.properties.get(key).and_then(Value::as_str).map(str::to_owned);
    if found.is_none() {
        let says = Text::new(
            format!("河段“{}”缺少文字“{key}”", feature.id.text),
            format!("reach `{}` has no text `{key}`", feature.id.text),
        );
        let help = Text::new(
            format!("在 properties 中补上 \"{key}\""),
            format!("add \"{key}\" to its properties"),
        );
        source.report(FindingKind::MissingKey, feature.id.span.clone(), says, Some(help));
    }
    found
}

/// Reports an optional property of another type than it must have; `null` means absent.
fn check_optional(feature: &Feature<'_>, source: &Source<'_>) {
    let report = |key: &str, wanted: Text| {
        let id = &feature.id;
        let says = Text::new(
            format!("河段“{}”的“{key}”应为{}", id.text, wanted.zh),
            format!("`{key}` of reach `{}` must be {}", id.text, wanted.en),
        );
        let help = Text::new("没有就写 null", "write null where there is none");
        source.report(FindingKind::WrongType, id.span.clone(), says, Some(help));
    };
    let given = |key: &str| feature.properties.get(key).filter(|value| !value.is_null());
    if given("downstream").is_some_and(|value| !value.is_string()) {
        report("downstream", Text::new("文字", "a text"));
    }
    if given("sketch").is_some_and(|value| !value.is_boolean()) {
        report("sketch", Text::new("true 或 false", "true or false"));
    }
    if given("length_km").is_some_and(|value| length(value).is_none()) {
        report("length_km", Text::new("正数", "a positive number"));
    }
}

/// Whether a reach is written in this file and has a fault of its own, which is told.
fn is_lost(id: &Word, reach_ids: &Registry, source: &Source<'_>) -> bool {
    let written = format!("\"id\": \"{}\"", id.text);
    !reach_ids.has(&id.text) && source.is_faulty() && source.text.contains(&written)
}

fn word(properties: &Map<String, Value>, key: &str, source: &Source<'_>) -> Option<Word> {
    let text = properties.get(key)?.as_str()?.to_owned();
    let span = geojson::locate(source.text, key, &text);
    Some(Word { text, span })
}

/// A length is a plain decimal; binary floating point is accepted only as the digits JSON shows.
fn length(value: &Value) -> Option<Decimal> {
    Decimal::from_str_exact(&value.as_number()?.to_string())
        .ok()
        .filter(|length| *length > Decimal::ZERO)
}

fn report_kind(id: &Word, wanted: &Text, source: &Source<'_>) {
    let says = Text::new(
        format!("“{}”不是{}", id.text, wanted.zh),
        format!("`{}` is not {}", id.text, wanted.en),
    );
    let help = Text::new(
        "在 places/places.toml 中核对 kind",
        "check its kind in places/places.toml",
    );
    source.report(FindingKind::PlaceDoesNotFit, id.span.clone(), says, Some(help));
}

/// Reports each circle once. Every reach is walked through once, so the work is bounded by the number of reaches.
fn report_cycles(reaches: &Vec<Reach>, source: &Source<'_>) {
    let next: BTreeMap<&str, &str> = reaches
        .iter()
        .filter_map(|reach| Some((reach.id.as_str(), reach.downstream.as_deref()?)))
        .collect();
    let mut finished: BTreeSet<&str> = BTreeSet::new();
    for reach in reaches {
        let mut path: Vec<&str> = Vec::new();
        let mut at = reach.id.as_str();
        while !finished.contains(at) {
            if let Some(start) = path.iter().position(|earlier| *earlier == at) {
                report_cycle(&path[start..], source);
                break;
            }
            path.push(at);
            let Some(downstream) = next.get(at) else { break };
            at = downstream;
        }
        finished.extend(path);
    }
}

fn report_cycle(circle: &[&str], source: &Source<'_>) {
    let Some(first) = circle.first() else { return };
    let route = circle
        .iter()
        .chain(circle.first())
        .copied()
        .collect::<Vec<_>>()
        .join(" → ");
    let says = Text::new(
        format!("河段首尾相接成环：{route}"),
        format!("these reaches flow in a circle: {route}"),
    );
    let help = Text::new("核对各河段的 downstream", "check the `downstream` of each");
    source.report(
        FindingKind::CyclicReaches,
        geojson::locate(source.text, "id", first),
        says,
        Some(help),
    );
}
