//! Recording acts: one writer, one transaction, all or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use standards::Text;

use crate::act::{Act, Content, NewAct, PERSON, Wording};
use crate::check::check;
use crate::commitment::{self, ApartText, Kept};
use crate::error::{Change, JournalError};
use crate::form::{self, FORM_BYTES_MAX};
use crate::hash::{Hash, HashKind};
use crate::journal::{End, Journal, end};
use crate::store::{self, Copies, Transaction};
use crate::{projection, read};

/// Most acts that are recorded at once.
pub const BATCH_MAX: usize = 10_000;

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
        };
        chain.check_end()?;
        Ok(chain)
    }

    /// The last act must be there and be the one that the state names; a clock that was set back does not turn the order around.
    fn check_end(&mut self) -> Result<(), JournalError> {
        let last = store::row(
            self.transaction,
            "SELECT number, link FROM act ORDER BY number DESC LIMIT 1",
            &[],
        )?;
        let last = match last {
            Some(mut row) => End {
                act: row.number(0)?,
                link: row.hash(1)?,
            },
            None => End {
                act: 0,
                link: Hash::NOTHING,
            },
        };
        if last != self.end {
            return Err(JournalError::Broken(Text::new(
                "最后一条与记下的链尾不符",
                "the last act is not the one at which the chain ends",
            )));
        }
        if self.end.act > 0 {
            self.now = self.now.max(read::act(self.transaction, self.end.act)?.recorded);
        }
        Ok(())
    }

    /// Records what one caller brings, at his time; all or nothing.
    pub(crate) fn record_order(
        &mut self,
        acts: Vec<NewAct>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Recorded>, JournalError> {
        let (before, then) = (self.end, self.now);
        self.now = self.now.max(whole(now));
        self.transaction.mark()?;
        let recorded = acts
            .into_iter()
            .map(|act| self.record(act))
            .collect::<Result<Vec<_>, _>>();
        let kept = recorded.and_then(|recorded| {
            self.transaction.keep()?;
            Ok(recorded)
        });
        if kept.is_err() {
            self.transaction.undo()?;
            (self.end, self.now) = (before, then);
        }
        kept
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

    fn check_versions(&self, content: &Content<Wording>) -> Result<(), JournalError> {
        for subject in content.subjects() {
            let now = store::number(
                self.transaction,
                "SELECT coalesce(max(version), 0) FROM subject WHERE name = ?1",
                &[(&subject.name).into()],
            )?;
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
