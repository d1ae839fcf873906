//! The HJ 212 wire protocol between data loggers and platforms: frames, CRC, packets, commands.
//!
//! Bytes go in, borrowed views come out. The path of a received byte:
//!
//! 1. [`StreamDecoder`] (or [`frames`] over bytes at hand) cuts the stream into [`Frame`]s and [`Event::Garbage`].
//! 2. [`Packet::parse`] reads the data segment of a frame: header fields and the items of CP.
//! 3. [`acknowledge`] and [`Builder`] write the frames that go back.
//!
//! Messy input is not an error: every departure from the standard is a [`FaultCode`] in the [`Faults`] beside the
//! result, and whether a departure forbids to trust the content is its [`Severity`]. Nothing here allocates per
//! received frame, and nothing knows sockets, clocks, storage or async.

mod answer;
mod builder;
mod checks;
mod command;
mod compose;
mod content;
pub mod crc;
mod describe;
mod encryption;
mod factor;
mod fault;
mod flag;
mod frame;
mod head;
mod header;
mod judgement;
mod kind;
mod log_text;
mod marks;
mod message;
mod natural_end;
mod packet;
mod place;
mod reassembly;
pub mod request;
mod scanner;
mod segment;
mod sm4;
mod stamp;
mod stream;
mod tables;
pub mod upload;

pub use answer::{acknowledge, request_acknowledged, request_executed};
pub use builder::{BuildError, Builder, NAME_BYTES_MAX, enclose};
pub use command::{
    Answer, COMMANDS, Command, Direction, ENCRYPTED_COMMANDS, EncryptedCommands, Parameter, Presence, command,
    commands, edition_word, must_be_encrypted,
};
pub use compose::{Envelope, MessageBuilder};
pub use content::{Field, Fields, Group, Groups};
pub use describe::describe_field;
pub use factor::{FACTORS, Factor, factor, factor_code_2005, factor_code_2017};
pub use fault::{FaultCode, Faults, Severity};
pub use flag::{Edition, Flag};
pub use frame::{CrcPolicy, Frame, Terminator};
pub use header::{HeaderField, HeaderFields, HeaderName};
pub use kind::{Kind, Range, Value};
pub use message::{Body, Context, Item, ItemField, Items, Message, MessageFault, ParameterField};
pub use packet::{Mode, Packet, ParseError};
pub use place::Place;
pub use reassembly::{Assembled, Handed, Reassembler, ReassemblyLimits, Refusal, SplitKey};
pub use scanner::Limits;
pub use sm4::{Decrypted, KeyError, SM4_GROUP_BYTES, Sm4Key};
pub use stamp::Stamp;
pub use stream::{Event, Frames, StreamDecoder, frames};
pub use tables::{
    DATA_FLAGS, DataFlag, FIELDS, NamedField, RESULT_CODES, ResultCode, SUFFIXES, SYSTEM_TYPES, Suffix, SystemType,
    data_flag, result_code, system_type,
};

/// The longest data segment that may be sent, in bytes (HJ 212-2017, 6.3.1).
pub const SEGMENT_BYTES_SENT_MAX: usize = 1024;

/// The longest data segment that the four digits of the length field can announce, in bytes.
pub const SEGMENT_BYTES_MAX: usize = 9999;
