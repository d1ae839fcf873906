//! The worked cases of a folder: each is tried, and the outcome is told case by case.

use standards::Text;

use crate::model::City;

/// A worked case and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried<'c> {
    /// What it is a case of: the id of a procedure or target.
    pub of: &'c str,
    /// Its id, unique within `of`.
    pub id: &'c str,
    /// Where it is worked, e.g. `SUP-5 #2`.
    pub source: &'c str,
    /// What came otherwise than expected; `None` when it passed.
    pub failure: Option<Text>,
}

impl City {
    /// Tries the worked examples of all procedures with the city's calendar and parameters, and the worked cases of targets, in the
    /// order of the files.
    pub fn try_cases(&self) -> Vec<Tried<'_>> {
        let world = self.world();
        let around = world.surroundings();
        let tried = self.procedures.iter().flat_map(|machine| {
            machine.examples.iter().map(|example| Tried {
                of: &machine.id,
                id: &example.id,
                source: &example.source,
                failure: machine
                    .run_example(example, &around)
                    .err()
                    .map(|failure| failure.words()),
            })
        });
        let targets = self.cases.iter().map(|case| Tried {
            of: &case.target,
            id: &case.id,
            source: &case.source,
            failure: case.failure(self),
        });
        tried.chain(targets).collect()
    }
}
