//! The life of a station as one view, for the command line and the pages.

use std::collections::HashMap;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use history::diary::GapState;
use history::{Diary, FaultCount, History, HistoryError, Period};
use serde::Serialize;

use super::capture::{Capture, Span, captures};
use super::record::{Presence, Record};
use crate::door::{Station, StationDirectory};
use crate::station::StationProfile;

/// What records are called in the diary.
const RECORDS: &str = "station/";
/// Gaps of one station that are counted.
const GAPS_MAX: usize = 100_000;

/// The life of one station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StationLife {
    /// Its MN.
    pub mn: String,
    /// Its point in the city folder.
    pub point: String,
    /// Whether it is there.
    pub presence: Presence,
    /// Since when it is there or silent; none where nothing was heard of it, or nobody noted when it came.
    pub since: Option<DateTime<Utc>>,
    /// Minutes of silence after which it counts as offline.
    pub offline_after_minutes: i64,
    /// Address of the newest connection.
    pub address: Option<String>,
    /// Since when it is connected; none when it is not.
    pub connected_since: Option<DateTime<Utc>>,
    /// When the last connection ended.
    pub disconnected_at: Option<DateTime<Utc>>,
    /// The first accepted frame.
    pub first_heard: Option<DateTime<Utc>>,
    /// The newest accepted frame.
    pub last_heard: Option<DateTime<Utc>>,
    /// The newest accepted frame with data.
    pub last_data: Option<DateTime<Utc>>,
    /// The newest DataTime, in the city's time.
    pub last_value_at: Option<NaiveDateTime>,
    /// Accepted frames.
    pub frames: u64,
    /// Its faults by code, the newest first: of accepted frames, of frames kept apart, of damaged ones that still name it.
    pub faults: Vec<FaultCount>,
    /// How far its clock is ahead of ours, in milliseconds; none where it is not known.
    pub clock_ahead_ms: Option<i64>,
    /// When its clock was set from here.
    pub clock_set_at: Option<DateTime<Utc>>,
    /// Stretches of time with missing data that are still asked for.
    pub gaps_open: u64,
    /// Stretches that were given up.
    pub gaps_given_up: u64,
    /// Values that are missing in both.
    pub values_missing: u64,
    /// Days whose run time of devices (2041) is missing and still asked for; none where it owes none.
    pub run_days_missing: Option<u64>,
    /// Days of it that were given up.
    pub run_days_given_up: u64,
    /// How much of what it owes is there.
    pub capture: Vec<Capture>,
}

/// The name under which the diary keeps the record of a station.
pub fn record_name(mn: &str) -> String {
    format!("{RECORDS}{mn}")
}

/// Everything that is remembered of stations, by MN. A record that does not read (of another version) is begun anew.
///
/// # Errors
/// When the diary cannot be read.
pub async fn records(diary: &Diary) -> Result<HashMap<String, Record>, HistoryError> {
    let read = diary
        .bookmarks(RECORDS)
        .await?
        .into_iter()
        .filter_map(|(name, bookmark)| {
            let mn = name.strip_prefix(RECORDS)?.to_owned();
            match serde_json::from_str(&bookmark.text?) {
                Ok(record) => Some((mn, record)),
                Err(cause) => {
                    tracing::warn!(%mn, %cause, "what was remembered of a station does not read");
                    None
                }
            }
        });
    Ok(read.collect())
}

/// The life of every station of `directory`, or of one, in the order of MN.
///
/// # Errors
/// When diary or history cannot be read.
pub async fn lives(
    (history, diary): (&History, &Diary),
    directory: &StationDirectory,
    profile: &StationProfile,
    (only, spans): (Option<&str>, &[Span]),
    now: DateTime<Utc>,
) -> Result<Vec<StationLife>, HistoryError> {
    let mut remembered = records(diary).await?;
    let mut gaps: HashMap<String, (u64, u64, u64)> = HashMap::new();
    for gap in diary.gaps(only, true, GAPS_MAX).await? {
        let (open, given_up, values) = gaps.entry(gap.station).or_default();
        match gap.state {
            GapState::Filled => continue,
            GapState::Open => *open += 1,
            GapState::GivenUp => *given_up += 1,
        }
        *values += gap.missing.iter().map(|missing| u64::from(missing.times)).sum::<u64>();
    }
    let mut faults: HashMap<String, Vec<FaultCount>> = HashMap::new();
    for fault in history.fault_counts(only).await? {
        faults.entry(fault.station.clone()).or_default().push(fault);
    }
    let mut lives = Vec::new();
    for (mn, station) in directory
        .stations()
        .filter(|(mn, _)| only.is_none_or(|only| only == *mn))
    {
        let record = remembered.remove(mn).unwrap_or_default();
        let offset = directory.utc_offset_minutes();
        let capture = captures(history, station, offset, record.first_heard, (spans, now)).await?;
        let missing = gaps.get(mn).copied().unwrap_or_default();
        let faults = faults.remove(mn).unwrap_or_default();
        lives.push(life(mn, (station, profile), record, (missing, capture, faults), now));
    }
    Ok(lives)
}

fn life(
    mn: &str,
    (station, profile): (&Station, &StationProfile),
    record: Record,
    ((gaps_open, gaps_given_up, values_missing), capture, faults): ((u64, u64, u64), Vec<Capture>, Vec<FaultCount>),
    now: DateTime<Utc>,
) -> StationLife {
    let (silence, dearth) = delays(station, profile);
    let run_days = record.run_days_owed(station, profile, now);
    let presence = record.presence(now, silence, dearth);
    StationLife {
        mn: mn.to_owned(),
        point: station.point.clone(),
        presence,
        since: match presence {
            Presence::NeverHeard => None,
            Presence::Online | Presence::NoData => record.online_since,
            // It is noticed only after its delay; the silence began with its last frame.
            Presence::Offline => record.last_heard,
        },
        offline_after_minutes: silence.num_minutes(),
        clock_ahead_ms: record.clock_ahead(now).map(|ahead| ahead.num_milliseconds()),
        address: record.address,
        connected_since: record.connected_since,
        disconnected_at: record.disconnected_at,
        first_heard: record.first_heard,
        last_heard: record.last_heard,
        last_data: record.last_data,
        last_value_at: record.last_value_at,
        frames: record.frames,
        run_days_missing: run_days
            .map(|owed| record.run_time.missing(owed).len() as u64)
            .or(station.owes_run_time.then_some(0)),
        run_days_given_up: record.run_time.given_up.len() as u64,
        faults,
        clock_set_at: record.clock_set_at,
        gaps_open,
        gaps_given_up,
        values_missing,
        capture,
    }
}

/// The silence after which a station counts as offline, and the time without data that is not worth a word: what it owes most often has
/// come twice at least by then.
pub(crate) fn delays(station: &Station, profile: &StationProfile) -> (Duration, Duration) {
    let silence = Duration::from_std(station.offline_after(profile)).unwrap_or(Duration::MAX);
    let data = station.owed.iter().filter(|owed| owed.period != Period::Day);
    let shortest = data.map(|owed| owed.every_minutes).min().unwrap_or_default();
    (silence, silence.max(Duration::minutes(i64::from(shortest) * 2)))
}
