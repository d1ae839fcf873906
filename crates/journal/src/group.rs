//! Several callers, one wait for the disk: whoever gets the database records what all who wait have brought, each for itself all or nothing, and
//! commits once.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

use crate::act::NewAct;
use crate::append::{Chain, Recorded};
use crate::error::JournalError;
use crate::journal::Journal;
use crate::store::{StorageFault, Store};

/// Most callers whose acts are committed together.
const TOGETHER_MAX: usize = 64;

type Answer = Result<Vec<Recorded>, JournalError>;

/// What one caller brings, and where the answer is laid down for him.
struct Order {
    acts: Vec<NewAct>,
    now: DateTime<Utc>,
    answer: Arc<Mutex<Option<Answer>>>,
}

impl Order {
    fn lay_down(&self, answer: Answer) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }
}

/// What callers have brought that nobody has begun to record.
#[derive(Default)]
struct Waiting {
    orders: Vec<Order>,
    /// Whether somebody records for all.
    is_led: bool,
}

/// Where callers wait.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody records for all. Whatever ends that, the others are told.
struct Led<'q>(&'q Queue);

impl Drop for Led<'_> {
    fn drop(&mut self) {
        self.0.lock().is_led = false;
        self.0.changed.notify_all();
    }
}

impl Journal {
    /// Records acts together with those of others who wait.
    pub(crate) fn together(&self, acts: Vec<NewAct>, now: DateTime<Utc>) -> Answer {
        let answer = Arc::new(Mutex::new(None));
        let taken = || answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut queue = self.queue.lock();
        queue.orders.push(Order {
            acts,
            now,
            answer: Arc::clone(&answer),
        });
        // Somebody else records for all while we wait for our answer, not for the database: he may be quicker to come back than we are to wake.
        while queue.is_led {
            queue = self.queue.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            if let Some(answer) = taken() {
                return answer;
            }
        }
        queue.is_led = true;
        let led = Led(&self.queue);
        loop {
            let count = queue.orders.len().min(TOGETHER_MAX);
            let orders: Vec<Order> = queue.orders.drain(..count).collect();
            drop(queue);
            if orders.is_empty() {
                // Whoever took our order panicked over it; what became of it nobody knows.
                return Err(StorageFault::new("the recording was broken off").at_the_end().into());
            }
            self.commit(&mut self.store(), orders);
            if let Some(answer) = taken() {
                drop(led);
                return answer;
            }
            queue = self.queue.lock();
        }
    }

    /// Commits orders and lays down the answers.
    fn commit(&self, store: &mut Store, mut orders: Vec<Order>) {
        let Some(first) = orders.first().map(|order| order.now) else {
            return;
        };
        let answers = store.write(|transaction| {
            let mut chain = Chain::open(transaction, self.hash(), first)?;
            for order in &orders {
                chain.prepare(&order.acts)?;
            }
            let is_alone = orders.len() == 1;
            let mut answers = Vec::with_capacity(orders.len());
            for order in &mut orders {
                let acts = std::mem::take(&mut order.acts);
                answers.push(match is_alone {
                    true => Ok(chain.record_alone(acts, order.now)?),
                    false => chain.record_order(acts, order.now),
                });
            }
            chain.close()?;
            Ok(answers)
        });
        match answers {
            Ok(answers) => {
                for (order, answer) in orders.iter().zip(answers) {
                    order.lay_down(answer);
                }
            }
            Err(fault) => match orders.as_slice() {
                [order] => order.lay_down(Err(fault)),
                orders => orders.iter().for_each(|order| order.lay_down(Err(told_again(&fault)))),
            },
        }
    }
}

/// What went wrong for all of them, for one of them.
fn told_again(fault: &JournalError) -> JournalError {
    match fault {
        JournalError::Storage(fault) => JournalError::Storage(fault.clone()),
        JournalError::Broken(why) => JournalError::Broken(why.clone()),
        JournalError::NoSuchAct(asked, last) => JournalError::NoSuchAct(*asked, *last),
        JournalError::Unreadable(act, fault) => JournalError::Unreadable(*act, fault.clone()),
        other => StorageFault::new(other.to_string()).into(),
    }
}
