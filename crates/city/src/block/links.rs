//! What blocks and tasks refer to: places, posts, rules, procedures, registers, tags.

use std::collections::BTreeSet;

use rules::catalogue;
use standards::Text;

use super::Links;
use crate::kind::FindingKind;
use crate::people::Post;
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Need, Table};

/// What a block can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) places: &'a Registry,
    pub(crate) post_ids: &'a Registry,
    pub(crate) posts: &'a [Post],
    pub(crate) units: &'a Registry,
    pub(crate) registers: &'a Registry,
    pub(crate) procedures: &'a Registry,
    pub(crate) tags: &'a Registry,
}

impl Surroundings<'_> {
    /// Reads everything that `table` refers to; what is unknown is reported and left out.
    pub(super) fn links(&self, table: &mut Table<'_>, source: &Source<'_>) -> Links {
        Links {
            places: self.places.refer_all(table.words("places", Need::Optional), source),
            rules: rules(table.words("rules", Need::Optional), source),
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

/// The known rules among `words`, each once.
fn rules(words: Vec<Word>, source: &Source<'_>) -> Vec<String> {
    let (mut seen, mut known) = (BTreeSet::new(), Vec::new());
    for word in words {
        if catalogue::rule(&word.text).is_none() {
            let says = Text::new(
                format!("没有规则“{}”", word.text),
                format!("there is no rule `{}`", word.text),
            );
            let help = suggestion::advice(&word.text, catalogue::all().iter().map(|rule| rule.id));
            source.report(FindingKind::UnknownRule, word.span, says, help);
        } else if seen.insert(word.text.clone()) {
            known.push(word.text);
        }
    }
    known
}
