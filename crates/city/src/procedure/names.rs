//! The names within one procedure: what has been given a name, and where.

use std::ops::Range;

use rules::procedure::ACTED_ON;
use standards::Text;

use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::table::{Need, Table};

/// Longest id of a fact, in characters.
const FACT_ID_LENGTH_MAX: usize = 64;

/// The ids of everything in one procedure.
pub(crate) struct Names {
    pub(super) roles: Registry,
    pub(super) facts: Registry,
    pub(super) states: Registry,
    pub(super) actions: Registry,
    pub(super) clocks: Registry,
    examples: Registry,
}

/// A table that carries an id, once the id has been entered.
pub(super) struct Named<'a> {
    pub(super) table: Table<'a>,
    pub(super) id: String,
}

/// The tables of one procedure whose ids have been entered.
pub(super) struct Tables<'a> {
    pub(super) roles: Vec<Named<'a>>,
    pub(super) facts: Vec<Named<'a>>,
    pub(super) states: Vec<Named<'a>>,
    pub(super) actions: Vec<Named<'a>>,
    pub(super) clocks: Vec<Named<'a>>,
    pub(super) examples: Vec<Named<'a>>,
}

impl Names {
    pub(super) fn new() -> Self {
        let new = |zh: &str, en: &str, home, kind| Registry::new(Text::new(zh, en), home, kind);
        Self {
            roles: new("角色", "role", "[[role]]", FindingKind::UnknownRole),
            facts: new("事实", "fact", "[[fact]]", FindingKind::UnknownFact),
            states: new("状态", "state", "[[state]]", FindingKind::UnknownState),
            actions: new("动作", "action", "[[action]]", FindingKind::UnknownAction),
            clocks: new("时钟", "clock", "[[clock]]", FindingKind::UnknownClock),
            examples: new("算例", "example", "[[example]]", FindingKind::UnknownWord),
        }
    }

    /// Enters the ids of all parts, so that each may refer to any other.
    pub(super) fn enter<'a>(&mut self, root: &mut Table<'a>, source: &Source<'_>) -> Tables<'a> {
        Tables {
            roles: named(root.tables("role"), &mut self.roles, source),
            facts: facts(root.tables("fact"), &mut self.facts, source),
            states: named(root.tables("state"), &mut self.states, source),
            actions: named(root.tables("action"), &mut self.actions, source),
            clocks: named(root.tables("clock"), &mut self.clocks, source),
            examples: named(root.tables("example"), &mut self.examples, source),
        }
    }

    /// Where an example is written.
    pub(super) fn example(&self, id: &str) -> Range<usize> {
        place(&self.examples, id)
    }

    /// Where an action is written.
    pub(super) fn action(&self, id: &str) -> Range<usize> {
        place(&self.actions, id)
    }

    /// Where a state is written.
    pub(super) fn state(&self, id: &str) -> Range<usize> {
        place(&self.states, id)
    }

    /// Where a clock is written.
    pub(super) fn clock(&self, id: &str) -> Range<usize> {
        place(&self.clocks, id)
    }

    /// Where a fact is written.
    pub(super) fn fact(&self, id: &str) -> Range<usize> {
        place(&self.facts, id)
    }

    /// Where a role is written.
    pub(super) fn role(&self, id: &str) -> Range<usize> {
        place(&self.roles, id)
    }
}

fn place(registry: &Registry, id: &str) -> Range<usize> {
    registry.place_of(id).map_or(0..1, |(_, span)| span.clone())
}

fn named<'a>(tables: Vec<Table<'a>>, registry: &mut Registry, source: &Source<'_>) -> Vec<Named<'a>> {
    let mut entered = Vec::new();
    for mut table in tables {
        if let Some(id) = table.word("id", Need::Required).filter(|id| registry.enter(id, source)) {
            entered.push(Named { table, id: id.text });
        }
    }
    entered
}

/// Facts stand in guards, where `-` is a sign: their ids are written with underscores.
fn facts<'a>(tables: Vec<Table<'a>>, registry: &mut Registry, source: &Source<'_>) -> Vec<Named<'a>> {
    let mut entered = Vec::new();
    for mut table in tables {
        let Some(id) = table.word("id", Need::Required) else {
            continue;
        };
        if fact_id(&id, source) && registry.enter_formed(&id, source) {
            entered.push(Named { table, id: id.text });
        }
    }
    entered
}

fn fact_id(id: &Word, source: &Source<'_>) -> bool {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let begins = id.text.chars().next().is_some_and(|first| first.is_ascii_lowercase());
    let reserved = [ACTED_ON, "and", "or", "not", "true", "false"].contains(&id.text.as_str());
    if begins && !reserved && id.text.len() <= FACT_ID_LENGTH_MAX && id.text.chars().all(allowed) {
        return true;
    }
    let says = Text::new(
        format!("事实编号“{}”写法不对", id.text),
        format!("`{}` cannot be the id of a fact", id.text),
    );
    let help = Text::new(
        format!("以小写字母开头，用小写字母、数字和下划线，不超过{FACT_ID_LENGTH_MAX}个字符，且不用保留词"),
        format!(
            "begin with a letter, use lower-case letters, digits and underscores, at most {FACT_ID_LENGTH_MAX} characters, and no reserved word"
        ),
    );
    source.report(FindingKind::BadId, id.span.clone(), says, Some(help));
    false
}
