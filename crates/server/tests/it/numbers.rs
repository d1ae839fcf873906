//! Numbers and their absence: linked to their why, never an empty cell, never a zero that was not measured.

use office::views::PointKind;
use server::pages::{chart, marker, point, table_file};
use server::wording::Wording;
use standards::Language;

use crate::markup::{Parameters, attribute, chrome, tags, words};
use crate::sample;

const ENGLISH: Wording = Wording(Language::English);

#[test]
fn every_figure_in_a_table_leads_to_its_why() {
    let page = point::render(
        &chrome(Language::English, "/sections/zhaoshan", &[]),
        &sample::section_sheet(),
    )
    .unwrap();
    let cells: Vec<&str> = tags(&page).filter(|tag| tag.contains("class=\"cell ")).collect();
    // 30 rows of 5 items; every seventh lacks its value but not its why.
    assert_eq!(cells.len(), 150);
    for cell in cells {
        let href = attribute(cell, "href").unwrap_or_default();
        assert!(href.starts_with("/why/value/zhaoshan/"), "{cell}");
    }
}

#[test]
fn a_missing_value_says_so_in_words() {
    let sheet = sample::section_sheet();
    let missing = sheet.tables[0]
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| cell.text.is_none())
        .count();
    let page = point::render(&chrome(Language::English, "/sections/zhaoshan", &[]), &sheet).unwrap();
    let words = words(&page);
    assert!(missing > 10, "the sample has gaps");
    assert_eq!(words.matches('—').count(), missing);
    assert_eq!(words.matches("in maintenance, not counted").count(), missing);
}

#[test]
fn tables_are_cut_until_all_rows_are_asked_for() {
    // parameters, rows on the page
    let cases: [(Parameters, usize); 4] = [
        (&[], 96),
        (&[("rows", "all")], 240),
        (&[("period", "day")], 11),
        (&[("period", "century")], 96),
    ];
    for (parameters, rows) in cases {
        let page = point::render(
            &chrome(Language::Chinese, "/stations/1511A", parameters),
            &sample::station_sheet(),
        );
        assert_eq!(
            page.unwrap().matches("<th scope=\"row\"").count(),
            rows,
            "{parameters:?}"
        );
    }
}

#[test]
fn a_chart_draws_gaps_not_zeros() {
    let series = chart::of(&ENGLISH, &sample::section_sheet(), Some("sample")).unwrap();
    let item = &series.items[0];
    assert_eq!((series.labels.len(), item.values.len(), item.texts.len()), (30, 30, 30));
    assert!(series.labels[0] < series.labels[29], "time runs to the right");
    assert!(
        item.values.iter().filter(|value| value.is_none()).count() >= 4,
        "the sample has gaps"
    );
    let gaps = item.values.iter().zip(&item.texts).filter(|(value, _)| value.is_none());
    assert!(
        gaps.map(|(_, text)| text)
            .all(|text| text == "in maintenance, not counted")
    );
    let json = serde_json::to_string(&series).unwrap();
    assert!(json.contains("null") && json.contains("\"unknown\""), "{json}");
}

#[test]
fn a_file_for_spreadsheets_opens_as_utf8_and_names_what_is_missing() {
    let sheet = sample::section_sheet();
    let file = String::from_utf8(table_file::write(&ENGLISH, &sheet.tables[1])).unwrap();
    insta::assert_snapshot!(file.trim_start_matches('\u{feff}').replace("\r\n", "\n"), @r#"
    Period,Mark,pH,Dissolved oxygen (mg/L),Permanganate index (mg/L),Ammonia nitrogen (mg/L),Total phosphorus (mg/L)
    2020-04-05 00:00,Level 5,2.1,4.7,5.2,"— in maintenance, not counted",2.0
    2020-04-04 00:00,Level 4,2.0,4.8,5.7,3.8,"— in maintenance, not counted"
    2020-04-03 00:00,Level 3,1.8,4.8,6.2,4.6,2.2
    2020-04-02 00:00,Level 2,1.6,4.7,6.6,5.4,2.6
    2020-04-01 00:00,Unknown,"— in maintenance, not counted",4.5,6.9,6.2,3.2
    "#);
    assert!(file.starts_with('\u{feff}'));
}

#[test]
fn markers_carry_words_and_only_places_that_are_known() {
    let markers: Vec<_> = sample::stations()
        .iter()
        .filter_map(|point| marker::of(&ENGLISH, point))
        .collect();
    assert_eq!(
        markers.len(),
        sample::stations().len() - 1,
        "the city as one has no place"
    );
    assert!(
        markers
            .iter()
            .all(|marker| marker.kind == PointKind::Station && !marker.label.is_empty())
    );
    let unknown = markers.iter().find(|marker| marker.slug == "unknown").unwrap();
    assert_eq!(
        (unknown.label.as_str(), unknown.href.as_str()),
        ("Unknown", "/stations/1562A")
    );
}
