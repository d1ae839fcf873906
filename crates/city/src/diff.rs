//! What a new version of a city folder changes, in sentences: targets and their verdicts, duties, deadlines, tasks, registers,
//! procedures, choices of parameters.

mod subjects;
mod words;

use standards::Text;

use crate::model::City;
use subjects::{Subject, subjects};

/// What a change touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touches {
    /// A verdict can come out otherwise.
    Verdict,
    /// Somebody answers for more, or for less.
    Duty,
    /// Something is due at another time.
    Deadline,
    /// The form of a register or procedure, a name, a link.
    Form,
}

impl Touches {
    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Duty => "duty",
            Self::Deadline => "deadline",
            Self::Form => "form",
        }
    }

    /// The word on the screen.
    pub fn name(self) -> Text {
        let zh = match self {
            Self::Verdict => "影响判定",
            Self::Duty => "职责",
            Self::Deadline => "期限",
            Self::Form => "形式",
        };
        Text::new(zh, self.word())
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is changed, e.g. `target/S05-24`.
    pub subject: String,
    /// What the change touches.
    pub touches: Touches,
    /// The change in one sentence.
    pub says: Text,
}

/// Everything that `new` changes in `old`, in the order of the kinds of things and their ids.
pub fn diff(old: &City, new: &City) -> Vec<Change> {
    let (old, new) = (subjects(old), subjects(new));
    let mut changes = Vec::new();
    for (key, before) in &old {
        match new.get(key) {
            None => changes.push(whole(key, before, "取消", "is gone")),
            Some(after) => changes.extend(changed(key, before, after)),
        }
    }
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
    changes.extend(added.map(|(key, after)| whole(key, after, "新增", "is new")));
    changes.sort_by(|a, b| a.subject.cmp(&b.subject));
    changes
}

fn whole(key: &str, subject: &Subject, zh: &str, en: &str) -> Change {
    let (name, told) = (&subject.name, &subject.told);
    Change {
        subject: key.to_owned(),
        touches: subject.touches,
        says: Text::new(
            format!("{zh}{}{}", name.zh, bracketed(&told.zh, "（", "）")),
            format!("{}{} {en}", name.en, bracketed(&told.en, " (", ")")),
        ),
    }
}

fn bracketed(text: &str, open: &str, close: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{open}{text}{close}")
    }
}

fn changed(key: &str, before: &Subject, after: &Subject) -> Vec<Change> {
    let pairs = before.facts.iter().zip(&after.facts);
    pairs
        .filter(|(old, new)| old.shown != new.shown)
        .map(|(old, new)| {
            let none = Text::new("（无）", "nothing");
            let shown = |text: &Text| if text.zh.is_empty() { none.clone() } else { text.clone() };
            let (from, to) = (shown(&old.shown), shown(&new.shown));
            Change {
                subject: key.to_owned(),
                touches: new.touches,
                says: Text::new(
                    format!("{}的{}由{}改为{}", after.name.zh, new.aspect.zh, from.zh, to.zh),
                    format!(
                        "{}: {} changes from {} to {}",
                        after.name.en, new.aspect.en, from.en, to.en
                    ),
                ),
            }
        })
        .collect()
}
