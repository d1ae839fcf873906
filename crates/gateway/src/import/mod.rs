//! Tables of values from files: read through a mapping, compared with what is known, and kept with their evidence.
//!
//! A file is read twice. The first reading finds everything that is wrong with it; the second stores what is new. The file is
//! one receipt, and every value knows its line in it. A receipt is kept when the file holds something new or something bad; a
//! file that only says what is known already leaves no trace. Importing the same bytes with the same mapping again adds nothing:
//! values that a later file has corrected stay corrected, and an import that was cut off goes on where it stopped.

mod directory;
mod encoding;
mod error;
mod records;
mod report;
mod storing;
mod survey;
mod taking;

use std::path::Path;

use history::{Digest, History, HistoryError};
use tokio::io::AsyncReadExt;

pub use directory::PointDirectory;
pub use encoding::Encoding;
pub use error::ImportError;
pub use report::ImportReport;

use crate::mapping::Mapping;
use storing::{CHUNK_VALUES, FileReceipt, Storing};
use survey::Survey;
use taking::{Table, Taken};

/// A file is kept whole as one receipt, and a receipt has no more bytes than these.
pub const FILE_BYTES_MAX: usize = history::RECEIPT_BYTES_MAX;

/// Rows between two signs of life.
const ROWS_BETWEEN_SIGNS: u64 = 5_000;

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Looking for faults.
    Checking,
    /// Storing what is new.
    Storing,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Rows read in this stage.
    pub rows: u64,
    /// Bytes read in this stage; those of foreign letters are counted as UTF-8, but never more than there are in all.
    pub bytes_done: u64,
    /// Bytes of the file.
    pub bytes_total: u64,
}

/// Imports a file. Bad rows are reported, and the good ones go in.
///
/// # Errors
/// When the file cannot be read, has no header that fits the mapping, or is too large: then nothing was stored. When the history
/// fails: then some chunks may be stored, and the same import may be started again.
pub async fn import(
    history: &History,
    directory: &PointDirectory,
    file: &Path,
    mapping: &Mapping,
    progress: impl FnMut(Progress),
) -> Result<ImportReport, ImportError> {
    let bytes = read_file(file).await?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    import_bytes(history, directory, &name, &bytes, mapping, progress).await
}

/// Imports the bytes of a file that is called `name`; see [`import`].
///
/// # Errors
/// As [`import`].
pub async fn import_bytes(
    history: &History,
    directory: &PointDirectory,
    name: &str,
    bytes: &[u8],
    mapping: &Mapping,
    mut progress: impl FnMut(Progress),
) -> Result<ImportReport, ImportError> {
    check_size(bytes.len())?;
    let (mut report, survey) = survey_of(directory, name, bytes, mapping, &mut progress).await?;
    let file = FileReceipt {
        name,
        bytes,
        digest: digest(bytes, mapping),
        faults: report.receipt_faults(),
    };
    let mut storing = Storing::begin(history, directory, file, mapping.period()).await?;
    let mut table = Table::open(bytes, mapping, directory)?;
    let mut signs = Signs {
        stage: Stage::Storing,
        rows: 0,
        bytes_total: bytes.len() as u64,
    };
    let mut chunk = Vec::new();
    while let Some(taken) = next_row(&mut table)? {
        if let Taken::Row { candidates, .. } = taken {
            chunk.extend(candidates.into_iter().filter(|candidate| survey.is_first(candidate)));
        }
        // A row has at most a thousand values, so that a chunk is never much larger than this.
        if chunk.len() >= CHUNK_VALUES {
            storing.store(&chunk, &mut report).await?;
            chunk.clear();
        }
        signs.row(table.bytes_read(), &mut progress).await;
    }
    storing.store(&chunk, &mut report).await?;
    signs.last(&mut progress);
    report.receipt = storing.finish().await?;
    Ok(report)
}

/// The names in the header of a file, for [`Mapping::infer`].
///
/// # Errors
/// When the file cannot be read, or its first line is no header.
pub async fn header(file: &Path) -> Result<Vec<String>, ImportError> {
    let bytes = read_file(file).await?;
    header_of_bytes(&bytes)
}

/// The names in the header of a file's bytes; see [`header`].
///
/// # Errors
/// When the first line is no header.
pub fn header_of_bytes(bytes: &[u8]) -> Result<Vec<String>, ImportError> {
    taking::header_of(bytes).map(|(names, _, _)| names)
}

/// The first reading.
async fn survey_of(
    directory: &PointDirectory,
    name: &str,
    bytes: &[u8],
    mapping: &Mapping,
    progress: &mut impl FnMut(Progress),
) -> Result<(ImportReport, Survey), ImportError> {
    let mut table = Table::open(bytes, mapping, directory)?;
    let mut report = ImportReport::new(
        name,
        table.encoding,
        table.delimiter(),
        table.bound().columns_not_read(),
    );
    let mut survey = Survey::default();
    let mut signs = Signs {
        stage: Stage::Checking,
        rows: 0,
        bytes_total: bytes.len() as u64,
    };
    while let Some(taken) = next_row(&mut table)? {
        survey.note(taken, &table, &mut report)?;
        signs.row(table.bytes_read(), progress).await;
    }
    signs.last(progress);
    Ok((report, survey))
}

fn next_row(table: &mut Table<'_>) -> Result<Option<Taken>, ImportError> {
    // The bytes are in memory; reading them fails no more than any other use of memory.
    table.next().map_err(|cause| ImportError::File {
        path: std::path::PathBuf::new(),
        cause,
    })
}

/// By what the same import is recognised: the bytes, the mapping, and the offset that times were converted with.
fn digest(bytes: &[u8], mapping: &Mapping) -> Digest {
    let offset = mapping
        .city_offset_minutes()
        .map(|minutes| minutes.to_string())
        .unwrap_or_default();
    Digest::of(&[bytes, mapping.text().as_bytes(), offset.as_bytes()])
}

fn check_size(bytes: usize) -> Result<(), ImportError> {
    if bytes > FILE_BYTES_MAX {
        return Err(HistoryError::ReceiptTooLarge {
            bytes,
            limit: FILE_BYTES_MAX,
        }
        .into());
    }
    Ok(())
}

async fn read_file(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |cause| ImportError::File {
        path: path.to_owned(),
        cause,
    };
    let file = tokio::fs::File::open(path).await.map_err(failed)?;
    let length = file.metadata().await.map_err(failed)?.len();
    check_size(usize::try_from(length).unwrap_or(usize::MAX))?;
    let mut bytes = Vec::new();
    // The file may grow while it is read.
    file.take(FILE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)
        .await
        .map_err(failed)?;
    check_size(bytes.len())?;
    Ok(bytes)
}

/// Tells how far a stage has come, and lets other tasks run.
struct Signs {
    stage: Stage,
    rows: u64,
    bytes_total: u64,
}

impl Signs {
    async fn row(&mut self, bytes_read: u64, progress: &mut impl FnMut(Progress)) {
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_BETWEEN_SIGNS) {
            self.tell(bytes_read, progress);
            tokio::task::yield_now().await;
        }
    }

    fn last(&self, progress: &mut impl FnMut(Progress)) {
        self.tell(self.bytes_total, progress);
    }

    fn tell(&self, bytes_read: u64, progress: &mut impl FnMut(Progress)) {
        let bytes_done = bytes_read.min(self.bytes_total);
        progress(Progress {
            stage: self.stage,
            rows: self.rows,
            bytes_done,
            bytes_total: self.bytes_total,
        });
    }
}
