//! How long raw frames are kept: a dated parameter, and the service that drops what is older.
//!
//! Only the bytes of HJ 212 frames in which nothing was wrong and that came in time are ever dropped, and never before every superior
//! platform of the city has them. Receipts, values and their reasons stay; a dropped frame tells when it was dropped.

mod profile;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use history::diary::NewEvent;
use history::{Diary, History, HistoryError, ReceiptId, Retention};
use serde_json::json;
use tokio::sync::watch;

use crate::forward::{Target, standings};
use crate::stop::raised;

pub use profile::{RAW_FRAME_DAYS_MIN, RetentionError, RetentionProfile};

/// How often old frames are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(3600);

/// Drops what is older than the profile says, now and every hour, until `stop` is raised. A failure is told in the log and tried again.
pub async fn follow(
    profile: RetentionProfile,
    (history, diary): (History, Diary),
    platforms: watch::Receiver<Vec<Target>>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let named: Vec<String> = platforms.borrow().iter().map(|target| target.name.clone()).collect();
        match drop_old(&profile, (&history, &diary), &named, Utc::now()).await {
            Ok(0) => {}
            Ok(frames) => tracing::info!(frames, "raw frames were dropped by retention"),
            Err(cause) => tracing::warn!(%cause, "old raw frames could not be dropped; trying again"),
        }
        tokio::select! {
            () = raised(&mut stop) => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Drops what is older at `now` than the profile says; returns how many frames. `platforms` are those that the city forwards to.
///
/// # Errors
/// When history or diary cannot be read or written. What was dropped until then is dropped.
pub async fn drop_old(
    profile: &RetentionProfile,
    (history, diary): (&History, &Diary),
    platforms: &[String],
    now: DateTime<Utc>,
) -> Result<u64, HistoryError> {
    let Some(days) = profile.days_on(now.date_naive()) else {
        return Ok(0);
    };
    let retention = Retention {
        days,
        received_before: now - TimeDelta::days(days.into()),
        through: needed_no_more(history, diary, platforms).await?,
    };
    let frames = history.retire(retention).await?;
    if frames > 0 {
        let event = NewEvent {
            at: now,
            station: String::new(),
            kind: "frames-dropped".to_owned(),
            details: json!({ "frames": frames, "days": days }),
        };
        diary.note(vec![event]).await?;
    }
    Ok(frames)
}

/// The newest receipt that no superior platform has to get any more. One that has no bookmark yet may still begin anywhere.
async fn needed_no_more(history: &History, diary: &Diary, platforms: &[String]) -> Result<ReceiptId, HistoryError> {
    let standings = standings(diary).await?;
    let done = |name: &String| {
        let standing = standings.iter().find(|standing| standing.platform == *name);
        standing.map_or(0, |standing| standing.through)
    };
    match platforms.iter().map(done).min() {
        Some(through) => Ok(ReceiptId(through)),
        None => history.last_receipt().await,
    }
}
