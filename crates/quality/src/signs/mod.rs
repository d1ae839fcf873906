//! Signs of falsified data. A sign is never more than *suspect*: it shows its evidence, and a person judges.
//!
//! Each test names the values it rests on, their counts, the ratio or probability, and the thresholds. Real instruments, real weather
//! and real plants can give the same picture.

mod clipped;
mod frozen_digits;
mod repeated_day;
mod silence;

pub use clipped::{Clipped, ClippedEvidence, clipped};
pub use frozen_digits::{Frozen, FrozenEvidence, frozen_digits};
pub use repeated_day::{Repeated, RepeatedEvidence, repeated_day};
pub use silence::{Silence, SilenceEvidence, Slots, silence};
