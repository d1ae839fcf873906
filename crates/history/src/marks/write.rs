//! Writing marks: a look replaces its own earlier marks, all or nothing.

use rusqlite::{Transaction, TransactionBehavior, params};

use super::{Look, Looked, Marks, Progress, SeriesKey, seconds};
use crate::error::HistoryError;

impl Marks {
    /// Keeps what was found, and how far the history is looked at with it.
    ///
    /// # Errors
    /// When the file cannot be written; nothing was kept then.
    pub async fn keep(&self, looks: Vec<Look>, progress: Progress) -> Result<(), HistoryError> {
        self.with(move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for look in &looks {
                replace(&transaction, look)?;
                if let Some(looked) = &look.looked {
                    join(&transaction, &look.series, looked)?;
                }
            }
            transaction
                .prepare_cached(
                    "INSERT INTO progress(one, through, edition) VALUES (1, ?1, ?2)
                     ON CONFLICT(one) DO UPDATE SET through = ?1, edition = ?2",
                )?
                .execute(params![progress.through, progress.edition])?;
            transaction.commit()
        })
        .await
    }

    /// Forgets everything: the marks will be made anew.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn forget(&self) -> Result<(), HistoryError> {
        self.with(|connection| {
            connection
                .execute_batch("BEGIN IMMEDIATE; DELETE FROM mark; DELETE FROM looked; DELETE FROM progress; COMMIT;")
        })
        .await
    }
}

fn replace(transaction: &Transaction<'_>, look: &Look) -> rusqlite::Result<()> {
    let SeriesKey { point, item, period } = &look.series;
    transaction
        .prepare_cached(
            "DELETE FROM mark WHERE point = ?1 AND period = ?2 AND item = ?3 AND look = ?4 AND at BETWEEN ?5 AND ?6",
        )?
        .execute(params![
            point,
            period.word(),
            item,
            look.look,
            seconds(look.from),
            seconds(look.until)
        ])?;
    let mut insert = transaction.prepare_cached(
        "INSERT OR REPLACE INTO mark(point, item, period, at, look, outcome, findings) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for mark in &look.marks {
        let at = seconds(mark.at);
        insert.execute(params![
            point,
            item,
            period.word(),
            at,
            mark.look,
            mark.outcome,
            mark.findings
        ])?;
    }
    Ok(())
}

/// A later look with the same parameters makes the stretch longer, one with others begins it anew.
fn join(transaction: &Transaction<'_>, series: &SeriesKey, looked: &Looked) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO looked(point, item, period, edition, first, last, counts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT(point, period, item) DO UPDATE SET
               first = CASE WHEN edition = ?4 THEN min(first, ?5) ELSE ?5 END,
               last = CASE WHEN edition = ?4 THEN max(last, ?6) ELSE ?6 END,
               counts = ?7, edition = ?4",
        )?
        .execute(params![
            series.point,
            series.item,
            series.period.word(),
            looked.edition,
            seconds(looked.first),
            seconds(looked.last),
            looked.counts
        ])?;
    Ok(())
}
