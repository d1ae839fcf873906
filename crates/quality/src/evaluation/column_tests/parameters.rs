//! The sets of a profile as the parameters of the basic tests.

use crate::basic::{FlatLine, Range, Rate, Spike};
use crate::profile::Set;

pub(super) fn bounds(set: &Set) -> Range {
    Range {
        lowest: set.optional("lowest"),
        highest: set.optional("highest"),
        unlikely_below: set.optional("unlikely_below"),
        unlikely_above: set.optional("unlikely_above"),
    }
}

pub(super) fn spike(set: &Set) -> Spike {
    Spike {
        suspect: set.optional("suspect"),
        failed: set.optional("failed"),
        gap: set.seconds("gap_seconds"),
    }
}

pub(super) fn rate(set: &Set) -> Rate {
    Rate {
        suspect_per_hour: set.optional("suspect_per_hour"),
        failed_per_hour: set.optional("failed_per_hour"),
        gap: set.seconds("gap_seconds"),
    }
}

pub(super) fn flat_line(set: &Set) -> FlatLine {
    FlatLine {
        tolerance: set.decimal("tolerance"),
        values_count: set.count("values_count"),
        suspect: set.seconds("suspect_seconds"),
        failed: set.optional("failed_seconds").map(|_| set.seconds("failed_seconds")),
        gap: set.seconds("gap_seconds"),
    }
}
