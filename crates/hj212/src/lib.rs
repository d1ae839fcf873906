//! The HJ 212 wire protocol between data loggers and platforms: frames, CRC, packets, commands.
//!
//! Bytes go in, borrowed views come out. The path of a received byte:
//!
//! 1. [`StreamDecoder`] (or [`frames`] over bytes at hand) cuts the stream into [`Frame`]s and [`Event::Garbage`].
//! 2. [`Packet::parse`] reads the data segment of a frame: header fields and the items of CP, spelling and order kept.
//! 3. [`Message::read`] reads the command's parameters by one list ([`COMMANDS`]): typed values, items by factor.
//! 4. [`acknowledge`], the constructors of [`request`] and [`upload`], and [`Builder`] write frames by the same list.
//!
//! [`Reassembler`] puts split packets together, [`Sm4Key`] reads and writes the encrypted frames of 2025.
//!
//! ```
//! use hj212::{Body, Context, Event, Limits, Message, Mode, Packet, acknowledge, frames};
//!
//! let bytes = b"##0140QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801085857;w01018-Rtd=27.3,w01018-Flag=N&&3C00\r\n";
//! let Some(Event::Frame(frame)) = frames(bytes, Limits::default()).next() else { panic!() };
//! assert!(frame.faults.is_empty());
//!
//! let (packet, faults) = Packet::parse(frame.segment, Mode::Lenient)?;
//! assert!(faults.is_empty());
//! let message = Message::read(&packet, Context::default());
//! let Body::Data { data_time: Some(at), mut items } = message.body() else { panic!() };
//! assert_eq!(at.to_string(), "20160801085857");
//! assert_eq!(items.next().and_then(|item| item.text("Rtd")), Some(&b"27.3"[..]));
//!
//! let answer = acknowledge(&packet)?;
//! assert!(answer.ends_with(b"CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
mod printed;
mod reassembly;
pub mod request;
mod scanner;
mod segment;
mod sm4;
mod stamp;
mod stream;
mod survey;
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
