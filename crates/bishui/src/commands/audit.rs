//! `bishui audit`: the journal looked at, proved, sealed, rebuilt, and texts of it erased.

mod list;
mod prove;

use std::process::ExitCode;

use chrono::Utc;
use journal::{Engine, Erasure, Ground, HashKind, Journal, JournalError, Report};
use standards::{Language, Text};

use crate::arguments::{Audit, AuditErase, AuditVerify, Hashing, Place};
use crate::commands::register::{person, refused};
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;

/// Answers about the journal.
pub fn run(place: &Place, asked: &Audit) -> Result<ExitCode, Failure> {
    match asked {
        Audit::New { hash } => make(place, *hash),
        Audit::List(list) => list::run(place, list),
        Audit::Verify(asked) => verify(place, asked),
        Audit::Key { file } => prove::key(place, file),
        Audit::Seal(seal) => prove::seal(place, seal),
        Audit::Prove(asked) => prove::prove(place, asked),
        Audit::Rebuild => rebuild(place),
        Audit::Erase(erase) => self::erase(place, erase),
    }
}

fn existing(place: &Place) -> Result<Journal, Failure> {
    heard(place, place.journal()?.open_existing())
}

/// Says a refusal of the journal in the language of the answers.
fn heard<T>(place: &Place, answer: Result<T, JournalError>) -> Result<T, Failure> {
    answer.map_err(|error| refused(place, &error))
}

fn make(place: &Place, hash: Hashing) -> Result<ExitCode, Failure> {
    let hash = match hash {
        Hashing::Sha256 => HashKind::Sha256,
        Hashing::Sm3 => HashKind::Sm3,
    };
    let journal = heard(place, place.journal()?.make(hash))?;
    match place.language() {
        Language::Chinese => outln!("已建立行为日志（{}）", journal.hash().word()),
        Language::English => outln!("a journal was made ({})", journal.hash().word()),
    }
    Ok(ExitCode::SUCCESS)
}

fn verify(place: &Place, asked: &AuditVerify) -> Result<ExitCode, Failure> {
    if let Some(file) = &asked.proof {
        return prove::verify(place, file, asked.public_key.as_deref());
    }
    let journal = existing(place)?;
    let report = match &asked.head {
        None => heard(place, journal.verify())?,
        Some(file) => {
            let head = prove::read_head(place, file, asked.public_key.as_deref())?;
            heard(place, journal.verify_against(&head))?
        }
    };
    Ok(told(place, &report))
}

fn told(place: &Place, report: &Report) -> ExitCode {
    let Report {
        acts,
        texts,
        erased,
        heads,
        ..
    } = report;
    match place.language() {
        Language::Chinese => outln!("行为 {acts} 条，另存文字 {texts} 处，已删除 {erased} 处，链头 {heads} 个"),
        Language::English => outln!("{acts} act(s), {texts} text(s) kept apart, {erased} erased, {heads} head(s)"),
    }
    let (text, code) = match &report.broken {
        None => (Text::new("链完整", "the chain is whole"), ExitCode::SUCCESS),
        Some(broken) => {
            let says = broken.says();
            let text = Text::new(
                format!("链断于此：{}；请与备份核对", says.zh),
                format!("first broken link: {}; compare it with a backup", says.en),
            );
            (text, ExitCode::FAILURE)
        }
    };
    outln!("{}", text.in_language(place.language()));
    code
}

fn rebuild(place: &Place) -> Result<ExitCode, Failure> {
    let rebuilt = heard(place, existing(place)?.rebuild())?;
    for table in &rebuilt.tables {
        let (name, rows) = (table.table, table.rows);
        match place.language() {
            Language::Chinese => outln!("{name}：{rows} 行，多出 {}，缺少 {}", table.too_many, table.missing),
            Language::English => outln!(
                "{name}: {rows} row(s), {} too many, {} missing",
                table.too_many,
                table.missing
            ),
        }
    }
    let acts = rebuilt.acts;
    let (text, code) = if rebuilt.is_equal() {
        let zh = format!("由 {acts} 条行为重建，与现存的相同");
        (
            Text::new(zh, format!("rebuilt from {acts} act(s): equal to what was there")),
            ExitCode::SUCCESS,
        )
    } else {
        let zh = format!("由 {acts} 条行为重建，与现存的不同；已换成重建的");
        let en = format!("rebuilt from {acts} act(s): not equal to what was there, which was replaced");
        (Text::new(zh, en), ExitCode::FAILURE)
    };
    outln!("{}", text.in_language(place.language()));
    Ok(code)
}

fn erase(place: &Place, erase: &AuditErase) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let erasure = Erasure {
        act: erase.act,
        labels: erase.labels.clone(),
        person: person(place, &city, &erase.by, erase.person.as_deref())?,
        post: erase.by.clone(),
        ground: Ground::document(&erase.ground),
    };
    let journal = existing(place)?;
    let engine = journal.engine();
    let erased = heard(place, journal.erase(erasure, Utc::now()))?;
    let act = erased.recorded.act;
    match place.language() {
        Language::Chinese => outln!("已删除，登记为第 {act} 条；备份里的请另行删除"),
        Language::English => outln!("erased, recorded as act {act}; erase it in backups, too"),
    }
    if !erased.overwritten {
        let text = match engine {
            Engine::Sqlite => Text::new(
                "有人正在读行为日志，日志文件（-wal）里暂时还留有原文；所有程序关闭后即被清除",
                "somebody reads the journal, so its log (-wal) still holds the text; it goes when all programs that have it open are closed",
            ),
            Engine::Postgres => Text::new(
                "数据库服务器的预写日志（pg_wal）、归档和备库里可能还留有原文；请管理员按 docs/journal.md 处理",
                "the log of the database server (pg_wal), its archive and standbys may still hold the text; its keeper follows docs/journal.md",
            ),
        };
        outln!("{}", text.in_language(place.language()));
    }
    Ok(ExitCode::SUCCESS)
}
