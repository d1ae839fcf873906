//! The schemas for editors: the folders of the project fit them, and what they refuse the reader refuses, too.

mod checker;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use city::schema::{self, Schema};
use city::{FindingKind, Severity};
use serde_json::{Value, json};

use crate::sample::Sample;
use crate::xiangtan::folder;

/// What the sample does not have, so that every schema but those of rare blocks meets a file.
const MORE: &[(&str, &str)] = &[
    (
        "platforms.toml",
        r#"[[platform]]
id = "province"
name = { zh = "省平台", en = "Province" }
address = "10.1.2.3:2120"
password_env = "PROVINCE_PASSWORD"
commands = ["2061", "2031"]
system_types = ["32"]
points = ["mouth"]
silent = true
"#,
    ),
    (
        "retention.toml",
        r#"[[raw_frame_days]]
from = 2026-01-01
days = 1095
certainty = "K"
source = "办法"
zh = "三年"
en = "three years"
"#,
    ),
    (
        "calendar/2019.toml",
        r#"year = 2019
source = "通知"
certainty = "V2"

[[holiday]]
name = { zh = "清明节", en = "Qingming" }
from = 2019-04-05
to = 2019-04-07

[[workday]]
day = 2019-02-02
for = { zh = "春节", en = "Spring Festival" }
"#,
    ),
    (
        "profiles/responsibility.toml",
        r#"variants = []

[[parameter]]
id = "publicity_working_days"
unit = "working-days"
[[parameter.value]]
value = "5"
from = 2019-01-01
to = 2020-12-31
certainty = "V1"
source = "文件"
"#,
    ),
];

const LOGGER: &str = r#"aliases = ["广场"]

[point.logger]
password_env = "SQUARE_PASSWORD"
sm4_key_env = "SQUARE_KEY"
encrypts_requests = true
addresses = ["10.1.2.0/24"]
crc = "strict"
edition = "2017"
utc_offset_minutes = 480
units = { w21003 = "mg/L" }
offline_after_minutes = 90
may_set_clock = true
over_time_seconds = 5
resend_count = 3

[point.logger.first_contact]
set_time = true
over_time_seconds = 5
resend_count = 3
real_time_interval_seconds = 30
minute_interval_minutes = 10
real_time_upload = "on"
status_upload = "off"

[[point.logger.owed]]
period = "hour"
every_minutes = 240
items = ["NH3N", "PH"]
since = 2021-04-01

[[point.logger.instrument_range]]
item = "NH3N"
min = 0
max = 25.5
unit = "mg/L"
"#;

fn sample() -> Sample {
    let sample = Sample::whole().change("places/points.toml", "aliases = [\"广场\"]", LOGGER);
    MORE.iter()
        .fold(sample, |sample, (file, text)| sample.change(file, "", text))
}

/// The schemas by the files they are for, and by the words of blocks.
struct Schemas(Vec<Schema>);

impl Schemas {
    fn of(&self, file: &str) -> Option<&Schema> {
        self.0.iter().find(|schema| {
            let files = schema.files.as_deref().unwrap_or_default();
            match files.split_once('*') {
                Some((folder, ending)) => file.starts_with(folder) && file.ends_with(ending),
                None => files == file,
            }
        })
    }

    fn of_block(&self, word: &str) -> Option<&Schema> {
        self.0
            .iter()
            .find(|schema| schema.files.is_none() && schema.name == word)
    }

    /// What the schemas say against one file, each block of a clause by its own schema.
    fn faults(&self, file: &str, text: &str) -> Vec<String> {
        if file.ends_with(".md") {
            let fences = text.split("\n```toml ").skip(1);
            return fences
                .flat_map(|fence| {
                    let (word, rest) = fence.split_once('\n').unwrap();
                    let toml = rest.split_once("```").map_or(rest, |(toml, _)| toml);
                    let schema = self
                        .of_block(word)
                        .unwrap_or_else(|| panic!("{file}: no schema for {word}"));
                    faults(schema, toml)
                })
                .collect();
        }
        match (self.of(file), file.ends_with(".toml")) {
            (Some(schema), true) => faults(schema, text),
            (None, true) => panic!("no schema for {file}"),
            (_, false) => Vec::new(),
        }
    }
}

fn faults(schema: &Schema, toml: &str) -> Vec<String> {
    match toml.parse::<toml::Table>() {
        Ok(table) => checker::faults(&schema.json, &as_json(toml::Value::Table(table))),
        Err(error) => vec![error.to_string()],
    }
}

/// TOML as editors hand it to a schema: days as their texts.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(whole) => json!(whole),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(list) => list.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
    }
}

fn files_of(dir: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            files_of(&path, &format!("{name}/"), files);
        } else if (name.ends_with(".toml") || name.ends_with(".md"))
            && !name.starts_with("demo/")
            && !name.contains("README")
        {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_file_of_the_cities_fits_its_schema() {
    for city in fs::read_dir(folder().join("..")).unwrap() {
        let dir = city.unwrap().path();
        let read = city::read(&dir).city.unwrap();
        let mut files = Vec::new();
        files_of(&dir, "", &mut files);
        assert!(files.len() > 10, "{}", dir.display());
        for schemas in [Schemas(schema::all(None)), Schemas(schema::all(Some(&read)))] {
            for (file, text) in &files {
                assert_eq!(
                    schemas.faults(file, text),
                    Vec::<String>::new(),
                    "{}: {file}",
                    dir.display()
                );
            }
        }
    }
}

#[test]
fn a_new_folder_and_the_sample_fit_their_schemas() {
    let schemas = Schemas(schema::all(None));
    let new = city::new_folder("somewhere", "某市").unwrap();
    let new = new.iter().map(|(file, text)| (*file, text.as_str()));
    let sample = sample();
    for (file, text) in new.chain(sample.files()) {
        if !file.starts_with("demo/") && !file.starts_with('.') && file != "README.md" {
            assert_eq!(schemas.faults(file, text), Vec::<String>::new(), "{file}");
        }
    }
    let errors = sample.read();
    assert!(!errors.has_errors(), "{:?}", errors.findings);
}

/// Lines of a file that give a key of the table above them, with the key.
fn keys(text: &str) -> Vec<(usize, &str)> {
    let key = |line: &str| {
        let end = line.find(" = ")?;
        let key = line.get(..end)?;
        let bare = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        (!key.is_empty() && key.chars().all(bare)).then_some(end)
    };
    let lines = text.lines().enumerate();
    lines.filter_map(|(at, line)| Some((at, &line[..key(line)?]))).collect()
}

fn with_line(text: &str, at: usize, new: &str) -> String {
    let lines = text.lines().enumerate();
    let mut lines: Vec<&str> = lines
        .map(|(number, line)| if number == at { new } else { line })
        .collect();
    lines.push("");
    lines.join("\n")
}

/// Whether the reader finds errors in the sample with `text` for `file`.
fn refused(file: &str, text: &str) -> Vec<FindingKind> {
    let findings = sample().change(file, "", text).read().findings;
    let errors = findings.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| finding.kind).collect()
}

#[test]
fn an_unknown_key_is_refused_by_both() {
    let schemas = Schemas(schema::all(None));
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for (file, text) in sample()
        .files()
        .filter(|(file, _)| file.ends_with(".toml") || file.ends_with(".md"))
    {
        // Before every key of every table, and inside the tables that stand in one line.
        for (at, key) in keys(text) {
            let line = text.lines().nth(at).unwrap();
            let mut changed = vec![with_line(text, at, &format!("unheard_of = 1\n{line}"))];
            let free = ["where", "with", "units", "inputs"].contains(&key);
            if line.contains("{ ") && !free {
                changed.push(with_line(text, at, &line.replacen("{ ", "{ unheard_of = 1, ", 1)));
            }
            for changed in changed {
                let kinds = refused(file, &changed);
                assert!(kinds.contains(&FindingKind::UnknownKey), "{file}: {line}: {kinds:?}");
                let faults = schemas.faults(file, &changed);
                let told = faults.iter().any(|fault| fault.ends_with("unheard_of: unknown key"));
                // Behind an `anyOf` only the fact is told, not the key.
                assert!(told || !faults.is_empty(), "{file}: {line}: {faults:?}");
                *tried.entry(file.to_owned()).or_default() += 1;
            }
        }
    }
    assert!(tried.values().sum::<usize>() > 200, "{tried:?}");
}

#[test]
fn what_a_schema_refuses_the_reader_refuses() {
    let schemas = Schemas(schema::all(None));
    let mut refusals = 0;
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for (file, text) in sample()
        .files()
        .filter(|(file, _)| file.ends_with(".toml") || file.ends_with(".md"))
    {
        for (at, key) in keys(text) {
            let line = text.lines().nth(at).unwrap();
            // The same key at a second place teaches nothing new.
            let times = tried.entry(format!("{file} {key}")).or_default();
            *times += 1;
            if *times > 1 || line.ends_with(['[', '{']) {
                continue;
            }
            let values = [
                "1",
                "0.5",
                "\"zzz zzz\"",
                "true",
                "[]",
                "[1]",
                "[\"Z Z\"]",
                "{ zh = \"\", en = \"x\" }",
                "2020-02-02",
            ];
            let other = values.map(|value| format!("{key} = {value}"));
            for new in [String::new()].into_iter().chain(other) {
                let changed = with_line(text, at, &new);
                if schemas.faults(file, &changed).is_empty() {
                    continue;
                }
                refusals += 1;
                let kinds = refused(file, &changed);
                assert!(
                    !kinds.is_empty(),
                    "{file}: `{line}` made `{new}`: {:?}",
                    schemas.faults(file, &changed)
                );
            }
        }
    }
    assert!(refusals > 300, "{refusals}");
}

#[test]
fn the_ids_of_a_city_are_proposed_and_others_not_refused() {
    let city = sample().read().city.unwrap();
    let schemas = Schemas(schema::all(Some(&city)));
    let posts = &schemas.of("places/points.toml").unwrap().json["definitions"]["post"];
    assert_eq!(posts["anyOf"][0]["enum"], json!(["chief", "river-officer"]));
    let indicators = &schemas.of_block("target").unwrap().json["definitions"]["indicator"]["anyOf"][0]["enum"];
    assert!(
        indicators.as_array().unwrap().contains(&json!("sewage-rate")),
        "{indicators}"
    );
    assert!(
        indicators.as_array().unwrap().contains(&json!("water-class")),
        "{indicators}"
    );
    let text = "[[point]]\nid = \"a\"\nkind = \"station\"\nname = { zh = \"一\", en = \"a\" }\nof = \"town\"\nanswers = [\"new\"]\n";
    assert_eq!(schemas.faults("places/points.toml", text), Vec::<String>::new());
}

#[test]
fn the_editor_is_told_which_schema_is_for_which_file() {
    let files = schema::editor_files(None);
    let (name, taplo) = files.first().unwrap();
    assert_eq!(name, ".taplo.toml");
    let config: toml::Table = taplo.parse().unwrap();
    let rules = config["rule"].as_array().unwrap();
    for rule in rules {
        let path = rule["schema"]["path"].as_str().unwrap();
        let (_, text) = files.iter().find(|(file, _)| file == path).unwrap();
        let schema: Value = serde_json::from_str(text).unwrap();
        assert_eq!(
            schema["$schema"],
            json!("http://json-schema.org/draft-07/schema#"),
            "{path}"
        );
    }
    assert_eq!(
        rules.len(),
        schema::all(None).iter().filter(|schema| schema.files.is_some()).count()
    );
}
