//! A fleet of simulated data loggers: they send to an HJ 212 door as real loggers would, with the faults that are asked for.
//!
//! A [`FleetPlan`] says who sends what: recorded values of a table ([`FleetPlan::read`]) or a seeded model
//! ([`FleetPlan::model`]). [`run`] opens one connection per station, sends each upload as a frame that wants an answer,
//! waits for the 9014 with its request number, tries again when none comes, keeps what was not answered and sends it
//! later, and does what the platform asks for meanwhile.
//!
//! [`FAULTS`] is the one list of what can go wrong. What goes wrong is drawn from the seed by station, fault, upload and
//! try, so that one seed tells one story: the same bytes in the same order for every station, whatever the door's speed.

mod chance;
mod clock;
mod delivery;
mod fate;
mod faults;
mod line;
mod logger;
mod model;
mod model_rows;
mod modelled;
mod pace;
mod plan;
mod recorded;
mod report;
mod requests;
mod source;
mod speech;
mod story;
mod witness;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

pub use faults::{FAULTS, FaultAmountError, FaultDef, FaultKind, FaultUnit, Faults, span};
pub use logger::LoggerError;
pub use model_rows::ModelKind;
pub use modelled::{ModelPlan, ModelStations, STATIONS_MAX, UPLOADS_MAX};
pub use pace::Pace;
pub use plan::{FleetPlan, LeftOut, PlanError, made_up_mn};
pub use report::{FleetReport, LoggerReport, Progress, Tally};
pub use speech::{Speaking, SpeakingError};
pub use witness::{Expectation, Witness, on_progress};

/// Where a fleet sends to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A door.
    Door(SocketAddr),
    /// Nowhere: the witness sees the bytes, and every sound frame is taken as answered. One logger after the other, so that
    /// the whole is the same every time.
    Paper,
}

/// How the fleet sends.
#[derive(Clone, Debug, PartialEq)]
pub struct FleetConfig {
    /// Where to.
    pub to: Destination,
    /// How fast recorded time passes.
    pub pace: Pace,
    /// How long an answer is awaited; 10 s is the default of the standard for everything but ADSL.
    pub answer_max: Duration,
    /// How often an upload is sent again; 3 is the default of the standard. Where a door does not answer, each time over a
    /// new connection.
    pub retries: u32,
    /// How long a connection may take to be made.
    pub connect_max: Duration,
    /// After how many deliveries in a row that a door left unanswered a logger ends; until then it keeps them and goes on.
    pub give_up_after: u32,
    /// How long a logger stays connected after its last upload, for requests.
    pub linger: Duration,
    /// What goes wrong.
    pub faults: Faults,
    /// Which story is told.
    pub seed: u64,
}

impl FleetConfig {
    /// The defaults of the standard, as fast as the answers come, without faults.
    pub fn to(door: SocketAddr) -> Self {
        Self {
            to: Destination::Door(door),
            ..Self::on_paper()
        }
    }

    /// The same without a door.
    pub fn on_paper() -> Self {
        Self {
            to: Destination::Paper,
            pace: Pace::Unbounded,
            answer_max: Duration::from_secs(10),
            retries: 3,
            connect_max: Duration::from_secs(5),
            give_up_after: 1,
            linger: Duration::ZERO,
            faults: Faults::default(),
            seed: 1,
        }
    }
}

/// Sends the plan until all is answered or given up, or `stop` becomes true. A run of recorded values that was stopped is
/// resumed with a plan [`without`](FleetPlan::without) what arrived.
pub async fn run(
    plan: FleetPlan,
    config: FleetConfig,
    witness: impl Witness + 'static,
    stop: watch::Receiver<bool>,
) -> FleetReport {
    let witness: Arc<dyn Witness> = Arc::new(witness);
    let clock = clock::Clock {
        started: tokio::time::Instant::now(),
        begin: plan.begin(),
        pace: config.pace,
    };
    let mut loggers = JoinSet::new();
    let mut report = FleetReport::default();
    for route in plan.routes.into_values() {
        let sending = logger::send_all(route, config.clone(), clock, Arc::clone(&witness), stop.clone());
        if config.to == Destination::Paper {
            report.loggers.push(sending.await);
        } else {
            loggers.spawn(sending);
        }
    }
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
