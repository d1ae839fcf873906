//! The catalogue: complete, without repetition, and honest about what is built.

use std::collections::BTreeSet;

use rules::catalogue::{all, files, rule};

/// How many rules each subject has.
const COUNTS: [(&str, &str, usize); 14] = [
    ("responsibility", "RESP", 10),
    ("supervision", "SUP", 8),
    ("enforcement", "ENF", 16),
    ("compensation", "COMP", 10),
    ("carrying_capacity", "CAP", 10),
    ("assessment", "ASM", 8),
    ("resource_accounts", "ACC", 10),
    ("emission_rights", "ERT", 8),
    ("soil_registry", "SOIL", 8),
    ("green_heart", "GH", 8),
    ("rural", "RUR", 7),
    ("air_warning", "AIR", 9),
    ("public", "PUB", 7),
    ("industry_exit", "IND", 6),
];

/// Every built rule and the tests that hold its worked examples (`tests/it/…`). A line is added together with the rule.
const WORKED: &[(&str, &str)] = &[
    ("RESP-1", include_str!("responsibility.rs")),
    ("RESP-2", include_str!("responsibility.rs")),
    ("RESP-3", include_str!("responsibility.rs")),
    ("RESP-4", include_str!("responsibility.rs")),
    ("RESP-5", include_str!("duties.rs")),
    ("RESP-6", include_str!("duties.rs")),
    ("RESP-7", include_str!("duties.rs")),
    ("RESP-8", include_str!("duties.rs")),
    ("RESP-9", include_str!("duties.rs")),
    ("RESP-10", include_str!("duties.rs")),
    ("SUP-1", include_str!("supervision.rs")),
    ("SUP-2", include_str!("supervision.rs")),
    ("SUP-3", include_str!("supervision.rs")),
    ("SUP-4", include_str!("supervision.rs")),
    ("SUP-5", include_str!("supervision.rs")),
    ("SUP-6", include_str!("supervision.rs")),
    ("SUP-7", include_str!("supervision.rs")),
    ("SUP-8", include_str!("supervision.rs")),
    ("PUB-1", include_str!("public.rs")),
    ("PUB-2", include_str!("public.rs")),
    ("PUB-3", include_str!("public.rs")),
    ("PUB-4", include_str!("public.rs")),
    ("PUB-5", include_str!("public.rs")),
    ("PUB-6", include_str!("public.rs")),
    ("PUB-7", include_str!("public.rs")),
    ("GH-3", include_str!("land.rs")),
    ("SOIL-8", include_str!("land.rs")),
    ("SOIL-2", include_str!("indicators.rs")),
    ("SOIL-4", include_str!("indicators.rs")),
    ("RUR-1", include_str!("indicators.rs")),
    ("RUR-2", include_str!("indicators.rs")),
    ("ASM-1", include_str!("sections.rs")),
    ("ASM-1", include_str!("quantities.rs")),
    ("ASM-8", include_str!("days.rs")),
    ("AIR-8", include_str!("days.rs")),
];

#[test]
fn every_rule_is_there_once() {
    assert_eq!(all().len(), 125);
    assert_eq!(include_str!("../../rules.csv").lines().count(), 1 + all().len());
    let ids: BTreeSet<&str> = all().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), all().len(), "an id stands twice");
    assert_eq!(files(), COUNTS.map(|(file, _, _)| file));
    for (file, letters, count) in COUNTS {
        let rules: Vec<_> = all().iter().filter(|rule| rule.file == file).collect();
        assert_eq!(rules.len(), count, "{file}");
        for rule in rules {
            let number = rule.id.strip_prefix(letters).and_then(|rest| rest.strip_prefix('-'));
            assert!(number.is_some_and(|number| number.parse::<u8>().is_ok()), "{}", rule.id);
        }
    }
}

#[test]
fn every_rule_has_a_title_in_both_languages() {
    for rule in all() {
        assert!(!rule.zh.is_empty() && !rule.zh.is_ascii(), "{}", rule.id);
        assert!(!rule.en.is_empty() && rule.en.is_ascii(), "{}", rule.id);
        assert!(!rule.en.contains('"'), "{}", rule.id);
    }
    assert_eq!(rule("RESP-8").map(|rule| rule.en), Some("one post, dual duty"));
    assert_eq!(rule("RESP-11"), None);
}

#[test]
fn a_built_rule_has_worked_examples_and_no_other_claims_them() {
    let built: BTreeSet<&str> = all().iter().filter(|rule| rule.built).map(|rule| rule.id).collect();
    let worked: BTreeSet<&str> = WORKED.iter().map(|(id, _)| *id).collect();
    assert_eq!(built, worked);
    for (id, tests) in WORKED {
        assert!(
            tests.contains("#[test]") && tests.contains(id),
            "the tests of {id} do not name it"
        );
    }
}

#[test]
fn the_manual_tells_every_built_rule() {
    let manual = include_str!("../../../../docs/rules.md");
    let told: BTreeSet<&str> = manual
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
        .collect();
    for rule in all().iter().filter(|rule| rule.built) {
        assert!(told.contains(rule.id), "docs/rules.md does not tell {}", rule.id);
    }
}
