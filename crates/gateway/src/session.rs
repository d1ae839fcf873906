//! Who is connected: the live connection of each station, what is being asked over it, and what is remembered of the station.
//!
//! The conversation is the door's [`Attendant`](crate::door::Attendant): it is told what was accepted and which lines have ended, takes
//! one lock for a moment and never waits. Everything that waits is done by [`Conversation::run`].

mod exchange;
mod hearing;
mod run_time;
mod service;
mod speaker;
mod upkeep;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use history::Diary;
use history::diary::NewEvent;
use tokio::sync::Notify;

use crate::door::{Line, LiveDirectory, StationDirectory};
use crate::life::Record;
use crate::station::StationProfile;

pub(crate) use exchange::{Exchange, Lane, NotNow};
pub use service::SERVING;
use speaker::Speaker;

/// Events that wait to be written into the diary; further ones are counted, not kept.
const EVENTS_WAITING_MAX: usize = 10_000;

/// The gateway's conversation with its stations. Cheap to clone.
#[derive(Clone)]
pub struct Conversation {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    directory: LiveDirectory,
    pub(crate) diary: Diary,
    pub(crate) profile: StationProfile,
    /// By MN; those that are not in the directory at this moment are remembered and left alone.
    speakers: Mutex<HashMap<String, Speaker>>,
    /// The stations that speak over a line, by [`key`].
    lines: Mutex<HashMap<usize, Vec<String>>>,
    /// Something has happened that the service should look at.
    news: Notify,
    events: Mutex<Vec<NewEvent>>,
}

impl Conversation {
    /// A conversation with the stations of `directory`. `records` is what was remembered of them, by MN.
    pub fn new(
        directory: LiveDirectory,
        diary: Diary,
        profile: StationProfile,
        records: HashMap<String, Record>,
    ) -> Self {
        let known = records
            .into_iter()
            .map(|(mn, record)| (mn, Speaker::remembered(record)))
            .collect();
        Self {
            inner: Arc::new(Inner {
                directory,
                diary,
                profile,
                speakers: Mutex::new(known),
                lines: Mutex::new(HashMap::new()),
                news: Notify::new(),
                events: Mutex::new(Vec::new()),
            }),
        }
    }
}

impl Inner {
    /// The directory as it is at this moment.
    pub(crate) fn directory(&self) -> Arc<StationDirectory> {
        self.directory.now()
    }

    fn speakers(&self) -> MutexGuard<'_, HashMap<String, Speaker>> {
        // Whoever panicked in here has left plain values, each of which is true by itself.
        self.speakers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<usize, Vec<String>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note(&self, event: NewEvent) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        match events.len() {
            0..EVENTS_WAITING_MAX => events.push(event),
            _ => {
                tracing::warn!(station = %event.station, kind = %event.kind, "an event is not written down: too many wait")
            }
        }
    }

    /// When a station was heard first.
    pub(crate) fn first_heard(&self, mn: &str) -> Option<chrono::DateTime<chrono::Utc>> {
        self.speakers().get(mn)?.record.first_heard
    }

    fn events_waiting(&self) -> Vec<NewEvent> {
        std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// By what lines are told apart while they live.
fn key(line: &Arc<Line>) -> usize {
    Arc::as_ptr(line) as usize
}
