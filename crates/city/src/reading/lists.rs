//! Registers, the worked cases over them, and who may do what.

use rules::procedure::Machine;

use super::ids::Ids;
use super::{PERMISSIONS, Texts};
use crate::case::{self, TargetCase};
use crate::indicator::CountedIndicator;
use crate::model::{Clause, Part};
use crate::people::Post;
use crate::permission::{self, Permission};
use crate::register::{self, Register};
use crate::source::Findings;

impl Texts {
    pub(super) fn permissions(
        &self,
        (posts, procedures): (&[Post], &[Machine]),
        ids: &Ids,
        findings: &Findings,
    ) -> Vec<Permission> {
        let around = permission::Around {
            post_ids: &ids.posts,
            registers: &ids.registers,
            procedure_ids: &ids.procedures,
            posts,
            procedures,
            roles_in_doubt: findings.has_errors(),
        };
        let source = self.source(PERMISSIONS, findings);
        source
            .map(|source| permission::read(&source, &around))
            .unwrap_or_default()
    }

    pub(super) fn registers(&self, ids: &mut Ids, findings: &Findings) -> Vec<Register> {
        let around = register::Around {
            places: &ids.places,
            points: &ids.points,
            reaches: &ids.reaches,
            posts: &ids.posts,
        };
        register::read_all(self.files(), &around, &mut ids.registers, findings)
    }

    pub(super) fn cases(
        &self,
        clauses: &[Clause],
        (registers, indicators): (&[Register], &[CountedIndicator]),
        ids: &mut Ids,
        findings: &Findings,
    ) -> Vec<TargetCase> {
        let parts = clauses.iter().flat_map(|clause| &clause.parts);
        let targets = parts.filter_map(|part| match part {
            Part::Target(target) => Some(target),
            Part::Prose { .. } | Part::Block(_) => None,
        });
        let around = case::Surroundings {
            targets: targets.collect(),
            blocks: &ids.blocks,
            indicators,
            registers,
            around: register::Around {
                places: &ids.places,
                points: &ids.points,
                reaches: &ids.reaches,
                posts: &ids.posts,
            },
        };
        case::read_all(self.files(), &around, &mut ids.cases, findings)
    }
}
