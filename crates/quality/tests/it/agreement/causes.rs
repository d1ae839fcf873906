//! Why we and a peer say different things of one value. Each cause is a condition on the data, not only a word.

use quality::basic::{self, FlatLine};
use quality::{Column, Outcome};
use rust_decimal::Decimal;

use super::Compared;

/// ioos-qc gives QARTOD numbers; saqc says flagged or not, where flagged is our suspect or worse (for the range: failed).
pub fn agree(peer: &str, test: &str, ours: Outcome, theirs: u8) -> bool {
    match (peer, test) {
        ("ioos", _) => ours.qartod() == theirs,
        (_, "range") => (ours == Outcome::Failed) == (theirs == 1),
        _ => is_flagged(ours) == (theirs == 1),
    }
}

fn is_flagged(ours: Outcome) -> bool {
    matches!(ours, Outcome::Suspect | Outcome::Failed)
}

/// The value with its nearest present neighbours.
struct Around {
    before: Option<(i64, Decimal)>,
    own: (i64, Decimal),
    after: Option<(i64, Decimal)>,
    /// A place beside it has no value.
    missing_beside: bool,
}

fn around(compared: &Compared, at: usize) -> Around {
    let value = |at: usize| compared.values[at].map(|value| (compared.times[at], value));
    let beside = [at.checked_sub(1), Some(at + 1).filter(|at| *at < compared.times.len())];
    Around {
        before: (0..at).rev().find_map(value),
        own: value(at).unwrap(),
        after: (at + 1..compared.times.len()).find_map(value),
        missing_beside: beside.into_iter().flatten().any(|at| compared.values[at].is_none()),
    }
}

pub fn of(compared: &Compared, peer: &str, test: &str, at: usize, ours: Outcome, theirs: u8) -> &'static str {
    let around = around(compared, at);
    let cause = match test {
        "spike" if peer == "saqc" => {
            let after_an_outlier = at > 0 && compared.flags["saqc_spike"][at - 1] == 1;
            jump_and_return(compared, &around, after_an_outlier, ours, theirs)
        }
        "spike" | "rate" => neighbours(compared, test, &around, ours, theirs),
        "flat" => flat(compared, at, ours, theirs),
        _ => None,
    };
    cause.unwrap_or_else(|| panic!("{peer} {test} at {at}: ours {ours:?}, theirs {theirs}, without a cause"))
}

fn neighbours(compared: &Compared, test: &str, around: &Around, ours: Outcome, theirs: u8) -> Option<&'static str> {
    let two_sided = test == "spike";
    let far =
        |other: Option<(i64, Decimal)>| other.is_some_and(|(time, _)| (time - around.own.0).abs() > compared.spike.gap);
    if ours == Outcome::NotEvaluated {
        if around.before.is_none() || two_sided && around.after.is_none() {
            return Some("no neighbour");
        }
        return (far(around.before) || two_sided && far(around.after)).then_some("pause");
    }
    if is_at_threshold(compared, test, around) && theirs != 2 {
        return Some("exactly at the threshold");
    }
    (around.missing_beside && theirs <= 2).then_some("missing value bridged")
}

fn is_at_threshold(compared: &Compared, test: &str, around: &Around) -> bool {
    let (Some((earlier, before)), (time, own)) = (around.before, around.own) else {
        return false;
    };
    let change = (own - before).abs();
    match (test, around.after) {
        ("rate", _) => {
            let limits = [compared.rate.suspect_per_hour, compared.rate.failed_per_hour];
            let mut limits = limits.into_iter().flatten();
            limits.any(|limit| change * Decimal::from(3600) == limit * Decimal::from(time - earlier))
        }
        (_, Some((_, after))) => {
            let distance = (own - (before + after) / Decimal::TWO).abs();
            [compared.spike.suspect, compared.spike.failed].contains(&Some(distance))
        }
        _ => false,
    }
}

/// saqc asks for a jump and a return to the level before; we ask for the distance from the mean of both neighbours.
fn jump_and_return(
    compared: &Compared,
    around: &Around,
    after_an_outlier: bool,
    ours: Outcome,
    theirs: u8,
) -> Option<&'static str> {
    let threshold = compared.spike.suspect?;
    let ((_, before), (_, after)) = (around.before?, around.after?);
    let jumps = (around.own.1 - before).abs() >= threshold;
    let returns = (after - before).abs() <= threshold;
    match (is_flagged(ours), theirs) {
        (false, 1) if jumps && returns => Some("jump and return inside of the mean's threshold"),
        (true, 0) if !returns => Some("stands out without a return to the level before"),
        (true, 0) if after_an_outlier => Some("the value before is already an outlier there"),
        (true, 0) if around.missing_beside => Some("missing value bridged"),
        (true, 0) if (around.own.1 - before).abs() <= threshold => {
            Some("stands out more from the mean than from the value before")
        }
        _ => None,
    }
}

fn flat(compared: &Compared, at: usize, ours: Outcome, theirs: u8) -> Option<&'static str> {
    if ours == Outcome::NotEvaluated {
        return (theirs == 1).then_some("too few values around to tell");
    }
    let column = Column::of(&compared.times, &compared.values).unwrap();
    // The smallest step between the decimals of both series is above this.
    let stricter = FlatLine {
        tolerance: compared.flat.tolerance - Decimal::new(1, 3),
        ..compared.flat
    };
    if !is_flagged(ours) {
        return None;
    }
    if basic::flat_line(&column, &stricter).0[at] < ours {
        return Some("spread equal to the tolerance");
    }
    (theirs < ours.qartod()).then_some("beginning of the stretch")
}
