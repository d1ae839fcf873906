//! `bishui quality`: the marks of quality control, with QARTOD numbers.

use std::collections::BTreeMap;
use std::process::ExitCode;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use gateway::quality_watch::{Assessed, AssessedSeries, Wanted};
use quality::test::TESTS;
use quality::{Outcome, Test};
use standards::{Language, Text, item};

use crate::arguments::{Place, Quality};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::outln;

/// Tests the values of one point, or of all, and prints what the tests say.
pub async fn run(place: &Place, quality: &Quality) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let watch = desk.quality()?;
    let points = match &quality.point {
        Some(id) => vec![known_point(&desk, id, language)?],
        None => desk.city.points.iter().map(|point| point.id.clone()).collect(),
    };
    for code in &quality.item {
        known_item(code, language)?;
    }
    if quality.csv {
        outln!("{}", csv_head());
    }
    for point in points {
        let wanted = Wanted {
            point,
            items: quality.item.clone(),
            periods: Vec::new(),
            from: moment(quality.from.as_deref(), language)?,
            until: moment(quality.until.as_deref(), language)?,
        };
        for series in watch.assess(&wanted).await? {
            print(&series, quality, watch.edition(), language)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn known_point(desk: &Desk, id: &str, language: Language) -> Result<String, Failure> {
    if let Some(point) = desk.city.point(id) {
        return Ok(point.id.clone());
    }
    let known: Vec<_> = desk.city.points.iter().map(|point| point.id.as_str()).collect();
    let known = known.join(", ");
    let says = Text::new(
        format!("没有测点“{id}”；城市目录里有 {known}"),
        format!("there is no point '{id}'; the city folder has {known}"),
    );
    Err(Failure::says(language, &says))
}

fn known_item(code: &str, language: Language) -> Result<(), Failure> {
    if item::by_code(code).is_some() {
        return Ok(());
    }
    let known: Vec<_> = item::ITEMS.iter().map(|item| item.code).collect();
    let known = known.join(", ");
    let says = Text::new(
        format!("没有监测因子“{code}”；有 {known}"),
        format!("there is no item '{code}'; there are {known}"),
    );
    Err(Failure::says(language, &says))
}

/// A day (its beginning) or a minute.
fn moment(said: Option<&str>, language: Language) -> Result<Option<NaiveDateTime>, Failure> {
    let Some(said) = said else { return Ok(None) };
    let day = said.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN));
    let minute = || {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(said, form).ok())
    };
    match day.ok().or_else(minute) {
        Some(at) => Ok(Some(at)),
        None => {
            let says = Text::new(
                format!("“{said}”不是时间；写作 2020-04-02 或 2020-04-02T11:00"),
                format!("'{said}' is no time; write it as 2020-04-02 or 2020-04-02T11:00"),
            );
            Err(Failure::says(language, &says))
        }
    }
}

fn print(series: &AssessedSeries, quality: &Quality, edition: &str, language: Language) -> Result<(), Failure> {
    if quality.json {
        for value in &series.values {
            outln!("{}", json(series, value, edition));
        }
    } else if quality.csv {
        for value in &series.values {
            outln!("{}", csv_row(series, value));
        }
    } else {
        headline(series, edition, language);
        if quality.point.is_some() {
            let shown = series
                .values
                .iter()
                .filter(|value| quality.all || value.summary.outcome() != Outcome::Passed);
            for value in shown {
                told(value, quality.all, language);
            }
        }
    }
    Ok(())
}

/// The series with how often which outcome.
fn headline(series: &AssessedSeries, edition: &str, language: Language) {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    for value in &series.values {
        *counts.entry(value.summary.outcome()).or_default() += 1;
    }
    let counts: Vec<_> = counts
        .iter()
        .map(|(outcome, count)| format!("{} {} {count}", outcome.qartod(), outcome.text().in_language(language)))
        .collect();
    let key = &series.key;
    outln!(
        "{}  {}  {}  {}  [{edition}]",
        key.point,
        key.item,
        key.period.word(),
        counts.join(", ")
    );
}

fn told(value: &Assessed, all: bool, language: Language) {
    let summary = value.summary;
    let outcome = summary.outcome();
    outln!(
        "  {}  {}  {} {} ({}/{})",
        value.at.format("%Y-%m-%d %H:%M"),
        value.value.map_or_else(|| "—".to_owned(), |value| value.to_string()),
        outcome.qartod(),
        outcome.text().in_language(language),
        summary.evaluated,
        summary.asked
    );
    // Without a value every other test can only repeat that there is none.
    let speaks = |test: Test, outcome: Outcome| {
        all || outcome == Outcome::Suspect
            || outcome == Outcome::Failed
            || (outcome > Outcome::Passed && test == Test::Missing)
    };
    for finding in value
        .findings
        .iter()
        .filter(|finding| speaks(finding.test, finding.outcome))
    {
        outln!(
            "      {} {}: {}",
            finding.outcome.qartod(),
            finding.test.text().in_language(language),
            finding.reason.says.in_language(language)
        );
    }
}

fn json(series: &AssessedSeries, value: &Assessed, edition: &str) -> serde_json::Value {
    let tests: Vec<_> = value
        .findings
        .iter()
        .map(|finding| {
            serde_json::json!({
                "test": finding.test,
                "outcome": finding.outcome,
                "qartod": finding.outcome.qartod(),
                "reason": finding.reason,
            })
        })
        .collect();
    let outcome = value.summary.outcome();
    serde_json::json!({
        "point": series.key.point,
        "item": series.key.item,
        "period": series.key.period,
        "at": value.at,
        "value": value.value,
        "text": value.text,
        "flag": value.flag,
        "evidence": value.evidence.map(|id| id.to_string()),
        "outcome": outcome,
        "qartod": outcome.qartod(),
        "evaluated": value.summary.evaluated,
        "asked": value.summary.asked,
        "edition": edition,
        "tests": tests,
    })
}

fn csv_head() -> String {
    let tests: Vec<_> = TESTS.iter().map(|def| def.id).collect();
    format!(
        "point,item,period,at,value,flag,evidence,qartod,evaluated,asked,{}",
        tests.join(",")
    )
}

/// Ids, numbers and times need no quotes; a flag is whatever was received.
fn csv_row(series: &AssessedSeries, value: &Assessed) -> String {
    let number = |test: Test| {
        let finding = value.findings.iter().find(|finding| finding.test == test);
        finding
            .map_or(Outcome::NotEvaluated, |finding| finding.outcome)
            .qartod()
            .to_string()
    };
    let tests: Vec<_> = TESTS.iter().map(|def| number(def.test)).collect();
    let (key, summary) = (&series.key, value.summary);
    let cells = [
        quoted(&key.point),
        quoted(&key.item),
        key.period.word().to_owned(),
        value.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        value.value.map_or_else(String::new, |value| value.to_string()),
        quoted(value.flag.as_deref().unwrap_or_default()),
        value.evidence.map_or_else(String::new, |id| id.to_string()),
        summary.outcome().qartod().to_string(),
        summary.evaluated.to_string(),
        summary.asked.to_string(),
        tests.join(","),
    ];
    cells.join(",")
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
