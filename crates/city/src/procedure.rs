//! Procedures (`procedures/*.toml`): read into `rules::procedure::Machine`, explored, and tried on their own worked examples.

mod actions;
mod clocks;
mod examples;
mod explore;
mod guards;
mod names;
mod parts;
mod world;

use rules::procedure::Machine;
use standards::{Certainty, Text};

pub(crate) use parts::fact_types;
pub use world::World;

use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::rule_names;
use crate::source::{Source, Word};
use crate::table::{Document, Need, Table};
use crate::vocabulary;
use names::Names;

/// The folder of the procedures.
const FOLDER: &str = "procedures/";

/// What a procedure refers to outside its own file.
pub(crate) struct Surroundings<'s> {
    pub(crate) posts: &'s Registry,
    /// All procedures of the folder, by the names of their files.
    pub(crate) procedures: &'s Registry,
    /// The registers; `None` where the folder has none yet.
    pub(crate) registers: Option<&'s Registry>,
    pub(crate) world: &'s World,
}

/// Reads the parts of one procedure.
struct Reader<'r> {
    source: &'r Source<'r>,
    around: &'r Surroundings<'r>,
    names: &'r Names,
}

/// The id of the procedure in a file, where the file is one.
pub(crate) fn id_of(file: &str) -> Option<&str> {
    file.strip_prefix(FOLDER)?
        .strip_suffix(".toml")
        .filter(|id| !id.contains('/'))
}

/// The procedures of the folder, by the names of their files.
pub(crate) fn registry<'f>(sources: impl Iterator<Item = Source<'f>>) -> Registry {
    let what = Text::new("办事规程", "procedure");
    let mut registry = Registry::new(what, "procedures/", FindingKind::UnknownProcedure);
    for source in sources {
        if let Some(id) = id_of(source.file) {
            let word = Word {
                text: id.to_owned(),
                span: 0..1,
            };
            registry.enter(&word, &source);
        }
    }
    registry
}

/// Reads one procedure, explores it and tries its examples.
pub(crate) fn read(source: &Source<'_>, around: &Surroundings<'_>) -> Option<Machine> {
    let errors = source.errors();
    let document = Document::parse(source.text, 0, source)?;
    let mut root = document.table(source, 0..1);
    let mut names = Names::new();
    let machine = machine(&mut root, source, around, &mut names);
    root.finish();
    let machine = machine.filter(|_| source.errors() == errors)?;
    explore::explore(&machine, &names, source, around.world);
    Some(machine)
}

fn machine(root: &mut Table<'_>, source: &Source<'_>, around: &Surroundings<'_>, names: &mut Names) -> Option<Machine> {
    let tables = names.enter(root, source);
    let reader = Reader { source, around, names };
    let id = root.word("id", Need::Required).filter(|id| reader.is_named_as_file(id));
    let name = root.text("name", Need::Required);
    let rules = root.words("rules", Need::Required);
    let register = root.word("register", Need::Optional).into_iter().collect();
    let start = root.word("start", Need::Required);
    let start = start.filter(|start| reader.names.states.refer(start, source));
    let certainty = reader.certainty(root);
    let sources = root.words("sources", Need::Optional);
    let note = root.text("note", Need::Optional);
    let facts: Vec<_> = tables
        .facts
        .into_iter()
        .filter_map(|table| reader.fact(table))
        .collect();
    let actions = tables
        .actions
        .into_iter()
        .filter_map(|table| reader.action(table, &facts));
    let clocks = |table| reader.clock(table, &facts);
    Some(Machine {
        roles: tables
            .roles
            .into_iter()
            .filter_map(|table| reader.role(table))
            .collect(),
        states: tables
            .states
            .into_iter()
            .filter_map(|table| reader.state(table))
            .collect(),
        actions: actions.collect(),
        clocks: tables.clocks.into_iter().filter_map(clocks).collect(),
        examples: tables
            .examples
            .into_iter()
            .filter_map(|table| reader.example(table))
            .collect(),
        facts,
        id: id?.text,
        name: name?,
        rules: rule_names::known(rules, source),
        register: reader.registers(register).pop(),
        start: start?.text,
        certainty: certainty?,
        sources: sources.into_iter().map(|word| word.text).collect(),
        note,
    })
}

impl Reader<'_> {
    fn certainty(&self, table: &mut Table<'_>) -> Option<Certainty> {
        let word = table.word("certainty", Need::Required)?;
        vocabulary::certainties().read(&word, self.source)
    }

    /// A procedure is found by its file.
    fn is_named_as_file(&self, id: &Word) -> bool {
        let file = id_of(self.source.file).unwrap_or_default();
        if file == id.text {
            return true;
        }
        let says = Text::new(
            format!("编号“{}”与文件名“{file}”不同", id.text),
            format!("the id `{}` is not the name of the file, `{file}`", id.text),
        );
        let help = Text::new(
            format!("写 id = \"{file}\"，或改文件名"),
            format!("write id = \"{file}\", or rename the file"),
        );
        self.source
            .report(FindingKind::IdIsNotFileName, id.span.clone(), says, Some(help));
        false
    }
}
