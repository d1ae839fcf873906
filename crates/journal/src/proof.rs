//! Proofs that an act stands under a head: everything that is needed to see it without the journal.

use serde::{Deserialize, Serialize};
use standards::Text;

use crate::act::Act;
use crate::error::JournalError;
use crate::form;
use crate::hash::{Hash, bytes_of_hex, hex};
use crate::head::{SealedHead, links};
use crate::journal::Journal;
use crate::{read, store, tree};

/// A proof. Its texts that are kept apart are not in it: what it shows of them is their commitments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The head under which the act stands.
    pub head: SealedHead,
    /// The hashed form of the act, as hexadecimal digits.
    pub act: String,
    /// The link before the act.
    pub before: Hash,
    /// The hashes beside the way from the act's leaf up to the root.
    pub path: Vec<Hash>,
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFault {
    /// The signature is not that of the key named in it.
    NotSigned,
    /// It is signed by another key than the expected one.
    OtherKey,
    /// The form of the act does not read.
    Unreadable,
    /// The form is for another hash function than the head.
    OtherHash,
    /// The way does not lead to the root.
    OtherRoot,
}

impl ProofFault {
    /// The fault in both languages.
    pub fn says(self) -> Text {
        match self {
            Self::NotSigned => Text::new("链头的签名不对", "the signature of the head is wrong"),
            Self::OtherKey => Text::new(
                "链头不是用所给公钥签名的",
                "the head is signed by another key than the given one",
            ),
            Self::Unreadable => Text::new("行为的字节读不出来", "the bytes of the act do not read"),
            Self::OtherHash => Text::new("行为与链头的散列算法不同", "act and head have different hash functions"),
            Self::OtherRoot => Text::new(
                "这一条不在链头之下，或被改动过",
                "the act does not stand under the head, or was changed",
            ),
        }
    }
}

impl Proof {
    /// Looks, without any journal, whether the act stands under the head; `key` is the public key that must have signed it.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn verify(&self, key: Option<&str>) -> Result<Act, ProofFault> {
        if key.is_some_and(|key| !key.eq_ignore_ascii_case(&self.head.public_key)) {
            return Err(ProofFault::OtherKey);
        }
        if !self.head.is_signed() {
            return Err(ProofFault::NotSigned);
        }
        let head = &self.head.head;
        let form = bytes_of_hex(&self.act).ok_or(ProofFault::Unreadable)?;
        let (act, hash) = form::read(&form).map_err(|_| ProofFault::Unreadable)?;
        if hash != head.hash {
            return Err(ProofFault::OtherHash);
        }
        let link = form::link(hash, &self.before, &form);
        let at = act.sequence.checked_sub(1).ok_or(ProofFault::Unreadable)?;
        match tree::root_by(hash, &link, at, head.act, &self.path) {
            Some(root) if root == head.root => Ok(act),
            _ => Err(ProofFault::OtherRoot),
        }
    }
}

impl Journal {
    /// A proof that `act` stands under the newest head; `None` while no head covers it.
    ///
    /// # Errors
    /// When there is no such act, or the file cannot be read.
    pub fn prove(&self, act: u64) -> Result<Option<Proof>, JournalError> {
        self.read(|transaction| {
            let form = read::form_of(transaction, act)?;
            let text = store::row(
                transaction,
                "SELECT sealed FROM head WHERE act >= ?1 ORDER BY number DESC LIMIT 1",
                &[act.into()],
            )?;
            let text = text.map(|mut row| row.text(0)).transpose()?;
            let Some(head) = text.and_then(|text| serde_json::from_str::<SealedHead>(&text).ok()) else {
                return Ok(None);
            };
            let links = links(transaction, head.head.act)?;
            let at = usize::try_from(act.saturating_sub(1)).unwrap_or(usize::MAX);
            let Some(path) = tree::path(self.hash(), &links, at) else {
                return Ok(None);
            };
            Ok(Some(Proof {
                head,
                act: hex(&form),
                before: read::link(transaction, act.saturating_sub(1))?,
                path,
            }))
        })
    }
}
