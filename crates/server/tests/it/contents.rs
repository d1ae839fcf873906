//! The table of contents of the plan, and the ways from clause to clause.

use server::pages::{clause, overview, plan, target};
use standards::Language::English;

use crate::markup::{attribute, chrome, tags, words};
use crate::sample;

/// The piece of `page` from the tag with `id` to the end of its line of the list.
fn line<'a>(page: &'a str, id: &str) -> &'a str {
    let (_, after) = page.split_once(&format!("id=\"{id}\"")).unwrap();
    after.split("</ul>").next().unwrap()
}

/// Words with single spaces.
fn plain(piece: &str) -> String {
    words(piece).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_line_counts_its_targets_by_standing_and_its_other_blocks() {
    let page = plan::render(&chrome(English, "/plan", &[]), &sample::contents()).unwrap();
    // id, words of the line
    let cases = [
        ("clause-B", "Part 2 Hard work words only"),
        (
            "clause-05",
            "Clause 5 Targets for water 5 targets Met 1 Missed 1 At risk 1 No station 2",
        ),
        (
            "clause-07",
            "Clause 7 Targets for air 1 target Too little data 1 other blocks: Declared 1",
        ),
    ];
    for (id, expected) in cases {
        assert_eq!(plain(line(&page, id)), expected, "{id}");
    }
    let parts = tags(&page).filter(|tag| attribute(tag, "class") == Some("contents-part"));
    assert_eq!(
        parts.filter_map(|tag| attribute(tag, "id")).collect::<Vec<_>>(),
        ["clause-B"]
    );
}

#[test]
fn what_needs_attention_stands_beside_the_contents_and_nothing_else() {
    let rows = |view| {
        let page = plan::render(&chrome(English, "/plan", &[]), &view).unwrap();
        let rows = tags(&page).filter(|tag| attribute(tag, "class") == Some("target-row-name"));
        let ids: Vec<String> = rows
            .filter_map(|tag| attribute(tag, "href"))
            .map(str::to_owned)
            .collect();
        (ids, page.contains("No target is missed or behind."))
    };
    let (ids, calm) = rows(sample::contents());
    assert_eq!(ids, ["/targets/S05-25", "/targets/S05-30"], "missed before behind");
    assert!(!calm);
    let mut view = sample::contents();
    view.targets.retain(|target| target.id == "S05-24");
    assert_eq!(rows(view), (Vec::new(), true));
}

#[test]
fn a_clause_leads_to_its_neighbours_and_to_all_clauses() {
    // clause, before, after
    let cases = [
        (sample::water_clause(), Some("/plan/B"), Some("/plan/07")),
        (sample::air_clause(), Some("/plan/05"), None),
    ];
    for (sheet, before, after) in cases {
        let page = clause::render(&chrome(English, "/plan/05", &[]), &sheet).unwrap();
        let way = |rel| {
            let links = tags(&page).filter(move |tag| attribute(tag, "rel") == Some(rel));
            links.filter_map(|tag| attribute(tag, "href")).collect::<Vec<_>>()
        };
        let twice = |way: Option<&'static str>| way.map_or(Vec::new(), |way| vec![way, way]);
        assert_eq!(way("prev"), twice(before), "{}", sheet.clause.code);
        assert_eq!(way("next"), twice(after), "{}", sheet.clause.code);
        let own = format!("a href=\"/plan/{}\" aria-current=\"page\"", sheet.clause.code);
        assert_eq!(tags(&page).filter(|tag| *tag == own).count(), 1, "{own}");
        for head in &sheet.all {
            assert!(
                page.contains(&format!("<li><a href=\"/plan/{}\"", head.code)),
                "{}",
                head.code
            );
        }
    }
}

#[test]
fn other_pages_lead_to_the_page_of_a_clause() {
    let front = overview::render(&chrome(English, "/", &[]), &sample::overview()).unwrap();
    let target = target::render(
        &chrome(English, "/targets/S07-22", &[]),
        &sample::air_target(),
        None,
        &[],
    )
    .unwrap();
    for (page, href) in [(&front, "/plan/05"), (&front, "/plan/07"), (&target, "/plan/07")] {
        assert!(tags(page).any(|tag| attribute(tag, "href") == Some(href)), "{href}");
    }
}
