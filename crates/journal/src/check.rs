//! What an act must say, and how long its names may be, whichever engine keeps it.

use chrono::NaiveDate;
use standards::Text;

use crate::act::{Content, NewAct};
use crate::error::JournalError;

/// Most bytes of a name by which something is found: a subject, a request, a label. An index of PostgreSQL takes little more.
pub(crate) const NAME_BYTES_MAX: usize = 2_000;
/// Most bytes of what matters are listed by: up to four of them stand in one index.
const LISTED_BYTES_MAX: usize = 500;

/// A name must not be longer than an index takes, and must hold no character that PostgreSQL does not keep.
pub(crate) fn check_name(name: &str, most: usize) -> Result<(), JournalError> {
    if name.len() > most {
        let shown: String = name.chars().take(40).collect();
        return Err(JournalError::Incomplete(Text::new(
            format!("“{shown}…”有 {} 字节，最多 {most}，没有登记", name.len()),
            format!(
                "`{shown}…` has {} bytes, at most {most} are taken; nothing was recorded",
                name.len()
            ),
        )));
    }
    check_characters(name)
}

/// The character U+0000 is not kept by every engine.
pub(crate) fn check_characters(text: &str) -> Result<(), JournalError> {
    if text.contains('\0') {
        return Err(JournalError::Incomplete(Text::new(
            "文字里有空字符（U+0000），没有登记；请去掉",
            "a text holds the character U+0000; nothing was recorded, take it out",
        )));
    }
    Ok(())
}

/// What an act must say before anything is looked up.
pub(crate) fn check(act: &NewAct) -> Result<(), JournalError> {
    let missing = |zh: &str, en: &str| {
        let (zh, en) = (format!("{zh}，没有登记"), format!("{en}; nothing was recorded"));
        Err(JournalError::Incomplete(Text::new(zh, en)))
    };
    if act.person.trim().is_empty() {
        return missing("没有说明是谁", "it is not said who acts");
    }
    if act.post.trim().is_empty() {
        return missing("没有说明以什么岗位", "it is not said in which post");
    }
    if act.ground.is_empty() {
        return missing(
            "没有说明依据（条款、文件或证据）",
            "no ground is given (clause, document or evidence)",
        );
    }
    let (least, most) = (NaiveDate::from_ymd_opt(1, 1, 1), NaiveDate::from_ymd_opt(9999, 12, 31));
    if Some(act.valid_from) < least || Some(act.valid_from) > most {
        return missing(
            "生效日期不在公元 1 至 9999 年",
            "the valid day is not between the years 1 and 9999",
        );
    }
    let mut subjects = act.content.subjects();
    if subjects.is_empty() {
        return missing("没有内容", "it says nothing");
    }
    check_name(&act.request, NAME_BYTES_MAX)?;
    for subject in &subjects {
        check_name(&subject.name, NAME_BYTES_MAX)?;
    }
    if let Content::MatterStep(step) = &act.content {
        for name in step.listed_by() {
            check_name(name, LISTED_BYTES_MAX)?;
        }
        check_characters(&step.after.title)?;
    }
    subjects.sort();
    if subjects
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one.name == other.name))
    {
        return missing("同一条目出现两次", "one entry stands there twice");
    }
    Ok(())
}
