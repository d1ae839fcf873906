//! What can be said about the journal.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Make a journal with a hash function of your choice. Without this, the first act makes one with SHA-256.
    New {
        /// The hash function, for all its life.
        #[arg(long, value_enum, default_value_t = Hashing::Sha256)]
        hash: Hashing,
    },
    /// List acts: who, in which post, when, on what ground, what.
    List(AuditList),
    /// Prove the chain and name the first broken link; or verify a proof without any journal.
    ///
    /// Ends with 0 when everything fits, with 1 when something does not.
    Verify(AuditVerify),
    /// Make a key that signs heads, and print its public half.
    Key {
        /// The new file; nothing is written over.
        file: PathBuf,
    },
    /// Sign a head over all acts so far, for somebody outside to keep.
    Seal(AuditSeal),
    /// Write a proof that an act stands under the newest head.
    Prove(AuditProve),
    /// Make everything that is computed from acts anew, and compare it with what is there.
    ///
    /// Ends with 0 when they were equal, with 1 when they were not; the rebuilt ones are then put in their place.
    Rebuild,
    /// Erase texts of an act that are kept apart. The chain stays whole, the erasure is an act.
    Erase(AuditErase),
}

/// The hash functions, as they are said on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Hashing {
    /// SHA-256.
    Sha256,
    /// SM3 (GB/T 32905-2016).
    Sm3,
}

#[derive(Clone, Debug, Args)]
pub struct AuditList {
    /// Only acts after this number.
    #[arg(long, default_value_t = 0)]
    pub after: u64,
    /// The most acts of an answer.
    #[arg(long, default_value_t = 100)]
    pub count: usize,
    /// Print one JSON object a line, with links and all texts.
    #[arg(long)]
    pub json: bool,
}

#[derive(Clone, Debug, Args)]
pub struct AuditVerify {
    /// A head that somebody has kept (the file of `audit seal`): the journal must hold it, too.
    #[arg(long, value_name = "FILE", conflicts_with = "proof")]
    pub head: Option<PathBuf>,
    /// A proof (the file of `audit prove`); no journal is read.
    #[arg(long, value_name = "FILE")]
    pub proof: Option<PathBuf>,
    /// The public key that must have signed it, 64 hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    pub public_key: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub struct AuditSeal {
    /// The key (see `audit key`). It does not belong on the machine of the journal for longer than the sealing takes.
    #[arg(long, env = "BISHUI_SEAL_KEY", value_name = "FILE")]
    pub key: PathBuf,
    /// Where the head goes; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct AuditProve {
    /// Number of the act.
    pub act: u64,
    /// Where the proof goes; standard output by default.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct AuditErase {
    /// Number of the act.
    pub act: u64,
    /// Which text, e.g. person or entry/0/owner; may be repeated. All that are left by default.
    #[arg(long = "label")]
    pub labels: Vec<String>,
    /// The post in which it is done.
    #[arg(long, value_name = "POST")]
    pub by: String,
    /// Who does it; by default whom the city folder names as holder of the post.
    #[arg(long)]
    pub person: Option<String>,
    /// The ground.
    #[arg(long)]
    pub ground: String,
}
