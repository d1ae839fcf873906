//! How much from one address may be kept that is not accepted: garbage, damaged frames, frames of unknown stations.
//!
//! Evidence of faults is worth keeping, a full disk is not. Counted by address, so that connecting again buys nothing.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Addresses that are remembered. When there are more, those whose window has passed are forgotten, then all.
const ADDRESSES_MAX: usize = 10_000;

/// What may be done with bytes that were just spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spending {
    /// Keep them.
    Within,
    /// Keep them, say that they were too many, and close.
    Reached,
    /// That was said already: close, and keep nothing that is not accepted.
    Exceeded,
}

pub(super) struct Budget {
    bytes_max: usize,
    window: Duration,
    spent: Mutex<HashMap<IpAddr, (Instant, usize)>>,
}

impl Budget {
    pub(super) fn new(bytes_max: usize, window: Duration) -> Self {
        Self {
            bytes_max,
            window,
            spent: Mutex::new(HashMap::new()),
        }
    }

    /// Counts `bytes` from `address`.
    pub(super) fn spend(&self, address: IpAddr, bytes: usize) -> Spending {
        if bytes == 0 {
            return Spending::Within;
        }
        let now = Instant::now();
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= ADDRESSES_MAX && !spent.contains_key(&address) {
            spent.retain(|_, (since, _)| now.duration_since(*since) <= self.window);
            if spent.len() >= ADDRESSES_MAX {
                spent.clear();
            }
        }
        let (since, sum) = spent.entry(address).or_insert((now, 0));
        if now.duration_since(*since) > self.window {
            (*since, *sum) = (now, 0);
        }
        let before = *sum;
        *sum = sum.saturating_add(bytes);
        match (before > self.bytes_max, *sum > self.bytes_max) {
            (true, _) => Spending::Exceeded,
            (false, true) => Spending::Reached,
            (false, false) => Spending::Within,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn spent_by_address_and_window() {
        let budget = Budget::new(100, Duration::from_millis(50));
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let spending: Vec<_> = [100, 1, 0, 1].map(|bytes| budget.spend(one, bytes)).into();
        assert_eq!(
            spending,
            [
                Spending::Within,
                Spending::Reached,
                Spending::Within,
                Spending::Exceeded
            ]
        );
        assert_eq!(budget.spend(other, 100), Spending::Within);
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(budget.spend(one, 100), Spending::Within);
    }

    #[test]
    fn addresses_are_not_remembered_without_end() {
        let budget = Budget::new(100, Duration::from_secs(60));
        for number in 0..25_000_u32 {
            budget.spend(IpAddr::from(number.to_be_bytes()), 1);
        }
        assert!(budget.spent.lock().unwrap().len() <= ADDRESSES_MAX);
    }
}
