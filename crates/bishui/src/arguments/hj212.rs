//! What can be said about frames of HJ 212.

use clap::{Args, Subcommand, ValueEnum};

use super::station::Send;

#[derive(Debug, Subcommand)]
pub enum Hj212 {
    /// Read frames from standard input; print one JSON object a line for every frame and every piece of garbage.
    ///
    /// Ends with 0 when the input was read to its end, with 1 when some had faults and --strict was given, with 2 when the input cannot be read.
    Decode(Decode),
    /// Read such JSON objects from standard input, one a line; write frames.
    Encode(Encode),
    /// Print the lists of codes.
    Codes(Codes),
    /// Ask a station for something while `bishui serve` holds its connection, and print every step.
    ///
    /// Ends with 0 when the station has carried it out, with 2 when it refused or could not, with 3 when it did not answer in time, with 4
    /// when it was not connected.
    Send(Send),
}

#[derive(Clone, Debug, Args)]
pub struct Decode {
    /// Refuse every frame that departs from the standard, not only damaged ones.
    #[arg(long)]
    pub strict: bool,
    /// The SM4 key of the station: 32 hexadecimal digits, or 16 characters.
    #[arg(long, env = "BISHUI_SM4_KEY", hide_env_values = true)]
    pub key: Option<String>,
    /// Which check values make a frame trustworthy.
    #[arg(long, value_enum, default_value_t = CrcPolicy::Strict)]
    pub crc: CrcPolicy,
    /// Add the meaning of every field.
    #[arg(long)]
    pub explain: bool,
}

/// The policies for check values, as they are said on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CrcPolicy {
    /// Only those of HJ 212.
    Strict,
    /// Those of Modbus, too.
    AcceptModbus,
    /// Any: a wrong one is only reported.
    ReportOnly,
}

#[derive(Clone, Debug, Args)]
pub struct Encode {
    /// The SM4 key for objects that are marked `"encrypted": true`.
    #[arg(long, env = "BISHUI_SM4_KEY", hide_env_values = true)]
    pub key: Option<String>,
    /// Write frames of objects that are marked `"refused": true`, too, with right length and CRC.
    #[arg(long)]
    pub repair: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Codes {
    /// Which list; all of them by default.
    #[arg(value_enum)]
    pub list: Option<CodeList>,
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}

/// The lists of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CodeList {
    /// Commands (CN) with their parameters.
    Commands,
    /// System types (ST).
    Systems,
    /// Data flags, of every edition and dialect.
    Flags,
    /// Results and states.
    Results,
    /// Factors with units and both codes.
    Factors,
    /// Fields of CP.
    Fields,
    /// Suffixes of monitored items.
    Suffixes,
    /// Faults, as `decode` and the door name them.
    Faults,
}
