//! What holds for any input.

use proptest::prelude::*;
use quality::basic::{self, FlatLine, Range, Rate, Spike};
use quality::{Column, InstrumentRange, Outcome, Profile, Reading, Series, Summary, Test, evaluate};
use rust_decimal::Decimal;

use crate::definition::{self, Values};

fn decimals() -> impl Strategy<Value = Decimal> {
    (-2_000_i64..2_000, 0_u32..4).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

/// Small numbers close together, so that thresholds are met, passed and equalled often.
fn near() -> impl Strategy<Value = Option<Decimal>> {
    prop_oneof![
        1 => Just(None),
        6 => (0_i64..12, 0_u32..3).prop_map(|(mantissa, scale)| Some(Decimal::new(mantissa, scale))),
    ]
}

fn series() -> impl Strategy<Value = Vec<(i64, Option<Decimal>)>> {
    prop::collection::vec((1_i64..4, near()), 0..40).prop_map(|steps| {
        let mut at = -10_000;
        let each = steps.into_iter().map(|(step, value)| {
            at += step * 1_800;
            (at, value)
        });
        each.collect()
    })
}

fn threshold() -> impl Strategy<Value = Option<Decimal>> {
    prop::option::of((0_i64..3_000, 0_u32..5).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale)))
}

fn column(series: &Values) -> Column {
    let (times, values): (Vec<_>, Vec<_>) = series.iter().copied().unzip();
    Column::of(&times, &values).unwrap()
}

fn by_definition(series: &Values, test: impl Fn(usize) -> Outcome) -> Vec<Outcome> {
    (0..series.len()).map(test).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn fast_range_is_the_definition(series in series(), low in decimals(), high in decimals(), below in threshold(), above in threshold()) {
        let bounds = Range { lowest: Some(low), highest: Some(high), unlikely_below: below, unlikely_above: above };
        prop_assert_eq!(basic::range(&column(&series), &bounds), by_definition(&series, |at| definition::range(&series, at, &bounds)));
    }

    #[test]
    fn fast_spike_is_the_definition(series in series(), suspect in threshold(), failed in threshold(), gap in 0_i64..12_000) {
        let spike = Spike { suspect, failed, gap };
        prop_assert_eq!(basic::spike(&column(&series), &spike), by_definition(&series, |at| definition::spike(&series, at, &spike)));
    }

    #[test]
    fn fast_rate_is_the_definition(series in series(), suspect_per_hour in threshold(), failed_per_hour in threshold(), gap in 0_i64..12_000) {
        let rate = Rate { suspect_per_hour, failed_per_hour, gap };
        prop_assert_eq!(basic::rate(&column(&series), &rate), by_definition(&series, |at| definition::rate(&series, at, &rate)));
    }

    #[test]
    fn fast_flat_line_is_the_definition(
        series in series(),
        tolerance in (0_i64..40, 0_u32..3),
        values_count in 0_usize..6,
        suspect in 0_i64..20_000,
        failed in prop::option::of(0_i64..40_000),
        gap in 0_i64..12_000,
    ) {
        let tolerance = Decimal::new(tolerance.0, tolerance.1);
        let flat = FlatLine { tolerance, values_count, suspect, failed: failed.map(|more| suspect + more), gap };
        let fast = basic::flat_line(&column(&series), &flat).0;
        prop_assert_eq!(fast, by_definition(&series, |at| definition::flat_line(&series, at, &flat)));
    }

    /// Large numbers, many digits, times at the ends: refused or exact, never a panic.
    #[test]
    fn a_column_holds_its_numbers_or_says_why_not(
        mantissas in prop::collection::vec((any::<i64>(), 0_u32..28), 0..6),
        times in prop::collection::vec(any::<i64>(), 0..6),
        limit in any::<i64>(),
        scale in 0_u32..28,
    ) {
        let values: Vec<_> = mantissas.iter().map(|(mantissa, scale)| Some(Decimal::new(*mantissa, *scale))).collect();
        let limit = Decimal::new(limit, scale);
        if let Ok(column) = Column::of(&times, &values) {
            let bounds = Range { lowest: Some(limit), highest: Some(limit), ..Range::default() };
            let expected: Vec<_> = values.iter().flatten().map(|value| bounds.of(*value)).collect();
            prop_assert_eq!(basic::range(&column, &bounds), expected);
            let positive = limit.abs();
            basic::spike(&column, &Spike { suspect: Some(positive), failed: None, gap: i64::MAX });
            basic::rate(&column, &Rate { suspect_per_hour: Some(positive), failed_per_hour: None, gap: i64::MAX });
            let flat = FlatLine { tolerance: positive, values_count: 0, suspect: 0, failed: None, gap: i64::MAX };
            basic::flat_line(&column, &flat);
        }
    }
}

fn outcomes() -> impl Strategy<Value = Vec<(Test, Outcome)>> {
    let tests: Vec<_> = quality::test::TESTS.iter().map(|def| def.test).collect();
    prop::collection::vec(
        (prop::sample::select(tests), prop::sample::select(Outcome::ALL.to_vec())),
        0..12,
    )
}

fn joined(outcomes: &[(Test, Outcome)]) -> Summary {
    let each = outcomes.iter().map(|(test, outcome)| Summary::of(*test, *outcome));
    each.fold(Summary::default(), Summary::and)
}

proptest! {
    #[test]
    fn summaries_join_in_any_order(left in outcomes(), middle in outcomes(), right in outcomes()) {
        let (a, b, c) = (joined(&left), joined(&middle), joined(&right));
        prop_assert_eq!(a.and(b), b.and(a));
        prop_assert_eq!(a.and(b).and(c), a.and(b.and(c)));
        prop_assert_eq!(a.and(Summary::default()), a);
    }

    #[test]
    fn another_finding_never_improves_a_summary(
        outcomes in outcomes(),
        test in prop::sample::select(quality::test::TESTS.iter().map(|def| def.test).collect::<Vec<_>>()),
    ) {
        let before = joined(&outcomes);
        let spoken = outcomes.iter().any(|(_, outcome)| *outcome != Outcome::NotEvaluated);
        for outcome in [Outcome::Suspect, Outcome::Failed, Outcome::Missing] {
            let with = before.and(Summary::of(test, outcome));
            prop_assert!(with.outcome() >= before.outcome() && with.outcome() >= outcome);
        }
        prop_assert!(spoken || before.outcome() == Outcome::NotEvaluated, "nothing said is never passed");
    }

    /// Texts, flags, items and periods from anywhere: every value gets an outcome and a reason for every test, and stays as it was.
    #[test]
    fn any_series_is_evaluated_and_left_as_it_was(
        series in series(),
        item in prop_oneof![Just("PM25"), Just("NH3N"), Just("PH"), Just("?"), Just("")],
        period in prop_oneof![Just("instant"), Just("minute"), Just("hour"), Just("day"), Just("")],
        texts in prop::collection::vec(".{0,6}", 40),
        flags in prop::collection::vec(prop::option::of(".{0,3}"), 40),
        others in prop::collection::vec((near(), near(), near(), any::<i32>()), 40),
        step in prop::option::of(0_i64..4_000),
        start in prop_oneof![Just(0_i64), Just(1_600_000_000), Just(i64::MAX - 10_000_000), Just(i64::MIN + 10_000_000)],
    ) {
        let readings: Vec<_> = series.iter().zip(&texts).zip(&flags).zip(&others).map(|(((entry, text), flag), others)| Reading {
            at: start.saturating_add(entry.0),
            value: entry.1,
            text,
            flag: flag.as_deref(),
            recorded: start.saturating_add(others.3.into()),
            newest_before: Some(others.3.into()),
            minimum: others.0,
            maximum: others.1,
            said_before: others.2,
        }).collect();
        let before: Vec<_> = readings.iter().map(|reading| (reading.value, reading.text.to_owned())).collect();
        let instrument = Some(InstrumentRange { lowest: Some(Decimal::ZERO), highest: None });
        let whole = Series { item, period, step, instrument };
        let evaluation = evaluate(whole, &readings, Profile::proposed().unwrap()).unwrap();
        for at in 0..evaluation.len() {
            for finding in evaluation.findings(at) {
                prop_assert!(!finding.reason.says.zh.is_empty() && !finding.reason.says.en.is_empty());
                prop_assert!(finding.reason.rule.is_some(), "every finding names its rule");
                prop_assert_eq!(finding.outcome, evaluation.outcome(finding.test, at));
            }
        }
        let after: Vec<_> = readings.iter().map(|reading| (reading.value, reading.text.to_owned())).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn no_profile_text_panics(text in ".{0,200}") {
        let _ = Profile::read(&text);
    }
}
