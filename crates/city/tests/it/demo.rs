//! The tables of the demonstration and the mappings beside them: every column is accounted for, in items and units that exist, and
//! every row belongs to a point of the city.
//!
//! The mappings are read by the import, which the city does not know; here they are read as plain TOML.

use std::collections::BTreeSet;
use std::fs;

use standards::item;
use standards::unit::Unit;
use toml::{Table, Value};

use crate::xiangtan::{folder, xiangtan};

const NAMES: [&str; 3] = ["air_city_day", "air_station_hour", "water_section_4h"];

struct Demo {
    name: &'static str,
    mapping: Table,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Demo {
    fn read(name: &'static str) -> Self {
        let file = |ending: &str| fs::read_to_string(folder().join(format!("demo/{name}.{ending}"))).unwrap();
        // The extracts hold no quoted cells but the pollutants that tie, which stand in a column that is not imported.
        let csv = file("csv");
        let mut rows = csv.lines().map(cells);
        let header = rows.next().unwrap();
        Self {
            name,
            mapping: file("toml").parse().unwrap(),
            header,
            rows: rows.collect(),
        }
    }

    fn text(&self, table: &str, key: &str) -> Option<&str> {
        self.mapping.get(table)?.get(key)?.as_str()
    }

    fn items(&self) -> &[Value] {
        self.mapping["item"].as_array().unwrap()
    }

    fn column(&self, column: &str) -> BTreeSet<&str> {
        let at = self.header.iter().position(|name| name == column).unwrap();
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }
}

/// Splits a line at commas outside quotes.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().unwrap().push(other),
        }
    }
    cells
}

fn demos() -> impl Iterator<Item = Demo> {
    NAMES.into_iter().map(Demo::read)
}

#[test]
fn the_extracts_are_as_long_as_their_origin_says() {
    let lengths: Vec<(&str, usize)> = demos().map(|demo| (demo.name, demo.rows.len())).collect();
    assert_eq!(
        lengths,
        [
            ("air_city_day", 1034),
            ("air_station_hour", 567),
            ("water_section_4h", 52)
        ]
    );
}

#[test]
fn every_column_is_accounted_for_once() {
    for demo in demos() {
        let mut named: Vec<&str> = demo
            .items()
            .iter()
            .map(|item| item["column"].as_str().unwrap())
            .collect();
        named.extend(
            demo.mapping["ignore"]["columns"]
                .as_array()
                .unwrap()
                .iter()
                .map(|name| name.as_str().unwrap()),
        );
        named.extend(
            ["point", "time", "flag"]
                .iter()
                .filter_map(|table| demo.text(table, "column")),
        );
        named.sort_unstable();
        let mut header: Vec<&str> = demo.header.iter().map(String::as_str).collect();
        header.sort_unstable();
        assert_eq!(named, header, "{}", demo.name);
        assert!(
            demo.rows.iter().all(|row| row.len() == demo.header.len()),
            "{}",
            demo.name
        );
    }
}

#[test]
fn items_and_units_exist_and_fit() {
    for demo in demos() {
        for entry in demo.items() {
            let (code, unit) = (entry["code"].as_str().unwrap(), entry["unit"].as_str().unwrap());
            let item = item::by_code(code).unwrap_or_else(|| panic!("{}: no item {code}", demo.name));
            let unit = Unit::parse(unit).unwrap_or_else(|| panic!("{}: no unit {unit}", demo.name));
            assert!(
                Unit::convert(1.into(), unit, item.unit).is_some(),
                "{}: {code} in {unit:?}",
                demo.name
            );
        }
    }
}

#[test]
fn every_row_belongs_to_a_point() {
    let city = xiangtan();
    for demo in demos() {
        if let Some(fixed) = demo.text("point", "fixed") {
            assert!(city.point(fixed).is_some(), "{}: {fixed}", demo.name);
            continue;
        }
        let names = demo.mapping["point"].get("names");
        for word in demo.column(demo.text("point", "column").unwrap()) {
            let renamed = names
                .and_then(|names| names.get(word))
                .and_then(Value::as_str)
                .unwrap_or(word);
            let known =
                |point: &&city::Point| point.id == renamed || point.aliases.iter().any(|alias| alias == renamed);
            let points: Vec<&str> = city
                .points
                .iter()
                .filter(known)
                .map(|point| point.id.as_str())
                .collect();
            assert_eq!(points.len(), 1, "{}: {word} is {points:?}", demo.name);
        }
    }
}

#[test]
fn every_flag_is_mapped() {
    for demo in demos() {
        if let Some(column) = demo.text("flag", "column") {
            let map = demo.mapping["flag"]["map"].as_table().unwrap();
            assert!(
                demo.column(column).iter().all(|word| map.contains_key(*word)),
                "{}",
                demo.name
            );
        }
    }
}

#[test]
fn every_mapping_names_its_origin_and_what_to_know() {
    for demo in demos() {
        for key in ["origin", "licence"] {
            assert!(
                demo.mapping[key].as_str().is_some_and(|text| !text.is_empty()),
                "{}: {key}",
                demo.name
            );
        }
        for (key, language) in [("name", "zh"), ("name", "en"), ("note", "zh"), ("note", "en")] {
            assert!(demo.mapping[key][language].is_str(), "{}: {key}.{language}", demo.name);
        }
    }
}

/// Every file with data of others is named in `DATA.md` with its origin and licence.
#[test]
fn every_shipped_datum_is_declared() {
    let declared = fs::read_to_string(folder().join("../../DATA.md")).unwrap();
    for folder_name in ["demo", "places"] {
        for entry in fs::read_dir(folder().join(folder_name)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.ends_with(".csv") || name.ends_with(".geojson") || name == "points.toml" {
                assert!(
                    declared.contains(&format!("cities/xiangtan/{folder_name}/{name}")),
                    "DATA.md does not name {name}"
                );
            }
        }
    }
}
