//! The course of one request: what is heard and how time passes on one side, what is to be done on the other.
//!
//! Pure: the moment is an argument. Whatever is heard in whatever order, a course that was begun ends, and it ends once.

use std::time::Duration;

use tokio::time::Instant;

/// `QnRtn` and `ExeRtn` of success.
const GOOD: u32 = 1;

/// How a command is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// 9011, perhaps data, 9012.
    Request,
    /// 9013.
    Notification,
}

/// How patient a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long 9011 (9013) may take before the request is sent again.
    pub over_time: Duration,
    /// How often it is sent again.
    pub resend_count: u32,
    /// How long it may take from 9011, or from the last data frame of the answer, to 9012. Nothing is sent again meanwhile.
    pub execution: Duration,
}

/// Something that was heard of the station that concerns the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// 9011 with its `QnRtn`.
    Receipt(u32),
    /// 9012 with its `ExeRtn`.
    Result(u32),
    /// 9013.
    Noticed,
    /// A frame of the requested data; `answers` when it carries the request number itself.
    Data {
        /// Whether it carries the request number.
        answers: bool,
    },
    /// The connection has ended.
    Gone,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Carried out: 9012 with `ExeRtn=1`, or 9013.
    Done,
    /// 9011 with another `QnRtn` than 1.
    Refused(u32),
    /// 9012 with another `ExeRtn` than 1.
    NotExecuted(u32),
    /// No 9011 (9013) although it was sent so often.
    NoAnswer {
        /// How often.
        sent: u32,
    },
    /// 9011, but no 9012 in time.
    NoResult,
    /// The connection ended before the result; `received` when 9011 had come.
    Gone {
        /// Whether 9011 had come.
        received: bool,
    },
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the frame; for the how many-th time.
    Send(u32),
    /// It is over.
    End(Outcome),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sent { deadline: Instant },
    Executing { deadline: Instant },
    Ended(Outcome),
}

/// One request on its way.
#[derive(Clone, Debug)]
pub struct Course {
    flow: Flow,
    patience: Patience,
    sent: u32,
    data: u32,
    state: State,
}

impl Course {
    /// Begins a request: its frame is to be sent now, for the first time.
    pub fn begin(flow: Flow, patience: Patience, now: Instant) -> (Self, Step) {
        let course = Self {
            flow,
            patience,
            sent: 1,
            data: 0,
            state: State::Sent {
                deadline: now + patience.over_time,
            },
        };
        (course, Step::Send(1))
    }

    /// When time must be told again; `None` once it is over.
    pub fn deadline(&self) -> Option<Instant> {
        match self.state {
            State::Sent { deadline } | State::Executing { deadline } => Some(deadline),
            State::Ended(_) => None,
        }
    }

    /// Data frames that were heard.
    pub fn data(&self) -> u32 {
        self.data
    }

    /// How it ended.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state {
            State::Ended(outcome) => Some(outcome),
            State::Sent { .. } | State::Executing { .. } => None,
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) -> Option<Step> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        match self.state {
            State::Sent { .. } if self.sent <= self.patience.resend_count => {
                self.sent += 1;
                self.state = State::Sent {
                    deadline: now + self.patience.over_time,
                };
                Some(Step::Send(self.sent))
            }
            State::Sent { .. } => Some(self.end(Outcome::NoAnswer { sent: self.sent })),
            State::Executing { .. } => Some(self.end(Outcome::NoResult)),
            State::Ended(_) => None,
        }
    }

    /// Something was heard. What comes late or twice changes nothing.
    pub fn hear(&mut self, heard: Heard, now: Instant) -> Option<Step> {
        let received = match self.state {
            State::Ended(_) => return None,
            State::Sent { .. } => false,
            State::Executing { .. } => true,
        };
        match (heard, self.flow) {
            (Heard::Gone, _) => Some(self.end(Outcome::Gone { received })),
            (Heard::Noticed, Flow::Notification) => Some(self.end(Outcome::Done)),
            // A logger that answers a notification like a request has taken it, too.
            (Heard::Receipt(GOOD), Flow::Notification) => Some(self.end(Outcome::Done)),
            (Heard::Receipt(GOOD), Flow::Request) => {
                if !received {
                    self.execute(now);
                }
                None
            }
            // A second 9011 does not take back the first.
            (Heard::Receipt(_), _) if received => None,
            (Heard::Receipt(code), _) => Some(self.end(Outcome::Refused(code))),
            // 9011 may be lost: the result says enough.
            (Heard::Result(GOOD), _) => Some(self.end(Outcome::Done)),
            (Heard::Result(code), _) => Some(self.end(Outcome::NotExecuted(code))),
            (Heard::Data { answers }, Flow::Request) => {
                if answers || received {
                    self.data = self.data.saturating_add(1);
                    self.execute(now);
                }
                None
            }
            (Heard::Data { .. }, Flow::Notification) | (Heard::Noticed, Flow::Request) => None,
        }
    }

    fn execute(&mut self, now: Instant) {
        self.state = State::Executing {
            deadline: now + self.patience.execution,
        };
    }

    fn end(&mut self, outcome: Outcome) -> Step {
        self.state = State::Ended(outcome);
        Step::End(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PATIENCE: Patience = Patience {
        over_time: Duration::from_secs(10),
        resend_count: 3,
        execution: Duration::from_secs(120),
    };

    /// Something that happens to a course.
    #[derive(Clone, Copy, Debug)]
    enum Happening {
        Heard(Heard),
        Seconds(u64),
    }

    fn happening() -> impl Strategy<Value = Happening> {
        let code = prop_oneof![Just(1_u32), Just(2), Just(9), Just(100)];
        prop_oneof![
            code.clone().prop_map(|code| Happening::Heard(Heard::Receipt(code))),
            code.prop_map(|code| Happening::Heard(Heard::Result(code))),
            Just(Happening::Heard(Heard::Noticed)),
            any::<bool>().prop_map(|answers| Happening::Heard(Heard::Data { answers })),
            Just(Happening::Heard(Heard::Gone)),
            (0_u64..200).prop_map(Happening::Seconds),
        ]
    }

    fn outcome_of(flow: Flow, happenings: &[Happening]) -> (Vec<Step>, Option<Outcome>) {
        let mut now = Instant::now();
        let (mut course, first) = Course::begin(flow, PATIENCE, now);
        let mut steps = vec![first];
        for happening in happenings {
            match happening {
                Happening::Heard(heard) => steps.extend(course.hear(*heard, now)),
                Happening::Seconds(seconds) => {
                    now += Duration::from_secs(*seconds);
                    steps.extend(course.tick(now));
                }
            }
        }
        (steps, course.outcome())
    }

    #[test]
    fn the_flows_of_the_standard() {
        use Happening::{Heard as H, Seconds as S};
        let receipt = |code| H(Heard::Receipt(code));
        let result = |code| H(Heard::Result(code));
        let data = H(Heard::Data { answers: false });
        let cases: &[(Flow, &[Happening], Option<Outcome>)] = &[
            (Flow::Request, &[receipt(1), result(1)], Some(Outcome::Done)),
            (Flow::Request, &[receipt(1), data, data, result(1)], Some(Outcome::Done)),
            (Flow::Request, &[result(1), receipt(1)], Some(Outcome::Done)),
            (Flow::Request, &[receipt(2), result(1)], Some(Outcome::Refused(2))),
            (
                Flow::Request,
                &[receipt(1), result(100)],
                Some(Outcome::NotExecuted(100)),
            ),
            (Flow::Request, &[S(10), S(10), S(10), S(9)], None),
            (
                Flow::Request,
                &[S(10), S(10), S(10), S(10)],
                Some(Outcome::NoAnswer { sent: 4 }),
            ),
            (Flow::Request, &[S(10), receipt(1), S(119)], None),
            (Flow::Request, &[S(10), receipt(1), S(120)], Some(Outcome::NoResult)),
            (
                Flow::Request,
                &[receipt(1), S(100), data, S(100), result(1)],
                Some(Outcome::Done),
            ),
            // Ordinary uploads before 9011 are no answer.
            (
                Flow::Request,
                &[data, S(10), S(10), S(10), S(10)],
                Some(Outcome::NoAnswer { sent: 4 }),
            ),
            (
                Flow::Request,
                &[H(Heard::Gone)],
                Some(Outcome::Gone { received: false }),
            ),
            (
                Flow::Request,
                &[receipt(1), H(Heard::Gone), result(1)],
                Some(Outcome::Gone { received: true }),
            ),
            (Flow::Notification, &[H(Heard::Noticed)], Some(Outcome::Done)),
            (
                Flow::Notification,
                &[data, S(10), S(10), S(10), S(10)],
                Some(Outcome::NoAnswer { sent: 4 }),
            ),
        ];
        for (flow, happenings, expected) in cases {
            assert_eq!(outcome_of(*flow, happenings).1, *expected, "{happenings:?}");
        }
    }

    proptest! {
        /// Whatever is heard, a course ends once, is silent afterwards, and is never sent more often than agreed.
        #[test]
        fn a_course_ends_once(happenings in proptest::collection::vec(happening(), 0..40), notification: bool) {
            let flow = if notification { Flow::Notification } else { Flow::Request };
            let (steps, outcome) = outcome_of(flow, &happenings);
            let ends = steps.iter().filter(|step| matches!(step, Step::End(_))).count();
            prop_assert_eq!(ends, usize::from(outcome.is_some()));
            prop_assert!(outcome.is_none() || matches!(steps.last(), Some(Step::End(_))));
            let sent: Vec<u32> = steps.iter().filter_map(|step| match step { Step::Send(times) => Some(*times), Step::End(_) => None }).collect();
            prop_assert_eq!(&sent, &(1..=sent.len() as u32).collect::<Vec<_>>());
            prop_assert!(sent.len() <= 1 + PATIENCE.resend_count as usize);
        }

        /// Time alone brings every course to its end.
        #[test]
        fn no_course_is_stuck(happenings in proptest::collection::vec(happening(), 0..40)) {
            let (_, before) = outcome_of(Flow::Request, &happenings);
            let waiting = [Happening::Seconds(120); 5];
            let (_, after) = outcome_of(Flow::Request, &[happenings.as_slice(), &waiting].concat());
            prop_assert!(after.is_some());
            prop_assert!(before.is_none() || before == after);
        }
    }
}
