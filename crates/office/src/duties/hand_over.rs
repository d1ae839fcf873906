//! A hand-over: one act says who holds the post from a day on, and its ground names the list of all matters that wait for the post at
//! that moment, by the SHA-256 of the list. Both sign the list; the journal proves later which list it was.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use city::{Field, Register};
use journal::{Content, End, EntryPut, Ground, MatterFilter, MatterOrder, NewAct, Wording};
use sha2::{Digest, Sha256};
use standards::Text;

use super::{Duties, POST_HOLDERS, unknown_post};
use crate::matters::{Actor, MatterError, MatterQuestion, Matters};
use crate::views::{Incumbent, MatterLine};

/// How often the list is made anew while others record acts.
const LIST_TRIES: usize = 20;

/// A hand-over that is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOver {
    /// Id of the post.
    pub post: String,
    /// Who is thought to hold it; where it is said, it must be so.
    pub from: Option<String>,
    /// Who holds it from the day on.
    pub to: String,
    /// The day.
    pub day: NaiveDate,
    /// The document on which it rests.
    pub document: String,
}

/// A hand-over that was recorded.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// Number of the act.
    pub act: u64,
    /// The list that both sign, exactly as it was hashed.
    pub list: String,
    /// SHA-256 of the list, in hexadecimal digits.
    pub digest: String,
    /// The open matters that wait for the post.
    pub matters: Vec<MatterLine>,
}

impl Matters {
    /// Hands a post over to another person, with everything that waits for it.
    ///
    /// # Errors
    /// When the post is unknown, whoever acts may not write in the register, somebody else holds the post, or the journal says no; nothing was
    /// recorded then.
    pub fn hand_over(
        &self,
        actor: &Actor,
        hand: &HandOver,
        at: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<HandedOver, MatterError> {
        let register = self.may_put_holders(actor)?;
        let before = self.before(hand)?;
        let (end, matters) = self.waiting_for(&hand.post, at)?;
        let list = list(self, hand, &before, end, &matters);
        let digest = journal::hex(&Sha256::digest(list.as_bytes()));
        let key = vec![hand.post.clone()];
        let versions = self.journal().entry_versions(POST_HOLDERS)?;
        let newest = versions.get(&journal::joined(&key)).copied().unwrap_or(0);
        let act = NewAct {
            person: actor.person.clone(),
            post: actor.post.clone(),
            valid_from: hand.day,
            ground: Ground {
                document: hand.document.clone(),
                evidence: format!("sha256:{digest}"),
                ..Ground::default()
            },
            request: String::new(),
            content: Content::RegisterPut {
                register: POST_HOLDERS.to_owned(),
                entries: vec![EntryPut {
                    key,
                    version: newest + 1,
                    fields: fields(register, hand),
                }],
            },
        };
        let recorded = self.journal().record(act, now)?;
        Ok(HandedOver {
            act: recorded.act,
            list,
            digest,
            matters,
        })
    }

    /// The register of holders, when the post of whoever acts may write in it.
    fn may_put_holders(&self, actor: &Actor) -> Result<&Register, MatterError> {
        let register = self.city().register(POST_HOLDERS).ok_or_else(|| {
            MatterError::Unusable(Text::new(
                format!("城市目录里没有名录“{POST_HOLDERS}”（registers/）"),
                format!("the city folder has no register `{POST_HOLDERS}` (registers/)"),
            ))
        })?;
        if register.writes.contains(&actor.post) {
            return Ok(register);
        }
        Err(MatterError::NotPermitted(Text::new(
            format!(
                "“{}”不可填写名录“{POST_HOLDERS}”；可填写的岗位：{}",
                actor.post,
                register.writes.join("、")
            ),
            format!(
                "`{}` may not write in the register `{POST_HOLDERS}`; those who may: {}",
                actor.post,
                register.writes.join(", ")
            ),
        )))
    }

    /// Who holds the post before, when the hand-over fits what is known.
    fn before(&self, hand: &HandOver) -> Result<Incumbent, MatterError> {
        let city = self.city();
        let post = city.post(&hand.post);
        let post = post.ok_or_else(|| MatterError::Unusable(unknown_post(city, &hand.post)))?;
        let duties = Duties::read(city, Some(self.journal()), None)?;
        let tenure = duties.tenure(post, hand.day);
        let refuse = |zh: String, en: String| Err(MatterError::Unusable(Text::new(zh, en)));
        if hand.to.trim().is_empty() {
            return refuse(
                "请写明交给谁".to_owned(),
                "say to whom the post is handed over".to_owned(),
            );
        }
        if let Some(later) = tenure.until {
            return refuse(
                format!(
                    "“{}”自 {later} 起已有另外的登记；请从那一天起交接，或先更正名录",
                    hand.post
                ),
                format!(
                    "something else is recorded for `{}` from {later} on; hand over from that day on, or correct the register first",
                    hand.post
                ),
            );
        }
        let name = match &tenure.incumbent {
            Incumbent::Person(name) => [name.zh.as_str(), name.en.as_str()],
            Incumbent::Vacant | Incumbent::Erased => ["", ""],
        };
        if name.contains(&hand.to.as_str()) {
            return refuse(
                format!("“{}”已由{}担任", hand.post, hand.to),
                format!("{} holds `{}` already", hand.to, hand.post),
            );
        }
        match &hand.from {
            Some(from) if !name.contains(&from.as_str()) => {
                let shown = incumbent(&tenure.incumbent);
                refuse(
                    format!("{} 担任“{}”的是{}，不是{from}", hand.day, hand.post, shown.zh),
                    format!("`{}` is held by {} on {}, not by {from}", hand.post, shown.en, hand.day),
                )
            }
            _ => Ok(tenure.incumbent),
        }
    }

    /// All open matters that wait for a post, as they stood at one act of the journal.
    fn waiting_for(&self, post: &str, at: NaiveDateTime) -> Result<(End, Vec<MatterLine>), MatterError> {
        for _ in 0..LIST_TRIES {
            let end = self.journal().end()?;
            let matters = self.all_waiting(post, at)?;
            // When somebody has recorded something meanwhile, the list may be of two moments.
            if self.journal().end()? == end {
                return Ok((end, matters));
            }
        }
        Err(MatterError::Unusable(Text::new(
            "登记太频繁，清单一直在变，请稍后再试",
            "others record so much that the list does not stand still; try again later",
        )))
    }

    fn all_waiting(&self, post: &str, at: NaiveDateTime) -> Result<Vec<MatterLine>, MatterError> {
        let mut question = MatterQuestion {
            filter: MatterFilter {
                open: Some(true),
                owner: Some(post.to_owned()),
                ..MatterFilter::default()
            },
            order: MatterOrder::Due,
            after: None,
        };
        let mut all = Vec::new();
        loop {
            let page = self.list(&question, at)?;
            all.extend(page.matters);
            question.after = page.next;
            if question.after.is_none() {
                return Ok(all);
            }
        }
    }
}

/// Who, in words.
fn incumbent(who: &Incumbent) -> Text {
    match who {
        Incumbent::Person(name) => name.clone(),
        Incumbent::Vacant => Text::new("空缺", "nobody"),
        Incumbent::Erased => Text::new("（已删除）", "(erased)"),
    }
}

/// The fields of the entry; what is not public is kept apart, so that it can be erased.
fn fields(register: &Register, hand: &HandOver) -> Vec<(String, Wording)> {
    let day = hand.day.to_string();
    let fields = [
        ("post", &hand.post),
        ("holder", &hand.to),
        ("from", &day),
        ("document", &hand.document),
    ];
    let said = fields.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(id, text)| {
        let is_open = register.public && register.field(id).is_some_and(|field: &Field| field.public);
        let is_key = register.key.iter().any(|key| key == id);
        let wording = if is_open || is_key {
            Wording::Open(text.clone())
        } else {
            Wording::Apart(text.clone())
        };
        (id.to_owned(), wording)
    })
    .collect()
}

/// The list that both sign. One form for both languages, so that one hash stands for it.
fn list(matters: &Matters, hand: &HandOver, before: &Incumbent, end: End, waiting: &[MatterLine]) -> String {
    let title = matters.post_name(&hand.post);
    let before = incumbent(before);
    let mut list = String::new();
    let mut line = |zh: &str, en: &str, text: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{zh} {en}: {text}");
    };
    line("岗位", "post", &format!("{}  {} / {}", hand.post, title.zh, title.en));
    line("移交人", "from", &both(&before));
    line("接收人", "to", &hand.to);
    line("交接日", "day", &hand.day.to_string());
    line("依据", "document", &hand.document);
    line("账本", "journal", &format!("act {}", end.act));
    line("待办事项", "open matters", &waiting.len().to_string());
    for (number, matter) in waiting.iter().enumerate() {
        let due = matter
            .due
            .map_or_else(|| "—".to_owned(), |due| due.format("%Y-%m-%d %H:%M").to_string());
        let _ = writeln!(
            list,
            "{}  {}  {}  {}  {due}",
            number + 1,
            matter.id,
            matter.title,
            both(&matter.state)
        );
    }
    list
}

fn both(text: &Text) -> String {
    if text.zh == text.en {
        text.zh.clone()
    } else {
        format!("{} / {}", text.zh, text.en)
    }
}
