//! From a sentence of the plan to the frame that proves it.

use server::pages;
use standards::Language;

use crate::markup::{LANGUAGES, Parameters, attribute, chrome, tags};
use crate::sample;

fn link(page: &str, testid: &str) -> Option<String> {
    let tag = tags(page).find(|tag| attribute(tag, "data-testid") == Some(testid))?;
    attribute(tag, "href").map(str::to_owned)
}

#[test]
fn clause_target_why_evidence() {
    for language in LANGUAGES {
        let clause = pages::clause::render(&chrome(language, "/plan/07", &[]), &sample::air_clause()).unwrap();
        assert_eq!(link(&clause, "target-S07-22").as_deref(), Some("/targets/S07-22"));
        let target = pages::target::render(
            &chrome(language, "/targets/S07-22", &[]),
            &sample::air_target(),
            None,
            &[],
        );
        assert_eq!(
            link(&target.unwrap(), "why").as_deref(),
            Some("/why/target/S07-22/2020")
        );
        let why = pages::why::render(&chrome(language, "/why/target/S07-22/2020", &[]), &sample::why()).unwrap();
        assert_eq!(link(&why, "evidence").as_deref(), Some("/evidence/r1:5"));
    }
}

#[test]
fn clause_counted_target_why_entry() {
    for language in LANGUAGES {
        let clause = pages::clause::render(&chrome(language, "/plan/05", &[]), &sample::water_clause()).unwrap();
        assert_eq!(link(&clause, "target-S05-30").as_deref(), Some("/targets/S05-30"));
        let frame = chrome(language, "/targets/S05-30", &[]);
        let target = pages::target::render(&frame, &sample::kept_target(), None, &[]).unwrap();
        assert_eq!(link(&target, "why").as_deref(), Some("/why/target/S05-30/2020"));
        let frame = chrome(language, "/why/target/S05-30/2020", &[]);
        let why = pages::why::render(&frame, &sample::kept_why()).unwrap();
        assert_eq!(link(&why, "entry").as_deref(), Some("/why/entry/wells/2"));
        assert!(why.contains("registers/wells.csv"), "file and line are in sight: {why}");
    }
}

/// The first evidence must be seen without a further click: every `details` around it stands open.
#[test]
fn the_first_evidence_is_in_sight() {
    let why = pages::why::render(&chrome(Language::Chinese, "/why/x", &[]), &sample::why()).unwrap();
    let mut around: Vec<bool> = Vec::new();
    for tag in tags(&why) {
        match tag.split(' ').next() {
            Some("details") => around.push(tag.ends_with(" open")),
            Some("/details") => drop(around.pop()),
            _ if attribute(tag, "data-testid") == Some("evidence") => break,
            _ => {}
        }
    }
    assert!(around.len() >= 2 && around.iter().all(|open| *open), "{around:?}");
}

#[test]
fn a_long_why_is_cut_with_a_way_to_the_rest() {
    // parameters, steps with evidence on the page, says how many are hidden
    let cases: [(Parameters, usize, bool); 2] = [(&[], 40, true), (&[("all", "1")], 60, false)];
    for (parameters, shown, cut) in cases {
        let why = pages::why::render(&chrome(Language::English, "/why/x", parameters), &sample::why()).unwrap();
        assert_eq!(why.matches("data-testid=\"evidence\"").count(), shown, "{parameters:?}");
        assert_eq!(why.contains("href=\"/why/x?all=1\""), cut, "{parameters:?}");
    }
}

#[test]
fn a_proposed_default_is_named_in_words() {
    let why = |language| pages::why::render(&chrome(language, "/why/x", &[]), &sample::why()).unwrap();
    assert!(why(Language::Chinese).contains("建议默认值"));
    assert!(why(Language::English).contains("proposed default"));
}

#[test]
fn a_target_without_a_point_is_a_blind_spot() {
    let juan = sample::water_target("S05-26", "涓水", "Juan", office::views::Attainment::NoStation);
    let page = pages::target::render(&chrome(Language::English, "/targets/S05-26", &[]), &juan, None, &[]).unwrap();
    assert!(
        page.contains("No station") && page.contains("blind spot, not a success"),
        "{page}"
    );
}
