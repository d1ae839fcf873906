//! Which verdicts come out otherwise, where the entries of registers decide: both versions are judged for every year that either
//! has entries of. What instruments measure is not in a city folder, and is not judged here.

use std::collections::{BTreeMap, BTreeSet};

use rules::target::{Attainment, outcome_words};
use standards::Text;

use super::{Change, Touches};
use crate::counting::Counting;
use crate::model::City;

/// Years judged of one target at most, the newest.
const YEARS_MAX: usize = 20;

/// What a target came to in a year: the outcome and the figure.
type Came = (Attainment, Option<Text>);

/// One sentence for every target and year whose outcome or figure changes.
pub(super) fn verdicts(old: &City, new: &City) -> Vec<Change> {
    let (before, after) = (judged(old), judged(new));
    let mut changes = Vec::new();
    for (at, was) in &before {
        let Some(is) = after.get(at).filter(|is| *is != was) else {
            continue;
        };
        let (id, year) = at;
        let (from, to) = (shown(was), shown(is));
        changes.push(Change {
            subject: format!("target/{id}"),
            touches: Touches::Verdict,
            says: Text::new(
                format!("目标 {id} 的{year}年判定由{}变为{}", from.zh, to.zh),
                format!(
                    "Target {id}: the verdict on {year} changes from {} to {}",
                    from.en, to.en
                ),
            ),
        });
    }
    changes
}

fn shown((attainment, figure): &Came) -> Text {
    let outcome = outcome_words(*attainment);
    match figure {
        Some(figure) => Text::new(
            format!("“{}”（{}）", outcome.zh, figure.zh),
            format!("'{}' ({})", outcome.en, figure.en),
        ),
        None => Text::new(format!("“{}”", outcome.zh), format!("'{}'", outcome.en)),
    }
}

/// Every target that the city counts itself, in every year that its register knows and in that of its deadline.
fn judged(city: &City) -> BTreeMap<(String, i32), Came> {
    let mut all = BTreeMap::new();
    // A profile that does not read is told elsewhere; without it nothing is judged.
    let Ok(counting) = Counting::new(city, |register, line| format!("{register}/{line}")) else {
        return all;
    };
    for target in city.targets() {
        let Some(indicator) = target.measured.indicator.counted().and_then(|id| city.indicator(id)) else {
            continue;
        };
        let years: BTreeSet<i32> = city.years_of(indicator).into_iter().chain(target.due_year()).collect();
        for year in years.into_iter().rev().take(YEARS_MAX) {
            if let Some(Ok(judged)) = counting.judge(&target.promise(), year) {
                all.insert((target.id.clone(), year), (judged.attainment, judged.figure));
            }
        }
    }
    all
}
