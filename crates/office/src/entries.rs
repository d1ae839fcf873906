//! Entries that people put into registers: every row of what is brought told first, then one act. The command line and the pages take this way.
//!
//! - `rows`: what each row is against what stands already.
//! - `standing`: what stands: entries of the folder, over them those that acts have put.
//! - `form`: the form of one entry; `record`: the act.
//! - `written`: entries as the text of a file.

mod error;
mod form;
mod record;
mod rows;
mod standing;
mod written;

use chrono::NaiveDate;
use city::{City, PermittedAction, What};
use journal::Journal;

pub use city::Register;
pub use error::EntryError;
pub use form::{FormField, FormView, Input};
pub use record::{Put, Recorded, check_apart};
pub use rows::{Difference, Row, State};
pub use standing::{Known, Origin};
pub use written::{FILE_BYTES_MAX, decoded, heading, one_row};

/// The entries of a city's registers, as far as acts have put them into a journal.
#[derive(Clone, Copy)]
pub struct Entries<'a> {
    city: &'a City,
    journal: Option<&'a Journal>,
}

/// What a file says, row by row.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The rows in the order of their lines.
    pub rows: Vec<Row>,
    /// The versions of the entries it speaks of, added up. It grows whenever somebody puts one of them.
    pub seen: u64,
}

impl Verdict {
    /// How many rows are new, changed, unchanged and wrong.
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let [new, changed, unchanged, wrong] = &mut counts;
            match row.state {
                State::New(_) => *new += 1,
                State::Changed(..) => *changed += 1,
                State::Unchanged => *unchanged += 1,
                State::Wrong(_) => *wrong += 1,
            }
        }
        counts
    }
}

impl<'a> Entries<'a> {
    /// The entries of `city` in `journal`; without one nobody has put any.
    pub fn new(city: &'a City, journal: Option<&'a Journal>) -> Self {
        Self { city, journal }
    }

    /// The register with this id.
    ///
    /// # Errors
    /// That there is none.
    pub fn register(&self, id: &str) -> Result<&'a Register, EntryError> {
        self.city
            .register(id)
            .ok_or_else(|| EntryError::NoRegister(id.to_owned()))
    }

    /// The register with this id, when `post` may put entries into it by the permissions of the city folder.
    ///
    /// # Errors
    /// That there is no such register, or why the post may not.
    pub fn may_put(&self, post: &str, id: &str) -> Result<&'a Register, EntryError> {
        let register = self.register(id)?;
        let what = What {
            kind: Some(id),
            private: is_private(register),
            unit: self.city.post(post).and_then(|post| post.unit.as_deref()),
            ..What::default()
        };
        let permitted = self.city.permits(post, PermittedAction::RegisterPut, &what);
        permitted.map_err(|refused| EntryError::NotPermitted(refused.says()))?;
        Ok(register)
    }

    /// Holds the text of a file against the form of the register and what stands on the day.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn judge(&self, register: &Register, text: String, since: NaiveDate) -> Result<Verdict, EntryError> {
        let known = self.known(register, since)?;
        // First the file alone, to know which entries it speaks of; then among those that it does not.
        let alone = self.city.brought(&register.id, text.clone(), &Default::default());
        let spoken: Vec<String> = alone.register.iter().flat_map(standing::keys).collect();
        let standing = self.standing(register, &known, &spoken, since)?;
        let brought = self.city.brought(&register.id, text, &standing);
        let Some(read) = brought.register else {
            return Err(EntryError::NoRegister(register.id.clone()));
        };
        let versions = match self.journal {
            Some(journal) => journal.entry_versions(&register.id)?,
            None => Default::default(),
        };
        let holds = self.holds(register, since)?;
        let seen = spoken.iter().filter_map(|key| versions.get(key)).sum();
        Ok(Verdict {
            rows: rows::rows(&read, &brought.findings, &holds, &versions),
            seen,
        })
    }
}

fn is_private(register: &Register) -> bool {
    !register.public || register.fields.iter().any(|field| !field.public)
}
