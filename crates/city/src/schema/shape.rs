//! What a key of a TOML file may hold, and how that is said in JSON Schema. The shapes follow the questions of `Table`, one for one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use standards::Text;

use super::known::{Known, Thing};

/// A word that a key may take, with its name where it has one.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) word: String,
    pub(super) text: Option<Text>,
}

/// The words of a list that have no names.
pub(super) fn plain<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<Said> {
    let said = |word: &str| Said {
        word: word.to_owned(),
        text: None,
    };
    words.into_iter().map(said).collect()
}

/// The words of a list with their names.
pub(super) fn named<'w>(words: impl IntoIterator<Item = (&'w str, Text)>) -> Vec<Said> {
    let said = |(word, text): (&str, Text)| Said {
        word: word.to_owned(),
        text: Some(text),
    };
    words.into_iter().map(said).collect()
}

/// What a key holds.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// Any text.
    Text,
    /// A text of a form, as a regular expression.
    Form(&'static str),
    /// One word of a list that is complete.
    Choice(Vec<Said>),
    /// A word that is proposed, or another text.
    Open(Vec<Said>),
    /// The id of something in the same folder.
    Id(Thing),
    /// A list of texts; at least so many.
    Texts(Box<Shape>, usize),
    /// One text, or a list of them.
    OneOrMore(Box<Shape>),
    /// A whole number between two others.
    Whole(i64, i64),
    /// A whole number out of some.
    WholeOf(Vec<i64>),
    /// A decimal number.
    Number,
    /// So many numbers.
    Numbers(usize),
    /// Yes or no.
    Flag,
    /// A day.
    Day,
    /// A day, or a day with a time.
    Moment,
    /// A year, a day or `"yearly"`.
    Due(i64, i64),
    /// A number or a text.
    Figure,
    /// A sentence or name in both languages.
    Bilingual,
    /// Free keys with texts.
    Pairs,
    /// Keys out of a list, with texts.
    PairsOf(Vec<Said>),
    /// Free keys with texts, numbers, flags or days.
    Facts,
    /// A table of keys.
    Table(Vec<Key>),
    /// Tables in double brackets.
    Tables(Vec<Key>),
}

/// One key of a table.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    /// Whether it must be there, whatever else the table says.
    pub(super) must: bool,
    pub(super) shape: Shape,
    says: Text,
}

/// A key that must be there.
pub(super) fn must(name: &'static str, shape: Shape, zh: &str, en: &str) -> Key {
    Key {
        name,
        must: true,
        shape,
        says: Text::new(zh, en),
    }
}

/// A key that may be left out.
pub(super) fn may(name: &'static str, shape: Shape, zh: &str, en: &str) -> Key {
    Key {
        must: false,
        ..must(name, shape, zh, en)
    }
}

/// The same list of texts of a shape, which may be empty.
pub(super) fn texts(shape: Shape) -> Shape {
    Shape::Texts(Box::new(shape), 0)
}

/// A list of texts of a shape with at least one.
pub(super) fn some_texts(shape: Shape) -> Shape {
    Shape::Texts(Box::new(shape), 1)
}

/// Writes shapes as JSON Schema and remembers which things of the folder they refer to.
pub(super) struct Writer<'k> {
    pub(super) known: &'k Known,
    pub(super) referred: BTreeSet<Thing>,
}

impl Writer<'_> {
    /// A table: its keys and no others.
    pub(super) fn table(&mut self, keys: &[Key]) -> Value {
        let mut properties = Map::new();
        for key in keys {
            let mut schema = self.shape(&key.shape);
            if let Value::Object(schema) = &mut schema {
                schema.insert("description".to_owned(), describe(&key.says));
            }
            properties.insert(key.name.to_owned(), schema);
        }
        let required: Vec<&str> = keys.iter().filter(|key| key.must).map(|key| key.name).collect();
        let mut table = json!({ "type": "object", "additionalProperties": false, "properties": properties });
        if let (Value::Object(table), false) = (&mut table, required.is_empty()) {
            table.insert("required".to_owned(), json!(required));
        }
        table
    }

    fn shape(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Text => json!({ "type": "string" }),
            Shape::Form(pattern) => json!({ "type": "string", "pattern": pattern }),
            Shape::Choice(words) => choice(words),
            Shape::Open(words) => json!({ "anyOf": [choice(words), { "type": "string" }] }),
            Shape::Id(thing) => self.id(*thing),
            Shape::Texts(item, least) => json!({ "type": "array", "items": self.shape(item), "minItems": least }),
            Shape::OneOrMore(item) => {
                let item = self.shape(item);
                json!({ "anyOf": [item, { "type": "array", "items": item }] })
            }
            Shape::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Shape::WholeOf(numbers) => json!({ "type": "integer", "enum": numbers }),
            Shape::Number => json!({ "type": "number" }),
            Shape::Numbers(count) => {
                json!({ "type": "array", "items": { "type": "number" }, "minItems": count, "maxItems": count })
            }
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Day => day(),
            Shape::Moment => json!({ "type": "string", "pattern": MOMENT }),
            Shape::Due(first, last) => due(*first, *last),
            Shape::Figure => json!({ "anyOf": [{ "type": "number" }, { "type": "string" }] }),
            Shape::Bilingual => bilingual(),
            Shape::Pairs => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            Shape::PairsOf(words) => pairs_of(words),
            Shape::Facts => {
                json!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean"] } })
            }
            Shape::Table(keys) => self.table(keys),
            Shape::Tables(keys) => json!({ "type": "array", "items": self.table(keys) }),
        }
    }

    /// An id: by reference, so that the ids of a large folder stand once in a schema.
    fn id(&mut self, thing: Thing) -> Value {
        self.referred.insert(thing);
        json!({ "allOf": [{ "$ref": format!("#/definitions/{}", thing.word()) }] })
    }

    /// The definitions of everything that was referred to.
    pub(super) fn definitions(&self) -> Map<String, Value> {
        let define = |thing: &Thing| {
            let form = json!({ "type": "string", "pattern": thing.form() });
            let schema = match self.known.of(*thing) {
                [] => form,
                words => json!({ "anyOf": [choice(words), form] }),
            };
            (thing.word().to_owned(), schema)
        };
        self.referred.iter().map(define).collect()
    }
}

/// A text that is not blank.
const FILLED: &str = "[^ \\t\\r\\n]";
/// A day as editors show it to a schema: as its text.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// A day, or a day with a time. What follows the day is left to the reader: taplo hands on another time than the one that is written.
const MOMENT: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?$";

fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": DAY })
}

fn due(first: i64, last: i64) -> Value {
    json!({ "anyOf": [
        { "type": "integer", "minimum": first, "maximum": last },
        day(),
        { "type": "string", "enum": ["yearly"] },
    ] })
}

fn bilingual() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["zh", "en"],
        "properties": {
            "zh": { "type": "string", "pattern": FILLED, "description": "中文 · in Chinese" },
            "en": { "type": "string", "pattern": FILLED, "description": "英文 · in English" },
        },
    })
}

/// A table whose keys are the words.
fn pairs_of(words: &[Said]) -> Value {
    let entry = |said: &Said| {
        let mut text = json!({ "type": "string" });
        if let (Value::Object(text), Some(says)) = (&mut text, &said.text) {
            text.insert("description".to_owned(), describe(says));
        }
        (said.word.clone(), text)
    };
    let properties: Map<String, Value> = words.iter().map(entry).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// A list of words; their names stand where editors look for them.
fn choice(words: &[Said]) -> Value {
    let list: Vec<&str> = words.iter().map(|said| said.word.as_str()).collect();
    let mut schema = json!({ "type": "string", "enum": list });
    if let (Value::Object(schema), true) = (&mut schema, words.iter().any(|said| said.text.is_some())) {
        let docs: Vec<Value> = words
            .iter()
            .map(|said| said.text.as_ref().map_or(Value::Null, describe))
            .collect();
        schema.insert("x-taplo".to_owned(), json!({ "docs": { "enumValues": docs } }));
    }
    schema
}

/// Both languages, as an editor shows them in one bubble.
pub(super) fn describe(text: &Text) -> Value {
    match text.zh == text.en {
        true => json!(text.zh),
        false => json!(format!("{}\n\n{}", text.zh, text.en)),
    }
}
