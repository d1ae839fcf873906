//! How far an explanation is unfolded.
//!
//! A year of hourly data has some hundred thousand values. A page unfolds the most telling ones and leaves the rest as questions
//! that can be asked further; an export unfolds everything.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Steps that a page unfolds.
const PAGE_STEPS: usize = 600;

/// Steps that may still be unfolded. Atomic only so that a reference may cross threads: one question has one budget.
pub(crate) struct Budget {
    left: AtomicUsize,
}

impl Budget {
    /// As much as a page shows.
    pub(crate) fn page() -> Self {
        Self {
            left: AtomicUsize::new(PAGE_STEPS),
        }
    }

    /// Everything.
    pub(crate) fn everything() -> Self {
        Self {
            left: AtomicUsize::new(usize::MAX),
        }
    }

    /// No step at all: for verdicts of which only the outcome is wanted.
    pub(crate) fn nothing() -> Self {
        Self {
            left: AtomicUsize::new(0),
        }
    }

    /// Whether a step with `causes` causes may be unfolded; if so, they are taken from what is left.
    pub(crate) fn allows(&self, causes: usize) -> bool {
        // The first step is always unfolded, however many causes it has: an explanation never ends at its own title.
        let left = self.left.load(Ordering::Relaxed);
        let rest = if left == PAGE_STEPS {
            Some(left.saturating_sub(causes))
        } else {
            left.checked_sub(causes)
        };
        if let Some(rest) = rest.filter(|_| left > 0) {
            self.left.store(rest, Ordering::Relaxed);
            return true;
        }
        false
    }
}
