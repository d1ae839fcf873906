//! Indexes of the state of ecosystems and their grades: EI by HJ 192-2015, EQI by 环监测〔2021〕99号, forest coverage.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reason::{Citation, Reason};
use crate::rounding::shown;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// An index with its grade.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EcologyIndex {
    /// The index, unrounded.
    pub value: Decimal,
    /// Its grade; `None` below the scale.
    pub grade: Option<Text>,
    /// The arithmetic.
    pub reason: Reason,
}

/// The change of an index between two years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EcologyChange {
    /// The later index minus the earlier one.
    pub delta: Decimal,
    /// 无明显变化 …, the size of the change only.
    pub word: Text,
    /// The arithmetic.
    pub reason: Reason,
}

/// The parts of EQI, each 0..=100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityParts {
    /// 生态格局
    pub pattern: Decimal,
    /// 生态功能
    pub function: Decimal,
    /// 生物多样性
    pub biodiversity: Decimal,
    /// 生态胁迫; enters as 100 minus its value.
    pub stress: Decimal,
}

/// The parts of EI, each 0..=100, and the restriction index (zero or negative).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EcologyParts {
    /// 生物丰度指数
    pub bio: Decimal,
    /// 植被覆盖指数
    pub veg: Decimal,
    /// 水网密度指数
    pub water: Decimal,
    /// 土地胁迫指数
    pub land_stress: Decimal,
    /// 污染负荷指数
    pub pollution: Decimal,
    /// 环境限制指数
    pub restriction: Decimal,
}

/// Areas of woodland and of the whole land, all in one unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForestAreas {
    /// 乔木林地 with a canopy density of at least 0.20; sparser woodland does not count and is not given here.
    pub arbor: Decimal,
    /// 竹林地
    pub bamboo: Decimal,
    /// 国家特别规定的灌木林地
    pub special_shrub: Decimal,
    /// 土地总面积
    pub total: Decimal,
}

/// EI = 0.35 bio + 0.25 veg + 0.15 water + 0.15 (100 − stress) + 0.10 (100 − pollution) + restriction (HJ 192-2015); `None` on overflow.
pub fn ecological_index(parts: &EcologyParts) -> Option<EcologyIndex> {
    let rules = rules();
    let given = [
        ("bio", parts.bio),
        ("veg", parts.veg),
        ("water", parts.water),
        ("land_stress", parts.land_stress),
        ("pollution", parts.pollution),
    ];
    let (sum, steps) = rules.ei_weights.sum(&given)?;
    let value = sum.checked_add(parts.restriction)?;
    Some(graded("EI", value.normalize(), &rules.ei_grades).with(steps))
}

/// EQI = 0.36 pattern + 0.35 function + 0.19 biodiversity + 0.10 (100 − stress) (环监测〔2021〕99号); `None` on overflow.
pub fn ecological_quality_index(parts: &QualityParts) -> Option<EcologyIndex> {
    let rules = rules();
    let given = [
        ("pattern", parts.pattern),
        ("function", parts.function),
        ("biodiversity", parts.biodiversity),
        ("stress", parts.stress),
    ];
    let (value, steps) = rules.eqi_weights.sum(&given)?;
    Some(graded("EQI", value.normalize(), &rules.eqi_classes).with(steps))
}

/// The size of a change of EI between two years (HJ 192-2015): below 1 无明显变化, below 3 略微, below 8 明显, else 显著变化; `None` on overflow.
pub fn ecological_change(before: Decimal, after: Decimal) -> Option<EcologyChange> {
    rules().ei_changes.change("EI", before, after)
}

/// The size of a change of EQI between two years (环监测〔2021〕99号): below 1 基本稳定, below 2 轻微, below 4 一般, else 明显变化; `None` on
/// overflow.
pub fn ecological_quality_change(before: Decimal, after: Decimal) -> Option<EcologyChange> {
    rules().eqi_changes.change("EQI", before, after)
}

/// The class of a regional ecological quality index (EQI): a bound belongs to the better class.
pub fn ecological_quality_class(index: Decimal) -> EcologyIndex {
    graded("EQI", index, &rules().eqi_classes)
}

/// Forest coverage in percent, unrounded, with its arithmetic; published with two decimals. `None` for a total of zero and on overflow.
pub fn forest_coverage(areas: &ForestAreas) -> Option<(Decimal, Reason)> {
    let rules = rules();
    let forest = areas
        .arbor
        .checked_add(areas.bamboo)?
        .checked_add(areas.special_shrub)?;
    let percent = forest.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(areas.total)?;
    let figure = format!(
        "({} + {} + {}) / {} = {} %",
        areas.arbor,
        areas.bamboo,
        areas.special_shrub,
        areas.total,
        shown(percent, rules.coverage_decimals)
    );
    let says = Text::new(
        format!("森林覆盖率：（乔木林 + 竹林 + 特灌林）÷ 土地总面积：{figure}"),
        format!("forest coverage: (arbor + bamboo + special shrub) / land: {figure}"),
    );
    Some((percent, Reason::new(says).by(rules.coverage_table.citation())))
}

impl EcologyIndex {
    fn with(mut self, steps: Vec<Reason>) -> Self {
        self.reason = self.reason.since_all(steps);
        self
    }
}

const INDEX_DECIMALS: u32 = 2;

fn graded(name: &str, value: Decimal, scale: &Scale) -> EcologyIndex {
    let row = scale.rows.iter().find(|(least, _)| value >= *least);
    let figure = shown(value, INDEX_DECIMALS);
    let says = match row {
        Some((least, word)) => Text::new(
            format!("{name} {figure} ≥ {least} → {}", word.zh),
            format!("{name} {figure} ≥ {least} → {}", word.en),
        ),
        None => Text::new(
            format!("{name} {figure} 低于分级下限"),
            format!("{name} {figure} is below the scale"),
        ),
    };
    EcologyIndex {
        value,
        grade: row.map(|(_, word)| word.clone()),
        reason: Reason::new(says).by(scale.rule.clone()),
    }
}

struct WeightRow {
    part: &'static str,
    name: Text,
    weight: Decimal,
    reversed: bool,
}

/// Grades from the best down: the least index of each and its word.
struct Scale {
    rule: Citation,
    rows: Vec<(Decimal, Text)>,
}

/// Weighted parts of an index.
struct Weights {
    table: &'static Table,
    rows: Vec<WeightRow>,
}

impl Weights {
    fn sum(&self, given: &[(&str, Decimal)]) -> Option<(Decimal, Vec<Reason>)> {
        let (mut sum, mut steps) = (Decimal::ZERO, Vec::new());
        for (part, said) in given {
            let row = self.rows.iter().find(|row| row.part == *part)?;
            let (used, figure) = if row.reversed {
                (
                    Decimal::ONE_HUNDRED.checked_sub(*said)?,
                    format!("{} × (100 − {said})", row.weight),
                )
            } else {
                (*said, format!("{} × {said}", row.weight))
            };
            sum = sum.checked_add(row.weight.checked_mul(used)?)?;
            let says = Text::new(format!("{} {figure}", row.name.zh), format!("{} {figure}", row.name.en));
            steps.push(Reason::new(says).by(self.table.citation()));
        }
        Some((sum, steps))
    }
}

/// Sizes of change from the smallest: the bound that the absolute change must be below, and the word.
struct Changes {
    rule: Citation,
    rows: Vec<(Option<Decimal>, Text)>,
}

impl Changes {
    fn change(&self, name: &str, before: Decimal, after: Decimal) -> Option<EcologyChange> {
        let delta = after.checked_sub(before)?;
        let (below, word) = self
            .rows
            .iter()
            .find(|(below, _)| below.is_none_or(|below| delta.abs() < below))?;
        let bound = below.map_or(String::new(), |below| format!(" < {below}"));
        let says = Text::new(
            format!("Δ{name} = {after} − {before} = {delta}，|Δ|{bound} → {}", word.zh),
            format!("Δ{name} = {after} − {before} = {delta}, |Δ|{bound} → {}", word.en),
        );
        Some(EcologyChange {
            delta,
            word: word.clone(),
            reason: Reason::new(says).by(self.rule.clone()),
        })
    }
}

struct Rules {
    ei_weights: Weights,
    ei_grades: Scale,
    ei_changes: Changes,
    eqi_weights: Weights,
    eqi_classes: Scale,
    eqi_changes: Changes,
    coverage_table: &'static Table,
    coverage_decimals: u32,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let coverage_table = table("forest-coverage/parameters.csv")?;
    Ok(Rules {
        ei_weights: read_weights(table("hj192-2015/weights.csv")?)?,
        ei_grades: read_scale(table("hj192-2015/grades.csv")?)?,
        ei_changes: read_changes(table("hj192-2015/change.csv")?)?,
        eqi_weights: read_weights(table("eqi-2021/weights.csv")?)?,
        eqi_classes: read_scale(table("eqi-2021/classes.csv")?)?,
        eqi_changes: read_changes(table("eqi-2021/change.csv")?)?,
        coverage_decimals: coverage_table.whole_parameter("decimals")?,
        coverage_table,
    })
}

fn read_weights(table: &'static Table) -> Result<Weights, TableError> {
    let rows = table.rows().map(|row| {
        Ok(WeightRow {
            part: row.text("part")?,
            name: Text::new(row.text("name_zh")?, row.text("name_en")?),
            weight: row.decimal("weight")?,
            reversed: row.parsed::<u8>("reversed")? != 0,
        })
    });
    Ok(Weights {
        table,
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}

fn read_changes(table: &'static Table) -> Result<Changes, TableError> {
    let rows = table.rows().map(|row| {
        let word = Text::new(row.text("word_zh")?, row.text("word_en")?);
        Ok((row.optional_decimal("abs_below")?, word))
    });
    Ok(Changes {
        rule: table.citation(),
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}

fn read_scale(table: &Table) -> Result<Scale, TableError> {
    let rows = table.rows().map(|row| {
        Ok((
            row.decimal("min")?,
            Text::new(row.text("word_zh")?, row.text("word_en")?),
        ))
    });
    Ok(Scale {
        rule: table.citation(),
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}
