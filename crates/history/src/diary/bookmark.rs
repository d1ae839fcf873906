//! Bookmarks: how far somebody has read, and what he must not forget over a restart.

use chrono::Utc;
use rusqlite::{OptionalExtension, params};

use super::Diary;
use crate::error::HistoryError;

/// What is kept under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmark {
    /// A number, e.g. that of the last receipt that is done.
    pub number: Option<i64>,
    /// A text, e.g. JSON.
    pub text: Option<String>,
}

impl Diary {
    /// The bookmark of a name.
    pub async fn bookmark(&self, name: &str) -> Result<Option<Bookmark>, HistoryError> {
        let name = name.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached("SELECT number, text FROM bookmark WHERE name = ?1")?
                .query_row([name], |row| {
                    Ok(Bookmark {
                        number: row.get(0)?,
                        text: row.get(1)?,
                    })
                })
                .optional()
        })
        .await
    }

    /// The bookmarks whose names begin with `prefix`, by name.
    pub async fn bookmarks(&self, prefix: &str) -> Result<Vec<(String, Bookmark)>, HistoryError> {
        let prefix = prefix.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT name, number, text FROM bookmark WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
                )?
                .query_map([prefix], |row| {
                    let bookmark = Bookmark {
                        number: row.get(1)?,
                        text: row.get(2)?,
                    };
                    Ok((row.get(0)?, bookmark))
                })?
                .collect()
        })
        .await
    }

    /// Sets bookmarks, all or nothing. When this returns, they are on disk.
    pub async fn set_bookmarks(&self, bookmarks: Vec<(String, Bookmark)>) -> Result<(), HistoryError> {
        if bookmarks.is_empty() {
            return Ok(());
        }
        self.write(move |transaction| {
            let now = Utc::now().timestamp_millis();
            let mut set = transaction.prepare_cached(
                "INSERT INTO bookmark(name, number, text, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT(name) DO UPDATE SET number = ?2, text = ?3, at = ?4",
            )?;
            for (name, bookmark) in &bookmarks {
                set.execute(params![name, bookmark.number, bookmark.text, now])?;
            }
            Ok(())
        })
        .await
    }

    /// Sets one bookmark to a number.
    pub async fn set_number(&self, name: &str, number: i64) -> Result<(), HistoryError> {
        let bookmark = Bookmark {
            number: Some(number),
            text: None,
        };
        self.set_bookmarks(vec![(name.to_owned(), bookmark)]).await
    }
}
