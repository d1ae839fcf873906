//! Entries that somebody brings, held against the form of a register as if they stood in the folder.

use std::sync::Arc;

use standards::Text;

use super::ids::Ids;
use super::{PLACES, POINTS, POSTS, WATERS, soundness};
use crate::finding::Finding;
use crate::folder::FILE_BYTES_MAX;
use crate::hidden;
use crate::kind::FindingKind;
use crate::model::City;
use crate::register::{Around, Register, Standing, bring};
use crate::registry::Registry;
use crate::source::{Findings, Source, Word};

/// What came of entries that were brought.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The register with the brought entries in the place of its own; `None` where the city has no such register.
    pub register: Option<Register>,
    /// What is wrong with them, in the order of their lines.
    pub findings: Vec<Finding>,
}

impl City {
    /// Holds `text` against the form of the register with this id, as if it were the file of its entries, among those that stand already.
    pub fn brought(&self, register: &str, text: String, standing: &Standing) -> Brought {
        let findings = Findings::default();
        let file = format!("registers/{register}.csv");
        let register = self.register(register);
        let register = register.and_then(|known| self.read_text(known, &file, text, standing, &findings));
        let mut findings = findings.into_list();
        findings.sort_by_key(|finding| finding.span.as_ref().map_or(0, |span| span.start));
        Brought { register, findings }
    }

    fn read_text(
        &self,
        known: &Register,
        file: &str,
        text: String,
        standing: &Standing,
        findings: &Findings,
    ) -> Option<Register> {
        let size = text.len() as u64;
        let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(&text).into();
        if size > FILE_BYTES_MAX {
            findings.push(bring::too_long(file, size));
        }
        if size > FILE_BYTES_MAX || !soundness::is_sound(file, &text, findings) {
            return Some(Register {
                entries: Vec::new(),
                ..known.clone()
            });
        }
        let ids = self.ids();
        let around = Around {
            places: &ids.places,
            points: &ids.points,
            reaches: &ids.reaches,
            posts: &ids.posts,
        };
        let own = Findings::default();
        let source = Source::new(file, &text, &own);
        hidden::ask(&source);
        let register = bring::bring(known, &self.registers, source, &around, standing);
        let before = bring::broken_before(known, &around, standing);
        let is_old = |finding: &Finding| {
            finding.kind == FindingKind::BrokenEntryRule && before.iter().any(|known| known.says == finding.says)
        };
        let list = own.into_list().into_iter();
        list.filter(|finding| !is_old(finding))
            .for_each(|finding| findings.push(finding));
        Some(register)
    }

    /// The ids that entries can refer to, entered anew.
    fn ids(&self) -> Ids {
        let mut ids = Ids::new();
        let places = self.places.iter().map(|place| (place.id.as_str(), Some(&place.name)));
        enter(&mut ids.places, PLACES, places);
        let points = self.points.iter().map(|point| (point.id.as_str(), None));
        enter(&mut ids.points, POINTS, points);
        let reaches = self.reaches.iter().map(|reach| (reach.id.as_str(), None));
        enter(&mut ids.reaches, WATERS, reaches);
        let posts = self.posts.iter().map(|post| (post.id.as_str(), Some(&post.title)));
        enter(&mut ids.posts, POSTS, posts);
        ids
    }
}

fn enter<'a>(registry: &mut Registry, file: &str, things: impl Iterator<Item = (&'a str, Option<&'a Text>)>) {
    let findings = Findings::default();
    let text = String::new().into();
    let source = Source::new(file, &text, &findings);
    for (id, name) in things {
        let word = Word {
            text: id.to_owned(),
            span: 0..0,
        };
        registry.enter_formed(&word, &source);
        if let Some(name) = name {
            registry.call(id, name);
        }
    }
}
