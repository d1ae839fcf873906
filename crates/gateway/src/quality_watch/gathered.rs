//! Statements of the history as the readings of series.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use history::marks::SeriesKey;
use history::{Known, Period, Statistic};
use quality::Reading;
use rust_decimal::Decimal;

/// What was said about one time of a series.
#[derive(Default)]
struct Slot {
    /// The current statement about the value.
    current: Option<Known>,
    /// When the first one came.
    first_recorded: Option<DateTime<Utc>>,
    said_before: Option<Decimal>,
    minimum: Option<Decimal>,
    maximum: Option<Decimal>,
    newest_before: Option<i64>,
}

/// One series with everything that was said about it in a stretch of time.
pub(super) struct Gathered {
    pub(super) key: SeriesKey,
    slots: Vec<(NaiveDateTime, Slot)>,
}

/// Sorts statements, superseded ones included, into series. Statements about one quantity must stand in the order of their sequence.
pub(super) fn gather(statements: Vec<Known>) -> Vec<Gathered> {
    let mut series: BTreeMap<(String, String, Period), BTreeMap<NaiveDateTime, Slot>> = BTreeMap::new();
    for known in statements {
        let key = (known.point.clone(), known.item.clone(), known.period);
        let slot = series.entry(key).or_default().entry(known.at).or_default();
        match known.statistic {
            Statistic::Minimum => slot.minimum = known.value,
            Statistic::Maximum => slot.maximum = known.value,
            Statistic::Total => {}
            Statistic::Value => slot.take(known),
        }
    }
    let finish = |((point, item, period), slots): (_, BTreeMap<_, Slot>)| {
        let mut slots: Vec<_> = slots.into_iter().filter(|(_, slot)| slot.current.is_some()).collect();
        tell_newest(&mut slots);
        Gathered {
            key: SeriesKey { point, item, period },
            slots,
        }
    };
    series.into_iter().map(finish).collect()
}

impl Slot {
    fn take(&mut self, known: Known) {
        self.first_recorded.get_or_insert(known.recorded_at);
        if let Some(before) = self.current.replace(known)
            && before.value != self.current.as_ref().and_then(|known| known.value)
        {
            self.said_before = before.value.or(self.said_before);
        }
    }
}

/// Writes into each slot the newest time that had been said before the slot's first statement came.
fn tell_newest(slots: &mut [(NaiveDateTime, Slot)]) {
    let mut order: Vec<usize> = (0..slots.len()).collect();
    let recorded = |slots: &[(NaiveDateTime, Slot)], at: usize| slots.get(at).and_then(|(_, slot)| slot.first_recorded);
    order.sort_by_key(|at| recorded(slots, *at));
    let mut newest: Option<i64> = None;
    let mut same_moment = Vec::new();
    let mut moment = None;
    for at in order {
        let now = recorded(slots, at);
        if now != moment {
            // What comes in one moment (a file, a frame) has no order inside.
            newest = same_moment.drain(..).chain(newest).max();
            moment = now;
        }
        if let Some((time, slot)) = slots.get_mut(at) {
            slot.newest_before = newest;
            same_moment.push(seconds(*time));
        }
    }
}

/// Local civil time as quality control counts it.
pub(super) fn seconds(at: NaiveDateTime) -> i64 {
    at.and_utc().timestamp()
}

impl Gathered {
    /// The current statement at a position of [`Gathered::readings`].
    pub(super) fn known(&self, at: usize) -> Option<&Known> {
        self.slots.get(at).and_then(|(_, slot)| slot.current.as_ref())
    }

    /// The time at a position.
    pub(super) fn at(&self, at: usize) -> Option<NaiveDateTime> {
        self.slots.get(at).map(|(time, _)| *time)
    }

    /// The readings in the order of time, one for a time.
    pub(super) fn readings(&self, utc_offset_minutes: i32) -> Vec<Reading<'_>> {
        let offset = TimeDelta::minutes(utc_offset_minutes.into());
        self.slots
            .iter()
            .filter_map(|(at, slot)| {
                let known = slot.current.as_ref()?;
                let recorded = slot.first_recorded.unwrap_or(known.recorded_at);
                Some(Reading {
                    at: seconds(*at),
                    value: known.value,
                    text: &known.text,
                    flag: known.flag.as_deref(),
                    recorded: recorded.timestamp().saturating_add(offset.num_seconds()),
                    newest_before: slot.newest_before,
                    minimum: slot.minimum,
                    maximum: slot.maximum,
                    said_before: slot.said_before.filter(|before| Some(*before) != known.value),
                })
            })
            .collect()
    }

    /// The values by time, as the test of silence takes them.
    pub(super) fn slots(&self) -> quality::signs::Slots {
        let value = |slot: &Slot| slot.current.as_ref().and_then(|known| known.value);
        self.slots
            .iter()
            .map(|(at, slot)| (seconds(*at), value(slot)))
            .collect()
    }
}
