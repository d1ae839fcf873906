//! The queue before the writer: two bounded lanes, so that back-filled data never keep new data waiting for long.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

/// Receipts that may wait in each lane; whoever brings one more waits himself, which stops reading from his socket.
const WAITING_MAX: u32 = 4_096;
/// Receipts in one commit.
const COMMIT_RECEIPTS_MAX: usize = 2_000;
/// Of these, how many are back-filled while new ones wait.
const COMMIT_BACK_FILLED_MAX: usize = COMMIT_RECEIPTS_MAX / 8;
/// Bytes in one commit, beyond which nothing further joins it.
const COMMIT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// In which lane something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// What is new, and what a person waits for.
    New,
    /// What was late or asked for again.
    BackFill,
}

/// How much of a commit something takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) receipts: usize,
    pub(crate) bytes: usize,
}

struct Waiting<T> {
    load: Load,
    permits: u32,
    order: T,
}

struct State<T> {
    closed: bool,
    lanes: [VecDeque<Waiting<T>>; 2],
}

pub(crate) struct Lanes<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    room: [Semaphore; 2],
}

impl<T> Lanes<T> {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                closed: false,
                lanes: [VecDeque::new(), VecDeque::new()],
            }),
            filled: Condvar::new(),
            room: std::array::from_fn(|_| Semaphore::new(WAITING_MAX as usize)),
        }
    }

    /// Puts an order into a lane; waits while it is full. False when nobody will ever take it.
    pub(crate) async fn put(&self, lane: Lane, load: Load, order: T) -> bool {
        let permits = u32::try_from(load.receipts)
            .unwrap_or(WAITING_MAX)
            .clamp(1, WAITING_MAX);
        match self.room[lane as usize].acquire_many(permits).await {
            // Given back when it is taken.
            Ok(room) => room.forget(),
            Err(_) => return false,
        }
        let mut state = self.state();
        if state.closed {
            return false;
        }
        state.lanes[lane as usize].push_back(Waiting { load, permits, order });
        drop(state);
        self.filled.notify_one();
        true
    }

    /// Waits for orders and takes what fits one commit, new ones first; none when the lanes are closed and empty.
    pub(crate) fn take(&self) -> Option<Vec<T>> {
        let mut state = self.state();
        while state.lanes.iter().all(VecDeque::is_empty) {
            if state.closed {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let mut taken = Taken {
            orders: Vec::new(),
            load: Load { receipts: 0, bytes: 0 },
        };
        let [new, back_fill] = &mut state.lanes;
        // The small share of what is back-filled is taken first, so that a stream of new data cannot starve it either.
        let share = match new.is_empty() {
            true => COMMIT_RECEIPTS_MAX,
            false => COMMIT_BACK_FILLED_MAX,
        };
        let permits = [
            (Lane::BackFill, taken.fill(back_fill, share)),
            (Lane::New, taken.fill(new, COMMIT_RECEIPTS_MAX)),
        ];
        drop(state);
        for (lane, permits) in permits {
            self.room[lane as usize].add_permits(permits);
        }
        Some(taken.orders)
    }

    /// Lets what waits be taken, and nothing more be put.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.room.iter().for_each(Semaphore::close);
        self.filled.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        // Nothing that holds the lock can panic half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Taken<T> {
    orders: Vec<T>,
    load: Load,
}

impl<T> Taken<T> {
    /// Takes from a lane while there is room; returns the permits of what was taken.
    fn fill(&mut self, lane: &mut VecDeque<Waiting<T>>, receipts_max: usize) -> usize {
        let mut permits = 0;
        while self.load.receipts < receipts_max && self.load.bytes < COMMIT_BYTES_MAX {
            let Some(waiting) = lane.pop_front() else { break };
            self.load.receipts += waiting.load.receipts;
            self.load.bytes += waiting.load.bytes;
            permits += waiting.permits as usize;
            self.orders.push(waiting.order);
        }
        permits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    const ONE: Load = Load {
        receipts: 1,
        bytes: 100,
    };

    #[tokio::test]
    async fn new_data_pass_what_is_back_filled() {
        let lanes = Lanes::new();
        for number in 0..4_000 {
            assert!(lanes.put(Lane::BackFill, ONE, ("old", number)).await);
        }
        for number in 0..10 {
            assert!(lanes.put(Lane::New, ONE, ("new", number)).await);
        }
        let first = lanes.take().unwrap();
        assert_eq!(
            first.iter().filter(|(lane, _)| *lane == "new").count(),
            10,
            "all new ones are in the first commit"
        );
        assert_eq!(first.len(), COMMIT_BACK_FILLED_MAX + 10);
        assert_eq!(
            lanes.take().unwrap().len(),
            COMMIT_RECEIPTS_MAX,
            "and the others have the next to themselves"
        );
    }

    #[tokio::test]
    async fn a_full_lane_makes_its_own_wait_and_not_the_other() {
        let lanes = Arc::new(Lanes::new());
        for number in 0..WAITING_MAX {
            lanes.put(Lane::BackFill, ONE, number).await;
        }
        let waiting = Arc::clone(&lanes);
        let one_more = tokio::spawn(async move { waiting.put(Lane::BackFill, ONE, 0).await });
        assert!(lanes.put(Lane::New, ONE, 0).await);
        tokio::task::yield_now().await;
        assert!(!one_more.is_finished());
        lanes.take().unwrap();
        assert!(one_more.await.unwrap());
        lanes.close();
        assert!(!lanes.put(Lane::New, ONE, 0).await);
        while lanes.take().is_some() {}
    }
}
