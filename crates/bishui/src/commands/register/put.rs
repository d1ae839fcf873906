//! `bishui register put`: a file held against the form of a register, every row told, and one act of what is new or changed.

use std::path::Path;
use std::process::ExitCode;

use chrono::{FixedOffset, NaiveDate, Utc};
use city::{Brought, City, Register};
use encoding_rs::GB18030;
use journal::{AsOf, Content, EntryPut, Ground, Journal, NewAct, Wording};
use standards::{Language, Text};

use super::rows::{Row, State, rows};
use super::{person, refused};
use crate::arguments::{Place, RegisterPut};
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;

/// Largest file, in bytes: what a file of the city folder may have.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// Tells every row and records one act.
pub fn run(place: &Place, put: &RegisterPut) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let register = may_write(place, &city, put)?;
    let person = person(place, &city, &put.by, put.person.as_deref())?;
    let brought = city::read_brought(&place.city, &register.id, read(place, &put.file)?);
    let since = put.since.unwrap_or_else(|| today(&city));
    let journal = journal_or_none(place, put)?;
    let rows = told_rows(place, brought, journal.as_ref(), since)?;
    for row in &rows {
        outln!("{}", row.told(place.language()));
    }
    let count = |state: fn(&State) -> bool| rows.iter().filter(|row| state(&row.state)).count();
    let [new, changed, unchanged, wrong] = [
        count(|state| matches!(state, State::New(_))),
        count(|state| matches!(state, State::Changed(..))),
        count(|state| matches!(state, State::Unchanged)),
        count(|state| matches!(state, State::Wrong(_))),
    ];
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
        record(place, put, person, since, register, rows, journal)?;
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
    check_apart(place, register, &put.apart)?;
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

/// Fields that are to be kept apart must be there and must not be of the key, which always stands openly in the act.
fn check_apart(place: &Place, register: &Register, apart: &[String]) -> Result<(), Failure> {
    for field in apart {
        let (zh, en) = if register.field(field).is_none() {
            ("没有字段", "has no field")
        } else if is_of_key(register, field) {
            ("不能另存标识条目的字段", "cannot keep apart the field of its key")
        } else {
            continue;
        };
        let text = Text::new(
            format!("名录“{}”{zh}“{field}”；没有登记", register.id),
            format!("the register `{}` {en} `{field}`; nothing was recorded", register.id),
        );
        return Err(Failure::says(place.language(), &text));
    }
    Ok(())
}

fn is_of_key(register: &Register, field: &str) -> bool {
    register.key.iter().chain(&register.year).any(|id| id == field)
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
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|cause| GB18030.decode_without_bom_handling(cause.as_bytes()).0.into_owned());
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The day in the city's time.
pub fn today(city: &City) -> NaiveDate {
    let offset = FixedOffset::east_opt(city.utc_offset_minutes.saturating_mul(60));
    let now = Utc::now();
    offset.map_or_else(|| now.date_naive(), |offset| now.with_timezone(&offset).date_naive())
}

fn told_rows(
    place: &Place,
    brought: Brought,
    journal: Option<&Journal>,
    since: NaiveDate,
) -> Result<Vec<Row>, Failure> {
    let Brought { register, findings } = brought;
    let Some(register) = register else {
        // The folder was read before and had it: somebody has changed it since.
        let text = Text::new(
            "城市目录刚被改动，请再试一次",
            "the city folder was changed just now, try again",
        );
        return Err(Failure::says(place.language(), &text));
    };
    let Some(journal) = journal else {
        return Ok(rows(&register, &findings, &Default::default(), &Default::default()));
    };
    let as_of = AsOf {
        valid: Some(since),
        known: None,
    };
    let holds = journal
        .entries(&register.id, as_of)
        .map_err(|error| refused(place, &error))?;
    let versions = journal
        .entry_versions(&register.id)
        .map_err(|error| refused(place, &error))?;
    Ok(rows(&register, &findings, &holds, &versions))
}

fn record(
    place: &Place,
    put: &RegisterPut,
    person: String,
    since: NaiveDate,
    register: &Register,
    rows: Vec<Row>,
    journal: Option<Journal>,
) -> Result<(), Failure> {
    let Some(journal) = journal else { return Ok(()) };
    let entries = rows.into_iter().filter_map(|row| entry(row, register, &put.apart));
    let act = NewAct {
        person,
        post: put.by.clone(),
        valid_from: since,
        ground: Ground {
            clause: put.clause.clone(),
            document: put.ground.clone(),
            evidence: put.evidence.clone(),
        },
        request: put.request.clone(),
        content: Content::RegisterPut {
            register: register.id.clone(),
            entries: entries.collect(),
        },
    };
    let recorded = journal
        .record(act, Utc::now())
        .map_err(|error| refused(place, &error))?;
    let act = recorded.act;
    match (place.language(), recorded.repeated) {
        (Language::Chinese, false) => outln!("已登记为第 {act} 条，自 {since} 起"),
        (Language::English, false) => outln!("recorded as act {act}, since {since}"),
        (Language::Chinese, true) => outln!("此请求已登记为第 {act} 条，没有重复登记"),
        (Language::English, true) => outln!("this request was recorded before as act {act}, nothing was done again"),
    }
    Ok(())
}

fn entry(row: Row, register: &Register, apart: &[String]) -> Option<EntryPut<Wording>> {
    let version = match row.state {
        State::New(version) | State::Changed(version, _) => version,
        State::Unchanged | State::Wrong(_) => return None,
    };
    let fields = row.fields.into_iter().map(|(id, text)| {
        let is_public = register.public && register.field(&id).is_some_and(|field| field.public);
        let is_open = is_public && !apart.contains(&id);
        let is_key = is_of_key(register, &id);
        let wording = if is_open || is_key {
            Wording::Open(text)
        } else {
            Wording::Apart(text)
        };
        (id, wording)
    });
    Some(EntryPut {
        key: row.key,
        version,
        fields: fields.collect(),
    })
}
