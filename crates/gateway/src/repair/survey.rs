//! Looks into the history for what is owed and is not there.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use history::diary::{Gap, GapState};
use history::{HistoryError, Period, SlotAsk};

use super::Shared;
use crate::door::Station;
use crate::owed::{self, Account};
use crate::station::Owed;

/// Gaps of one station that are looked at.
const GAPS_MAX: usize = 10_000;

impl Shared {
    /// Looks at all stations that owe something: at the whole time for which missing data are asked for, or at what came due since the
    /// last look and at what was missing then.
    pub(super) async fn survey(&self, whole: bool, now: DateTime<Utc>) -> Result<(), HistoryError> {
        let done = self.survey_all(whole, now).await;
        self.work().surveying = false;
        done
    }

    async fn survey_all(&self, whole: bool, now: DateTime<Utc>) -> Result<(), HistoryError> {
        let mut with_gaps = Vec::new();
        let directory = self.inner.directory();
        for (mn, station) in directory.stations() {
            if station.owed.is_empty() {
                continue;
            }
            let known = self.inner.diary.gaps(Some(mn), true, GAPS_MAX).await?;
            let seen_until = self.work().seen_until.get(mn).copied().filter(|_| !whole);
            if self.look_at(mn, station, (&known, seen_until), now).await? {
                with_gaps.push(mn.to_owned());
            }
        }
        self.work().with_gaps = with_gaps;
        Ok(())
    }

    /// Looks at one station; whether something is missing that is still asked for.
    pub(super) async fn look_at(
        &self,
        mn: &str,
        station: &Station,
        (known, seen_until): (&[Gap], Option<NaiveDateTime>),
        now: DateTime<Utc>,
    ) -> Result<bool, HistoryError> {
        let local = now.naive_utc() + Duration::minutes(self.inner.directory().utc_offset_minutes().into());
        let first_heard = self
            .inner
            .first_heard(mn)
            .map(|at| at.naive_utc() + (local - now.naive_utc()));
        let unfilled: Vec<&Gap> = known.iter().filter(|gap| gap.state != GapState::Filled).collect();
        let mut accounts = Vec::new();
        for owed in &station.owed {
            if let Some(account) = self
                .account(station, owed, (first_heard, local), (&unfilled, seen_until))
                .await?
            {
                accounts.push(account);
            }
        }
        // What lies before the time that was looked at is neither missing nor there.
        let within = |gap: &&&Gap| {
            accounts
                .iter()
                .any(|account| account.owed.period == gap.period && account.from <= gap.start)
        };
        let keys: Vec<(Period, NaiveDateTime)> = unfilled
            .iter()
            .filter(within)
            .map(|gap| (gap.period, gap.start))
            .collect();
        let seen = owed::missing((mn, station), &accounts, &keys);
        let is_missing = seen.iter().any(|gap| !gap.missing.is_empty());
        self.inner.diary.see(seen, now).await?;
        self.work().seen_until.insert(mn.to_owned(), local);
        let is_open = unfilled.iter().any(|gap| gap.state == GapState::Open);
        Ok(is_missing || is_open)
    }

    /// What is owed of one kind and what is there of it; `None` when nothing is owed yet.
    async fn account<'a>(
        &self,
        station: &Station,
        owed: &'a Owed,
        (first_heard, local): (Option<NaiveDateTime>, NaiveDateTime),
        (unfilled, seen_until): (&[&Gap], Option<NaiveDateTime>),
    ) -> Result<Option<Account<'a>>, HistoryError> {
        let profile = &self.inner.profile;
        let duration = |of: std::time::Duration| Duration::from_std(of).unwrap_or(Duration::days(36_500));
        let Some(begin) = owed::begin(owed, first_heard) else {
            return Ok(None);
        };
        // A stretch is looked at as a whole or not at all.
        let earliest = owed::stretch(owed.period, local - duration(profile.gap_look_back));
        let length = Duration::minutes(owed.every_minutes.into());
        let until = local - duration(profile.gap_grace) - length + Duration::seconds(1);
        let oldest_gap = unfilled
            .iter()
            .filter(|gap| gap.period == owed.period)
            .map(|gap| gap.start)
            .min();
        let since_last = seen_until.map(|seen| {
            let fresh = owed::stretch(owed.period, seen - duration(profile.gap_grace) - length);
            oldest_gap.map_or(fresh, |oldest| fresh.min(oldest))
        });
        let from = begin.max(since_last.unwrap_or(earliest).max(earliest));
        if from >= until {
            return Ok(None);
        }
        let ask = SlotAsk {
            points: vec![station.point.clone()],
            items: owed.items.clone(),
            period: owed.period,
            every_minutes: owed.every_minutes,
            from,
            until: local,
        };
        // That a value does not exist has been said: asking again would bring the same.
        let said = self.history.slots(&ask).await?.into_iter();
        let present: HashSet<_> = said.map(|slot| (slot.item, slot.start)).collect();
        Ok(Some(Account {
            owed,
            from,
            until,
            present,
        }))
    }
}
