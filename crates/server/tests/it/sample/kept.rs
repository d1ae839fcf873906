//! What a city counts itself, made up for tests: a register, a target over it, and the rows of the resolution.

use office::views::*;
use standards::{Certainty, Reason, Text};

use super::{post, text, verdict};

fn head(id: &str, zh: &str, en: &str, entries: usize, public: bool) -> RegisterHead {
    RegisterHead {
        id: id.to_owned(),
        name: text(zh, en),
        entries,
        public,
        demo: entries > 0,
        certainty: Certainty::PD,
        rules: vec!["RUR-1".to_owned()],
        writes: vec![post("wells", "水利局科长", "Officer of wells")],
    }
}

pub fn registers() -> Vec<RegisterHead> {
    vec![
        head("secret", "未公开的名录", "A list not shown", 0, false),
        head("wells", "饮用水井", "Drinking wells", 3, true),
    ]
}

fn field(zh: &str, en: &str, unit: Text, number: bool, public: bool) -> FieldHead {
    FieldHead {
        name: text(zh, en),
        unit,
        number,
        public,
    }
}

pub fn register() -> RegisterSheet {
    let entry = |line: usize, cells: [Option<Text>; 3]| EntryRow {
        line,
        why: format!("entry/wells/{line}"),
        cells: cells.into(),
    };
    let sealed = |known: Option<(&str, &str)>| known.map(|(zh, en)| text(zh, en));
    RegisterSheet {
        head: head("wells", "饮用水井", "Drinking wells", 3, true),
        note: Some(text("逐口登记。", "One well after the other.")),
        sources: vec!["DB43/T 1".to_owned()],
        fields: vec![
            field("井号", "well", Text::default(), false, true),
            field("井深", "depth", text("米", "m"), true, true),
            field("已封", "sealed", Text::default(), false, false),
        ],
        entries: vec![
            entry(
                2,
                [
                    sealed(Some(("w1", "w1"))),
                    Some(Text::same("12.5")),
                    sealed(Some(("是", "yes"))),
                ],
            ),
            entry(3, [sealed(Some(("w2", "w2"))), None, None]),
            entry(
                5,
                [
                    Some(Text::same("=1+1")),
                    Some(Text::same("0")),
                    sealed(Some(("否", "no"))),
                ],
            ),
        ],
        found: 3,
        page: 1,
        pages: 1,
        total: 3,
        file: "registers/wells.toml".to_owned(),
        entries_file: Some("registers/wells.csv".to_owned()),
        holds: vec![text("每口井只登记一次", "every well stands once")],
        indicators: vec![IndicatorFigure {
            id: "sealed-wells".to_owned(),
            name: text("封闭的井所占比例", "share of sealed wells"),
            says: text("1 ÷ 2 = 50 %", "1 ÷ 2 = 50 %"),
            certainty: Certainty::PD,
            known: true,
            why: "indicator/sealed-wells".to_owned(),
        }],
        targets: vec![RestingTarget {
            id: "S05-30".to_owned(),
            sentence: kept_target().sentence,
            demand: kept_target().demand,
        }],
    }
}

pub fn empty_register() -> RegisterSheet {
    RegisterSheet {
        head: head("secret", "未公开的名录", "A list not shown", 0, false),
        entries: Vec::new(),
        found: 0,
        total: 0,
        entries_file: None,
        holds: Vec::new(),
        indicators: Vec::new(),
        targets: Vec::new(),
        ..register()
    }
}

pub fn kept_target() -> TargetView {
    let id = "S05-30";
    let says = text("50 % < 90 %：滞后", "50 % < 90 %: behind");
    let mut judged = verdict(id, 2020, Attainment::AtRisk, says, Some("50 %"));
    judged.progress = Some("41.18".to_owned());
    TargetView {
        id: id.to_owned(),
        clause: "05".to_owned(),
        clause_name: Text::new("第五条", "Clause 5"),
        sentence: text(
            "封闭百分之九十的饮用水井。",
            "Ninety per cent of the drinking wells are sealed.",
        ),
        indicator: text("封闭的井所占比例 · 全市", "Share of sealed wells · whole city"),
        demand: text("≥ 90 %", "≥ 90 %"),
        due: Some(Text::new("2022年底前", "by the end of 2022")),
        due_year: Some(2022),
        base: Some(Text::new("2017年 22%", "22 % in 2017")),
        register: Some(head("wells", "饮用水井", "Drinking wells", 3, true)),
        answers: vec![post("wells", "水利局科长", "Officer of wells")],
        years: vec![judged.clone()],
        verdict: judged,
    }
}

/// Why the target stands so: a count over entries, each with its line.
pub fn kept_why() -> WhySheet {
    let entry = |line: usize| {
        let says = Text::new(
            format!("w{line}（registers/wells.csv 第{line}行）：计入"),
            format!("w{line} (registers/wells.csv, line {line}): counts"),
        );
        let mut reason = Reason::new(says);
        reason.key = Some(format!("entry/wells/{line}"));
        reason
    };
    let count = Reason::new(text("1 ÷ 2 = 50 %", "1 ÷ 2 = 50 %")).since_all((2..20).map(entry));
    WhySheet {
        key: "target/S05-30/2020".to_owned(),
        title: kept_target().sentence,
        reason: Reason::new(kept_target().verdict.headline).since(count),
        answers: Vec::new(),
        quality: None,
        shown_at: Some("/targets/S05-30".to_owned()),
    }
}

pub fn coverage() -> CoverageView {
    let row = |id: &str, state, realised_by| CoverageRow {
        id: id.to_owned(),
        name: text("封闭水井", "Seal the wells"),
        kind: text("目标", "target"),
        state,
        because: text("名录“wells”有3条", "the register `wells` has 3 entries"),
        realised_by,
    };
    let by = RealisedBy {
        id: "S05-30".to_owned(),
        kind: text("目标", "target"),
        clause: text("第五条", "Clause 5"),
        clause_code: "05".to_owned(),
        place: "plan/05-waters.md:12".to_owned(),
    };
    let counts = |live, declared, absent| CoverageCounts { live, declared, absent };
    let section = |code: &str, counts, rows| CoverageSection {
        code: code.to_owned(),
        name: text("第五条", "Clause 5"),
        title: text("水的目标", "Targets for water"),
        counts,
        rows,
    };
    CoverageView {
        all: counts(1, 1, 1),
        sections: vec![
            section(
                "05",
                counts(1, 1, 0),
                vec![
                    row("S05-30", CoverageState::Live, vec![by]),
                    row("S05-31", CoverageState::Declared, Vec::new()),
                ],
            ),
            section(
                "07",
                counts(0, 0, 1),
                vec![row("S07-9", CoverageState::Absent, Vec::new())],
            ),
        ],
    }
}
