//! `places/places.toml`: divisions and water bodies.

use standards::Text;
use standards::water::WaterBody;

use crate::kind::FindingKind;
use crate::model::{Place, PlaceKind};
use crate::registry::Registry;
use crate::source::Source;
use crate::table::{Document, Need, Table};
use crate::vocabulary::Choice;

/// What a place can be.
pub(crate) fn place_kinds() -> Choice<PlaceKind> {
    Choice {
        what: Text::new("地点类型", "kind of place"),
        unknown: FindingKind::UnknownWord,
        words: vec![
            ("division", PlaceKind::Division),
            ("river", PlaceKind::WaterBody(WaterBody::River)),
            ("lake", PlaceKind::WaterBody(WaterBody::Lake)),
        ],
    }
}

/// Reads the places and enters their ids.
pub(crate) fn read_places(source: &Source<'_>, ids: &mut Registry) -> Vec<Place> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("place");
    root.finish();
    let kinds = place_kinds();
    tables
        .into_iter()
        .filter_map(|table| place(table, &kinds, source, ids))
        .collect()
}

fn place(mut table: Table<'_>, kinds: &Choice<PlaceKind>, source: &Source<'_>, ids: &mut Registry) -> Option<Place> {
    let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
    let name = table.text("name", Need::Required);
    let kind = table
        .word("kind", Need::Required)
        .and_then(|word| kinds.read(&word, source));
    let notice = table.text("notice", Need::Optional);
    let code = table.word("code", Need::Optional).map(|code| code.text);
    table.finish();
    Some(Place {
        id: id?.text,
        name: name?,
        kind: kind?,
        notice,
        code,
        level: None,
        parent: None,
    })
}
