//! Who held a post, stretch by stretch, from what acts have said of it.

use chrono::NaiveDate;
use city::Post;
use journal::{EntryVersion, Said};
use standards::Text;

use super::by_folder;
use crate::views::{DutyGround, Incumbent, Tenure};

/// What one version says.
struct Word<'v> {
    since: NaiveDate,
    left: Option<NaiveDate>,
    incumbent: Incumbent,
    version: &'v EntryVersion,
}

/// The stretches of a post without gaps, the earliest first. Of several versions that begin on one day the last holds; a stretch ends where
/// the next begins, or on the day of leaving.
pub(super) fn stretches(post: &Post, versions: &[EntryVersion]) -> Vec<Tenure> {
    let mut words: Vec<Word<'_>> = versions.iter().map(word).collect();
    words.sort_by_key(|word| (word.since, word.version.version));
    let mut stretches = vec![Tenure {
        incumbent: post.holder.clone().map_or(Incumbent::Vacant, Incumbent::Person),
        since: None,
        until: words.first().map(|word| word.since),
        ground: by_folder("people/posts.toml", None),
    }];
    for (at, word) in words.iter().enumerate() {
        let end = words.get(at + 1).map(|next| next.since);
        if end == Some(word.since) {
            continue;
        }
        let left = word.left.filter(|left| end.is_none_or(|end| *left < end));
        let gone = left.map(|left| left.max(word.since));
        if gone != Some(word.since) {
            push(&mut stretches, word, word.since, gone.or(end), word.incumbent.clone());
        }
        if let Some(gone) = gone {
            push(&mut stretches, word, gone, end, Incumbent::Vacant);
        }
    }
    stretches
}

/// Adds a stretch; one that goes on with the same person lengthens the one before, so that `since` is when it began.
fn push(
    stretches: &mut Vec<Tenure>,
    word: &Word<'_>,
    since: NaiveDate,
    until: Option<NaiveDate>,
    incumbent: Incumbent,
) {
    if let Some(before) = stretches.last_mut()
        && before.since.is_some()
        && before.incumbent == incumbent
        && incumbent != Incumbent::Erased
    {
        before.until = until;
        return;
    }
    stretches.push(Tenure {
        incumbent,
        since: Some(since),
        until,
        ground: DutyGround::Act {
            act: word.version.act,
            document: said(word.version, "document").unwrap_or_default().to_owned(),
        },
    });
}

fn word(version: &EntryVersion) -> Word<'_> {
    let day = |field: &str| said(version, field).and_then(|text| text.parse().ok());
    let holder = version.fields.iter().find(|(id, _)| id == "holder");
    let incumbent = match holder {
        Some((_, Said::Text(name))) => Incumbent::Person(Text::same(name)),
        Some((_, Said::Erased)) => Incumbent::Erased,
        None => Incumbent::Vacant,
    };
    Word {
        since: day("from").unwrap_or(version.valid_from),
        left: day("until"),
        incumbent,
        version,
    }
}

/// What a field says, where it says something that was not erased.
pub(super) fn said<'v>(version: &'v EntryVersion, field: &str) -> Option<&'v str> {
    version.fields.iter().find_map(|(id, said)| match said {
        Said::Text(text) if id == field => Some(text.as_str()),
        _ => None,
    })
}
