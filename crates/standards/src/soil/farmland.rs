//! Farmland: screening and intervention values by pH and kind of land, and the category of a point.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::measured::Measured;
use crate::reason::Reason;
use crate::spelling::fold;
use crate::substance::same_substance;
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
    /// 水旱轮作: the stricter of the screening values of paddies and other land
    Rotation,
}

impl Land {
    /// Reads `paddy`, `水田`, `orchard`, `果园`, `other`, `其他`, `旱地`, `rotation`, `水旱轮作`.
    pub fn parse(said: &str) -> Option<Self> {
        match fold(said).as_str() {
            "paddy" | "水田" | "paddyfield" => Some(Self::Paddy),
            "orchard" | "果园" => Some(Self::Orchard),
            "other" | "其他" | "其它" | "旱地" | "upland" | "dry" | "dryland" => Some(Self::Other),
            "rotation" | "水旱轮作" | "轮作" => Some(Self::Rotation),
            _ => None,
        }
    }
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
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FarmlandVerdict {
    /// `None` = unknown: one of the five metals is missing and those there do not decide alone.
    pub category: Option<FarmlandCategory>,
    /// Codes above the screening value; they may be at risk.
    pub above_screening: Vec<&'static str>,
    /// Codes above the intervention value.
    pub above_intervention: Vec<&'static str>,
    /// Items that cannot be told: nothing valid measured, no pH, or a detection limit above the value.
    pub unknown: Vec<String>,
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

/// Judges a point of farmland from its pH and its contents, mg/kg, by code, name or other spelling (`CD`, `汞`, `BHC`, `苯并[a]芘` …).
///
/// GB 15618-2018, 6: a value equal to a limit is not above it. The category (环办土壤〔2019〕53号) follows from Cd, Hg, As, Pb and Cr
/// alone, the strictest counts; other items above screening are reported but do not set it. Without a pH, or with one that is none
/// (outside 0 … 14), the limits that depend on it are unknown, and so is everything.
pub fn judge_farmland(land: Land, ph: Option<Decimal>, values: &[(&str, Measured)]) -> FarmlandVerdict {
    let rules = rules();
    let ph = ph.filter(|ph| (Decimal::ZERO..=rules.ph_highest).contains(ph));
    let bin = ph.and_then(|ph| rules.bins.iter().position(|most| most.is_none_or(|most| ph <= most)));
    let mut verdict = FarmlandVerdict {
        category: None,
        above_screening: Vec::new(),
        above_intervention: Vec::new(),
        unknown: Vec::new(),
        not_judged: Vec::new(),
        reason: Reason::new(Text::default()),
    };
    let (mut steps, mut told) = (Vec::new(), Vec::new());
    for (name, measured) in values {
        let Some(bin) = bin else {
            verdict.unknown.push((*name).to_owned());
            continue;
        };
        let Some(screening) = rules.value(Kind::Screening, name, land, bin) else {
            verdict.not_judged.push((*name).to_owned());
            continue;
        };
        let intervention = rules.value(Kind::Intervention, name, land, bin);
        let above = measured.is_above(screening.limit);
        match above {
            Some(true) => verdict.above_screening.push(screening.code),
            Some(false) => {}
            None => verdict.unknown.push((*name).to_owned()),
        }
        if intervention
            .as_ref()
            .is_some_and(|row| measured.is_above(row.limit) == Some(true))
        {
            verdict.above_intervention.push(screening.code);
        }
        told.extend(above.map(|_| screening.code));
        steps.push(item_reason(rules, *measured, &screening, intervention.as_ref()));
    }
    verdict.category = category(rules, &told, &verdict);
    let says = headline(ph, verdict.category);
    verdict.reason = Reason::new(says).by(rules.category_table.citation()).since_all(steps);
    verdict
}

fn headline(ph: Option<Decimal>, category: Option<FarmlandCategory>) -> Text {
    match (ph, category) {
        (None, _) => Text::new(
            "没有有效的 pH，限值随 pH 而定，结果未知",
            "no valid pH, on which the limits depend: unknown",
        ),
        (Some(ph), Some(category)) => {
            let word = category.text();
            Text::new(
                format!("pH {ph}：{}（按五项重金属中最严者）", word.zh),
                format!("pH {ph}: {} (the strictest of five metals)", word.en),
            )
        }
        (Some(ph), None) => Text::new(
            format!("pH {ph}：类别未知，镉、汞、砷、铅、铬不齐"),
            format!("pH {ph}: category unknown, cadmium, mercury, arsenic, lead and chromium are not all there"),
        ),
    }
}

/// `told` are the codes whose screening could be told.
fn category(rules: &Rules, told: &[&'static str], verdict: &FarmlandVerdict) -> Option<FarmlandCategory> {
    let of_metals = |codes: &[&'static str]| codes.iter().any(|code| rules.metals.contains(code));
    let complete = rules.metals.iter().all(|metal| told.contains(metal));
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

fn item_reason(rules: &Rules, value: Measured, screening: &Limit, intervention: Option<&Limit>) -> Reason {
    let sign = |limit: Decimal| match value.is_above(limit) {
        Some(true) => ">",
        Some(false) => "≤",
        None => "?",
    };
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
    ph_highest: Decimal,
}

impl Rules {
    /// The row of the land itself, else that of other land (copper has no row for paddies), else that without distinction.
    fn value(&self, kind: Kind, code: &str, land: Land, bin: usize) -> Option<Limit> {
        if land == Land::Rotation {
            let both = [Land::Paddy, Land::Other].map(|land| self.value(kind, code, land, bin));
            return both.into_iter().flatten().min_by_key(|row| row.limit);
        }
        let find = |wanted: Option<Land>| {
            self.rows
                .iter()
                .find(|row| row.kind == kind && row.land == wanted && same_substance(row.code, code))
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

/// The end of the scale of pH.
const PH_HIGHEST: u32 = 14;

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
        ph_highest: Decimal::from(PH_HIGHEST),
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
