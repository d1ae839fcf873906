//! What the office cannot answer, for people and for the log.

use gateway::door::DirectoryError;
use gateway::station::ProfileError;
use history::HistoryError;
use standards::Text;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// There is no such thing.
    #[error("there is no {what} '{name}'; known are: {known}")]
    NotFound {
        /// Kind of thing.
        what: &'static str,
        /// The name that was asked.
        name: String,
        /// Names that exist, at most a few.
        known: String,
    },
    /// The key of a question does not read.
    #[error(
        "'{given}' is not a question; ask for example target/S07-22/2015, water/POINT/2021-04, air/POINT/2020-04-03"
    )]
    BadKey {
        /// The key, cut.
        given: String,
    },
    /// The history failed.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Two points have one MN.
    #[error(transparent)]
    Stations(#[from] DirectoryError),
    /// What holds for stations where the folder says nothing does not read.
    #[error(transparent)]
    StationProfile(#[from] ProfileError),
    /// A parameter of a rule is missing.
    #[error(transparent)]
    Profile(#[from] rules::ProfileError),
}

/// What sort of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The thing does not exist.
    NotFound,
    /// The question does not read.
    BadRequest,
    /// Our own failure.
    Internal,
}

impl OfficeError {
    /// What sort of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotFound { .. } => ErrorKind::NotFound,
            Self::BadKey { .. } | Self::History(HistoryError::EvidenceIdUnreadable { .. }) => ErrorKind::BadRequest,
            Self::History(_) | Self::Profile(_) | Self::Stations(_) | Self::StationProfile(_) => ErrorKind::Internal,
        }
    }

    /// The sentence for the person who asked.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::NotFound { what, name, known } => match chinese(what) {
                Some(kind) => format!("没有找到{kind}“{name}”；已有的是：{known}"),
                None => format!("没有找到“{name}”（{what}）。"),
            },
            Self::BadKey { given } => format!("“{given}”不是可以查询的问题。"),
            Self::History(HistoryError::EvidenceIdUnreadable { given }) => {
                format!("“{given}”不是证据编号；请写成 r17，或 r3:250（文件第 250 行）。")
            }
            Self::History(cause) => format!("数据读取失败：{cause}"),
            Self::Stations(cause) => format!("站点目录有误：{cause}"),
            Self::StationProfile(cause) => format!("站点参数有误：{cause}"),
            Self::Profile(cause) => format!("规则参数不全：{cause}"),
        };
        Text::new(zh, self.to_string())
    }
}

/// The Chinese word for a kind of thing whose known names are ids, which read the same in both languages.
fn chinese(what: &str) -> Option<&'static str> {
    let words = [
        ("clause", "条目"),
        ("target", "目标"),
        ("point", "监测点"),
        ("register", "名录"),
        ("indicator", "指标"),
    ];
    words.iter().find(|(word, _)| *word == what).map(|(_, zh)| *zh)
}
