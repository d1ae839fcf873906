//! What became of a fleet, counted where it happened.

use chrono::NaiveDateTime;

use super::faults::{FAULTS, FaultKind};
use super::logger::LoggerError;

/// How far one logger has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Its MN.
    pub mn: String,
    /// Its point.
    pub point: String,
    /// DataTime of the upload that was just answered, local time of the city: the time that it is about.
    pub data_time: NaiveDateTime,
    /// Frames it has sent, repetitions included.
    pub sent: u64,
    /// Uploads that were answered.
    pub acknowledged: u64,
    /// Uploads it has to send in this run.
    pub uploads: u64,
}

/// What one logger did, or several together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Frames that were written, repetitions and damaged ones included, lost ones not.
    pub sent: u64,
    /// Of these, frames that had been written or lost before.
    pub sent_again: u64,
    /// Uploads that were answered in all their parts.
    pub acknowledged: u64,
    /// Uploads that were kept after all tries and sent again later.
    pub kept: u64,
    /// Uploads that were given up in the end.
    pub given_up: u64,
    /// Requests that were received.
    pub requests: u64,
    /// Uploads that were sent because a request asked for them, and answered.
    pub on_request: u64,
    /// Connections that were made.
    pub connections: u64,
    /// How often each fault was made, in the order of [`FAULTS`].
    injected: [u64; FAULTS.len()],
}

impl Tally {
    /// How often a fault was made.
    pub fn injected(&self, kind: FaultKind) -> u64 {
        self.injected.get(kind as usize).copied().unwrap_or_default()
    }

    pub(super) fn inject(&mut self, kind: FaultKind) {
        if let Some(count) = self.injected.get_mut(kind as usize) {
            *count += 1;
        }
    }

    /// Adds what another did.
    pub fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.sent_again += other.sent_again;
        self.acknowledged += other.acknowledged;
        self.kept += other.kept;
        self.given_up += other.given_up;
        self.requests += other.requests;
        self.on_request += other.on_request;
        self.connections += other.connections;
        for (sum, count) in self.injected.iter_mut().zip(other.injected) {
            *sum += count;
        }
    }
}

/// What became of one logger.
#[derive(Debug)]
pub struct LoggerReport {
    /// Its MN.
    pub mn: String,
    /// Its point.
    pub point: String,
    /// Uploads it had to send in this run.
    pub uploads: u64,
    /// What it did.
    pub tally: Tally,
    /// Why it ended before its time, if it did.
    pub failure: Option<LoggerError>,
}

/// What became of the fleet.
#[derive(Debug, Default)]
pub struct FleetReport {
    /// The loggers, in the order of MN.
    pub loggers: Vec<LoggerReport>,
    /// Whether the run was stopped from outside.
    pub stopped: bool,
}

impl FleetReport {
    /// What all loggers did together.
    pub fn tally(&self) -> Tally {
        self.loggers.iter().fold(Tally::default(), |mut sum, logger| {
            sum.add(&logger.tally);
            sum
        })
    }

    /// Uploads that were to be sent.
    pub fn uploads(&self) -> u64 {
        self.loggers.iter().map(|logger| logger.uploads).sum()
    }

    /// Uploads that were answered.
    pub fn acknowledged(&self) -> u64 {
        self.tally().acknowledged
    }

    /// Frames that were sent, repetitions included.
    pub fn sent(&self) -> u64 {
        self.tally().sent
    }
}
