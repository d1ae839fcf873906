//! What can go wrong in the history.

use std::path::PathBuf;

/// Why the history could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The data folder cannot be made or used.
    #[error("the data folder {folder} cannot be used: {cause}; check that it exists and may be written")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The inbox said no.
    #[error("the inbox cannot be read or written: {0}")]
    Inbox(#[from] rusqlite::Error),
    /// The diary said no.
    #[error("the diary cannot be read or written: {0}; check the disk and the rights of the data folder")]
    Diary(#[source] rusqlite::Error),
    /// The marks said no.
    #[error(
        "the marks cannot be read or written: {0}; they hold nothing of their own: stop the program, delete marks.sqlite and start again"
    )]
    Marks(#[source] rusqlite::Error),
    /// Nothing of a commit reached the disk; whoever waits for it must bring it again.
    #[error("the inbox could not commit, nothing was kept: {cause}; check the disk and send again")]
    CommitFailed {
        /// What SQLite said.
        cause: String,
    },
    /// The inbox was made by the first version, which kept a row for every value.
    #[error(
        "数据目录中的 inbox.sqlite 由 0.1.0 版建立（格式 1），本版不能读。请用 --data 另指一个空目录，再用 bishui import 重新导入当时的文件；现场机的数据可用 0.1.0 版查看，旧目录保持原样 / \
         inbox.sqlite of the data folder was made by version 0.1.0 (format 1), which this version cannot read. Name an empty folder with --data and take the files of that time in again with bishui import; \
         what loggers had sent can be looked at with version 0.1.0. The old folder stays as it is"
    )]
    FirstFormat,
    /// The inbox was made by another version.
    #[error(
        "the inbox has format {found}, this program reads format {known}; use the program that made it, or a newer one"
    )]
    Format {
        /// Format number found.
        found: i64,
        /// Format number known.
        known: i64,
    },
    /// The lake said no.
    #[error("the lake cannot be read or written: {0}")]
    Lake(#[from] deltalake::DeltaTableError),
    /// The query engine said no.
    #[error("the query failed: {0}")]
    Query(#[from] deltalake::datafusion::error::DataFusionError),
    /// A stored row does not read as it was written.
    #[error("a stored row is damaged: {what}")]
    Damaged {
        /// Which column, what it holds.
        what: String,
    },
    /// A value does not fit the columns of the lake.
    #[error(
        "the value {value} of {item} has more than 26 digits before or 12 digits behind the point and cannot be held exactly"
    )]
    ValueTooLong {
        /// Item code.
        item: String,
        /// The value.
        value: String,
    },
    /// A receipt is larger than what is taken.
    #[error("{bytes} bytes are more than the {limit} bytes that one receipt may have; split the file")]
    ReceiptTooLarge {
        /// Size given.
        bytes: usize,
        /// Limit.
        limit: usize,
    },
    /// A text is not an evidence id.
    #[error("'{given}' is not an evidence id; write it as r17, or r3:250 for line 250 of a file")]
    EvidenceIdUnreadable {
        /// The text, cut.
        given: String,
    },
    /// The writer has stopped; nothing more can be received.
    #[error("the history is closed")]
    Closed,
}
