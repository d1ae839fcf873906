//! `platforms.toml`: superior platforms (province, nation) to which what is received here is forwarded.

use std::ops::Range;

use standards::Text;

use crate::kind::FindingKind;
use crate::model::{Platform, Secret};
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::table::{Document, Need, Table};

/// Characters of a password that HJ 212 allows; loggers in the field have carried up to 24.
const PASSWORD_CHARACTERS_MAX: usize = 24;

/// Reads the platforms and enters their ids.
pub(crate) fn read(source: &Source<'_>, ids: &mut Registry, points: &Registry) -> Vec<Platform> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("platform");
    root.finish();
    tables
        .into_iter()
        .filter_map(|table| platform(table, source, ids, points))
        .collect()
}

fn platform(mut table: Table<'_>, source: &Source<'_>, ids: &mut Registry, points: &Registry) -> Option<Platform> {
    let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
    let name = table.text("name", Need::Required);
    let address = table
        .word("address", Need::Required)
        .filter(|word| address(word, source));
    let password = secret(&mut table, source);
    let commands = table.words("commands", Need::Optional);
    let system_types = table.words("system_types", Need::Optional);
    let points = points.refer_all(table.words("points", Need::Optional), source);
    let silent = table.flag("silent");
    table.finish();
    Some(Platform {
        id: id?.text,
        name: name?,
        address: address?.text,
        password,
        commands: commands.iter().filter_map(|word| command(word, source)).collect(),
        system_types: system_types.into_iter().map(|word| word.text).collect(),
        points,
        silent,
    })
}

/// A host and a port, such as `10.1.2.3:2120` or `[::1]:2120`.
fn address(word: &Word, source: &Source<'_>) -> bool {
    let parts = word.text.rsplit_once(':');
    let fits = parts.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0));
    if !fits {
        let says = Text::new(
            format!("“{}”不是“主机:端口”", word.text),
            format!("`{}` is not host:port", word.text),
        );
        let help = Text::new("写法如 10.1.2.3:2120", "write it like 10.1.2.3:2120");
        refuse(source, word.span.clone(), says, help);
    }
    fits
}

fn command(word: &Word, source: &Source<'_>) -> Option<u16> {
    let command = word.text.parse().ok().filter(|_| word.text.len() == 4);
    if command.is_none() {
        let says = Text::new(
            format!("“{}”不是命令编码", word.text),
            format!("`{}` is not a command of HJ 212", word.text),
        );
        let help = Text::new(
            "命令编码是 4 位数字，如 \"2061\"",
            "a command is four digits, such as \"2061\"",
        );
        refuse(source, word.span.clone(), says, help);
    }
    command
}

/// The password, written here or, better, named as a variable of the environment that holds it.
fn secret(table: &mut Table<'_>, source: &Source<'_>) -> Option<Secret> {
    let here = table.word("password", Need::Optional);
    let variable = table.word("password_env", Need::Optional);
    if let (Some(_), Some(variable)) = (&here, &variable) {
        let says = Text::new("密码写了两处", "the password is given twice");
        let help = Text::new(
            "password 与 password_env 只留一个",
            "keep one of `password` and `password_env`",
        );
        source.report(FindingKind::KeyDoesNotFit, variable.span.clone(), says, Some(help));
    }
    if let Some(variable) = variable {
        return Some(Secret::Environment(variable.text));
    }
    let here = here?;
    let fits = |letter: char| letter.is_ascii_graphic() && !matches!(letter, ';' | ',' | '&' | '=');
    if here.text.is_empty() || here.text.len() > PASSWORD_CHARACTERS_MAX || !here.text.chars().all(fits) {
        let says = Text::new("密码不能写进数据帧", "this password cannot stand in a frame");
        let help = Text::new(
            format!("1 至 {PASSWORD_CHARACTERS_MAX} 位，不含 ; , & =（标准为 6 位）"),
            format!("1 to {PASSWORD_CHARACTERS_MAX} characters without ; , & = (the standard has six)"),
        );
        refuse(source, here.span, says, help);
        return None;
    }
    Some(Secret::Written(here.text))
}

fn refuse(source: &Source<'_>, span: Range<usize>, says: Text, help: Text) {
    source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
}
