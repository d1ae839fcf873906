//! Numbers that a city counts against what the plan promises: the worked examples of ASM-1, every comparator, and what is unknown.

use rules::Profile;
use rules::indicator::{Counted, Figure};
use rules::target::{Attainment, Baseline, Comparator, Deadline, Demand, Judged, judge_quantity, progress};
use rules::unit::PlanUnit;
use rust_decimal::Decimal;
use standards::{Reason, Text};

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn known(value: &str) -> Counted {
    Counted {
        figure: Some(Figure::Number(number(value))),
        received: true,
        reason: Reason::new(Text::same(value)),
    }
}

fn unknown(received: bool) -> Counted {
    Counted {
        figure: None,
        received,
        reason: Reason::new(Text::same("?")),
    }
}

/// Judges the last of `figures`, which run up to `year`; `?` is unknown.
fn judge(demand: &Demand, year: i32, figures: &[&str]) -> Judged {
    let figure = |asked: i32| {
        let back = usize::try_from(year - asked).unwrap_or(usize::MAX);
        match figures.iter().rev().nth(back) {
            Some(&"?") => unknown(true),
            Some(value) => known(value),
            None => unknown(false),
        }
    };
    judge_quantity(Profile::proposed().unwrap(), demand, year, &figure).unwrap()
}

fn demand(word: &str, value: &str, unit: &str, due: i32) -> Demand {
    Demand {
        tolerance: None,
        comparator: Comparator::from_word(word).unwrap(),
        value: value.parse().ok(),
        unit: PlanUnit::parse(unit).unwrap(),
        deadline: match due {
            0 => Deadline::Open,
            1 => Deadline::EveryYear,
            due => Deadline::Year(due),
        },
        baseline: None,
    }
}

fn based(demand: Demand, value: &str, year: i32) -> Demand {
    Demand {
        baseline: Some(Baseline {
            value: number(value),
            year,
        }),
        ..demand
    }
}

#[test]
fn the_worked_examples_come_out() {
    let forest = demand("stable-at-least", "46.5", "%", 2020);
    assert_eq!(
        judge(&forest, 2020, &["46.5", "46.6", "46.49"]).attainment,
        Attainment::Missed
    );
    assert_eq!(
        judge(&forest, 2020, &["46.5", "46.6", "46.5"]).attainment,
        Attainment::Met
    );
    let farmland = demand("about", "91", "%", 2020);
    assert_eq!(judge(&farmland, 2020, &["90.2"]).attainment, Attainment::Met);
    assert_eq!(judge(&farmland, 2020, &["90"]).attainment, Attainment::Met);
    assert_eq!(judge(&farmland, 2020, &["89.99"]).attainment, Attainment::Missed);
    let embankment = judge(&demand("completion", "90.57", "km", 2020), 2019, &["72.46"]);
    assert_eq!(embankment.progress.unwrap().to_string(), "80.00");
    assert_eq!(embankment.attainment, Attainment::NotYet);
    assert_eq!(
        embankment.reason.says.zh,
        "2019年 72.46公里 < 90.57公里：尚未达到（未到期限）（完成进度 80.00%）"
    );
    let output = based(demand("at-least", "6000", "10⁸ yuan", 2021), "3800", 2017);
    let judged = judge(&output, 2019, &["4821.5"]);
    assert_eq!(judged.progress.unwrap().to_string(), "46.43");
    // Half of the time has gone, and 46.43 is no more than 5 points behind 50.
    assert_eq!(judged.attainment, Attainment::OnTrack);
    assert_eq!(judge(&output, 2019, &["4700"]).attainment, Attainment::AtRisk);
    assert_eq!(judge(&output, 2021, &["5999.99"]).attainment, Attainment::Missed);
}

#[test]
fn progress_stays_between_nothing_and_all() {
    for (value, base, demanded, gone) in [
        ("72.46", "0", "90.57", "80.00"),
        ("4821.5", "3800", "6000", "46.43"),
        ("40", "70", "20", "60.00"),
        ("80", "70", "20", "0.00"),
        ("10", "70", "20", "100.00"),
        ("5", "5", "5", "100.00"),
        ("4", "5", "5", "0.00"),
    ] {
        let gone_so_far = progress(number(value), number(base), number(demanded)).unwrap();
        assert_eq!(
            rules::found::shown(gone_so_far),
            gone,
            "{value} from {base} to {demanded}"
        );
    }
}

#[test]
fn every_comparator_holds_what_its_words_say() {
    use Attainment::{Met, Missed, NoData, NotEnoughData};
    let cases: &[(&str, &str, &[&str], Attainment)] = &[
        ("at-least", "95", &["95"], Met),
        ("at-least", "95", &["94.999"], Missed),
        ("at-most", "3", &["3"], Met),
        ("at-most", "3", &["3.1"], Missed),
        ("equals", "0", &["0.0"], Met),
        ("equals", "0", &["1"], Missed),
        ("basically-eliminated", "1", &["1"], Met),
        ("basically-eliminated", "1", &["2"], Missed),
        ("full-coverage", "", &["100"], Met),
        ("full-coverage", "", &["99.99"], Missed),
        ("exists", "", &["1"], Met),
        ("exists", "", &["0"], Missed),
        ("stable-at-least", "46.5", &["46.5", "46.5"], NotEnoughData),
        ("stable-at-least", "46.5", &["?", "46.5", "46.5"], NotEnoughData),
        ("stable-at-least", "46.5", &["?", "46.4", "46.5"], Missed),
        ("not-below-last-year", "", &["7", "7"], Met),
        ("not-below-last-year", "", &["7", "6"], Missed),
        ("not-below-last-year", "", &["?", "6"], NotEnoughData),
        ("not-above-last-year", "", &["7", "7"], Met),
        ("not-above-last-year", "", &["7", "8"], Missed),
        ("rising", "", &["7", "8"], Met),
        ("rising", "", &["7", "7"], Missed),
        ("falling", "", &["7", "6"], Met),
        ("falling", "", &["7", "7"], Missed),
        ("completion", "10", &["10"], Met),
        ("completion", "10", &["9"], Missed),
        ("at-least", "95", &["?"], NotEnoughData),
        ("at-least", "95", &[], NoData),
    ];
    for (word, value, figures, attainment) in cases {
        let judged = judge(&demand(word, value, "%", 2020), 2020, figures);
        assert_eq!(
            judged.attainment, *attainment,
            "{word} {value} {figures:?}: {}",
            judged.reason.says.zh
        );
    }
}

#[test]
fn a_decline_is_stopped_when_no_year_falls_below_the_base() {
    let wetlands = based(demand("not-below-base", "", "ha", 0), "5000", 2017);
    for (figures, attainment) in [
        (&["5000", "5010"][..], Attainment::Met),
        (&["4999", "5010"][..], Attainment::Missed),
        (&["?", "5010"][..], Attainment::NotEnoughData),
    ] {
        assert_eq!(judge(&wetlands, 2019, figures).attainment, attainment, "{figures:?}");
    }
    assert_eq!(
        judge(&demand("not-below-base", "", "ha", 0), 2019, &["5000"]).attainment,
        Attainment::NotEnoughData
    );
}

#[test]
fn what_has_no_deadline_is_not_missed_unless_it_compares_years() {
    for (word, value, deadline, figures, attainment) in [
        ("completion", "90.57", 0, &["72.46"][..], Attainment::NotYet),
        ("completion", "90.57", 1, &["72.46"], Attainment::Missed),
        ("full-coverage", "", 0, &["99"], Attainment::NotYet),
        ("rising", "", 0, &["7", "7"], Attainment::Missed),
        ("falling", "", 1, &["7", "7"], Attainment::Missed),
    ] {
        let judged = judge(&demand(word, value, "%", deadline), 2019, figures);
        assert_eq!(judged.attainment, attainment, "{word} {deadline}");
    }
}

#[test]
fn a_verdict_says_which_reading_it_rests_on() {
    let judged = judge(&demand("about", "91", "%", 2020), 2020, &["90.2"]);
    insta::assert_snapshot!(judged.reason.says.en, @"2020: 90.20 % ≥ 90.00 % ('about 91.00 %'): met");
    assert_eq!(
        judged.reason.because[0].says.en,
        "'about' a share: by how many percentage points the value may stay below the promise: 1.0"
    );
    assert_eq!(judged.reason.weakest(), Some(standards::Certainty::PD));
}

#[test]
fn how_much_about_allows_depends_on_what_is_promised() {
    // Points for a share, a part of the promise for everything else, and what the plan says itself before either.
    for (value, unit, tolerance, figure, attainment, why) in [
        ("91", "%", None, "90", Attainment::Met, "1.0"),
        ("91", "%", None, "89.99", Attainment::Missed, "1.0"),
        ("90", "km", None, "89.1", Attainment::Met, "1.0 %, that is 0.9 km"),
        ("90", "km", None, "89", Attainment::Missed, "1.0 %, that is 0.9 km"),
        (
            "3",
            "villages",
            None,
            "2",
            Attainment::Missed,
            "1.0 %, that is 0.03 villages",
        ),
        (
            "90",
            "km",
            Some("2.5"),
            "87.5",
            Attainment::Met,
            "may stay below: 2.5 km",
        ),
        (
            "90",
            "km",
            Some("2.5"),
            "87.4",
            Attainment::Missed,
            "may stay below: 2.5 km",
        ),
    ] {
        let demand = Demand {
            tolerance: tolerance.map(number),
            ..demand("about", value, unit, 2020)
        };
        let judged = judge(&demand, 2020, &[figure]);
        assert_eq!(judged.attainment, attainment, "{value} {unit} {figure}");
        let said = &judged.reason.because[0].says.en;
        assert!(said.ends_with(why), "{said}");
    }
}

#[test]
fn a_figure_is_read_in_both_languages() {
    for (unit, figure, zh, en) in [
        ("km", "86.57", "86.57公里", "86.57 km"),
        ("%", "90", "90.00%", "90.00 %"),
        ("villages", "3", "3个村", "3 villages"),
    ] {
        let judged = judge(&demand("at-least", "1", unit, 2020), 2020, &[figure]);
        assert_eq!(judged.figure, Some(standards::Text::new(zh, en)));
    }
}
