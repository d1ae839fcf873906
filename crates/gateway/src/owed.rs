//! What a station owes, and what is missing of it. Pure: what is there and what time it is are arguments.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Duration, NaiveDateTime, NaiveTime, Timelike};
use history::Period;
use history::diary::{Missing, SeenGap};

use crate::door::Station;
use crate::station::Owed;

/// Hours of one stretch of minute data.
const MINUTE_STRETCH_HOURS: u32 = 4;

/// From when on something is owed: its first day, or the first contact; `None` before that.
pub(crate) fn begin(owed: &Owed, first_contact: Option<NaiveDateTime>) -> Option<NaiveDateTime> {
    owed.since.map(|day| day.and_time(NaiveTime::MIN)).or(first_contact)
}

/// The starts of the intervals of `every` minutes that begin in `from..until`, counted from midnight.
pub(crate) fn starts(every: u32, from: NaiveDateTime, until: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
    let step = Duration::minutes(i64::from(every.max(1)));
    let midnight = from.date().and_time(NaiveTime::MIN);
    let passed = (from - midnight).num_seconds();
    let whole = step.num_seconds();
    let first = midnight + Duration::seconds((passed + whole - 1) / whole * whole);
    std::iter::successors(Some(first), move |start| start.checked_add_signed(step))
        .take_while(move |start| *start < until)
}

/// The start of the stretch in which a time lies. A stretch is what is asked for with one request: a day of hours, a month of days.
pub(crate) fn stretch(period: Period, at: NaiveDateTime) -> NaiveDateTime {
    let day = at.date();
    let start = match period {
        Period::Day => day.with_day(1).unwrap_or(day),
        Period::Instant | Period::Minute | Period::Hour => day,
    };
    let hours = match period {
        Period::Minute => at.hour() / MINUTE_STRETCH_HOURS * MINUTE_STRETCH_HOURS,
        Period::Instant | Period::Hour | Period::Day => 0,
    };
    start.and_time(NaiveTime::MIN) + Duration::hours(hours.into())
}

/// One kind of data that a station owes, over a span, and what is there of it.
pub(crate) struct Account<'a> {
    pub(crate) owed: &'a Owed,
    pub(crate) from: NaiveDateTime,
    pub(crate) until: NaiveDateTime,
    /// Items and starts of intervals of which something was said.
    pub(crate) present: HashSet<(String, NaiveDateTime)>,
}

/// What is missing in one stretch.
struct Hole<'a> {
    first: NaiveDateTime,
    last: NaiveDateTime,
    items: BTreeMap<&'a str, u32>,
}

impl Hole<'_> {
    fn at(start: NaiveDateTime) -> Self {
        Self {
            first: start,
            last: start,
            items: BTreeMap::new(),
        }
    }
}

/// What is missing, by period and stretch. Stretches of `known` in which nothing is missing come back empty, so that they can be closed.
pub(crate) fn missing(
    (mn, station): (&str, &Station),
    accounts: &[Account<'_>],
    known: &[(Period, NaiveDateTime)],
) -> Vec<SeenGap> {
    let mut holes: BTreeMap<(Period, NaiveDateTime), Hole<'_>> = BTreeMap::new();
    for (period, start) in known {
        holes.insert((*period, *start), Hole::at(*start));
    }
    for account in accounts {
        for start in starts(account.owed.every_minutes, account.from, account.until) {
            let items = account.owed.items.iter();
            for item in items.filter(|item| !account.present.contains(&((*item).clone(), start))) {
                let key = (account.owed.period, stretch(account.owed.period, start));
                let hole = holes.entry(key).or_insert_with(|| Hole::at(start));
                if hole.items.is_empty() {
                    (hole.first, hole.last) = (start, start);
                }
                hole.first = hole.first.min(start);
                hole.last = hole.last.max(start);
                *hole.items.entry(item).or_default() += 1;
            }
        }
    }
    let seen = |((period, start), hole): ((Period, NaiveDateTime), Hole<'_>)| SeenGap {
        station: mn.to_owned(),
        point: station.point.clone(),
        period,
        start,
        first: hole.first,
        last: hole.last,
        missing: hole.items.into_iter().map(missing_item).collect(),
    };
    holes.into_iter().map(seen).collect()
}

fn missing_item((item, times): (&str, u32)) -> Missing {
    Missing {
        item: item.to_owned(),
        times,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2021, 4, day)
            .unwrap()
            .and_hms_opt(hour, minute, 0)
            .unwrap()
    }

    fn hours(items: &[&str]) -> Owed {
        Owed {
            period: Period::Hour,
            every_minutes: 60,
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            since: None,
        }
    }

    #[test]
    fn starts_are_counted_from_midnight() {
        let shown = |every, from, until| {
            starts(every, from, until)
                .map(|at| at.format("%d %H:%M").to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            shown(240, at(1, 3, 1), at(1, 12, 1)),
            ["01 04:00", "01 08:00", "01 12:00"]
        );
        assert_eq!(shown(10, at(1, 23, 50), at(2, 0, 10)), ["01 23:50", "02 00:00"]);
        assert_eq!(shown(1_440, at(1, 0, 1), at(3, 0, 1)), ["02 00:00", "03 00:00"]);
        assert!(shown(60, at(1, 1, 0), at(1, 1, 0)).is_empty());
    }

    #[test]
    fn what_is_missing_is_gathered_by_stretch() {
        let owed = hours(&["NH3N", "PH"]);
        let present = [
            ("NH3N", at(1, 22, 0)),
            ("PH", at(1, 22, 0)),
            ("PH", at(1, 23, 0)),
            ("PH", at(2, 0, 0)),
        ];
        let account = Account {
            owed: &owed,
            from: at(1, 22, 0),
            until: at(2, 2, 0),
            present: present.iter().map(|(item, at)| ((*item).to_owned(), *at)).collect(),
        };
        let station = Station::at("section", 480);
        let known = [(Period::Hour, at(1, 0, 0)), (Period::Day, at(1, 0, 0))];
        let seen = missing(("MN0001", &station), &[account], &known);
        let shown: Vec<String> = seen
            .iter()
            .map(|gap| {
                let items: Vec<String> = gap
                    .missing
                    .iter()
                    .map(|missing| format!("{}×{}", missing.item, missing.times))
                    .collect();
                format!(
                    "{} {} {}–{} {}",
                    gap.period.word(),
                    gap.start.format("%d"),
                    gap.first.format("%d %H"),
                    gap.last.format("%d %H"),
                    items.join(" ")
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "hour 01 01 23–01 23 NH3N×1",
                "hour 02 02 00–02 01 NH3N×2 PH×1",
                "day 01 01 00–01 00 "
            ]
        );
    }

    proptest! {
        /// Present and missing together are what is owed, whatever is there.
        #[test]
        fn nothing_is_lost_and_nothing_invented(there in proptest::collection::hash_set((0_u32..72, any::<bool>()), 0..144)) {
            let owed = hours(&["NH3N", "PH"]);
            let (from, until) = (at(1, 0, 0), at(4, 0, 0));
            let present: HashSet<(String, NaiveDateTime)> = there
                .iter()
                .map(|(hour, first)| (if *first { "NH3N" } else { "PH" }.to_owned(), from + Duration::hours((*hour).into())))
                .collect();
            let account = Account { owed: &owed, from, until, present };
            let seen = missing(("MN0001", &Station::at("section", 480)), &[account], &[]);
            let absent: usize = seen.iter().flat_map(|gap| &gap.missing).map(|missing| missing.times as usize).sum();
            prop_assert_eq!(absent + there.len(), 144);
            for gap in &seen {
                prop_assert!(gap.first <= gap.last && stretch(gap.period, gap.first) == gap.start && stretch(gap.period, gap.last) == gap.start);
            }
        }
    }
}
