//! Map files: a FeatureCollection whose features carry an `id` and a `name`. The collection is kept as it is for the map; only what
//! the city needs is taken out of it.

use std::ops::Range;

use serde_json::{Map, Value};
use standards::Text;

use crate::kind::FindingKind;
use crate::source::{Source, Word};

/// Features in one file at most.
const FEATURES_MAX: usize = 2_000;
/// Geometries a map can draw.
const GEOMETRIES: [&str; 6] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
];

/// One feature that has been looked at: its properties and where its id stands.
pub(crate) struct Feature<'v> {
    pub(crate) id: Word,
    pub(crate) properties: &'v Map<String, Value>,
}

/// Parses a FeatureCollection; broken JSON or another shape is reported.
pub(crate) fn parse(source: &Source<'_>) -> Option<Value> {
    let value: Value = match serde_json::from_str(source.text) {
        Ok(value) => value,
        Err(error) => {
            let at = byte_of(source.text, error.line(), error.column());
            let says = Text::new(
                format!("GeoJSON 格式错误：{error}"),
                format!("this is not valid GeoJSON: {error}"),
            );
            let help = Text::new("核对此处的括号和逗号", "check the brackets and commas near this place");
            source.report(FindingKind::BrokenGeojson, at..at + 1, says, Some(help));
            return None;
        }
    };
    let count = value.get("features").and_then(Value::as_array).map(Vec::len);
    let is_collection = value.get("type").and_then(Value::as_str) == Some("FeatureCollection");
    match count {
        Some(count) if count > FEATURES_MAX => {
            let says = Text::new(
                format!("要素有{count}个，最多{FEATURES_MAX}个"),
                format!("{count} features, at most {FEATURES_MAX} are allowed"),
            );
            let help = Text::new("合并或删去要素", "join features, or leave some out");
            source.report(FindingKind::TooLarge, 0..1, says, Some(help));
            None
        }
        Some(_) if is_collection => Some(value),
        _ => {
            let says = Text::new("应为 FeatureCollection", "this must be a FeatureCollection");
            let help = Text::new(
                "最外层写 \"type\": \"FeatureCollection\" 和 \"features\"",
                "the outermost object needs \"type\": \"FeatureCollection\" and \"features\"",
            );
            source.report(FindingKind::BrokenGeojson, 0..1, says, Some(help));
            None
        }
    }
}

/// The features that have an id and a geometry to draw; the others are reported.
pub(crate) fn features<'v>(collection: &'v Value, source: &Source<'_>) -> Vec<Feature<'v>> {
    let list = collection
        .get("features")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    list.iter()
        .enumerate()
        .filter_map(|(index, value)| feature(index + 1, value, source))
        .collect()
}

fn feature<'v>(number: usize, value: &'v Value, source: &Source<'_>) -> Option<Feature<'v>> {
    let broken = |zh: &str, en: &str, span: Range<usize>| {
        let says = Text::new(format!("第{number}个要素{zh}"), format!("feature {number} {en}"));
        let help = Text::new(
            "每个要素要有 properties.id、几何类型和以度为单位的坐标（先经度）",
            "a feature needs properties.id, a geometry and coordinates in degrees, longitude first",
        );
        source.report(FindingKind::BrokenGeojson, span, says, Some(help));
    };
    let properties = value.get("properties").and_then(Value::as_object);
    let Some((properties, id)) = properties.and_then(|all| Some((all, all.get("id")?.as_str()?))) else {
        broken(
            "的 properties 中没有文字 id",
            "has no text `id` in its properties",
            0..1,
        );
        return None;
    };
    let span = locate(source.text, "id", id);
    match geometry_fault(value.get("geometry")) {
        Some(fault) => broken(&fault.zh, &fault.en, span),
        None => {
            return Some(Feature {
                id: Word {
                    text: id.to_owned(),
                    span,
                },
                properties,
            });
        }
    }
    None
}

/// What keeps a geometry from being drawn.
fn geometry_fault(geometry: Option<&Value>) -> Option<Text> {
    let kind = geometry
        .and_then(|geometry| geometry.get("type"))
        .and_then(Value::as_str);
    if !kind.is_some_and(|kind| GEOMETRIES.contains(&kind)) {
        return Some(Text::new("没有可画的几何", "has no geometry that can be drawn"));
    }
    let coordinates = geometry.and_then(|geometry| geometry.get("coordinates"));
    (!coordinates.is_some_and(is_on_earth)).then(|| {
        Text::new(
            "的坐标不是经纬度",
            "has coordinates that are not longitudes and latitudes",
        )
    })
}

/// Whether nested lists end in positions on the earth. The depth is bounded by the JSON parser.
fn is_on_earth(coordinates: &Value) -> bool {
    let Some(list) = coordinates.as_array() else {
        return false;
    };
    match list.first() {
        Some(Value::Number(_)) => match list.as_slice() {
            [longitude, latitude, ..] => {
                longitude.as_f64().is_some_and(|degrees| degrees.abs() <= 180.0)
                    && latitude.as_f64().is_some_and(|degrees| degrees.abs() <= 90.0)
            }
            _ => false,
        },
        Some(_) => list.iter().all(is_on_earth),
        None => false,
    }
}

/// Where `"key": "value"` stands in a JSON text, marking the value; the beginning of the file when it is written with escapes.
pub(crate) fn locate(text: &str, key: &str, value: &str) -> Range<usize> {
    let key = format!("\"{key}\"");
    let quoted = format!("\"{value}\"");
    for (at, _) in text.match_indices(&key) {
        let after_key = at + key.len();
        let rest = text[after_key..].trim_start();
        let Some(rest) = rest.strip_prefix(':').map(str::trim_start) else {
            continue;
        };
        if rest.starts_with(&quoted) {
            let start = text.len() - rest.len();
            return start..start + quoted.len();
        }
    }
    0..1.min(text.len())
}

/// The byte of a line and column as `serde_json` counts them (from 1, the column in bytes).
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column.saturating_sub(1)).min(text.len().saturating_sub(1))
}
