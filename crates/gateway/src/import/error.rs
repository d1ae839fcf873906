//! Why a file could not be imported at all.

use std::path::PathBuf;

use history::HistoryError;
use standards::Text;

use crate::mapping::MappingError;

/// Why a file could not be imported. Single bad rows are no error: they stand in the report.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{path} cannot be read: {cause}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The first line is no header.
    #[error("{}", says.en)]
    Header {
        /// What is wrong with it.
        says: Text,
    },
    /// The mapping does not fit the header.
    #[error("the mapping does not fit the file:\n{0}")]
    Mapping(#[from] MappingError),
    /// More values than are kept in memory to find those said twice.
    #[error("the file holds more than {limit} values; split it by month or by station")]
    TooManyValues {
        /// The limit.
        limit: usize,
    },
    /// The history said no.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl ImportError {
    /// The error in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::File { path, cause } => format!("无法读取 {}：{cause}", path.display()),
            Self::Header { says } => says.zh.clone(),
            Self::Mapping(error) => {
                format!(
                    "映射与文件不符：\n{}",
                    error.lines(standards::Language::Chinese).join("\n")
                )
            }
            Self::TooManyValues { limit } => format!("文件中的数值超过 {limit} 个；请按月或按站点拆分"),
            Self::History(HistoryError::ReceiptTooLarge { bytes, limit }) => {
                format!("文件有 {bytes} 字节，最多 {limit} 字节；请拆分")
            }
            Self::History(error) => format!("历史库出错：{error}"),
        };
        Text::new(zh, self.to_string())
    }
}
