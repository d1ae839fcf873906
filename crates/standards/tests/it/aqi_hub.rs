//! An independent oracle: what the Python package aqi-hub says over a grid of concentrations, and why it differs where it does.
//!
//! Its results are recorded (`tests/data/aqi_hub.csv`, written by `bench/peers/aqi_hub_record.py`), so the test needs no Python.

use std::collections::BTreeMap;
use std::fmt::Write;

use rust_decimal::Decimal;
use standards::air::{AqiEdition, Averaging, iaqi};
use standards::item::by_code;
use standards::table::table;

const RECORD: &str = include_str!("../data/aqi_hub.csv");

/// One scale at one number of decimals as recorded.
struct Scale<'a> {
    version: &'a str,
    edition: AqiEdition,
    folder: &'static str,
    item: &'a str,
    period: &'a str,
    decimals: u32,
    to: i64,
    /// From this whole number on, this index.
    runs: Vec<(i64, Option<u32>)>,
}

fn scales() -> Vec<Scale<'static>> {
    let mut reader = csv::Reader::from_reader(RECORD.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        vec!["version", "edition", "item", "period", "decimals", "to", "runs"]
    );
    let lines = RECORD.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    lines
        .map(|cells| {
            let [version, edition, item, period, decimals, to, runs] = cells[..] else {
                panic!("{cells:?}");
            };
            let (edition, folder) = match edition {
                "HJ633-2012" => (AqiEdition::Hj633_2012, "hj633-2012"),
                "HJ633-2026" => (AqiEdition::Hj633_2026, "hj633-2026"),
                other => panic!("{other}"),
            };
            let runs = runs.split(' ').map(|run| {
                let (from, index) = run.split_once(':').unwrap();
                (from.parse().unwrap(), (index != "NA").then(|| index.parse().unwrap()))
            });
            Scale {
                version,
                edition,
                folder,
                item,
                period,
                decimals: decimals.parse().unwrap(),
                to: to.parse().unwrap(),
                runs: runs.collect(),
            }
        })
        .collect()
}

/// The unrounded index of the value as a fraction of whole numbers, straight from the table; `None` above its end.
///
/// (numerator, denominator) of the part above the lower index, and that index.
fn fraction(points: &[(i64, i64)], whole: i64, unit: i64) -> Option<(i64, i64, i64)> {
    let pair = points.windows(2).find(|pair| whole <= pair[1].1 * unit)?;
    let ((low_index, low), (high_index, high)) = (pair[0], pair[1]);
    Some((
        (high_index - low_index) * (whole - low * unit),
        (high - low) * unit,
        low_index,
    ))
}

/// Breakpoints (index, concentration in whole units) of a scale.
fn points(folder: &str, item: &str, period: &str) -> Vec<(i64, i64)> {
    let table = table(&format!("{folder}/breakpoints.csv")).unwrap();
    let rows = table
        .rows()
        .filter(|row| row.text("item").unwrap() == item && row.text("period").unwrap() == period);
    rows.map(|row| (row.parsed("iaqi").unwrap(), row.parsed("concentration").unwrap()))
        .collect()
}

/// Why theirs differs from ours, proved from the value itself; `open` = by no reason known here.
fn cause(scale: &Scale<'_>, whole: i64, theirs: Option<u32>) -> &'static str {
    let unit = 10_i64.pow(scale.decimals);
    let said = |(numerator, denominator, low): (i64, i64, i64), binary: bool| {
        let up = numerator / denominator + i64::from(numerator % denominator != 0 || binary);
        Some(u32::try_from(low + up).unwrap()) == theirs
    };
    let exact = fraction(&points(scale.folder, scale.item, scale.period), whole, unit);
    // Their row of the day is the row of the hour, carried on with the day's upper half.
    let mixed = [
        (0, 0),
        (50, 150),
        (100, 500),
        (150, 650),
        (200, 800),
        (300, 1600),
        (400, 2100),
        (500, 2620),
    ];
    let of_the_hour = fraction(&mixed, whole, unit);
    match (exact, of_the_hour) {
        (Some(exact), _) if exact.0 % exact.1 == 0 && said(exact, true) => "binary fraction",
        (Some(exact), _) if said(exact, false) => "not rounded first",
        (_, Some(hour)) if scale.item == "SO2" && scale.period == "day" && (said(hour, false) || said(hour, true)) => {
            "wrong row"
        }
        _ => "open",
    }
}

#[test]
fn every_disagreement_with_aqi_hub_has_its_cause() {
    let mut said = String::new();
    for scale in scales() {
        let item = by_code(scale.item).unwrap();
        let averaging: Averaging = scale.period.parse().unwrap();
        let mut runs = scale.runs.iter().peekable();
        let mut theirs = None;
        let mut differing: BTreeMap<&str, (usize, String)> = BTreeMap::new();
        for whole in -2..=scale.to {
            if let Some((_, index)) = runs.next_if(|(from, _)| *from == whole) {
                theirs = *index;
            }
            let value = Decimal::new(whole, scale.decimals);
            let ours = iaqi(scale.edition, item, averaging, value).value;
            if ours == theirs {
                continue;
            }
            let word = |index: Option<u32>| index.map_or("NA".to_owned(), |index| index.to_string());
            let first = || (0, format!("{value}: theirs {}, ours {}", word(theirs), word(ours)));
            differing.entry(cause(&scale, whole, theirs)).or_insert_with(first).0 += 1;
        }
        let (standard, decimals, values) = (scale.edition.standard(), scale.decimals, scale.to + 3);
        for (cause, (count, first)) in differing {
            writeln!(
                said,
                "{} {standard} {} {} of {decimals} decimals: {count} of {values} by {cause}, first {first}",
                scale.version, scale.item, scale.period
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!(said, @"
    0.2.1 HJ 633-2012 SO2 day of 0 decimals: 796 of 2703 by wrong row, first 2: theirs 1, ours 2
    0.2.1 HJ 633-2012 SO2 day of 1 decimals: 20 of 27003 by binary fraction, first 2120.8: theirs 405, ours 404
    0.2.1 HJ 633-2012 SO2 day of 1 decimals: 7960 of 27003 by wrong row, first 1.1: theirs 1, ours 2
    0.2.1 HJ 633-2012 CO day of 1 decimals: 1 of 623 by binary fraction, first 2.2: theirs 56, ours 55
    0.2.1 HJ 633-2012 CO day of 2 decimals: 9 of 6203 by binary fraction, first 0.28: theirs 8, ours 7
    0.2.1 HJ 633-2012 CO 1h of 1 decimals: 22 of 1553 by binary fraction, first 65.4: theirs 219, ours 218
    0.2.1 HJ 633-2012 CO 1h of 2 decimals: 22 of 15503 by binary fraction, first 65.40: theirs 219, ours 218
    0.2.1 HJ 633-2012 O3 1h of 1 decimals: 13 of 12503 by binary fraction, first 160.8: theirs 52, ours 51
    0.2.1 HJ 633-2012 O3_8H 8h of 1 decimals: 14 of 9003 by binary fraction, first 102.4: theirs 53, ours 52
    0.2.1 HJ 633-2012 PM10 day of 1 decimals: 19 of 6203 by binary fraction, first 352.1: theirs 204, ours 203
    0.2.1 HJ 633-2012 PM25 day of 1 decimals: 8 of 5203 by binary fraction, first 4.9: theirs 8, ours 7
    0.3.3 HJ 633-2026 SO2 day of 0 decimals: 796 of 2703 by wrong row, first 2: theirs 1, ours 2
    0.3.3 HJ 633-2026 SO2 day of 1 decimals: 1195 of 27003 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 SO2 day of 1 decimals: 7956 of 27003 by wrong row, first 1.5: theirs 1, ours 2
    0.3.3 HJ 633-2026 SO2 1h of 1 decimals: 900 of 9003 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 NO2 day of 1 decimals: 1510 of 10003 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 NO2 1h of 1 decimals: 1750 of 39003 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 CO day of 1 decimals: 1 of 623 by binary fraction, first 2.2: theirs 56, ours 55
    0.3.3 HJ 633-2026 CO day of 2 decimals: 7 of 6203 by binary fraction, first 1.12: theirs 29, ours 28
    0.3.3 HJ 633-2026 CO day of 2 decimals: 1517 of 6203 by not rounded first, first 0.01: theirs 1, ours 0
    0.3.3 HJ 633-2026 CO 1h of 1 decimals: 22 of 1553 by binary fraction, first 65.4: theirs 219, ours 218
    0.3.3 HJ 633-2026 CO 1h of 2 decimals: 22 of 15503 by binary fraction, first 65.40: theirs 219, ours 218
    0.3.3 HJ 633-2026 CO 1h of 2 decimals: 2250 of 15503 by not rounded first, first 0.01: theirs 1, ours 0
    0.3.3 HJ 633-2026 O3 1h of 1 decimals: 3 of 12503 by binary fraction, first 162.4: theirs 54, ours 53
    0.3.3 HJ 633-2026 O3 1h of 1 decimals: 2250 of 12503 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 O3_8H 8h of 1 decimals: 6 of 9003 by binary fraction, first 102.4: theirs 53, ours 52
    0.3.3 HJ 633-2026 O3_8H 8h of 1 decimals: 972 of 9003 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 PM10 day of 1 decimals: 10 of 6203 by binary fraction, first 352.1: theirs 204, ours 203
    0.3.3 HJ 633-2026 PM10 day of 1 decimals: 1676 of 6203 by not rounded first, first 0.1: theirs 1, ours 0
    0.3.3 HJ 633-2026 PM25 day of 1 decimals: 4 of 5203 by binary fraction, first 16.1: theirs 24, ours 23
    0.3.3 HJ 633-2026 PM25 day of 1 decimals: 1647 of 5203 by not rounded first, first 0.1: theirs 1, ours 0
    ");
}
