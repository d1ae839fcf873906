//! What the handlers share: the office and the places for live streams.

use std::sync::Arc;
use std::time::{Duration, Instant};

use office::views::Overview;
use office::{Office, OfficeError};
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, watch};

use crate::chrome::Band;
use crate::public_desk::PublicDesk;
use crate::session::SignIns;

/// Browsers that may listen for changes at one time; each holds one connection and a few kilobytes.
const STREAMS_MAX: usize = 512;

/// The overview is made anew at most this often, however fast data come in and however many pages are open.
const OVERVIEW_FRESH_FOR: Duration = Duration::from_secs(1);

/// The overview as it stood at a change of the history.
struct Seen {
    change: u64,
    since: Instant,
    view: Arc<Overview>,
}

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Answers all questions.
    pub office: Office,
    /// How people sign in.
    pub sign_ins: SignIns,
    /// Where somebody without an account is heard.
    pub public_desk: Arc<PublicDesk>,
    seen: Arc<Mutex<Option<Seen>>>,
    streams: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
}

impl App {
    /// An app over `office`, to which people sign in by `sign_ins`; `stopping` turns true when the server shuts down.
    pub fn new(office: Office, sign_ins: SignIns, public_desk: PublicDesk, stopping: watch::Receiver<bool>) -> Self {
        let streams = Arc::new(Semaphore::new(STREAMS_MAX));
        Self {
            office,
            sign_ins,
            public_desk: Arc::new(public_desk),
            seen: Arc::default(),
            streams,
            stopping,
        }
    }

    /// The app over another office: what was seen over this one is forgotten, the places for streams stay the same.
    pub fn over(&self, office: Office) -> Self {
        Self {
            office,
            seen: Arc::default(),
            ..self.clone()
        }
    }

    /// The city's name and what must be said about its data.
    pub fn band(&self) -> Band {
        let city = self.office.city();
        Band {
            city: city.name.clone(),
            notices: city.notice.iter().cloned().collect(),
            sign_in: self.sign_ins.are_possible(),
            complaints: self
                .office
                .matters()
                .is_some_and(|matters| matters.takes_complaints().is_ok()),
        }
    }

    /// Where all points and targets stand. Visitors who ask at one time wait for one answer.
    ///
    /// # Errors
    /// As the office.
    pub async fn overview(&self) -> Result<Arc<Overview>, OfficeError> {
        let mut seen = self.seen.lock().await;
        // The number is read first: what arrives while the office looks belongs to the next look.
        let change = *self.office.changes().borrow();
        if let Some(seen) = seen.as_ref()
            && (seen.change == change || seen.since.elapsed() < OVERVIEW_FRESH_FOR)
        {
            return Ok(Arc::clone(&seen.view));
        }
        let view = Arc::new(self.office.overview().await?);
        *seen = Some(Seen {
            change,
            since: Instant::now(),
            view: Arc::clone(&view),
        });
        Ok(view)
    }

    /// A place for one live stream, given back when dropped; `None` when all are taken.
    pub fn stream_place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.streams).try_acquire_owned().ok()
    }

    /// Turns true when the server shuts down.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.clone()
    }
}
