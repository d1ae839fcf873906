//! Daily heads: day, number of the last act, its link and the root over all links, signed with Ed25519, for somebody outside to keep.
//!
//! What is signed is written as fields like the form of an act (`form`): the text `bishui head`, two bytes (version 1, hash function), day, number of
//! the last act, link, root.

use std::path::Path;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use standards::Text;

use crate::error::JournalError;
use crate::form::{FORM, Fields};
use crate::hash::{Hash, HashKind, bytes_of_hex, hex};
use crate::journal::{Journal, end};
use crate::store::{StorageFault, Transaction};
use crate::tree;

/// What a head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Hash function of the journal.
    pub hash: HashKind,
    /// The day on which it was sealed, in the city's time.
    pub day: NaiveDate,
    /// Number of the last act it covers.
    pub act: u64,
    /// Link of that act.
    pub link: Hash,
    /// Root of the tree over all links up to it.
    pub root: Hash,
}

/// A head with its signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedHead {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// Public key of the signature: 64 hexadecimal digits.
    pub public_key: String,
    /// The signature: 128 hexadecimal digits.
    pub signature: String,
}

/// A key that signs heads (Ed25519). Its file holds the 32 bytes of the seed as hexadecimal digits; it does not belong beside the journal.
pub struct SealKey(Ed25519KeyPair);

impl SealKey {
    /// Makes a key and writes it into a new file that only its owner may read.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn make(path: &Path) -> Result<Self, JournalError> {
        let refuse = |cause: &dyn std::fmt::Display| JournalError::Key(path.to_owned(), cause.to_string());
        let seed = crate::commitment::new_salt()?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|cause| refuse(&cause))?;
        let text = format!("{}\n", hex(&seed));
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|cause| refuse(&cause))?;
        file.sync_all().map_err(|cause| refuse(&cause))?;
        Self::of_seed(&seed).ok_or_else(|| refuse(&"Ed25519"))
    }

    /// Reads a key from its file.
    ///
    /// # Errors
    /// When the file cannot be read or holds no key.
    pub fn read(path: &Path) -> Result<Self, JournalError> {
        let refuse = |cause: String| JournalError::Key(path.to_owned(), cause);
        let text = std::fs::read_to_string(path).map_err(|cause| refuse(cause.to_string()))?;
        bytes_of_hex(text.trim())
            .and_then(|seed| Self::of_seed(&seed))
            .ok_or_else(|| refuse("应为 64 个十六进制数字 / 64 hexadecimal digits are wanted".to_owned()))
    }

    /// The key of a seed of 32 bytes.
    pub fn of_seed(seed: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Self)
    }

    /// The public key, 64 hexadecimal digits.
    pub fn public(&self) -> String {
        hex(self.0.public_key().as_ref())
    }

    /// Signs a head.
    pub fn seal(&self, head: Head) -> SealedHead {
        SealedHead {
            head,
            public_key: self.public(),
            signature: hex(self.0.sign(&signed(&head)).as_ref()),
        }
    }
}

impl SealedHead {
    /// Whether the signature is that of the public key that it names. Whose key that is, the reader must know from elsewhere.
    pub fn is_signed(&self) -> bool {
        let (Some(key), Some(signature)) = (bytes_of_hex(&self.public_key), bytes_of_hex(&self.signature)) else {
            return false;
        };
        UnparsedPublicKey::new(&ED25519, key)
            .verify(&signed(&self.head), &signature)
            .is_ok()
    }
}

fn signed(head: &Head) -> Vec<u8> {
    let mut fields = Fields::default();
    fields.text("bishui head");
    fields.bytes(&[FORM, head.hash.number()]);
    fields.text(&head.day.to_string());
    fields.number(head.act);
    fields.bytes(&head.link.0);
    fields.bytes(&head.root.0);
    fields.0
}

impl Journal {
    /// Seals all acts so far under a signed head and keeps it. The chain is verified first: a head over a broken chain would prove nothing.
    ///
    /// # Errors
    /// When the chain is broken, there is no act yet, or the file cannot be written.
    pub fn seal(&self, key: &SealKey, day: NaiveDate) -> Result<SealedHead, JournalError> {
        self.write(|transaction| {
            let report = crate::verify::verify(transaction, self.hash())?;
            if let Some(broken) = report.broken {
                return Err(JournalError::Broken(broken.says()));
            }
            let end = end(transaction)?;
            if end.act == 0 {
                return Err(JournalError::Incomplete(Text::new(
                    "还没有登记过，没有可封存的",
                    "nothing was recorded yet, there is nothing to seal",
                )));
            }
            let links = links(transaction, end.act)?;
            let sealed = key.seal(Head {
                hash: self.hash(),
                day,
                act: end.act,
                link: end.link,
                root: tree::root(self.hash(), &links),
            });
            let text = serde_json::to_string(&sealed).map_err(StorageFault::new)?;
            transaction.put(
                "INSERT INTO head(act, sealed) VALUES (?1, ?2)",
                &[end.act.into(), (&text).into()],
            )?;
            Ok(sealed)
        })
    }
}

/// The links of the acts up to `last`.
pub(crate) fn links(transaction: &dyn Transaction, last: u64) -> Result<Vec<Hash>, JournalError> {
    let rows = transaction.rows(
        "SELECT link FROM act WHERE number <= ?1 ORDER BY number",
        &[last.into()],
    )?;
    rows.into_iter().map(|mut row| Ok(row.hash(0)?)).collect()
}
