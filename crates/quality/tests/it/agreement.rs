//! Where we agree with `ioos-qc` and `saqc` on the same series, and why not where we do not.
//!
//! `tests/data/peers/*.csv` hold their flags, written by `scripts/quality-peers`. Every difference must have one of the causes below,
//! and the counts are those of `docs/quality-control.md`.

mod causes;

use std::collections::BTreeMap;

use quality::basic::{self, FlatLine, Range, Rate, Spike};
use quality::{Column, Outcome};
use rust_decimal::Decimal;

/// One series with the flags of the peers by column name.
pub struct Compared {
    pub times: Vec<i64>,
    pub values: Vec<Option<Decimal>>,
    pub flags: BTreeMap<String, Vec<u8>>,
    pub bounds: Range,
    pub spike: Spike,
    pub rate: Rate,
    pub flat: FlatLine,
}

fn read(name: &str) -> Compared {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/peers");
    let text = std::fs::read_to_string(folder.join("parameters.toml")).unwrap();
    let told: toml::Table = text.parse().unwrap();
    let told = |key: &str| told[name][key].as_str().unwrap().parse::<Decimal>().unwrap();
    let seconds = |key: &str| i64::try_from(told(key)).unwrap();
    let step = seconds("step_seconds");
    // Neighbours at most two steps apart: one missing value is bridged, a pause is not.
    let gap = 2 * step;
    let mut compared = Compared {
        times: Vec::new(),
        values: Vec::new(),
        flags: BTreeMap::new(),
        bounds: Range {
            lowest: Some(told("lowest")),
            highest: Some(told("highest")),
            unlikely_below: Some(told("unlikely_below")),
            unlikely_above: Some(told("unlikely_above")),
        },
        spike: Spike {
            suspect: Some(told("spike_suspect")),
            failed: Some(told("spike_failed")),
            gap,
        },
        rate: Rate {
            suspect_per_hour: Some(told("rate_suspect_per_hour")),
            failed_per_hour: Some(told("rate_failed_per_hour")),
            gap,
        },
        flat: FlatLine {
            tolerance: told("flat_tolerance"),
            values_count: 2,
            suspect: seconds("flat_suspect_seconds"),
            failed: Some(seconds("flat_failed_seconds")),
            gap,
        },
    };
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(folder.join(format!("{name}.csv")))
        .unwrap();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        for (column, cell) in row.unwrap() {
            match column.as_str() {
                "at" => {
                    let at = chrono::NaiveDateTime::parse_from_str(&cell, "%Y-%m-%dT%H:%M:%S").unwrap();
                    compared.times.push(at.and_utc().timestamp());
                }
                "value" => compared.values.push((!cell.is_empty()).then(|| cell.parse().unwrap())),
                _ => compared.flags.entry(column).or_default().push(cell.parse().unwrap()),
            }
        }
    }
    compared
}

impl Compared {
    fn ours(&self, test: &str) -> Vec<Outcome> {
        let column = Column::of(&self.times, &self.values).unwrap();
        match test {
            "range" => basic::range(&column, &self.bounds),
            "spike" => basic::spike(&column, &self.spike),
            "rate" => basic::rate(&column, &self.rate),
            _ => basic::flat_line(&column, &self.flat).0,
        }
    }
}

/// `series peer test: agree a of n; cause count, …`, one line each.
fn table() -> String {
    let mut lines = String::new();
    for name in ["made", "real"] {
        let compared = read(name);
        for (column, theirs) in &compared.flags {
            let (peer, test) = column.split_once('_').unwrap();
            let ours = compared.ours(test);
            let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
            for at in 0..theirs.len() {
                if !causes::agree(peer, test, ours[at], theirs[at]) {
                    let cause = causes::of(&compared, peer, test, at, ours[at], theirs[at]);
                    *causes.entry(cause).or_default() += 1;
                }
            }
            let differ: usize = causes.values().sum();
            let told: String = causes
                .iter()
                .map(|(cause, count)| format!("; {cause} {count}"))
                .collect();
            lines += &format!(
                "{name} {peer} {test}: {} of {} agree{told}\n",
                theirs.len() - differ,
                theirs.len()
            );
        }
    }
    lines
}

#[test]
fn every_difference_to_the_peers_has_its_cause() {
    insta::assert_snapshot!(table(), @r"
    made ioos flat: 223 of 240 agree; beginning of the stretch 11; spread equal to the tolerance 6
    made ioos range: 240 of 240 agree
    made ioos rate: 217 of 240 agree; exactly at the threshold 19; missing value bridged 1; no neighbour 1; pause 2
    made ioos spike: 219 of 240 agree; exactly at the threshold 3; missing value bridged 16; pause 2
    made saqc flat: 240 of 240 agree
    made saqc range: 240 of 240 agree
    made saqc rate: 220 of 240 agree; exactly at the threshold 19; missing value bridged 1
    made saqc spike: 216 of 240 agree; jump and return inside of the mean's threshold 4; missing value bridged 1; stands out more from the mean than from the value before 3; stands out without a return to the level before 15; the value before is already an outlier there 1
    real ioos flat: 64 of 81 agree; spread equal to the tolerance 14; too few values around to tell 3
    real ioos range: 81 of 81 agree
    real ioos rate: 74 of 81 agree; no neighbour 1; pause 6
    real ioos spike: 70 of 81 agree; pause 11
    real saqc flat: 81 of 81 agree
    real saqc range: 81 of 81 agree
    real saqc rate: 81 of 81 agree
    real saqc spike: 80 of 81 agree; jump and return inside of the mean's threshold 1
    ");
}
