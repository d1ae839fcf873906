//! The plan, its clauses and the front page, put together from what the city folder says and how it stands.

use city::coverage::{self, Coverage};
use city::{City, Clause, Due, Heading, Part, Target, TargetIndicator, TargetValue};
use standards::Text;

use crate::blocks;
use crate::error::OfficeError;
use crate::leaf::place_name;
use crate::verdict::demand;
use crate::views::{
    Attainment, ClauseHead, ClausePart, ClauseSheet, ClauseView, Contents, ContentsLine, Counts, Overview, PointKind,
    PointMark, PostView, RegisterHead, TargetView, VerdictView,
};

/// A target with its verdicts, of which there is at least one.
pub(crate) fn target_view(city: &City, target: &Target, mut years: Vec<VerdictView>) -> TargetView {
    let judged = match target.due_year() {
        Some(due) => years.iter().find(|verdict| verdict.year == due),
        None => years.last(),
    };
    let verdict = judged.cloned().unwrap_or_else(|| never_judged(target));
    if years.is_empty() {
        years.push(verdict.clone());
    }
    TargetView {
        id: target.id.clone(),
        clause: target.clause.code(),
        clause_name: target.clause.name(),
        sentence: target.sentence.clone(),
        indicator: indicator(city, target),
        demand: demand(&target.measured),
        due: target.due.map(Due::text),
        due_year: target.due_year(),
        base: base(city, target),
        register: counted_from(city, target),
        answers: posts(city, &target.answers),
        verdict,
        years,
    }
}

/// What is measured, and where.
pub(crate) fn indicator(city: &City, target: &Target) -> Text {
    let names: Vec<Text> = target.places.iter().map(|id| place_name(city, id)).collect();
    let join = |pick: fn(&Text) -> &str, comma| names.iter().map(pick).collect::<Vec<_>>().join(comma);
    let what = match &target.measured.indicator {
        TargetIndicator::Measured(indicator) => indicator.text(),
        TargetIndicator::Counted(id) => city
            .indicator(id)
            .map_or_else(|| Text::same(id), |indicator| indicator.name.clone()),
    };
    Text::new(
        format!("{}　{}", what.zh, join(|name| &name.zh, "、")),
        format!("{}: {}", what.en, join(|name| &name.en, ", ")),
    )
}

/// Where a counted target started, in its unit.
fn base(city: &City, target: &Target) -> Option<Text> {
    let baseline = target.baseline?;
    let unit = match target.measured.value {
        TargetValue::Number(_, unit) => Some(unit),
        TargetValue::Class(_) | TargetValue::Percent(_) | TargetValue::Days(_) | TargetValue::Carried => None,
    };
    let counted = || city.indicator(target.measured.indicator.counted()?)?.unit;
    let value = baseline.value.normalize();
    let words = unit
        .or_else(counted)
        .map_or_else(|| Text::same(value.to_string()), |unit| unit.words(value));
    let year = baseline.year;
    Some(Text::new(
        format!("{year}年 {}", words.zh),
        format!("{} in {year}", words.en),
    ))
}

/// The register that feeds a target, where one does.
fn counted_from(city: &City, target: &Target) -> Option<RegisterHead> {
    let indicator = city.indicator(target.measured.indicator.counted()?)?;
    city.register(&indicator.register)
        .map(|register| crate::register::head(city, register))
}

/// A target without a year, about which nothing was ever received.
fn never_judged(target: &Target) -> VerdictView {
    VerdictView {
        year: 0,
        standing: Attainment::NoData,
        headline: Text::new("没有收到任何数据，不能判定", "nothing was received, no verdict"),
        figure: None,
        progress: None,
        why: crate::key::WhyKey::Target {
            id: target.id.clone(),
            year: 0,
        }
        .to_string(),
        certainty: None,
    }
}

/// Posts by their ids; the checker of the city folder proves that they exist.
pub(crate) fn posts(city: &City, ids: &[String]) -> Vec<PostView> {
    ids.iter()
        .filter_map(|id| city.post(id))
        .map(|post| PostView {
            id: post.id.clone(),
            title: post.title.clone(),
            holder: post.holder.clone(),
            demo: post.demo,
        })
        .collect()
}

/// The clauses and heads of parts, each with how many of its other blocks run.
pub(crate) fn contents(city: &City, targets: &[TargetView]) -> Contents {
    let lines = city.clauses.iter().map(|clause| {
        let blocks = clause.parts.iter().filter_map(|part| match part {
            Part::Block(block) => Some(block),
            Part::Prose { .. } | Part::Target(_) => None,
        });
        let (live, declared): (Vec<_>, Vec<_>) =
            blocks.partition(|block| coverage::of_block(city, block).0 == Coverage::Live);
        ContentsLine {
            head: head(clause),
            live: live.len(),
            declared: declared.len(),
        }
    });
    Contents {
        lines: lines.collect(),
        targets: targets.to_vec(),
    }
}

/// One clause with each target at its place in the text, and the way to its neighbours.
pub(crate) fn clause(city: &City, code: &str, targets: &[TargetView]) -> Result<ClauseSheet, OfficeError> {
    let all: Vec<ClauseHead> = city.clauses.iter().map(head).collect();
    let place = all.iter().position(|head| head.code == code);
    let (place, own) = place
        .and_then(|place| Some((place, city.clauses.get(place)?)))
        .ok_or_else(|| no_clause(&all, code))?;
    let parts = own
        .parts
        .iter()
        .filter_map(|part| shown(city, part, targets).transpose());
    Ok(ClauseSheet {
        clause: ClauseView {
            code: code.to_owned(),
            name: own.heading.name(),
            title: own.title.clone(),
            parts: parts.collect::<Result<_, _>>()?,
        },
        before: place.checked_sub(1).and_then(|before| all.get(before)).cloned(),
        after: all.get(place + 1).cloned(),
        all,
    })
}

/// A piece of a clause as the page shows it.
fn shown(city: &City, part: &Part, targets: &[TargetView]) -> Result<Option<ClausePart>, OfficeError> {
    Ok(match part {
        Part::Prose { html } => Some(ClausePart::Prose { html: html.clone() }),
        Part::Target(target) => {
            let view = targets.iter().find(|view| view.id == target.id);
            view.map(|view| ClausePart::Target(Box::new(view.clone())))
        }
        Part::Block(block) => Some(ClausePart::Block(Box::new(blocks::view(city, block)?))),
    })
}

fn head(clause: &Clause) -> ClauseHead {
    ClauseHead {
        code: clause.heading.code(),
        name: clause.heading.name(),
        title: clause.title.clone(),
        part: matches!(clause.heading, Heading::Part(_)),
    }
}

fn no_clause(all: &[ClauseHead], code: &str) -> OfficeError {
    let known: Vec<&str> = all.iter().map(|head| head.code.as_str()).collect();
    OfficeError::NotFound {
        what: "clause",
        name: code.to_owned(),
        known: known.join(", "),
    }
}

/// The front page.
pub(crate) fn overview(city: &City, targets: Vec<TargetView>, marks: Vec<PointMark>, counts: Counts) -> Overview {
    let (sections, stations) = marks.into_iter().partition(|mark| mark.head.kind == PointKind::Section);
    Overview {
        city: city.name.clone(),
        notice: city.notice.clone(),
        counts,
        sections,
        stations,
        targets,
        blind_spots: blind_spots(city),
    }
}

/// Places that a target names and no point measures.
fn blind_spots(city: &City) -> Vec<Text> {
    let mut names = Vec::new();
    for target in city
        .targets()
        .filter(|target| target.measured.indicator.measured().is_some())
    {
        for id in &target.places {
            let measured = city.feeding(target).any(|point| point.of == *id);
            let name = place_name(city, id);
            if !measured && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
