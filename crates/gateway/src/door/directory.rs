//! Which station an MN is.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::time::Duration;

use hj212::{CrcPolicy, Edition};
use ipnet::IpNet;
use standards::item::Medium;
use standards::unit::Unit;

use crate::station::{FirstContact, InstrumentRange, Owed, StationProfile, Withheld};

/// What is known about the data logger of one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Point id in the city folder.
    pub point: String,
    /// What is measured there, where it is one medium.
    pub medium: Option<Medium>,
    /// The password that its frames must carry; none: any.
    pub password: Option<String>,
    /// Offset of the logger's clock from UTC in minutes.
    pub utc_offset_minutes: i32,
    /// Which check values are accepted.
    pub crc: CrcPolicy,
    /// Units on the wire by factor code, where they are not the usual ones.
    pub units: BTreeMap<String, Unit>,
    /// From where it may connect; empty: from everywhere.
    pub addresses: Vec<IpNet>,
    /// The edition in which it is spoken to.
    pub edition: Edition,
    /// The SM4 key of the 2025 edition.
    pub sm4_key: Option<Withheld<[u8; 16]>>,
    /// Whether every request goes out encrypted to a station whose uploads come so. Otherwise only those are of which the edition demands
    /// it.
    pub encrypts_requests: bool,
    /// The silence after which it counts as offline; none: that of the profile.
    pub offline_after: Option<Duration>,
    /// Whether its clock may be set from here.
    pub may_set_clock: bool,
    /// How long a request waits for 9011; none: that of the profile.
    pub over_time: Option<Duration>,
    /// How often a request is sent again; none: that of the profile.
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

impl Station {
    /// A station at `point` whose clock runs `utc_offset_minutes` ahead of UTC, otherwise as the standard says.
    pub fn at(point: impl Into<String>, utc_offset_minutes: i32) -> Self {
        Self {
            point: point.into(),
            medium: None,
            password: None,
            utc_offset_minutes,
            crc: CrcPolicy::Strict,
            units: BTreeMap::new(),
            addresses: Vec::new(),
            edition: Edition::Of2017,
            sm4_key: None,
            encrypts_requests: false,
            offline_after: None,
            may_set_clock: false,
            over_time: None,
            resend_count: None,
            first_contact: None,
            owed: Vec::new(),
            owes_run_time: false,
            instrument_ranges: BTreeMap::new(),
        }
    }

    /// Whether it may connect from `address`. An IPv4 address that an IPv6 socket has wrapped counts as itself.
    pub fn may_come_from(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.addresses.is_empty() || self.addresses.iter().any(|network| network.contains(&address))
    }

    /// The silence after which it counts as offline: its own, else that of the profile, else twice the shortest interval that it owes.
    pub fn offline_after(&self, profile: &StationProfile) -> Duration {
        let shortest = self.owed.iter().map(|owed| owed.every_minutes).min();
        let twice = Duration::from_secs(u64::from(shortest.unwrap_or_default()) * 120);
        self.offline_after.unwrap_or_else(|| profile.offline_after.max(twice))
    }
}

/// Why a station cannot be entered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryError {
    /// Two points with one MN.
    #[error("MN {mn} is given to both {first} and {second}; an MN names one logger, correct one of the points")]
    MnTaken {
        /// The MN.
        mn: String,
        /// The point that has it.
        first: String,
        /// The point that was to get it.
        second: String,
    },
}

/// The stations that may bring data, by MN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StationDirectory {
    utc_offset_minutes: i32,
    by_mn: HashMap<String, Station>,
}

impl StationDirectory {
    /// An empty directory for a city whose local time is `utc_offset_minutes` ahead of UTC.
    pub fn new(utc_offset_minutes: i32) -> Self {
        Self {
            utc_offset_minutes,
            by_mn: HashMap::new(),
        }
    }

    /// Enters a station.
    ///
    /// # Errors
    /// When the MN belongs to a station already.
    pub fn insert(&mut self, mn: impl Into<String>, station: Station) -> Result<(), DirectoryError> {
        let mn = mn.into();
        if let Some(first) = self.by_mn.get(&mn) {
            return Err(DirectoryError::MnTaken {
                mn,
                first: first.point.clone(),
                second: station.point,
            });
        }
        self.by_mn.insert(mn, station);
        Ok(())
    }

    /// The station with this MN, letter for letter.
    pub fn station(&self, mn: &[u8]) -> Option<&Station> {
        self.by_mn.get(std::str::from_utf8(mn).ok()?)
    }

    /// The MN and point of every station, in the order of MN.
    pub fn stations(&self) -> impl Iterator<Item = (&str, &Station)> {
        let mut all: Vec<_> = self.by_mn.iter().map(|(mn, station)| (mn.as_str(), station)).collect();
        all.sort_unstable_by_key(|(mn, _)| *mn);
        all.into_iter()
    }

    /// The MN and station of a point; the first by MN where it has several loggers.
    pub fn of_point(&self, point: &str) -> Option<(&str, &Station)> {
        let loggers = self.by_mn.iter().filter(|(_, station)| station.point == point);
        loggers
            .map(|(mn, station)| (mn.as_str(), station))
            .min_by_key(|(mn, _)| *mn)
    }

    /// How far the city's local time is ahead of UTC, in minutes.
    pub fn utc_offset_minutes(&self) -> i32 {
        self.utc_offset_minutes
    }
}
