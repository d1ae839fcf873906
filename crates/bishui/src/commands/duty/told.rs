//! Duties in lines of text.

use office::duties::HandedOver;
use office::views::{DutyCoverage, DutyGround, Incumbent, PostHead, PostSheet, Tenure, WhoView};
use standards::{Language, Text};

use crate::output::outln;

/// Who answers.
pub fn who(language: Language, view: &WhoView) {
    outln!("{}  {}  {}", view.what, view.name.in_language(language), view.day);
    if view.posts.is_empty() {
        let says = Text::new("没有岗位负责", "no post answers for it");
        outln!("{}", says.in_language(language));
    }
    for answering in &view.posts {
        outln!("{}", head(language, &answering.post));
        outln!("    {}", tenure(&answering.tenure).in_language(language));
        for because in &answering.because {
            let (says, ground) = (because.says.in_language(language), ground(&because.ground));
            outln!("    {says}  ({})", ground.in_language(language));
        }
    }
}

/// A post, its holders and its duties.
pub fn sheet(language: Language, sheet: &PostSheet) {
    outln!("{}", head(language, &sheet.post));
    outln!("{}  {}", sheet.day, tenure(&sheet.tenure).in_language(language));
    for stretch in &sheet.history {
        outln!("    {}", tenure(stretch).in_language(language));
    }
    for duty in &sheet.duties {
        let kind = duty.kind.name();
        let (kind, name) = (kind.in_language(language), duty.name.in_language(language));
        outln!("{kind}  {}  {name}", duty.id);
    }
}

/// RESP-1.
pub fn coverage(language: Language, view: &DutyCoverage) {
    for level in &view.levels {
        let (posts, held) = (level.posts, level.posts.saturating_sub(level.vacant.len()));
        let says = Text::new(
            format!("{}河长岗位 {posts} 个，在任 {held} 个", level.level.zh),
            format!("{}: {posts} post(s) of chiefs, {held} held", level.level.en),
        );
        outln!("{}", says.in_language(language));
        outln!("    {}", level.says.in_language(language));
        for vacant in &level.vacant {
            let (head, tenure) = (head(language, &vacant.post), tenure(&vacant.tenure));
            outln!("    {head}  {}", tenure.in_language(language));
        }
        for (segment, since) in &level.bare {
            let says = match since {
                Some(since) => Text::new(
                    format!("{segment}：自 {since} 起无河长"),
                    format!("{segment}: without a chief since {since}"),
                ),
                None => Text::new(
                    format!("{segment}：从未设河长"),
                    format!("{segment}: never had a chief"),
                ),
            };
            outln!("    {}", says.in_language(language));
        }
        for segment in &level.doubled {
            let says = Text::new(
                format!("{segment}：有两名以上河长"),
                format!("{segment}: has two or more chiefs"),
            );
            outln!("    {}", says.in_language(language));
        }
    }
}

/// That it was recorded.
pub fn handed_over(language: Language, done: &HandedOver) {
    let (act, digest) = (done.act, &done.digest);
    let says = Text::new(
        format!("清单 SHA-256：{digest}\n已登记为第 {act} 条；请双方在清单上签字"),
        format!("SHA-256 of the list: {digest}\nrecorded as act {act}; both sign the list"),
    );
    outln!("{}", says.in_language(language));
}

fn head(language: Language, post: &PostHead) -> String {
    let title = post.title.in_language(language);
    let unit = post.unit.as_ref().map(|unit| unit.in_language(language));
    let level = post.level.as_ref().map(|level| level.in_language(language));
    let words: Vec<&str> = [Some(post.id.as_str()), Some(title), unit, level]
        .into_iter()
        .flatten()
        .collect();
    words.join("  ")
}

/// Who, since when, and who says so.
fn tenure(tenure: &Tenure) -> Text {
    let who = match &tenure.incumbent {
        Incumbent::Person(name) => name.clone(),
        Incumbent::Vacant => Text::new("空缺", "vacant"),
        Incumbent::Erased => Text::new("（已删除）", "(erased)"),
    };
    let since = match tenure.since {
        Some(since) => Text::new(format!("自 {since} 起"), format!("since {since}")),
        None => Text::new("起始日不明", "since when is not known"),
    };
    let until = match tenure.until {
        Some(until) => Text::new(format!("至 {until} 前"), format!(" until {until}")),
        None => Text::default(),
    };
    let ground = ground(&tenure.ground);
    Text::new(
        format!("{}  {}{}  （{}）", who.zh, since.zh, until.zh, ground.zh),
        format!("{}  {}{}  ({})", who.en, since.en, until.en, ground.en),
    )
}

fn ground(ground: &DutyGround) -> Text {
    match ground {
        DutyGround::Act { act, document } if document.is_empty() => {
            Text::new(format!("行为 {act}"), format!("act {act}"))
        }
        DutyGround::Act { act, document } => {
            Text::new(format!("行为 {act}，{document}"), format!("act {act}, {document}"))
        }
        DutyGround::Folder { file, line } => {
            let at = line.map(|line| format!(":{line}")).unwrap_or_default();
            Text::new(
                format!("按城市目录 {file}{at}"),
                format!("as the city folder says, {file}{at}"),
            )
        }
    }
}
