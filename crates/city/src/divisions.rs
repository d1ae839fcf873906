//! `places/divisions.csv`: every division of the city down to its villages, each a place whose id is its code.

use std::collections::BTreeMap;

use standards::Text;

use crate::kind::FindingKind;
use crate::model::{Place, PlaceKind};
use crate::people::Level;
use crate::register::table::{Row, rows};
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::suggestion;

/// The columns, in their order.
const COLUMNS: [&str; 5] = ["code", "zh", "en", "level", "parent"];
/// Most divisions of a city.
const DIVISIONS_MAX: usize = 20_000;

/// One line of the table.
struct Line {
    code: Word,
    zh: Word,
    en: Word,
    level: Level,
    parent: Word,
}

/// Reads the table. A division whose code a place of `places` already has tells that place its level and what it belongs to; every
/// other one becomes a place with its code as id. An empty English name stands for the Chinese one.
pub(crate) fn read(source: &Source<'_>, places: &mut Vec<Place>, ids: &mut Registry) {
    let table = rows(source, DIVISIONS_MAX);
    let Some((head, table)) = table.split_first() else {
        return;
    };
    if !check_head(head, source) {
        return;
    }
    let lines: Vec<Line> = table.iter().filter_map(|row| line(row, source)).collect();
    let numbered = places.iter().enumerate();
    let mut known: BTreeMap<String, usize> = numbered
        .filter_map(|(at, place)| Some((place.code.clone()?, at)))
        .collect();
    let mut levels: BTreeMap<&str, (Level, usize)> = BTreeMap::new();
    for line in &lines {
        let code = line.code.text.as_str();
        let at = match known.remove(code) {
            Some(at) => at,
            None if ids.enter(&line.code, source) => {
                places.push(place(line));
                places.len() - 1
            }
            None => continue,
        };
        if let Some(place) = places.get_mut(at) {
            check_name(place, line, source);
            place.level = Some(line.level);
        }
        levels.insert(code, (line.level, at));
    }
    for line in &lines {
        let above = parent(line, &levels, source).and_then(|at| Some(places.get(at)?.id.clone()));
        let own = levels
            .get(line.code.text.as_str())
            .and_then(|(_, at)| places.get_mut(*at));
        if let Some(place) = own {
            place.parent = above;
        }
    }
}

fn check_head(head: &Row, source: &Source<'_>) -> bool {
    let written: Vec<&str> = head.cells.iter().map(|cell| cell.text.as_str()).collect();
    let fits = written == COLUMNS;
    if !fits {
        let says = Text::new(
            "行政区表的列不对",
            "these are not the columns of the table of divisions",
        );
        let help = Text::new(
            format!("第一行写 {}", COLUMNS.join(",")),
            format!("the first line is {}", COLUMNS.join(",")),
        );
        source.report(FindingKind::MissingColumn, head.span(), says, Some(help));
    }
    fits
}

fn line(row: &Row, source: &Source<'_>) -> Option<Line> {
    let [code, zh, en, level, parent] = row.cells.as_slice() else {
        let says = Text::new(
            format!("这一行有{}格，应有{}格", row.cells.len(), COLUMNS.len()),
            format!("this row has {} cells instead of {}", row.cells.len(), COLUMNS.len()),
        );
        let help = Text::new("补齐或删去逗号", "add or delete commas");
        source.report(FindingKind::BrokenCsv, row.span(), says, Some(help));
        return None;
    };
    for (cell, column) in [(code, "code"), (zh, "zh")] {
        if cell.text.is_empty() {
            let says = Text::new(format!("“{column}”是空的"), format!("`{column}` is empty"));
            let help = Text::new("补上内容", "write something");
            source.report(FindingKind::EmptyCell, row.span(), says, Some(help));
            return None;
        }
    }
    Some(Line {
        code: code.clone(),
        zh: zh.clone(),
        en: en.clone(),
        level: read_level(level, source)?,
        parent: parent.clone(),
    })
}

fn read_level(word: &Word, source: &Source<'_>) -> Option<Level> {
    let level = Level::ALL.iter().copied().find(|level| level.word() == word.text);
    if level.is_none() {
        let says = Text::new(
            format!("没有层级“{}”", word.text),
            format!("there is no level `{}`", word.text),
        );
        let help = suggestion::advice(&word.text, Level::ALL.iter().map(|level| level.word()));
        source.report(FindingKind::UnknownWord, word.span.clone(), says, help);
    }
    level
}

fn place(line: &Line) -> Place {
    let en = match line.en.text.as_str() {
        "" => &line.zh.text,
        en => en,
    };
    Place {
        id: line.code.text.clone(),
        name: Text::new(line.zh.text.clone(), en),
        kind: PlaceKind::Division,
        notice: None,
        code: Some(line.code.text.clone()),
        level: Some(line.level),
        parent: None,
    }
}

fn check_name(place: &Place, line: &Line, source: &Source<'_>) {
    if place.name.zh == line.zh.text {
        return;
    }
    let says = Text::new(
        format!("“{}”在 places.toml 中叫“{}”", line.zh.text, place.name.zh),
        format!("`{}` is called `{}` in places.toml", line.zh.text, place.name.zh),
    );
    let help = Text::new("核对代码和名称", "check code and name");
    source.report(FindingKind::NameDiffers, line.zh.span.clone(), says, Some(help));
}

/// Where the division above stands among the places; it must be of a higher level.
fn parent(line: &Line, levels: &BTreeMap<&str, (Level, usize)>, source: &Source<'_>) -> Option<usize> {
    if line.parent.text.is_empty() {
        return None;
    }
    let Some((level, at)) = levels.get(line.parent.text.as_str()) else {
        if source.is_faulty() && source.text.contains(&format!("\n{},", line.parent.text)) {
            // Its own row has a fault, which is told.
            return None;
        }
        let says = Text::new(
            format!("没有代码为“{}”的行政区", line.parent.text),
            format!("no division has the code `{}`", line.parent.text),
        );
        let help = suggestion::advice(&line.parent.text, levels.keys().copied());
        source.report(FindingKind::UnknownPlace, line.parent.span.clone(), says, help);
        return None;
    };
    if *level >= line.level {
        let says = Text::new(
            format!("“{}”的上级“{}”层级不比它高", line.code.text, line.parent.text),
            format!(
                "`{}` stands below `{}`, which is not of a higher level",
                line.code.text, line.parent.text
            ),
        );
        let help = Text::new("核对 level 和 parent", "check `level` and `parent`");
        source.report(FindingKind::ParentNotAbove, line.parent.span.clone(), says, Some(help));
    }
    Some(*at)
}
