//! `registers/ID.toml`: the form of a register; and the order in which all registers are read.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use standards::Text;

use super::field::{self, Written};
use super::{FieldKind, Register, entries, over};
use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::rule_names;
use crate::source::{Findings, Source, Word};
use crate::table::{Document, Need, Table};
use crate::vocabulary;

/// Most registers of a city.
const REGISTERS_MAX: usize = 200;
/// Most fields of a register.
const FIELDS_MAX: usize = 60;
/// Most rules over the entries of a register.
const RULES_MAX: usize = 60;
/// The folder of registers.
const FOLDER: &str = "registers/";

/// What registers can refer to.
pub(crate) struct Around<'a> {
    pub(crate) places: &'a Registry,
    pub(crate) points: &'a Registry,
    pub(crate) reaches: &'a Registry,
    pub(crate) posts: &'a Registry,
}

/// A register whose entries are not read yet, and what must be checked when all are known.
struct Draft {
    register: Register,
    references: Vec<(Word, String)>,
}

/// Whether a file of that name is the form of a register or its entries.
pub(crate) fn is_one_of(name: &str) -> bool {
    let file = name.strip_prefix(FOLDER).and_then(|file| file.rsplit_once('.'));
    file.is_some_and(|(id, ending)| !id.contains('/') && matches!(ending, "toml" | "csv"))
}

/// Reads all registers of the folder: first their forms, then their entries, at last what leads from one to another.
pub(crate) fn read_all<'a>(
    files: impl Iterator<Item = (&'a str, &'a Arc<str>)>,
    around: &Around<'_>,
    ids: &mut Registry,
    findings: &'a Findings,
) -> Vec<Register> {
    let (mut schemas, mut tables) = (BTreeMap::new(), BTreeMap::new());
    for (name, text) in files {
        match name.strip_prefix(FOLDER).and_then(|file| file.rsplit_once('.')) {
            Some((id, "toml")) if !id.contains('/') => schemas.insert(id, (name, text)),
            Some((id, "csv")) if !id.contains('/') => tables.insert(id, (name, text)),
            _ => None,
        };
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for (name, text) in schemas.values() {
        let source = Source::new(name, text, findings);
        if drafts.len() >= REGISTERS_MAX {
            report_too_many(&source);
            break;
        }
        drafts.extend(read(&source, around, ids));
    }
    report_unknown_references(&drafts, &schemas, ids, findings);
    report_tables_alone(&schemas, &tables, findings);
    let mut registers: Vec<Register> = drafts.into_iter().map(|draft| draft.register).collect();
    fill(&mut registers, &tables, around, findings);
    registers
}

type Files<'a> = BTreeMap<&'a str, (&'a str, &'a Arc<str>)>;

/// Reads the entries of all registers and checks what can only be checked when all are there.
fn fill<'a>(registers: &mut [Register], tables: &Files<'a>, around: &Around<'_>, findings: &'a Findings) {
    let mut reads = Vec::new();
    for (at, register) in registers.iter_mut().enumerate() {
        if let Some((name, text)) = tables.get(register.id.as_str()) {
            register.entries_file = Some((*name).to_owned());
            reads.push((at, entries::read(register, Source::new(name, text, findings), around)));
        }
    }
    // Of a register some of whose rows do not read it cannot be said that an entry is not there.
    let torn = |at: usize| reads.iter().any(|(read_at, read)| *read_at == at && read.torn);
    let names: BTreeMap<String, BTreeSet<String>> = registers
        .iter()
        .enumerate()
        .filter(|(at, _)| !torn(*at))
        .map(|(_, register)| register)
        .map(|register| (register.id.clone(), entries::names(register)))
        .collect();
    for (at, read) in &reads {
        if let Some(register) = registers.get(*at) {
            entries::refer(register, read, &names);
            over::check(register, read);
        }
    }
}

fn report_too_many(source: &Source<'_>) {
    let says = Text::new(
        format!("名录超过{REGISTERS_MAX}个，其余不读"),
        format!("more than {REGISTERS_MAX} registers; the rest is not read"),
    );
    let help = Text::new("合并形式相同的名录", "join registers of the same form");
    source.report(FindingKind::TooLarge, 0..0, says, Some(help));
}

fn report_unknown_references(drafts: &[Draft], schemas: &Files<'_>, ids: &Registry, findings: &Findings) {
    for draft in drafts {
        let Some((name, text)) = schemas.get(draft.register.id.as_str()) else {
            continue;
        };
        let source = Source::new(name, text, findings);
        for (word, field) in &draft.references {
            if !ids.refer(word, &source) {
                continue;
            }
            let other = drafts.iter().find(|other| other.register.id == word.text);
            let Some(other) = other.filter(|other| other.register.key.len() > 1) else {
                continue;
            };
            let says = Text::new(
                format!(
                    "字段“{field}”引用的名录“{}”由{}个字段共同标识，一个单元格写不下",
                    word.text,
                    other.register.key.len()
                ),
                format!(
                    "`{field}` refers to `{}`, whose entries are told apart by {} fields: one cell cannot name one",
                    word.text,
                    other.register.key.len()
                ),
            );
            let help = Text::new(
                "给那个名录一个单独的编号字段作 key",
                "give that register one field of codes as its key",
            );
            source.report(FindingKind::ReferenceWithoutKey, word.span.clone(), says, Some(help));
        }
    }
}

fn report_tables_alone(schemas: &Files<'_>, tables: &Files<'_>, findings: &Findings) {
    for (id, (name, text)) in tables {
        if schemas.contains_key(id) {
            continue;
        }
        let source = Source::new(name, text, findings);
        let says = Text::new("有条目而没有名录的定义", "entries without the form of their register");
        let help = Text::new(format!("写 registers/{id}.toml"), format!("write registers/{id}.toml"));
        source.report(
            FindingKind::EntriesAlone,
            source.first_line(&(0..text.len())),
            says,
            Some(help),
        );
    }
}

fn read(source: &Source<'_>, around: &Around<'_>, ids: &mut Registry) -> Option<Draft> {
    let document = Document::parse(source.text, 0, source)?;
    let mut root = document.table(source, 0..0);
    let id = root.word("id", Need::Required).filter(|id| enter(id, source, ids));
    let name = root.text("name", Need::Required);
    let rules = rule_names::known(root.words("rules", Need::Optional), source);
    let writes = around.posts.refer_all(root.words("writes", Need::Optional), source);
    let key = root.words("key", Need::Required);
    let yearly = root.flag("yearly");
    let (public, demo) = (root.flag("public"), root.flag("demo"));
    let certainty = root.word("certainty", Need::Required);
    let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
    let sources = root.words("sources", Need::Optional);
    let note = root.text("note", Need::Optional);
    let tables = root.tables("field");
    let over = root.tables("rule");
    root.finish();

    let (written, lost) = fields(tables, source);
    let id = id?;
    let mut register = Register {
        id: id.text.clone(),
        name: name?,
        rules,
        writes,
        key: Vec::new(),
        year: None,
        public,
        demo,
        certainty: certainty?,
        sources: sources.into_iter().map(|word| word.text).collect(),
        note,
        fields: written.iter().map(|written| written.field.clone()).collect(),
        lost,
        over: Vec::new(),
        entries: Vec::new(),
        file: source.file.to_owned(),
        entries_file: None,
    };
    register.key = over::known_fields(&register, key, source)?;
    register.year = year(&register, yearly, &id, source);
    register.over = over
        .into_iter()
        .take(RULES_MAX)
        .filter_map(|table| over::read(table, &register, source))
        .collect();
    check_seen(&register, &written, source);
    let references = written
        .into_iter()
        .filter_map(|written| Some((written.register?, written.field.id)))
        .collect();
    Some(Draft { register, references })
}

/// Enters the id; it must be the name of the file, so that the entries are found beside it.
fn enter(id: &Word, source: &Source<'_>, ids: &mut Registry) -> bool {
    let file = source
        .file
        .strip_prefix(FOLDER)
        .and_then(|file| file.strip_suffix(".toml"));
    if let Some(file) = file.filter(|file| *file != id.text) {
        let says = Text::new(
            format!("名录“{}”写在 {} 里", id.text, source.file),
            format!("register `{}` is written in {}", id.text, source.file),
        );
        let help = Text::new(
            format!("文件名应是 {}.toml，或把编号改为“{file}”", id.text),
            format!("call the file {}.toml, or the register `{file}`", id.text),
        );
        source.report(FindingKind::IdIsNotFileName, id.span.clone(), says, Some(help));
        return false;
    }
    ids.enter(id, source)
}

/// The fields, and the ids of those that have faults of their own.
fn fields(tables: Vec<Table<'_>>, source: &Source<'_>) -> (Vec<Written>, Vec<String>) {
    if let Some(table) = tables.get(FIELDS_MAX) {
        let says = Text::new(
            format!("字段超过{FIELDS_MAX}个，其余不读"),
            format!("more than {FIELDS_MAX} fields; the rest is not read"),
        );
        let help = Text::new(
            "拆成两个名录，用引用相连",
            "make two registers of it, joined by a reference",
        );
        source.report(FindingKind::TooLarge, table.span(), says, Some(help));
    }
    let (mut fields, mut lost): (Vec<Written>, Vec<String>) = (Vec::new(), Vec::new());
    for table in tables.into_iter().take(FIELDS_MAX) {
        let written = match field::read(table, source) {
            Ok(written) => written,
            Err(id) => {
                lost.extend(id);
                continue;
            }
        };
        if fields.iter().any(|known| known.field.id == written.field.id) {
            let id = &written.field.id;
            let says = Text::new(format!("字段“{id}”重复"), format!("the field `{id}` is there twice"));
            let help = Text::new("另取编号", "give one of them another id");
            source.report(FindingKind::DuplicateId, written.span.clone(), says, Some(help));
            continue;
        }
        fields.push(written);
    }
    (fields, lost)
}

/// The field of the year. Entries that are per year need exactly one.
fn year(register: &Register, yearly: bool, id: &Word, source: &Source<'_>) -> Option<String> {
    let years = register.fields.iter().filter(|field| field.kind == FieldKind::Year);
    let years: Vec<&str> = years.map(|field| field.id.as_str()).collect();
    match (yearly, years.as_slice()) {
        (false, _) => None,
        // A register with a second year (of building, of a plan) says by its name which one is the entry's.
        (true, years) if years.contains(&"year") => Some("year".to_owned()),
        (true, [one]) => Some((*one).to_owned()),
        (true, _) => {
            let says = Text::new(
                format!("名录“{}”按年填报，但没有（或不止一个）年份字段", register.id),
                format!(
                    "register `{}` is yearly and has no field of type `year`, or several",
                    register.id
                ),
            );
            let help = Text::new(
                "加一个 id = \"year\"、type = \"year\" 的字段",
                "add a field with id = \"year\" and type = \"year\"",
            );
            source.report(FindingKind::YearlyWithoutYear, id.span.clone(), says, Some(help));
            None
        }
    }
}

/// A field that the public sees in a register of which it may not see the entries.
fn check_seen(register: &Register, written: &[Written], source: &Source<'_>) {
    if register.public {
        return;
    }
    for Written { field, span, .. } in written.iter().filter(|written| written.field.public) {
        let says = Text::new(
            format!("字段“{}”标为公开，而名录“{}”不公开", field.id, register.id),
            format!(
                "`{}` is public in the register `{}`, which is not",
                field.id, register.id
            ),
        );
        let help = Text::new(
            "名录加上 public = true，或字段不写 public",
            "make the register public = true, or the field private",
        );
        report_seen(source, span.clone(), says, help);
    }
}

fn report_seen(source: &Source<'_>, span: Range<usize>, says: Text, help: Text) {
    source.report(FindingKind::PublicInPrivate, span, says, Some(help));
}
