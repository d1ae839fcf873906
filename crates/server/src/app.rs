//! What the handlers share: the office and the places for live streams.

use std::sync::Arc;

use office::Office;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::chrome::Band;

/// Browsers that may listen for changes at one time; each holds one connection and a few kilobytes.
const STREAMS_MAX: usize = 512;

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Answers all questions.
    pub office: Office,
    streams: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
}

impl App {
    /// An app over `office`; `stopping` turns true when the server shuts down.
    pub fn new(office: Office, stopping: watch::Receiver<bool>) -> Self {
        let streams = Arc::new(Semaphore::new(STREAMS_MAX));
        Self {
            office,
            streams,
            stopping,
        }
    }

    /// The city's name and what must be said about its data.
    pub fn band(&self) -> Band {
        let city = self.office.city();
        Band {
            city: city.name.clone(),
            notice: city.notice.clone(),
        }
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
