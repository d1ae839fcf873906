//! The frames on their way to one superior platform: which to send now, which is answered, how far all is done.
//!
//! Pure: the moment is an argument, nothing is sent here. Two promises hold whatever happens: frames of one station go
//! out in the order in which they were received, and [`Queue::through`] never passes a frame that is neither answered,
//! nor unwanted, nor given up with a word about it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use history::ReceiptId;
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

/// A frame to be forwarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The receipt that it was received under.
    pub id: ReceiptId,
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
    /// By station, the oldest first. Only the first of a lane is ever in flight.
    lanes: BTreeMap<Vec<u8>, VecDeque<Pending>>,
    /// Receipts that are neither done nor unwanted.
    open: BTreeSet<ReceiptId>,
    /// The newest receipt that was offered or skipped.
    seen: ReceiptId,
    in_flight: usize,
    /// Whether the platform has answered anything since the connection was made.
    is_answering: bool,
}

impl Queue {
    /// An empty queue of which all up to `through` is done.
    pub fn new(patience: Patience, through: ReceiptId) -> Self {
        Self {
            patience,
            lanes: BTreeMap::new(),
            open: BTreeSet::new(),
            seen: through,
            in_flight: 0,
            is_answering: false,
        }
    }

    /// How many more frames may be offered.
    pub fn room(&self) -> usize {
        self.patience.waiting_max.saturating_sub(self.open.len())
    }

    /// The newest receipt that was offered or skipped: reading goes on behind it.
    pub fn seen(&self) -> ReceiptId {
        self.seen
    }

    /// Everything up to this receipt is done: a restart begins behind it.
    pub fn through(&self) -> ReceiptId {
        match self.open.first() {
            Some(first) => ReceiptId(first.0 - 1),
            None => self.seen,
        }
    }

    /// Appends a frame. Frames must come in the order of their receipts; an older one is taken as done.
    pub fn offer(&mut self, frame: Outgoing) {
        if frame.id <= self.seen {
            return;
        }
        self.seen = frame.id;
        self.open.insert(frame.id);
        self.lanes.entry(frame.station.clone()).or_default().push_back(Pending {
            frame,
            attempts: 0,
            rounds: 0,
            sent_at: None,
        });
    }

    /// Passes over a receipt that the target does not want.
    pub fn skip(&mut self, id: ReceiptId) {
        self.seen = self.seen.max(id);
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
        hopeless
            .iter()
            .filter_map(|station| self.remove_first(station))
            .collect()
    }

    /// How many frames wait here or are in flight.
    pub fn waiting(&self) -> usize {
        self.open.len()
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
        self.open.remove(&done.frame.id);
        Some(done.frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(id: i64, station: u8) -> Outgoing {
        Outgoing {
            id: ReceiptId(id),
            station: vec![station],
            request: Some(id.to_string().into_bytes()),
            bytes: id.to_string().into_bytes(),
        }
    }

    /// What may happen to a queue.
    #[derive(Clone, Debug)]
    enum Happening {
        Offer(u8),
        Skip,
        Step,
        Answer(prop::sample::Index),
        Foreign,
        Later(u64),
        Disconnected,
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            3 => (0..4_u8).prop_map(Happening::Offer),
            1 => Just(Happening::Skip),
            4 => Just(Happening::Step),
            3 => any::<prop::sample::Index>().prop_map(Happening::Answer),
            1 => Just(Happening::Foreign),
            1 => (0..20_u64).prop_map(Happening::Later),
            1 => Just(Happening::Disconnected),
        ]
    }

    proptest! {
        /// Order per station, nothing lost, nothing passed over: whatever happens, and in whatever order.
        #[test]
        fn order_is_kept_and_nothing_is_passed_over(happenings in prop::collection::vec(happening(), 0..200)) {
            let patience = Patience { in_flight_max: 2, ..Patience::default() };
            let mut queue = Queue::new(patience, ReceiptId(0));
            let mut now = Instant::now();
            let mut next = 1_i64;
            let mut unfinished: Vec<(i64, u8)> = Vec::new();
            let mut sent: Vec<i64> = Vec::new();
            for happening in happenings {
                match happening {
                    Happening::Offer(station) => {
                        queue.offer(frame(next, station));
                        unfinished.push((next, station));
                        next += 1;
                    }
                    Happening::Skip => { queue.skip(ReceiptId(next)); next += 1; }
                    Happening::Step => if let Step::Send(bytes) = queue.step(now) {
                        let id: i64 = String::from_utf8(bytes).unwrap().parse().unwrap();
                        let station = unfinished.iter().find(|known| known.0 == id).unwrap().1;
                        let oldest = unfinished.iter().find(|known| known.1 == station).unwrap().0;
                        prop_assert_eq!(id, oldest, "a station's older frame was overtaken");
                        if !sent.contains(&id) { sent.push(id); }
                        prop_assert!(sent.len() <= 2);
                    },
                    Happening::Answer(which) => if !sent.is_empty() {
                        let id = sent.remove(which.index(sent.len()));
                        let place = unfinished.iter().position(|known| known.0 == id).unwrap();
                        let (_, station) = unfinished.remove(place);
                        let request = id.to_string();
                        prop_assert!(queue.answered(&[station], Some(request.as_bytes())));
                    },
                    Happening::Foreign => prop_assert!(!queue.answered(b"nobody", Some(b"1"))),
                    Happening::Later(seconds) => now += Duration::from_secs(seconds),
                    Happening::Disconnected => {
                        sent.clear();
                        for given_up in queue.disconnected() {
                            unfinished.retain(|known| known.0 != given_up.id.0);
                        }
                    }
                }
                let oldest = unfinished.first().map_or(next, |known| known.0);
                prop_assert_eq!(queue.through(), ReceiptId(oldest - 1));
            }
        }
    }

    #[test]
    fn an_unanswered_frame_is_repeated_and_then_the_connection_is_doubted() {
        let mut queue = Queue::new(Patience::default(), ReceiptId(0));
        queue.offer(frame(1, 7));
        let start = Instant::now();
        assert_eq!(queue.step(start), Step::Send(b"1".to_vec()));
        assert_eq!(queue.step(start), Step::WaitUntil(start + Duration::from_secs(10)));
        assert_eq!(queue.step(start + Duration::from_secs(10)), Step::Send(b"1".to_vec()));
        assert_eq!(queue.step(start + Duration::from_secs(20)), Step::Send(b"1".to_vec()));
        assert_eq!(queue.step(start + Duration::from_secs(30)), Step::Reconnect);
        assert_eq!(
            queue.disconnected(),
            [],
            "a platform that answers nothing is down: nothing is given up"
        );
        assert_eq!(queue.through(), ReceiptId(0));
        assert_eq!(queue.step(start + Duration::from_secs(31)), Step::Send(b"1".to_vec()));
    }

    #[test]
    fn a_frame_that_is_never_answered_while_others_are_is_given_up_in_the_end() {
        let patience = Patience {
            attempts_max: 1,
            rounds_max: 2,
            ..Patience::default()
        };
        let mut queue = Queue::new(patience, ReceiptId(0));
        queue.offer(frame(1, 1));
        let mut now = Instant::now();
        for round in 0..2_i64 {
            queue.offer(frame(2 + round, 2));
            assert!(matches!(queue.step(now), Step::Send(_)));
            assert!(matches!(queue.step(now), Step::Send(_)));
            assert!(queue.answered(&[2], Some((2 + round).to_string().as_bytes())));
            now += Duration::from_secs(10);
            assert_eq!(queue.step(now), Step::Reconnect);
            let given_up = queue.disconnected();
            assert_eq!(given_up.len(), usize::from(round == 1));
        }
        assert_eq!(queue.through(), ReceiptId(3));
        assert_eq!(queue.waiting(), 0);
    }
}
