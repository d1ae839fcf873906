//! Walks through a procedure that reads well and asks what a careful secretary would: can every state be reached and left, does every
//! clock begin, end and mean something, can every guard hold, does nobody check himself, is every fact given and used, and does each
//! worked example come out.

mod clocks;
mod examples;
mod facts;
mod guards;
mod people;
mod states;

use std::ops::Range;

use rules::procedure::Machine;
use standards::Text;

use super::names::Names;
use super::world::World;
use crate::kind::FindingKind;
use crate::source::Source;

/// A procedure under exploration.
struct Exploration<'e> {
    machine: &'e Machine,
    names: &'e Names,
    source: &'e Source<'e>,
}

impl Exploration<'_> {
    fn report(&self, kind: FindingKind, at: Range<usize>, says: Text, help: Text) {
        self.source.report(kind, at, says, Some(help));
    }
}

/// Explores `machine` and tries its examples in `world`.
pub(super) fn explore(machine: &Machine, names: &Names, source: &Source<'_>, world: &World) {
    let exploration = Exploration { machine, names, source };
    exploration.ask_guards();
    exploration.ask_states();
    exploration.ask_clocks();
    exploration.ask_people();
    exploration.ask_facts();
    exploration.ask_examples(world);
}
