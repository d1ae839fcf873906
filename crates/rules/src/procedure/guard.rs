//! The language of guards: what must be true for an action, as a small typed expression.
//!
//! ```text
//! expression = conjunction { "or" conjunction }
//! conjunction = negation { "and" negation }
//! negation   = "not" negation | comparison
//! comparison = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
//! sum        = product { ( "+" | "-" ) product }
//! product    = factor { ( "*" | "/" ) factor }
//! factor     = "-" factor | "(" expression ")" | number | "word" | true | false | fact
//!            | "param" "(" "profile.name" ")" | "times" "(" "action" ")" | "day" "(" "2019-03-11" ")"
//! ```
//!
//! `times("extend")` is how often the action has been taken so far, `acted_on` the day of the act itself. The difference of two days
//! is a number of calendar days; a day plus or minus a number is a day.

use std::ops::Range;

use standards::Text;

use super::value::Value;

/// Longest guard, in bytes.
pub const GUARD_LENGTH_MAX: usize = 1_000;
/// Deepest nesting of parentheses, negations and signs.
pub const GUARD_DEPTH_MAX: usize = 32;
/// The fact that every guard may ask: the day of the act itself.
pub const ACTED_ON: &str = "acted_on";

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    Differs,
    /// Smaller, or earlier.
    Less,
    /// Not greater.
    AtMost,
    /// Greater, or later.
    Greater,
    /// Not smaller.
    AtLeast,
}

impl Comparison {
    /// The sign as people read it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Differs => "≠",
            Self::Less => "<",
            Self::AtMost => "≤",
            Self::Greater => ">",
            Self::AtLeast => "≥",
        }
    }

    /// The comparison that holds exactly when this one does not.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::Differs,
            Self::Differs => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// The comparison with its sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }

    /// Whether it holds between two values that are ordered so.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Differs => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }
}

/// An operation on numbers and days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient; unknown when the divisor is zero.
    Divide,
}

/// A piece of a guard and where it stands in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Bytes of the guard.
    pub at: Range<usize>,
}

/// What a piece of a guard is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A value that is written down.
    Literal(Value),
    /// A fact.
    Fact(String),
    /// A parameter of a profile, `profile.name`.
    Parameter(String),
    /// How often an action has been taken.
    Times(String),
    /// Not.
    Not(Box<Node>),
    /// Both.
    And(Box<Node>, Box<Node>),
    /// At least one.
    Or(Box<Node>, Box<Node>),
    /// A comparison.
    Compare(Box<Node>, Comparison, Box<Node>),
    /// Arithmetic.
    Arithmetic(Box<Node>, Operation, Box<Node>),
    /// The number with the other sign.
    Negative(Box<Node>),
}

/// A guard that reads well; whether its types fit is another question ([`Guard::check`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// As written.
    pub text: String,
    /// What must be true.
    pub root: Node,
}

/// What is wrong with a guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GuardFault {
    /// It does not follow the grammar, or is longer or deeper than allowed.
    Form,
    /// It names a fact that the procedure does not have.
    UnknownFact,
    /// It names an action that the procedure does not have.
    UnknownAction,
    /// It names a parameter that no profile has.
    UnknownParameter,
    /// It combines what cannot be combined.
    Type,
    /// It compares or adds numbers of different units.
    Unit,
    /// It compares a choice with a word that is not one of its words.
    UnknownChoice,
}

/// A fault of a guard with its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", says.en)]
pub struct GuardError {
    /// What is wrong.
    pub fault: GuardFault,
    /// Bytes of the guard.
    pub at: Range<usize>,
    /// The fault in a sentence.
    pub says: Text,
    /// The word that is not known, where that is the fault.
    pub word: Option<String>,
}

impl GuardError {
    pub(super) fn new(fault: GuardFault, at: Range<usize>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            fault,
            at,
            says: Text::new(zh, en),
            word: None,
        }
    }

    pub(super) fn about(mut self, word: &str) -> Self {
        self.word = Some(word.to_owned());
        self
    }
}

impl Guard {
    /// Ids of the facts it asks, each once.
    pub fn facts(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.root.visit(&mut |node| {
            if let NodeKind::Fact(id) = &node.kind
                && id != ACTED_ON
                && !found.contains(&id.as_str())
            {
                found.push(id);
            }
        });
        found
    }
}

impl Node {
    /// Shows this piece and every piece inside it to `see`.
    pub(super) fn visit<'n>(&'n self, see: &mut impl FnMut(&'n Node)) {
        see(self);
        match &self.kind {
            NodeKind::Not(inner) | NodeKind::Negative(inner) => inner.visit(see),
            NodeKind::And(left, right)
            | NodeKind::Or(left, right)
            | NodeKind::Compare(left, _, right)
            | NodeKind::Arithmetic(left, _, right) => {
                left.visit(see);
                right.visit(see);
            }
            NodeKind::Literal(_) | NodeKind::Fact(_) | NodeKind::Parameter(_) | NodeKind::Times(_) => {}
        }
    }
}
