//! The HJ 212 door: data loggers connect over TCP, every frame is kept, and an answer leaves only after the frame is on
//! disk.
//!
//! What happens to what arrives:
//!
//! | what | kept | values go in | answered when asked |
//! |---|---|---|---|
//! | sound frame of a known station | yes, once | yes | yes, again for every repetition |
//! | the same with single unreadable values | yes, with the faults named | the readable ones | yes: sending it again would change nothing |
//! | sound frame of an unknown station | yes, quarantined | once the station is entered in the directory | yes: it need not be sent again |
//! | sound frame with a wrong password or from a wrong address | yes, quarantined | when somebody admits it | no: the logger keeps its data |
//! | frame whose length or CRC is wrong | yes, with its faults | no | no: the logger sends it again |
//! | bytes outside frames | yes, in pieces | no | no |
//!
//! A repetition is recognised by station, system type, command, DataTime, packet numbers and content; the request
//! number does not count. A quarantined frame does not stand in the way of the same frame once its station is known.
//! What is not accepted is kept up to a limit per address and time; above it the connection is closed, and the last
//! receipt says so.

mod admission;
mod arrival;
mod budget;
mod config;
mod connection;
mod directory;
mod fault;
mod line;
mod live;
mod number;
mod observations;
mod open_files;
mod pace;
mod plain;
mod reception;
mod split;
pub(crate) mod wire_units;

pub use admission::{Admitted, admit_refused, admit_station, admit_waiting, quarantine};
pub use config::DoorConfig;
pub(crate) use fault::{is_accepted, is_sound};
pub(crate) use observations::DATA_COMMANDS;

pub use directory::{DirectoryError, Station, StationDirectory};
pub use line::{Attendant, Heard, Line, LineError, WAITING_FRAMES_MAX};
pub use live::LiveDirectory;
pub use open_files::OpenFiles;
pub use reception::{Door, DoorError, serve};
