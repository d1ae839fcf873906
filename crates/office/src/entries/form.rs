//! The form of one entry, as pages show it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use city::{Field, FieldKind, Register};
use journal::Said;
use standards::Text;

use super::standing::{Known, Origin};
use super::{Entries, EntryError};

/// The form of one entry.
#[derive(Clone, Debug)]
pub struct FormView {
    /// Id of the register.
    pub register: String,
    /// Its name.
    pub name: Text,
    /// The fields in the order of the register.
    pub fields: Vec<FormField>,
    /// What must hold over the entries, in words.
    pub holds: Vec<Text>,
    /// Key of the entry that is edited; none of a new one.
    pub key: Option<String>,
    /// The version that whoever fills it in has seen; 0 where no act has put the entry.
    pub upon: u64,
    /// Where what it says now comes from; none of a new entry.
    pub origin: Option<Origin>,
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Unit; empty where it has none.
    pub unit: Text,
    /// How it is filled in.
    pub input: Input,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether the public may see it.
    pub public: bool,
    /// Whether it tells the entry from others and so cannot be changed.
    pub fixed: bool,
    /// What can stand in it; empty where nothing need be said.
    pub hint: Text,
    /// What stands in it.
    pub value: String,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// By a text.
    Line,
    /// By a number.
    Number,
    /// By a day.
    Day,
    /// By one of some words: each with what it is called.
    Choice(Vec<(String, Text)>),
}

impl Entries<'_> {
    /// The form of a new entry, or of the one with this key as it is on the day.
    ///
    /// # Errors
    /// When there is no such entry, or the journal cannot be read.
    pub fn form(&self, register: &Register, key: Option<&str>, on: NaiveDate) -> Result<FormView, EntryError> {
        let known = match key {
            Some(key) => Some(self.standing_one(register, key, on)?),
            None => None,
        };
        let upon = match (key, self.journal) {
            (Some(key), Some(journal)) => journal.entry_versions(&register.id)?.get(key).copied().unwrap_or(0),
            _ => 0,
        };
        let fields = register.fields.iter();
        let fields: Result<Vec<FormField>, EntryError> = fields
            .map(|field| self.form_field(register, field, known.as_ref(), on))
            .collect();
        Ok(FormView {
            register: register.id.clone(),
            name: register.name.clone(),
            fields: fields?,
            holds: register.over.iter().map(|rule| rule.says.clone()).collect(),
            key: key.map(str::to_owned),
            upon,
            origin: known.map(|known| known.origin),
        })
    }

    fn standing_one(&self, register: &Register, key: &str, on: NaiveDate) -> Result<Known, EntryError> {
        let known = self.known(register, on)?.into_iter();
        let mut known = known.filter(|known| known.key.as_deref() == Some(key));
        known.next().ok_or_else(|| EntryError::NoEntry(key.to_owned()))
    }

    fn form_field(
        &self,
        register: &Register,
        field: &Field,
        known: Option<&Known>,
        on: NaiveDate,
    ) -> Result<FormField, EntryError> {
        let said = known.and_then(|known| known.fields.iter().find(|(id, _)| *id == field.id));
        let value = match said {
            Some((_, Said::Text(text))) => text.clone(),
            Some((_, Said::Erased)) | None => String::new(),
        };
        let is_key = register.key.contains(&field.id) || register.year.as_ref() == Some(&field.id);
        let unit = match &field.kind {
            FieldKind::Number { unit, .. } | FieldKind::Whole { unit, .. } => unit.text(),
            _ => Text::default(),
        };
        Ok(FormField {
            id: field.id.clone(),
            name: field.name.clone(),
            unit,
            input: self.input(field, on)?,
            required: field.required || is_key,
            public: register.public && field.public,
            fixed: is_key && known.is_some(),
            hint: hint(field),
            value,
        })
    }

    fn input(&self, field: &Field, on: NaiveDate) -> Result<Input, EntryError> {
        let same = |id: &String| (id.clone(), Text::same(id));
        Ok(match &field.kind {
            FieldKind::Text | FieldKind::Position | FieldKind::File => Input::Line,
            FieldKind::Number { .. } | FieldKind::Whole { .. } | FieldKind::Year => Input::Number,
            FieldKind::Day => Input::Day,
            FieldKind::Choice(choices) => {
                let choices = choices.iter().map(|one| (one.word.clone(), one.text.clone()));
                Input::Choice(choices.collect())
            }
            FieldKind::Flag => Input::Choice(vec![
                ("true".to_owned(), Text::new("是", "yes")),
                ("false".to_owned(), Text::new("否", "no")),
            ]),
            FieldKind::Reference(other) => Input::Choice(self.referable(other, on)?.iter().map(same).collect()),
            FieldKind::Place => {
                let places = self.city.places.iter();
                Input::Choice(places.map(|place| (place.id.clone(), place.name.clone())).collect())
            }
            FieldKind::Point => {
                let points = self.city.points.iter();
                Input::Choice(points.map(|point| (point.id.clone(), point.name.clone())).collect())
            }
            FieldKind::Reach => Input::Choice(self.city.reaches.iter().map(|reach| same(&reach.id)).collect()),
            FieldKind::Post => {
                let posts = self.city.posts.iter();
                Input::Choice(posts.map(|post| (post.id.clone(), post.title.clone())).collect())
            }
        })
    }
}

impl FormView {
    /// The form with what somebody has filled in already.
    #[must_use]
    pub fn filled(mut self, said: &BTreeMap<String, String>) -> Self {
        for field in &mut self.fields {
            field.value = said.get(&field.id).cloned().unwrap_or_default();
        }
        self
    }
}

/// What can stand in a field.
fn hint(field: &Field) -> Text {
    match &field.kind {
        FieldKind::Number { min, max, .. } | FieldKind::Whole { min, max, .. } => {
            let whole = matches!(field.kind, FieldKind::Whole { .. });
            let (zh, en) = if whole {
                ("整数", "a whole number")
            } else {
                ("数字", "a number")
            };
            match (min, max) {
                (Some(min), Some(max)) => Text::new(format!("{zh}，{min}至{max}"), format!("{en} from {min} to {max}")),
                (Some(min), None) => Text::new(format!("{zh}，不小于{min}"), format!("{en}, at least {min}")),
                (None, Some(max)) => Text::new(format!("{zh}，不大于{max}"), format!("{en}, at most {max}")),
                (None, None) => Text::new(zh, en),
            }
        }
        FieldKind::Year => Text::new("年份，如 2020", "a year such as 2020"),
        FieldKind::Day => Text::new("日期，如 2018-06-08", "a day such as 2018-06-08"),
        FieldKind::Position => Text::new(
            "“经度 纬度”，如 112.9 27.8",
            "longitude and latitude such as 112.9 27.8",
        ),
        FieldKind::File => Text::new("城市目录内文件的路径", "path of a file in the city folder"),
        FieldKind::Flag => Text::new("true 或 false", "true or false"),
        FieldKind::Choice(choices) => {
            let words: Vec<&str> = choices.iter().take(12).map(|one| one.word.as_str()).collect();
            Text::new(words.join("、"), words.join(", "))
        }
        FieldKind::Reference(other) => Text::new(format!("名录“{other}”的条目"), format!("an entry of `{other}`")),
        FieldKind::Place => Text::new("地点的编号", "id of a place"),
        FieldKind::Point => Text::new("测点的编号", "id of a point"),
        FieldKind::Reach => Text::new("河段的编号", "id of a reach"),
        FieldKind::Post => Text::new("岗位的编号", "id of a post"),
        FieldKind::Text => Text::default(),
    }
}
