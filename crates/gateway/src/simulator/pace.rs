//! How fast recorded time passes.

use std::time::Duration;

/// How fast recorded time passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// So many times as fast as it was recorded; 1 is real time.
    Times(f64),
    /// As fast as the answers come.
    Unbounded,
}

impl Pace {
    /// The pace of a factor as people give it: 0 is unbounded. `None` for what is no pace.
    pub fn from_factor(factor: f64) -> Option<Self> {
        match factor {
            0.0 => Some(Self::Unbounded),
            factor if factor.is_finite() && factor > 0.0 => Some(Self::Times(factor)),
            _ => None,
        }
    }

    /// How long `recorded` lasts.
    pub(super) fn wait(self, recorded: chrono::Duration) -> Duration {
        // Beyond ten years the difference does not matter, and clocks stay within their range.
        const WAIT_MAX: Duration = Duration::from_secs(10 * 365 * 24 * 3600);
        match self {
            Self::Unbounded => Duration::ZERO,
            Self::Times(factor) => {
                let seconds = recorded.to_std().unwrap_or_default().as_secs_f64() / factor;
                Duration::try_from_secs_f64(seconds).unwrap_or(WAIT_MAX).min(WAIT_MAX)
            }
        }
    }
}
