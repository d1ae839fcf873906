//! Targets in sum: how many stand how, and which need attention first.

use office::views::{Attainment, TargetView};

use crate::marks::{STANDINGS, StandingLook};

/// How many of `targets` stand at each standing, those with none among them.
pub fn tally<'a>(targets: impl Iterator<Item = &'a TargetView> + Clone) -> Vec<(&'static StandingLook, usize)> {
    let count = |look: &StandingLook| {
        let like = targets
            .clone()
            .filter(|target| target.verdict.standing == look.standing);
        like.count()
    };
    STANDINGS.iter().map(|look| (look, count(look))).collect()
}

/// The targets that are missed, then those that are behind.
pub fn urgent(targets: &[TargetView]) -> Vec<&TargetView> {
    let like = |standing| targets.iter().filter(move |target| target.verdict.standing == standing);
    like(Attainment::Missed).chain(like(Attainment::AtRisk)).collect()
}
