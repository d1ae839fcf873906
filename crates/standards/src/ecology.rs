//! The state of ecosystems: EI by HJ 192-2015, the classes of EQI, forest coverage.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::reason::{Citation, Reason};
use crate::rounding::{round, shown};
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;

/// An index with its grade.
#[derive(Clone, Debug, PartialEq)]
pub struct EcologyIndex {
    /// The index, unrounded.
    pub value: Decimal,
    /// Its grade; `None` below the scale.
    pub grade: Option<Text>,
    /// The arithmetic.
    pub reason: Reason,
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

/// EI = 0.35 bio + 0.25 veg + 0.15 water + 0.15 (100 − stress) + 0.10 (100 − pollution) + restriction; `None` on overflow.
pub fn ecological_index(parts: &EcologyParts) -> Option<EcologyIndex> {
    let rules = rules();
    let EcologyParts {
        bio,
        veg,
        water,
        land_stress,
        pollution,
        restriction,
    } = *parts;
    let given = [
        ("bio", bio),
        ("veg", veg),
        ("water", water),
        ("land_stress", land_stress),
        ("pollution", pollution),
    ];
    let mut value = restriction;
    let mut steps = Vec::new();
    for (part, said) in given {
        let row = rules.weights.iter().find(|row| row.part == part)?;
        let used = if row.reversed {
            Decimal::ONE_HUNDRED.checked_sub(said)?
        } else {
            said
        };
        value = value.checked_add(row.weight.checked_mul(used)?)?;
        let figure = if row.reversed {
            format!("{} × (100 − {said})", row.weight)
        } else {
            format!("{} × {said}", row.weight)
        };
        let says = Text::new(format!("{} {figure}", row.name.zh), format!("{} {figure}", row.name.en));
        steps.push(Reason::new(says).by(rules.weights_table.citation()));
    }
    Some(graded("EI", value.normalize(), &rules.ei_grades).with(steps))
}

/// The word of a change of EI between two years: 无明显变化 … 显著变化.
pub fn ecological_change(before: Decimal, after: Decimal) -> Option<(Decimal, Text)> {
    let delta = after.checked_sub(before)?;
    let row = rules()
        .changes
        .iter()
        .find(|(below, _)| below.is_none_or(|below| delta.abs() < below))?;
    Some((delta, row.1.clone()))
}

/// The class of a regional ecological quality index (EQI).
pub fn ecological_quality_class(index: Decimal) -> EcologyIndex {
    graded("EQI", index, &rules().eqi_classes)
}

/// Forest coverage in percent as published, two decimals; `None` for a total of zero and on overflow.
pub fn forest_coverage_percent(areas: &ForestAreas) -> Option<Decimal> {
    let forest = areas
        .arbor
        .checked_add(areas.bamboo)?
        .checked_add(areas.special_shrub)?;
    let percent = forest.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(areas.total)?;
    Some(round(percent, rules().coverage_decimals))
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

struct Rules {
    weights_table: &'static Table,
    weights: Vec<WeightRow>,
    ei_grades: Scale,
    changes: Vec<(Option<Decimal>, Text)>,
    eqi_classes: Scale,
    coverage_decimals: u32,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let weights_table = table("hj192-2015/weights.csv")?;
    let weights = weights_table.rows().map(|row| {
        Ok(WeightRow {
            part: row.text("part")?,
            name: Text::new(row.text("name_zh")?, row.text("name_en")?),
            weight: row.decimal("weight")?,
            reversed: row.parsed::<u8>("reversed")? != 0,
        })
    });
    let changes = table("hj192-2015/change.csv")?.rows();
    let changes = changes.map(|row| {
        Ok((
            row.optional_decimal("abs_below")?,
            Text::new(row.text("word_zh")?, row.text("word_en")?),
        ))
    });
    Ok(Rules {
        weights_table,
        weights: weights.collect::<Result<_, TableError>>()?,
        ei_grades: read_scale(table("hj192-2015/grades.csv")?)?,
        changes: changes.collect::<Result<_, TableError>>()?,
        eqi_classes: read_scale(table("eqi-2021/classes.csv")?)?,
        coverage_decimals: table("forest-coverage/parameters.csv")?.whole_parameter("decimals")?,
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
