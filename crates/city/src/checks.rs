//! Questions about the folder as a whole, which a careful secretary asks when every file reads well.

mod chiefs;
mod duties;
mod rows;

use chrono::NaiveDate;
use rules::target::Indicator;
use standards::{Text, air, water};

use crate::calendar;
use crate::due::Due;
use crate::finding::Finding;
use crate::kind::FindingKind;
use crate::model::{City, Point, feeds};
use crate::source::Findings;
use crate::target::Target;

pub(crate) use duties::Known;

/// Reports a finding of a kind with its sentence and advice.
type Report<'r> = &'r dyn Fn(FindingKind, Text, Text);

/// Asks them all; `known` says where each thing is written.
pub(crate) fn ask(city: &City, known: &Known<'_>, findings: &Findings) {
    if city.clauses.is_empty() {
        let says = Text::new("计划里没有条目", "the plan has no clause");
        let help = Text::new(
            "在 plan/ 中为每条写一个 .md 文件",
            "write one .md file for each clause into plan/",
        );
        findings.push(Finding::new(FindingKind::EmptyPlan, "plan", says).advising(Some(help)));
    }
    rows::ask(city, known.blocks, known.rows, findings);
    duties::ask(city, known, findings);
    calendar::ask_for(city, findings);
    for target in city.targets() {
        if has_faults(target, known, findings) {
            continue;
        }
        let report = |kind: FindingKind, says: Text, help: Text| {
            let finding = Finding::new(kind, &target.file, says).advising(Some(help));
            findings.push(match known.blocks.place_of(&target.id) {
                Some((excerpt, span)) => finding.marking(excerpt.clone(), span.clone()),
                None => finding,
            });
        };
        ask_who_answers(target, &report);
        ask_what_measures(target, city, &report);
        ask_standard(target, city.resolved, &report);
    }
}

/// Whether something in the block of `target` is told already: what is asked of it then would only follow from that.
fn has_faults(target: &Target, known: &Known<'_>, findings: &Findings) -> bool {
    known.blocks.place_of(&target.id).is_some_and(|(excerpt, span)| {
        let block = span.start..excerpt.end_of_block(span.end);
        findings.has_errors_within(&target.file, &block)
    })
}

fn ask_who_answers(target: &Target, report: Report<'_>) {
    if target.answers.is_empty() {
        let says = Text::new(
            format!("目标“{}”没有人负责", target.id),
            format!("nobody answers for target `{}`", target.id),
        );
        let help = Text::new(
            "加上 answers = [\"岗位编号\"]，岗位见 people/posts.toml",
            "add answers = [\"post id\"] with a post of people/posts.toml",
        );
        report(FindingKind::NobodyAnswers, says, help);
    }
}

fn ask_what_measures(target: &Target, city: &City, report: Report<'_>) {
    if target.measured.indicator.measured().is_none() {
        return;
    }
    let measured = |place: &str| {
        city.points
            .iter()
            .any(|point: &Point| point.of == place && feeds(point, target))
    };
    let blind: Vec<&str> = target
        .places
        .iter()
        .map(String::as_str)
        .filter(|place| !measured(place))
        .collect();
    if blind.is_empty() {
        return;
    }
    let says = Text::new(
        format!("目标“{}”：没有测点监测 {}", target.id, blind.join("、")),
        format!("target `{}`: no point measures {}", target.id, blind.join(", ")),
    );
    let help = Text::new(
        "这些地方的判定将一直是“没有监测站点”，直到 places/points.toml 中有测点",
        "their verdict stays `no station` until places/points.toml has a point there",
    );
    report(FindingKind::NothingMeasures, says, help);
}

/// Whether the standard in force on the day of the resolution still judges the target's year.
fn ask_standard(target: &Target, resolved: NaiveDate, report: Report<'_>) {
    let (Some(indicator), Some(last)) = (target.measured.indicator.measured(), target.due.and_then(Due::last_day))
    else {
        return;
    };
    let (then, at_the_end) = (standard_on(indicator, resolved), standard_on(indicator, last));
    let (Some(then), Some(at_the_end)) = (then, at_the_end) else {
        return;
    };
    if then == at_the_end {
        return;
    }
    let says = Text::new(
        format!("目标“{}”定下时用 {then}，到期时已是 {at_the_end}", target.id),
        format!(
            "target `{}` was set under {then}, its last day is judged by {at_the_end}",
            target.id
        ),
    );
    let help = Text::new(
        "在 note 中说明按哪一版评价",
        "say in `note` by which edition it is to be judged",
    );
    report(FindingKind::StandardEnds, says, help);
}

/// The standard that judges `indicator` on `day`.
fn standard_on(indicator: Indicator, day: NaiveDate) -> Option<String> {
    match indicator {
        Indicator::WaterClass => water::edition_on(day).map(|edition| edition.standard().to_owned()),
        Indicator::GoodAirDays | Indicator::HeavyPollutionDays => Some(air::edition_on(day).standard().to_owned()),
    }
}
