//! Every row of the collected limits is in a table here, unaltered: a comparison with the folder that `BISHUI_SHARED_DATA` names.
//!
//! One entry a collected file says how its rows are found; a file without an entry fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rust_decimal::Decimal;
use standards::spelling::fold;
use standards::substance::same_substance;
use standards::table::{self, Row};

use crate::shared_rows::{air_limits, air_validity, boilers, breakpoints, categories, gas, register, ultra_low};

/// One line of a collected file, by column.
pub type Line = BTreeMap<String, String>;

/// The folder of collected limits; `None`, with a word on it, where it is not at hand.
fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("BISHUI_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = data.parent()?.join("standards");
    if !folder.is_dir() {
        println!("skipped: data not present (standards)");
        return None;
    }
    Some(folder)
}

/// The lines of a collected file.
pub fn collected(file: &str) -> Vec<Line> {
    let text = std::fs::read_to_string(folder().unwrap().join(file)).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    reader.deserialize().map(|line| line.unwrap()).collect()
}

/// The rows of a table of this crate.
pub fn rows(path: &str) -> Vec<Row<'static>> {
    table::table(path).unwrap().rows().collect()
}

/// Equal as numbers, else as texts without blanks and brackets.
pub fn same(one: &str, other: &str) -> bool {
    let numbers = one.parse::<Decimal>().ok().zip(other.parse::<Decimal>().ok());
    let scientific = Decimal::from_scientific(one).ok().zip(other.parse::<Decimal>().ok());
    match numbers.or(scientific) {
        Some((one, other)) => one == other,
        None => fold(one) == fold(other),
    }
}

/// Every collected line has a row with the same cells; pairs are (collected column, own column).
fn has_all(file: &str, path: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let own = rows(path);
    let lost = collected(file).into_iter().filter(|line| {
        !own.iter().any(|row| {
            pairs
                .iter()
                .all(|(theirs, ours)| same(&line[*theirs], row.text(ours).unwrap()))
        })
    });
    lost.map(|line| format!("{file} → {path}: {line:?}")).collect()
}

/// One collected file and the tables that must hold its rows.
fn check(file: &str) -> Option<Vec<String>> {
    let pairs = |names: &'static [&'static str]| names.iter().map(|name| (*name, *name)).collect::<Vec<_>>();
    let simple = |path: &str, columns: &[(&str, &str)]| Some(has_all(file, path, columns));
    match file {
        "gb3838_2002_table1.csv" => simple(
            "gb3838-2002/table1.csv",
            &[
                ("no", "no"),
                ("code", "item"),
                ("direction", "direction"),
                ("water_body", "water_body"),
                ("class_1", "class_1"),
                ("class_2", "class_2"),
                ("class_3", "class_3"),
                ("class_4", "class_4"),
                ("class_5", "class_5"),
            ],
        ),
        "gb3838_2002_table2.csv" => simple(
            "gb3838-2002/table2.csv",
            &[("no", "no"), ("code", "item"), ("limit", "limit")],
        ),
        "gb3838_2002_table3.csv" => simple(
            "gb3838-2002/table3.csv",
            &[
                ("no", "no"),
                ("name", "name_zh"),
                ("unit", "unit"),
                ("limit", "limit"),
                ("covers", "covers"),
            ],
        ),
        "gb3095_2026_appendix_a.csv" => simple(
            "gb3095-2026/appendix_a.csv",
            &[
                ("pollutant", "item"),
                ("period", "period"),
                ("value", "limit"),
                ("unit", "unit"),
                ("remark", "remark_en"),
            ],
        ),
        "gb8978_1996_table1.csv" => named(file, "gb8978-1996/table1.csv", &[("no", "no"), ("limit", "limit")]),
        "gb8978_1996_table4.csv" => named(
            file,
            "gb8978-1996/table4.csv",
            &[
                ("no", "no"),
                ("scope", "scope"),
                ("grade_1", "grade_1"),
                ("grade_2", "grade_2"),
                ("grade_3", "grade_3"),
            ],
        ),
        "gb18918_2002_table1.csv" => simple("gb18918-2002/table1.csv", &pairs(&["no", "code", "1A", "1B", "2", "3"])),
        "gb18918_2002_table2.csv" => named(file, "gb18918-2002/table2.csv", &[("no", "no"), ("limit", "limit")]),
        "gb18918_2002_table3.csv" => named(file, "gb18918-2002/table3.csv", &[("no", "no"), ("limit", "limit")]),
        "gb18918_2002_table4_air.csv" => named(
            file,
            "gb18918-2002/table4.csv",
            &pairs(&["grade_1", "grade_2", "grade_3"]),
        ),
        "gbt14848_2017.csv" => simple(
            "gbt14848-2017/limits.csv",
            &[
                ("table", "table"),
                ("no", "no"),
                ("name", "name_zh"),
                ("unit", "unit"),
                ("kind", "kind"),
                ("class_1", "class_1"),
                ("class_2", "class_2"),
                ("class_3", "class_3"),
                ("class_4", "class_4"),
            ],
        ),
        "gb36600_2018.csv" => simple(
            "gb36600-2018/values.csv",
            &[
                ("table", "table"),
                ("no", "no"),
                ("name", "name_zh"),
                ("cas", "cas"),
                ("screening_class_1", "screening_1"),
                ("screening_class_2", "screening_2"),
                ("intervention_class_1", "intervention_1"),
                ("intervention_class_2", "intervention_2"),
            ],
        ),
        "gb15618_2018.csv" => simple(
            "gb15618-2018/values.csv",
            &[
                ("kind", "kind"),
                ("code", "code"),
                ("name", "name_zh"),
                ("land", "land"),
                ("ph_le_5_5", "bin_1"),
                ("ph_5_5_to_6_5", "bin_2"),
                ("ph_6_5_to_7_5", "bin_3"),
                ("ph_gt_7_5", "bin_4"),
            ],
        ),
        "gb3096_2008.csv" => simple(
            "gb3096-2008/limits.csv",
            &[
                ("class", "class"),
                ("day", "day"),
                ("night", "night"),
                ("meaning", "meaning_zh"),
            ],
        ),
        "gb12348_2008.csv" => simple("gb12348-2008/limits.csv", &pairs(&["class", "day", "night"])),
        "spearman_critical.csv" => simple("spearman/critical.csv", &pairs(&["n", "wp_0_05", "wp_0_01"])),
        "tli.csv" => simple(
            "tli/items.csv",
            &[
                ("code", "item"),
                ("unit", "unit"),
                ("a", "a"),
                ("b", "b"),
                ("sign", "sign"),
                ("r", "r"),
                ("r2", "r2"),
            ],
        ),
        "aqi_breakpoints.csv" => Some(breakpoints()),
        "aqi_categories.csv" => Some(categories()),
        "gb3095_limits.csv" => Some(air_limits()),
        "gb3095_validity.csv" => Some(air_validity()),
        "standards_status.csv" => Some(register()),
        "gb13223_2011.csv" => Some(gas(
            file,
            "fuel",
            &[("limit", "limit"), ("special_limit", "special_limit")],
            |_| "gb13223-2011".into(),
        )),
        "gb4915_2013.csv" => Some(gas(
            file,
            "source",
            &[
                ("limit", "limit"),
                ("special_limit", "special_limit"),
                ("reference_o2_percent", "reference_o2"),
            ],
            |_| "gb4915-2013".into(),
        )),
        "gb28662_28665_steel.csv" => Some(gas(
            file,
            "source",
            &[("limit_new", "limit"), ("special_limit", "special_limit")],
            |line| line["standard"].to_lowercase().replace(' ', ""),
        )),
        "gb13271_2014.csv" => Some(boilers()),
        "ultra_low.csv" => Some(ultra_low()),
        _ => None,
    }
}

/// As [`has_all`], the names compared as substances, without the unit behind them.
fn named(file: &str, path: &str, pairs: &[(&str, &str)]) -> Option<Vec<String>> {
    let own = rows(path);
    let bare = |name: &str| {
        let units = ["(Bq/L)", "(个/L)", "(稀释倍数)", "(无量纲)", "(厂区最高体积浓度%)"];
        units.iter().fold(name.to_owned(), |name, unit| name.replace(unit, ""))
    };
    let lost = collected(file).into_iter().filter(|line| {
        !own.iter().any(|row| {
            same_substance(&bare(&line["name"]), row.text("name_zh").unwrap())
                && pairs
                    .iter()
                    .all(|(theirs, ours)| same(&line[*theirs], row.text(ours).unwrap()))
        })
    });
    Some(lost.map(|line| format!("{file} → {path}: {line:?}")).collect())
}

#[test]
fn no_collected_row_is_lost_or_altered() {
    let Some(folder) = folder() else { return };
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".csv"))
        .collect();
    files.sort();
    let unchecked: Vec<&String> = files.iter().filter(|file| check(file).is_none()).collect();
    assert!(unchecked.is_empty(), "no entry for {unchecked:?}");
    let lost: Vec<String> = files.iter().filter_map(|file| check(file)).flatten().collect();
    assert!(
        lost.is_empty(),
        "{} rows are lost or altered:\n{}",
        lost.len(),
        lost.join("\n")
    );
}

/// The numbers of the collected rules that are texts: each stands in some table of the same subject.
#[test]
fn no_number_of_a_collected_rule_is_lost() {
    let Some(folder) = folder() else { return };
    let subjects: [(&str, &[&str]); 12] = [
        (
            "air_ranking_dust.toml",
            &[
                "air-ranking",
                "dust-2016-120",
                "gb3095-2012",
                "gb3095-2026-transition",
                "gb3095-2026-final",
                "hj663-2013",
            ],
        ),
        ("aqi_rules.toml", &["hj633-2012", "hj633-2026"]),
        ("cwqi.toml", &["cwqi-2017-51", "gb3838-2002", "hj91.2-2022"]),
        ("drinking_source.toml", &["drinking-source"]),
        ("ei_hj192_2015.toml", &["hj192-2015", "forest-coverage"]),
        ("emission_judgement.toml", &["emission", "gb18918-2002"]),
        ("eqi_2021.toml", &["eqi-2021"]),
        (
            "gb18918_amendment_2026.toml",
            &["gb18918-2002-amendment-2026", "gb18918-2002"],
        ),
        (
            "hj663_evaluation.toml",
            &["hj663-2013", "hj663-2026", "gb3095-2026", "spearman"],
        ),
        ("online_monitoring.toml", &["hj75-2017", "hj356-2019"]),
        (
            "soil_categories.toml",
            &["gb15618-2018", "gb36600-2018", "huanban-soil-2019-53"],
        ),
        (
            "surface_water_evaluation.toml",
            &["huanban-2011-22", "gb3838-2002", "spearman", "hj91.2-2022"],
        ),
    ];
    let mut told = Vec::new();
    for (file, folders) in subjects {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let own: BTreeSet<Decimal> = table::tables()
            .iter()
            .filter(|table| folders.contains(&table.path.split('/').next().unwrap()))
            .flat_map(|table| table.rows())
            .flat_map(|row| row.cells().flat_map(numbers).collect::<Vec<_>>())
            .collect();
        // Numbers that are values of keys; those inside sentences belong to words, dates and clauses.
        let values = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('='))
            .map(|(_, value)| value);
        let values = values.filter(|value| !value.trim_start().starts_with('"'));
        let lost: BTreeSet<Decimal> = values
            .flat_map(|value| numbers(value.split('#').next().unwrap()))
            .filter(|number| !own.contains(number) && !own.contains(&(*number * Decimal::ONE_HUNDRED)))
            .collect();
        told.extend((!lost.is_empty()).then(|| format!("{file}: {lost:?}")));
    }
    assert_eq!(told, Vec::<String>::new());
}

fn numbers(text: &str) -> Vec<Decimal> {
    let cut = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    cut.filter_map(|word| word.parse::<Decimal>().ok())
        .map(|number| number.normalize())
        .collect()
}
