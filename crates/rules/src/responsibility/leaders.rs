//! The top leaders' "three in person" (亲自研究、亲自部署、亲自解决), part of RESP-7's keeping of who decided what.

use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::found::{Found, rate_of};

/// What is on record of one key matter for one top leader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InPerson {
    /// Minutes of a meeting that the leader held on it.
    pub studied: bool,
    /// An order or instruction of the leader.
    pub deployed: bool,
    /// The matter is archived.
    pub archived: bool,
}

impl InPerson {
    /// Whether it counts as solved in person: archived, with the leader's minutes.
    pub fn solved(self) -> bool {
        self.archived && self.studied
    }

    /// Whether all three are there.
    pub fn all_three(self) -> bool {
        self.studied && self.deployed && self.solved()
    }
}

/// Key matters with all three ÷ key matters.
pub fn three_in_person(matters: &[InPerson]) -> Found<Decimal> {
    let what = Text::new("“三个亲自”落实率", "key matters studied, deployed and solved in person");
    let rule = Citation::new("RESP-7", "three in person (三个亲自)", Certainty::PD);
    rate_of(&what, matters.iter().map(|matter| Some(matter.all_three())), rule)
}
