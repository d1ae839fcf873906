//! `permissions.toml`: which posts may do what, in which area, for which procedures and registers, with private fields or without.
//!
//! The list of actions is declared here once. An action that is *closed* is refused unless a permission covers it; the others, looking at what is
//! public, are open to everybody and need a permission only for what is private.

mod asking;
mod reading;

use standards::Text;

use crate::kind::FindingKind;
use crate::vocabulary::Choice;

pub use asking::{Refused, What};
pub(crate) use reading::{Around, read};

/// What an action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Entries of a register.
    Register,
    /// A matter of a procedure.
    Procedure,
    /// The program as a whole.
    Program,
}

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $about:ident, $opening:ident, $zh:literal, $en:literal;)+) => {
        /// What somebody can do with the program.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PermittedAction { $($(#[doc = $doc])+ $name,)+ }

        impl PermittedAction {
            /// Every one, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The word used in the city folder.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// What it is called.
            pub fn name(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)+ }
            }

            /// What it is about.
            pub fn about(self) -> About {
                match self { $(Self::$name => About::$about,)+ }
            }

            /// Who may do it without a permission.
            fn opening(self) -> Opening {
                match self { $(Self::$name => Opening::$opening,)+ }
            }
        }
    };
}

/// To whom an action is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// To everybody, as far as nothing private is asked for.
    Everybody,
    /// To those who have a permission; everybody may be given one.
    Permitted,
    /// To those who have a permission, which must name them.
    Named,
}

actions! {
    /// Reading the entries of a register.
    RegisterRead = "register.read", Register, Everybody, "查看名录", "read a register";
    /// Putting entries into a register.
    RegisterPut = "register.put", Register, Named, "登记名录条目", "put entries into a register";
    /// Reading a matter.
    MatterRead = "matter.read", Procedure, Everybody, "查看事项", "read a matter";
    /// Opening a matter.
    MatterOpen = "matter.open", Procedure, Permitted, "立项", "open a matter";
    /// Taking an action of the procedure.
    MatterAct = "matter.act", Procedure, Named, "办理事项", "act in a matter";
    /// Giving a role in a matter to another post.
    MatterHandOver = "matter.hand-over", Procedure, Named, "移交事项", "hand over a matter";
    /// Learning who has complained.
    ComplaintReadReporter = "complaint.read-reporter", Procedure, Named, "查看举报人", "learn who has complained";
    /// Reading the acts of the journal.
    AuditRead = "audit.read", Program, Named, "查看行为日志", "read the journal";
    /// Sealing the journal under a signed head.
    AuditSeal = "audit.seal", Program, Named, "封存行为日志", "seal the journal";
    /// Erasing texts that are kept apart.
    AuditErase = "audit.erase", Program, Named, "删除另存的文字", "erase texts kept apart";
    /// Adding and locking accounts, giving posts and passwords.
    AccountManage = "account.manage", Program, Named, "管理账号", "manage accounts";
}

impl PermittedAction {
    /// The action of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.word() == word)
    }

    /// Whether it is refused unless a permission covers it.
    pub fn is_closed(self) -> bool {
        self.opening() != Opening::Everybody
    }

    /// Whether everybody may be given a permission for it.
    pub fn may_be_for_everybody(self) -> bool {
        self.opening() != Opening::Named
    }

    pub(crate) fn choice() -> Choice<Self> {
        Choice {
            what: Text::new("可授权的操作", "action to permit"),
            unknown: FindingKind::UnknownWord,
            words: Self::ALL.iter().map(|action| (action.word(), *action)).collect(),
        }
    }
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The whole city, and what lies nowhere.
    City,
    /// The division of the post's unit and those below it.
    Division,
    /// The post's unit and those below it.
    Unit,
}

impl Area {
    /// Every one, in the order of the manual.
    pub const ALL: &[Self] = &[Self::City, Self::Division, Self::Unit];

    /// The word used in the city folder.
    pub fn word(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Division => "division",
            Self::Unit => "unit",
        }
    }

    /// What it is called.
    pub fn name(self) -> Text {
        match self {
            Self::City => Text::new("全市", "the whole city"),
            Self::Division => Text::new("本行政区及其下级", "the own division and those below it"),
            Self::Unit => Text::new("本单位及其下级", "the own unit and those below it"),
        }
    }

    pub(crate) fn choice() -> Choice<Self> {
        Choice {
            what: Text::new("范围", "area"),
            unknown: FindingKind::UnknownWord,
            words: Self::ALL.iter().map(|area| (area.word(), *area)).collect(),
        }
    }
}

/// A permission: who may do what, and how far.
#[derive(Clone, Debug)]
pub struct Permission {
    /// What may be done.
    pub actions: Vec<PermittedAction>,
    /// Posts that may.
    pub posts: Vec<String>,
    /// Roles whose posts may.
    pub roles: Vec<String>,
    /// Whether the posts may that the register (`writes`), the procedure (its roles) or the matter itself names.
    pub named: bool,
    /// Whether everybody may, with a post or without.
    pub everybody: bool,
    /// How far.
    pub area: Area,
    /// Only these procedures; all when empty.
    pub procedures: Vec<String>,
    /// Only these registers; all when empty.
    pub registers: Vec<String>,
    /// Whether what is private is among it.
    pub private: bool,
}
