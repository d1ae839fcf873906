//! The four basic tests inside of an evaluation: which parameters hold where, and the words of each outcome.

mod parameters;

use rust_decimal::Decimal;

use self::parameters::{bounds, flat_line, rate, spike};
use super::{Evaluation, Segment, with_words, without_parameters};
use crate::basic::{self, Flat};
use crate::outcome::Outcome;
use crate::profile::Set;
use crate::single::{Said, no_value, range_words, said};
use crate::test::Test;
use crate::wording::{length, number, time};

const HOUR: i64 = 3_600;

impl Evaluation<'_> {
    pub(super) fn run_columns(&mut self) {
        for test in [Test::PhysicalRange, Test::Spike, Test::Rate, Test::FlatLine] {
            let mut outcomes = Vec::with_capacity(self.readings.len());
            for segment in self.segments(test) {
                // The whole series is looked at, so that the first value of a segment still sees the one before.
                let (whole, flats) = self.column_outcomes(test, &segment);
                outcomes.extend(whole.get(segment.first..segment.end).unwrap_or_default());
                self.flats.push((segment.first..segment.end, flats));
            }
            self.outcomes.insert(test, outcomes);
        }
    }

    fn column_outcomes(&self, test: Test, segment: &Segment) -> (Vec<Outcome>, Vec<Flat>) {
        let Some(set) = segment.usable() else {
            return (self.not_evaluated(), Vec::new());
        };
        let Ok(column) = &self.column else {
            return (self.without_column(test, set), Vec::new());
        };
        match test {
            Test::PhysicalRange => (basic::range(column, &bounds(set)), Vec::new()),
            Test::Spike => (basic::spike(column, &spike(set)), Vec::new()),
            Test::Rate => (basic::rate(column, &rate(set)), Vec::new()),
            _ => basic::flat_line(column, &flat_line(set)),
        }
    }

    /// Numbers with too many digits for a column: their range is still compared, one by one.
    fn without_column(&self, test: Test, set: &Set) -> Vec<Outcome> {
        let bounds = bounds(set);
        let of = |value: Decimal| match test {
            Test::PhysicalRange => bounds.of(value),
            _ => Outcome::NotEvaluated,
        };
        let values = self.readings.iter().map(|reading| reading.value);
        values.map(|value| value.map_or(Outcome::Missing, of)).collect()
    }

    fn not_evaluated(&self) -> Vec<Outcome> {
        let values = self.readings.iter().map(|reading| reading.value);
        values
            .map(|value| value.map_or(Outcome::Missing, |_| Outcome::NotEvaluated))
            .collect()
    }

    pub(super) fn explain_column(&self, test: Test, at: usize, outcome: Outcome) -> Said {
        let Some(value) = self.readings.get(at).and_then(|reading| reading.value) else {
            return no_value();
        };
        let Some(set) = self.set(test, at).filter(|set| !set.off) else {
            return without_parameters(self.set(test, at));
        };
        let (outcome, reason) = match test {
            Test::PhysicalRange => range_words(value, &bounds(set), outcome),
            _ if self.column.is_err() => said(
                outcome,
                "数值的位数过多，不作近似比较",
                "the values have too many digits to be compared exactly",
            ),
            Test::Spike => self.spike_words(at, value, set, outcome),
            Test::Rate => self.rate_words(at, value, set, outcome),
            _ => self.flat_words(at, set, outcome),
        };
        (outcome, with_words(reason, set))
    }

    fn neighbour(&self, positions: impl Iterator<Item = usize>) -> Option<(i64, Decimal)> {
        let mut readings = positions.filter_map(|at| self.readings.get(at));
        readings.find_map(|reading| reading.value.map(|value| (reading.at, value)))
    }

    fn spike_words(&self, at: usize, value: Decimal, set: &Set, outcome: Outcome) -> Said {
        let before = self.neighbour((0..at).rev());
        let after = self.neighbour(at + 1..self.readings.len());
        let (Some((earlier, before)), Some((later, after)), false) = (before, after, outcome == Outcome::NotEvaluated)
        else {
            return no_neighbour(set, "前后", "on both sides");
        };
        let mean = before.saturating_add(after) / Decimal::TWO;
        let away = number(value.saturating_sub(mean).abs());
        let (zh, en, limits) = verdict(outcome, set.optional("suspect"), set.optional("failed"));
        let (before, value, after) = (number(before), number(value), number(after));
        let (earlier, later) = (time(earlier), time(later));
        said(
            outcome,
            format!("{value} 与前值 {before}（{earlier}）、后值 {after}（{later}）的平均相差 {away}，{zh}（{limits}）"),
            format!(
                "{value} differs by {away} from the mean of {before} ({earlier}) before and {after} ({later}) after, {en} ({limits})"
            ),
        )
    }

    fn rate_words(&self, at: usize, value: Decimal, set: &Set, outcome: Outcome) -> Said {
        let (Some((earlier, before)), false) = (self.neighbour((0..at).rev()), outcome == Outcome::NotEvaluated) else {
            return no_neighbour(set, "之前", "before");
        };
        let now = self.readings.get(at).map_or(earlier, |reading| reading.at);
        let seconds = now.saturating_sub(earlier).max(1);
        let change = value.saturating_sub(before).abs();
        // Shown with four digits; the comparison was made without any division.
        let per_hour = change.saturating_mul(Decimal::from(HOUR)) / Decimal::from(seconds);
        let per_hour = number(per_hour.round_dp(4));
        let (zh, en, limits) = verdict(
            outcome,
            set.optional("suspect_per_hour"),
            set.optional("failed_per_hour"),
        );
        let (value, before, change, apart) = (number(value), number(before), number(change), length(seconds));
        said(
            outcome,
            format!(
                "{} 内由 {before} 变为 {value}，相差 {change}，每小时 {per_hour}，{zh}（{limits}）",
                apart.zh
            ),
            format!(
                "from {before} to {value} in {}: {change}, {per_hour} an hour, {en} ({limits})",
                apart.en
            ),
        )
    }

    fn flat_words(&self, at: usize, set: &Set, outcome: Outcome) -> Said {
        let flat = flat_line(set);
        let (least, tolerance) = (length(flat.suspect), number(flat.tolerance));
        let windows = self.flats.iter().filter(|(places, _)| places.contains(&at));
        let around = windows
            .flat_map(|(_, flats)| flats)
            .filter(|flat| flat.first <= at && at <= flat.last);
        let longest = around.max_by_key(|flat| flat.seconds);
        let moment = |at: usize| {
            self.readings
                .get(at)
                .map_or_else(String::new, |reading| time(reading.at))
        };
        match (outcome, longest) {
            (Outcome::NotEvaluated, _) => said(
                outcome,
                format!(
                    "前后连续的数值不足 {}、{} 个，看不出是否恒定",
                    least.zh, flat.values_count
                ),
                format!(
                    "there are not {} values over {} without a pause around it, so that it cannot be told",
                    flat.values_count, least.en
                ),
            ),
            (Outcome::Suspect | Outcome::Failed, Some(window)) => {
                let (first, last, lasted) = (moment(window.first), moment(window.last), length(window.seconds));
                said(
                    outcome,
                    format!(
                        "{first} 至 {last} 的 {} 个数值相差不超过 {tolerance}，持续 {}（不少于 {} 即存疑）",
                        window.values, lasted.zh, least.zh
                    ),
                    format!(
                        "the {} values from {first} to {last} differ by at most {tolerance} for {} ({} or longer is suspect)",
                        window.values, lasted.en, least.en
                    ),
                )
            }
            _ => said(
                outcome,
                format!("不在相差不超过 {tolerance} 且持续 {} 以上的一段里", least.zh),
                format!(
                    "it stands in no stretch of {} or longer with a spread of at most {tolerance}",
                    least.en
                ),
            ),
        }
    }
}

fn no_neighbour(set: &Set, zh: &str, en: &str) -> Said {
    let gap = length(set.seconds("gap_seconds"));
    said(
        Outcome::NotEvaluated,
        format!("{zh} {} 以内没有可比的数值", gap.zh),
        format!("there is no value within {} {en} to compare with", gap.en),
    )
}

/// How the amount stands to the thresholds, and the thresholds.
fn verdict(
    outcome: Outcome,
    suspect: Option<Decimal>,
    failed: Option<Decimal>,
) -> (&'static str, &'static str, String) {
    let shown = |name: &str, limit: Option<Decimal>| limit.map(|limit| format!("{name} > {}", number(limit)));
    let limits: Vec<_> = [shown("3", suspect), shown("4", failed)]
        .into_iter()
        .flatten()
        .collect();
    let (zh, en) = match outcome {
        Outcome::Failed => ("超过不合格阈值", "more than the failing threshold"),
        Outcome::Suspect => ("超过存疑阈值", "more than the suspect threshold"),
        _ => ("未超过阈值", "within the threshold"),
    };
    (zh, en, limits.join(", "))
}
