//! All links of a city, each with its bookmark in the diary.

use std::time::Duration;

use history::diary::{Bookmark, Diary};
use history::{AdmissionNumber, History, HistoryError, ReceiptId};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::link::{Link, Progress};
use super::queue::{Begin, Patience};
use super::target::Target;

/// The bookmarks of forwarding begin with this; the name of the target follows.
const BOOKMARKS: &str = "forward/";
/// How often a bookmark moves at most. What was answered since the last move is sent again after a crash, and recognised there.
const MOVE_EVERY: Duration = Duration::from_secs(1);

/// How the forwarding to one target stands, for whoever asks, in whatever process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Id of the platform in the city folder.
    pub platform: String,
    /// All receipts up to this are done.
    pub through: i64,
    /// What else is known of it.
    pub progress: Progress,
}

/// Forwards to all `targets` until `stop` is raised. A target that was never forwarded to begins with what comes from now on.
///
/// # Errors
/// When history or diary cannot be read at the start.
pub async fn serve(
    targets: Vec<Target>,
    history: History,
    diary: Diary,
    stop: watch::Receiver<bool>,
) -> Result<(), HistoryError> {
    let mut links = JoinSet::new();
    for target in targets {
        let name = format!("{BOOKMARKS}{}", target.name);
        let begin = begin(diary.bookmark(&name).await?.as_ref(), &history).await?;
        let (link, told) = Link::new(target, Patience::default(), history.clone(), begin);
        links.spawn(link.serve(stop.clone()));
        links.spawn(keep_bookmark(name, told, diary.clone()));
    }
    while links.join_next().await.is_some() {}
    Ok(())
}

/// Where a bookmark says that forwarding goes on; without one, behind everything that is there.
async fn begin(bookmark: Option<&Bookmark>, history: &History) -> Result<Begin, HistoryError> {
    let known = bookmark.and_then(|bookmark| bookmark.number);
    let admitted = bookmark
        .and_then(progress)
        .and_then(|progress| progress.admitted_through);
    Ok(Begin {
        through: match known {
            Some(number) => ReceiptId(number),
            None => history.last_receipt().await?,
        },
        admitted_through: match admitted {
            Some(number) => AdmissionNumber(number),
            None => history.last_admission().await?,
        },
    })
}

fn progress(bookmark: &Bookmark) -> Option<Progress> {
    serde_json::from_str(bookmark.text.as_ref()?).ok()
}

/// How the forwarding stands, target by target, as the serving process last wrote it.
///
/// # Errors
/// When the diary cannot be read.
pub async fn standings(diary: &Diary) -> Result<Vec<Standing>, HistoryError> {
    let bookmarks = diary.bookmarks(BOOKMARKS).await?;
    let standing = |(name, bookmark): (String, Bookmark)| {
        Some(Standing {
            platform: name.strip_prefix(BOOKMARKS)?.to_owned(),
            through: bookmark.number?,
            progress: progress(&bookmark).unwrap_or_default(),
        })
    };
    Ok(bookmarks.into_iter().filter_map(standing).collect())
}

/// Writes the progress of a link down until the link is gone.
async fn keep_bookmark(name: String, mut told: watch::Receiver<Progress>, diary: Diary) {
    loop {
        let progress = told.borrow_and_update().clone();
        let bookmark = Bookmark {
            number: Some(progress.through),
            text: serde_json::to_string(&progress).ok(),
        };
        if let Err(cause) = diary.set_bookmarks(vec![(name.clone(), bookmark)]).await {
            tracing::warn!(%cause, bookmark = %name, "the bookmark of a superior platform could not be moved; trying again");
        }
        let gone = told.changed().await.is_err();
        if gone {
            return;
        }
        sleep(MOVE_EVERY).await;
    }
}
