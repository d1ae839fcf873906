//! What clocks that have ended ask for: the program takes the actions that are its own, each once.

use chrono::{DateTime, NaiveDateTime, Utc};
use journal::{MatterAfter, MatterFilter, MatterOrder, MatterRow};
use rules::procedure::Machine;

use super::{Actor, Done, MatterError, Matters, Step};

/// Most matters that are looked at in one go.
const MATTERS_AT_ONCE: usize = 500;

/// What the program did because clocks have ended.
#[derive(Debug, Default)]
pub struct Ticked {
    /// How many matters with an ended clock were looked at.
    pub looked: usize,
    /// What it did.
    pub done: Vec<Done>,
    /// What it may not do, by matter: the clock has ended and waits for a person.
    pub held: Vec<(String, MatterError)>,
    /// What failed, by matter.
    pub failed: Vec<(String, MatterError)>,
}

impl Matters {
    /// Takes the actions that the program has to take because clocks had ended at `at` (the city's time).
    ///
    /// # Errors
    /// When the journal cannot be read. What fails for one matter keeps no other from its due.
    pub fn tick(&self, at: NaiveDateTime, now: DateTime<Utc>) -> Result<Ticked, MatterError> {
        let mut ticked = Ticked::default();
        let automatic = |machine: &&Machine| machine.roles.iter().any(|role| role.automatic);
        for machine in self.city().procedures.iter().filter(automatic) {
            let filter = MatterFilter {
                open: Some(true),
                procedure: Some(machine.id.clone()),
                due_before: Some(at),
                ..MatterFilter::default()
            };
            let mut after = None;
            loop {
                let rows = self
                    .journal()
                    .matters(&filter, MatterOrder::Due, after.as_ref(), MATTERS_AT_ONCE)?;
                let Some(last) = rows.last() else { break };
                after = Some(MatterAfter {
                    time: last.due,
                    id: last.id.clone(),
                    ended: last.last,
                });
                for row in rows {
                    ticked.looked += 1;
                    self.look(&row, at, now, &mut ticked);
                }
            }
        }
        Ok(ticked)
    }

    /// Takes what the ended clocks of one matter ask of the program: the first of it that may be done.
    fn look(&self, row: &MatterRow, at: NaiveDateTime, now: DateTime<Utc>, ticked: &mut Ticked) {
        match self.asked_of_the_program(row, at) {
            Err(error) => ticked.failed.push((row.id.clone(), error)),
            Ok(steps) => {
                for step in steps {
                    match self.act(&Actor::computer(), &step, at, now) {
                        Ok(done) => return ticked.done.push(done),
                        Err(error @ MatterError::Refused(_)) => ticked.held.push((row.id.clone(), error)),
                        Err(error) => ticked.failed.push((row.id.clone(), error)),
                    }
                }
            }
        }
    }

    fn asked_of_the_program(&self, row: &MatterRow, at: NaiveDateTime) -> Result<Vec<Step>, MatterError> {
        let course = self.course(&row.id)?;
        let proposals = course.machine.proposals(&course.standing, at).into_iter();
        let steps = proposals.filter(|proposal| proposal.automatic).filter_map(|proposal| {
            let action = proposal.then?;
            // The program has nothing to add to what is known: it fills its form with that.
            let known = action
                .form
                .iter()
                .filter_map(|id| Some((id.clone(), course.standing.facts.get(id)?.to_string())));
            Some(Step {
                matter: row.id.clone(),
                upon: row.version,
                action: action.id.clone(),
                facts: known.collect(),
                // The same end of the same clock is answered once, however often one looks.
                request: format!("clock/{}/{}/{}", row.id, row.version, proposal.clock.id),
                ..Step::default()
            })
        });
        Ok(steps.collect())
    }
}
