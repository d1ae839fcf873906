//! What the city counts itself: registers, their entries, targets over them, the rows of the resolution.

use server::pages::{coverage, overview, register, register_file, registers, target};
use server::wording::Wording;
use standards::Language;

use crate::markup::{LANGUAGES, Parameters, attribute, chrome, tags, words};
use crate::sample;

const ENGLISH: Language = Language::English;

#[test]
fn a_search_finds_registers_by_words_of_either_language() {
    // parameters, ids of the registers that are found, in order
    let cases: [(Parameters, &[&str]); 9] = [
        (&[], &["wells", "secret"]),
        (&[("q", "WELL")], &["wells", "secret"]),
        (&[("q", "drinking rur-1")], &["wells"]),
        (&[("q", "饮用水井")], &["wells"]),
        (&[("q", "drinking air")], &[]),
        (&[("show", "empty")], &["secret"]),
        (&[("show", "filled")], &["wells"]),
        (&[("show", "closed"), ("q", "drinking")], &[]),
        (&[("show", "nonsense")], &["wells", "secret"]),
    ];
    for (parameters, expected) in cases {
        let page = registers::render(&chrome(ENGLISH, "/registers", parameters), &sample::registers()).unwrap();
        let found: Vec<&str> = tags(&page)
            .filter_map(|tag| attribute(tag, "href")?.strip_prefix("/registers/"))
            .collect();
        assert_eq!(found, expected, "{parameters:?}");
    }
}

#[test]
fn what_was_searched_for_cannot_become_markup() {
    let parameters = [("q", "\"><script>alert(1)</script>")];
    let page = registers::render(&chrome(ENGLISH, "/registers", &parameters), &sample::registers()).unwrap();
    assert!(!page.contains("<script>alert"), "the search became a script");
}

#[test]
fn every_entry_has_its_line_and_what_is_unknown_says_so() {
    for (language, unknown) in [(Language::Chinese, "— 未填"), (ENGLISH, "— not said")] {
        let page = register::render(&chrome(language, "/registers/wells", &[]), &sample::register()).unwrap();
        for line in [2, 3, 5] {
            assert!(page.contains(&format!("id=\"line-{line}\"")), "{page}");
            assert!(page.contains(&format!("href=\"/why/entry/wells/{line}\"")), "{page}");
        }
        assert_eq!(words(&page).matches(unknown).count(), 2, "{page}");
        assert!(!page.contains("\"></td>"), "no cell is empty");
        assert!(
            page.contains("href=\"/targets/S05-30\""),
            "the way back to the plan: {page}"
        );
    }
}

#[test]
fn invented_entries_and_closed_registers_are_marked() {
    let shown = |sheet| words(&register::render(&chrome(ENGLISH, "/registers/x", &[]), &sheet).unwrap());
    let (wells, secret) = (shown(sample::register()), shown(sample::empty_register()));
    assert!(
        wells.contains("invented for the demonstration") && wells.contains(" public "),
        "{wells}"
    );
    assert!(
        secret.contains("not public") && secret.contains("unknown, not zero"),
        "{secret}"
    );
}

#[test]
fn the_file_of_a_register_names_lines_units_and_what_is_unknown() {
    let file = register_file::write(&Wording(ENGLISH), &sample::register());
    let file = String::from_utf8(file).unwrap();
    assert!(file.starts_with('\u{feff}'));
    insta::assert_snapshot!(file.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r"
    Line,well,depth (m),sealed
    2,w1,12.5,yes
    3,w2,— not said,— not said
    5,'=1+1,0,no
    ");
}

#[test]
fn a_counted_target_shows_its_register_and_how_far_it_has_come() {
    for language in LANGUAGES {
        let page = target::render(
            &chrome(language, "/targets/S05-30", &[]),
            &sample::kept_target(),
            None,
            &[],
        );
        let page = page.unwrap();
        assert!(page.contains("href=\"/registers/wells\""), "{page}");
        assert!(page.contains("<progress max=\"100\" value=\"41.18\""), "{page}");
        let said = words(&page);
        let (base, blind) = match language {
            Language::Chinese => ("2017年 22%", "盲区"),
            Language::English => ("22 % in 2017", "blind spot"),
        };
        assert!(said.contains(base) && said.contains("41.18 %"), "{said}");
        assert!(!said.contains(blind), "a register is no blind spot: {said}");
    }
}

#[test]
fn an_empty_register_is_said_to_be_the_reason() {
    let mut view = sample::kept_target();
    view.register.as_mut().unwrap().entries = 0;
    let page = target::render(&chrome(ENGLISH, "/targets/S05-30", &[]), &view, None, &[]).unwrap();
    assert!(
        words(&page).contains("What is not registered is unknown, not a success"),
        "{page}"
    );
}

#[test]
fn the_front_page_shows_what_needs_attention_and_every_target_once_by_clause() {
    let page = overview::render(&chrome(ENGLISH, "/", &[]), &sample::overview()).unwrap();
    let tiles: Vec<&str> = tags(&page)
        .filter_map(|tag| attribute(tag, "class")?.strip_prefix("tile "))
        .collect();
    assert_eq!(tiles, ["missed", "atrisk"], "missed before behind, nothing else");
    let rows = tags(&page).filter(|tag| attribute(tag, "class") == Some("target-row-name"));
    assert_eq!(rows.count(), sample::targets().len());
}

#[test]
fn coverage_is_counted_by_clause_and_filtered_by_state() {
    // parameters, ids of the rows that are shown
    let cases: [(Parameters, &[&str]); 4] = [
        (&[], &["row-S05-30", "row-S05-31", "row-S07-9"]),
        (&[("state", "absent")], &["row-S07-9"]),
        (&[("state", "live")], &["row-S05-30"]),
        (&[("state", "nonsense")], &["row-S05-30", "row-S05-31", "row-S07-9"]),
    ];
    for (parameters, expected) in cases {
        let page = coverage::render(&chrome(ENGLISH, "/plan/coverage", parameters), &sample::coverage()).unwrap();
        let rows: Vec<&str> = tags(&page)
            .filter(|tag| tag.starts_with("tr "))
            .filter_map(|tag| attribute(tag, "id"))
            .collect();
        assert_eq!(rows, expected, "{parameters:?}");
    }
    let page = coverage::render(&chrome(ENGLISH, "/plan/coverage", &[]), &sample::coverage()).unwrap();
    assert!(
        page.contains("href=\"/plan/05#S05-30\"") && page.contains("plan/05-waters.md:12"),
        "{page}"
    );
}
