//! What people decide: acts in a chain of hashes, and what is computed from them.
//!
//! An [`Act`] says who has decided what, in which post, since when it holds, when it was recorded and on what ground. Acts are only ever added
//! ([`Journal::record`]), in one order; each carries a hash over itself and its predecessor, so that nothing can be changed, removed or put
//! elsewhere without [`Journal::verify`] naming the first broken link. The bytes that are hashed are described at [`form`].
//!
//! Texts that must remain erasable (who acted, fields of entries that are not public) are kept apart: the chain holds a commitment
//! ([`commitment`]), [`Journal::erase`] removes the text. [`Journal::seal`] signs a head for somebody outside to keep, [`Journal::prove`] gives a
//! [`Proof`] of one act that is verified without the journal.
//!
//! The entries of registers ([`Journal::entries`]) and where matters stand ([`Journal::matters`]) change in the same transaction as the act that says so; [`Journal::rebuild`] makes them anew from the
//! acts and compares.

pub mod accounts;
mod act;
mod address;
mod append;
mod check;
pub mod commitment;
mod entries;
mod erase;
mod error;
pub mod form;
mod group;
mod hash;
mod head;
mod journal;
mod matter;
mod matters;
mod projection;
mod proof;
mod read;
mod rebuild;
mod site;
mod store;
mod tree;
mod verify;

pub use act::{Act, Content, EntryPut, Ground, NewAct, PERSON, Subject, Wording, joined};
pub use address::{PASSWORD_FILE_VARIABLE, PASSWORD_VARIABLE, PostgresAddress};
pub use append::{BATCH_MAX, Recorded};
pub use commitment::{ApartText, Kept, Salt};
pub use entries::{AsOf, EntryVersion, Said};
pub use erase::{Erased, Erasure};
pub use error::{Change, JournalError};
pub use hash::{Hash, HashKind, hex};
pub use head::{Head, SealKey, SealedHead};
pub use journal::{End, Journal};
pub use matter::{ClockStands, MatterStands, MatterStep, StepKind};
pub use matters::{MATTERS_MAX, MatterAfter, MatterFilter, MatterOrder, MatterRow, OwnerCount};
pub use proof::{Proof, ProofFault};
pub use read::{ACTS_MAX, StoredAct};
pub use rebuild::{Compared, Rebuilt};
pub use site::Site;
pub use store::{Engine, StorageFault};
pub use verify::{Broken, Report, Why};
