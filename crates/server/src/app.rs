//! What the handlers share: the office, the notice of every page, the places for live streams.

use std::sync::Arc;
use std::time::{Duration, Instant};

use office::Office;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore, watch};

use crate::chrome::Band;

/// Browsers that may listen for changes at one time; each holds one connection and a few kilobytes.
const STREAMS_MAX: usize = 512;

/// How long the city's name and notice are remembered. They change with the city folder or the first import, not by the minute.
const BAND_LIFETIME: Duration = Duration::from_secs(30);

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Answers all questions.
    pub office: Office,
    band: Arc<Mutex<Option<(Instant, Band)>>>,
    streams: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
}

impl App {
    /// An app over `office`; `stopping` turns true when the server shuts down.
    pub fn new(office: Office, stopping: watch::Receiver<bool>) -> Self {
        let streams = Arc::new(Semaphore::new(STREAMS_MAX));
        Self {
            office,
            band: Arc::default(),
            streams,
            stopping,
        }
    }

    /// The city's name and notice. Empty when the office cannot answer, since this must not keep an error page from showing.
    pub async fn band(&self) -> Band {
        let mut remembered = self.band.lock().await;
        if let Some((since, band)) = remembered.as_ref()
            && since.elapsed() < BAND_LIFETIME
        {
            return band.clone();
        }
        match self.office.overview().await {
            Ok(view) => {
                let band = Band {
                    city: view.city,
                    notice: view.notice,
                };
                *remembered = Some((Instant::now(), band.clone()));
                band
            }
            Err(error) => {
                tracing::warn!(%error, "the frame of a page is shown without the city's name");
                Band::default()
            }
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
