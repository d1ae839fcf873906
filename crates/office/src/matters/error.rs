//! Why something could not be done with a matter. Nothing was recorded then.

use journal::JournalError;
use rules::procedure::Refusal;
use standards::{Reason, Text};

/// Why something could not be done with a matter.
#[derive(Debug, thiserror::Error)]
pub enum MatterError {
    /// There is no matter of that id.
    #[error("there is no matter `{0}`")]
    NoMatter(String),
    /// The city folder has no such procedure.
    #[error("there is no procedure `{0}`")]
    NoProcedure(String),
    /// The city folder has no such post.
    #[error("there is no post `{0}`")]
    NoPost(String),
    /// The procedure has changed and no longer has an action that was taken.
    #[error("matter `{matter}` took the action `{action}`, which its procedure no longer has")]
    ActionGone {
        /// The matter.
        matter: String,
        /// The action.
        action: String,
    },
    /// A step of the matter does not read.
    #[error("step {step} of matter `{matter}` does not read: {}", says.en)]
    Unreadable {
        /// The matter.
        matter: String,
        /// Its step, from 1.
        step: u64,
        /// Why.
        says: Text,
    },
    /// It is not allowed, and why.
    #[error("{}", refused(.0))]
    Refused(Vec<Refusal>),
    /// The permissions of the city folder do not cover it, and why.
    #[error("{}", .0.en)]
    NotPermitted(Text),
    /// What was given cannot be used, and why.
    #[error("{}", .0.en)]
    Unusable(Text),
    /// The journal said no: somebody else was first, or it cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

fn refused(refusals: &[Refusal]) -> String {
    let says: Vec<&str> = refusals.iter().map(|refusal| refusal.reason.says.en.as_str()).collect();
    says.join("; ")
}

impl MatterError {
    /// Every reason, the first first.
    pub fn reasons(&self) -> Vec<Reason> {
        match self {
            Self::Refused(refusals) => refusals.iter().map(|refusal| refusal.reason.clone()).collect(),
            other => vec![Reason::new(other.text())],
        }
    }

    /// The first reason in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::NoMatter(id) => format!("没有事项“{id}”"),
            Self::NoProcedure(id) => format!("没有办事规程“{id}”"),
            Self::NoPost(id) => format!("没有岗位“{id}”"),
            Self::ActionGone { matter, action } => {
                format!("事项“{matter}”办过动作“{action}”，现行规程里已没有；请在规程里保留它")
            }
            Self::Unreadable { matter, step, says } => format!("事项“{matter}”第{step}步读不出来：{}", says.zh),
            Self::Refused(refusals) => {
                let says: Vec<&str> = refusals.iter().map(|refusal| refusal.reason.says.zh.as_str()).collect();
                says.join("；")
            }
            Self::Unusable(text) | Self::NotPermitted(text) => text.zh.clone(),
            Self::Journal(cause) => return cause.says(),
        };
        Text::new(zh, self.to_string())
    }

    /// Whether somebody else was first.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Journal(JournalError::Conflict { .. }))
    }
}
