//! Signs of falsified data: what is one, and what only looks like one.

use std::fmt::Write;

use quality::signs::{self, Clipped, Frozen, Repeated, Silence, Slots};
use quality::{Outcome, Profile, Reading, Series, Test, evaluate};
use rust_decimal::Decimal;

const HOUR: i64 = 3_600;
/// 2026-03-01T00:00
const START: i64 = 1_772_323_200;

fn tenths(value: i64) -> Decimal {
    Decimal::new(value, 1)
}

/// Hours with a value for each.
fn hours(count: i64, value: impl Fn(i64) -> i64) -> (Vec<i64>, Vec<Option<Decimal>>) {
    (0..count)
        .map(|hour| (START + hour * HOUR, Some(tenths(value(hour)))))
        .unzip()
}

const CLIPPED: Clipped = Clipped {
    limit: Decimal::from_parts(20, 0, 0, false, 0),
    band: Decimal::from_parts(5, 0, 0, false, 2),
    below_count: 10,
    ratio: Decimal::from_parts(5, 0, 0, false, 0),
    pile: Decimal::from_parts(15, 0, 0, false, 1),
    window: 1_000 * HOUR,
};

#[test]
fn values_piled_up_below_a_limit_are_a_sign() {
    // Between 19.1 and 20.0 in every third hour, elsewhere far below; never above.
    let (times, values) = hours(60, |hour| if hour % 3 == 0 { 191 + hour % 10 } else { 100 });
    let found = signs::clipped(&times, &values, &CLIPPED);
    insta::assert_snapshot!(found[0].words(&CLIPPED).en, @"from 2026-03-01 00:00 to 2026-03-03 09:00, 20 values lie within 1 below the limit 20, 0 in the next band down, 0 within 1 above (sign: at least 10, at least 5 times the band above and 1.5 times the band below)");
    assert_eq!(found.len(), 1);
    assert!(found[0].below.iter().all(|at| at % 3 == 0));
}

#[test]
fn values_that_cross_a_limit_or_fade_towards_it_are_none() {
    let crossing = hours(200, |hour| 185 + hour * 7 % 31);
    let fading = hours(200, |hour| 150 + hour * 7 % 50);
    let equal_only_once = hours(200, |hour| if hour == 3 { 200 } else { 100 });
    for (times, values) in [crossing, fading, equal_only_once] {
        assert_eq!(signs::clipped(&times, &values, &CLIPPED), []);
    }
}

const REPEATED: Repeated = Repeated {
    values_count: 12,
    distinct_count: 6,
    days_count: 30,
};

#[test]
fn a_day_that_repeats_another_is_a_sign() {
    let (times, mut values) = hours(24 * 5, |hour| 300 + hour * hour % 97);
    for hour in 0..24 {
        values[24 * 4 + hour] = values[24 + hour];
    }
    let found = signs::repeated_day(&times, &values, &REPEATED);
    insta::assert_snapshot!(found[0].words(&REPEATED).en, @"all 24 shared times of 2026-03-05 have the values of 2026-03-02, 24 different ones (sign: at least 12 times, 6 different values)");
    assert_eq!((found.len(), found[0].values.len()), (1, 24));
    // One different value is enough to be no repetition, and so is a day with too few different values.
    values[24 * 4 + 5] = Some(tenths(1));
    assert_eq!(signs::repeated_day(&times, &values, &REPEATED), []);
    let (times, flat) = hours(24 * 5, |_| 300);
    assert_eq!(signs::repeated_day(&times, &flat, &REPEATED), []);
}

const FROZEN: Frozen = Frozen {
    values_count: 48,
    distinct_count: 12,
    share: Decimal::from_parts(9, 0, 0, false, 1),
};

fn digits(value: impl Fn(i64) -> i64, decimals: usize) -> Vec<signs::FrozenEvidence> {
    let (times, values) = hours(100, value);
    let texts: Vec<_> = values
        .iter()
        .map(|value| format!("{:.*}", decimals, value.unwrap()))
        .collect();
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    signs::frozen_digits(&times, &texts, &values, &FROZEN)
}

#[test]
fn a_last_digit_that_stays_is_a_sign() {
    let found = digits(|hour| 10 * (hour * 7 % 40) + 7, 1);
    insta::assert_snapshot!(found[0].words(&FROZEN).en, @"from 2026-03-01 00:00 to 2026-03-05 03:00 the values change and 100 of them end with 7 (sign: one last digit in at least 0.9 of 48 values in a row with at least 12 different values; by chance, with even digits, less than 10^-27)");
    assert_eq!((found.len(), found[0].digit, found[0].values.len()), (1, 7, 100));
    assert_eq!(digits(|hour| hour * 37 % 400, 1), [], "digits that change");
    assert_eq!(
        digits(|hour| 10 * (hour * 7 % 40), 1),
        [],
        "a zero is a coarse instrument"
    );
    assert_eq!(digits(|hour| 10 * (hour % 5) + 7, 1), [], "few different values");
}

const SILENCE: Silence = Silence {
    limit: Decimal::from_parts(75, 0, 0, false, 0),
    neighbours_count: 2,
    exceeding_share: Decimal::from_parts(6, 0, 0, false, 1),
    silent_count: 4,
    silent_share: Decimal::from_parts(6, 0, 0, false, 1),
    otherwise_share: Decimal::from_parts(1, 0, 0, false, 1),
};

fn slots(count: i64, value: impl Fn(i64) -> Option<i64>) -> Slots {
    (0..count)
        .filter_map(|hour| Some((hour * HOUR, Some(Decimal::from(value(hour)?)))))
        .collect()
}

#[test]
fn silence_while_the_neighbours_exceed_is_a_sign() {
    let high = |hour: i64| (20..28).contains(&hour);
    let neighbour = slots(100, |hour| Some(if high(hour) { 90 } else { 40 }));
    let neighbours = [&neighbour, &neighbour, &neighbour];
    let silent = slots(100, |hour| (!(21..27).contains(&hour)).then_some(50));
    let found = signs::silence(&silent, &neighbours, &SILENCE).unwrap();
    insta::assert_snapshot!(found.words(&SILENCE).en, @"silent in 6 of 8 periods in which the neighbours are above 75 (1970-01-01 21:00 to 1970-01-02 02:00), and in 0 of the other 92 (sign: at least 4 and a share of 0.6, at most 0.1 of the others)");
    assert_eq!(found.silent, (21..27).map(|hour| hour * HOUR).collect::<Vec<_>>());

    let often_silent = slots(100, |hour| (hour % 3 != 0 && !(21..27).contains(&hour)).then_some(50));
    assert_eq!(
        signs::silence(&often_silent, &neighbours, &SILENCE),
        None,
        "silent at other times too"
    );
    let speaking = slots(100, |_| Some(50));
    assert_eq!(signs::silence(&speaking, &neighbours, &SILENCE), None);
    assert_eq!(
        signs::silence(&silent, &[&neighbour], &SILENCE),
        None,
        "one neighbour is too few"
    );
    let ended = slots(21, |_| Some(50));
    assert_eq!(
        signs::silence(&ended, &neighbours, &SILENCE),
        None,
        "a point that has not come back yet"
    );
}

#[test]
fn a_sign_is_suspect_and_never_more() {
    let (times, values) = hours(24 * 4, |hour| 10 * ((hour % 24) * 7 % 40) + 7);
    let texts: Vec<_> = values.iter().map(|value| value.unwrap().to_string()).collect();
    let readings: Vec<_> = times
        .iter()
        .zip(&values)
        .zip(&texts)
        .map(|((at, value), text)| Reading {
            at: *at,
            value: *value,
            text,
            recorded: *at,
            ..Reading::default()
        })
        .collect();
    let series = Series {
        item: "PM25",
        period: "hour",
        step: Some(HOUR),
        instrument: None,
    };
    let evaluation = evaluate(series, &readings, Profile::proposed().unwrap()).unwrap();
    let mut told = String::new();
    for test in [Test::RepeatedDay, Test::FrozenDigits] {
        let finding = evaluation.finding(test, 90);
        writeln!(told, "{}: {}", finding.outcome.word(), finding.reason.says.zh).unwrap();
    }
    insta::assert_snapshot!(told, @r"
    suspect: 2026-03-04 的 24 个时段与 2026-03-03 逐一相同，其中 24 个不同的数值（判据：至少 12 个时段、6 个不同数值）
    suspect: 2026-03-01 00:00 至 2026-03-04 23:00，数值在变而 96 个的末位都是 7（判据：连续 48 个数值中至少 0.9 的末位相同，且至少 12 个不同数值；末位均匀时其概率低于 10^-27）
    ");
    assert_eq!(evaluation.summary(90).outcome(), Outcome::Suspect);
    assert_eq!(
        evaluation.outcome(Test::RepeatedDay, 3),
        Outcome::Passed,
        "the first day repeats none"
    );
}
