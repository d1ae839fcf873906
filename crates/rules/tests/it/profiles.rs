//! Profiles: values by day and variant, what a city chooses, and what cannot be read.

use rules::catalogue::rule;
use rules::profile::{Choice, Profile, SHIPPED, Value, shipped};
use standards::Certainty;

use crate::clock::day;

const PATROLS: &str = r#"
[[parameter]]
id = "patrols"
rule = "RESP-2"
unit = "1"
zh = "巡河次数"
en = "patrols"
[[parameter.value]]
value = "1"
from = 2018-01-01
to = 2019-12-31
certainty = "PD"
source = "甲"
[[parameter.value]]
value = "2"
from = 2020-01-01
certainty = "V1"
source = "乙"
[[parameter.value]]
value = "4"
from = 2019-01-01
variant = "P-CQ"
certainty = "V1"
source = "丙"
"#;

#[test]
fn a_value_holds_by_day_and_variant() {
    let profile = Profile::read(PATROLS).unwrap();
    let table = [
        ("2018-06-08", None, Ok("1")),
        ("2019-12-31", None, Ok("1")),
        ("2020-01-01", None, Ok("2")),
        ("2019-01-01", Some("P-CQ"), Ok("4")),
        // Before the variant begins the default holds.
        ("2018-12-31", Some("P-CQ"), Ok("1")),
        (
            "2017-12-31",
            None,
            Err("the parameter patrols has no value on 2017-12-31; add one that holds then"),
        ),
    ];
    for (on, variant, expected) in table {
        let view = profile.at(day(on));
        let view = variant.map_or(view, |variant| view.variant(variant));
        let told = view
            .parameter("patrols")
            .map(|parameter| parameter.value.to_string())
            .map_err(|error| error.to_string());
        assert_eq!(
            told,
            expected.map(str::to_owned).map_err(str::to_owned),
            "{on} {variant:?}"
        );
    }
    assert_eq!(profile.variants(), ["P-CQ"]);
}

#[test]
fn a_city_sets_its_own_value_from_a_day_on() {
    let own = Value {
        value: "3".parse().unwrap(),
        from: day("2019-07-01"),
        to: Some(day("2020-12-31")),
        variant: None,
        certainty: Certainty::V1,
        source: "市河长办".to_owned(),
    };
    let choice = Choice {
        subject: "responsibility".to_owned(),
        variants: Vec::new(),
        values: vec![("patrols".to_owned(), vec![own])],
    };
    let profile = Profile::read(PATROLS).unwrap().with(&choice);
    for (on, expected) in [
        ("2019-06-30", "1"),
        ("2019-07-01", "3"),
        ("2020-12-31", "3"),
        ("2021-01-01", "2"),
    ] {
        assert_eq!(
            profile.at(day(on)).parameter("patrols").unwrap().value.to_string(),
            expected,
            "{on}"
        );
    }
    // The city's own value holds before that of a variant.
    assert_eq!(
        profile
            .at(day("2020-06-01"))
            .variant("P-CQ")
            .parameter("patrols")
            .unwrap()
            .source,
        "市河长办"
    );
}

#[test]
fn a_broken_profile_says_what_to_do() {
    let table = [
        ("value = \"1\"", "value = \"one\""),
        ("to = 2019-12-31\n", ""),
        ("unit = \"1\"\n", ""),
        ("certainty = \"PD\"\n", ""),
        ("from = 2018-01-01", "from = 09:00:00"),
        ("zh =", "cn ="),
    ];
    let told: Vec<String> = table
        .map(|(from, to)| Profile::read(&PATROLS.replacen(from, to, 1)).unwrap_err().to_string())
        .to_vec();
    insta::assert_snapshot!(told.join("\n"), @r#"
    the parameter patrols has the value 'one', which is not a number; write it as a text such as "80"
    two values of the parameter patrols hold on 2020-01-01; end the first with `to`
    the profile does not read: missing field `unit`
    the profile does not read: missing field `certainty`
    the profile does not read: patrols: `09:00:00` is not a day
    the profile does not read: unknown field `cn`, expected one of `id`, `rule`, `unit`, `zh`, `en`, `value`
    "#);
    let twice = format!("{PATROLS}{PATROLS}");
    insta::assert_snapshot!(Profile::read(&twice).unwrap_err(), @"the parameter patrols stands twice; give all its values under one [[parameter]]");
    insta::assert_snapshot!(shipped("nothing").unwrap_err(), @"the profile does not read: there is no profile `nothing`");
}

#[test]
fn every_shipped_profile_reads_and_names_rules_of_its_subject() {
    for (subject, _) in SHIPPED {
        let profile = shipped(subject).unwrap_or_else(|error| panic!("{subject}: {error}"));
        assert!(profile.parameters().count() > 0, "{subject}");
        for parameter in profile.parameters() {
            let rule = rule(&parameter.rule)
                .unwrap_or_else(|| panic!("{subject}.{}: no rule {}", parameter.id, parameter.rule));
            assert!(
                *subject == "target" || rule.file == *subject,
                "{subject}.{}",
                parameter.id
            );
            assert!(
                !parameter.words.zh.is_ascii() && parameter.words.en.is_ascii(),
                "{subject}.{}",
                parameter.id
            );
            assert!(
                !parameter.values.is_empty() && !parameter.unit.is_empty(),
                "{subject}.{}",
                parameter.id
            );
            for value in &parameter.values {
                assert!(!value.source.is_empty(), "{subject}.{}", parameter.id);
            }
        }
    }
}

#[test]
fn every_subject_has_its_profile() {
    let subjects: Vec<&str> = SHIPPED.iter().map(|(subject, _)| *subject).collect();
    let mut expected = rules::catalogue::files();
    expected.push("target");
    assert_eq!(subjects, expected);
}
