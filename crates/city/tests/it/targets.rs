//! Targets over what the city counts itself: every comparator with and without what it needs, units, bases, deadlines, weights.

use city::{Due, FindingKind as Kind, Severity, Target, TargetIndicator, TargetValue};
use rules::target::{Baseline, Comparator, Value};

use crate::sample::Sample;

const CLAUSE: &str = "plan/20-counted.md";

/// The sample with one more clause, whose target is `toml`.
fn sample(toml: &str) -> Sample {
    let text = format!(
        "# 第二十条 统计的目标\n\n> Counted\n\n这是一句话。\n\n> A sentence.\n\n```toml target\nid = \"S20-1\"\n{toml}\n```\n"
    );
    let rows = "id,kind,zh,en\nS20-1,T,统计的目标,counted\nS20-2,T,同一句的另一行,counted too\n";
    Sample::whole()
        .change(CLAUSE, "", &text)
        .change("plan/rows.csv", "id,kind,zh,en\n", rows)
}

/// The errors and warnings about that clause.
fn kinds(toml: &str) -> Vec<Kind> {
    let findings = sample(toml).read().findings;
    let own = findings.iter().filter(|finding| finding.file == CLAUSE);
    own.filter(|finding| finding.severity() != Severity::Note)
        .map(|finding| finding.kind)
        .collect()
}

fn target(toml: &str) -> Target {
    let reading = sample(toml).read();
    let city = reading.city.unwrap_or_else(|| panic!("{:?}", reading.findings));
    city.target("S20-1").unwrap().clone()
}

const WHOLE: &str = "indicator = \"sewage-rate\"\nplaces = [\"town\"]\ncomparator = \"at-least\"\nvalue = 60\nunit = \"%\"\nbaseline = { value = 25.5, year = 2017 }\ndue = 2020\nweight = 12.5\nanswers = [\"chief\"]\nrules = [\"RUR-1\"]\nregisters = [\"villages\"]\nsources = [\"整治方案\"]\ncertainty = \"V1\"\nseed = [\"S20-2\"]";

#[test]
fn everything_a_target_can_say_is_kept() {
    let target = target(WHOLE);
    assert_eq!(
        target.measured.indicator,
        TargetIndicator::Counted("sewage-rate".to_owned())
    );
    assert!(matches!(target.measured.value, TargetValue::Number(value, _) if value == 60.into()));
    assert_eq!(
        target.baseline,
        Some(Baseline {
            value: "25.5".parse().unwrap(),
            year: 2017
        })
    );
    assert_eq!(target.due, Some(Due::Year(2020)));
    assert_eq!(target.weight, Some("12.5".parse().unwrap()));
    assert_eq!(target.links.rules, ["RUR-1"]);
    assert_eq!(target.links.registers, ["villages"]);
    assert_eq!(target.sources, ["整治方案"]);
    assert_eq!(target.seed, ["S20-1", "S20-2"]);
}

#[test]
fn every_comparator_takes_a_value_or_carries_it() {
    for comparator in Comparator::ALL
        .iter()
        .filter(|comparator| comparator.compares_counted())
    {
        let word = comparator.word();
        let base = match comparator {
            Comparator::NotBelowBase => "baseline = { value = 1, year = 2017 }\n",
            _ => "",
        };
        let with = |value: &str| {
            format!(
                "indicator = \"sewage-rate\"\nplaces = [\"town\"]\ncomparator = \"{word}\"\n{value}unit = \"%\"\n{base}due = \"yearly\"\nanswers = [\"chief\"]\ncertainty = \"V1\""
            )
        };
        let (with_value, without) = (kinds(&with("value = 60\n")), kinds(&with("")));
        match comparator.value() {
            Value::Needed => assert_eq!((with_value, without), (vec![], vec![Kind::MissingKey]), "{word}"),
            Value::None => assert_eq!((with_value, without), (vec![Kind::KeyDoesNotFit], vec![]), "{word}"),
        }
    }
}

#[test]
fn what_does_not_fit_is_told() {
    for (from, to, expected) in [
        ("value = 60", "value = 160", Kind::ValueOutOfRange),
        ("value = 60", "value = -1", Kind::ValueOutOfRange),
        ("unit = \"%\"\n", "", Kind::MissingUnit),
        ("unit = \"%\"", "unit = \"km\"", Kind::UnitDoesNotFit),
        ("sewage-rate", "sewage-rat", Kind::UnknownIndicator),
        ("\"at-least\"", "\"stable-at-most\"", Kind::ComparatorDoesNotFit),
        (
            "\"at-least\"\nvalue = 60\nunit = \"%\"",
            "\"qualitative\"",
            Kind::ComparatorDoesNotFit,
        ),
        ("year = 2017", "year = 17", Kind::ValueOutOfRange),
        ("year = 2017", "year = 2020", Kind::DueBeforeStart),
        ("value = 25.5, ", "", Kind::MissingKey),
        (
            "baseline = { value = 25.5, year = 2017 }",
            "baseline = 25.5",
            Kind::WrongType,
        ),
        ("due = 2020", "due = 2017", Kind::DeadlineWithoutMeaning),
        ("weight = 12.5", "weight = 0", Kind::ValueOutOfRange),
        ("weight = 12.5", "weight = 101", Kind::ValueOutOfRange),
        ("\"RUR-1\"", "\"RUR-77\"", Kind::UnknownRule),
        (
            "registers = [\"villages\"]",
            "registers = [\"hamlets\"]",
            Kind::UnknownRegister,
        ),
        (
            "\"at-least\"\nvalue = 60\nunit = \"%\"\nbaseline = { value = 25.5, year = 2017 }",
            "\"not-below-base\"",
            Kind::MissingKey,
        ),
        ("\"sewage-rate\"", "\"good-air-days\"", Kind::KeyDoesNotFit),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        let found = kinds(&WHOLE.replacen(from, to, 1));
        assert_eq!(found, [expected], "{from} → {to}");
    }
}

#[test]
fn deadlines_are_years_days_or_every_year() {
    for (due, expected) in [
        ("due = 2020", Some(Due::Year(2020))),
        ("due = 2020-06-30", Some(Due::Day("2020-06-30".parse().unwrap()))),
        ("due = \"yearly\"", Some(Due::Yearly)),
        ("", None),
    ] {
        assert_eq!(target(&WHOLE.replacen("due = 2020", due, 1)).due, expected, "{due}");
    }
}

#[test]
fn a_value_that_does_not_belong_there_is_explained() {
    let told = sample(&WHOLE.replacen("\"at-least\"", "\"rising\"", 1)).told(Kind::KeyDoesNotFit);
    insta::assert_snapshot!(told, @r#"
    city::key-does-not-fit

      × the comparator `rising` takes no `value`
        ╭─[plan/20-counted.md:14:9]
     13 │ comparator = "rising"
     14 │ value = 60
        ·         ──
     15 │ unit = "%"
        ╰────
      help: delete `value`, or take another comparator
    比较方式“rising”没有 value（删去 value，或换一种比较方式）
    "#);
    let told = sample(&WHOLE.replacen("unit = \"%\"", "unit = \"km\"", 1)).told(Kind::UnitDoesNotFit);
    insta::assert_snapshot!(told, @r#"
    city::unit-does-not-fit

      × `sewage-rate` comes in %, its unit cannot be `km`
        ╭─[plan/20-counted.md:15:8]
     14 │ value = 60
     15 │ unit = "km"
        ·        ────
     16 │ baseline = { value = 25.5, year = 2017 }
        ╰────
      help: known here: %
    指标“sewage-rate”以 % 计，单位不能是“km”（可用的有：%）
    "#);
}

const CASES: &str = "cases/some.toml";

/// A case of a target in the sample, with one entry of the register `sewage`.
fn case(target: &str, says: &str, expect: &str) -> String {
    format!(
        "[[case]]\nid = \"one\"\nsource = \"RUR-1 #2\"\ntarget = \"{target}\"\nyear = 2020\nexpect = \"{expect}\"\nfigure = \"60.00 %\"\n[[case.row]]\nsays = {{ {says} }}\n"
    )
}

#[test]
fn a_worked_case_is_tried() {
    let says = "village = \"v1\", year = 2020, households = 3400, treated = 2040";
    for (says, expect, passes) in [
        (says, "met", true),
        (says, "missed", false),
        ("year = 2020, households = 3400, treated = 2039", "met", false),
        ("year = 2019, households = 3400, treated = 2040", "met", false),
    ] {
        let city = sample(WHOLE).change(CASES, "", &case("S20-1", says, expect)).read();
        let city = city.city.unwrap_or_else(|| panic!("{:?}", city.findings));
        let tried = city.try_cases();
        let own: Vec<_> = tried.iter().filter(|tried| tried.of == "S20-1").collect();
        assert_eq!(own.len(), 1);
        assert_eq!(
            own[0].failure.is_none(),
            passes,
            "{says} {expect}: {:?}",
            own[0].failure
        );
    }
}

#[test]
fn a_case_that_cannot_be_tried_is_told() {
    let whole = || case("S20-1", "year = 2020, households = 3400, treated = 2040", "met");
    for (from, to, expected) in [
        ("S20-1", "S20-9", vec![Kind::UnknownTarget]),
        ("S20-1", "S07-22", vec![Kind::UnknownTarget]),
        ("\"met\"", "\"reached\"", vec![Kind::UnknownWord]),
        ("households", "household", vec![Kind::UnknownField]),
        ("treated = 2040", "treated = \"many\"", vec![Kind::WrongCell]),
        ("year = 2020\nexpect", "expect", vec![Kind::MissingKey]),
        ("says = {", "say = {", vec![Kind::UnknownKey]),
    ] {
        assert!(whole().contains(from), "{from}");
        let reading = sample(WHOLE).change(CASES, "", &whole().replacen(from, to, 1)).read();
        let own = reading.findings.iter().filter(|finding| finding.file == CASES);
        let found: Vec<Kind> = own.map(|finding| finding.kind).collect();
        assert_eq!(found, expected, "{from} → {to}");
    }
}

#[test]
fn other_blocks_measure_by_the_same_words() {
    let block = |toml: &str| {
        let text = format!(
            "# 第二十条 统计的机制\n\n> Counted\n\n这是一句话。\n\n> A sentence.\n\n```toml mechanism\nid = \"S20-1\"\nname = {{ zh = \"机制\", en = \"mechanism\" }}\nrules = [\"RUR-1\"]\ncertainty = \"PD\"\n{toml}\n```\n"
        );
        let rows = "id,kind,zh,en\nS20-1,M,机制,mechanism\n";
        let reading = Sample::whole()
            .change(CLAUSE, "", &text)
            .change("plan/rows.csv", "id,kind,zh,en\n", rows)
            .read();
        let own = reading.findings.iter().filter(|finding| finding.file == CLAUSE);
        own.filter(|finding| finding.severity() == Severity::Error)
            .map(|finding| finding.kind)
            .collect::<Vec<_>>()
    };
    let whole = "indicator = \"sewage-rate\"\ncomparator = \"at-least\"\nvalue = 60\nunit = \"%\"";
    for (from, to, expected) in [
        ("60", "60", vec![]),
        ("sewage-rate", "sewage", vec![Kind::UnknownIndicator]),
        ("at-least", "generally-good", vec![Kind::ComparatorDoesNotFit]),
        ("\"%\"", "\"km\"", vec![Kind::UnitDoesNotFit]),
        ("value = 60\n", "", vec![Kind::MissingKey]),
        ("\"at-least\"", "\"rising\"", vec![Kind::KeyDoesNotFit]),
        (
            "indicator = \"sewage-rate\"\ncomparator = \"at-least\"\n",
            "",
            vec![Kind::MeasureIncomplete],
        ),
    ] {
        assert!(whole.contains(from), "{from}");
        assert_eq!(block(&whole.replacen(from, to, 1)), expected, "{from} → {to}");
    }
}
