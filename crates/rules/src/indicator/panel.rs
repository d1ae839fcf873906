//! What a panel judged of a target that no number decides (ASM-1): it is read, never computed.

use serde::Serialize;
use standards::{Reason, Text};

use super::entry::{Counted, Figure, Question, lacks, leaves};
use super::method::Method;

/// The judgement of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// 达到
    Reached,
    /// 基本达到
    Partly,
    /// 未达到
    NotReached,
}

impl Judgement {
    /// Every judgement.
    pub const ALL: [Self; 3] = [Self::Reached, Self::Partly, Self::NotReached];

    /// The word in a register.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Partly => "partly",
            Self::NotReached => "not-reached",
        }
    }

    /// The words for people.
    pub fn text(self) -> Text {
        match self {
            Self::Reached => Text::new("达到", "reached"),
            Self::Partly => Text::new("基本达到", "largely reached"),
            Self::NotReached => Text::new("未达到", "not reached"),
        }
    }
}

/// Reads the judgement of the year. Without day and evidence it does not count.
pub(super) fn judgement(question: &Question<'_>) -> Counted {
    let (method, rule) = (Method::Panel, Method::Panel.citation());
    let [only] = question.entries else {
        let count = question.entries.len();
        let why = Text::new(
            format!("有{count}条评议，以哪一条为准不明"),
            format!("there are {count} judgements, which one holds is unknown"),
        );
        return question.unknown(&why, rule);
    };
    for input in ["judgement", "judged_on", "evidence"] {
        if !only.says.contains_key(input) {
            return question.unknown(&lacks(only, input, method), rule);
        }
    }
    let word = only.word("judgement").unwrap_or_default();
    let Some(judgement) = Judgement::ALL.into_iter().find(|known| known.word() == word) else {
        let words: Vec<&str> = Judgement::ALL.into_iter().map(Judgement::word).collect();
        let why = Text::new(
            format!("评议结论“{word}”不是 {} 之一", words.join("、")),
            format!("the judgement '{word}' is none of {}", words.join(", ")),
        );
        return question.unknown(&why, rule);
    };
    let (title, text) = (question.title(), judgement.text());
    let says = Text::new(
        format!("{}：评议结论“{}”", title.zh, text.zh),
        format!("{}: the panel judged '{}'", title.en, text.en),
    );
    Counted {
        figure: Some(Figure::Judgement(judgement)),
        received: true,
        reason: Reason::new(says).by(rule).since_all(leaves(question.entries)),
    }
}
