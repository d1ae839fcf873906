//! `platforms.toml`: superior platforms (province, nation) to which what is received here is forwarded.

use std::ops::Range;

use standards::Text;

use crate::kind::FindingKind;
use crate::model::Platform;
use crate::registry::Registry;
use crate::secret;
use crate::source::{Source, Word};
use crate::table::{Document, Need, Table};

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
    let password = secret::password(&mut table, source);
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

fn refuse(source: &Source<'_>, span: Range<usize>, says: Text, help: Text) {
    source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
}
