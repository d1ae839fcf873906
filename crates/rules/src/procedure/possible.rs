//! Whether a guard can hold at all, from the types and bounds of its facts alone.
//!
//! The guard is brought into cases (a disjunction of conjunctions). A case is impossible when a fact would have to be in two places
//! at once: a number in an empty interval, a flag both yes and no, a choice or text two words, a day in an empty interval. Whatever
//! is more involved (arithmetic over facts, comparisons of two facts, parameters) counts as possible. The answer is therefore sound
//! and not complete: what is called impossible is impossible, and something impossible may pass unseen.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::guard::{Comparison, Guard, Node, NodeKind};
use super::value::{Fact, FactType, Value};

/// Cases looked at; a guard with more is not judged.
const CASES_MAX: usize = 256;

/// What a guard can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possibility {
    /// It can never hold.
    Never,
    /// It always holds once its facts are known.
    Always,
    /// Neither has been shown.
    Open,
}

impl Guard {
    /// Whether the guard can hold, given what its facts can be.
    pub fn possibility(&self, facts: &[Fact]) -> Possibility {
        if impossible(&self.root, true, facts) {
            Possibility::Never
        } else if impossible(&self.root, false, facts) {
            Possibility::Always
        } else {
            Possibility::Open
        }
    }
}

/// Whether it is shown that the piece cannot be `wanted`.
fn impossible(root: &Node, wanted: bool, facts: &[Fact]) -> bool {
    cases(root, wanted).is_some_and(|cases| cases.iter().all(|case| contradictory(case, facts)))
}

/// A piece that is not split further, and what it must be.
type Atom<'g> = (&'g Node, bool);

/// The cases in which the piece is `wanted`, each a list of atoms that hold together; `None` when there are too many.
fn cases(node: &Node, wanted: bool) -> Option<Vec<Vec<Atom<'_>>>> {
    match &node.kind {
        NodeKind::Not(inner) => cases(inner, !wanted),
        NodeKind::And(left, right) | NodeKind::Or(left, right) => {
            let (left, right) = (cases(left, wanted)?, cases(right, wanted)?);
            let together = matches!(node.kind, NodeKind::And(..)) == wanted;
            if together {
                product(&left, &right)
            } else {
                union(left, right)
            }
        }
        _ => Some(vec![vec![(node, wanted)]]),
    }
}

fn union<'g>(mut left: Vec<Vec<Atom<'g>>>, right: Vec<Vec<Atom<'g>>>) -> Option<Vec<Vec<Atom<'g>>>> {
    left.extend(right);
    (left.len() <= CASES_MAX).then_some(left)
}

fn product<'g>(left: &[Vec<Atom<'g>>], right: &[Vec<Atom<'g>>]) -> Option<Vec<Vec<Atom<'g>>>> {
    if left.len() * right.len() > CASES_MAX {
        return None;
    }
    let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
    Some(
        pairs
            .map(|(one, other)| [one.as_slice(), other.as_slice()].concat())
            .collect(),
    )
}

/// What a fact can still be within one case.
enum Room {
    Number(Interval<Decimal>),
    Day(Interval<NaiveDate>),
    /// The words or flags that are left, and the ones that are excluded while any text may be left.
    Words(Option<BTreeSet<String>>, BTreeSet<String>),
}

fn contradictory(case: &[Atom<'_>], facts: &[Fact]) -> bool {
    let mut rooms: BTreeMap<&str, Room> = BTreeMap::new();
    for (node, wanted) in case {
        match narrowing(node, *wanted) {
            Narrowing::Constant(holds) if !holds => return true,
            Narrowing::Fact(id, comparison, value) => {
                let Some(fact) = facts.iter().find(|fact| fact.id == id) else {
                    continue;
                };
                let room = rooms.entry(id).or_insert_with(|| Room::of(fact));
                if !room.narrow(comparison, &value) {
                    return true;
                }
            }
            Narrowing::Constant(_) | Narrowing::Nothing => {}
        }
    }
    false
}

/// What an atom says about one fact.
enum Narrowing<'g> {
    Constant(bool),
    Fact(&'g str, Comparison, Value),
    Nothing,
}

fn narrowing(node: &Node, wanted: bool) -> Narrowing<'_> {
    match &node.kind {
        NodeKind::Literal(Value::Flag(flag)) => Narrowing::Constant(*flag == wanted),
        NodeKind::Fact(id) => Narrowing::Fact(id, Comparison::Equal, Value::Flag(wanted)),
        NodeKind::Compare(left, comparison, right) => {
            let comparison = if wanted { *comparison } else { comparison.negated() };
            match (&left.kind, constant(right), &right.kind, constant(left)) {
                (NodeKind::Fact(id), Some(value), ..) => Narrowing::Fact(id, comparison, value),
                (.., NodeKind::Fact(id), Some(value)) => Narrowing::Fact(id, comparison.turned(), value),
                _ => match (constant(left), constant(right)) {
                    (Some(Value::Number(left)), Some(Value::Number(right))) => {
                        Narrowing::Constant(comparison.holds(left.cmp(&right)))
                    }
                    _ => Narrowing::Nothing,
                },
            }
        }
        _ => Narrowing::Nothing,
    }
}

/// The value of a piece that names no fact.
fn constant(node: &Node) -> Option<Value> {
    match &node.kind {
        NodeKind::Literal(value) => Some(value.clone()),
        NodeKind::Negative(inner) => match constant(inner)? {
            Value::Number(number) => Some(Value::Number(-number)),
            _ => None,
        },
        _ => None,
    }
}

impl Room {
    fn of(fact: &Fact) -> Self {
        match &fact.kind {
            FactType::Number { whole, min, max, .. } => Self::Number(Interval {
                low: min.map(|min| (min, true)),
                high: max.map(|max| (max, true)),
                without: Vec::new(),
                whole: *whole,
            }),
            FactType::Day => Self::Day(Interval {
                low: None,
                high: None,
                without: Vec::new(),
                whole: true,
            }),
            FactType::Flag => Self::Words(Some(["true", "false"].map(str::to_owned).into()), BTreeSet::new()),
            FactType::Text => Self::Words(None, BTreeSet::new()),
            FactType::Choice(words) => {
                let words = words.iter().map(|choice| choice.word.clone()).collect();
                Self::Words(Some(words), BTreeSet::new())
            }
        }
    }

    /// Takes away what the comparison excludes; `false` when nothing is left.
    fn narrow(&mut self, comparison: Comparison, value: &Value) -> bool {
        match (self, value) {
            (Self::Number(interval), Value::Number(number)) => {
                interval.narrow(comparison, *number);
                interval.has_room(whole_number)
            }
            (Self::Day(interval), Value::Day(day)) => {
                interval.narrow(comparison, *day);
                interval.has_room(|day, up| if up { day.succ_opt() } else { day.pred_opt() })
            }
            (Self::Words(left, without), value) => {
                let word = value.to_string();
                match comparison {
                    Comparison::Equal => {
                        let allowed = left.as_ref().is_none_or(|left| left.contains(&word)) && !without.contains(&word);
                        *left = Some(allowed.then_some(word).into_iter().collect());
                    }
                    Comparison::Differs => {
                        without.insert(word.clone());
                        if let Some(left) = left {
                            left.remove(&word);
                        }
                    }
                    _ => {}
                }
                left.as_ref().is_none_or(|left| !left.is_empty())
            }
            _ => true,
        }
    }
}

/// The whole number next to one that has a fraction, or the next one beyond an excluded end.
fn whole_number(end: Decimal, up: bool) -> Option<Decimal> {
    if up {
        end.floor().checked_add(Decimal::ONE)
    } else {
        end.ceil().checked_sub(Decimal::ONE)
    }
}

/// An interval with ends that may be open, and single values that are taken out of it.
struct Interval<T> {
    low: Option<(T, bool)>,
    high: Option<(T, bool)>,
    without: Vec<T>,
    whole: bool,
}

impl<T: Copy + Ord> Interval<T> {
    fn narrow(&mut self, comparison: Comparison, value: T) {
        let tighter = |new: (T, bool), old: Option<(T, bool)>, up: bool| match old {
            Some(old) if old.0 == new.0 => (old.0, old.1 && new.1),
            Some(old) if (old.0 > new.0) == up => old,
            _ => new,
        };
        match comparison {
            Comparison::Equal => {
                self.low = Some(tighter((value, true), self.low, true));
                self.high = Some(tighter((value, true), self.high, false));
            }
            Comparison::Differs => self.without.push(value),
            Comparison::Less => self.high = Some(tighter((value, false), self.high, false)),
            Comparison::AtMost => self.high = Some(tighter((value, true), self.high, false)),
            Comparison::Greater => self.low = Some(tighter((value, false), self.low, true)),
            Comparison::AtLeast => self.low = Some(tighter((value, true), self.low, true)),
        }
    }

    /// Whether a value is left. `next` moves an end of whole numbers to the next one inside.
    fn has_room(&self, next: impl Fn(T, bool) -> Option<T>) -> bool {
        let (Some((low, low_in)), Some((high, high_in))) = (self.low, self.high) else {
            return true;
        };
        if low > high || (low == high && !(low_in && high_in)) {
            return false;
        }
        if low == high {
            return !self.without.contains(&low);
        }
        if !self.whole || (low_in && high_in) {
            return true;
        }
        // Between two whole numbers of which one is excluded there may be none.
        let (first, last) = (
            if low_in { Some(low) } else { next(low, true) },
            if high_in { Some(high) } else { next(high, false) },
        );
        match (first, last) {
            (Some(first), Some(last)) => first <= last,
            _ => true,
        }
    }
}
