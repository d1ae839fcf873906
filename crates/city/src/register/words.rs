//! Entries as people read them: ids become names, words of a choice their text, numbers have their unit.

use standards::Text;

use super::{Cell, Entry, Field, FieldKind, Register};
use crate::model::City;

impl City {
    /// What `entry` says in `field`, without its unit; `None` is unknown.
    pub fn shown(&self, register: &Register, field: &Field, entry: &Entry) -> Option<Text> {
        let cell = register.cell(entry, &field.id)?;
        let name_of = |id: &str| match field.kind {
            FieldKind::Place => self.place(id).map(|place| place.name.clone()),
            FieldKind::Point => self.point(id).map(|point| point.name.clone()),
            FieldKind::Post => self.post(id).map(|post| post.title.clone()),
            _ => None,
        };
        Some(match (&field.kind, cell) {
            (FieldKind::Choice(choices), Cell::Word(word)) => choices
                .iter()
                .find(|choice| choice.word == *word)
                .map_or_else(|| Text::same(word), |choice| choice.text.clone()),
            (_, Cell::Word(id)) => name_of(id).unwrap_or_else(|| Text::same(id)),
            (_, Cell::Flag(true)) => Text::new("是", "yes"),
            (_, Cell::Flag(false)) => Text::new("否", "no"),
            (_, cell) => Text::same(cell.written()),
        })
    }

    /// The name of `field` with what `entry` says in it, in its unit.
    pub fn said(&self, register: &Register, field: &Field, entry: &Entry) -> Text {
        let value = match (self.shown(register, field, entry), &field.kind) {
            (None, _) => Text::new("未填", "not said"),
            (Some(value), FieldKind::Number { unit, .. } | FieldKind::Whole { unit, .. }) => unit.words(&value.zh),
            (Some(value), _) => value,
        };
        Text::new(
            format!("{}：{}", field.name.zh, value.zh),
            format!("{}: {}", field.name.en, value.en),
        )
    }

    /// An entry as people call it: its key.
    pub fn called(&self, register: &Register, entry: &Entry) -> Text {
        let fields = register.key.iter().filter_map(|id| register.field(id));
        let parts: Vec<Text> = fields.filter_map(|field| self.shown(register, field, entry)).collect();
        let joined = |pick: fn(&Text) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join(" · ");
        Text::new(joined(|part| &part.zh), joined(|part| &part.en))
    }

    /// An entry as people call it, with the line it stands in.
    pub fn placed(&self, register: &Register, entry: &Entry) -> Text {
        let (name, line) = (self.called(register, entry), entry.line);
        let file = register.entries_file.as_deref().unwrap_or(&register.file);
        Text::new(
            format!("{}（{file} 第{line}行）", name.zh),
            format!("{} ({file}, line {line})", name.en),
        )
    }
}
