//! How much of what a station owes it has brought: exact fractions, unknown where nothing is owed.

use std::collections::HashSet;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use history::{History, HistoryError, SlotAsk};
use serde::Serialize;

use crate::door::Station;
use crate::owed;
use crate::station::Owed;

/// The lengths of time over which capture is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// The last whole hour.
    Hour,
    /// The day until now.
    Day,
    /// The month until now.
    Month,
    /// The quarter until now.
    Quarter,
}

impl Span {
    /// All spans, the shortest first.
    pub const ALL: [Self; 4] = [Self::Hour, Self::Day, Self::Month, Self::Quarter];

    /// The span as of `now`, local time: start and end.
    pub fn at(self, now: NaiveDateTime) -> (NaiveDateTime, NaiveDateTime) {
        let day = now.date();
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
        let hour = midnight(day) + Duration::hours(i64::from(now.hour()));
        match self {
            Self::Hour => (hour - Duration::hours(1), hour),
            Self::Day => (midnight(day), now),
            Self::Month => (midnight(day.with_day(1).unwrap_or(day)), now),
            Self::Quarter => {
                let month = day.month0() / 3 * 3 + 1;
                let first = NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
                (midnight(first), now)
            }
        }
    }
}

/// How much of what is owed is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Capture {
    /// Over what.
    pub span: Span,
    /// Its start, local time.
    pub from: NaiveDateTime,
    /// Its end, local time, exclusive.
    pub until: NaiveDateTime,
    /// Values owed in it whose time has come; 0: nothing is owed, and the share is unknown.
    pub owed: u64,
    /// Of these, the values that are there.
    pub present: u64,
}

/// The capture of a station over `spans`. `since` is when it was heard first.
pub(crate) async fn captures(
    history: &History,
    station: &Station,
    offset_minutes: i32,
    since: Option<DateTime<Utc>>,
    (spans, now): (&[Span], DateTime<Utc>),
) -> Result<Vec<Capture>, HistoryError> {
    let shift = Duration::minutes(offset_minutes.into());
    let local = now.naive_utc() + shift;
    let first_contact = since.map(|since| since.naive_utc() + shift);
    let mut captures: Vec<Capture> = spans.iter().map(|span| Capture::of_nothing(*span, local)).collect();
    let Some(earliest) = captures.iter().map(|capture| capture.from).min() else {
        return Ok(captures);
    };
    for owed in &station.owed {
        let Some(begin) = owed::begin(owed, first_contact) else {
            continue;
        };
        let ask = SlotAsk {
            points: vec![station.point.clone()],
            items: owed.items.clone(),
            period: owed.period,
            every_minutes: owed.every_minutes,
            from: earliest.max(begin),
            until: local,
        };
        let said = history.slots(&ask).await?.into_iter();
        let present: HashSet<_> = said
            .filter(|slot| slot.has_value)
            .map(|slot| (slot.item, slot.start))
            .collect();
        // An interval counts once it is over.
        let over = local - Duration::minutes(owed.every_minutes.into()) + Duration::seconds(1);
        for capture in &mut captures {
            capture.count(owed, (begin, over), &present);
        }
    }
    Ok(captures)
}

impl Capture {
    /// The share in tenths of a per cent, cut and not rounded, so that only what is whole is shown as whole; none where nothing is owed.
    pub fn permille(&self) -> Option<u64> {
        self.present.saturating_mul(1_000).checked_div(self.owed)
    }

    fn of_nothing(span: Span, now: NaiveDateTime) -> Self {
        let (from, until) = span.at(now);
        Self {
            span,
            from,
            until,
            owed: 0,
            present: 0,
        }
    }

    fn count(
        &mut self,
        owed: &Owed,
        (begin, over): (NaiveDateTime, NaiveDateTime),
        present: &HashSet<(String, NaiveDateTime)>,
    ) {
        for start in owed::starts(owed.every_minutes, self.from.max(begin), self.until.min(over)) {
            let there = |item: &&String| present.contains(&((*item).clone(), start));
            self.owed += owed.items.len() as u64;
            self.present += owed.items.iter().filter(there).count() as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_begin_where_the_calendar_says() {
        let now = NaiveDate::from_ymd_opt(2021, 5, 14)
            .unwrap()
            .and_hms_opt(10, 20, 0)
            .unwrap();
        let spans = Span::ALL.map(|span| {
            let (from, until) = span.at(now);
            format!("{} {}", from.format("%m-%dT%H:%M"), until.format("%m-%dT%H:%M"))
        });
        assert_eq!(
            spans,
            [
                "05-14T09:00 05-14T10:00",
                "05-14T00:00 05-14T10:20",
                "05-01T00:00 05-14T10:20",
                "04-01T00:00 05-14T10:20"
            ]
        );
    }
}
