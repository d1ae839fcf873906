//! The part of JSON Schema that the schemas of a city folder use; a word of which nothing is known here fails the test.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use regex::Regex;
use serde_json::{Map, Value};

/// What is wrong with `value` by `schema`, with the path to it; empty when it fits.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Checker { root: schema }.check(schema, value, "", &mut faults);
    faults
}

struct Checker<'s> {
    root: &'s Value,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (word, rule) in schema.as_object().expect("a schema is an object") {
            let fits = match word.as_str() {
                "$schema" | "title" | "description" | "definitions" | "x-taplo" | "format" => true,
                "type" => is_of(rule, value),
                "enum" => rule.as_array().unwrap().contains(value),
                "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
                "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
                "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
                "minItems" => value
                    .as_array()
                    .is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
                "maxItems" => value
                    .as_array()
                    .is_none_or(|list| list.len() as u64 <= rule.as_u64().unwrap()),
                "required" => value.as_object().is_none_or(|table| has_all(table, rule)),
                "anyOf" => rule.as_array().unwrap().iter().any(|one| self.fits(one, value)),
                "allOf" => rule.as_array().unwrap().iter().all(|one| self.fits(one, value)),
                "$ref" => self.fits(self.definition(rule), value),
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{at}[{number}]"), faults);
                    }
                    true
                }
                "properties" | "additionalProperties" => {
                    self.keys(word, schema, value, at, faults);
                    true
                }
                unknown => panic!("nothing is known of `{unknown}`"),
            };
            if !fits {
                faults.push(format!("{at}: {word} {rule} against {value}"));
            }
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(schema, value, "", &mut faults);
        faults.is_empty()
    }

    fn definition(&self, reference: &Value) -> &Value {
        let name = reference
            .as_str()
            .and_then(|path| path.strip_prefix("#/definitions/"))
            .unwrap();
        &self.root["definitions"][name]
    }

    /// The keys that are named, or those that are not.
    fn keys(&self, word: &str, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        for (key, inner) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{key}");
            let named = schema.get("properties").and_then(|properties| properties.get(key));
            match (word, named, &schema["additionalProperties"]) {
                ("properties", Some(named), _) => self.check(named, inner, &at, faults),
                ("additionalProperties", None, Value::Bool(false)) => faults.push(format!("{at}: unknown key")),
                ("additionalProperties", None, others @ Value::Object(_)) => self.check(others, inner, &at, faults),
                _ => {}
            }
        }
    }
}

fn has_all(table: &Map<String, Value>, keys: &Value) -> bool {
    keys.as_array()
        .unwrap()
        .iter()
        .all(|key| table.contains_key(key.as_str().unwrap()))
}

fn matches(pattern: &str, text: &str) -> bool {
    // Making an expression takes far longer than asking it, and a schema asks the same few again and again.
    static MADE: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut made = MADE.lock().unwrap();
    let known = made
        .entry(pattern.to_owned())
        .or_insert_with(|| Regex::new(pattern).unwrap());
    known.is_match(text)
}

fn is_of(types: &Value, value: &Value) -> bool {
    let one = |name: &Value| match name.as_str().unwrap() {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        unknown => panic!("there is no type `{unknown}`"),
    };
    types
        .as_array()
        .map_or_else(|| one(types), |types| types.iter().any(one))
}
