//! Views made up for tests: the shapes that the office hands out, with figures that mean nothing outside these tests.

use office::views::*;
use standards::{Certainty, Text};

mod entries;
mod kept;
mod network;
mod points;
mod received;

pub use entries::*;
pub use kept::*;
pub use network::*;
pub use points::*;
pub use received::*;

/// The page of signing in, after a wrong password, in a demonstration.
pub fn sign_in() -> server::pages::sign_in::SignIn {
    server::pages::sign_in::SignIn {
        next: "/plan/07?x=1".to_owned(),
        account: "li.wei".to_owned(),
        error: Some(text("账号或密码不对", "the name or the password is wrong")),
        entrances: vec![server::pages::sign_in::Entrance {
            account: "duty".to_owned(),
            title: text("值班岗", "Duty officer"),
        }],
    }
}

pub fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

fn post(id: &str, zh: &str, en: &str) -> PostView {
    PostView {
        id: id.to_owned(),
        title: text(zh, en),
        holder: Some(text("（演示）河长甲", "(demo) Chief A")),
        demo: true,
    }
}

fn verdict(id: &str, year: i32, standing: Attainment, headline: Text, figure: Option<&str>) -> VerdictView {
    VerdictView {
        year,
        standing,
        headline,
        figure: figure.map(Text::same),
        progress: None,
        why: format!("target/{id}/{year}"),
        certainty: Some(Certainty::PD),
    }
}

pub fn air_target() -> TargetView {
    let id = "S07-22";
    let year = |year, standing, zh: &str, en: &str, figure| verdict(id, year, standing, text(zh, en), figure);
    let years = vec![
        year(
            2014,
            Attainment::Missed,
            "365 天中 355 天有效，优良 240 天，占 67.6 %，低于 80 %",
            "355 of 365 days valid, 240 of them good: 67.6 %, below 80 %",
            Some("67.6 %"),
        ),
        year(
            2015,
            Attainment::Met,
            "365 天中 352 天有效，优良 290 天，占 82.4 %，达到 80 %",
            "352 of 365 days valid, 290 of them good: 82.4 %, at least 80 %",
            Some("82.4 %"),
        ),
        year(
            2016,
            Attainment::NotEnoughData,
            "只有 268 天有效，不足以判定全年",
            "only 268 days are valid, too few to judge the year",
            None,
        ),
        year(
            2020,
            Attainment::NotEnoughData,
            "只有 11 天有小时值，不足以判定全年",
            "only 11 days have hourly values, too few to judge the year",
            None,
        ),
    ];
    TargetView {
        id: id.to_owned(),
        clause: "07".to_owned(),
        clause_name: Text::new("第七条", "Clause 7"),
        sentence: text(
            "到 2020 年，全市空气质量优良天数的比例达到百分之八十以上。",
            "By 2020 at least 80 % of the days of the year have good air.",
        ),
        indicator: text("优良天数比例 · 全市", "Share of good-air days · whole city"),
        demand: text("≥ 80 %", "≥ 80 %"),
        due: Some(Text::new("2020年底前", "by the end of 2020")),
        due_year: Some(2020),
        base: None,
        register: None,
        answers: vec![post("bureau-air", "市生态环境局局长", "Head of the ecology bureau")],
        verdict: years[3].clone(),
        years,
    }
}

pub fn water_target(id: &str, zh: &str, en: &str, standing: Attainment) -> TargetView {
    let judged = match standing {
        Attainment::NoStation => verdict(
            id,
            2020,
            standing,
            text("没有断面，无从判定", "no section, so nothing to judge"),
            None,
        ),
        _ => verdict(
            id,
            2020,
            standing,
            text("全年各断面都在目标以内", "all sections stay within the target"),
            Some("Ⅱ"),
        ),
    };
    TargetView {
        id: id.to_owned(),
        clause: "05".to_owned(),
        clause_name: Text::new("第五条", "Clause 5"),
        sentence: text(
            &format!("到 2020 年，{zh}水质稳定在Ⅱ类以内。"),
            &format!("By 2020 the {en} stays within class Ⅱ."),
        ),
        indicator: text(&format!("水质类别 · {zh}"), &format!("Water class · {en}")),
        demand: text("稳定 ≤ Ⅱ 类", "stable ≤ class Ⅱ"),
        due: Some(Text::new("2020年底前", "by the end of 2020")),
        due_year: Some(2020),
        base: None,
        register: None,
        answers: vec![post(
            "chief",
            &format!("{zh}市级河长"),
            &format!("City chief of the {en}"),
        )],
        years: vec![judged.clone()],
        verdict: judged,
    }
}

pub fn targets() -> Vec<TargetView> {
    vec![
        water_target("S05-24", "湘江干流", "Xiang main stream", Attainment::Met),
        water_target("S05-25", "涟水", "Lian", Attainment::Missed),
        water_target("S05-26", "涓水", "Juan", Attainment::NoStation),
        water_target("S05-27", "水府庙库区", "Shuifumiao reservoir", Attainment::NoStation),
        kept_target(),
        air_target(),
    ]
}

/// A programme with a task, a milestone and everything that a block can say.
fn programme() -> BlockView {
    let milestone = MilestoneView {
        day: "2019-06-30".to_owned(),
        says: text("完成设计", "The design is done"),
    };
    BlockView {
        id: "S07-1".to_owned(),
        kind: text("方案", "programme"),
        name: text("燃煤治理", "Less coal"),
        live: false,
        standing: text("已写明", "declared"),
        because: text("尚无办理记录", "nothing was reported yet"),
        days: Some(text("2020年底前", "by the end of 2020")),
        acceptance: Some(text("验收合格", "Accepted")),
        figure: Some(Text::new("61公里", "61 km")),
        carried_by: vec![
            CarriedBy {
                what: text("规则", "Rule"),
                id: "RESP-10".to_owned(),
                name: text("第一号工程", "First project"),
                shown_at: None,
            },
            CarriedBy {
                what: text("名录", "Register"),
                id: "wells".to_owned(),
                name: text("饮用水井", "Drinking wells"),
                shown_at: Some("/registers/wells".to_owned()),
            },
        ],
        places: vec![text("城区", "the town")],
        answers: Vec::new(),
        measured: Some(MeasuredView {
            indicator: text("接管率", "share that is connected"),
            demand: Text::same("≥ 90%"),
            year: 2019,
            standing: Attainment::NotYet,
            headline: text(
                "2019年 85.00% < 90%：尚未达到（未到期限）",
                "2019: 85.00 % < 90 %: not reached yet",
            ),
            certainty: Some(Certainty::PD),
            why: "indicator/connected/2019".to_owned(),
        }),
        milestones: vec![milestone.clone()],
        tasks: vec![TaskView {
            id: "S07-1.1".to_owned(),
            depth: 1,
            name: text("清洁能源替代", "Clean energy instead"),
            units: vec![text("发展改革委", "Development and reform commission")],
            post: None,
            days: Some(text("2019年底前", "by the end of 2019")),
            weight: Some("100".to_owned()),
            acceptance: None,
            milestones: vec![milestone],
        }],
        note: Some(text("示例", "An example")),
        certainty: Certainty::V1,
    }
}

fn clauses() -> [ClauseView; 2] {
    let prose = |zh: &str, en: &str| ClausePart::Prose {
        html: text(&format!("<p>{zh}</p>"), &format!("<p>{en}</p>")),
    };
    let mut targets = targets();
    let air = targets.pop().unwrap();
    let mut water = vec![prose(
        "把碧水保卫战作为首要任务，以湘江保护和治理为重点，统筹上下游、左右岸、干支流。",
        "Clean water comes first: the Xiang is protected and mended, upstream and downstream, both banks, main stream and tributaries together.",
    )];
    for target in targets {
        water.push(ClausePart::Prose {
            html: text(
                &format!("<p>{}</p>", target.sentence.zh),
                &format!("<p>{}</p>", target.sentence.en),
            ),
        });
        water.push(ClausePart::Target(Box::new(target)));
    }
    [
        ClauseView {
            code: "05".to_owned(),
            name: Text::new("第五条", "Clause 5"),
            title: text("水的目标", "Targets for water"),
            parts: water,
        },
        ClauseView {
            code: "07".to_owned(),
            name: Text::new("第七条", "Clause 7"),
            title: text("空气的目标", "Targets for air"),
            parts: vec![
                prose(
                    "控制煤、车、尘、企业四类来源。",
                    "Coal, vehicles, dust and factories are kept in check.",
                ),
                prose(&air.sentence.zh, &air.sentence.en),
                ClausePart::Target(Box::new(air)),
                ClausePart::Block(Box::new(programme())),
            ],
        },
    ]
}

/// The heads of the plan, one of a part among them.
fn heads() -> Vec<ClauseHead> {
    let head = |code: &str, name: Text, title: Text| ClauseHead {
        code: code.to_owned(),
        name,
        title,
        part: code == "B",
    };
    let part = head("B", text("第二部分", "Part 2"), text("攻坚", "Hard work"));
    let own = clauses().map(|clause| head(&clause.code, clause.name, clause.title));
    std::iter::once(part).chain(own).collect()
}

/// The table of contents: a head of words only, a clause of targets only, a clause with another block.
pub fn contents() -> Contents {
    let lines = heads().into_iter().map(|head| ContentsLine {
        live: 0,
        declared: usize::from(head.code == "07"),
        head,
    });
    Contents {
        lines: lines.collect(),
        targets: targets(),
    }
}

/// The clause on water: between two others.
pub fn water_clause() -> ClauseSheet {
    let [clause, _] = clauses();
    let all = heads();
    ClauseSheet {
        clause,
        before: all.first().cloned(),
        after: all.last().cloned(),
        all,
    }
}

/// The clause on air: the last one.
pub fn air_clause() -> ClauseSheet {
    let [_, clause] = clauses();
    let all = heads();
    ClauseSheet {
        clause,
        before: all.get(1).cloned(),
        after: None,
        all,
    }
}

pub fn notice() -> Text {
    text(
        "演示数据：历史公开监测值由模拟器按原时间重放；负责人均为虚构。",
        "Demo data: published historical values replayed by a simulator; all persons are invented.",
    )
}

pub fn overview() -> Overview {
    Overview {
        city: text("湘潭市", "Xiangtan"),
        notice: Some(notice()),
        counts: Counts {
            frames: 12_345,
            frames_faulty: 17,
            files: 3,
            observations: 98_765,
        },
        sections: sections(),
        stations: stations(),
        targets: targets(),
        blind_spots: vec![text("涓水", "the Juan"), text("水府庙水库", "the Shuifumiao reservoir")],
    }
}
