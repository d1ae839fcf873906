//! The pages of the instrument network: what is unknown is called unknown, nothing secret is shown, nothing from outside becomes markup.

use server::pages::{forwarding, kept_apart, logger, network};
use standards::Language;

use crate::markup::{Parameters, attribute, chrome, tags, words};
use crate::sample;

#[test]
fn the_list_is_chosen_from_by_words_and_states() {
    // parameters, stations on the page
    let cases: [(Parameters, &[&str]); 6] = [
        (&[], &["DEMO1", "DEMO2", "DEMO3", "DEMO4"]),
        (&[("state", "offline")], &["DEMO1"]),
        (&[("state", "online")], &["DEMO4"]),
        (&[("state", "nonsense")], &["DEMO1", "DEMO2", "DEMO3", "DEMO4"]),
        (&[("q", "demo2")], &["DEMO2"]),
        (&[("q", "demo2"), ("state", "offline")], &[]),
    ];
    for (parameters, stations) in cases {
        let page = network::render(&chrome(Language::English, "/network", parameters), &sample::network()).unwrap();
        let shown: Vec<String> = tags(&page)
            .filter_map(|tag| attribute(tag, "href")?.strip_prefix("/network/DEMO"))
            .map(|number| format!("DEMO{number}"))
            .collect();
        assert_eq!(shown, stations, "{parameters:?}");
        assert_eq!(page.contains("href=\"/network\">all of them"), stations.is_empty());
    }
}

#[test]
fn what_is_not_known_is_called_unknown_and_never_zero() {
    let page = network::render(&chrome(Language::English, "/network", &[]), &sample::network()).unwrap();
    let words = words(&page);
    assert!(words.contains("95.8 %") && words.contains("23 / 24"), "{words}");
    // Three stations of which nothing is owed, over two spans.
    assert_eq!(words.matches("unknown: nothing is owed").count(), 6);
    assert!(!words.contains(" 0.0 %") && !words.contains(" 0 / 0"), "{words}");
    // The one that was never heard has neither a last frame nor a last value.
    assert_eq!(words.matches("— unknown").count(), 6 + 2);
}

#[test]
fn a_station_tells_its_gaps_with_what_was_done_about_them() {
    let page = logger::render(&chrome(Language::English, "/network/DEMO1", &[]), &sample::logger()).unwrap();
    let words: String = words(&page).split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in [
        "not asked for yet · again at 2026-04-02 18:30",
        "times asked for: 8",
        "the logger has said twice that it has none",
        "61.0 s behind",
        "3 / 120",
        "1072 set password",
        "NewPW=******",
        "the station did not answer",
    ] {
        assert!(words.contains(piece), "lacks {piece}: {words}");
    }
    assert!(page.contains("href=\"/sections/zhaoshan\""), "the way to its point");
}

#[test]
fn a_name_from_outside_stays_text_and_the_page_says_that_it_only_shows() {
    let page = kept_apart::render(
        &chrome(Language::English, "/network/quarantine", &[]),
        &sample::kept_apart(),
    )
    .unwrap();
    assert!(!page.contains("<b>stranger"), "{page}");
    assert!(words(&page).contains("This page only shows"));
    assert!(page.contains("href=\"/evidence/r5\""));
    assert!(!page.contains("<form"), "nothing is changed from here");
}

#[test]
fn a_platform_that_was_never_forwarded_to_has_no_bookmark_of_zero() {
    let page = forwarding::render(
        &chrome(Language::English, "/network/forwarding", &[]),
        &sample::platforms(),
    )
    .unwrap();
    let words: String = words(&page).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Nothing was forwarded yet"), "{words}");
    assert!(
        words.contains("Bookmark: done up to r569 Received behind it 12 Admitted behind it — unknown"),
        "{words}"
    );
    assert!(words.contains("not in the city folder any more"), "{words}");
}
