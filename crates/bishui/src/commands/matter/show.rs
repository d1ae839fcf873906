//! A matter in words.

use std::process::ExitCode;

use journal::MatterRow;
use office::matters::{Actor, Matters};
use office::views::{MatterLine, MatterView, NoteView};
use standards::{Language, Text};

use super::{refusal, time};
use crate::arguments::{MatterShow, Place};
use crate::failure::Failure;
use crate::output::outln;

/// A matter after a step: state, who must act next, by when.
pub(super) fn line(place: &Place, matters: &Matters, row: &MatterRow) {
    let language = place.language();
    let machine = matters.city().procedure(&row.procedure);
    let state = machine.and_then(|machine| machine.state(&row.state));
    let state = state.map_or_else(|| Text::same(&row.state), |state| state.name.clone());
    let state = state.in_language(language);
    let owner = matters.post_name(&row.owner);
    let owner = owner.in_language(language);
    let due = row.due.filter(|_| !row.last);
    let due = due.map_or_else(|| "—".to_owned(), |due| due.format("%Y-%m-%d %H:%M").to_string());
    let (id, version) = (&row.id, row.version);
    match (language, row.last) {
        (Language::Chinese, true) => outln!("{id}  第 {version} 版  {state}  已办结"),
        (Language::English, true) => outln!("{id}  version {version}  {state}  ended"),
        (Language::Chinese, false) => outln!("{id}  第 {version} 版  {state}  待办：{owner}  期限 {due}"),
        (Language::English, false) => outln!("{id}  version {version}  {state}  waits for: {owner}  due {due}"),
    }
}

/// A matter of a list.
pub(super) fn listed(place: &Place, line: &MatterLine) {
    let language = place.language();
    let due = line
        .due
        .map_or_else(|| "—".to_owned(), |due| due.format("%Y-%m-%d %H:%M").to_string());
    let late = if line.late {
        Text::new(" 逾期", " overdue")
    } else {
        Text::default()
    };
    let owner = line.owner.as_ref().map_or("—", |owner| owner.in_language(language));
    outln!(
        "{}  {}{}  {}  {}  {}",
        line.id,
        due,
        late.in_language(language),
        line.state.in_language(language),
        owner,
        line.title
    );
}

/// One matter as a post sees it.
pub(super) fn one(place: &Place, matters: &Matters, show: &MatterShow) -> Result<ExitCode, Failure> {
    let viewer = show.viewer.as_ref().map(|post| Actor {
        person: String::new(),
        post: post.clone(),
    });
    let view = matters
        .show(&show.matter, viewer.as_ref(), time(matters, show.at))
        .map_err(|error| refusal(place, &error))?;
    if show.json {
        outln!("{}", serde_json::to_string_pretty(&view)?);
    } else {
        tell(place.language(), &view);
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(language: Language, view: &MatterView) {
    let say = |text: &Text| text.in_language(language).to_owned();
    let word = |zh: &'static str, en: &'static str| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    fn noted(note: &NoteView, language: Language) -> String {
        let words = match note {
            NoteView::Text(text) => return text.clone(),
            NoteView::Erased => Text::new("（已删除）", "(erased)"),
            NoteView::Withheld => Text::new("（只有经办人能看）", "(only those who handle it read this)"),
        };
        words.in_language(language).to_owned()
    }
    let noted = |note: &NoteView| noted(note, language);
    let line = &view.line;
    outln!("{}  {}", line.id, line.title);
    outln!("{}  {}", say(&line.procedure), say(&line.state));
    if let Some(owner) = &line.owner {
        outln!("{} {}", word("待办：", "waits for:"), say(owner));
    }
    for clock in &view.clocks {
        let over = if clock.over == Some(true) {
            word("  已过", "  over")
        } else {
            ""
        };
        let paused = if clock.paused {
            word("  已暂停", "  paused")
        } else {
            ""
        };
        let due = say(&clock.due);
        outln!("{} {}  {due}{over}{paused}", word("时限：", "clock:"), say(&clock.name));
    }
    for step in &view.steps {
        let person = noted(&step.person);
        outln!(
            "{}  {} → {}  {}  {person}",
            step.at.format("%Y-%m-%d %H:%M"),
            say(&step.action),
            say(&step.state),
            say(&step.post)
        );
        for (name, value) in &step.facts {
            outln!("    {}: {}", say(name), say(value));
        }
        for (name, note) in &step.notes {
            let text = noted(note);
            outln!("    {}: {text}", say(name));
        }
    }
    for stay in view.stays.iter().filter(|stay| stay.to.is_some()) {
        outln!("{} {}  {} h", word("历时：", "stayed:"), say(&stay.state), stay.hours);
    }
    for action in &view.actions {
        match action.refused.first() {
            None => outln!("{} {} ({})", word("可以：", "may:"), say(&action.name), action.id),
            Some(reason) => outln!(
                "{} {}: {}",
                word("不能：", "may not:"),
                say(&action.name),
                say(&reason.says)
            ),
        }
    }
}
