//! Procedures as state machines: what is written ([`Machine`]), what may be done now ([`Machine::permissions`]), and what an act makes
//! of it ([`Machine::take`]).
//!
//! A procedure has states, roles, facts, actions and clocks. An action is open in some states to some roles; its guard, an
//! expression over facts ([`Guard`]), must hold; the person may have to be another than who did what is checked; it may have a
//! window. A refusal says all of that in sentences. Clocks are started by actions or by states and end as the calendar and the
//! profiles say; an end that the calendar does not reach is unknown, never guessed.

mod asking;
mod course;
mod evaluate;
mod example;
mod guard;
mod machine;
mod parse;
mod possible;
mod refusal;
mod running;
mod surroundings;
mod term;
mod token;
mod typing;
mod value;

pub use course::{ACTS_MAX, Asker, Permission, Proposal, Standing, Taken};
pub use example::ExampleFailure;
pub use guard::{
    ACTED_ON, Comparison, GUARD_DEPTH_MAX, GUARD_LENGTH_MAX, Guard, GuardError, GuardFault, Node, NodeKind, Operation,
};
pub use machine::{
    Act, Action, Clock, Example, ExampleStep, Expected, ExpectedDue, ExpectedEnd, Extension, Length, Limit, Machine,
    Role, State, Target, Term, Window,
};
pub use possible::Possibility;
pub use refusal::{Refusal, RefusalCode};
pub use running::{Due, Running};
pub use surroundings::{Parameters, Surroundings};
pub use typing::Vocabulary;
pub use value::{ChoiceWord, Fact, FactType, TEXT_LENGTH_MAX, Value};
