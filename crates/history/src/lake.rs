//! The lake: a Delta table of Parquet files, appended to by sealing.
//!
//! Each seal is one Delta commit that carries, as an application transaction, the sequence of the last observation in it. Whoever
//! reads the table's version therefore knows exactly which observations it holds, and a crash between the commit and the
//! forgetting of the inbox's rows neither loses nor doubles any.

use std::fs::File;
use std::path::{Path, PathBuf};

use deltalake::kernel::Transaction;
use deltalake::kernel::transaction::CommitProperties;
use deltalake::parquet::basic::{Compression, Encoding};
use deltalake::parquet::file::properties::{WriterProperties, WriterPropertiesBuilder};
use deltalake::parquet::schema::types::ColumnPath;
use deltalake::protocol::SaveMode;
use deltalake::{DeltaTable, DeltaTableBuilder};
use tokio::sync::Mutex;

use crate::error::HistoryError;
use crate::rows::{self, Row};

/// The name under which seals are counted in the table.
const SEALER: &str = "bishui-inbox";
/// From this number of files on, small files are joined.
const FILES_MAX: usize = 24;
/// How long files stay on disk after they were joined.
const DEAD_FILES_KEPT: chrono::TimeDelta = chrono::TimeDelta::hours(1);

pub(crate) struct Lake {
    table: Mutex<DeltaTable>,
    lock_file: PathBuf,
}

/// The table as it was at one version.
pub(crate) struct Snapshot {
    pub(crate) table: DeltaTable,
    /// The last observation in it.
    pub(crate) through: i64,
}

/// The right to seal, held by one process at a time, given back when dropped.
pub(crate) struct SealingRight {
    _lock: File,
}

impl Lake {
    /// Opens the table under `folder`, making it where it is missing.
    pub(crate) async fn open(folder: &Path) -> Result<Self, HistoryError> {
        let lake_folder = folder.join("lake");
        let unusable = |cause| HistoryError::Folder {
            folder: lake_folder.clone(),
            cause,
        };
        std::fs::create_dir_all(&lake_folder).map_err(unusable)?;
        let absolute = lake_folder.canonicalize().map_err(unusable)?;
        let url = url::Url::from_directory_path(&absolute).map_err(|()| {
            unusable(std::io::Error::new(
                std::io::ErrorKind::InvalidInput,
                "the path cannot be written as a URL",
            ))
        })?;
        let lock_file = folder.join("sealing.lock");
        let log = lake_folder.join("_delta_log");
        let has_table = || log.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if !has_table() {
            let _right = take_right(&lock_file)?;
            // Another process may have made the table while this one waited for the right.
            if !has_table() {
                let nothing = rows::to_batch(&[])?;
                DeltaTableBuilder::from_url(url.clone())?
                    .build()?
                    .write([nothing])
                    .with_save_mode(SaveMode::Ignore)
                    .await?;
            }
        }
        let table = DeltaTable::try_from_url(url).await?;
        Ok(Self {
            table: Mutex::new(table),
            lock_file,
        })
    }

    /// The table at its newest version, or at one that is known to hold everything up to `at_least`.
    pub(crate) async fn snapshot(&self, at_least: i64) -> Result<Snapshot, HistoryError> {
        let mut table = self.table.lock().await;
        let mut through = sealed_through(&table).await?;
        if through < at_least {
            table.update_state().await?;
            through = sealed_through(&table).await?;
        }
        Ok(Snapshot {
            table: table.clone(),
            through,
        })
    }

    /// Waits for the right to seal.
    pub(crate) async fn sealing_right(&self) -> Result<SealingRight, HistoryError> {
        let file = self.lock_file.clone();
        tokio::task::spawn_blocking(move || take_right(&file))
            .await
            .map_err(|_| HistoryError::Closed)?
    }

    /// Appends `rows` as one commit. The caller has made sure that none of them is in the table.
    pub(crate) async fn append(&self, _right: &SealingRight, rows: Vec<Row<'_>>) -> Result<(), HistoryError> {
        let Some(through) = rows.iter().map(|row| row.sequence).max() else {
            return Ok(());
        };
        let batch = rows::to_lake_batch(&rows)?;
        drop(rows);
        let mut table = self.table.lock().await;
        table.update_state().await?;
        let committed = table
            .clone()
            .write([batch])
            .with_save_mode(SaveMode::Append)
            .with_writer_properties(writing())
            .with_commit_properties(
                CommitProperties::default().with_application_transaction(Transaction::new(SEALER, through)),
            )
            .await?;
        *table = committed;
        Ok(())
    }

    /// Joins small files once there are many.
    pub(crate) async fn compact(&self, _right: &SealingRight) -> Result<(), HistoryError> {
        let mut table = self.table.lock().await;
        if table.get_file_uris()?.count() > FILES_MAX {
            let (compacted, _) = table.clone().optimize().await?;
            // The joined files are no longer in the table; no reader's snapshot lives as long as they are kept.
            let (cleared, _) = compacted
                .vacuum()
                .with_retention_period(DEAD_FILES_KEPT)
                .with_enforce_retention_duration(false)
                .await?;
            *table = cleared;
        }
        Ok(())
    }
}

/// How a sealed file is written. Numbers that hardly ever repeat are kept as differences: a dictionary would only be filled and thrown
/// away.
fn writing() -> WriterProperties {
    let plain = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let numbers = ["sequence", "receipt", "recorded_at", "at"];
    let differences = |properties: WriterPropertiesBuilder, column: &str| {
        let column = ColumnPath::from(column);
        properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED)
    };
    numbers.into_iter().fold(plain, differences).build()
}

async fn sealed_through(table: &DeltaTable) -> Result<i64, HistoryError> {
    let log = table.log_store();
    Ok(table
        .snapshot()?
        .transaction_version(log.as_ref(), SEALER)
        .await?
        .unwrap_or(0))
}

fn take_right(file: &Path) -> Result<SealingRight, HistoryError> {
    let unusable = |cause| HistoryError::Folder {
        folder: file.to_owned(),
        cause,
    };
    let lock = File::options().create(true).append(true).open(file).map_err(unusable)?;
    lock.lock().map_err(unusable)?;
    Ok(SealingRight { _lock: lock })
}
