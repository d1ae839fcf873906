//! Which tests over which stretch of a series, and the marks that come out.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use history::Period;
use history::marks::{Look, Looked, Mark, SeriesKey};
use quality::signs::{Silence, Slots, silence};
use quality::test::TESTS;
use quality::{Evaluation, Finding, Outcome, Profile, Series, Summary, Test, evaluate};
use standards::Reason;

use super::Surroundings;
use super::gathered::{Gathered, seconds};

/// The look at each value with its neighbours.
pub(super) const VALUES: &str = "value";
/// The look for signs of falsified data in one series.
pub(super) const SIGNS: &str = "signs";
/// The look for silence beside the neighbours.
pub(super) const SILENCE: &str = "silence";

/// How far a value reaches in the tests of neighbours at least.
const NEAR_DAYS_MIN: i64 = 2;
/// How far a late value is looked for values that were said before it.
const LATE_DAYS: i64 = 8;
/// How far back signs are looked for: more than any of their windows.
const SIGN_DAYS: i64 = 62;
const SIGN_DAYS_OF_DAYS: i64 = 366;

/// A stretch of days of one series that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) key: SeriesKey,
    /// Marks of these days are replaced, both included.
    pub(super) days: (NaiveDate, NaiveDate),
    /// Statements of these days are needed for it, both included.
    pub(super) needed: (NaiveDate, NaiveDate),
    /// Whether signs of falsified data are looked for as well.
    pub(super) signs: bool,
}

impl Stretch {
    /// What must be looked at when something was said about `days` of a series.
    pub(super) fn around(key: SeriesKey, days: (NaiveDate, NaiveDate), signs: bool, profile: &Profile) -> Self {
        let near = near_days(profile, key.period);
        let reach = match (signs, key.period) {
            (false, _) => near,
            (true, Period::Day) => SIGN_DAYS_OF_DAYS,
            (true, _) => SIGN_DAYS.max(near),
        };
        let later = (2 * reach).max(LATE_DAYS + near);
        Self {
            days: (before(days.0, reach), after(days.1, reach)),
            needed: (before(days.0, 2 * reach), after(days.1, later)),
            key,
            signs,
        }
    }

    pub(super) fn contains(&self, at: NaiveDateTime) -> bool {
        self.days.0 <= at.date() && at.date() <= self.days.1
    }
}

pub(super) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_signed(TimeDelta::days(days)).unwrap_or(NaiveDate::MIN)
}

pub(super) fn after(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(NaiveDate::MAX)
}

/// Days that the longest flat line or gap of a period's parameters spans, and one more.
fn near_days(profile: &Profile, period: Period) -> i64 {
    let about = |set: &&quality::profile::Set| set.periods.is_empty() || set.periods.iter().any(|p| p == period.word());
    let longest = ["suspect_seconds", "failed_seconds", "gap_seconds"];
    let seconds = profile.sets().filter(about).flat_map(|set| {
        longest
            .iter()
            .filter_map(|name| set.optional(name).map(|_| set.seconds(name)))
    });
    (seconds.max().unwrap_or_default() / 86_400 + 1).max(NEAR_DAYS_MIN)
}

/// Seconds on whose multiples the times of a period stand.
fn step(period: Period) -> Option<i64> {
    match period {
        Period::Instant => None,
        Period::Minute => Some(60),
        Period::Hour => Some(3_600),
        Period::Day => Some(86_400),
    }
}

/// The series of a key as quality control takes it.
pub(super) fn series_of<'a>(key: &'a SeriesKey, surroundings: &Surroundings) -> Series<'a> {
    let instrument = surroundings.ranges.get(&(key.point.clone(), key.item.clone()));
    Series {
        item: &key.item,
        period: key.period.word(),
        step: step(key.period),
        instrument: instrument.copied(),
    }
}

/// Looks at a stretch: the values, and signs where they are asked for.
pub(super) fn look(
    gathered: &Gathered,
    stretch: &Stretch,
    surroundings: &Surroundings,
    profile: &Profile,
) -> Vec<Look> {
    let readings = gathered.readings(surroundings.utc_offset_minutes);
    let series = series_of(&gathered.key, surroundings);
    let Ok(evaluation) = evaluate(series, &readings, profile) else {
        // Readings are made in the order of time; there is nothing to say about a series in which they are not.
        return Vec::new();
    };
    let near = |test: Test| !test.is_sign();
    let mut looks = vec![marks_of(gathered, stretch, &evaluation, VALUES, near)];
    if let Some(look) = looks.first_mut() {
        look.looked = looked(gathered, stretch, &evaluation, profile);
    }
    if stretch.signs {
        looks.push(marks_of(gathered, stretch, &evaluation, SIGNS, |test| {
            test.is_sign() && test != Test::Silence
        }));
    }
    looks
}

fn marks_of(
    gathered: &Gathered,
    stretch: &Stretch,
    evaluation: &Evaluation,
    look: &str,
    wanted: impl Fn(Test) -> bool,
) -> Look {
    let mut marks = Vec::new();
    for at in 0..evaluation.len() {
        let Some(time) = gathered.at(at).filter(|time| stretch.contains(*time)) else {
            continue;
        };
        let tests = || TESTS.iter().map(|def| def.test).filter(|test| wanted(*test));
        let each = tests().map(|test| Summary::of(test, evaluation.outcome(test, at)));
        let summary = each.fold(Summary::default(), Summary::and).outcome();
        // A look for signs that could not look has nothing to say beside the value.
        if summary == Outcome::Passed || (look == SIGNS && summary != Outcome::Suspect) {
            continue;
        }
        let findings = tests().filter(|test| evaluation.outcome(*test, at) != Outcome::Passed);
        let findings: Vec<_> = findings.map(|test| evaluation.finding(test, at)).collect();
        marks.push(mark(time, look, summary, &findings));
    }
    Look {
        series: gathered.key.clone(),
        look: look.to_owned(),
        from: stretch.days.0.and_time(NaiveTime::MIN),
        until: end_of(stretch.days.1),
        marks,
        looked: None,
    }
}

fn end_of(day: NaiveDate) -> NaiveDateTime {
    day.and_hms_opt(23, 59, 59)
        .unwrap_or_else(|| day.and_time(NaiveTime::MIN))
}

fn mark(at: NaiveDateTime, look: &str, outcome: Outcome, findings: &[Finding]) -> Mark {
    Mark {
        at,
        look: look.to_owned(),
        outcome: outcome.word().to_owned(),
        // Findings are plain words and numbers: writing them cannot fail, and an empty list would be read as none.
        findings: serde_json::to_string(findings).unwrap_or_else(|_| "[]".to_owned()),
    }
}

/// How far the series is looked at, and how often which test said what in this stretch.
fn looked(gathered: &Gathered, stretch: &Stretch, evaluation: &Evaluation, profile: &Profile) -> Option<Looked> {
    let inside: Vec<_> = (0..evaluation.len())
        .filter(|at| gathered.at(*at).is_some_and(|time| stretch.contains(time)))
        .collect();
    let mut counts: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for def in TESTS {
        for at in &inside {
            let outcome = evaluation.outcome(def.test, *at).word();
            *counts.entry(def.id).or_default().entry(outcome).or_default() += 1;
        }
    }
    Some(Looked {
        edition: profile.edition().to_owned(),
        first: gathered.at(*inside.first()?)?,
        last: gathered.at(*inside.last()?)?,
        counts: serde_json::to_string(&counts).unwrap_or_else(|_| "{}".to_owned()),
    })
}

/// Holds the silence of each of some points of one place against the others.
pub(super) fn look_for_silence(members: &[&Gathered], days: (NaiveDate, NaiveDate), profile: &Profile) -> Vec<Look> {
    let slots: Vec<Slots> = members.iter().map(|member| member.slots()).collect();
    let mut looks = Vec::new();
    for (own, member) in members.iter().enumerate() {
        let set = profile.in_force(Test::Silence, &member.key.item, member.key.period.word(), days.1);
        let Some(set) = set.filter(|set| !set.off) else {
            continue;
        };
        let parameters = Silence {
            limit: set.decimal("limit"),
            neighbours_count: set.count("neighbours_count"),
            exceeding_share: set.decimal("exceeding_share"),
            silent_count: set.count("silent_count"),
            silent_share: set.decimal("silent_share"),
            otherwise_share: set.decimal("otherwise_share"),
        };
        let neighbours: Vec<_> = slots
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != own)
            .map(|(_, slots)| slots)
            .collect();
        let found = slots
            .get(own)
            .and_then(|slots| silence(slots, &neighbours, &parameters));
        let marks = found.map_or_else(Vec::new, |evidence| {
            let finding = Finding {
                test: Test::Silence,
                outcome: Outcome::Suspect,
                reason: Reason::new(evidence.words(&parameters)).by(set.citation()),
            };
            let times = evidence.silent.iter().filter_map(|at| DateTime::from_timestamp(*at, 0));
            let inside = times
                .map(|at| at.naive_utc())
                .filter(|at| days.0 <= at.date() && at.date() <= days.1);
            inside
                .map(|at| mark(at, SILENCE, Outcome::Suspect, std::slice::from_ref(&finding)))
                .collect()
        });
        looks.push(Look {
            series: member.key.clone(),
            look: SILENCE.to_owned(),
            from: days.0.and_time(NaiveTime::MIN),
            until: end_of(days.1),
            marks,
            looked: None,
        });
    }
    looks
}

/// Whether a time lies between two days.
pub(super) fn is_within(at: NaiveDateTime, from: Option<NaiveDateTime>, until: Option<NaiveDateTime>) -> bool {
    from.is_none_or(|from| seconds(from) <= seconds(at)) && until.is_none_or(|until| seconds(at) < seconds(until))
}
