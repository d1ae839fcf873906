//! What holds for every page in both languages.

use std::collections::HashSet;

use standards::Language;

use crate::markup::{LANGUAGES, all_pages, attribute, tags, words};

/// Asks every page in every language and names the one that fails.
fn on_every_page(ask: impl Fn(&str, Language, &str)) {
    for language in LANGUAGES {
        for (name, page) in all_pages(language) {
            ask(&format!("{name} in {language:?}"), language, &page);
        }
    }
}

#[test]
fn the_language_is_told_to_screen_readers() {
    on_every_page(|name, language, page| {
        let lang = tags(page)
            .find(|tag| tag.starts_with("html"))
            .and_then(|tag| attribute(tag, "lang"));
        let expected = match language {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        };
        assert_eq!(lang, Some(expected), "{name}");
    });
}

#[test]
fn english_pages_have_no_chinese_left() {
    for (name, page) in all_pages(Language::English) {
        let words = words(&page).replace("中文", "");
        let left: String = words
            .chars()
            .filter(|letter| ('\u{3000}'..='\u{9fff}').contains(letter))
            .collect();
        assert_eq!(left, "", "{name}");
    }
}

#[test]
fn chinese_pages_have_no_english_phrases_left() {
    // Words of the frame and headings that an untranslated template would leave.
    const PHRASES: [&str; 6] = ["Overview", "Who answers", "Measured", "see why", "Legend", "Show all"];
    for (name, page) in all_pages(Language::Chinese) {
        let words = words(&page);
        for phrase in PHRASES {
            assert!(!words.contains(phrase), "{name} still says {phrase:?}");
        }
    }
}

#[test]
fn the_demo_notice_stands_on_every_page() {
    on_every_page(|name, _, page| assert_eq!(page.matches("<aside class=\"notice\"").count(), 1, "{name}"));
}

#[test]
fn nothing_on_a_page_needs_a_weaker_policy() {
    on_every_page(|name, _, page| {
        for tag in tags(page) {
            assert!(attribute(tag, "style").is_none(), "{name}: style attribute in <{tag}>");
            let handler = tag.split(' ').find(|part| part.starts_with("on") && part.contains('='));
            assert!(handler.is_none(), "{name}: {handler:?} in <{tag}>");
            let inline = tag.starts_with("script") && attribute(tag, "src").is_none();
            assert!(!inline, "{name}: inline script");
            for place in ["href", "src"].iter().filter_map(|name| attribute(tag, name)) {
                assert!(
                    place.starts_with('/') || place.starts_with('#'),
                    "{name}: leads outside: {place}"
                );
            }
        }
    });
}

#[test]
fn headings_tables_and_labels_are_in_order() {
    on_every_page(|name, _, page| {
        let tags: Vec<&str> = tags(page).collect();
        let count = |start: &str| tags.iter().filter(|tag| tag.split(' ').next() == Some(start)).count();
        assert_eq!(count("h1"), 1, "{name}: h1");
        assert_eq!(count("main"), 1, "{name}: main");
        assert_eq!(count("table"), count("caption"), "{name}: captions");
        let unscoped = tags
            .iter()
            .find(|tag| tag.split(' ').next() == Some("th") && attribute(tag, "scope").is_none());
        assert!(unscoped.is_none(), "{name}: {unscoped:?}");
        let ids: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
        let known: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{name}: an id stands twice in {ids:?}");
        for label in tags.iter().filter_map(|tag| attribute(tag, "aria-labelledby")) {
            assert!(known.contains(label), "{name}: nothing is called {label}");
        }
    });
}

#[test]
fn what_was_received_cannot_become_markup() {
    let (_, page) = all_pages(Language::English)
        .into_iter()
        .find(|(name, _)| *name == "evidence")
        .unwrap();
    assert!(!page.contains("<script>alert"), "a field of a frame became a script");
    assert!(page.contains("alert(1)"), "the field is gone");
}

#[test]
fn the_language_switch_keeps_the_page() {
    let chrome = crate::markup::chrome(Language::Chinese, "/targets/S07-22", &[("year", "2015")]);
    let page = server::pages::target::render(&chrome, &crate::sample::air_target(), Some(2015), &[]).unwrap();
    assert!(
        page.contains("href=\"/targets/S07-22?year=2015&#38;lang=en\""),
        "{page}"
    );
}
