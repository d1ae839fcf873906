//! What blocks and tasks refer to: places, posts, rules, procedures, registers, tags.

use super::Links;
use crate::people::Post;
use crate::registry::Registry;
use crate::rule_names;
use crate::source::Source;
use crate::table::{Need, Table};
use crate::target::Measures;

/// What a block can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) places: &'a Registry,
    pub(crate) post_ids: &'a Registry,
    pub(crate) posts: &'a [Post],
    pub(crate) units: &'a Registry,
    pub(crate) registers: &'a Registry,
    pub(crate) procedures: &'a Registry,
    pub(crate) tags: &'a Registry,
    pub(crate) measures: &'a Measures<'a>,
}

impl Surroundings<'_> {
    /// Reads everything that `table` refers to; what is unknown is reported and left out.
    pub(super) fn links(&self, table: &mut Table<'_>, source: &Source<'_>) -> Links {
        let places = self.places.refer_all(table.words("places", Need::Optional), source);
        Links {
            places,
            ..self.carried(table, source)
        }
    }

    /// Reads what carries a block out, without places and posts.
    pub(crate) fn carried(&self, table: &mut Table<'_>, source: &Source<'_>) -> Links {
        Links {
            places: Vec::new(),
            rules: rule_names::known(table.words("rules", Need::Optional), source),
            procedures: self
                .procedures
                .refer_all(table.words("procedures", Need::Optional), source),
            registers: self
                .registers
                .refer_all(table.words("registers", Need::Optional), source),
            tags: self.tags.refer_all(table.words("tags", Need::Optional), source),
            answers: Vec::new(),
        }
    }
}
