//! The marks of quality control beside the values: read as they were made, never judged by.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use history::Period;
use history::marks::{Looked, Mark, Marks, SeriesKey};
use quality::{Finding, Outcome, Test};
use standards::{Reason, Text};

use crate::error::OfficeError;
use crate::views::{QualityMark, Table};

/// What is known of the marks of one point in a stretch of time.
pub(crate) struct PointMarks {
    /// By item, period and time: the marks of all looks.
    marks: BTreeMap<(String, Period, NaiveDateTime), Vec<Mark>>,
    looked: BTreeMap<(String, Period), Looked>,
}

/// The marks of a point from a time on to another, both included; none where nobody makes marks.
pub(crate) async fn marks_of(
    marks: Option<&Marks>,
    point: &str,
    from: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<Option<PointMarks>, OfficeError> {
    let Some(marks) = marks else { return Ok(None) };
    let mut found = PointMarks {
        marks: BTreeMap::new(),
        looked: BTreeMap::new(),
    };
    for (SeriesKey { item, period, .. }, mark) in marks.of_point(point, from, until).await? {
        found.marks.entry((item, period, mark.at)).or_default().push(mark);
    }
    for (SeriesKey { item, period, .. }, looked) in marks.looked(Some(point)).await? {
        found.looked.insert((item, period), looked);
    }
    Ok(Some(found))
}

fn findings(marks: &[Mark]) -> Vec<Finding> {
    // A mark that another edition of the program wrote and this one cannot read shows its outcome without words.
    let read = |mark: &Mark| serde_json::from_str::<Vec<Finding>>(&mark.findings).unwrap_or_default();
    marks.iter().flat_map(read).collect()
}

impl PointMarks {
    fn outcome(&self, item: &str, period: Period, at: NaiveDateTime) -> (Outcome, Vec<Finding>) {
        let key = (item.to_owned(), period, at);
        if let Some(marks) = self.marks.get(&key) {
            let outcomes = marks.iter().filter_map(|mark| Outcome::from_word(&mark.outcome));
            return (outcomes.max().unwrap_or(Outcome::NotEvaluated), findings(marks));
        }
        let looked = self.looked.get(&(item.to_owned(), period));
        let covers = looked.is_some_and(|looked| looked.first <= at && at <= looked.last);
        let outcome = if covers { Outcome::Passed } else { Outcome::NotEvaluated };
        (outcome, Vec::new())
    }

    /// The mark for a cell; what passed has none.
    fn cell(&self, item: &str, period: Period, at: NaiveDateTime) -> Option<QualityMark> {
        let (outcome, findings) = self.outcome(item, period, at);
        if outcome == Outcome::Passed {
            return None;
        }
        let worst = findings
            .iter()
            .filter(|finding| finding.outcome == outcome)
            .map(sentence);
        Some(QualityMark {
            outcome,
            label: outcome.text(),
            because: worst.reduce(joined).unwrap_or_else(not_looked_at),
        })
    }

    /// Writes the marks into the cells of tables of received values.
    pub(crate) fn mark(&self, tables: &mut [Table]) {
        for table in tables {
            let periods: &[Period] = match table.period.as_str() {
                "sample" => &[Period::Instant, Period::Minute, Period::Hour],
                "hour" => &[Period::Hour],
                "day" => &[Period::Day],
                _ => continue,
            };
            for row in &mut table.rows {
                for (column, cell) in table.columns.iter().zip(&mut row.cells) {
                    // Computed cells are asked under other keys; marks stand beside what was received.
                    let Some(key) = cell.why.as_deref().filter(|key| key.starts_with("value/")) else {
                        continue;
                    };
                    let period = periods
                        .iter()
                        .find(|period| key.split('/').nth(3) == Some(period.word()));
                    cell.quality = period.and_then(|period| self.cell(&column.item, *period, row.at));
                }
            }
        }
    }
}

fn sentence(finding: &Finding) -> Text {
    let (name, says) = (finding.test.text(), &finding.reason.says);
    Text::new(format!("{}：{}", name.zh, says.zh), format!("{}: {}", name.en, says.en))
}

fn joined(first: Text, second: Text) -> Text {
    Text::new(
        format!("{}；{}", first.zh, second.zh),
        format!("{}; {}", first.en, second.en),
    )
}

fn not_looked_at() -> Text {
    Text::new("质控尚未看过这个值", "quality control has not looked at this value yet")
}

/// What quality control says of one value, with the findings below it; none where nobody makes marks.
pub(crate) async fn of_value(
    marks: Option<&Marks>,
    series: &SeriesKey,
    at: NaiveDateTime,
) -> Result<Option<Reason>, OfficeError> {
    let Some(found) = marks_of(marks, &series.point, at, at).await? else {
        return Ok(None);
    };
    let (outcome, findings) = found.outcome(&series.item, series.period, at);
    let word = outcome.text();
    let number = outcome.qartod();
    let mut reason = Reason::new(Text::new(
        format!("质控标记：{}（QARTOD {number}）；标记不改变数值，也不改变判定", word.zh),
        format!(
            "Mark: {} (QARTOD {number}); it changes neither the value nor a verdict",
            word.en
        ),
    ));
    for finding in findings {
        let says = sentence(&finding);
        let outcome = finding.outcome.text();
        let mut step = finding.reason;
        step.says = Text::new(
            format!("{}　{}", outcome.zh, says.zh),
            format!("{}, {}", outcome.en, says.en),
        );
        reason = reason.since(step);
    }
    match found.looked.get(&(series.item.clone(), series.period)) {
        Some(looked) if looked.first <= at && at <= looked.last => reason = reason.since(how_far(looked)),
        _ => reason = reason.since(Reason::new(not_looked_at())),
    }
    Ok(Some(reason))
}

/// With which parameters the series was looked at, and which tests said nothing in it.
fn how_far(looked: &Looked) -> Reason {
    let edition = &looked.edition;
    let counts: BTreeMap<String, BTreeMap<String, u64>> = serde_json::from_str(&looked.counts).unwrap_or_default();
    let silent = counts.iter().filter(|(_, outcomes)| {
        let silent = [Outcome::NotEvaluated.word(), Outcome::Missing.word()];
        outcomes.keys().all(|outcome| silent.contains(&outcome.as_str()))
    });
    let silent: Vec<_> = silent.filter_map(|(id, _)| Test::from_id(id)).map(Test::text).collect();
    let (first, last) = (
        looked.first.format("%Y-%m-%d %H:%M"),
        looked.last.format("%Y-%m-%d %H:%M"),
    );
    let reason = Reason::new(Text::new(
        format!("这一序列已检验 {first} 至 {last}，参数版本 {edition}"),
        format!("this series was looked at from {first} to {last} with the parameters {edition}"),
    ));
    match silent
        .into_iter()
        .reduce(|one, other| Text::new(format!("{}、{}", one.zh, other.zh), format!("{}, {}", one.en, other.en)))
    {
        None => reason,
        Some(names) => reason.since(Reason::new(Text::new(
            format!("最近一次检验中未评价：{}", names.zh),
            format!("not evaluated in the latest look: {}", names.en),
        ))),
    }
}
