//! Recording acts: one writer, one transaction, all or nothing.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use standards::Text;

use crate::act::{Act, Content, NewAct, PERSON, Subject, Wording};
use crate::check::check;
use crate::commitment::{self, ApartText, Kept};
use crate::error::{Change, JournalError};
use crate::form::{self, FORM_BYTES_MAX};
use crate::hash::{Hash, HashKind};
use crate::journal::{End, Journal, end};
use crate::store::{self, Copies, Transaction, Value};
use crate::{projection, read};

/// Most acts that are recorded at once.
pub const BATCH_MAX: usize = 10_000;

/// So many subjects are looked up at once.
const LOOKED_UP: usize = 64;

/// An act that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number.
    pub act: u64,
    /// Its link.
    pub link: Hash,
    /// Whether it was recorded before under the same name of request, and nothing was done now.
    pub repeated: bool,
}

impl Journal {
    /// Records an act. When this returns, it is on disk.
    ///
    /// # Errors
    /// When the act is incomplete, somebody else was first, or the file cannot be written; nothing was recorded then.
    pub fn record(&self, act: NewAct, now: DateTime<Utc>) -> Result<Recorded, JournalError> {
        let recorded = self.record_all(vec![act], now)?;
        // One act was given, so one was recorded.
        recorded.first().copied().ok_or(JournalError::NoSuchAct(1, 0))
    }

    /// Records several acts in their order, all or nothing. A later one may build upon an earlier one.
    ///
    /// # Errors
    /// As [`record`](Self::record), for the first act that cannot be recorded.
    pub fn record_all(&self, acts: Vec<NewAct>, now: DateTime<Utc>) -> Result<Vec<Recorded>, JournalError> {
        if acts.len() > BATCH_MAX {
            return Err(JournalError::Incomplete(Text::new(
                format!("一次最多登记 {BATCH_MAX} 条"),
                format!("at most {BATCH_MAX} acts are recorded at once"),
            )));
        }
        acts.iter().try_for_each(check)?;
        self.together(acts, now)
    }
}

/// The end of the chain while acts are added to it.
pub(crate) struct Chain<'t> {
    transaction: &'t dyn Transaction,
    hash: HashKind,
    now: DateTime<Utc>,
    began: End,
    end: End,
    /// The newest versions of the subjects that were looked up, or changed since: asking for many at once saves waiting for each.
    versions: HashMap<String, u64>,
}

impl<'t> Chain<'t> {
    pub(crate) fn open(
        transaction: &'t dyn Transaction,
        hash: HashKind,
        now: DateTime<Utc>,
    ) -> Result<Self, JournalError> {
        let end = end(transaction)?;
        let mut chain = Self {
            transaction,
            hash,
            now: whole(now),
            began: end,
            end,
            versions: HashMap::new(),
        };
        chain.check_end()?;
        Ok(chain)
    }

    /// The last act must be there and be the one that the state names; a clock that was set back does not turn the order around.
    fn check_end(&mut self) -> Result<(), JournalError> {
        let last = store::row(
            self.transaction,
            "SELECT number, link, form FROM act ORDER BY number DESC LIMIT 1",
            &[],
        )?;
        let (last, form) = match last {
            Some(mut row) => {
                let (act, link) = (row.number(0)?, row.hash(1)?);
                (End { act, link }, Some(row.bytes(2)?))
            }
            None => {
                let (act, link) = (0, Hash::NOTHING);
                (End { act, link }, None)
            }
        };
        if last != self.end {
            return Err(JournalError::Broken(Text::new(
                "最后一条与记下的链尾不符",
                "the last act is not the one at which the chain ends",
            )));
        }
        if let Some(form) = form {
            let (act, _) = form::read(&form).map_err(|fault| JournalError::Unreadable(last.act, fault))?;
            self.now = self.now.max(act.recorded);
        }
        Ok(())
    }

    /// Records what the only caller brings, at his time; when it fails, the transaction goes back.
    pub(crate) fn record_alone(
        &mut self,
        acts: Vec<NewAct>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Recorded>, JournalError> {
        self.now = self.now.max(whole(now));
        acts.into_iter().map(|act| self.record(act)).collect()
    }

    /// Records what one of several callers brings, at his time; all or nothing, whatever the others bring.
    pub(crate) fn record_order(
        &mut self,
        acts: Vec<NewAct>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Recorded>, JournalError> {
        let (before, then) = (self.end, self.now);
        self.transaction.mark()?;
        let recorded = self.record_alone(acts, now);
        let kept = recorded.and_then(|recorded| {
            self.transaction.keep()?;
            Ok(recorded)
        });
        if kept.is_err() {
            self.transaction.undo()?;
            (self.end, self.now) = (before, then);
            self.versions.clear();
        }
        kept
    }

    /// Looks up the versions of everything that acts are about, before they are recorded one by one.
    pub(crate) fn prepare(&mut self, acts: &[NewAct]) -> Result<(), JournalError> {
        let subjects: Vec<Subject> = acts.iter().flat_map(|act| act.content.subjects()).collect();
        self.look_up(subjects.iter().map(|subject| &subject.name))
    }

    /// Looks up the newest versions of the subjects that were not looked up before. One without a version stands at 0.
    fn look_up<'n>(&mut self, names: impl Iterator<Item = &'n String>) -> Result<(), JournalError> {
        let unknown: Vec<&String> = names.filter(|name| !self.versions.contains_key(*name)).collect();
        for names in unknown.chunks(LOOKED_UP) {
            // Always as many places, or one, so that the engines know the statement; the last name fills the rest.
            let places = if names.len() == 1 { 1 } else { LOOKED_UP };
            let numbers: Vec<String> = (1..=places).map(|place| format!("?{place}")).collect();
            let sql = format!(
                "SELECT name, max(version) FROM subject WHERE name IN ({}) GROUP BY name",
                numbers.join(", ")
            );
            let last = names.last().copied();
            let filled = names.iter().copied().chain(std::iter::repeat(last).flatten());
            let values: Vec<Value<'_>> = filled.take(places).map(Value::from).collect();
            for mut row in self.transaction.rows(&sql, &values)? {
                self.versions.insert(row.text(0)?, row.number(1)?);
            }
            for name in names {
                self.versions.entry((*name).clone()).or_insert(0);
            }
        }
        Ok(())
    }

    pub(crate) fn record(&mut self, new: NewAct) -> Result<Recorded, JournalError> {
        if let Some(recorded) = self.repeated(&new)? {
            return Ok(recorded);
        }
        self.check_versions(&new.content)?;
        let mut apart = Vec::new();
        let act = self.act(new, &mut apart)?;
        let form = form::write(&act, self.hash);
        if form.len() > FORM_BYTES_MAX {
            return Err(JournalError::TooLarge(form.len()));
        }
        let link = form::link(self.hash, &self.end.link, &form);
        self.transaction.put(
            "INSERT INTO act(number, form, link) VALUES (?1, ?2, ?3)",
            &[act.sequence.into(), form.as_slice().into(), (&link).into()],
        )?;
        for ApartText { label, salt, text } in &apart {
            self.transaction.put(
                "INSERT INTO apart(act, label, salt, text) VALUES (?1, ?2, ?3, ?4)",
                &[act.sequence.into(), label.into(), salt.as_slice().into(), text.into()],
            )?;
        }
        projection::apply(self.transaction, Copies::Kept, &act)?;
        for Subject { name, version } in act.content.subjects() {
            self.versions.insert(name, version);
        }
        self.end = End {
            act: act.sequence,
            link,
        };
        Ok(Recorded {
            act: act.sequence,
            link,
            repeated: false,
        })
    }

    pub(crate) fn close(self) -> Result<(), JournalError> {
        if self.end == self.began {
            return Ok(());
        }
        self.transaction.put(
            "UPDATE state SET act = ?1, link = ?2",
            &[self.end.act.into(), (&self.end.link).into()],
        )?;
        Ok(())
    }

    fn act(&self, new: NewAct, apart: &mut Vec<ApartText>) -> Result<Act, JournalError> {
        let person = commitment::keep_apart(self.hash, PERSON, new.person, apart)?;
        let content = new
            .content
            .say(|label, wording| commitment::keep(self.hash, label, wording, apart))?;
        Ok(Act {
            sequence: self.end.act + 1,
            recorded: self.now,
            valid_from: new.valid_from,
            person,
            post: new.post,
            ground: new.ground,
            request: new.request,
            content,
        })
    }

    /// The act that was recorded under the same name of request; one that said something else is an error.
    fn repeated(&self, new: &NewAct) -> Result<Option<Recorded>, JournalError> {
        if new.request.is_empty() {
            return Ok(None);
        }
        let sql = "SELECT act FROM request WHERE name = ?1";
        let Some(row) = store::row(self.transaction, sql, &[(&new.request).into()])? else {
            return Ok(None);
        };
        let number = row.number(0)?;
        let act = read::act(self.transaction, number)?;
        let texts = read::texts(self.transaction, number)?;
        if !is_same(&act, new, &texts, self.hash) {
            return Err(JournalError::RequestReused(new.request.clone(), number));
        }
        Ok(Some(Recorded {
            act: number,
            link: read::link(self.transaction, number)?,
            repeated: true,
        }))
    }

    fn check_versions(&mut self, content: &Content<Wording>) -> Result<(), JournalError> {
        let subjects = content.subjects();
        self.look_up(subjects.iter().map(|subject| &subject.name))?;
        for subject in subjects {
            let now = self.versions.get(&subject.name).copied().unwrap_or(0);
            let upon = subject.version.saturating_sub(1);
            if subject.version == 0 || now != upon {
                return Err(JournalError::Conflict {
                    since: changes(self.transaction, &subject.name, upon.min(now))?,
                    subject: subject.name,
                    upon,
                    now,
                });
            }
        }
        Ok(())
    }
}

/// A moment in whole milliseconds, as it is kept.
fn whole(moment: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(moment.timestamp_millis()).unwrap_or(moment)
}

fn changes(transaction: &dyn Transaction, subject: &str, upon: u64) -> Result<Vec<Change>, JournalError> {
    let rows = transaction.rows(
        "SELECT version, act FROM subject WHERE name = ?1 AND version > ?2 ORDER BY version LIMIT 20",
        &[subject.into(), upon.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let (version, number) = (row.number(0)?, row.number(1)?);
            let act = read::act(transaction, number)?;
            Ok(Change {
                act: number,
                version,
                post: act.post,
                recorded: act.recorded,
                ground: act.ground.in_a_line(),
            })
        })
        .collect()
}

/// Whether a recorded act says what the new one says. A text that was erased since can no longer be compared, and does not count.
fn is_same(act: &Act, new: &NewAct, texts: &[ApartText], hash: HashKind) -> bool {
    let texts: BTreeMap<&str, &ApartText> = texts.iter().map(|text| (text.label.as_str(), text)).collect();
    let agrees = |label: &str, said: &str, commitment: &Hash| {
        let kept = texts.get(label);
        kept.is_none_or(|kept| commitment::commitment(hash, &kept.salt, label, said) == *commitment)
    };
    let commitments: BTreeMap<String, Hash> = act.commitments().into_iter().collect();
    let content = new.content.clone().say(|label, wording| match wording {
        Wording::Open(text) => Ok(Kept::Open(text)),
        Wording::Apart(text) => commitments
            .get(label)
            .filter(|commitment| agrees(label, &text, commitment))
            .map(|commitment| Kept::Apart(*commitment))
            .ok_or(()),
    });
    agrees(PERSON, &new.person, &act.person)
        && (&act.post, act.valid_from, &act.ground) == (&new.post, new.valid_from, &new.ground)
        && content.is_ok_and(|content| content == act.content)
}
