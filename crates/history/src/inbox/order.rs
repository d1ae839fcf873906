//! What the writer can be told to do, and how it answers.

use tokio::sync::oneshot;

use super::blob::{self, Encoded};
use super::lanes::Load;
use super::pack::Block;
use super::retention::Retired;
use crate::error::HistoryError;
use crate::receipt::{Digest, Door, Receipt, ReceiptId, Received};

/// Evidence from this size on is compressed by itself. Single frames have nothing to share inside themselves; they are packed
/// many together later.
const PACK_FROM_BYTES: usize = 4_096;

/// A receipt as it is stored. Made by whoever brings it, so that the one writer has nothing left to compute.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(super) door: Door,
    pub(super) from: String,
    pub(super) station: Option<String>,
    pub(super) digest: Option<Digest>,
    pub(super) back_filled: bool,
    pub(super) packed: bool,
    pub(super) bytes: Vec<u8>,
    /// JSON; none where nothing is wrong.
    pub(super) faults: Option<String>,
    pub(super) observations: Encoded,
}

impl Prepared {
    /// Writes a receipt as it is stored.
    ///
    /// # Errors
    /// When a value does not fit the columns of the lake.
    pub(crate) fn of(receipt: Receipt) -> Result<Self, HistoryError> {
        let faults = match receipt.faults.is_empty() {
            true => None,
            false => Some(
                serde_json::to_string(&receipt.faults).map_err(|cause| HistoryError::Damaged {
                    what: cause.to_string(),
                })?,
            ),
        };
        // A compressor that fails is no reason to lose evidence: it is kept as it is.
        let packed = (receipt.bytes.len() >= PACK_FROM_BYTES)
            .then(|| zstd::encode_all(receipt.bytes.as_slice(), 3).ok())
            .flatten();
        Ok(Self {
            door: receipt.door,
            from: receipt.from,
            station: receipt.station,
            digest: receipt.digest,
            back_filled: receipt.back_filled,
            packed: packed.is_some(),
            bytes: packed.unwrap_or(receipt.bytes),
            faults,
            observations: blob::encode(&receipt.observations)?,
        })
    }

    fn bytes(&self) -> usize {
        self.bytes.len() + self.observations.bytes.len()
    }
}

/// What is to be done.
pub(crate) enum Work {
    /// Keep receipts.
    Receive(Vec<Prepared>),
    /// Keep more values of a receipt that is there.
    Append(ReceiptId, Encoded),
    /// Take values from a receipt that waited without any; nothing happens when that was done before.
    Admit(ReceiptId, Encoded),
    /// Forget the observations up to a sequence that the lake holds.
    Sealed(i64),
    /// Put blocks in the place of the single frames in them.
    Pack(Vec<Block>),
    /// Drop the bytes of frames that are old enough.
    Retire(Retired),
}

/// What was done, once it is on disk.
pub(crate) enum Done {
    /// The receipts, in the order given.
    Received(Vec<Received>),
    /// So many values were added.
    Added(u64),
    /// As told, with nothing to say about it.
    AsTold,
}

/// Something to be done, and who waits for it.
pub(crate) struct Order {
    pub(crate) work: Work,
    pub(crate) answer: oneshot::Sender<Result<Done, HistoryError>>,
}

impl Work {
    pub(super) fn load(&self) -> Load {
        match self {
            Self::Receive(receipts) => Load {
                receipts: receipts.len(),
                bytes: receipts.iter().map(Prepared::bytes).sum(),
            },
            Self::Append(_, observations) | Self::Admit(_, observations) => Load {
                receipts: 1,
                bytes: observations.bytes.len(),
            },
            Self::Sealed(_) | Self::Pack(_) | Self::Retire(_) => Load { receipts: 1, bytes: 0 },
        }
    }
}
