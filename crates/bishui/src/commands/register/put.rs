//! `bishui register put`: a file held against the form of a register, every row told, and one act of what is new or changed.

use std::path::Path;
use std::process::ExitCode;

use chrono::{FixedOffset, NaiveDate, Utc};
use city::{City, Register};
use journal::{Ground, Journal};
use office::entries::{Entries, EntryError, FILE_BYTES_MAX, Put, Recorded, check_apart, decoded};
use office::matters::Actor;
use standards::{Language, Text};

use super::told::told;
use super::{person, refused};
use crate::arguments::{Place, RegisterPut};
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;

/// Tells every row and records one act.
pub fn run(place: &Place, put: &RegisterPut) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let register = may_write(place, &city, put)?;
    let person = person(place, &city, &put.by, put.person.as_deref())?;
    let text = read(place, &put.file)?;
    let since = put.since.unwrap_or_else(|| today(&city));
    let journal = journal_or_none(place, put)?;
    let entries = Entries::new(&city, journal.as_ref());
    let failed = |error: EntryError| Failure::says(place.language(), &error.text());
    let verdict = entries.judge(register, text, since).map_err(failed)?;
    for row in &verdict.rows {
        outln!("{}", told(row, place.language()));
    }
    let [new, changed, unchanged, wrong] = verdict.counts();
    match place.language() {
        Language::Chinese => outln!(
            "{}：新增 {new}，改动 {changed}，未变 {unchanged}，有误 {wrong}",
            register.id
        ),
        Language::English => outln!(
            "{}: {new} new, {changed} changed, {unchanged} unchanged, {wrong} wrong",
            register.id
        ),
    }
    if wrong > 0 {
        say(
            place,
            "没有登记：请先改正有误的行",
            "nothing was recorded: mend the wrong rows first",
        );
        return Ok(ExitCode::FAILURE);
    }
    if put.dry_run {
        say(place, "试运行：没有登记", "dry run: nothing was recorded");
    } else if new + changed == 0 {
        say(place, "没有要登记的", "there is nothing to record");
    } else {
        let asked = asked(put, person, since);
        let recorded = entries.record(register, verdict, asked, Utc::now()).map_err(failed)?;
        recorded.iter().for_each(|recorded| tell(place, *recorded, since));
    }
    Ok(ExitCode::SUCCESS)
}

fn say(place: &Place, zh: &str, en: &str) {
    outln!("{}", Text::new(zh, en).in_language(place.language()));
}

/// A dry run makes no journal where there is none.
fn journal_or_none(place: &Place, put: &RegisterPut) -> Result<Option<Journal>, Failure> {
    let site = place.journal()?;
    match site.open_existing() {
        Ok(journal) => Ok(Some(journal)),
        Err(journal::JournalError::NotThere(_)) if put.dry_run => Ok(None),
        Err(journal::JournalError::NotThere(_)) => {
            let made = site.open().map_err(|error| refused(place, &error))?;
            Ok(Some(made))
        }
        Err(error) => Err(refused(place, &error)),
    }
}

fn may_write<'c>(place: &Place, city: &'c City, put: &RegisterPut) -> Result<&'c Register, Failure> {
    let Some(register) = city.registers.iter().find(|known| known.id == put.register) else {
        let text = Text::new(
            format!("城市目录里没有名录“{}”（registers/）；没有登记", put.register),
            format!(
                "the city folder has no register `{}` (registers/); nothing was recorded",
                put.register
            ),
        );
        return Err(Failure::says(place.language(), &text));
    };
    check_apart(register, &put.apart).map_err(|error| Failure::says(place.language(), &error.text()))?;
    if !register.writes.contains(&put.by) {
        let text = Text::new(
            format!(
                "“{}”不可填写名录“{}”；可填写的岗位：{}",
                put.by,
                register.id,
                register.writes.join("、")
            ),
            format!(
                "`{}` may not write in the register `{}`; those who may: {}",
                put.by,
                register.id,
                register.writes.join(", ")
            ),
        );
        return Err(Failure::says(place.language(), &text));
    }
    Ok(register)
}

/// The text of the file, without the mark that spreadsheets put before it.
fn read(place: &Place, file: &Path) -> Result<String, Failure> {
    let size = std::fs::metadata(file)
        .map_err(|cause| Failure::while_doing(file.display(), cause))?
        .len();
    if size > FILE_BYTES_MAX {
        let text = Text::new(
            format!(
                "{} 有 {size} 字节，最多 {FILE_BYTES_MAX}；请分成几个文件",
                file.display()
            ),
            format!(
                "{} has {size} bytes, at most {FILE_BYTES_MAX} are taken; make several files of it",
                file.display()
            ),
        );
        return Err(Failure::says(place.language(), &text));
    }
    let bytes = std::fs::read(file).map_err(|cause| Failure::while_doing(file.display(), cause))?;
    Ok(decoded(bytes))
}

/// The day in the city's time.
pub fn today(city: &City) -> NaiveDate {
    let offset = FixedOffset::east_opt(city.utc_offset_minutes.saturating_mul(60));
    let now = Utc::now();
    offset.map_or_else(|| now.date_naive(), |offset| now.with_timezone(&offset).date_naive())
}

fn asked(put: &RegisterPut, person: String, since: NaiveDate) -> Put {
    Put {
        by: Actor {
            person,
            post: put.by.clone(),
        },
        since,
        ground: Ground {
            clause: put.clause.clone(),
            document: put.ground.clone(),
            evidence: put.evidence.clone(),
        },
        request: put.request.clone(),
        apart: put.apart.clone(),
        seen: None,
    }
}

fn tell(place: &Place, recorded: Recorded, since: NaiveDate) {
    let act = recorded.act;
    match (place.language(), recorded.repeated) {
        (Language::Chinese, false) => outln!("已登记为第 {act} 条，自 {since} 起"),
        (Language::English, false) => outln!("recorded as act {act}, since {since}"),
        (Language::Chinese, true) => outln!("此请求已登记为第 {act} 条，没有重复登记"),
        (Language::English, true) => outln!("this request was recorded before as act {act}, nothing was done again"),
    }
}
