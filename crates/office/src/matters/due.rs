//! What clocks that have ended ask for: the program takes the actions that are its own, each once.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use journal::{MatterFilter, MatterOrder, MatterRow};

use super::{Actor, Done, MatterError, Matters, Step};

/// Most matters that are looked at in one go; what is left is looked at in the next.
const MATTERS_AT_ONCE: usize = 500;

/// What the program did because clocks have ended.
#[derive(Debug, Default)]
pub struct Ticked {
    /// How many matters with an ended clock were looked at.
    pub looked: usize,
    /// What it did.
    pub done: Vec<Done>,
    /// What it could not do, by matter.
    pub failed: Vec<(String, MatterError)>,
}

impl Matters {
    /// Takes the actions that the program has to take because clocks had ended at `at` (the city's time).
    ///
    /// # Errors
    /// When the journal cannot be read. What fails for one matter keeps no other from its due.
    pub fn tick(&self, at: NaiveDateTime, now: DateTime<Utc>) -> Result<Ticked, MatterError> {
        let mut ticked = Ticked::default();
        let automatic = self
            .city()
            .procedures
            .iter()
            .filter(|machine| machine.roles.iter().any(|role| role.automatic));
        for machine in automatic {
            let filter = MatterFilter {
                open: Some(true),
                procedure: Some(machine.id.clone()),
                due_before: Some(at),
                ..MatterFilter::default()
            };
            for row in self
                .journal()
                .matters(&filter, MatterOrder::Due, None, MATTERS_AT_ONCE)?
            {
                ticked.looked += 1;
                match self.look(&row, at, now) {
                    Ok(done) => ticked.done.extend(done),
                    Err(error) => ticked.failed.push((row.id, error)),
                }
            }
        }
        Ok(ticked)
    }

    fn look(&self, row: &MatterRow, at: NaiveDateTime, now: DateTime<Utc>) -> Result<Option<Done>, MatterError> {
        let course = self.course(&row.id)?;
        let proposals = course.machine.proposals(&course.standing, at);
        let Some(proposal) = proposals.into_iter().find(|proposal| proposal.automatic) else {
            return Ok(None);
        };
        let Some(action) = proposal.then else { return Ok(None) };
        let words = proposal.due.words();
        let step = Step {
            matter: row.id.clone(),
            upon: row.version,
            action: action.id.clone(),
            facts: BTreeMap::new(),
            // The same end of the same clock is answered once, however often one looks.
            request: format!("clock/{}/{}/{}/{}", row.id, row.version, proposal.clock.id, words.en),
            ..Step::default()
        };
        self.act(&Actor::computer(), &step, at, now).map(Some)
    }
}
