//! Split packets: which parts of one packet came over a connection, and what is said when some never do.
//!
//! Each part is a whole frame with its own DataTime: it is kept, read and acknowledged by itself, and nothing waits for the others. What
//! is watched here is whether they are complete, so that a missing part is told and not merely missing.

use std::time::Duration;

use history::Fault;
use hj212::{Assembled, Event, Handed, Mode, Packet, Reassembler, ReassemblyLimits, SplitKey};
use tokio::time::Instant;

use super::arrival::{Arrival, Standing};
use super::fault;

/// What one connection may have waiting: loggers split a packet into a few parts and send them one after the other.
const LIMITS: ReassemblyLimits = ReassemblyLimits {
    sets_max: 32,
    parts_max: 512,
    bytes_max: 256 << 10,
    patience: Duration::from_secs(120),
};

/// The parts that came over one connection. Costs a pointer until the first part comes.
pub(super) struct SplitWatch {
    parts: Option<Box<Reassembler>>,
    since: Instant,
}

/// A packet of which parts never came.
pub(super) struct Incomplete {
    /// The MN that it names.
    pub mn: Vec<u8>,
    /// What is missing, in words.
    pub fault: Fault,
}

impl SplitWatch {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            parts: None,
            since: now,
        }
    }

    /// Looks at what arrived; what is odd about an accepted part is returned.
    pub(super) fn watch(&mut self, event: &Event<'_>, arrival: &Arrival) -> Option<Fault> {
        let Event::Frame(frame) = event else { return None };
        if arrival.standing != Standing::Accepted {
            return None;
        }
        // Of an encrypted frame only whoever accepted it knows the plain text.
        let accepted = arrival.accepted.as_ref().map(|accepted| accepted.segment.as_slice());
        let (packet, _) = Packet::parse(accepted.unwrap_or(frame.segment), Mode::Lenient).ok()?;
        SplitKey::of(&packet)?;
        self.take(&packet, Instant::now())
    }

    fn take(&mut self, packet: &Packet<'_>, now: Instant) -> Option<Fault> {
        let elapsed = now.duration_since(self.since);
        let parts = self.parts.get_or_insert_with(|| Box::new(Reassembler::new(LIMITS)));
        match parts.hand(packet, elapsed) {
            Handed::Kept { pnum_differs: true, .. } => Some(fault::split_number_differs()),
            Handed::Duplicate { differs: true } => Some(fault::split_part_differs()),
            Handed::Refused(_) => Some(fault::split_not_watched()),
            Handed::Alone | Handed::Kept { .. } | Handed::Duplicate { .. } | Handed::Whole(_) => None,
        }
    }

    /// The packets whose parts have not all come in time.
    pub(super) fn overdue(&mut self, now: Instant) -> Vec<Incomplete> {
        self.given_up(now.duration_since(self.since))
    }

    /// The packets that the end of the connection leaves incomplete.
    pub(super) fn end(&mut self) -> Vec<Incomplete> {
        self.given_up(Duration::MAX)
    }

    fn given_up(&mut self, elapsed: Duration) -> Vec<Incomplete> {
        let Some(parts) = &mut self.parts else {
            return Vec::new();
        };
        let overdue = parts.overdue(elapsed);
        if parts.waiting() == 0 && elapsed == Duration::MAX {
            self.parts = None;
        }
        overdue.iter().map(incomplete).collect()
    }
}

fn incomplete(packet: &Assembled) -> Incomplete {
    Incomplete {
        mn: packet.key.mn.clone(),
        fault: fault::split_incomplete(packet),
    }
}
