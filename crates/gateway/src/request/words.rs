//! How a request ended, in words and as the diary keeps it.

use history::Fault;
use hj212::{Edition, RESULT_CODES};
use serde::{Deserialize, Serialize};
use standards::Text;

use crate::request::course::Outcome;

/// How an order ended, as the diary keeps it and the command line prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// A stable code, e.g. `done`, `refused`, `no-answer`, `offline`.
    pub code: String,
    /// `QnRtn` or `ExeRtn`, where one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<u32>,
    /// Data frames that came as the answer.
    #[serde(default)]
    pub data: u32,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Ending {
    pub(crate) fn new(code: &str, says: Text) -> Self {
        Self {
            code: code.to_owned(),
            returned: None,
            data: 0,
            zh: says.zh,
            en: says.en,
        }
    }

    /// The ending of a course.
    pub fn of(outcome: Outcome, data: u32, edition: Edition) -> Self {
        let (code, returned, says) = match outcome {
            Outcome::Done => ("done", None, Text::new("已执行", "carried out")),
            Outcome::Refused(code) => ("refused", Some(code), returned_words("QnRtn", code, edition)),
            Outcome::NotExecuted(code) => ("not-executed", Some(code), returned_words("ExeRtn", code, edition)),
            Outcome::NoAnswer { sent } => (
                "no-answer",
                None,
                Text::new(
                    format!("发送 {sent} 次均无应答"),
                    format!("sent {sent} times, never answered"),
                ),
            ),
            Outcome::NoResult => (
                "no-result",
                None,
                Text::new(
                    "已应答（9011），但没有等到执行结果（9012）",
                    "it was received (9011), but no result (9012) came in time",
                ),
            ),
            Outcome::Gone { received: true } => (
                "disconnected",
                None,
                Text::new(
                    "应答（9011）后连接断开，是否执行不得而知",
                    "the connection ended after 9011: whether it was carried out is not known",
                ),
            ),
            Outcome::Gone { received: false } => (
                "disconnected",
                None,
                Text::new("应答前连接断开", "the connection ended before an answer"),
            ),
        };
        Self {
            returned,
            data,
            ..Self::new(code, says)
        }
    }

    /// The station had no connection in time.
    pub fn offline() -> Self {
        let says = Text::new("等待期内站点没有连接", "the station did not connect in time");
        Self::new("offline", says)
    }

    /// The serving process ended before the order did.
    pub fn interrupted() -> Self {
        let says = Text::new(
            "服务中断，是否执行不得而知",
            "the serving process ended meanwhile: whether it was carried out is not known",
        );
        Self::new("interrupted", says)
    }

    /// It could not be written as a frame.
    pub fn unsendable(cause: &str) -> Self {
        let says = Text::new(
            format!("无法组帧：{cause}"),
            format!("it cannot be written as a frame: {cause}"),
        );
        Self::new("unsendable", says)
    }

    /// Whether the station has carried it out.
    pub fn is_good(&self) -> bool {
        self.code == "done"
    }

    /// The sentence in both languages.
    pub fn text(&self) -> Text {
        Text::new(self.zh.clone(), self.en.clone())
    }

    /// The ending as the reason of a gap.
    pub fn as_reason(&self) -> Fault {
        Fault {
            code: self.code.clone(),
            line: None,
            zh: self.zh.clone(),
            en: self.en.clone(),
        }
    }
}

/// What a `QnRtn` or `ExeRtn` means, by the table of the edition.
fn returned_words(table: &str, code: u32, edition: Edition) -> Text {
    let year = if edition == Edition::Of2005 { "2005" } else { "2017" };
    let name = format!("{table}-{year}");
    let digits = code.to_string();
    let row = RESULT_CODES.iter().find(|row| row.table == name && row.code == digits);
    match row {
        Some(row) => Text::new(
            format!("{table}={code}：{}", row.meaning_zh),
            format!("{table}={code}: {}", row.meaning_en),
        ),
        None => Text::new(
            format!("{table}={code}：标准中没有的返回码"),
            format!("{table}={code}: a code that the standard does not have"),
        ),
    }
}
