//! The inner loops: frames cut and read from a stream, and air quality indexes, each on one core.
//!
//! `aqi-hub` (PyPI) is the peer of the indexes. It is asked where `python3 -c "import aqi_hub"` works, in the same run and over the
//! same grid of concentrations; where it is not installed, the line says so.

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use hj212::{Event, Limits, Mode, Packet, StreamDecoder};
use rust_decimal::Decimal;
use standards::air::{DayConcentrations, aqi_daily, edition_on};

/// Each measurement is repeated; the median is told.
const ROUNDS: usize = 5;
const FRAME: &[u8] = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
const FRAMES: usize = 200_000;
/// The grid: PM2.5 from 0 to 499, ozone from 0 to 199.
const PM25_STEPS: u32 = 500;
const OZONE_STEPS: u32 = 20;

/// The same grid for the peer; prints days a second.
const PEER: &str = "
import time
from aqi_hub.aqi_cn.aqi import cal_aqi_cn
begin = time.perf_counter()
for pm25 in range(500):
    for ozone in range(20):
        cal_aqi_cn(pm25=pm25, pm10=60, so2=9, no2=30, co=0.8, o3=ozone * 10, data_type='daily')
print(10000 / (time.perf_counter() - begin))
";

fn median(measure: impl Fn() -> Duration) -> Duration {
    let mut rounds: Vec<Duration> = (0..ROUNDS).map(|_| measure()).collect();
    rounds.sort_unstable();
    rounds.get(ROUNDS / 2).copied().unwrap_or_default()
}

fn frames() -> Duration {
    let stream = FRAME.repeat(FRAMES);
    let begin = Instant::now();
    let mut decoder = StreamDecoder::new(Limits::default());
    let mut read = 0;
    for chunk in stream.chunks(4096) {
        decoder.push(chunk);
        while let Some(event) = decoder.next_event() {
            if let Event::Frame(frame) = event {
                read += usize::from(Packet::parse(black_box(frame.segment), Mode::Lenient).is_ok());
            }
        }
    }
    assert_eq!(read, FRAMES, "every frame is found");
    begin.elapsed()
}

fn indexes() -> Duration {
    let day = NaiveDate::from_ymd_opt(2020, 6, 1).unwrap_or_default();
    let begin = Instant::now();
    for pm25 in 0..PM25_STEPS {
        for ozone in 0..OZONE_STEPS {
            let concentrations = DayConcentrations {
                pm25: Some(Decimal::from(pm25)),
                pm10: Some(Decimal::from(60)),
                so2: Some(Decimal::from(9)),
                no2: Some(Decimal::from(30)),
                co: Some(Decimal::new(8, 1)),
                o3_8h: Some(Decimal::from(ozone * 10)),
                ..DayConcentrations::default()
            };
            black_box(aqi_daily(edition_on(day), &concentrations));
        }
    }
    begin.elapsed()
}

fn peer() -> String {
    let asked = Command::new("python3").args(["-c", PEER]).output();
    match asked {
        Ok(output) if output.status.success() => {
            let rate: f64 = String::from_utf8_lossy(&output.stdout)
                .trim()
                .parse()
                .unwrap_or_default();
            format!("aqi-hub {rate:.0} days/s in the same run")
        }
        Ok(_) | Err(_) => "aqi-hub is not installed, nothing to compare with".to_owned(),
    }
}

fn main() {
    let taken = median(frames).as_secs_f64();
    let megabytes = (FRAME.len() * FRAMES) as f64 / 1e6;
    println!(
        "frames cut and read: {:.0} frames/s, {:.0} MB/s",
        FRAMES as f64 / taken,
        megabytes / taken
    );
    let days = f64::from(PM25_STEPS * OZONE_STEPS);
    let taken = median(indexes).as_secs_f64();
    println!("daily AQI with reasons: {:.0} days/s ({})", days / taken, peer());
}
