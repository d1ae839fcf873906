//! One simulated data logger: it sends what it has measured, keeps what was not answered, and does what it is asked to.

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::NaiveDateTime;
use hj212::BuildError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::FleetConfig;
use super::chance::Chance;
use super::clock::{Clock, OwnClock};
use super::delivery::Letter;
use super::fate::Dice;
use super::faults::FaultKind;
use super::line::Line;
use super::plan::Route;
use super::report::{LoggerReport, Progress, Tally};
use super::requests::Settings;
use super::speech::Speech;
use super::story::{Story, Unit};
use super::witness::Witness;
use crate::stop::raised;

/// Why a logger gave up.
#[derive(Debug, thiserror::Error)]
pub enum LoggerError {
    /// The door did not answer.
    #[error(
        "no 9014 for the upload of {data_time} after {attempts} attempts; last: {last}. Check that the door is open and knows this MN"
    )]
    NotAnswered {
        /// DataTime of the upload.
        data_time: NaiveDateTime,
        /// How often it was sent or tried to be sent.
        attempts: u32,
        /// What happened at the last attempt.
        last: std::io::Error,
    },
    /// The upload cannot be written as frames.
    #[error("the upload of {data_time} cannot be written: {cause}")]
    Unwritable {
        /// DataTime of the upload.
        data_time: NaiveDateTime,
        /// Why.
        cause: BuildError,
    },
}

pub(super) struct Logger {
    point: String,
    uploads: u64,
    pub(super) speech: Speech,
    pub(super) story: Story,
    pub(super) line: Line,
    pub(super) config: FleetConfig,
    pub(super) clock: Clock,
    pub(super) own_clock: OwnClock,
    pub(super) settings: Settings,
    pub(super) witness: Arc<dyn Witness>,
    pub(super) tally: Tally,
    /// Uploads that are being sent, and their frames.
    pub(super) in_hand: Vec<Unit>,
    pub(super) letters: Vec<Letter>,
    /// Requests that came and were not looked at.
    pub(super) requests: VecDeque<Vec<u8>>,
    /// Recorded time.
    pub(super) now: NaiveDateTime,
    pub(super) last_request: Option<NaiveDateTime>,
    pub(super) unanswered_in_a_row: u32,
}

/// Sends everything of a route, unless stopped.
pub(super) async fn send_all(
    route: Route,
    config: FleetConfig,
    clock: Clock,
    witness: Arc<dyn Witness>,
    mut stop: watch::Receiver<bool>,
) -> LoggerReport {
    let mut logger = Logger::new(route, config, clock, witness);
    let ended = tokio::select! {
        biased;
        () = raised(&mut stop) => Ok(()),
        ended = logger.run() => ended,
    };
    logger.end(ended.err())
}

impl Logger {
    fn new(route: Route, config: FleetConfig, clock: Clock, witness: Arc<dyn Witness>) -> Self {
        let path = [route.speech.mn.as_str(), route.speech.period.word()];
        let dice = Dice::new(config.seed, path, &config.faults);
        let begin = route.source.at(0).unwrap_or_default();
        let drift = config.faults.span(FaultKind::ClockDrift).num_seconds();
        let bound = u32::try_from(drift).unwrap_or(u32::MAX);
        let gains = Chance::of(config.seed, &[path[0], FaultKind::ClockDrift.def().word]).around(0, bound);
        let mut tally = Tally::default();
        if gains != 0 {
            tally.inject(FaultKind::ClockDrift);
        }
        Self {
            point: route.point,
            uploads: route.source.len(),
            settings: Settings::of(&route.source),
            story: Story::new(route.source, dice, config.retries),
            line: Line::new(&config),
            own_clock: OwnClock::new(gains, clock.begin),
            speech: route.speech,
            config,
            clock,
            witness,
            tally,
            in_hand: Vec::new(),
            letters: Vec::new(),
            requests: VecDeque::new(),
            now: begin,
            last_request: None,
            unanswered_in_a_row: 0,
        }
    }

    async fn run(&mut self) -> Result<(), LoggerError> {
        loop {
            self.in_hand = self.story.next(&mut self.tally);
            let Some(due) = self.in_hand.iter().map(|unit| unit.due).max() else {
                break;
            };
            self.wait_until(self.clock.due(due)).await;
            self.now = self.now.max(due);
            self.deliver().await?;
        }
        let linger = Instant::now() + self.config.linger;
        self.wait_until(linger).await;
        Ok(())
    }

    /// Waits, and does what it is asked to meanwhile.
    async fn wait_until(&mut self, until: Instant) {
        loop {
            self.answer_requests().await;
            let heard = tokio::select! {
                biased;
                () = sleep_until(until) => return,
                heard = self.line.receive(false, self.speech.speaking.sm4_key.as_ref()) => heard,
            };
            match heard {
                Ok(segment) => self.hear(segment),
                Err(cause) => {
                    tracing::debug!(mn = %self.speech.mn, %cause, "the connection ended while nothing was sent");
                    self.line.close();
                }
            }
        }
    }

    /// The recorded time.
    pub(super) fn recorded_time(&self) -> NaiveDateTime {
        self.clock.now().map_or(self.now, |now| now.max(self.now))
    }

    /// Counts what is left, and reports.
    fn end(mut self, failure: Option<LoggerError>) -> LoggerReport {
        if !self.letters.is_empty() {
            // Stopped amid a delivery: what was answered until now counts.
            self.settle();
        }
        for unit in self.story.rest().iter().chain(&self.in_hand) {
            self.leave_open(unit);
        }
        if let Some(cause) = &failure {
            tracing::warn!(mn = %self.speech.mn, %cause, "a simulated logger gave up");
        }
        self.tally.connections = self.line.made;
        LoggerReport {
            mn: self.speech.mn,
            point: self.point,
            uploads: self.uploads,
            tally: self.tally,
            failure,
        }
    }

    pub(super) fn progress(&self, data_time: NaiveDateTime) -> Progress {
        Progress {
            mn: self.speech.mn.clone(),
            point: self.point.clone(),
            data_time,
            sent: self.tally.sent,
            acknowledged: self.tally.acknowledged,
            uploads: self.uploads,
        }
    }
}
