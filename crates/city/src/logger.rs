//! The data logger of a point: who it is, how it speaks, what it owes.

pub(crate) mod owed;
pub(crate) mod ranges;
pub(crate) mod reading;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use ipnet::IpNet;
use rust_decimal::Decimal;
use standards::unit::Unit;

use crate::model::Secret;

/// The data logger of one point as `[point.logger]` of `places/points.toml` describes it. What is not said is left to the gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logger {
    /// The password that its frames must carry; none: any.
    pub password: Option<Secret>,
    /// From where it may connect; empty: from everywhere.
    pub addresses: Vec<IpNet>,
    /// Which check values are accepted.
    pub crc: CrcRule,
    /// The edition in which it is spoken to.
    pub edition: WireEdition,
    /// The SM4 key of the 2025 edition, 32 hexadecimal digits.
    pub sm4_key: Option<Secret>,
    /// Whether every request to it goes out encrypted while its uploads come so, and not only those that must be.
    pub encrypts_requests: bool,
    /// Minutes to add to UTC to get the logger's clock; none: that of the city.
    pub utc_offset_minutes: Option<i32>,
    /// Units on the wire by factor code, where they are not the usual ones.
    pub units: BTreeMap<String, Unit>,
    /// Minutes of silence after which it counts as offline; none: the gateway's default.
    pub offline_after_minutes: Option<u32>,
    /// Whether its clock may be set from here.
    pub may_set_clock: bool,
    /// How long a request waits for 9011, in seconds; none: the gateway's default.
    pub over_time_seconds: Option<u32>,
    /// How often a request is repeated; none: the gateway's default.
    pub resend_count: Option<u32>,
    /// What is set when it is met for the first time.
    pub first_contact: Option<FirstContact>,
    /// Which data it owes.
    pub owed: Vec<Owed>,
    /// Whether it owes how long its devices have run, day by day (2041).
    pub owes_run_time: bool,
    /// What its instruments can measure, by item code.
    pub instrument_ranges: BTreeMap<String, InstrumentRange>,
}

/// Which check values of frames are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CrcRule {
    /// Only that of HJ 212.
    #[default]
    Strict,
    /// That of Modbus, too.
    AcceptModbus,
    /// Any; a wrong one is reported.
    ReportOnly,
}

impl CrcRule {
    /// Every rule with the word used in the city folder.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("strict", Self::Strict),
        ("accept-modbus", Self::AcceptModbus),
        ("report-only", Self::ReportOnly),
    ];
}

/// The editions of HJ 212.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WireEdition {
    /// HJ/T 212-2005
    Of2005,
    /// HJ 212-2017
    #[default]
    Of2017,
    /// HJ 212-2025
    Of2025,
}

impl WireEdition {
    /// Every edition with the word used in the city folder.
    pub const WORDS: [(&'static str, Self); 3] =
        [("2005", Self::Of2005), ("2017", Self::Of2017), ("2025", Self::Of2025)];
}

/// What a logger is told when it is met for the first time (HJ 212-2017, first contact). Empty fields are left as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstContact {
    /// Whether its clock is set (1012).
    pub set_time: bool,
    /// Its own timeout in seconds and number of repetitions (1000).
    pub timeouts: Option<(u32, u32)>,
    /// Interval of real-time data in seconds (1062).
    pub real_time_interval_seconds: Option<u32>,
    /// Interval of minute data in minutes (1064).
    pub minute_interval_minutes: Option<u32>,
    /// Whether real-time data are sent (2011, 2012).
    pub real_time_upload: Option<bool>,
    /// Whether the state of devices is sent (2021, 2022).
    pub status_upload: Option<bool>,
}

/// Data that a logger owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// For which length of time a value speaks.
    pub period: OwedPeriod,
    /// Minutes from one value to the next; a divisor of a day.
    pub every_minutes: u32,
    /// Item codes.
    pub items: Vec<String>,
    /// The first day for which they are owed, in local time; none: from the first contact on.
    pub since: Option<NaiveDate>,
}

/// The lengths of time that a value can speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwedPeriod {
    /// A moment (2011).
    Instant,
    /// Some minutes (2051).
    Minute,
    /// An hour (2061).
    Hour,
    /// A day (2031).
    Day,
}

impl OwedPeriod {
    /// Every period with the word used in the city folder.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("instant", Self::Instant),
        ("minute", Self::Minute),
        ("hour", Self::Hour),
        ("day", Self::Day),
    ];

    /// The word used in the city folder.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, period)| *period == self)
            .map_or("", |(word, _)| word)
    }
}

/// What an instrument can measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstrumentRange {
    /// The smallest value, in the item's canonical unit.
    pub min: Decimal,
    /// The largest value, in the item's canonical unit.
    pub max: Decimal,
}
