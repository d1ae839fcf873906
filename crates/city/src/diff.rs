//! What a new version of a city folder changes, in sentences: targets and their verdicts, duties, deadlines, tasks, registers,
//! procedures, choices of parameters.

mod measuring;
mod subjects;
mod verdicts;
mod words;

use std::collections::BTreeMap;

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
    let verdicts = verdicts::verdicts(old, new);
    let (old, mut new) = (subjects(old), subjects(new));
    let mut changes = renamed(&old, &mut new);
    for (key, before) in &old {
        match new.get(key) {
            None if changes.iter().any(|change| change.subject == *key) => {}
            None => changes.push(whole(key, before, "取消", "is gone")),
            Some(after) => changes.extend(changed(key, before, after)),
        }
    }
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
    changes.extend(added.map(|(key, after)| whole(key, after, "新增", "is new")));
    changes.extend(verdicts);
    changes.sort_by(|a, b| a.subject.cmp(&b.subject));
    changes
}

/// Things that got another id and are the same in all that is said of them: told once, not as gone and new. They are taken out of
/// `new`.
fn renamed(old: &BTreeMap<String, Subject>, new: &mut BTreeMap<String, Subject>) -> Vec<Change> {
    let kind = |key: &str| key.split('/').next().unwrap_or_default().to_owned();
    let gone: Vec<(&String, &Subject)> = old.iter().filter(|(key, _)| !new.contains_key(*key)).collect();
    let mut changes = Vec::new();
    for (key, before) in gone.into_iter().filter(|(_, subject)| !subject.told.zh.is_empty()) {
        let same = |(other, after): &(&String, &Subject)| {
            !old.contains_key(*other) && kind(other) == kind(key) && before.is_like(after)
        };
        let Some(found) = new.iter().find(same).map(|(other, _)| other.clone()) else {
            continue;
        };
        let Some(after) = new.remove(&found) else { continue };
        changes.push(Change {
            subject: key.clone(),
            touches: Touches::Form,
            says: Text::new(
                format!(
                    "{}改为{}{}",
                    before.name.zh,
                    after.name.zh,
                    bracketed(&after.told.zh, "（", "）")
                ),
                format!(
                    "{} is now {}{}",
                    before.name.en,
                    after.name.en,
                    bracketed(&after.told.en, " (", ")")
                ),
            ),
        });
    }
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
            let (mut from, mut to) = (shown(&old.shown), shown(&new.shown));
            // What is worded anew in one language alone is shown in that language to everybody.
            if from.en == to.en {
                (from.en, to.en) = (from.zh.clone(), to.zh.clone());
            } else if from.zh == to.zh {
                (from.zh, to.zh) = (from.en.clone(), to.en.clone());
            }
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
