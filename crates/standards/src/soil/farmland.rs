//! Farmland: screening and intervention values by pH and kind of land, and the category of a point.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::reason::Reason;
use crate::table::{Row, Table, TableError, proven, table};
use crate::text::Text;

/// The kind of farmland; it decides some screening values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Land {
    /// 水田
    Paddy,
    /// 果园 (only copper differs from other land)
    Orchard,
    /// 其他
    Other,
}

/// The category of farmland, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FarmlandCategory {
    /// 优先保护类
    Priority,
    /// 安全利用类
    SafeUse,
    /// 严格管控类
    StrictControl,
}

/// The judgement on one point.
#[derive(Clone, Debug, PartialEq)]
pub struct FarmlandVerdict {
    /// `None` = unknown: one of the five metals is missing and those there do not decide alone.
    pub category: Option<FarmlandCategory>,
    /// Codes above the screening value; they may be at risk.
    pub above_screening: Vec<&'static str>,
    /// Codes above the intervention value.
    pub above_intervention: Vec<&'static str>,
    /// Codes that the standard does not know for this land; they were left out.
    pub not_judged: Vec<String>,
    /// Every comparison.
    pub reason: Reason,
}

impl FarmlandCategory {
    /// 优先保护类 …
    pub fn text(self) -> Text {
        let words = &rules().words;
        let word = match self {
            Self::Priority => words.first(),
            Self::SafeUse => words.get(1),
            Self::StrictControl => words.get(2),
        };
        word.cloned().unwrap_or_default()
    }
}

/// Judges a point of farmland from its pH and its contents by code (`CD`, `HG`, `AS`, `PB`, `CR`, `CU`, `NI`, `ZN`, `BHC`, `DDT`, `BAP`).
///
/// GB 15618-2018, 6: a value equal to a limit is not above it. The category (环办土壤〔2019〕53号) follows from Cd, Hg, As, Pb and Cr
/// alone, the strictest counts; other items above screening are reported but do not set it.
pub fn judge_farmland(land: Land, ph: Decimal, values: &[(&str, Decimal)]) -> FarmlandVerdict {
    let rules = rules();
    let bin = rules
        .bins
        .iter()
        .position(|most| most.is_none_or(|most| ph <= most))
        .unwrap_or(0);
    let mut verdict = FarmlandVerdict {
        category: None,
        above_screening: Vec::new(),
        above_intervention: Vec::new(),
        not_judged: Vec::new(),
        reason: Reason::new(Text::default()),
    };
    let mut steps = Vec::new();
    for (code, value) in values {
        let Some(screening) = rules.value(Kind::Screening, code, land, bin) else {
            verdict.not_judged.push((*code).to_owned());
            continue;
        };
        let intervention = rules.value(Kind::Intervention, code, land, bin);
        if *value > screening.limit {
            verdict.above_screening.push(screening.code);
        }
        if intervention.as_ref().is_some_and(|row| *value > row.limit) {
            verdict.above_intervention.push(screening.code);
        }
        steps.push(item_reason(rules, *value, &screening, intervention.as_ref()));
    }
    verdict.category = category(rules, values, &verdict);
    let says = match verdict.category {
        Some(category) => {
            let word = category.text();
            Text::new(
                format!("pH {ph}：{}（按五项重金属中最严者）", word.zh),
                format!("pH {ph}: {} (the strictest of five metals)", word.en),
            )
        }
        None => Text::new(
            format!("pH {ph}：类别未知，镉、汞、砷、铅、铬不齐"),
            format!("pH {ph}: category unknown, cadmium, mercury, arsenic, lead and chromium are not all there"),
        ),
    };
    verdict.reason = Reason::new(says).by(rules.category_table.citation()).since_all(steps);
    verdict
}

fn category(rules: &Rules, values: &[(&str, Decimal)], verdict: &FarmlandVerdict) -> Option<FarmlandCategory> {
    let of_metals = |codes: &[&'static str]| codes.iter().any(|code| rules.metals.iter().any(|metal| metal == code));
    let complete = rules
        .metals
        .iter()
        .all(|metal| values.iter().any(|(code, _)| code == metal));
    if of_metals(&verdict.above_intervention) {
        Some(FarmlandCategory::StrictControl)
    } else if !complete {
        None
    } else if of_metals(&verdict.above_screening) {
        Some(FarmlandCategory::SafeUse)
    } else {
        Some(FarmlandCategory::Priority)
    }
}

fn item_reason(rules: &Rules, value: Decimal, screening: &Limit, intervention: Option<&Limit>) -> Reason {
    let sign = |limit: Decimal| if value > limit { ">" } else { "≤" };
    let value = value.normalize();
    let mut zh = format!(
        "{} {value} mg/kg {} 筛选值 {}",
        screening.name.zh,
        sign(screening.limit),
        screening.limit
    );
    let mut en = format!(
        "{} {value} mg/kg {} screening value {}",
        screening.name.en,
        sign(screening.limit),
        screening.limit
    );
    if let Some(row) = intervention {
        zh.push_str(&format!("，{} 管制值 {}", sign(row.limit), row.limit));
        en.push_str(&format!(", {} intervention value {}", sign(row.limit), row.limit));
    }
    Reason::new(Text::new(zh, en)).by(rules.values_table.citation())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Screening,
    Intervention,
}

struct ValueRow {
    kind: Kind,
    code: &'static str,
    name: Text,
    /// `None` = no distinction.
    land: Option<Land>,
    bins: [Decimal; 4],
}

struct Limit {
    code: &'static str,
    name: Text,
    limit: Decimal,
}

struct Rules {
    values_table: &'static Table,
    category_table: &'static Table,
    rows: Vec<ValueRow>,
    bins: Vec<Option<Decimal>>,
    metals: Vec<&'static str>,
    words: Vec<Text>,
}

impl Rules {
    /// The row of the land itself, else that of other land (copper has no row for paddies), else that without distinction.
    fn value(&self, kind: Kind, code: &str, land: Land, bin: usize) -> Option<Limit> {
        let find = |wanted: Option<Land>| {
            self.rows
                .iter()
                .find(|row| row.kind == kind && row.code == code && row.land == wanted)
        };
        let row = find(Some(land))
            .or_else(|| find(Some(Land::Other)))
            .or_else(|| find(None))?;
        Some(Limit {
            code: row.code,
            name: row.name.clone(),
            limit: *row.bins.get(bin)?,
        })
    }
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let (values_table, bins_table) = (table("gb15618-2018/values.csv")?, table("gb15618-2018/bins.csv")?);
    let (category_table, metals_table) = (
        table("huanban-soil-2019-53/categories.csv")?,
        table("huanban-soil-2019-53/items.csv")?,
    );
    let rows = values_table.rows().map(|row| read_value_row(&row));
    Ok(Rules {
        values_table,
        category_table,
        rows: rows.collect::<Result<_, TableError>>()?,
        bins: bins_table
            .rows()
            .map(|row| row.optional_decimal("ph_at_most"))
            .collect::<Result<_, _>>()?,
        metals: metals_table
            .rows()
            .map(|row| row.text("code"))
            .collect::<Result<_, _>>()?,
        words: category_table
            .rows()
            .map(|row| Ok(Text::new(row.text("word_zh")?, row.text("word_en")?)))
            .collect::<Result<_, TableError>>()?,
    })
}

fn read_value_row(row: &Row<'static>) -> Result<ValueRow, TableError> {
    let kind = match row.text("kind")? {
        "screening" => Kind::Screening,
        "intervention" => Kind::Intervention,
        other => return Err(row.fault("kind", format!("`{other}` is not screening or intervention"))),
    };
    let land = match row.text("land")? {
        "any" => None,
        "paddy" => Some(Land::Paddy),
        "orchard" => Some(Land::Orchard),
        "other" => Some(Land::Other),
        other => return Err(row.fault("land", format!("`{other}` is not any, paddy, orchard or other"))),
    };
    let name = Text::new(row.text("name_zh")?, row.text("name_en")?);
    let bins = [
        row.decimal("bin_1")?,
        row.decimal("bin_2")?,
        row.decimal("bin_3")?,
        row.decimal("bin_4")?,
    ];
    Ok(ValueRow {
        kind,
        code: row.text("code")?,
        name,
        land,
        bins,
    })
}
