//! Erasing texts that were kept apart: the text and its salt go, the chain stays whole, and an act says who erased them and why.

use chrono::{DateTime, Utc};

use crate::act::{Content, Ground, NewAct};
use crate::append::{Chain, Recorded};
use crate::check::check;
use crate::error::JournalError;
use crate::journal::Journal;
use crate::store::{self, Transaction};

/// What is to be erased, by whom, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Number of the act.
    pub act: u64,
    /// Labels of the texts; empty means all that are left.
    pub labels: Vec<String>,
    /// Who erases.
    pub person: String,
    /// In which post.
    pub post: String,
    /// On what ground.
    pub ground: Ground,
}

/// What came of an erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The act that says so.
    pub recorded: Recorded,
    /// Whether the log was emptied, too. Else it is when the last who has the journal open closes it.
    pub overwritten: bool,
}

impl Journal {
    /// Erases texts of an act. They are then overwritten in the file, and in its log unless somebody reads it just now.
    ///
    /// # Errors
    /// When there is no such act or text; nothing was erased then.
    pub fn erase(&self, erasure: Erasure, now: DateTime<Utc>) -> Result<Erased, JournalError> {
        let recorded = self.write(|transaction| {
            let new = act_of(transaction, erasure, now)?;
            check(&new)?;
            if let Content::TextErased { act, labels, .. } = &new.content {
                remove(transaction, *act, labels)?;
            }
            let mut chain = Chain::open(transaction, self.hash(), now)?;
            let recorded = chain.record(new)?;
            chain.close()?;
            Ok(recorded)
        })?;
        Ok(Erased {
            recorded,
            overwritten: self.store().empty_log()?,
        })
    }
}

fn act_of(transaction: &dyn Transaction, erasure: Erasure, now: DateTime<Utc>) -> Result<NewAct, JournalError> {
    // Asked first: an act that is not there has a message of its own.
    crate::read::form_of(transaction, erasure.act)?;
    let left = crate::read::texts(transaction, erasure.act)?;
    let labels = match erasure.labels {
        labels if labels.is_empty() => left.into_iter().map(|text| text.label).collect(),
        labels => labels,
    };
    if labels.is_empty() {
        return Err(JournalError::NothingToErase(erasure.act, "*".to_owned()));
    }
    let subject = format!("act/{}", erasure.act);
    let version = store::number(
        transaction,
        "SELECT coalesce(max(version), 0) + 1 FROM subject WHERE name = ?1",
        &[(&subject).into()],
    )?;
    Ok(NewAct {
        person: erasure.person,
        post: erasure.post,
        valid_from: now.date_naive(),
        ground: erasure.ground,
        request: String::new(),
        content: Content::TextErased {
            act: erasure.act,
            version,
            labels,
        },
    })
}

fn remove(transaction: &dyn Transaction, act: u64, labels: &[String]) -> Result<(), JournalError> {
    for label in labels {
        let sql = "DELETE FROM apart WHERE act = ?1 AND label = ?2";
        if transaction.change(sql, &[act.into(), label.into()])? == 0 {
            return Err(JournalError::NothingToErase(act, label.clone()));
        }
    }
    Ok(())
}
