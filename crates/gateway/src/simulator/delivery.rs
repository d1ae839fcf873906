//! From uploads in hand to frames on the line, and back from answers to what is done.

use std::time::Duration;

use hj212::{BuildError, HeaderName, Mode, Packet, Stamp};
use tokio::time::{Instant, sleep, timeout_at};

use super::fate::{Break, damaged};
use super::faults::FaultKind;
use super::logger::{Logger, LoggerError};
use super::speech::Marks;
use super::story::{Fate, Unit};
use super::witness::Expectation;

/// Wait before the second attempt; each further one waits twice as long.
const RETRY_WAIT: Duration = Duration::from_millis(200);
/// The longest wait between attempts.
const RETRY_WAIT_MAX: Duration = Duration::from_secs(10);

/// One frame on its way.
#[derive(Debug)]
pub(super) struct Letter {
    /// Place in the hand of the upload that it is part of; none for what a request asked for.
    unit: Option<usize>,
    part: usize,
    /// The frame as it should be.
    frame: Vec<u8>,
    /// What is written of it: damaged, or several times.
    copies: Vec<Vec<u8>>,
    /// Whether what is written can be believed.
    sound: bool,
    /// Whether it was written whole.
    left: bool,
    /// Answers that are still awaited.
    awaited: usize,
    answered: bool,
    again: bool,
}

/// How what is in hand is written.
#[derive(Debug, Default)]
struct Handling {
    breaks: Option<Break>,
    splits: Vec<usize>,
    slowly: bool,
}

impl Letter {
    /// A frame that arrives as it is.
    pub fn plain(on_the_wire: Vec<u8>, frame: Vec<u8>) -> Self {
        Self {
            unit: None,
            part: 0,
            copies: vec![on_the_wire],
            frame,
            sound: true,
            left: false,
            awaited: 1,
            answered: false,
            again: false,
        }
    }

    fn is_awaited(&self) -> bool {
        self.sound && self.awaited > 0
    }

    fn take_answer(&mut self) {
        self.awaited = self.awaited.saturating_sub(1);
        self.answered = true;
    }

    /// Whether an answer with this request number, if any, is to this frame.
    fn is_answered_by(&self, request: Option<&[u8]>) -> bool {
        self.is_awaited() && request_of(&self.frame).as_deref() == request
    }
}

impl Logger {
    /// Sends what is in hand until it is answered or cannot be.
    pub(super) async fn deliver(&mut self) -> Result<(), LoggerError> {
        let Some(first) = self.in_hand.first() else {
            return Ok(());
        };
        let (moment, at) = (first.moment(0), first.at);
        self.pack()
            .map_err(|cause| LoggerError::Unwritable { data_time: at, cause })?;
        let bytes = self.bytes_in_hand().len();
        let dice = self.story.dice();
        let handling = Handling {
            breaks: dice.breaks(moment, bytes),
            splits: dice.splits(moment, bytes),
            slowly: dice.happens(FaultKind::SlowReader, moment),
        };
        let shipped = if bytes == 0 { Ok(()) } else { self.ship(handling).await };
        self.settle();
        let Err((attempts, last)) = shipped else { return Ok(()) };
        self.unanswered_in_a_row += 1;
        if self.unanswered_in_a_row < self.config.give_up_after {
            tracing::debug!(mn = %self.speech.mn, cause = %last, "no answer; the upload is kept");
            return Ok(());
        }
        Err(LoggerError::NotAnswered {
            data_time: at,
            attempts,
            last,
        })
    }

    /// Sends letters that a request asked for; whether all were answered.
    pub(super) async fn deliver_plain(&mut self, frames: Vec<Vec<u8>>) -> bool {
        let plain = |frame: Vec<u8>| Letter::plain(self.speech.on_the_wire(frame.clone()), frame);
        self.letters = frames.into_iter().map(plain).collect();
        let shipped = self.ship(Handling::default()).await;
        self.settle();
        shipped.is_ok()
    }

    /// Makes the letters of what is in hand, as chance has them.
    fn pack(&mut self) -> Result<(), BuildError> {
        let mut letters = Vec::new();
        for place in 0..self.in_hand.len() {
            let request = self.next_request();
            let drift = self.own_clock.drift(self.now);
            let Some(unit) = self.in_hand.get_mut(place) else {
                continue;
            };
            unit.request = unit.request.or(request);
            // A try later on speaks of the same DataTime, even when the clock was set meanwhile.
            unit.drift = unit.drift.or(Some(drift));
            let unit = unit.clone();
            let frames = self.frames_of(&unit, &self.speech.password)?;
            if let Some(unit) = self.in_hand.get_mut(place) {
                unit.parts = frames.len();
            }
            for (part, frame) in frames.iter().enumerate() {
                if unit.answered >> part & 1 == 0
                    && let Some(letter) = self.letter(place, &unit, part, frame)?
                {
                    letters.push(letter);
                }
            }
        }
        self.letters = letters;
        Ok(())
    }

    /// The frames of an upload as they should be.
    pub(super) fn frames_of(&self, unit: &Unit, password: &str) -> Result<Vec<Vec<u8>>, BuildError> {
        let marks = Marks {
            request: unit.request,
            backfilled: unit.backfilled,
            password,
            drift: unit.drift.unwrap_or_default(),
        };
        match self.story.source().record(unit.number) {
            Some(record) => self.speech.frames(&record, &marks),
            None => Ok(Vec::new()),
        }
    }

    /// The letter of one frame; none when it is lost.
    fn letter(&mut self, place: usize, unit: &Unit, part: usize, frame: &[u8]) -> Result<Option<Letter>, BuildError> {
        let moment = unit.moment(part);
        if self.story.dice().happens(FaultKind::Loss, moment) {
            self.tally.inject(FaultKind::Loss);
            return Ok(None);
        }
        let damage = self.story.dice().damage(moment);
        let mut written = frame.to_vec();
        if let Some(damage) = damage {
            self.tally.inject(damage.kind());
            if damage.kind() == FaultKind::WrongPassword {
                let frames = self.frames_of(unit, self.speech.wrong_password())?;
                written = frames.into_iter().nth(part).unwrap_or(written);
            }
            written = damaged(&written, damage);
        }
        let mut copies = vec![self.speech.on_the_wire(written)];
        if self.story.dice().happens(FaultKind::Duplicate, moment) {
            self.tally.inject(FaultKind::Duplicate);
            copies.extend_from_within(..);
        }
        Ok(Some(Letter {
            unit: Some(place),
            part,
            frame: frame.to_vec(),
            sound: damage.is_none(),
            left: false,
            // Without request numbers the answers to copies can only be told apart by counting them.
            awaited: if self.speech.speaking.request_numbers {
                1
            } else {
                copies.len()
            },
            copies,
            answered: false,
            again: unit.attempt > 0,
        }))
    }

    fn bytes_in_hand(&self) -> Vec<u8> {
        self.letters.iter().flat_map(|letter| letter.copies.concat()).collect()
    }

    /// Writes the letters and waits for the answers; what was not answered is written again over a new connection.
    async fn ship(&mut self, handling: Handling) -> Result<(), (u32, std::io::Error)> {
        let mut attempts = 0;
        let mut wait = RETRY_WAIT;
        let mut handling = handling;
        loop {
            attempts += 1;
            let Err(last) = self.attempt(&handling).await else {
                return Ok(());
            };
            // An answer that comes late must not be taken for that of a later upload.
            self.line.close();
            if attempts > self.config.retries {
                return Err((attempts, last));
            }
            handling = Handling::default();
            for letter in &mut self.letters {
                letter.copies.clear();
                if letter.is_awaited() {
                    letter.awaited = 1;
                    letter.copies.push(self.speech.on_the_wire(letter.frame.clone()));
                    letter.again = true;
                }
            }
            sleep(wait).await;
            wait = (wait * 2).min(RETRY_WAIT_MAX);
        }
    }

    async fn attempt(&mut self, handling: &Handling) -> std::io::Result<()> {
        if handling.breaks.is_some() {
            self.tally.inject(FaultKind::Disconnect);
        }
        if handling.breaks == Some(Break::Before) {
            self.line.close();
        }
        self.line.open().await?;
        let mut bytes = self.bytes_in_hand();
        if let Some(Break::Amid(place)) = handling.breaks {
            bytes.truncate(place);
        }
        let splits: Vec<usize> = handling
            .splits
            .iter()
            .copied()
            .filter(|place| *place < bytes.len())
            .collect();
        if !splits.is_empty() {
            self.tally.inject(FaultKind::SplitWrites);
        }
        self.witness.wrote(&self.speech.mn, &bytes);
        self.count_written(bytes.len());
        self.line.write(&bytes, &splits).await?;
        if matches!(handling.breaks, Some(Break::Amid(_) | Break::After)) {
            self.line.close();
            return Ok(());
        }
        if handling.slowly && self.letters.iter().any(Letter::is_awaited) {
            self.tally.inject(FaultKind::SlowReader);
        }
        self.await_answers(handling.slowly).await
    }

    /// Marks what leaves whole in the first `bytes`. Done before the write: what was begun may arrive.
    fn count_written(&mut self, bytes: usize) {
        let mut end = 0;
        for letter in &mut self.letters {
            for copy in &letter.copies {
                end += copy.len();
                if end <= bytes {
                    letter.left = true;
                    self.tally.sent += 1;
                    self.tally.sent_again += u64::from(letter.again);
                }
            }
        }
    }

    async fn await_answers(&mut self, slowly: bool) -> std::io::Result<()> {
        if self.line.is_paper() {
            for letter in self.letters.iter_mut().filter(|letter| letter.sound) {
                letter.awaited = 0;
                letter.answered = true;
            }
        }
        let answered_by = Instant::now() + self.config.answer_max;
        while self.letters.iter().any(Letter::is_awaited) {
            let key = self.speech.speaking.sm4_key.as_ref();
            let segment = timeout_at(answered_by, self.line.receive(slowly, key)).await??;
            self.hear(segment);
        }
        Ok(())
    }

    /// Takes an answer to the letters that are out, or keeps a request for later.
    pub(super) fn hear(&mut self, segment: Vec<u8>) {
        let Ok((packet, _)) = Packet::parse(&segment, Mode::Lenient) else {
            return;
        };
        if packet.command() != Some(9014) {
            self.take_request(segment);
            return;
        }
        let request = packet.qn().or_else(|| packet.content_value(b"QN"));
        let letter = self.letters.iter_mut().find(|letter| letter.is_answered_by(request));
        if let Some(letter) = letter {
            letter.take_answer();
            self.unanswered_in_a_row = 0;
        }
    }

    /// Notes what became of the letters, and puts back what was not answered.
    pub(super) fn settle(&mut self) {
        for letter in std::mem::take(&mut self.letters) {
            if letter.answered
                && let Some(expectation) = Expectation::of(&letter.frame, true)
            {
                self.witness.expects(&expectation);
            }
            let unit = letter.unit.and_then(|place| self.in_hand.get_mut(place));
            let Some(unit) = unit else { continue };
            unit.answered |= u16::from(letter.answered) << letter.part;
            unit.delivered |= u16::from(letter.sound && letter.left) << letter.part;
        }
        for unit in std::mem::take(&mut self.in_hand) {
            if unit.is_answered() {
                self.tally.acknowledged += 1;
                self.witness.answered(&self.progress(unit.at));
            } else if self.story.put_back(unit.clone(), &mut self.tally) == Fate::GivenUp {
                self.leave_open(&unit);
            }
        }
    }

    /// Tells what the platform may hold of an upload that it never answered.
    pub(super) fn leave_open(&self, unit: &Unit) {
        if unit.delivered == 0 {
            return;
        }
        for frame in self.frames_of(unit, &self.speech.password).unwrap_or_default() {
            if let Some(expectation) = Expectation::of(&frame, false) {
                self.witness.expects(&expectation);
            }
        }
    }

    /// A request number that no other upload of this logger has, with room for its parts.
    pub(super) fn next_request(&mut self) -> Option<Stamp> {
        let shown = self.own_clock.shows(self.now) + self.speech.ahead;
        let next = self
            .last_request
            .map_or(shown, |last| shown.max(last + chrono::Duration::milliseconds(1)));
        let room = chrono::Duration::milliseconds(super::speech::PARTS_MAX as i64 - 1);
        self.last_request = next.checked_add_signed(room);
        super::speech::stamp(next)
    }
}

/// The request number in a frame of ours.
fn request_of(frame: &[u8]) -> Option<Vec<u8>> {
    let hj212::Event::Frame(frame) = hj212::frames(frame, hj212::Limits::default()).next()? else {
        return None;
    };
    let (packet, _) = Packet::parse(frame.segment, Mode::Lenient).ok()?;
    packet.value(HeaderName::Qn).map(<[u8]>::to_vec)
}
