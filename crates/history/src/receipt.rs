//! What comes in at a door, and how it is found again.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::HistoryError;
use crate::observation::Observation;

/// Number of a receipt: one frame, one piece of garbage, one file. Given in the order of commitment, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReceiptId(pub i64);

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{}", self.0)
    }
}

/// Number of an admission: of a receipt that was kept apart and came in later. Given in that order, never reused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AdmissionNumber(pub i64);

/// A receipt, or one line of it where it is a file: `r17`, `r3:250`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EvidenceId {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Line number in a file, from 1 (the header is line 1).
    pub line: Option<u32>,
}

impl fmt::Display for EvidenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.receipt),
            None => write!(f, "{}", self.receipt),
        }
    }
}

impl FromStr for EvidenceId {
    type Err = HistoryError;

    /// Reads `r17`, `17`, `r3:250`.
    fn from_str(text: &str) -> Result<Self, HistoryError> {
        let unreadable = || HistoryError::EvidenceIdUnreadable {
            given: text.chars().take(40).collect(),
        };
        let digits = text.strip_prefix('r').unwrap_or(text);
        let (receipt, line) = match digits.split_once(':') {
            Some((receipt, line)) => (receipt, Some(line.parse::<u32>().map_err(|_| unreadable())?)),
            None => (digits, None),
        };
        let receipt = receipt
            .parse::<i64>()
            .ok()
            .filter(|id| *id > 0)
            .ok_or_else(unreadable)?;
        Ok(Self {
            receipt: ReceiptId(receipt),
            line,
        })
    }
}

impl TryFrom<String> for EvidenceId {
    type Error = HistoryError;

    fn try_from(text: String) -> Result<Self, HistoryError> {
        text.parse()
    }
}

impl From<EvidenceId> for String {
    fn from(id: EvidenceId) -> Self {
        id.to_string()
    }
}

/// By which door something came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// A frame, or garbage between frames, over TCP.
    Hj212,
    /// An imported file.
    File,
}

impl Door {
    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hj212 => "hj212",
            Self::File => "file",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Hj212, Self::File].into_iter().find(|door| door.word() == word)
    }
}

/// One thing that is wrong with what was received: what, where, what to do, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// A stable code, e.g. `crc-mismatch`.
    pub code: String,
    /// Line of the file it is about, from 1; none where it is about the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Chinese sentence.
    pub zh: String,
    /// English sentence.
    pub en: String,
}

/// By what a second arrival of the same thing is recognised: a place in time, and half a SHA-256.
///
/// Digests of the same time lie together in the index, so that recognising what arrives now stays cheap however much was
/// received before. The time is part of the identity and must follow from what is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest([u8; Self::BYTES]);

impl Digest {
    /// Bytes of a digest: 4 of time, 16 of hash.
    pub(crate) const BYTES: usize = 20;

    /// The digest of `parts`, each preceded by its length so that no two lists of parts share one.
    pub fn of(parts: &[&[u8]]) -> Self {
        Self::at(0, parts)
    }

    /// The digest of `parts` that belong to a time, given as a number that grows with it.
    pub fn at(time: u32, parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut bytes = [0; Self::BYTES];
        let (before, half) = bytes.split_at_mut(4);
        before.copy_from_slice(&time.to_be_bytes());
        half.copy_from_slice(&hash.finalize()[..16]);
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

/// What comes in at a door.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// By which door.
    pub door: Door,
    /// From whom: the peer's address, or the file's name.
    pub from: String,
    /// The station that it names (MN), as received, where it names one.
    pub station: Option<String>,
    /// By what a second arrival is recognised. Garbage has none: every piece is kept.
    pub digest: Option<Digest>,
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// What is wrong with it; empty when nothing is.
    pub faults: Vec<Fault>,
    /// Whether it was late: old data, or data that were asked for again. New data pass it in the queue.
    pub back_filled: bool,
    /// The values taken from it.
    pub observations: Vec<Observation>,
}

/// The answer to a receipt: it is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its number; that of the first arrival when it is known already.
    pub id: ReceiptId,
    /// False when the same thing was received before and nothing was added.
    pub fresh: bool,
}

/// A receipt as it is found again.
#[derive(Clone, Debug)]
pub struct StoredReceipt {
    /// Its number.
    pub id: ReceiptId,
    /// By which door.
    pub door: Door,
    /// From whom.
    pub from: String,
    /// The station it names.
    pub station: Option<String>,
    /// When it was committed.
    pub received_at: DateTime<Utc>,
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// How many times the same thing arrived again.
    pub repeats: u64,
    /// Whether it was late, or asked for again.
    pub back_filled: bool,
    /// When its bytes were dropped, if they were; they are empty then.
    pub dropped: Option<Dropped>,
}

/// That the bytes of a receipt were dropped by retention. The values taken from it stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// When.
    pub at: DateTime<Utc>,
    /// How many days raw frames were kept by the rule of that day.
    pub days: u32,
}

/// Which frames are old enough to be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// How many days raw frames are kept, to be told later.
    pub days: u32,
    /// Only what was received before this moment.
    pub received_before: DateTime<Utc>,
    /// Only receipts up to this one: what comes behind it is still needed by somebody.
    pub through: ReceiptId,
}

/// How often a fault was found in what names a station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FaultCount {
    /// The station, as received.
    pub station: String,
    /// In how many receipts.
    pub count: u64,
    /// When it was found last.
    pub last_at: DateTime<Utc>,
    /// In which receipt it was found last.
    pub newest: ReceiptId,
    /// The fault in the words of the last time.
    pub fault: Fault,
}

/// Sound frames of one station that were kept apart for one reason and not admitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptApart {
    /// The station, as received.
    pub station: String,
    /// The code of the fault.
    pub code: String,
    /// How many frames.
    pub frames: u64,
    /// When the first was kept.
    pub first_at: DateTime<Utc>,
    /// When the last was kept.
    pub last_at: DateTime<Utc>,
    /// From where the last came.
    pub from: String,
    /// The last.
    pub sample: ReceiptId,
}
