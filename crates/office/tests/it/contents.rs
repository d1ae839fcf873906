//! The plan in short, and one clause of it.

use office::ErrorKind;
use office::views::{ClauseHead, ClausePart};

use crate::Desk;

#[tokio::test]
async fn the_contents_list_clauses_in_order_with_their_targets_and_other_blocks() {
    let fact = |id: &str, more: &str| {
        let name = format!("name = {{ zh = \"{id}\", en = \"{id}\" }}");
        format!(
            "\n事实。\n\n> A fact.\n\n```toml fact\nid = \"{id}\"\n{name}\n{more}sources = [\"x\"]\ncertainty = \"V1\"\n```\n"
        )
    };
    let facts = fact("S01-7", "value = 61\nunit = \"km\"\n") + &fact("S01-8", "");
    let desk = Desk::with(|name, text| match name {
        "plan/01-waters.md" => format!("{text}{facts}"),
        "plan/rows.csv" => format!("{text}S01-7,F,长度,Length\nS01-8,F,会议,Meeting\n"),
        _ => text.to_owned(),
    })
    .await;
    let contents = desk.office.contents().await.unwrap();
    let mut lines = String::new();
    for line in &contents.lines {
        let (code, name, title) = (&line.head.code, &line.head.name.en, &line.head.title.en);
        let targets = contents.targets.iter().filter(|target| target.clause == *code).count();
        lines.push_str(&format!(
            "{code} {name} {title}: {targets} targets, {} live, {} declared\n",
            line.live, line.declared
        ));
    }
    insta::assert_snapshot!(lines, @"
    01 Clause 1 Water: 3 targets, 1 live, 1 declared
    02 Clause 2 Counted: 3 targets, 0 live, 0 declared
    ");
}

#[tokio::test]
async fn a_clause_knows_its_neighbours_and_holds_only_its_own_blocks() {
    let desk = Desk::new().await;
    // code, before, after, ids of its targets
    let cases = [
        ("01", None, Some("02"), vec!["S01-1", "S01-2", "S01-3"]),
        ("02", Some("01"), None, vec!["S02-1", "S02-2", "S02-3"]),
    ];
    for (code, before, after, ids) in cases {
        let sheet = desk.office.clause(code).await.unwrap();
        let name = |head: Option<ClauseHead>| head.map(|head| head.code);
        assert_eq!(name(sheet.before).as_deref(), before, "{code}");
        assert_eq!(name(sheet.after).as_deref(), after, "{code}");
        assert_eq!(sheet.all.len(), 2, "{code}");
        let own = sheet.clause.parts.iter().filter_map(|part| match part {
            ClausePart::Target(target) => Some(target.id.as_str()),
            ClausePart::Prose { .. } | ClausePart::Block(_) => None,
        });
        assert_eq!(own.collect::<Vec<_>>(), ids);
    }
}

#[tokio::test]
async fn an_unknown_clause_is_refused_with_those_that_there_are() {
    let desk = Desk::new().await;
    for code in ["1", "03", "b", "", "01/", "第一条"] {
        let refused = desk.office.clause(code).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotFound, "{code}");
        let says = refused.text();
        assert_eq!(says.zh, format!("没有找到条目“{code}”；已有的是：01, 02"));
        assert_eq!(says.en, format!("there is no clause '{code}'; known are: 01, 02"));
    }
}
