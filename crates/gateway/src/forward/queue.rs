//! The frames on their way to one superior platform: which to send now, which is answered, how far all is done.
//!
//! Pure: the moment is an argument, nothing is sent here. Two promises hold whatever happens: frames of one station go
//! out in the order in which they were received, as far as they are known here, and [`Queue::done`] never passes a frame that is neither answered,
//! nor unwanted, nor given up with a word about it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use history::{AdmissionNumber, ReceiptId};
use tokio::time::Instant;

/// How patient the forwarding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Frames that may be unanswered at one time, each of another station.
    pub in_flight_max: usize,
    /// Frames that may wait here; the others wait in the history, where they take no memory.
    pub waiting_max: usize,
    /// How long an answer may take.
    pub answer_max: Duration,
    /// How often a frame is sent over one connection before the connection is doubted.
    pub attempts_max: u32,
    /// Over how many connections a frame is tried, while the platform answers others, before it is given up.
    pub rounds_max: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            in_flight_max: 64,
            waiting_max: 1_024,
            // HJ 212-2017: 10 s for an answer, three repetitions.
            answer_max: Duration::from_secs(10),
            attempts_max: 3,
            rounds_max: 5,
        }
    }
}

/// How far everything is done, in both orders: a restart begins behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Everything received up to this receipt.
    pub through: ReceiptId,
    /// Everything admitted up to this admission.
    pub admitted_through: AdmissionNumber,
}

impl Begin {
    /// Behind a receipt, with nothing admitted before.
    pub fn behind(through: ReceiptId) -> Self {
        Self {
            through,
            admitted_through: AdmissionNumber(0),
        }
    }
}

/// A frame to be forwarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The receipt that it was received under.
    pub id: ReceiptId,
    /// The admission by which it came, where it had been kept apart.
    pub admission: Option<AdmissionNumber>,
    /// The station it speaks for: its MN as received.
    pub station: Vec<u8>,
    /// Its request number, by which the answer is recognised; none in some frames of 2005.
    pub request: Option<Vec<u8>>,
    /// The frame as it is sent.
    pub bytes: Vec<u8>,
}

#[derive(Debug)]
struct Pending {
    frame: Outgoing,
    attempts: u32,
    rounds: u32,
    sent_at: Option<Instant>,
}

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send these bytes.
    Send(Vec<u8>),
    /// A frame was sent as often as one connection is trusted: close it and connect again.
    Reconnect,
    /// Nothing before this moment, unless an answer or a new frame comes.
    WaitUntil(Instant),
    /// Nothing until an answer or a new frame comes.
    Wait,
}

/// The frames of one target.
#[derive(Debug)]
pub struct Queue {
    patience: Patience,
    /// By station, the oldest first. Only the first of a lane is ever in flight; what is admitted later may be older than that.
    lanes: BTreeMap<Vec<u8>, VecDeque<Pending>>,
    /// Receipts that are neither done nor unwanted.
    open: BTreeSet<ReceiptId>,
    /// Admissions that are neither done nor unwanted.
    open_admissions: BTreeSet<AdmissionNumber>,
    /// The newest receipt and admission that were offered or skipped.
    seen: Begin,
    in_flight: usize,
    /// Whether the platform has answered anything since the connection was made.
    is_answering: bool,
}

impl Queue {
    /// An empty queue of which all up to `begin` is done.
    pub fn new(patience: Patience, begin: Begin) -> Self {
        Self {
            patience,
            lanes: BTreeMap::new(),
            open: BTreeSet::new(),
            open_admissions: BTreeSet::new(),
            seen: begin,
            in_flight: 0,
            is_answering: false,
        }
    }

    /// How many more frames may be offered.
    pub fn room(&self) -> usize {
        self.patience.waiting_max.saturating_sub(self.waiting())
    }

    /// The newest receipt and admission that were offered or skipped: reading goes on behind them.
    pub fn seen(&self) -> Begin {
        self.seen
    }

    /// Everything up to here is done: a restart begins behind it.
    pub fn done(&self) -> Begin {
        let through = self.open.first().map(|first| ReceiptId(first.0 - 1));
        let admitted = self.open_admissions.first().map(|first| AdmissionNumber(first.0 - 1));
        Begin {
            through: through.unwrap_or(self.seen.through),
            admitted_through: admitted.unwrap_or(self.seen.admitted_through),
        }
    }

    /// Takes a frame. Frames must come in the order of their receipts, or of their admissions; an older one is taken as done.
    ///
    /// A frame that was admitted goes before those of its station that were received later and are not under way.
    pub fn offer(&mut self, frame: Outgoing) {
        let is_new = match frame.admission {
            Some(number) => number > self.seen.admitted_through && self.open_admissions.insert(number),
            None => frame.id > self.seen.through && self.open.insert(frame.id),
        };
        if !is_new {
            return;
        }
        match frame.admission {
            Some(number) => self.seen.admitted_through = number,
            None => self.seen.through = frame.id,
        }
        let lane = self.lanes.entry(frame.station.clone()).or_default();
        let may_be_passed = |pending: &&Pending| pending.sent_at.is_none() && pending.frame.id > frame.id;
        let place = lane.len() - lane.iter().rev().take_while(may_be_passed).count();
        let pending = Pending {
            frame,
            attempts: 0,
            rounds: 0,
            sent_at: None,
        };
        lane.insert(place, pending);
    }

    /// Passes over a receipt that the target does not want.
    pub fn skip(&mut self, id: ReceiptId) {
        self.seen.through = self.seen.through.max(id);
    }

    /// Passes over an admission that the target does not want.
    pub fn skip_admission(&mut self, number: AdmissionNumber) {
        self.seen.admitted_through = self.seen.admitted_through.max(number);
    }

    /// What to do at `now`.
    pub fn step(&mut self, now: Instant) -> Step {
        let answer_max = self.patience.answer_max;
        let mut soonest: Option<Instant> = None;
        for lane in self.lanes.values_mut() {
            let Some(first) = lane.front_mut() else { continue };
            match first.sent_at {
                None if self.in_flight < self.patience.in_flight_max => {
                    self.in_flight += 1;
                    first.attempts = 1;
                }
                None => continue,
                Some(sent) if sent + answer_max > now => {
                    let due = sent + answer_max;
                    soonest = Some(soonest.map_or(due, |at| at.min(due)));
                    continue;
                }
                Some(_) if first.attempts >= self.patience.attempts_max => return Step::Reconnect,
                Some(_) => first.attempts += 1,
            }
            first.sent_at = Some(now);
            return Step::Send(first.frame.bytes.clone());
        }
        soonest.map_or(Step::Wait, Step::WaitUntil)
    }

    /// Takes an answer of `station` to `request`; whether a frame waited for it.
    pub fn answered(&mut self, station: &[u8], request: Option<&[u8]>) -> bool {
        let Some(lane) = self.lanes.get_mut(station) else {
            return false;
        };
        // A frame without request number has only its station to be recognised by, and only one is in flight.
        let is_waited_for = lane.front().is_some_and(|first| {
            let asked = first.frame.request.as_deref();
            first.sent_at.is_some() && (asked.is_none() || asked == request)
        });
        if !is_waited_for {
            return false;
        }
        self.is_answering = true;
        self.finish(station).is_some()
    }

    /// Takes everything in flight as done, for a platform that never answers; returns how many.
    pub fn sent_unanswered(&mut self) -> u64 {
        let in_flight = |lane: &VecDeque<Pending>| lane.front().is_some_and(|first| first.sent_at.is_some());
        let stations: Vec<_> = self
            .lanes
            .iter()
            .filter(|(_, lane)| in_flight(lane))
            .map(|(station, _)| station.clone())
            .collect();
        stations.iter().filter_map(|station| self.finish(station)).count() as u64
    }

    /// The connection is gone: what was in flight is sent again over the next one. Returns the frames that are given up, because
    /// the platform answered others but never these.
    pub fn disconnected(&mut self) -> Vec<Outgoing> {
        let was_answering = std::mem::take(&mut self.is_answering);
        let mut hopeless = Vec::new();
        for (station, lane) in &mut self.lanes {
            let Some(first) = lane.front_mut() else { continue };
            if first.sent_at.take().is_none() {
                continue;
            }
            // A platform that answers nothing is down; that says nothing against the frame.
            if was_answering && first.attempts >= self.patience.attempts_max {
                first.rounds += 1;
            }
            first.attempts = 0;
            if first.rounds >= self.patience.rounds_max {
                hopeless.push(station.clone());
            }
        }
        self.in_flight = 0;
        let given_up = hopeless
            .iter()
            .filter_map(|station| self.remove_first(station))
            .collect();
        self.lanes.values_mut().for_each(put_first_in_its_place);
        given_up
    }

    /// How many frames wait here or are in flight.
    pub fn waiting(&self) -> usize {
        self.open.len() + self.open_admissions.len()
    }

    fn finish(&mut self, station: &[u8]) -> Option<Outgoing> {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.remove_first(station)
    }

    fn remove_first(&mut self, station: &[u8]) -> Option<Outgoing> {
        let lane = self.lanes.get_mut(station)?;
        let done = lane.pop_front()?;
        if lane.is_empty() {
            self.lanes.remove(station);
        }
        match done.frame.admission {
            Some(number) => self.open_admissions.remove(&number),
            None => self.open.remove(&done.frame.id),
        };
        Some(done.frame)
    }
}

/// What was under way and is not any more may stand before an older frame that was admitted meanwhile.
fn put_first_in_its_place(lane: &mut VecDeque<Pending>) {
    if let Some(first) = lane.pop_front() {
        let place = lane.partition_point(|pending| pending.frame.id < first.frame.id);
        lane.insert(place, first);
    }
}

#[cfg(test)]
mod tests;
