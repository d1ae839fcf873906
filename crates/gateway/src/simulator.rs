//! A fleet of simulated data loggers: recorded values sent to an HJ 212 door as real loggers would send them.
//!
//! [`FleetPlan::read`] makes uploads of a table through its mapping; [`run`] opens one connection per station, sends
//! each upload as a frame of HJ 212-2017 that wants an answer, waits for the 9014 with its request number, tries again
//! when none comes, and goes on with the next. What was answered is told through the progress, so that a later run can
//! resume after it.

mod logger;
mod plan;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use logger::LoggerError;
pub use plan::{FleetPlan, LeftOut, PlanError};

/// How fast recorded time passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// So many times as fast as it was recorded; 1 is real time.
    Times(f64),
    /// As fast as the answers come.
    Unbounded,
}

impl Pace {
    /// The pace of a factor as people give it: 0 is unbounded. `None` for what is no pace.
    pub fn from_factor(factor: f64) -> Option<Self> {
        match factor {
            0.0 => Some(Self::Unbounded),
            factor if factor.is_finite() && factor > 0.0 => Some(Self::Times(factor)),
            _ => None,
        }
    }

    /// How long `recorded` lasts.
    fn wait(self, recorded: chrono::Duration) -> Duration {
        // Beyond ten years the difference does not matter, and clocks stay within their range.
        const WAIT_MAX: Duration = Duration::from_secs(10 * 365 * 24 * 3600);
        match self {
            Self::Unbounded => Duration::ZERO,
            Self::Times(factor) => {
                let seconds = recorded.to_std().unwrap_or_default().as_secs_f64() / factor;
                Duration::try_from_secs_f64(seconds).unwrap_or(WAIT_MAX).min(WAIT_MAX)
            }
        }
    }
}

/// How the fleet sends.
#[derive(Clone, Debug, PartialEq)]
pub struct FleetConfig {
    /// The door.
    pub to: SocketAddr,
    /// How fast recorded time passes.
    pub pace: Pace,
    /// How long an answer is awaited; 10 s is the default of the standard for everything but ADSL.
    pub answer_max: Duration,
    /// How often an upload is sent again, each time over a new connection; 3 is the default of the standard.
    pub retries: u32,
    /// How long a connection may take to be made.
    pub connect_max: Duration,
}

impl FleetConfig {
    /// The defaults of the standard, as fast as the answers come.
    pub fn to(door: SocketAddr) -> Self {
        Self {
            to: door,
            pace: Pace::Unbounded,
            answer_max: Duration::from_secs(10),
            retries: 3,
            connect_max: Duration::from_secs(5),
        }
    }
}

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

/// What became of one logger.
#[derive(Debug)]
pub struct LoggerReport {
    /// Its MN.
    pub mn: String,
    /// Its point.
    pub point: String,
    /// Frames it has sent, repetitions included.
    pub sent: u64,
    /// Uploads that were answered.
    pub acknowledged: u64,
    /// Uploads it had to send in this run.
    pub uploads: u64,
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
    /// Uploads that were answered.
    pub fn acknowledged(&self) -> u64 {
        self.loggers.iter().map(|logger| logger.acknowledged).sum()
    }

    /// Frames that were sent, repetitions included.
    pub fn sent(&self) -> u64 {
        self.loggers.iter().map(|logger| logger.sent).sum()
    }
}

/// Sends the plan until all is answered or `stop` becomes true. `progress` is called after every answer, from several
/// tasks. A run that was stopped is resumed with a plan [`without`](FleetPlan::without) what arrived.
pub async fn run(
    plan: FleetPlan,
    config: FleetConfig,
    progress: impl Fn(&Progress) + Send + Sync + 'static,
    stop: watch::Receiver<bool>,
) -> FleetReport {
    let progress: logger::Watcher = Arc::new(progress);
    let routes = plan.into_routes();
    let begin = routes
        .iter()
        .filter_map(|route| route.uploads.first())
        .map(|upload| upload.at)
        .min();
    let clock = logger::Clock {
        started: tokio::time::Instant::now(),
        begin,
        pace: config.pace,
    };
    let mut loggers = JoinSet::new();
    for route in routes {
        loggers.spawn(logger::send_all(
            route,
            config.clone(),
            clock,
            Arc::clone(&progress),
            stop.clone(),
        ));
    }
    let mut report = FleetReport::default();
    while let Some(ended) = loggers.join_next().await {
        match ended {
            Ok(logger) => report.loggers.push(logger),
            Err(cause) => tracing::error!(%cause, "a simulated logger ended abnormally"),
        }
    }
    report.loggers.sort_by(|one, other| one.mn.cmp(&other.mn));
    report.stopped = *stop.borrow();
    report
}
