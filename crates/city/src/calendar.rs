//! `calendar/YEAR.toml`: the public holidays and make-up working days of a year, as the official notice sets them.

use std::ops::Range;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Weekday};
use rules::clock::{Calendar, ClockUnit};
use rules::procedure::{Clock, Limit};
use standards::{Certainty, Text};

use crate::finding::Finding;
use crate::kind::FindingKind;
use crate::model::City;
use crate::source::{Findings, Source};
use crate::table::{Document, Need, Table};
use crate::vocabulary;

/// The folder of calendars.
const FOLDER: &str = "calendar/";

/// The calendar of one year.
#[derive(Clone, Debug)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// The notice it follows.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// Its public holidays.
    pub holidays: Vec<Holiday>,
    /// Weekend days that are worked.
    pub workdays: Vec<Workday>,
    /// File it is written in, relative to the city folder.
    pub file: String,
}

/// One public holiday.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Name.
    pub name: Text,
    /// First day off.
    pub from: NaiveDate,
    /// Last day off.
    pub to: NaiveDate,
}

/// A weekend day that is worked.
#[derive(Clone, Debug)]
pub struct Workday {
    /// The day.
    pub day: NaiveDate,
    /// The holiday it makes up for.
    pub makes_up: Text,
}

/// Whether a file of that name is a calendar.
pub(crate) fn is_one_of(name: &str) -> bool {
    name.strip_prefix(FOLDER)
        .is_some_and(|file| !file.contains('/') && file.ends_with(".toml"))
}

/// The calendars of all years as the clock arithmetic wants them.
pub(crate) fn joined(years: &[CalendarYear]) -> Calendar {
    let mut calendar = Calendar::default();
    for year in years {
        let off = year.holidays.iter().flat_map(|holiday| {
            let to = holiday.to;
            holiday.from.iter_days().take_while(move |day| *day <= to)
        });
        calendar.add_year(year.year, off, year.workdays.iter().map(|workday| workday.day));
    }
    calendar
}

/// Reads the calendars of all years, in the order of the years.
pub(crate) fn read_all<'a>(
    files: impl Iterator<Item = (&'a str, &'a Arc<str>)>,
    findings: &'a Findings,
) -> Vec<CalendarYear> {
    let mut years: Vec<CalendarYear> = Vec::new();
    for (name, text) in files.filter(|(name, _)| is_one_of(name)) {
        let source = Source::new(name, text, findings);
        let Some(year) = read(&source) else {
            continue;
        };
        // Files come in the order of their names, which are the years.
        if let Some(before) = years.last().filter(|before| before.year + 1 < year.year) {
            let (from, to) = (before.year + 1, year.year - 1);
            let (zh, en) = match from == to {
                true => (format!("{from}年"), from.to_string()),
                false => (format!("{from}年至{to}年"), format!("{from} to {to}")),
            };
            let says = Text::new(
                format!("没有{zh}的节假日安排，其间的工作日无法推算"),
                format!("no calendar of {en}: working days between cannot be counted"),
            );
            let help = Text::new(format!("补上 {FOLDER}{from}.toml"), format!("add {FOLDER}{from}.toml"));
            source.report(FindingKind::CalendarGap, 0..0, says, Some(help));
        }
        years.push(year);
    }
    years
}

/// Asks for a calendar where a clock counts working days from the resolution on.
pub(crate) fn ask_for(city: &City, findings: &Findings) {
    let (years, resolved) = (&city.calendar, city.resolved);
    if years.iter().any(|year| year.year == resolved.year()) {
        return;
    }
    let counts =
        |clock: &Clock| matches!(&clock.limit, Limit::Term { term, .. } if term.unit == ClockUnit::WorkingDays);
    let Some(machine) = city.procedures.iter().find(|machine| machine.clocks.iter().any(counts)) else {
        return;
    };
    let file = format!("{FOLDER}{}.toml", resolved.year());
    let says = Text::new(
        format!(
            "“{}”按工作日计时，却没有{}年的节假日安排：期限不明",
            machine.name.zh,
            resolved.year()
        ),
        format!(
            "`{}` counts working days, but there is no calendar of {}: its limits are unknown",
            machine.id,
            resolved.year()
        ),
    );
    let help = Text::new(
        format!("按国务院办公厅的通知写 {file}，各年一个文件"),
        format!("write {file} by the official notice, one file for each year"),
    );
    findings.push(Finding::new(FindingKind::CalendarMissing, &file, says).advising(Some(help)));
}

fn read(source: &Source<'_>) -> Option<CalendarYear> {
    let document = Document::parse(source.text, 0, source)?;
    let mut root = document.table(source, 0..0);
    let year = root.whole("year", Need::Required);
    let notice = root.word("source", Need::Required);
    let certainty = root.word("certainty", Need::Required);
    let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
    let holidays = root.tables("holiday");
    let workdays = root.tables("workday");
    root.finish();
    let (year, span) = year?;
    let expected = format!("{FOLDER}{year}.toml");
    if source.file != expected {
        let says = Text::new(
            format!("文件里写的是{year}年，文件名却不是 {year}.toml"),
            format!("the file says {year}, but its name is not {year}.toml"),
        );
        let help = Text::new(format!("改名为 {expected}"), format!("rename it to {expected}"));
        source.report(FindingKind::YearIsNotFileName, span, says, Some(help));
        return None;
    }
    let year = i32::try_from(year).ok()?;
    let holidays = read_holidays(holidays, year, source);
    Some(CalendarYear {
        year,
        source: notice?.text,
        certainty: certainty?,
        workdays: read_workdays(workdays, year, &holidays, source),
        holidays,
        file: source.file.to_owned(),
    })
}

fn read_holidays(tables: Vec<Table<'_>>, year: i32, source: &Source<'_>) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = Vec::new();
    for mut table in tables {
        let name = table.text("name", Need::Required);
        let (from, to) = (table.day("from", Need::Required), table.day("to", Need::Required));
        table.finish();
        let (Some(name), Some((from, from_span)), Some((to, to_span))) = (name, from, to) else {
            continue;
        };
        let inside = [(from, from_span), (to, to_span.clone())]
            .into_iter()
            .filter(|(day, span)| lies_in(*day, span, year, source))
            .count();
        if inside < 2 {
            continue;
        }
        if to < from {
            let says = Text::new(format!("{to}早于{from}"), format!("{to} lies before {from}"));
            let help = Text::new("from 是第一天，to 是最后一天", "from is the first day, to is the last");
            source.report(FindingKind::PeriodBackwards, to_span, says, Some(help));
            continue;
        }
        if let Some(other) = holidays.iter().find(|other| from <= other.to && other.from <= to) {
            let says = Text::new(
                format!("{}与{}（{}至{}）重叠", name.zh, other.name.zh, other.from, other.to),
                format!(
                    "{} overlaps {} ({} to {})",
                    name.en, other.name.en, other.from, other.to
                ),
            );
            let help = Text::new("相连的假期合成一条", "write holidays that run into each other as one");
            source.report(FindingKind::HolidaysOverlap, to_span, says, Some(help));
        }
        holidays.push(Holiday { name, from, to });
    }
    holidays
}

fn read_workdays(tables: Vec<Table<'_>>, year: i32, holidays: &[Holiday], source: &Source<'_>) -> Vec<Workday> {
    let mut workdays: Vec<Workday> = Vec::new();
    for mut table in tables {
        let day = table.day("day", Need::Required);
        let makes_up = table.text("for", Need::Required);
        table.finish();
        let (Some((day, span)), Some(makes_up)) = (day, makes_up) else {
            continue;
        };
        if !lies_in(day, &span, year, source) {
            continue;
        }
        let is_off = holidays.iter().any(|holiday| holiday.from <= day && day <= holiday.to);
        if is_off || !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            let why = match is_off {
                true => Text::new("在放假期内", "lies in a holiday"),
                false => Text::new("本来就是工作日", "is a working day anyway"),
            };
            let says = Text::new(format!("{day}{}", why.zh), format!("{day} {}", why.en));
            let help = Text::new("调休上班日只能是周六或周日", "a make-up day is a Saturday or Sunday");
            source.report(FindingKind::WorkdayOnWeekday, span, says, Some(help));
        }
        workdays.push(Workday { day, makes_up });
    }
    workdays
}

fn lies_in(day: NaiveDate, span: &Range<usize>, year: i32, source: &Source<'_>) -> bool {
    if day.year() == year {
        return true;
    }
    let says = Text::new(format!("{day}不在{year}年"), format!("{day} does not lie in {year}"));
    let help = Text::new(
        format!("写入 {FOLDER}{}.toml", day.year()),
        format!("write it into {FOLDER}{}.toml", day.year()),
    );
    source.report(FindingKind::DayOutsideYear, span.clone(), says, Some(help));
    false
}
