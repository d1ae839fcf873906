//! What realises each row of the resolution: live where data flow to it and rules judge it today, declared where the folder says it
//! and nothing runs yet, absent where no block has it.

use rules::catalogue;
use rules::unit::PlanUnit;
use standards::Text;

use crate::block::{Block, BlockKind};
use crate::heading::Heading;
use crate::indicator::CountedIndicator;
use crate::model::City;
use crate::register::{Entry, Register};
use crate::rows::Row;
use crate::target::{Measured, Target, TargetIndicator};

/// How far a row has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coverage {
    /// Data flow to it, and a rule judges them.
    Live,
    /// It stands in the folder; nothing runs yet.
    Declared,
    /// No block has it.
    Absent,
}

impl Coverage {
    /// Every one, best first.
    pub const ALL: [Self; 3] = [Self::Live, Self::Declared, Self::Absent];

    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Declared => "declared",
            Self::Absent => "absent",
        }
    }

    /// The word on the screen.
    pub fn name(self) -> Text {
        let zh = match self {
            Self::Live => "已运行",
            Self::Declared => "已写明",
            Self::Absent => "缺失",
        };
        Text::new(zh, self.word())
    }
}

/// One row and what realises it.
#[derive(Clone, Debug)]
pub struct CoveredRow<'c> {
    /// The row.
    pub row: &'c Row,
    /// The best of what realises it.
    pub coverage: Coverage,
    /// Why it is no better, or what feeds it.
    pub because: Text,
    /// The blocks that realise it, in the order of the plan.
    pub realised_by: Vec<RealisedBy<'c>>,
}

/// A block that realises a row.
#[derive(Clone, Debug)]
pub struct RealisedBy<'c> {
    /// What it is.
    pub kind: BlockKind,
    /// Its id.
    pub id: &'c str,
    /// The clause or head it stands in.
    pub clause: Heading,
    /// File, relative to the city folder.
    pub file: &'c str,
    /// Line in that file, from 1.
    pub line: usize,
}

/// Every row of the table with what realises it, in the order of the table.
pub fn coverage(city: &City) -> Vec<CoveredRow<'_>> {
    city.rows.iter().map(|row| covered(city, row)).collect()
}

fn covered<'c>(city: &'c City, row: &'c Row) -> CoveredRow<'c> {
    let targets = city
        .targets()
        .filter(|target| target.seed.contains(&row.id))
        .map(|target| {
            let by = RealisedBy {
                kind: BlockKind::Target,
                id: &target.id,
                clause: target.clause,
                file: &target.file,
                line: target.line,
            };
            (by, of_target(city, target))
        });
    let blocks = city.blocks().filter(|block| block.seed.contains(&row.id)).map(|block| {
        let by = RealisedBy {
            kind: block.kind,
            id: &block.id,
            clause: block.clause,
            file: &block.file,
            line: block.line,
        };
        (by, of_block(city, block))
    });
    let (realised_by, states): (Vec<_>, Vec<_>) = targets.chain(blocks).unzip();
    let best = states.into_iter().min_by_key(|(coverage, _)| *coverage);
    let (coverage, because) = best.unwrap_or_else(|| {
        let because = Text::new("计划中没有代码块落实它", "no block of the plan realises it");
        (Coverage::Absent, because)
    });
    CoveredRow {
        row,
        coverage,
        because,
        realised_by,
    }
}

/// How far a target has come, and why.
pub fn of_target(city: &City, target: &Target) -> (Coverage, Text) {
    if let Some(counted) = target.measured.indicator.counted().and_then(|id| city.indicator(id)) {
        return match counts(city, counted) {
            Some(feeds) => live(feeds),
            None => {
                let register = called(city, &counted.register);
                declared(Text::new(
                    format!("{}还没有它要的条目", register.zh),
                    format!("{} has no entries for it yet", register.en),
                ))
            }
        };
    }
    let points = city.feeding(target).count();
    if points > 0 {
        return live(points_feed(points));
    }
    let places = target.places.iter().filter_map(|id| city.place(id));
    let (zh, en): (Vec<&str>, Vec<&str>) = places
        .map(|place| (place.name.zh.as_str(), place.name.en.as_str()))
        .unzip();
    declared(Text::new(
        format!("没有测点监测{}", zh.join("、")),
        format!("no point measures {}", en.join(", ")),
    ))
}

/// How far another block has come, and why.
pub fn of_block(city: &City, block: &Block) -> (Coverage, Text) {
    if let Some(measured) = &block.measured
        && let Some(feeds) = what_feeds(city, measured, &block.links.places)
    {
        return live(feeds);
    }
    match block.kind {
        BlockKind::Fact => of_fact(block),
        BlockKind::List | BlockKind::Network | BlockKind::Area => of_kept(city, block),
        BlockKind::Mechanism | BlockKind::Constraint => of_ruled(city, block),
        BlockKind::Programme | BlockKind::Task | BlockKind::Target => declared(Text::new(
            "尚无办理记录：任务的进展要由责任岗位填报",
            "nothing was reported yet: those who answer report the progress of tasks",
        )),
    }
}

fn of_fact(block: &Block) -> (Coverage, Text) {
    match &block.figure {
        Some((value, unit)) => {
            let unit = unit.as_deref().filter(|unit| *unit != "1").unwrap_or_default();
            live(match PlanUnit::parse(unit) {
                Some(unit) => unit.words(value),
                None => Text::same(format!("{value} {unit}").trim_end()),
            })
        }
        None => declared(Text::new("没有写数值", "no value is written")),
    }
}

fn of_kept(city: &City, block: &Block) -> (Coverage, Text) {
    if let Some(feeds) = entries(city, &block.links.registers) {
        return live(feeds);
    }
    declared(match block.links.registers.first() {
        Some(register) => {
            let register = called(city, register);
            Text::new(
                format!("{}还没有条目", register.zh),
                format!("{} has no entries yet", register.en),
            )
        }
        None => Text::new("没有名录记载它", "no register keeps it"),
    })
}

fn of_ruled(city: &City, block: &Block) -> (Coverage, Text) {
    let built = |id: &String| catalogue::rule(id).is_some_and(|rule| rule.built);
    let Some(rule) = block.links.rules.iter().find(|id| built(id)) else {
        return declared(match block.links.rules.first() {
            Some(rule) => {
                let rule = rule_called(rule);
                Text::new(
                    format!("{}还没有实现", rule.zh),
                    format!("{} is not built yet", rule.en),
                )
            }
            None => Text::new(
                "只有办理程序，还没有事项在办",
                "it is carried out by a procedure only, in which nothing runs yet",
            ),
        });
    };
    // A rule runs where an indicator counts by it from a register of the block that has entries.
    let own = |indicator: &&CountedIndicator| {
        let by = indicator.rule.as_ref();
        by.is_some_and(|rule| block.links.rules.contains(rule)) && block.links.registers.contains(&indicator.register)
    };
    let running = city.indicators.iter().filter(own);
    let fed = running.filter_map(|indicator| Some((indicator.rule.as_deref()?, counts(city, indicator)?)));
    if let Some((rule, feeds)) = fed.into_iter().next() {
        let rule = rule_called(rule);
        return live(Text::new(
            format!("{}；{}", rule.zh, feeds.zh),
            format!("{}; {}", rule.en, feeds.en),
        ));
    }
    let rule = rule_called(rule);
    declared(match entries(city, &block.links.registers) {
        Some(feeds) => Text::new(
            format!("{}已实现，{}，还没有指标按它计算", rule.zh, feeds.zh),
            format!("{} is built, {}, no indicator counts by it yet", rule.en, feeds.en),
        ),
        None => Text::new(
            format!("{}已实现，还没有数据供它判断", rule.zh),
            format!("{} is built, no data feed it yet", rule.en),
        ),
    })
}

/// What feeds the measured part of a block today.
fn what_feeds(city: &City, measured: &Measured, places: &[String]) -> Option<Text> {
    let indicator = match &measured.indicator {
        TargetIndicator::Counted(id) => return counts(city, city.indicator(id)?),
        TargetIndicator::Measured(indicator) => *indicator,
    };
    let points = city
        .points
        .iter()
        .filter(|point| crate::model::measures(point, indicator) && places.contains(&point.of))
        .count();
    (points > 0).then(|| points_feed(points))
}

/// The entries that an indicator counts.
fn counts(city: &City, counted: &CountedIndicator) -> Option<Text> {
    let register = city.register(&counted.register)?;
    let asked = |entry: &&Entry| counted.filter.holds(register, entry) != Some(false);
    let count = register.entries.iter().filter(asked).count();
    (count > 0).then(|| entries_feed(register, count))
}

/// The first of these registers that has entries.
fn entries(city: &City, registers: &[String]) -> Option<Text> {
    let mut kept = registers.iter().filter_map(|id| city.register(id));
    let register = kept.find(|register| !register.entries.is_empty())?;
    Some(entries_feed(register, register.entries.len()))
}

/// How many entries feed something, and whether they are invented.
fn entries_feed(register: &Register, count: usize) -> Text {
    let name = register_called(register);
    let (zh, en) = if register.demo {
        ("（演示虚构）", " (invented)")
    } else {
        ("", "")
    };
    Text::new(
        format!("{}有{count}条{zh}", name.zh),
        format!("{} has {count} entries{en}", name.en),
    )
}

/// A register by its name, with its id to find it by.
fn register_called(register: &Register) -> Text {
    let (name, id) = (&register.name, &register.id);
    Text::new(
        format!("名录“{}”（{id}）", name.zh),
        format!("the register '{}' ({id})", name.en),
    )
}

fn called(city: &City, id: &str) -> Text {
    let named = city.register(id).map(register_called);
    named.unwrap_or_else(|| Text::new(format!("名录“{id}”"), format!("the register `{id}`")))
}

/// A rule by its id and its name.
fn rule_called(id: &str) -> Text {
    match catalogue::rule(id) {
        Some(rule) => Text::new(format!("规则 {id}（{}）", rule.zh), format!("rule {id} ({})", rule.en)),
        None => Text::new(format!("规则 {id} "), format!("rule {id}")),
    }
}

fn points_feed(points: usize) -> Text {
    Text::new(format!("{points}个测点供数"), format!("{points} point(s) feed it"))
}

fn live(because: Text) -> (Coverage, Text) {
    (Coverage::Live, because)
}

fn declared(because: Text) -> (Coverage, Text) {
    (Coverage::Declared, because)
}
