//! `plan/tags.toml`: words by which blocks and tasks are sorted (fields of work, streams, principles).

use standards::Text;

use crate::registry::Registry;
use crate::source::Source;
use crate::table::{Document, Need};

/// A word by which blocks and tasks are sorted.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The family of words it belongs to, e.g. "streams of water work".
    pub group: Option<Text>,
}

/// Reads the tags and enters their ids.
pub(crate) fn read(source: &Source<'_>, ids: &mut Registry) -> Vec<Tag> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("tag");
    root.finish();
    let mut tags = Vec::new();
    for mut table in tables {
        let id = table.word("id", Need::Required).filter(|id| ids.enter(id, source));
        let (name, group) = (table.text("name", Need::Required), table.text("group", Need::Optional));
        table.finish();
        if let (Some(id), Some(name)) = (id, name) {
            tags.push(Tag {
                id: id.text,
                name,
                group,
            });
        }
    }
    tags
}
