//! A seeded model of what instruments measure: level, daily cycle, wandering and noise, with the item's digits.
//!
//! Every value is a function of seed, station, item and time, in whole numbers: nothing is held, any moment can be asked
//! for again (a logger answers requests for its past), and one seed gives the same digits on every machine.

use std::sync::Arc;

use chrono::{Duration, NaiveDate, NaiveDateTime, Timelike};
use history::Period;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::chance::Chance;
use super::model_rows::Row;
use super::source::{Measured, Record};

/// When a model measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Times {
    pub period: Period,
    pub from: NaiveDateTime,
    pub interval: Duration,
    pub count: u64,
}

/// What one station measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Series {
    times: Arc<Times>,
    items: Vec<Signal>,
}

/// One item of one station.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signal {
    code: &'static str,
    row: &'static Row,
    /// How far this station lies from the base, in thousandths.
    level: i64,
    slow: Chance,
    fast: Chance,
    noise: Chance,
}

/// How far stations lie from the base at most, in thousandths; less for what wanders little, such as pH.
const LEVEL_AROUND_MAX: u32 = 300;
/// Over how long the slow wandering changes its direction, in seconds.
const SLOW: i64 = 36 * 3_600;
/// The same of the fast one.
const FAST: i64 = 5 * 3_600;
/// Thousandths of thousandths.
const WHOLE: i64 = 1_000_000;
/// The cosine of each hour's angle, in thousandths.
const CYCLE: [i64; 24] = [
    1000, 966, 866, 707, 500, 259, 0, -259, -500, -707, -866, -966, -1000, -966, -866, -707, -500, -259, 0, 259, 500,
    707, 866, 966,
];

impl Series {
    /// The series of a station: each row with the factor code under which it is sent.
    pub fn new(seed: u64, mn: &str, times: Arc<Times>, rows: &[(&'static str, &'static Row)]) -> Self {
        let signal = |&(code, row): &(&'static str, &'static Row)| {
            let stream = |what| Chance::of(seed, &[mn, "model", &row.factor, what]);
            let around = u32::try_from(2 * row.slow).unwrap_or_default().min(LEVEL_AROUND_MAX);
            Signal {
                code,
                row,
                level: stream("level").around(0, around),
                slow: stream("slow"),
                fast: stream("fast"),
                noise: stream("noise"),
            }
        };
        Self {
            items: rows.iter().map(signal).collect(),
            times,
        }
    }

    pub fn len(&self) -> u64 {
        self.times.count
    }

    pub fn at(&self, number: u64) -> Option<NaiveDateTime> {
        let number = i32::try_from(number).ok().filter(|_| number < self.times.count)?;
        self.times
            .from
            .checked_add_signed(self.times.interval.checked_mul(number)?)
    }

    pub fn record(&self, number: u64) -> Option<Record> {
        let at = self.at(number)?;
        let items = self.items.iter().map(|item| item.measured(at, self.times.period));
        Some(Record {
            at,
            items: items.collect(),
        })
    }
}

impl Signal {
    fn measured(&self, at: NaiveDateTime, period: Period) -> Measured {
        let scale = self.scale();
        let text = |units: i64| Decimal::new(units, self.row.digits).to_string();
        let bounded = |units: i64| units.clamp(units_of(self.row.low, scale), units_of(self.row.high, scale));
        let units = bounded(self.units(at));
        let values = if period == Period::Instant {
            vec![("Rtd", text(units))]
        } else {
            // The readings inside the period lie around their mean by up to twice the noise.
            let spread =
                |place| units_of(self.row.base, scale) * self.row.noise * self.drawn(&self.noise, at, place) / WHOLE;
            let below = bounded(units - spread(1).abs() * 2);
            let above = bounded(units + spread(2).abs() * 2);
            vec![("Min", text(below)), ("Avg", text(units)), ("Max", text(above))]
        };
        Measured {
            code: self.code,
            values,
            flag: "N".to_owned(),
        }
    }

    fn scale(&self) -> Decimal {
        Decimal::from(10_u64.saturating_pow(self.row.digits))
    }

    /// The value in its last digit, before the bounds.
    fn units(&self, at: NaiveDateTime) -> i64 {
        let row = self.row;
        let parts = (1000 + self.level) * 1000
            + row.daily * cycle(at, row.peak)
            + row.slow * wandering(&self.slow, at, SLOW)
            + row.fast * wandering(&self.fast, at, FAST)
            + row.noise * self.drawn(&self.noise, at, 0);
        let base = units_of(row.base, self.scale());
        // Rounded half up; what is below zero is left to the bounds.
        (base * parts + WHOLE / 2).div_euclid(WHOLE)
    }

    /// A number between -1000 and 1000 that only this moment has.
    fn drawn(&self, chance: &Chance, at: NaiveDateTime, place: u64) -> i64 {
        // Four places a second are more than are asked for.
        chance.around(index(seconds(at)).wrapping_mul(4).wrapping_add(place), 1000)
    }
}

fn units_of(value: Decimal, scale: Decimal) -> i64 {
    (value * scale).round().to_i64().unwrap_or_default()
}

/// Where in the day, from -1000 to 1000 at the hour of the peak.
fn cycle(at: NaiveDateTime, peak: u32) -> i64 {
    let minute = (at.hour() * 60 + at.minute() + (24 - peak % 24) * 60) % (24 * 60);
    let hour = |hour: u32| CYCLE.get(hour as usize % 24).copied().unwrap_or_default();
    let (before, within) = (minute / 60, i64::from(minute % 60));
    (hour(before) * (60 - within) + hour(before + 1) * within) / 60
}

/// A line between random heights that stand `span` seconds apart, from -1000 to 1000.
fn wandering(chance: &Chance, at: NaiveDateTime, span: i64) -> i64 {
    let seconds = seconds(at);
    let (post, within) = (seconds.div_euclid(span), seconds.rem_euclid(span));
    let height = |post: i64| chance.around(index(post), 1000);
    (height(post) * (span - within) + height(post + 1) * within) / span
}

fn seconds(at: NaiveDateTime) -> i64 {
    at.signed_duration_since(NaiveDate::default().and_time(chrono::NaiveTime::MIN))
        .num_seconds()
}

/// Times before 1970 have draws of their own, too.
fn index(number: i64) -> u64 {
    number.cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::super::model_rows::{ModelKind, rows_of};
    use super::*;

    fn series(kind: ModelKind, mn: &str, period: Period, interval: Duration, count: u64) -> Series {
        let from = NaiveDate::from_ymd_opt(2021, 4, 1)
            .unwrap()
            .and_hms_opt(0, 0, 0)
            .unwrap();
        let rows: Vec<_> = rows_of(kind).map(|row| (row.factor.as_str(), row)).collect();
        let times = Times {
            period,
            from,
            interval,
            count,
        };
        Series::new(1, mn, Arc::new(times), &rows)
    }

    fn values(series: &Series, item: usize) -> Vec<Decimal> {
        let place = usize::from(series.times.period != Period::Instant);
        (0..series.len())
            .map(|number| {
                series.record(number).unwrap().items[item].values[place]
                    .1
                    .parse()
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn one_seed_gives_the_same_digits() {
        let line = |record: Record| {
            let items = record
                .items
                .iter()
                .map(|item| format!("{} {:?}", item.code, item.values));
            items.collect::<Vec<_>>().join("\n")
        };
        let hour = series(ModelKind::Water, "A51B0001", Period::Hour, Duration::hours(1), 24);
        insta::assert_snapshot!(line(hour.record(8).unwrap()), @r#"
        w01010 [("Min", "20.7"), ("Avg", "20.7"), ("Max", "20.7")]
        w01001 [("Min", "7.82"), ("Avg", "7.84"), ("Max", "7.84")]
        w01009 [("Min", "7.47"), ("Avg", "7.53"), ("Max", "7.59")]
        w01014 [("Min", "244.0"), ("Avg", "248.8"), ("Max", "249.0")]
        w01003 [("Min", "25.3"), ("Avg", "25.9"), ("Max", "26.1")]
        w01019 [("Min", "1.93"), ("Avg", "1.93"), ("Max", "2.03")]
        w21003 [("Min", "0.156"), ("Avg", "0.172"), ("Max", "0.174")]
        w21011 [("Min", "0.115"), ("Avg", "0.115"), ("Max", "0.115")]
        w21001 [("Min", "0.88"), ("Avg", "0.96"), ("Max", "0.96")]
        "#);
        assert_eq!(hour.record(24), None);
    }

    #[test]
    fn values_stay_within_bounds_and_minimum_mean_and_maximum_in_order() {
        for (kind, ..) in ModelKind::ALL {
            let hours = series(kind, "x", Period::Hour, Duration::hours(1), 200);
            for number in 0..hours.len() {
                for (item, row) in hours.record(number).unwrap().items.iter().zip(rows_of(kind)) {
                    let numbers: Vec<Decimal> = item.values.iter().map(|(_, text)| text.parse().unwrap()).collect();
                    assert!(
                        numbers.is_sorted() && row.low <= numbers[0] && numbers[2] <= row.high,
                        "{item:?}"
                    );
                    assert!(numbers.iter().all(|number| number.scale() == row.digits), "{item:?}");
                }
            }
        }
    }

    /// Neighbours are alike, days have a shape, and no instrument is frozen.
    #[test]
    fn it_looks_like_measured_values() {
        let hours = series(ModelKind::Air, "y", Period::Hour, Duration::hours(1), 24 * 60);
        let ozone = values(&hours, 3);
        let mean: Decimal = ozone.iter().sum::<Decimal>() / Decimal::from(ozone.len());
        let product = |lag: usize| -> Decimal {
            ozone
                .iter()
                .zip(&ozone[lag..])
                .map(|(one, other)| (one - mean) * (other - mean))
                .sum()
        };
        assert!(product(1) > product(0) * Decimal::new(7, 1), "neighbours are alike");
        assert!(product(12) < Decimal::ZERO, "noon is unlike midnight");
        assert!(product(24) > product(0) * Decimal::new(3, 1), "a day is like the next");
        let frozen = ozone
            .windows(4)
            .filter(|four| four.iter().all(|value| *value == four[0]))
            .count();
        assert!(frozen < 10, "{frozen}");
        let other = values(&series(ModelKind::Air, "z", Period::Hour, Duration::hours(1), 100), 3);
        assert!(
            ozone.iter().zip(&other).filter(|(one, other)| one == other).count() < 20,
            "stations differ"
        );
    }
}
