//! Targets that the city counts from its registers: verdicts for every year with entries, whys down to file and line, registers.

use office::views::{Attainment, TargetView};
use standards::{Reason, Text};

use crate::Desk;

/// Every year's verdict of a target, a line each.
async fn years(desk: &Desk, id: &str) -> (TargetView, String) {
    let target = desk.office.target(id).await.unwrap();
    let lines = target.years.iter().map(|verdict| {
        let progress = verdict.progress.as_deref().unwrap_or("—");
        format!("{:?} {progress} {}\n", verdict.standing, verdict.headline.en)
    });
    let lines = lines.collect();
    (target, lines)
}

fn keys(reason: &Reason, found: &mut Vec<String>) {
    found.extend(reason.key.clone());
    reason.because.iter().for_each(|cause| keys(cause, found));
}

#[tokio::test]
async fn every_year_with_entries_is_judged_and_what_is_not_said_is_unknown() {
    let desk = Desk::new().await;
    let (target, lines) = years(&desk, "S02-1").await;
    insta::assert_snapshot!(lines, @"
    OnTrack 55.00 2019: 85.50 % < 90.00 %: not due yet, on track (progress 55.00 %)
    NotEnoughData — 2020: not enough data, no verdict
    ");
    assert_eq!(target.verdict.year, 2020);
    assert_eq!(target.due.unwrap().en, "by the end of 2020");
    let register = target.register.unwrap();
    assert!(register.demo, "invented entries are marked");
    assert_eq!((register.id.as_str(), register.entries), ("plots", 4));
}

#[tokio::test]
async fn a_register_without_years_is_judged_as_it_stands() {
    let desk = Desk::new().await;
    let (target, _) = years(&desk, "S02-2").await;
    assert_eq!(target.verdict.standing, Attainment::NotYet);
    assert_eq!(target.verdict.figure, Some(Text::new("7.5公里", "7.5 km")));
    assert_eq!(target.verdict.progress.as_deref(), Some("75.00"));
}

#[tokio::test]
async fn a_panel_without_evidence_does_not_count() {
    let desk = Desk::new().await;
    let (_, lines) = years(&desk, "S02-3").await;
    insta::assert_snapshot!(lines, @"
    NotYet — 2019: the panel judged 'largely reached': not reached yet
    NotEnoughData — 2020: no judgement of a panel can be used, no verdict (such a target is never computed)
    ");
}

#[tokio::test]
async fn a_why_leads_to_the_line_of_every_entry() {
    let desk = Desk::new().await;
    let why = desk.office.why("target/S02-1/2019").await.unwrap();
    let mut found = Vec::new();
    keys(&why.reason, &mut found);
    assert_eq!(found, ["target/S02-1/2019", "entry/plots/2", "entry/plots/3"]);
    let entry = desk.office.why("entry/plots/3").await.unwrap();
    let said: Vec<&str> = entry
        .reason
        .because
        .iter()
        .map(|cause| cause.says.en.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "the entry is invented for the demonstration",
            "plot: P2",
            "year: 2019",
            "reused: 10 ha",
            "met: 8.1 ha"
        ]
    );
    assert_eq!(entry.shown_at.as_deref(), Some("/registers/plots#line-3"));
    let figure = desk.office.why("indicator/plots-safe/2019").await.unwrap();
    assert_eq!(figure.reason.says.en, "safe plots in 2019: 17.1 ÷ 20 = 85.50 %");
}

#[tokio::test]
async fn a_register_shows_its_entries_and_what_is_counted_from_it() {
    let desk = Desk::new().await;
    let sheet = desk.office.register("plots", 1, "").unwrap();
    assert_eq!(sheet.entries.len(), 4);
    assert!(sheet.entries[3].cells[3].is_none(), "an empty cell is unknown");
    assert_eq!(sheet.indicators.len(), 1);
    assert!(!sheet.indicators[0].known);
    assert_eq!(sheet.indicators[0].why, "indicator/plots-safe/2020");
    assert_eq!(
        sheet
            .targets
            .iter()
            .map(|target| target.id.as_str())
            .collect::<Vec<_>>(),
        ["S02-1"]
    );
    let heads = desk.office.registers();
    assert_eq!(
        heads.iter().map(|head| head.id.as_str()).collect::<Vec<_>>(),
        ["belt", "panel", "plots"]
    );
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let desk = Desk::new().await;
    for key in [
        "entry/plots/99",
        "entry/nothing/2",
        "indicator/nothing",
        "indicator/nothing/2020",
    ] {
        let error = desk.office.why(key).await.unwrap_err();
        assert_eq!(error.kind(), office::ErrorKind::NotFound, "{key}");
    }
    assert!(desk.office.register("nothing", 1, "").is_err());
}
