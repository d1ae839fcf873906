//! What can go wrong with accounts.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};
use standards::Text;

use super::store::{NAME_MAX, POSTS_MAX};

/// Why nothing was changed, or nobody signed in.
#[derive(Debug)]
pub enum AccountError {
    /// The data folder cannot be made or used.
    Folder(PathBuf, std::io::Error),
    /// SQLite said no.
    Storage(rusqlite::Error),
    /// The file was made by another version.
    Format(i64),
    /// The system gave no random numbers.
    NoRandomNumbers,
    /// The name of an account cannot be used.
    BadName(String),
    /// There is an account of that name already.
    NameTaken(String),
    /// There is no account of that name.
    NoSuchAccount(String),
    /// A person's name is empty or too long.
    BadPerson,
    /// An account without a post, or with too many.
    Posts(usize),
    /// A post would end before it begins.
    EndsBeforeItBegins(String),
    /// A password that cannot be taken; why.
    WeakPassword(Text),
    /// Name and password do not belong together; which of them is wrong is not said.
    WrongPassword,
    /// Too many wrong passwords: nothing is looked at until then.
    Throttled(DateTime<Utc>),
    /// The account is locked.
    Locked,
    /// The account holds no post on this day.
    NoPostToday,
    /// The visitor does not hold this post on this day.
    NotHeld(String),
    /// An account that is not for the demonstration was to be entered without a password.
    NotForDemonstration(String),
}

impl From<rusqlite::Error> for AccountError {
    fn from(cause: rusqlite::Error) -> Self {
        Self::Storage(cause)
    }
}

impl AccountError {
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
            Self::Storage(cause) => Text::new(
                format!("账号文件不能读写：{cause}；请检查磁盘和数据目录的权限"),
                format!(
                    "the accounts cannot be read or written: {cause}; check the disk and the rights of the data folder"
                ),
            ),
            Self::Format(found) => Text::new(
                format!("账号文件的格式是 {found}，本程序读不了；请用建立它的程序或更新的版本"),
                format!(
                    "the accounts have format {found}, which this program does not read; use the program that made them, or a newer one"
                ),
            ),
            Self::NoRandomNumbers => Text::new(
                "系统没有给出随机数，没有改动；请稍后再试",
                "the system gave no random numbers, nothing was changed; try again later",
            ),
            Self::WeakPassword(why) => Text::new(
                format!("这个密码不能用：{}；没有改动", why.zh),
                format!("the password cannot be taken: {}; nothing was changed", why.en),
            ),
            Self::BadName(_)
            | Self::NameTaken(_)
            | Self::NoSuchAccount(_)
            | Self::BadPerson
            | Self::Posts(_)
            | Self::EndsBeforeItBegins(_) => self.says_of_accounts(),
            other => other.says_of_visitors(),
        }
    }

    fn says_of_accounts(&self) -> Text {
        match self {
            Self::BadName(name) => Text::new(
                format!("账号名“{name}”不能用：须为 1 至 {NAME_MAX} 个小写字母、数字、点、连字符，以字母或数字开头"),
                format!(
                    "`{name}` cannot be the name of an account: 1 to {NAME_MAX} lower-case letters, digits, dots and hyphens are wanted, a letter or digit first"
                ),
            ),
            Self::NameTaken(name) => Text::new(
                format!("已有账号“{name}”，没有改动；请另起名字"),
                format!("there is an account `{name}` already, nothing was changed; take another name"),
            ),
            Self::NoSuchAccount(name) => Text::new(
                format!("没有账号“{name}”；用 bishui account list 查看"),
                format!("there is no account `{name}`; look at bishui account list"),
            ),
            Self::BadPerson => Text::new(
                "请写明是谁：1 至 100 个字，不换行",
                "say who it is: 1 to 100 characters in one line",
            ),
            Self::Posts(count) => Text::new(
                format!("一个账号须有 1 至 {POSTS_MAX} 个岗位，现为 {count} 个"),
                format!("an account has 1 to {POSTS_MAX} posts, here it is {count}"),
            ),
            Self::EndsBeforeItBegins(post) => Text::new(
                format!("岗位“{post}”的终止日早于起始日；没有改动"),
                format!("the post `{post}` would end before it begins; nothing was changed"),
            ),
            // The others are said by `says`.
            _ => Text::default(),
        }
    }

    fn says_of_visitors(&self) -> Text {
        match self {
            Self::WrongPassword => Text::new("账号或密码不对", "the name or the password is wrong"),
            Self::Throttled(until) => {
                let until = until.to_rfc3339_opts(SecondsFormat::Secs, true);
                Text::new(
                    format!("密码错误次数太多，{until} 之前不再核对；忘记密码请找管理员重设"),
                    format!(
                        "too many wrong passwords, nothing is looked at before {until}; who forgot the password asks the administrator for a new one"
                    ),
                )
            }
            Self::Locked => Text::new("账号已停用；请找管理员", "the account is locked; ask the administrator"),
            Self::NoPostToday => Text::new(
                "这个账号今天不担任任何岗位；请找管理员核对任期",
                "this account holds no post today; ask the administrator to check its days",
            ),
            Self::NotHeld(post) => Text::new(
                format!("您今天不担任岗位“{post}”；没有改动"),
                format!("you do not hold the post `{post}` today; nothing was changed"),
            ),
            Self::NotForDemonstration(name) => Text::new(
                format!("“{name}”不是演示账号，不能免密码进入"),
                format!("`{name}` is no account of the demonstration and is not entered without a password"),
            ),
            // The others are said by `says`.
            _ => Text::default(),
        }
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = self.says();
        write!(out, "{} / {}", says.zh, says.en)
    }
}

impl std::error::Error for AccountError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Folder(_, cause) => Some(cause),
            Self::Storage(cause) => Some(cause),
            _ => None,
        }
    }
}
