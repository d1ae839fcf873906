//! The doors of a server, and what they bear.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use gateway::door::DoorConfig;

/// Where to listen.
#[derive(Clone, Debug, Args)]
pub struct Doors {
    /// Address of the pages.
    #[arg(long, env = "BISHUI_WEB", default_value = "127.0.0.1:8080")]
    pub web: SocketAddr,
    /// Address of the HJ 212 door.
    #[arg(long, env = "BISHUI_HJ212", default_value = "127.0.0.1:2120")]
    pub hj212: SocketAddr,
    /// A profile that says how long raw frames are kept, in place of retention.toml of the city folder; without either, for good.
    #[arg(long, env = "BISHUI_RETENTION", value_name = "FILE")]
    pub retention: Option<PathBuf>,
    /// A proxy stands before the pages and says in X-Forwarded-Proto whether a visitor came by https; cookies are then for https only.
    #[arg(long, env = "BISHUI_BEHIND_PROXY")]
    pub behind_proxy: bool,
    #[command(flatten)]
    pub limits: DoorLimits,
}

/// What the HJ 212 door is willing to bear. Beyond the rates it reads more slowly; nothing is lost.
#[derive(Clone, Debug, Args)]
pub struct DoorLimits {
    /// Connections of instruments at one time; each needs an open file.
    #[arg(long, env = "BISHUI_CONNECTIONS", default_value_t = DoorConfig::default().connections_max)]
    pub connections: usize,
    /// Connections at one time from one address.
    #[arg(long, env = "BISHUI_CONNECTIONS_PER_ADDRESS", default_value_t = DoorConfig::default().connections_per_address_max)]
    pub connections_per_address: usize,
    /// Frames a second from one connection.
    #[arg(long, env = "BISHUI_FRAMES_PER_CONNECTION", default_value_t = DoorConfig::default().frames_per_second_per_connection_max)]
    pub frames_per_connection: u32,
    /// Frames a second from one address.
    #[arg(long, env = "BISHUI_FRAMES_PER_ADDRESS", default_value_t = DoorConfig::default().frames_per_second_per_address_max)]
    pub frames_per_address: u32,
    /// Seconds that a connection may be silent.
    #[arg(long, env = "BISHUI_IDLE_SECONDS", default_value_t = DoorConfig::default().idle_max.as_secs())]
    pub idle_seconds: u64,
}
