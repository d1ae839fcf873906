//! Reads on in the history and makes marks, in the order of commitment.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use history::marks::{Look, Marks, Progress, SeriesKey};
use history::{Ask, History, Known, Period};
use quality::Test;
use tokio::sync::watch;

use super::gathered::{Gathered, gather};
use super::looking::{Stretch, after, look, look_for_silence};
use super::{QualityWatch, WatchError};

/// Statements that one step takes in at most.
const STATEMENTS_MAX: i64 = 100_000;
/// Points in one question, where a long time back is asked for.
const POINTS_FAR: usize = 16;
/// Points in one question otherwise.
const POINTS_NEAR: usize = 256;
/// New values are waited for so long, so that a burst is looked at once.
const PAUSE: Duration = Duration::from_secs(2);
/// After a failure the next try comes so much later.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(30);
/// After a step the follower rests so many times as long as it took: the doors come first, marks may wait.
const REST: u32 = 3;
/// Days between two values of a series, from which on they are looked at apart.
const DAYS_APART: i64 = 10;

/// Until which day signs were looked for, by series. Empty after a start: each series is then looked at once.
pub(super) type SignsLooked = HashMap<SeriesKey, NaiveDate>;

impl QualityWatch {
    /// Follows the history until `stop` is raised. A failure is told in the log and tried again.
    pub async fn follow(self, marks: Marks, mut stop: watch::Receiver<bool>) {
        let mut changes = self.history.changes();
        let mut signs = SignsLooked::new();
        loop {
            changes.borrow_and_update();
            let pause = match self.catch_up_until(&marks, &mut signs, &stop, REST).await {
                Ok(_) => PAUSE,
                Err(cause) => {
                    tracing::warn!(%cause, "quality control could not look at new values; trying again");
                    PAUSE_AFTER_FAILURE
                }
            };
            tokio::select! {
                stopped = stop.wait_for(|stop| *stop) => { drop(stopped); return; }
                () = tokio::time::sleep(pause) => {}
            }
            tokio::select! {
                stopped = stop.wait_for(|stop| *stop) => { drop(stopped); return; }
                changed = changes.changed() => if changed.is_err() { return; }
            }
        }
    }

    /// Looks at everything that the history holds and was not looked at yet; returns how many statements that were.
    ///
    /// # Errors
    /// When history or marks cannot be read or written. What was kept before stays.
    pub async fn catch_up(&self, marks: &Marks) -> Result<u64, WatchError> {
        let (_raise, stop) = watch::channel(false);
        self.catch_up_until(marks, &mut SignsLooked::new(), &stop, 0).await
    }

    async fn catch_up_until(
        &self,
        marks: &Marks,
        signs: &mut SignsLooked,
        stop: &watch::Receiver<bool>,
        rest: u32,
    ) -> Result<u64, WatchError> {
        let mut progress = marks.progress().await?;
        if progress.edition != self.profile.edition() {
            // Other parameters: marks made with the old ones must not stand beside new ones.
            marks.forget().await?;
            signs.clear();
            progress = Progress {
                through: 0,
                edition: self.profile.edition().to_owned(),
            };
        }
        let mut taken = 0;
        while !*stop.borrow() {
            let last = self.history.last_sequence().await?;
            if last <= progress.through {
                break;
            }
            let through = last.min(progress.through.saturating_add(STATEMENTS_MAX));
            let begin = tokio::time::Instant::now();
            taken += self.step(marks, signs, (progress.through + 1, through)).await?;
            progress.through = through;
            let mut stopped = stop.clone();
            // A stop ends the rest; when nobody is left who could raise it, there is no rest either.
            let _ = tokio::time::timeout(begin.elapsed() * rest, stopped.wait_for(|stop| *stop)).await;
        }
        Ok(taken)
    }

    async fn step(&self, marks: &Marks, signs: &mut SignsLooked, new: (i64, i64)) -> Result<u64, WatchError> {
        let ask = Ask {
            sequences: Some(new),
            ..Ask::default()
        };
        let statements = self.history.statements(&ask).await?;
        let stretches = self.stretches(&statements, signs);
        let mut looks = Vec::new();
        for (_, group) in by_need(stretches) {
            let points = if group.iter().any(|stretch| stretch.signs) {
                POINTS_FAR
            } else {
                POINTS_NEAR
            };
            for group in group.chunks(points) {
                looks.extend(self.look_at(group).await?);
            }
        }
        let progress = Progress {
            through: new.1,
            edition: self.profile.edition().to_owned(),
        };
        marks.keep(looks, progress).await?;
        Ok(statements.len() as u64)
    }

    /// What must be looked at because of these statements.
    fn stretches(&self, statements: &[Known], signs: &mut SignsLooked) -> Vec<Stretch> {
        let mut days: BTreeMap<SeriesKey, BTreeSet<NaiveDate>> = BTreeMap::new();
        for known in statements {
            let key = SeriesKey {
                point: known.point.clone(),
                item: known.item.clone(),
                period: known.period,
            };
            days.entry(key).or_default().insert(known.at.date());
        }
        let mut stretches = Vec::new();
        for (key, days) in days {
            for (first, last) in clusters(&days) {
                // Within one day signs do not change much; a new day, or one that is long past, is looked at.
                let due = signs.get(&key).is_none_or(|looked| *looked != first || *looked != last);
                if due {
                    let looked = signs.entry(key.clone()).or_insert(last);
                    *looked = (*looked).max(last);
                }
                stretches.push(Stretch::around(key.clone(), (first, last), due, &self.profile));
            }
        }
        stretches
    }

    /// Looks at stretches that need the same days.
    async fn look_at(&self, stretches: &[Stretch]) -> Result<Vec<Look>, WatchError> {
        let Some(needed) = stretches.first().map(|stretch| stretch.needed) else {
            return Ok(Vec::new());
        };
        let own: BTreeSet<_> = stretches.iter().map(|stretch| stretch.key.clone()).collect();
        let beside = self.beside(stretches);
        let asked: Vec<_> = own.iter().chain(&beside).collect();
        let gathered = asked_for(&self.history, &asked, needed).await?;
        let (stretches, watch) = (stretches.to_vec(), self.clone());
        tokio::task::spawn_blocking(move || watch.looks(&gathered, &stretches))
            .await
            .map_err(|_| WatchError::Stopped)
    }

    /// The series of the same item at the other points of a place, where silence is to be looked at.
    fn beside(&self, stretches: &[Stretch]) -> BTreeSet<SeriesKey> {
        let mut beside = BTreeSet::new();
        for stretch in stretches.iter().filter(|stretch| self.looks_at_silence(stretch)) {
            let neighbours = self.neighbours(&stretch.key.point);
            beside.extend(neighbours.into_iter().map(|point| SeriesKey {
                point,
                ..stretch.key.clone()
            }));
        }
        beside
    }

    fn looks_at_silence(&self, stretch: &Stretch) -> bool {
        let (item, period) = (&stretch.key.item, stretch.key.period.word());
        let set = self.profile.in_force(Test::Silence, item, period, stretch.days.1);
        stretch.signs && set.is_some_and(|set| !set.off)
    }

    fn looks(&self, gathered: &[Gathered], stretches: &[Stretch]) -> Vec<Look> {
        let of = |key: &SeriesKey| gathered.iter().find(|gathered| gathered.key == *key);
        let mut looks = Vec::new();
        let mut done = BTreeSet::new();
        for stretch in stretches {
            if let Some(own) = of(&stretch.key) {
                looks.extend(look(own, stretch, &self.surroundings, &self.profile));
            }
            if !self.looks_at_silence(stretch) {
                continue;
            }
            let neighbours = self.neighbours(&stretch.key.point);
            let group = (
                neighbours.clone(),
                stretch.key.item.clone(),
                stretch.key.period,
                stretch.days,
            );
            if done.insert(group) {
                let keys = neighbours.into_iter().map(|point| SeriesKey {
                    point,
                    ..stretch.key.clone()
                });
                let members: Vec<_> = keys.filter_map(|key| of(&key)).collect();
                looks.extend(look_for_silence(&members, stretch.days, &self.profile));
            }
        }
        looks
    }
}

/// Everything that was said about some series on some days.
pub(super) async fn asked_for(
    history: &History,
    series: &[&SeriesKey],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Gathered>, WatchError> {
    let unique = |words: BTreeSet<String>| words.into_iter().collect::<Vec<_>>();
    let periods: BTreeSet<Period> = series.iter().map(|key| key.period).collect();
    let ask = Ask {
        points: unique(series.iter().map(|key| key.point.clone()).collect()),
        items: unique(series.iter().map(|key| key.item.clone()).collect()),
        periods: periods.into_iter().collect(),
        from: Some(first.and_time(NaiveTime::MIN)),
        until: Some(after(last, 1).and_time(NaiveTime::MIN)),
        ..Ask::default()
    };
    Ok(gather(history.statements(&ask).await?))
}

/// Stretches by the days that they need: each group is asked for at once.
fn by_need(stretches: Vec<Stretch>) -> BTreeMap<(NaiveDate, NaiveDate), Vec<Stretch>> {
    let mut groups: BTreeMap<_, Vec<Stretch>> = BTreeMap::new();
    for stretch in stretches {
        groups.entry(stretch.needed).or_default().push(stretch);
    }
    groups
}

/// First and last day of each run of days that lie close together.
fn clusters(days: &BTreeSet<NaiveDate>) -> Vec<(NaiveDate, NaiveDate)> {
    let mut clusters: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days {
        match clusters.last_mut() {
            Some((_, last)) if (*day - *last).num_days() <= DAYS_APART => *last = *day,
            _ => clusters.push((*day, *day)),
        }
    }
    clusters
}
