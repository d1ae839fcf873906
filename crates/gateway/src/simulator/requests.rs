//! What a logger does when the platform asks: parameters, real-time on and off, its history.

use chrono::{Duration, NaiveDateTime};
use hj212::{Body, BuildError, Context, Direction, Edition, Message, Mode, Packet, Stamp, upload};

use super::fate::Moment;
use super::faults::FaultKind;
use super::logger::Logger;
use super::source::Source;
use super::speech::{Marks, civil_time, stamp};

/// Requests that wait; a platform that sends more without waiting for an answer is not served.
const REQUESTS_MAX: usize = 64;
/// Uploads that one request for history brings.
const HISTORY_MAX: u64 = 10_000;
/// Every length of a minute period that a logger can be set to (HJ 212-2017, MinInterval).
pub(super) const MINUTES: [u32; 11] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

/// What a logger can be set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// RtdInterval in seconds.
    real_time: u32,
    /// MinInterval in minutes.
    minutes: u32,
}

impl Settings {
    /// As the source measures, or the usual ones.
    pub fn of(source: &Source) -> Self {
        let between = |one: NaiveDateTime, other: NaiveDateTime| u32::try_from((other - one).num_seconds()).ok();
        let seconds = source
            .at(0)
            .zip(source.at(1))
            .and_then(|(one, other)| between(one, other));
        let seconds = seconds.unwrap_or_default();
        Self {
            real_time: if (30..=3600).contains(&seconds) { seconds } else { 60 },
            minutes: MINUTES
                .into_iter()
                .find(|minutes| minutes * 60 == seconds)
                .unwrap_or(10),
        }
    }
}

/// What a simulated logger does at a request: itself, or only by saying so (HJ 212-2017, table 9; the commands of other
/// editions with the same meaning).
const KNOWN: &[u16] = &[
    1000, 1011, 1012, 1061, 1062, 1063, 1064, 1072, 2011, 2012, 2021, 2022, 2031, 2041, 2051, 2061, 3011, 3012, 3013,
];

/// QnRtn and ExeRtn (HJ 212-2017, tables 6 and 7).
mod returns {
    pub const READY: u32 = 1;
    pub const REFUSED: u32 = 2;
    pub const PASSWORD_WRONG: u32 = 3;
    pub const MN_WRONG: u32 = 4;
    pub const COMMAND_WRONG: u32 = 8;
    pub const EXECUTED: u32 = 1;
    pub const CONDITION_WRONG: u32 = 3;
    pub const TIMED_OUT: u32 = 4;
    pub const NO_DATA: u32 = 100;
}

impl Logger {
    /// Keeps a request until there is time for it.
    pub(super) fn take_request(&mut self, segment: Vec<u8>) {
        if self.requests.len() < REQUESTS_MAX {
            self.requests.push_back(segment);
        } else {
            tracing::warn!(mn = %self.speech.mn, "more than {REQUESTS_MAX} requests wait; one was left out");
        }
    }

    /// Does what was asked, the oldest first. A line that breaks takes its requests along.
    pub(super) async fn answer_requests(&mut self) {
        while let Some(segment) = self.requests.pop_front() {
            if let Ok((packet, _)) = Packet::parse(&segment, Mode::Lenient)
                && let Err(cause) = self.answer(&packet).await
            {
                tracing::debug!(mn = %self.speech.mn, %cause, "a request could not be answered");
                self.line.close();
                self.requests.clear();
            }
        }
    }

    async fn answer(&mut self, packet: &Packet<'_>) -> std::io::Result<()> {
        let Some(command) = packet.command().filter(|command| *command < 9000) else {
            return Ok(());
        };
        self.tally.requests += 1;
        if matches!(command, 2012 | 2022) {
            self.story.suspended |= command == 2012 && self.speech.command == 2011;
            return match packet.wants_acknowledgement() {
                true => self.say(hj212::acknowledge(packet)).await,
                false => Ok(()),
            };
        }
        let readiness = self.readiness(packet, command);
        self.say(hj212::request_acknowledged(packet, readiness).frame()).await?;
        if readiness != returns::READY {
            return Ok(());
        }
        let executed = self.execute(packet, command).await?;
        self.say(hj212::request_executed(packet, executed).frame()).await
    }

    /// QnRtn of a request.
    fn readiness(&mut self, packet: &Packet<'_>, command: u16) -> u32 {
        let moment = Moment {
            number: self.tally.requests,
            attempt: 0,
            part: 0,
        };
        // The edition of 2005 knows no numbers beyond 3.
        let or_refused = |number| match self.speech.speaking.edition {
            Edition::Of2005 => returns::REFUSED,
            Edition::Of2017 | Edition::Of2025 => number,
        };
        if packet.pw() != Some(self.speech.password.as_bytes()) {
            returns::PASSWORD_WRONG
        } else if packet.mn() != Some(self.speech.mn.as_bytes()) {
            or_refused(returns::MN_WRONG)
        } else if !KNOWN.contains(&command) {
            or_refused(returns::COMMAND_WRONG)
        } else if self.story.dice().happens(FaultKind::Refuse, moment) {
            self.tally.inject(FaultKind::Refuse);
            returns::REFUSED
        } else {
            returns::READY
        }
    }

    /// Does it and returns ExeRtn.
    async fn execute(&mut self, packet: &Packet<'_>, command: u16) -> std::io::Result<u32> {
        let context = Context {
            direction: Some(Direction::Down),
            edition: Some(self.speech.speaking.edition),
        };
        let now = self.recorded_time();
        let done = |fits: bool| {
            if fits {
                returns::EXECUTED
            } else {
                returns::CONDITION_WRONG
            }
        };
        Ok(match (command, Message::read(packet, context).body()) {
            (1011 | 1061 | 1063, body) => self.tell(packet, command, &body).await?,
            (1012, Body::Time { system_time, .. }) => {
                let time = system_time.and_then(civil_time);
                if let Some(time) = time {
                    self.own_clock.set(now, time - self.speech.ahead);
                }
                done(time.is_some())
            }
            (1000, Body::Retries { over_time, re_count }) => done(self.set_timeouts(over_time, re_count)),
            (1062, Body::RealTimeInterval(seconds)) => {
                self.settings.real_time = seconds.unwrap_or(self.settings.real_time);
                done(seconds.is_some())
            }
            (1064, Body::MinuteInterval(minutes)) => {
                self.settings.minutes = minutes.unwrap_or(self.settings.minutes);
                done(minutes.is_some())
            }
            (1072, Body::NewPassword(password)) => done(self.set_password(password)),
            (2011, _) => {
                self.story.suspended = false;
                done(self.speech.command == 2011)
            }
            (2031 | 2051 | 2061, Body::Span { begin, end }) => self.tell_history(command, begin, end).await,
            // There is no equipment of which it could tell.
            (2021 | 2041, _) => returns::NO_DATA,
            // Calibrations, samples, cleaning: nothing is to be seen of them.
            (3011..=3013, _) => returns::EXECUTED,
            _ => returns::CONDITION_WRONG,
        })
    }

    fn set_timeouts(&mut self, over_time: Option<u32>, tries: Option<u32>) -> bool {
        let (Some(seconds), Some(tries)) = (over_time, tries) else {
            return false;
        };
        self.config.answer_max = std::time::Duration::from_secs(seconds.into());
        self.config.retries = tries;
        true
    }

    fn set_password(&mut self, given: Option<&[u8]>) -> bool {
        let fits = |password: &&str| password.len() == 6 && password.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let Some(password) = given.and_then(|given| std::str::from_utf8(given).ok()).filter(fits) else {
            return false;
        };
        // The answer to this request still carries the password that it came with.
        self.speech.password = password.to_owned();
        true
    }

    /// Sends what it has measured from `begin` to `end`, one upload after the other.
    async fn tell_history(&mut self, command: u16, begin: Option<Stamp>, end: Option<Stamp>) -> u32 {
        let time = |stamp: Option<Stamp>| civil_time(stamp?)?.checked_sub_signed(self.speech.ahead);
        let (Some(begin), Some(end)) = (time(begin), time(end)) else {
            return returns::CONDITION_WRONG;
        };
        if begin > end {
            return returns::CONDITION_WRONG;
        }
        let asked = self.story.source().between(begin, end);
        let end = asked
            .end
            .min(self.story.measured())
            .min(asked.start.saturating_add(HISTORY_MAX));
        if command != self.speech.command || asked.start >= end {
            return returns::NO_DATA;
        }
        for number in asked.start..end {
            let Some(record) = self.story.source().record(number) else {
                continue;
            };
            let marks = Marks {
                request: self.next_request(),
                backfilled: false,
                password: &self.speech.password,
                drift: Duration::zero(),
            };
            let Ok(frames) = self.speech.frames(&record, &marks) else {
                continue;
            };
            if !self.deliver_plain(frames).await {
                return returns::TIMED_OUT;
            }
            self.tally.on_request += 1;
        }
        returns::EXECUTED
    }

    /// Tells its time or a setting under the number of the request.
    async fn tell(&mut self, packet: &Packet<'_>, command: u16, asked: &Body<'_>) -> std::io::Result<u32> {
        let mut envelope = self.speech.envelope(&self.speech.password);
        if let Some(request) = packet.qn().and_then(Stamp::parse) {
            envelope = envelope.qn(request);
        }
        let of = match asked {
            Body::Factor { pol_id, .. } => pol_id.and_then(|code| std::str::from_utf8(code).ok()),
            _ => None,
        };
        let shown = self.own_clock.shows(self.recorded_time()) + self.speech.ahead;
        let told = match command {
            1061 => upload::real_time_interval(&envelope, self.settings.real_time),
            1063 => upload::minute_interval(&envelope, self.settings.minutes),
            _ => match stamp(shown) {
                Some(shown) => upload::time(&envelope, of, shown),
                None => return Ok(returns::NO_DATA),
            },
        };
        self.say(told.frame()).await?;
        Ok(returns::EXECUTED)
    }

    async fn say(&mut self, frame: Result<Vec<u8>, BuildError>) -> std::io::Result<()> {
        let frame = frame.map_err(std::io::Error::other)?;
        self.witness.wrote(&self.speech.mn, &frame);
        self.line.write(&frame, &[]).await
    }
}
