//! Quality control: the four basic tests over a million values on one core, beside `ioos-qc`.
//!
//! `ioos-qc` (PyPI) is asked in the same run, over a series of the same length, where `python3 -c "import ioos_qc"` works
//! (`BISHUI_BENCH_PYTHON` names another Python); where it is not installed, the line says so.

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use quality::basic::{self, FlatLine, Range, Rate, Spike};
use quality::{Column, Outcome};
use rust_decimal::Decimal;

/// Each measurement is repeated; the median is told.
const ROUNDS: usize = 7;
const VALUES: usize = 1_000_000;
const MINUTE: i64 = 60;

/// The same tests over as many values; prints seconds.
const PEER: &str = "
import time, numpy
from ioos_qc import qartod
count = 1000000
values = numpy.array([300 + (place * 37) % 41 - (place % 997 == 0) * 250 for place in range(count)], dtype=float) / 10
values[::101] = numpy.nan
times = numpy.arange(count) * numpy.timedelta64(60, 's') + numpy.datetime64('2026-01-01T00:00:00')
begin = time.perf_counter()
qartod.gross_range_test(values, (0, 100), (1, 60))
qartod.spike_test(values, 3, 10)
qartod.rate_of_change_test(values, times, 5 / 60, 10 / 60)
qartod.flat_line_test(values, times, 3600, 7200, 0.1)
print(time.perf_counter() - begin)
";

fn tenths(number: i64) -> Decimal {
    Decimal::new(number, 1)
}

struct Series {
    times: Vec<i64>,
    values: Vec<i64>,
    present: Vec<bool>,
}

fn series() -> Series {
    let value = |place: i64| 300 + place * 37 % 41 - i64::from(place % 997 == 0) * 250;
    let places = 0..VALUES as i64;
    Series {
        times: places.clone().map(|place| place * MINUTE).collect(),
        values: places.clone().map(value).collect(),
        present: places.map(|place| place % 101 != 0).collect(),
    }
}

/// From whole numbers to the worst outcome of each value; returns how many are not passed.
fn evaluate(series: &Series) -> usize {
    let Ok(column) = Column::of_scaled(&series.times, &series.values, &series.present, 1) else {
        return 0;
    };
    let bounds = Range {
        lowest: Some(Decimal::ZERO),
        highest: Some(tenths(1_000)),
        unlikely_below: Some(tenths(10)),
        unlikely_above: Some(tenths(600)),
    };
    let gap = 5 * MINUTE;
    let spike = Spike {
        suspect: Some(tenths(30)),
        failed: Some(tenths(100)),
        gap,
    };
    let rate = Rate {
        suspect_per_hour: Some(tenths(3_000)),
        failed_per_hour: Some(tenths(6_000)),
        gap,
    };
    let flat = FlatLine {
        tolerance: tenths(1),
        values_count: 6,
        suspect: 60 * MINUTE,
        failed: Some(120 * MINUTE),
        gap,
    };
    let tests = [
        basic::range(&column, &bounds),
        basic::spike(&column, &spike),
        basic::rate(&column, &rate),
        basic::flat_line(&column, &flat).0,
    ];
    let [range, spike, rate, flat] = &tests;
    let worst = range.iter().zip(spike).zip(rate).zip(flat);
    worst
        .filter(|(((range, spike), rate), flat)| range.worse(**spike).worse(**rate).worse(**flat) != Outcome::Passed)
        .count()
}

fn median(measure: impl Fn() -> Duration) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS).map(|_| measure()).collect();
    rounds.sort_unstable();
    rounds.get(ROUNDS / 2).copied().unwrap_or_default()
}

fn peer() -> String {
    let python = std::env::var("BISHUI_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let asked = Command::new(python).args(["-W", "ignore", "-c", PEER]).output();
    match asked {
        Ok(output) if output.status.success() => {
            let seconds = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            format!("ioos-qc {seconds:.6} s in the same run")
        }
        Ok(_) | Err(_) => "ioos-qc is not installed, nothing to compare with".to_owned(),
    }
}

fn main() {
    let series = series();
    let not_passed = evaluate(&series);
    let taken = median(|| {
        let begin = Instant::now();
        black_box(evaluate(black_box(&series)));
        begin.elapsed()
    });
    println!(
        "quality control, four basic tests over {VALUES} values: {:.4} s, {not_passed} not passed ({})",
        taken.as_secs_f64(),
        peer()
    );
}
