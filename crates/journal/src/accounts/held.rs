//! Posts that an account holds, in SQL.

use chrono::NaiveDate;
use rusqlite::{Transaction, params};

use super::error::AccountError;
use super::store::Held;

/// The posts of an account, in the order of their ids.
pub(super) fn read(transaction: &Transaction<'_>, account: i64) -> Result<Vec<Held>, AccountError> {
    let mut asked =
        transaction.prepare_cached("SELECT post, since, until FROM held WHERE account = ?1 ORDER BY post")?;
    let rows = asked.query_map([account], |row| {
        Ok(Held {
            post: row.get(0)?,
            since: day(1, &row.get::<_, String>(1)?)?,
            until: row.get::<_, Option<String>>(2)?.map(|text| day(2, &text)).transpose()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes a post of an account; one that is there already gets the new days.
pub(super) fn write(transaction: &Transaction<'_>, account: i64, held: &Held) -> Result<(), AccountError> {
    if held.until.is_some_and(|until| until < held.since) {
        return Err(AccountError::EndsBeforeItBegins(held.post.clone()));
    }
    transaction
        .prepare_cached("INSERT OR REPLACE INTO held(account, post, since, until) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            account,
            held.post,
            held.since.to_string(),
            held.until.map(|day| day.to_string())
        ])?;
    Ok(())
}

/// A day as it stands in the file.
fn day(column: usize, text: &str) -> rusqlite::Result<NaiveDate> {
    text.parse().map_err(|cause: chrono::ParseError| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, cause.into())
    })
}
