//! SUP-5: rectification of problems and their closure.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::{Certainty, Citation, Reason, Text};

use crate::clock::{Calendar, ClockUnit, due_by};
use crate::found::{Found, percent, shown};
use crate::profile::{InForce, ProfileError};

/// How the public was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// People who were contacted.
    pub people: u32,
    /// Of these, satisfied.
    pub satisfied: u32,
    /// Whether they are all complainants; then fewer than the least number of neighbours are enough, and all must be satisfied.
    pub all_complainants: bool,
}

/// What a field check found.
#[derive(Clone, Copy, Debug, Default)]
pub struct FieldCheck {
    /// Pollution removed (污染消除).
    pub removed: Option<bool>,
    /// Ecology restored (生态修复).
    pub restored: Option<bool>,
    /// The public satisfied (群众满意).
    pub asked: Option<Asked>,
}

/// Whether a problem stands up to the three-part standard. One part that fails decides; an unknown part leaves it open.
pub fn meets_standard(parameters: InForce<'_>, check: &FieldCheck) -> Result<Found<bool>, ProfileError> {
    let satisfied = satisfied(parameters, check.asked)?;
    let rule = Citation::new("SUP-5", "three-part standard (三项标准)", Certainty::V1);
    let part = |what: (&str, &str), value: Option<bool>| {
        let (zh, en) = match value {
            Some(true) => ("是", "yes"),
            Some(false) => ("否", "no"),
            None => ("不明", "unknown"),
        };
        Reason::new(Text::new(format!("{}：{zh}", what.0), format!("{}: {en}", what.1))).by(rule.clone())
    };
    let causes = [
        part(("污染消除", "pollution removed"), check.removed),
        part(("生态修复", "ecology restored"), check.restored),
        satisfied.reason.clone(),
    ];
    let parts = [check.removed, check.restored, satisfied.value];
    let found = if parts.contains(&Some(false)) {
        Found::known(
            false,
            Text::new(
                "未达到销号标准，退回整改",
                "the standard is not met: back to rectification",
            ),
            rule,
        )
    } else if parts.contains(&None) {
        Found::unknown(
            Text::new(
                "有标准项不明，不能销号",
                "a part of the standard is unknown: no closure",
            ),
            rule,
        )
    } else {
        Found::known(
            true,
            Text::new("三项标准均达到", "all three parts of the standard are met"),
            rule,
        )
    };
    Ok(found.since_all(causes))
}

fn satisfied(parameters: InForce<'_>, asked: Option<Asked>) -> Result<Found<bool>, ProfileError> {
    let share = parameters.parameter("satisfied_percent")?;
    let least = parameters.parameter("neighbours_min")?;
    let Some(asked) = asked.filter(|asked| asked.people > 0 && asked.satisfied <= asked.people) else {
        let says = Text::new("群众满意：没有可用的回访", "public satisfied: nobody was asked");
        return Ok(Found::unknown(says, share.of_rule()));
    };
    let few = Decimal::from(asked.people) < least.value && !asked.all_complainants;
    let reached = percent(asked.satisfied.into(), asked.people.into()).unwrap_or_default();
    let told = shown(reached);
    let (people, yes) = (asked.people, asked.satisfied);
    if few {
        let says = Text::new(
            format!("群众满意：只回访了 {people} 人，至少 {} 人", least.value),
            format!("public satisfied: only {people} were asked, {} are needed", least.value),
        );
        return Ok(Found::unknown(says, least.of_rule()));
    }
    let demanded = if asked.all_complainants {
        Decimal::ONE_HUNDRED
    } else {
        share.value
    };
    let met = reached >= demanded;
    let sign = if met { "≥" } else { "<" };
    let says = Text::new(
        format!("群众满意：{yes} ÷ {people} = {told}% {sign} {demanded}%"),
        format!("public satisfied: {yes} ÷ {people} = {told} % {sign} {demanded} %"),
    );
    Ok(Found::known(met, says, share.of_rule()))
}

/// Whether a checker may sign: nobody of the lead unit signs for its own work.
pub fn may_sign(lead_unit: &str, checker_unit: &str) -> Found<bool> {
    let rule = Citation::new("SUP-5", "field check (现场核查)", Certainty::V1);
    match lead_unit == checker_unit {
        true => Found::known(
            false,
            Text::new(
                "牵头单位人员不能签字验收",
                "a member of the lead unit may not sign the check",
            ),
            rule,
        ),
        false => Found::known(
            true,
            Text::new("验收人不属于牵头单位", "the checker is not of the lead unit"),
            rule,
        ),
    }
}

/// What a look back, or a new finding, makes of a closed problem: a new exceedance reopens it and counts as rebound (反弹).
pub fn reopens(closed: NaiveDate, new_exceedance: Option<NaiveDate>) -> bool {
    new_exceedance.is_some_and(|day| day >= closed)
}

/// The days of the two look backs after closure.
pub fn look_backs(parameters: InForce<'_>, closed: NaiveDate) -> Result<[Found<NaiveDate>; 2], ProfileError> {
    Ok([
        months_after(parameters, "look_back_first_months", closed)?,
        months_after(parameters, "look_back_second_months", closed)?,
    ])
}

/// When the result report is due after the plan was approved.
pub fn result_report_due(parameters: InForce<'_>, approved: NaiveDate) -> Result<Found<NaiveDate>, ProfileError> {
    months_after(parameters, "result_report_months", approved)
}

fn months_after(parameters: InForce<'_>, name: &str, from: NaiveDate) -> Result<Found<NaiveDate>, ProfileError> {
    let limit = parameters.parameter(name)?;
    Ok(
        match due_by(from, limit.count()?, ClockUnit::Months, &Calendar::default()) {
            Ok(day) => {
                let says = Text::new(
                    format!("{}：{day}", limit.words.zh),
                    format!("{}: {day}", limit.words.en),
                );
                Found::known(day, says, limit.of_rule())
            }
            Err(error) => Found::unknown(error.text(), limit.of_rule()),
        },
    )
}

/// The kinds of deadlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// 立行立改
    AtOnce,
    /// 短期
    Short,
    /// 中期
    Medium,
    /// 长期
    Long,
}

/// The latest deadline that a kind allows, from the day of assignment.
pub fn latest(parameters: InForce<'_>, term: Term, assigned: NaiveDate) -> Result<Found<NaiveDate>, ProfileError> {
    let (name, unit) = match term {
        Term::AtOnce => ("rectify_at_once_days", ClockUnit::CalendarDays),
        Term::Short => ("rectify_short_months", ClockUnit::Months),
        Term::Medium => ("rectify_medium_years", ClockUnit::Years),
        Term::Long => ("rectify_long_years", ClockUnit::Years),
    };
    let limit = parameters.parameter(name)?;
    Ok(match due_by(assigned, limit.count()?, unit, &Calendar::default()) {
        Ok(day) => {
            let says = Text::new(
                format!("期限不得晚于{day}"),
                format!("the deadline may not lie after {day}"),
            );
            Found::known(day, says, limit.of_rule())
        }
        Err(error) => Found::unknown(error.text(), limit.of_rule()),
    })
}

/// Wordings of blanket measures, "one cut" (一刀切), that are no acceptable measure.
const ONE_CUT: [&str; 9] = [
    "一刀切",
    "一律停产",
    "一律关停",
    "一律关闭",
    "一律停工",
    "全部停产",
    "全部关停",
    "全面停产",
    "先停再说",
];

/// A warning for every blanket wording in the text of a measure; spaces within do not hide it.
pub fn one_cut(measure: &str) -> Vec<Reason> {
    let plain: String = measure.chars().filter(|letter| !letter.is_whitespace()).collect();
    let rule = Citation::new("SUP-5", "one cut (一刀切)", Certainty::V1);
    let told = |word: &&str| {
        let says = Text::new(
            format!("措施含“{word}”，属“一刀切”表述，应改为针对具体问题的措施"),
            format!("the measure says \"{word}\", a blanket wording; write measures for the problem itself"),
        );
        Reason::new(says).by(rule.clone())
    };
    ONE_CUT.iter().filter(|word| plain.contains(**word)).map(told).collect()
}
