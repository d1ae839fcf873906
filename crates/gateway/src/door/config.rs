//! What the door is willing to hold and to wait for. Every limit has a default that a small machine can bear.

use std::time::Duration;

/// Settings of the HJ 212 door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorConfig {
    /// Connections at one time; further ones are closed at once. Each is an open file: see
    /// [`OpenFiles`](super::OpenFiles). An idle one costs some 2 KiB.
    pub connections_max: usize,
    /// Connections at one time from one address. Loggers behind one router share an address, those in a mobile network
    /// by the thousand.
    pub connections_per_address_max: usize,
    /// Frames a second from one connection. Whoever brings more, beyond a second's worth at once, is read more slowly.
    pub frames_per_second_per_connection_max: u32,
    /// Frames a second from all connections of one address, in the same way.
    pub frames_per_second_per_address_max: u32,
    /// How long a connection may be silent once it has brought a sound frame. Water stations measure every four hours,
    /// and the editions before 2025 know no heartbeat.
    pub idle_max: Duration,
    /// How long a connection may take to bring its first sound frame. A logger that has nothing to say so long will
    /// connect again.
    pub first_frame_max: Duration,
    /// A silence after which a frame that lacks only its line end is taken as complete.
    pub pause: Duration,
    /// How long the peer may take to accept an answer.
    pub write_max: Duration,
    /// How long open connections get to finish after a stop.
    pub drain_max: Duration,
    /// The longest data segment that is awaited, in bytes.
    pub segment_bytes_max: usize,
    /// Bytes that are kept of what one address sends in [`unaccepted_window`](Self::unaccepted_window) and that is not
    /// accepted: garbage, damaged frames, frames of unknown stations. Above, the connection is closed.
    pub unaccepted_bytes_max: usize,
    /// The time in which unaccepted bytes are counted.
    pub unaccepted_window: Duration,
    /// How far DataTime may lie ahead of the clock here before it is taken as wrong.
    pub ahead_max: Duration,
    /// From which age on data are back-filled: marked so, and passed by new data on the way to the disk.
    pub back_fill_from: Duration,
}

impl Default for DoorConfig {
    fn default() -> Self {
        Self {
            connections_max: 50_000,
            connections_per_address_max: 25_000,
            frames_per_second_per_connection_max: 5_000,
            frames_per_second_per_address_max: 100_000,
            idle_max: Duration::from_secs(5 * 3600),
            first_frame_max: Duration::from_secs(15 * 60),
            pause: Duration::from_millis(300),
            write_max: Duration::from_secs(10),
            drain_max: Duration::from_secs(10),
            segment_bytes_max: hj212::Limits::default().segment_bytes_max,
            unaccepted_bytes_max: 64 * 1024,
            unaccepted_window: Duration::from_secs(60),
            ahead_max: Duration::from_secs(24 * 3600),
            back_fill_from: Duration::from_secs(24 * 3600),
        }
    }
}
