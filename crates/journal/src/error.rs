//! What can go wrong in the journal.

use std::fmt;
use std::path::PathBuf;

use standards::Text;

use crate::form::FormFault;
use crate::store::StorageFault;

/// Somebody who changed a subject in the meantime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the act.
    pub act: u64,
    /// The version it made.
    pub version: u64,
    /// In which post.
    pub post: String,
    /// When it was recorded.
    pub recorded: chrono::DateTime<chrono::Utc>,
    /// Its ground, in one line.
    pub ground: String,
}

/// Why the journal could not do what was asked. Nothing was recorded then.
#[derive(Debug)]
pub enum JournalError {
    /// The data folder cannot be made or used.
    Folder(PathBuf, std::io::Error),
    /// There is no journal in the folder or database of that name.
    NotThere(String),
    /// A journal is there already.
    AlreadyThere(String),
    /// The address of a database does not read.
    Address(Text),
    /// The database said no.
    Storage(StorageFault),
    /// The file was made by another version.
    Format(i64),
    /// The system gave no random numbers.
    NoRandomNumbers,
    /// An act says less than it must.
    Incomplete(Text),
    /// An act is larger than what is taken.
    TooLarge(usize),
    /// Somebody else was first.
    Conflict {
        /// What the act is about.
        subject: String,
        /// The version it was made upon.
        upon: u64,
        /// What others have done since, oldest first; the version now is that of the last.
        since: Vec<Change>,
        /// The version now.
        now: u64,
    },
    /// A name of a request was used for something else.
    RequestReused(String, u64),
    /// There is no act of that number.
    NoSuchAct(u64, u64),
    /// A form in the file does not read.
    Unreadable(u64, FormFault),
    /// The journal is broken: nothing is added and no head is made of it.
    Broken(Text),
    /// A text that is to be erased is not there.
    NothingToErase(u64, String),
    /// A key for signatures cannot be used.
    Key(PathBuf, String),
}

impl From<StorageFault> for JournalError {
    fn from(cause: StorageFault) -> Self {
        Self::Storage(cause)
    }
}

impl JournalError {
    /// The error in both languages, with what to do.
    pub fn says(&self) -> Text {
        match self {
            Self::Folder(folder, cause) => Text::new(
                format!(
                    "数据目录 {} 不能使用：{cause}；请检查是否存在、能否写入",
                    folder.display()
                ),
                format!(
                    "the data folder {} cannot be used: {cause}; check that it exists and may be written",
                    folder.display()
                ),
            ),
            Self::NotThere(place) => Text::new(
                format!("{place} 里还没有行为日志；第一次登记时建立，或先运行 bishui audit new"),
                format!("there is no journal in {place} yet; the first act makes one, or bishui audit new"),
            ),
            Self::AlreadyThere(place) => Text::new(
                format!("{place} 里已有行为日志，没有改动；散列算法一经选定不再更换"),
                format!("there is a journal in {place} already, nothing was changed; its hash function stays for life"),
            ),
            Self::Address(why) => Text::new(
                format!(
                    "行为日志的地址不能用：{}；例如 postgresql://bishui@/bishui?host=/var/run/postgresql",
                    why.zh
                ),
                format!(
                    "the address of the journal cannot be used: {}; e.g. postgresql://bishui@/bishui?host=/var/run/postgresql",
                    why.en
                ),
            ),
            Self::Storage(fault) => fault.says(),
            Self::Format(found) => Text::new(
                format!("行为日志的格式是 {found}，本程序读不了；请用建立它的程序或更新的版本"),
                format!(
                    "the journal has format {found}, which this program does not read; use the program that made it, or a newer one"
                ),
            ),
            Self::NoRandomNumbers => Text::new(
                "系统没有给出随机数，没有登记；请稍后再试",
                "the system gave no random numbers, nothing was recorded; try again later",
            ),
            Self::Incomplete(text) => text.clone(),
            Self::TooLarge(bytes) => Text::new(
                format!("这一条有 {bytes} 字节，超过上限，没有登记；请分几次登记"),
                format!("the act has {bytes} bytes, more than is taken; nothing was recorded, make several acts of it"),
            ),
            Self::Unreadable(act, fault) => Text::new(
                format!("第 {act} 条读不出来（{fault}）；请运行 bishui audit verify"),
                format!("act {act} does not read ({fault}); run bishui audit verify"),
            ),
            Self::Broken(why) => Text::new(
                format!("行为日志的链已断，不再续写：{}；请用备份核对", why.zh),
                format!(
                    "the chain of the journal is broken and is not continued: {}; compare it with a backup",
                    why.en
                ),
            ),
            Self::Key(path, cause) => Text::new(
                format!(
                    "签名密钥 {} 不能使用：{cause}；用 bishui audit key 生成",
                    path.display()
                ),
                format!(
                    "the key {} cannot be used: {cause}; make one with bishui audit key",
                    path.display()
                ),
            ),
            other => other.says_of_acts(),
        }
    }

    fn says_of_acts(&self) -> Text {
        match self {
            Self::Conflict {
                subject,
                upon,
                since,
                now,
            } => conflict(subject, *upon, *now, since),
            Self::RequestReused(name, act) => Text::new(
                format!("请求“{name}”已在第 {act} 条用于别的内容，没有登记；换一个名字"),
                format!(
                    "the request `{name}` was used in act {act} for something else, nothing was recorded; give it another name"
                ),
            ),
            Self::NoSuchAct(asked, last) => Text::new(
                format!("没有第 {asked} 条；最后一条是第 {last} 条"),
                format!("there is no act {asked}; the last is {last}"),
            ),
            Self::NothingToErase(act, label) => Text::new(
                format!("第 {act} 条没有另存的“{label}”，或已经删除；没有登记"),
                format!("act {act} has no text `{label}` kept apart, or it was erased before; nothing was recorded"),
            ),
            // The others are said by `says`.
            _ => Text::default(),
        }
    }
}

fn conflict(subject: &str, upon: u64, now: u64, since: &[Change]) -> Text {
    let told = |words: fn(&Change) -> String| since.iter().map(words).collect::<Vec<_>>();
    let zh = told(|change| {
        format!(
            "第 {} 条（{}，{}，依据：{}）改为第 {} 版",
            change.act,
            change.post,
            moment(change),
            change.ground,
            change.version
        )
    });
    let en = told(|change| {
        format!(
            "act {} by {} at {} on the ground of `{}` made version {}",
            change.act,
            change.post,
            moment(change),
            change.ground,
            change.version
        )
    });
    Text::new(
        format!(
            "{subject} 已有人先改：您依据的是第 {upon} 版，现在是第 {now} 版。{}；没有登记，请看过再改",
            zh.join("；")
        ),
        format!(
            "somebody was first at {subject}: you have seen version {upon}, it is at {now}. {}; nothing was recorded, look and try again",
            en.join("; ")
        ),
    )
}

fn moment(change: &Change) -> String {
    change.recorded.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl fmt::Display for JournalError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = self.says();
        write!(out, "{} / {}", says.zh, says.en)
    }
}

impl std::error::Error for JournalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder(_, cause) => Some(cause),
            Self::Storage(cause) => Some(cause),
            Self::Unreadable(_, fault) => Some(fault),
            _ => None,
        }
    }
}
