//! What a city writes down itself, as pages get it: every row of the resolution, long registers, where a target started.

use crate::Desk;

#[tokio::test]
async fn every_row_stands_under_its_clause_with_its_state_and_the_reason() {
    let desk = Desk::new().await;
    let view = desk.office.coverage();
    let mut lines = String::new();
    for section in &view.sections {
        let (name, title, counts) = (&section.name.en, &section.title.en, section.counts);
        lines.push_str(&format!(
            "{} {name} {title} {}/{}/{}\n",
            section.code, counts.live, counts.declared, counts.absent
        ));
        for row in &section.rows {
            let by: Vec<String> = row
                .realised_by
                .iter()
                .map(|by| format!("{} {} {}", by.clause_code, by.id, by.place))
                .collect();
            lines.push_str(&format!(
                "  {} {:?} {} [{}]\n",
                row.id,
                row.state,
                row.because.en,
                by.join(", ")
            ));
        }
    }
    insta::assert_snapshot!(lines, @"
    01 Clause 1 Water 2/1/0
      S01-1 Live 1 point(s) feed it [01 S01-1 plan/01-waters.md:9]
      S01-2 Declared no point measures Dark River [01 S01-2 plan/01-waters.md:25]
      S01-3 Live 1 point(s) feed it [01 S01-3 plan/01-waters.md:41]
    02 Clause 2 Counted 3/0/1
      S02-1 Live the register 'plots' (plots) has 4 entries (invented) [02 S02-1 plan/02-counted.md:9]
      S02-2 Live the register 'belt' (belt) has 2 entries [02 S02-2 plan/02-counted.md:26]
      S02-3 Live the register 'judgements' (panel) has 2 entries [02 S02-3 plan/02-counted.md:41]
      S02-9 Absent no block of the plan realises it []
    09 09  0/0/1
      S09-1 Absent no block of the plan realises it []
    ");
    let rows: usize = view.sections.iter().map(|section| section.rows.len()).sum();
    assert_eq!(view.all.total(), rows);
}

#[tokio::test]
async fn a_target_tells_where_it_started() {
    let desk = Desk::new().await;
    let base = desk.office.target("S02-1").await.unwrap().base.unwrap();
    assert_eq!((base.zh.as_str(), base.en.as_str()), ("2018年 80%", "80 % in 2018"));
    assert!(desk.office.target("S02-2").await.unwrap().base.is_none());
}

#[tokio::test]
async fn a_long_register_has_pages_and_is_whole_in_its_file() {
    let desk = Desk::with(|name, text| match name {
        "registers/belt.csv" => {
            let more: String = (0..600).map(|number| format!("extra-{number},0.01\n")).collect();
            format!("{text}{more}")
        }
        _ => text.to_owned(),
    })
    .await;
    let (page, whole) = (
        desk.office.register("belt", 1, "").unwrap(),
        desk.office.register_in_full("belt").unwrap(),
    );
    assert_eq!((page.entries.len(), page.page, page.pages), (200, 1, 4));
    assert_eq!((page.total, whole.entries.len(), whole.total), (602, 602, 602));
    // A page beyond the last is the last, and the way back from an entry leads to the page on which it stands.
    let last = desk.office.register("belt", 99, "").unwrap();
    assert_eq!((last.page, last.entries.len(), last.entries[1].line), (4, 2, 603));
    let entry = desk.office.why("entry/belt/603").await.unwrap();
    assert_eq!(entry.shown_at.as_deref(), Some("/registers/belt?page=4#line-603"));
    // Words keep the entries in which all of them stand.
    let found = desk.office.register("belt", 1, "EXTRA-59 0.01").unwrap();
    assert_eq!(
        (found.found, found.entries.len(), found.pages, found.total),
        (11, 11, 1, 602)
    );
    assert_eq!(
        page.indicators[0].says, whole.indicators[0].says,
        "all are counted either way"
    );
}
