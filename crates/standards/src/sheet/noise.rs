//! Rows of noise.

use crate::noise::{NightPeak, NoiseVerdict, PartOfDay, judge_area_noise, judge_boundary_noise};
use crate::reason::Reason;
use crate::sheet::{Given, Input, Verdict, unreadable};
use crate::spelling::fold;
use crate::text::Text;

pub(super) const RESULTS: &[&str] = &["met", "limit", "over_db", "peak_met"];

const CLASS: Input = Input {
    name: "class",
    also: &["function_class", "zone", "功能区", "类别", "功能区类别"],
    says: ("声环境功能区 0、1、2、3、4a、4b", "functional area 0, 1, 2, 3, 4a, 4b"),
    default: None,
};

const PART: Input = Input {
    name: "part",
    also: &["period", "时段", "昼夜"],
    says: ("昼间 day、夜间 night", "day or night"),
    default: None,
};

const LEVEL: Input = Input {
    name: "leq",
    also: &["laeq", "level", "等效声级", "等效连续A声级"],
    says: ("等效声级 dB(A)", "equivalent level, dB(A)"),
    default: None,
};

const PEAK: Input = Input {
    name: "lmax",
    also: &["peak", "最大声级"],
    says: ("夜间最大声级 dB(A)", "peak at night, dB(A)"),
    default: Some(""),
};

pub(super) const AREA_INPUTS: &[Input] = &[CLASS, PART, LEVEL, PEAK];

pub(super) const BOUNDARY_INPUTS: &[Input] = &[
    CLASS,
    PART,
    LEVEL,
    PEAK,
    Input {
        name: "peak_kind",
        also: &["突发噪声"],
        says: ("频发 frequent、偶发 occasional", "frequent or occasional"),
        default: Some("frequent"),
    },
    Input {
        name: "indoors",
        also: &["室内"],
        says: (
            "在敏感建筑物室内测量：yes、no",
            "measured inside a sensitive building: yes, no",
        ),
        default: Some("no"),
    },
];

pub(super) fn area(given: &Given<'_>) -> Result<Verdict, Text> {
    let Some((part, level)) = measured(given)? else {
        return Ok(no_level());
    };
    let class = given.word("class");
    let verdict = judge_area_noise(class, part, level, given.number("lmax")?);
    verdict.map(written).ok_or_else(|| unreadable("class", class))
}

pub(super) fn boundary(given: &Given<'_>) -> Result<Verdict, Text> {
    let Some((part, level)) = measured(given)? else {
        return Ok(no_level());
    };
    let kind = given.word("peak_kind");
    let kind = match fold(kind).as_str() {
        "frequent" | "频发" => NightPeak::Frequent,
        "occasional" | "偶发" => NightPeak::Occasional,
        _ => return Err(unreadable("peak_kind", kind)),
    };
    let indoors = given.word("indoors");
    let indoors = match fold(indoors).as_str() {
        "yes" | "是" => true,
        "no" | "否" => false,
        _ => return Err(unreadable("indoors", indoors)),
    };
    let class = given.word("class");
    let peak = given.number("lmax")?.map(|peak| (peak, kind));
    let verdict = judge_boundary_noise(class, part, level, peak, indoors);
    verdict.map(written).ok_or_else(|| unreadable("class", class))
}

fn measured(given: &Given<'_>) -> Result<Option<(PartOfDay, rust_decimal::Decimal)>, Text> {
    let said = given.word("part");
    let part = PartOfDay::parse(said).ok_or_else(|| unreadable("part", said))?;
    Ok(given.number("leq")?.map(|level| (part, level)))
}

fn no_level() -> Verdict {
    let says = Text::new("没有等效声级，结果未知", "no equivalent level: unknown");
    Verdict {
        results: Vec::new(),
        unknown: Some(says.clone()),
        reason: Reason::new(says),
    }
}

fn written(verdict: NoiseVerdict) -> Verdict {
    let word = |exceeds: bool| if exceeds { "no" } else { "yes" }.to_owned();
    Verdict {
        results: vec![
            word(verdict.exceeds),
            verdict.limit.to_string(),
            verdict.over_db.to_string(),
            verdict.peak_exceeds.map(word).unwrap_or_default(),
        ],
        unknown: None,
        reason: verdict.reason,
    }
}
