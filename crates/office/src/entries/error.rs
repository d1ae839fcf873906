//! Why entries could not be put. Nothing was recorded then.

use journal::JournalError;
use standards::Text;

/// Why entries could not be put.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The city folder has no such register.
    #[error("the city folder has no register `{0}` (registers/)")]
    NoRegister(String),
    /// The register has no such entry.
    #[error("no entry `{0}` is known")]
    NoEntry(String),
    /// The permissions of the city folder do not cover it, and why.
    #[error("{}", .0.en)]
    NotPermitted(Text),
    /// What was given cannot be used, and why.
    #[error("{}", .0.en)]
    Unusable(Text),
    /// There is nowhere to record it.
    #[error("this program runs without a journal: nothing can be recorded")]
    NoJournal,
    /// Somebody else put some of the entries since they were looked at.
    #[error("somebody else has put some of these entries since you looked; nothing was recorded")]
    Overtaken,
    /// The journal said no: somebody else was first, or it cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl EntryError {
    /// The reason in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::NoRegister(id) => format!("城市目录里没有名录“{id}”（registers/）"),
            Self::NoEntry(key) => format!("没有条目“{key}”"),
            Self::NotPermitted(text) | Self::Unusable(text) => text.zh.clone(),
            Self::NoJournal => "本程序运行时没有行为日志，不能登记".to_owned(),
            Self::Overtaken => "您查看之后，别人登记了其中的条目；没有登记".to_owned(),
            Self::Journal(cause) => return cause.says(),
        };
        Text::new(zh, self.to_string())
    }

    /// Whether somebody else was first.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Overtaken | Self::Journal(JournalError::Conflict { .. }))
    }
}
