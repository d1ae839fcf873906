//! The one act by which rows are put.

use chrono::{DateTime, NaiveDate, Utc};
use city::Register;
use journal::{Content, EntryPut, Ground, NewAct, Wording};
use standards::Text;

use super::{Entries, EntryError, Row, State, Verdict};
use crate::matters::Actor;

/// Who puts entries, since when, and why.
#[derive(Clone, Debug)]
pub struct Put {
    /// Who acts.
    pub by: Actor,
    /// Since when it is so.
    pub since: NaiveDate,
    /// What it rests on.
    pub ground: Ground,
    /// A name for what was asked, so that asking again records nothing; empty where it has none.
    pub request: String,
    /// Fields that are kept apart besides those that are not public.
    pub apart: Vec<String>,
    /// What [`Verdict::seen`] was when they looked at the rows; none where they did not look before.
    pub seen: Option<u64>,
}

/// The act that was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number.
    pub act: u64,
    /// Whether the same request had been recorded before.
    pub repeated: bool,
}

impl Entries<'_> {
    /// Records what is new or changed by one act; `None` where nothing is.
    ///
    /// # Errors
    /// When a row is wrong, when somebody else was first, or when the journal cannot be written. Nothing is recorded then.
    pub fn record(
        &self,
        register: &Register,
        verdict: Verdict,
        put: Put,
        now: DateTime<Utc>,
    ) -> Result<Option<Recorded>, EntryError> {
        check_apart(register, &put.apart)?;
        let journal = self.journal.ok_or(EntryError::NoJournal)?;
        if !put.request.is_empty()
            && let Some(act) = journal.requested(&put.request)?
            && put.seen.is_some_and(|seen| seen != verdict.seen)
        {
            // The same form was sent twice: what it asked for is what has changed since.
            return Ok(Some(Recorded { act, repeated: true }));
        }
        if put.seen.is_some_and(|seen| seen != verdict.seen) {
            return Err(EntryError::Overtaken);
        }
        let [new, changed, _, wrong] = verdict.counts();
        if wrong > 0 {
            let says = Text::new(
                "没有登记：请先改正有误的行",
                "nothing was recorded: mend the wrong rows first",
            );
            return Err(EntryError::Unusable(says));
        }
        if new + changed == 0 {
            return Ok(None);
        }
        let rows = verdict.rows.into_iter();
        let entries = rows.filter_map(|row| entry(row, register, &put.apart)).collect();
        let act = NewAct {
            person: put.by.person,
            post: put.by.post,
            valid_from: put.since,
            ground: put.ground,
            request: put.request,
            content: Content::RegisterPut {
                register: register.id.clone(),
                entries,
            },
        };
        let recorded = journal.record(act, now)?;
        Ok(Some(Recorded {
            act: recorded.act,
            repeated: recorded.repeated,
        }))
    }
}

/// Fields that are to be kept apart must be there and must not be of the key, which always stands openly in the act.
///
/// # Errors
/// Which field cannot be kept apart, and why.
pub fn check_apart(register: &Register, apart: &[String]) -> Result<(), EntryError> {
    for field in apart {
        let (zh, en) = if register.field(field).is_none() {
            ("没有字段", "has no field")
        } else if is_of_key(register, field) {
            ("不能另存标识条目的字段", "cannot keep apart the field of its key")
        } else {
            continue;
        };
        return Err(EntryError::Unusable(Text::new(
            format!("名录“{}”{zh}“{field}”；没有登记", register.id),
            format!("the register `{}` {en} `{field}`; nothing was recorded", register.id),
        )));
    }
    Ok(())
}

fn is_of_key(register: &Register, field: &str) -> bool {
    register.key.iter().chain(&register.year).any(|id| id == field)
}

fn entry(row: Row, register: &Register, apart: &[String]) -> Option<EntryPut<Wording>> {
    let version = match row.state {
        State::New(version) | State::Changed(version, _) => version,
        State::Unchanged | State::Wrong(_) => return None,
    };
    let fields = row.fields.into_iter().map(|(id, text)| {
        let is_public = register.public && register.field(&id).is_some_and(|field| field.public);
        let is_open = is_public && !apart.contains(&id);
        let wording = if is_open || is_of_key(register, &id) {
            Wording::Open(text)
        } else {
            Wording::Apart(text)
        };
        (id, wording)
    });
    Some(EntryPut {
        key: row.key,
        version,
        fields: fields.collect(),
    })
}
