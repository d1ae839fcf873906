//! Everything about one station.

use city::OwedPeriod;
use gateway::life::Span;
use history::Period;
use history::diary::{Gap, GapState};
use hj212::edition_word;
use standards::Text;

use super::{diary, lives};
use crate::error::OfficeError;
use crate::leaf::item_name;
use crate::office::Office;
use crate::views::{GapView, OwedView, StationSheet};
use crate::{point, stations};

/// Gaps that are read of one station; as many as its life counts.
const GAPS_READ_MAX: usize = 100_000;
/// Gaps that are shown.
const GAPS_SHOWN_MAX: usize = 100;

/// Everything about the station with this MN, or of the point with this id.
pub(crate) async fn sheet(office: &Office, name: &str) -> Result<StationSheet, OfficeError> {
    let city = office.city();
    let directory = stations::directory(city)?;
    let found = directory
        .stations()
        .find(|(mn, _)| *mn == name)
        .or_else(|| directory.of_point(name));
    let known = || {
        let known: Vec<&str> = directory.stations().map(|(mn, _)| mn).take(20).collect();
        OfficeError::NotFound {
            what: "station",
            name: name.to_owned(),
            known: known.join(", "),
        }
    };
    let (mn, station) = found.ok_or_else(known)?;
    let point = city.point(&station.point).ok_or_else(known)?;
    let life = lives(office, Some(mn), &Span::ALL).await?.pop().ok_or_else(known)?;
    let mut gaps = office.diary().gaps(Some(mn), true, GAPS_READ_MAX).await?;
    let gaps_total = gaps.len();
    gaps.sort_by_key(|gap| (rank(gap.state), std::cmp::Reverse(gap.start)));
    let (events, orders) = diary::of(office, mn, station.edition).await?;
    Ok(StationSheet {
        point: point::head(city, point),
        life,
        edition: edition_word(station.edition).to_owned(),
        owed: point.logger.owed.iter().map(owed).collect(),
        gaps: gaps.into_iter().take(GAPS_SHOWN_MAX).map(gap_view).collect(),
        gaps_total,
        events,
        orders,
    })
}

fn rank(state: GapState) -> u8 {
    match state {
        GapState::Open => 0,
        GapState::GivenUp => 1,
        GapState::Filled => 2,
    }
}

fn owed(owed: &city::Owed) -> OwedView {
    OwedView {
        period: match owed.period {
            OwedPeriod::Instant => words(Period::Instant),
            OwedPeriod::Minute => words(Period::Minute),
            OwedPeriod::Hour => words(Period::Hour),
            OwedPeriod::Day => words(Period::Day),
        },
        every_minutes: owed.every_minutes,
        items: owed.items.iter().map(|item| item_name(item)).collect(),
        since: owed.since,
    }
}

fn gap_view(gap: Gap) -> GapView {
    let missing = gap.missing.iter();
    GapView {
        state: gap.state,
        period: words(gap.period),
        first: gap.first,
        last: gap.last,
        missing: missing.map(|one| (item_name(&one.item), one.times)).collect(),
        attempts: gap.attempts,
        next_at: gap.next_at.filter(|_| gap.state == GapState::Open),
        reason: gap.reason.map(|reason| Text::new(reason.zh, reason.en)),
        found_at: gap.found_at,
        closed_at: gap.closed_at,
    }
}

fn words(period: Period) -> Text {
    match period {
        Period::Instant => Text::new("实时数据", "real-time data"),
        Period::Minute => Text::new("分钟数据", "minute data"),
        Period::Hour => Text::new("小时数据", "hourly data"),
        Period::Day => Text::new("日数据", "daily data"),
    }
}
