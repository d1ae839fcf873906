//! Reads one block: the keys common to all, and those of its kind.

use standards::Text;
use toml::de::DeValue;

use super::{Block, BlockKind, Figure, Links, Milestone, Surroundings, tree};
use crate::kind::FindingKind;
use crate::registry::{self, Registry};
use crate::site::Site;
use crate::source::Source;
use crate::table::{Document, Need, Table};
use crate::target::Measured;
use crate::toml_type::{self, Wanted};
use crate::vocabulary;

/// Blocks of one city at most.
const BLOCKS_MAX: usize = 2_000;

/// Reads one block of `kind`; `None` when something it must say is missing or unknown (and reported).
pub(crate) fn read(kind: BlockKind, site: &Site<'_>, around: &Surroundings<'_>, ids: &mut Registry) -> Option<Block> {
    if ids.len() >= BLOCKS_MAX {
        let says = Text::new(
            format!("代码块和任务超过{BLOCKS_MAX}个，其余不读"),
            format!("more than {BLOCKS_MAX} blocks and tasks; the rest is not read"),
        );
        let help = Text::new("把计划分成几个城市文件夹", "split the plan into several city folders");
        site.source
            .report(FindingKind::TooLarge, site.opening(), says, Some(help));
        return None;
    }
    let document = Document::parse(site.toml(), site.content.start, site.source)?;
    let table = document.table(site.source, site.opening());
    let block = BlockReader { kind, site, around }.block(table, ids);
    site.check_sentence();
    block
}

struct BlockReader<'a> {
    kind: BlockKind,
    site: &'a Site<'a>,
    around: &'a Surroundings<'a>,
}

impl BlockReader<'_> {
    fn block(&self, mut table: Table<'_>, ids: &mut Registry) -> Option<Block> {
        let source = self.site.source;
        let id_word = table.word("id", Need::Required);
        let id = id_word.filter(|id| self.site.enter(id, ids)).map(|id| id.text);
        let name = table.text("name", Need::Required);
        let links = self.links(&mut table);
        let from = table.day("from", Need::Optional);
        let due = table.due("due", source);
        let acceptance = table.text("acceptance", Need::Optional);
        let milestones = milestones(&mut table);
        let (measured, figure) = match self.kind {
            BlockKind::Fact => (None, self.figure(&mut table)),
            _ => (self.measured(&mut table), None),
        };
        let tasks = match (self.kind, &id) {
            (BlockKind::Programme, Some(id)) => tree::Reader {
                source,
                around: self.around,
                programme: id,
                from: from.as_ref().map(|(day, _)| *day),
                due: due.as_ref().map(|(due, _)| *due),
            }
            .tasks(&mut table, ids),
            (BlockKind::Programme, None) => {
                table.skip("task");
                Vec::new()
            }
            _ => Vec::new(),
        };
        let sources = table.words("sources", Need::Optional);
        let certainty = table.word("certainty", Need::Required);
        let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
        let note = table.text("note", Need::Optional);
        let seed = table.words("seed", Need::Optional);
        let opening = table.span();
        table.finish();

        tree::check_days(&from, &due, &milestones, source);
        self.check_carried_out(&links, opening);
        let id = id?;
        let seed = registry::seed_rows(&id, seed, source);
        Some(Block {
            kind: self.kind,
            clause: self.site.heading,
            sentence: self.site.sentence.clone()?,
            name: name?,
            links,
            from: from.map(|(day, _)| day),
            due: due.map(|(due, _)| due),
            acceptance,
            milestones: milestones.into_iter().map(|(milestone, _)| milestone).collect(),
            tasks,
            measured,
            figure,
            sources: sources.into_iter().map(|word| word.text).collect(),
            certainty: certainty?,
            note,
            seed,
            id,
            file: source.file.to_owned(),
            line: source.line(self.site.block.start),
        })
    }

    fn links(&self, table: &mut Table<'_>) -> Links {
        let source = self.site.source;
        let mut links = self.around.links(table, source);
        links.answers = self
            .around
            .post_ids
            .refer_all(table.words("answers", Need::Optional), source);
        let need = match self.kind {
            BlockKind::List | BlockKind::Network => Need::Required,
            BlockKind::Area => Need::Optional,
            _ => return links,
        };
        if let Some(register) = table.word("register", need)
            && self.around.registers.refer(&register, source)
            && !links.registers.contains(&register.text)
        {
            links.registers.insert(0, register.text);
        }
        links
    }

    /// A mechanism is carried out by a rule or a procedure, a constraint by a rule, an area lies somewhere.
    fn check_carried_out(&self, links: &Links, opening: std::ops::Range<usize>) {
        let (says, help) = match self.kind {
            BlockKind::Mechanism if links.rules.is_empty() && links.procedures.is_empty() => (
                Text::new(
                    "这个机制没有规则或程序来落实",
                    "no rule and no procedure carries this mechanism out",
                ),
                Text::new(
                    "写上 rules = [\"…\"] 或 procedures = [\"…\"]",
                    "add rules = [\"…\"] or procedures = [\"…\"]",
                ),
            ),
            BlockKind::Constraint if links.rules.is_empty() => (
                Text::new("这条约束没有规则来检查", "no rule checks this constraint"),
                Text::new("写上 rules = [\"…\"]", "add rules = [\"…\"]"),
            ),
            BlockKind::Area if links.places.is_empty() && links.registers.is_empty() => (
                Text::new("这个区域没有写在哪里", "this area does not say where it lies"),
                Text::new(
                    "写上 places = [\"…\"] 或 register = \"…\"",
                    "add places = [\"…\"] or register = \"…\"",
                ),
            ),
            _ => return,
        };
        self.site
            .source
            .report(FindingKind::NothingCarriesOut, opening, says, Some(help));
    }

    /// The part of the block that can be measured: all of it, or nothing.
    fn measured(&self, table: &mut Table<'_>) -> Option<Measured> {
        let source = self.site.source;
        let [indicator, comparator, value, unit] =
            ["indicator", "comparator", "value", "unit"].map(|key| table.has(key));
        let together = if indicator {
            comparator
        } else {
            !(comparator || value || unit)
        };
        let measure = self.around.measures.read(table, source, Need::Optional);
        if !together {
            let says = Text::new(
                "指标、比较方式、数值和单位要写在一起",
                "indicator, comparator, value and unit belong together",
            );
            let help = Text::new(
                "补上 indicator 和 comparator；不衡量就都不写",
                "add `indicator` and `comparator`, or leave all of them out",
            );
            source.report(FindingKind::MeasureIncomplete, table.span(), says, Some(help));
        }
        measure.whole()
    }

    /// What a fact says.
    fn figure(&self, table: &mut Table<'_>) -> Option<(Figure, Option<String>)> {
        let value = table.typed("value", Need::Optional, Wanted::Figure, figure);
        let unit = table.word("unit", Need::Optional);
        let (value, span) = value?;
        if unit.is_none() && matches!(value, Figure::Number(_)) {
            report_no_unit(span, self.site.source);
        }
        Some((value, unit.map(|unit| unit.text)))
    }
}

fn report_no_unit(span: std::ops::Range<usize>, source: &Source<'_>) {
    let says = Text::new("数值没有写单位", "the value has no unit");
    let help = Text::new(
        "补上 unit = \"…\"；没有单位的数写 unit = \"1\"",
        "add unit = \"…\"; unit = \"1\" for a pure number",
    );
    source.report(FindingKind::MissingUnit, span, says, Some(help));
}

/// A number or a word.
fn figure(value: &DeValue<'_>) -> Option<Figure> {
    match value.as_str() {
        Some(word) => Some(Figure::Word(word.to_owned())),
        None => toml_type::decimal(value).map(Figure::Number),
    }
}

/// The milestones of a block or task, each with its place.
pub(super) fn milestones(table: &mut Table<'_>) -> Vec<(Milestone, std::ops::Range<usize>)> {
    let mut milestones = Vec::new();
    for mut entry in table.tables("milestone") {
        let day = entry.day("day", Need::Required);
        let (zh, en) = (entry.filled("zh"), entry.filled("en"));
        entry.finish();
        if let (Some((day, span)), Some(zh), Some(en)) = (day, zh, en) {
            let says = Text::new(zh, en);
            milestones.push((Milestone { day, says }, span));
        }
    }
    milestones
}
