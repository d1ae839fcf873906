//! Puts the parts of split packets together (HJ 212-2017, 6.3.1, C.49 and C.50).
//!
//! Parts belong together by device, system type, command, DataTime and number of parts; their request numbers differ,
//! and each part is acknowledged by its own (see [`acknowledge`](crate::acknowledge)): reassembly takes no part in that.
//! It knows no clock: the time is an argument, counted from any fixed moment.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use crate::content::Group;
use crate::packet::{Mode, Packet};

/// How much is kept while parts are awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReassemblyLimits {
    /// Split packets that wait for parts, or were completed lately, at once.
    pub sets_max: usize,
    /// Parts that one packet may have.
    pub parts_max: u16,
    /// Bytes of all parts that wait.
    pub bytes_max: usize,
    /// How long after its last new part a packet is given up, and how long a completed one is remembered.
    pub patience: Duration,
}

impl Default for ReassemblyLimits {
    fn default() -> Self {
        Self {
            sets_max: 256,
            parts_max: 512,
            bytes_max: 4 << 20,
            patience: Duration::from_secs(120),
        }
    }
}

/// What parts of one packet have in common. The request number is not among it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SplitKey {
    /// Device number.
    pub mn: Vec<u8>,
    /// System type.
    pub st: Vec<u8>,
    /// Command.
    pub cn: Vec<u8>,
    /// DataTime as written.
    pub data_time: Vec<u8>,
    /// How many parts there are.
    pub pnum: u16,
}

impl SplitKey {
    /// The key and the number of a part; `None` for a packet that stands alone: not split, one part of one, numbers
    /// that make no sense, or nothing by which its parts could be told from others.
    pub fn of(packet: &Packet<'_>) -> Option<(Self, u16)> {
        let (pno, pnum) = packet.part().filter(|(_, pnum)| *pnum > 1)?;
        let given = |value: Option<&[u8]>| value.filter(|value| !value.is_empty()).map(<[u8]>::to_vec);
        let key = Self {
            mn: given(packet.mn())?,
            st: given(packet.st())?,
            cn: given(packet.cn())?,
            data_time: given(packet.data_time_digits())?,
            pnum,
        };
        Some((key, pno))
    }

    /// Whether another set has all in common but the number of parts.
    fn differs_only_in_pnum(&self, other: &Self) -> bool {
        (&self.mn, &self.st, &self.cn, &self.data_time) == (&other.mn, &other.st, &other.cn, &other.data_time)
            && self.pnum != other.pnum
    }
}

/// Why a part was not kept. Its content is beyond no doubt for that: take the packet by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// [`ReassemblyLimits::sets_max`] packets wait already.
    TooManySets,
    /// The packet has more parts than [`ReassemblyLimits::parts_max`].
    TooManyParts,
    /// [`ReassemblyLimits::bytes_max`] bytes wait already.
    TooManyBytes,
}

/// What became of a packet that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handed {
    /// It stands alone: take it as it is.
    Alone,
    /// It is kept, and others are awaited.
    Kept {
        /// How many are missing.
        missing: u16,
        /// Whether parts of the same packet name another number of parts.
        pnum_differs: bool,
    },
    /// The part is there already.
    Duplicate {
        /// Whether it says something else than the one that is there, which stays.
        differs: bool,
    },
    /// It was the last one: here is the whole.
    Whole(Assembled),
    /// It was not kept.
    Refused(Refusal),
}

/// The parts of a split packet, all or some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembled {
    /// What the parts have in common.
    pub key: SplitKey,
    /// The segment of each part by its number.
    pub parts: BTreeMap<u16, Vec<u8>>,
}

impl Assembled {
    /// The numbers of the parts that never came.
    pub fn missing(&self) -> impl Iterator<Item = u16> {
        (1..=self.key.pnum).filter(|pno| !self.parts.contains_key(pno))
    }

    /// Whether every part is there.
    pub fn is_whole(&self) -> bool {
        self.parts.len() == usize::from(self.key.pnum)
    }

    /// The parts in order, read leniently.
    pub fn packets(&self) -> impl Iterator<Item = Packet<'_>> {
        // What was handed over as a packet can be read as one.
        self.parts
            .values()
            .filter_map(|segment| Packet::parse(segment, Mode::Lenient).ok())
            .map(|(packet, _)| packet)
    }

    /// The groups of CP of all parts in order. DataTime, which each part repeats, stands there once.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        self.packets()
            .enumerate()
            .flat_map(|(index, packet)| packet.groups().filter(move |group| index == 0 || !is_data_time(group)))
    }
}

fn is_data_time(group: &Group<'_>) -> bool {
    let mut fields = group.fields();
    fields.next().is_some_and(|field| field.name == b"DataTime") && fields.next().is_none()
}

/// A packet that waits for parts, or that was completed and is remembered so that a part sent again is recognised.
#[derive(Clone, Debug, Default)]
struct Set {
    /// The segments; empty once the packet is complete and was given out.
    parts: BTreeMap<u16, Vec<u8>>,
    /// What each part said, so that a part sent again is told from one that says something else.
    said: BTreeMap<u16, u64>,
    is_done: bool,
    last: Duration,
}

impl Set {
    fn bytes(&self) -> usize {
        self.parts.values().map(Vec::len).sum()
    }
}

/// Puts parts together. Keep one for each station or connection, so that none can use up the limits of others.
#[derive(Clone, Debug, Default)]
pub struct Reassembler {
    limits: ReassemblyLimits,
    sets: BTreeMap<SplitKey, Set>,
    bytes: usize,
}

impl Reassembler {
    /// A reassembler with nothing in it.
    pub fn new(limits: ReassemblyLimits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    /// Takes a packet. Packets that are no parts pass by.
    pub fn hand(&mut self, packet: &Packet<'_>, now: Duration) -> Handed {
        let Some((key, pno)) = SplitKey::of(packet) else {
            return Handed::Alone;
        };
        let said = digest(packet.content());
        if let Some(known) = self.sets.get(&key).and_then(|set| set.said.get(&pno)) {
            return Handed::Duplicate {
                differs: *known != said,
            };
        }
        if let Some(refusal) = self.refusal(&key, packet) {
            return Handed::Refused(refusal);
        }
        let pnum_differs = self
            .sets
            .iter()
            .any(|(other, set)| !set.is_done && key.differs_only_in_pnum(other));
        self.bytes += packet.segment.len();
        let set = self.sets.entry(key.clone()).or_default();
        set.parts.insert(pno, packet.segment.to_vec());
        set.said.insert(pno, said);
        set.last = now;
        let missing = usize::from(key.pnum) - set.parts.len();
        if missing > 0 {
            return Handed::Kept {
                missing: u16::try_from(missing).unwrap_or(u16::MAX),
                pnum_differs,
            };
        }
        set.is_done = true;
        self.bytes -= set.bytes();
        let parts = std::mem::take(&mut set.parts);
        Handed::Whole(Assembled { key, parts })
    }

    fn refusal(&mut self, key: &SplitKey, packet: &Packet<'_>) -> Option<Refusal> {
        if key.pnum > self.limits.parts_max {
            return Some(Refusal::TooManyParts);
        }
        if self.sets.len() >= self.limits.sets_max && !self.sets.contains_key(key) && !self.forget_one() {
            return Some(Refusal::TooManySets);
        }
        let is_too_much = self.bytes.saturating_add(packet.segment.len()) > self.limits.bytes_max;
        is_too_much.then_some(Refusal::TooManyBytes)
    }

    /// Forgets the packet that was completed longest ago, to make room. Says whether there was one.
    fn forget_one(&mut self) -> bool {
        let done = self.sets.iter().filter(|(_, set)| set.is_done);
        let Some(oldest) = done.min_by_key(|(_, set)| set.last).map(|(key, _)| key.clone()) else {
            return false;
        };
        self.sets.remove(&oldest).is_some()
    }

    /// The packets whose parts have not all come in time, with what is there. Call it now and then, and with
    /// [`Duration::MAX`] at the end of a connection.
    pub fn overdue(&mut self, now: Duration) -> Vec<Assembled> {
        let patience = self.limits.patience;
        let is_overdue = |set: &Set| now.saturating_sub(set.last) >= patience;
        let keys: Vec<_> = self
            .sets
            .iter()
            .filter(|(_, set)| is_overdue(set))
            .map(|(key, _)| key.clone())
            .collect();
        let mut given_up = Vec::new();
        for key in keys {
            let Some(set) = self.sets.remove(&key) else { continue };
            self.bytes -= set.bytes();
            if !set.is_done {
                given_up.push(Assembled { key, parts: set.parts });
            }
        }
        given_up
    }

    /// How many packets wait for parts.
    pub fn waiting(&self) -> usize {
        self.sets.values().filter(|set| !set.is_done).count()
    }
}

/// A number by which contents are told apart. Request numbers are not in it: a part sent again may have a new one.
fn digest(content: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}
