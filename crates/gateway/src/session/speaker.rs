//! One station as it is known at this moment.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::mpsc;

use super::Lane;
use crate::door::Line;
use crate::life::Record;
use crate::request::course::Heard;

/// Something that was heard of a request, with what the diary says about it.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) heard: Heard,
    pub(crate) details: Value,
}

/// A request that waits for words.
pub(super) struct Listening {
    pub(super) lane: Lane,
    pub(super) command: u16,
    pub(super) qn: String,
    pub(super) words: mpsc::Sender<Word>,
}

/// The live connection.
pub(super) struct Session {
    pub(super) line: Arc<Line>,
    /// System type and password of the frame heard last: requests carry the same.
    pub(super) st: String,
    pub(super) pw: String,
}

pub(super) struct Speaker {
    pub(super) record: Record,
    pub(super) session: Option<Session>,
    pub(super) listening: Vec<Listening>,
    /// Whether the record has changed since it was written down.
    pub(super) changed: bool,
    /// When the record was written down last.
    pub(super) written_at: DateTime<Utc>,
    /// Whether it was online when the service looked last.
    pub(super) was_online: bool,
    /// The clock is to be set: it has asked for it.
    pub(super) asks_for_time: bool,
    /// When first contact may be tried again after it failed.
    pub(super) first_contact_after: Option<DateTime<Utc>>,
    /// The newest request number, so that none is given twice.
    pub(super) last_qn: DateTime<Utc>,
}

impl Speaker {
    /// A station of which this is remembered. No connection outlives the process.
    pub(super) fn remembered(mut record: Record) -> Self {
        record.connected_since = None;
        Self {
            was_online: record.online,
            record,
            session: None,
            listening: Vec::new(),
            changed: false,
            written_at: DateTime::UNIX_EPOCH,
            asks_for_time: false,
            first_contact_after: None,
            last_qn: DateTime::UNIX_EPOCH,
        }
    }

    pub(super) fn new() -> Self {
        Self::remembered(Record::default())
    }
}
