//! JSON Schemas of the TOML files of a city folder, so that editors complete and check while one writes. They are made from the lists
//! that the reader reads by; a test holds every key of the one against every key of the other.
//!
//! A schema is a subset of what `bishui check` asks: what it refuses is an error there, too, but not the other way round. It cannot see
//! beyond one file and does not know which keys belong together.

mod keeping;
mod known;
mod lists;
mod people;
mod permissions;
mod plan;
mod procedure;
mod shape;
mod world;

#[cfg(test)]
mod agreement;

use std::collections::BTreeSet;

use rules::profile::{SHIPPED, shipped};
use serde_json::{Value, json};
use standards::Text;

use crate::block::BlockKind;
use crate::model::City;
use known::Known;
use shape::{Key, Writer, describe};

/// Draft 7 is what the editors' TOML tools read.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";
/// The folder inside a city folder where the schemas lie; hidden, so that `check` leaves it alone.
const FOLDER: &str = ".schema";

/// The schema of one kind of file, or of one kind of block.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its name, e.g. `points`; also the name of its file.
    pub name: String,
    /// Which files of a city folder it is for, as a pattern; `None` of a block of the plan.
    pub files: Option<String>,
    /// The schema itself.
    pub json: Value,
}

/// What a schema is made from.
struct Form {
    name: String,
    files: Option<String>,
    title: Text,
    keys: Vec<Key>,
}

impl Form {
    fn of_file(name: &str, files: &str, zh: &str, en: &str, keys: Vec<Key>) -> Self {
        Self {
            name: name.to_owned(),
            files: Some(files.to_owned()),
            title: Text::new(zh, en),
            keys,
        }
    }

    fn schema(self, known: &Known) -> Schema {
        let mut writer = Writer {
            known,
            referred: BTreeSet::new(),
        };
        let mut json = writer.table(&self.keys);
        let definitions = writer.definitions();
        if let Value::Object(schema) = &mut json {
            schema.insert("$schema".to_owned(), json!(DRAFT));
            schema.insert("title".to_owned(), describe(&self.title));
            if !definitions.is_empty() {
                schema.insert("definitions".to_owned(), Value::Object(definitions));
            }
        }
        Schema {
            name: self.name,
            files: self.files,
            json,
        }
    }
}

/// Every schema: of the files in the order of the manual, then of the blocks of the plan. With a city, its ids are proposed where a
/// key refers to one; other ids are not refused.
pub fn all(city: Option<&City>) -> Vec<Schema> {
    let known = city.map_or_else(Known::default, Known::of_city);
    forms().into_iter().map(|form| form.schema(&known)).collect()
}

/// The files that give an editor the schemas, as (path in the city folder, text): the schemas themselves, and the configuration of
/// taplo (of the extension Even Better TOML, too) that says which is for which file.
pub fn editor_files(city: Option<&City>) -> Vec<(String, String)> {
    let schemas = all(city);
    let mut files = vec![(".taplo.toml".to_owned(), taplo(&schemas))];
    files.extend(schemas.into_iter().map(|schema| {
        let text = format!("{:#}\n", schema.json);
        (format!("{FOLDER}/{}.json", schema.name), text)
    }));
    files
}

/// The configuration of taplo.
fn taplo(schemas: &[Schema]) -> String {
    let mut text = String::from(
        "# 编辑器据此补全和检查本文件夹的 TOML；由 bishui city schema 生成\n\
         # Editors complete and check the TOML of this folder by it; written by bishui city schema\n",
    );
    for schema in schemas {
        if let Some(files) = &schema.files {
            let name = &schema.name;
            text.push_str(&format!(
                "\n[[rule]]\ninclude = [\"**/{files}\"]\n[rule.schema]\nenabled = true\npath = \"{FOLDER}/{name}.json\"\n"
            ));
        }
    }
    text
}

fn forms() -> Vec<Form> {
    let file = Form::of_file;
    let mut forms = vec![
        file("city", "city.toml", "城市", "the city", world::city()),
        file(
            "places",
            "places/places.toml",
            "行政区和水体",
            "divisions and water bodies",
            world::places(),
        ),
        file(
            "points",
            "places/points.toml",
            "测点",
            "measuring points",
            world::points(),
        ),
        file("posts", "people/posts.toml", "岗位", "posts", people::posts()),
        file("units", "people/units.toml", "单位", "units", people::units()),
        file(
            "platforms",
            "platforms.toml",
            "上级平台",
            "superior platforms",
            keeping::platforms(),
        ),
        file(
            "permissions",
            "permissions.toml",
            "授权",
            "permissions",
            permissions::permissions(),
        ),
        file(
            "retention",
            "retention.toml",
            "原始报文的保存期限",
            "how long raw frames are kept",
            keeping::retention(),
        ),
        file("tags", "plan/tags.toml", "标签", "tags", people::tags()),
        file(
            "calendar",
            "calendar/*.toml",
            "节假日安排",
            "public holidays of a year",
            people::calendar(),
        ),
        file("register", "registers/*.toml", "名录", "register", lists::register()),
        file(
            "indicator",
            "indicators/*.toml",
            "由名录计算的指标",
            "indicators counted from registers",
            lists::indicator(),
        ),
        file(
            "cases",
            "cases/*.toml",
            "目标的算例",
            "worked cases of targets",
            lists::cases(),
        ),
        file(
            "procedure",
            "procedures/*.toml",
            "办事规程",
            "procedure",
            procedure::procedure(),
        ),
    ];
    for (subject, _) in SHIPPED {
        // A shipped profile that did not read would fail the tests of its crate.
        if let Ok(profile) = shipped(subject) {
            let (name, files) = (format!("profile-{subject}"), format!("profiles/{subject}.toml"));
            forms.push(file(
                &name,
                &files,
                "本市选定的参数",
                "parameters that the city chose",
                lists::profile(profile),
            ));
        }
    }
    forms.extend(BlockKind::ALL.iter().map(|kind| Form {
        name: kind.word().to_owned(),
        files: None,
        title: plan::title(*kind),
        keys: plan::block(*kind),
    }));
    forms
}
