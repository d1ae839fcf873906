//! Reading the inbox: receipts that were kept apart and came in later, in the order in which they came in.

use rusqlite::params;

use super::pack::Unpacked;
use super::read::{InboxReader, one_receipt};
use crate::error::HistoryError;
use crate::receipt::{AdmissionNumber, ReceiptId, StoredReceipt};

impl InboxReader {
    /// The receipts admitted after `after`, in the order of admission, at most `limit`.
    pub(crate) async fn admitted_after(
        &self,
        after: AdmissionNumber,
        limit: usize,
    ) -> Result<Vec<(AdmissionNumber, StoredReceipt)>, HistoryError> {
        self.with(move |connection| {
            let numbers: Vec<(i64, i64)> = connection
                .prepare_cached("SELECT number, receipt FROM admission WHERE number > ?1 ORDER BY number LIMIT ?2")?
                .query_map(params![after.0, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .collect::<Result<_, _>>()?;
            let mut unpacked = Unpacked::default();
            let mut admitted = Vec::with_capacity(numbers.len());
            for (number, id) in numbers {
                // A receipt is never deleted, so each has one.
                if let Some(receipt) = one_receipt(connection, ReceiptId(id), &mut unpacked)? {
                    admitted.push((AdmissionNumber(number), receipt));
                }
            }
            Ok(admitted)
        })
        .await
    }

    /// The newest admission; 0 where there is none.
    pub(crate) async fn last_admission(&self) -> Result<AdmissionNumber, HistoryError> {
        self.with(|connection| {
            let last: Option<i64> = connection.query_row("SELECT max(number) FROM admission", [], |row| row.get(0))?;
            Ok(AdmissionNumber(last.unwrap_or_default()))
        })
        .await
    }
}
