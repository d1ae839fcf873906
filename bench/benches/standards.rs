//! The standards over whole columns, on one core: the hourly index of a national year, and the class of ten million section-days.
//!
//! The peers of the index, `aqi-hub` (PyPI) and a reference in numpy, are asked in the same run and over the same values
//! (`bench/peers/aqi_columns.py`); where they are not installed, a line says so. `BISHUI_BENCH_PYTHON` names another `python3`.

use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::Instant;

use chrono::NaiveDate;
use standards::air::{AqiEdition, HourlyParticles};
use standards::columnar::{
    AqiColumns, AqiKernel, AqiReport, FixedColumn, MISSING, WaterColumns, WaterKernel, WaterRequired,
};
use standards::water::WaterBody;

/// Each measurement is repeated and the best is told, of ours as of the peers: what else the machine does only adds.
const ROUNDS: usize = 5;
const STATIONS: usize = 1_500;
const HOURS: usize = 8_760;
const SECTION_DAYS: usize = 10_000_000;
/// aqi-hub judges value by value: a part of the year tells its speed.
const ROWS_OF_AQI_HUB: usize = 200_000;
/// Below these values, in units of the column, lie those of the year: SO2, NO2, CO, O3, PM10, PM2.5. As in the peers' script.
const RANGES: [u64; 6] = [60, 120, 30, 260, 320, 240];

/// Row and item mixed, so that neighbours are unlike; every 31st is missing.
fn mixed(row: usize, item: usize, items: usize, range: u64) -> i32 {
    let mixed = (row as u64 * items as u64 + item as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    if (mixed >> 20).is_multiple_of(31) {
        return MISSING;
    }
    i32::try_from((mixed >> 33) % range).unwrap_or(MISSING)
}

fn columns(rows: usize, ranges: &[u64]) -> Vec<Vec<i32>> {
    let column = |(item, range): (usize, &u64)| (0..rows).map(|row| mixed(row, item, ranges.len(), *range)).collect();
    ranges.iter().enumerate().map(column).collect()
}

/// Seconds of the best round.
fn best(mut measure: impl FnMut()) -> f64 {
    let rounds = (0..ROUNDS).map(|_| {
        let begin = Instant::now();
        measure();
        begin.elapsed().as_secs_f64()
    });
    rounds.fold(f64::INFINITY, f64::min)
}

/// What a peer measured: sub-indices a second, sum of the indexes, sum of the primary sets.
struct Peer {
    rate: f64,
    indexes: i64,
    primary: i64,
}

fn peers() -> Vec<(String, Option<Peer>)> {
    let python = std::env::var("BISHUI_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/aqi_columns.py");
    let asked = Command::new(&python)
        .arg(script)
        .args([STATIONS * HOURS, ROWS_OF_AQI_HUB, ROUNDS].map(|size| size.to_string()))
        .output();
    let said = match asked {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) => format!("{python}: {}\tabsent", String::from_utf8_lossy(&output.stderr).trim()),
        Err(cause) => format!("{python}: {cause}\tabsent"),
    };
    said.lines()
        .filter_map(|line| {
            let (name, measured) = line.split_once('\t')?;
            let mut measured = measured.split('\t');
            let peer = || {
                Some(Peer {
                    rate: measured.next()?.parse().ok()?,
                    indexes: measured.next()?.parse().ok()?,
                    primary: measured.next()?.parse().ok()?,
                })
            };
            Some((name.to_owned(), { peer }()))
        })
        .collect()
}

fn index_of_a_year() -> Result<(), String> {
    let rows = STATIONS * HOURS;
    let report = AqiReport::Hourly(HourlyParticles::OneHour);
    let kernel =
        AqiKernel::new(AqiEdition::Hj633_2026, report, |item| item.decimals).map_err(|cause| cause.to_string())?;
    let values = columns(rows, &RANGES);
    let given: Vec<_> = values
        .iter()
        .zip(kernel.items())
        .map(|(column, (_, decimals))| FixedColumn::borrowed(*decimals, column))
        .collect();
    let mut out = AqiColumns::default();
    let taken = best(|| {
        let judged = kernel.judge(black_box(&given), &mut out);
        black_box(&judged).clone().unwrap_or_default();
    });
    let rate = (rows * kernel.items().len()) as f64 / taken;
    println!(
        "hourly AQI of {STATIONS} stations × {HOURS} h × {} items: {taken:.3} s, {:.0} million sub-indices/s",
        kernel.items().len(),
        rate / 1e6
    );
    let sum = |rows: usize| out.aqi.iter().take(rows).map(|aqi| i64::from(*aqi)).sum::<i64>();
    let primary: i64 = out.primary.iter().map(|primary| i64::from(*primary)).sum();
    for (name, peer) in peers() {
        let Some(peer) = peer else {
            println!("  {name}: absent, nothing to compare with");
            continue;
        };
        println!(
            "  {name}: {:.2} million sub-indices/s, ours is {:.1} times as fast",
            peer.rate / 1e6,
            rate / peer.rate
        );
        let same = if name == "numpy" {
            (peer.indexes, peer.primary) == (sum(rows), primary)
        } else {
            peer.indexes == sum(ROWS_OF_AQI_HUB)
        };
        println!(
            "  {name}: the sum of its results {} ours",
            if same { "equals" } else { "differs from" }
        );
    }
    Ok(())
}

fn class_of_ten_million_section_days() -> Result<(), String> {
    let day = NaiveDate::from_ymd_opt(2024, 6, 1).ok_or("no such day")?;
    let items = WaterKernel::deciding_items(day, WaterBody::River).map_err(|cause| cause.to_string())?;
    let kernel =
        WaterKernel::new(day, WaterBody::River, WaterRequired::AnyItem, &items).map_err(|cause| cause.to_string())?;
    // Up to 20 units of the second place that is shown: from class I to far beyond class V for every item.
    let ranges: Vec<u64> = items
        .iter()
        .map(|(_, decimals)| 15 * 10_u64.pow(*decimals.min(&3)))
        .collect();
    let values = columns(SECTION_DAYS, &ranges);
    let given: Vec<_> = values
        .iter()
        .zip(&items)
        .map(|(column, (_, decimals))| FixedColumn::borrowed(*decimals, column))
        .collect();
    let mut out = WaterColumns::default();
    let taken = best(|| {
        let judged = kernel.judge(black_box(&given), &mut out);
        black_box(&judged).clone().unwrap_or_default();
    });
    println!(
        "class of {SECTION_DAYS} section-days × {} items: {taken:.3} s, {:.0} million values/s",
        items.len(),
        (SECTION_DAYS * items.len()) as f64 / taken / 1e6
    );
    Ok(())
}

fn main() -> ExitCode {
    let measured = index_of_a_year().and_then(|()| class_of_ten_million_section_days());
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("{cause}");
            ExitCode::FAILURE
        }
    }
}
