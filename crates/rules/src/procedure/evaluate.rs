//! Asks a guard: true, false or unknown, and which pieces of it decide.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use standards::{Reason, Text};

use super::guard::{ACTED_ON, Comparison, Guard, Node, NodeKind, Operation};
use super::machine::{Act, Machine};
use super::surroundings::Parameters;
use super::value::Value;

/// What is known when a guard is asked.
pub(super) struct Known<'k> {
    pub(super) machine: &'k Machine,
    pub(super) facts: &'k BTreeMap<String, Value>,
    pub(super) acts: &'k [Act],
    pub(super) acted_on: NaiveDate,
    pub(super) parameters: &'k dyn Parameters,
}

impl Known<'_> {
    /// Whether `guard` holds; `None` when it cannot be told.
    pub(super) fn holds(&self, guard: &Guard) -> Option<bool> {
        self.flag(&guard.root)
    }

    /// Why `guard` does not hold: each piece that is false or unknown.
    pub(super) fn against(&self, guard: &Guard) -> Vec<Reason> {
        let mut reasons = Vec::new();
        self.collect(&guard.root, true, &mut reasons);
        reasons
    }

    /// Ids of the facts that the guard asks and nobody has given.
    pub(super) fn missing<'g>(&self, guard: &'g Guard) -> Vec<&'g str> {
        let mut asked = guard.facts();
        asked.retain(|id| !self.facts.contains_key(*id));
        asked
    }

    fn flag(&self, node: &Node) -> Option<bool> {
        match self.value(node)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    fn value(&self, node: &Node) -> Option<Value> {
        match &node.kind {
            NodeKind::Literal(value) => Some(value.clone()),
            NodeKind::Fact(id) if id == ACTED_ON => Some(Value::Day(self.acted_on)),
            NodeKind::Fact(id) => self.facts.get(id).cloned(),
            NodeKind::Parameter(name) => self.parameters.number(name, self.acted_on).map(Value::Number),
            NodeKind::Times(action) => {
                let times = self.acts.iter().filter(|act| act.action == *action).count();
                Some(Value::Number(Decimal::from(times)))
            }
            NodeKind::Not(inner) => self.flag(inner).map(|flag| Value::Flag(!flag)),
            NodeKind::And(left, right) => self.both(left, right, false),
            NodeKind::Or(left, right) => self.both(left, right, true),
            NodeKind::Compare(left, comparison, right) => {
                compared(&self.value(left)?, *comparison, &self.value(right)?).map(Value::Flag)
            }
            NodeKind::Arithmetic(left, operation, right) => {
                calculated(self.value(left)?, *operation, self.value(right)?)
            }
            NodeKind::Negative(inner) => match self.value(inner)? {
                Value::Number(number) => Some(Value::Number(-number)),
                _ => None,
            },
        }
    }

    /// `and` when `decisive` is false, `or` when it is true: one decisive side settles it, however unknown the other is.
    fn both(&self, left: &Node, right: &Node, decisive: bool) -> Option<Value> {
        let (left, right) = (self.flag(left), self.flag(right));
        if left == Some(decisive) || right == Some(decisive) {
            return Some(Value::Flag(decisive));
        }
        left.zip(right).map(|_| Value::Flag(!decisive))
    }

    fn collect(&self, node: &Node, wanted: bool, reasons: &mut Vec<Reason>) {
        if self.flag(node) == Some(wanted) {
            return;
        }
        match &node.kind {
            NodeKind::Not(inner) => self.collect(inner, !wanted, reasons),
            NodeKind::And(left, right) | NodeKind::Or(left, right) => {
                self.collect(left, wanted, reasons);
                self.collect(right, wanted, reasons);
            }
            _ => reasons.push(Reason::new(self.atom(node, wanted))),
        }
    }

    /// A piece that is not as wanted, with the values of the facts in it.
    fn atom(&self, node: &Node, wanted: bool) -> Text {
        let asked = self.machine.words_of(node);
        let given = self.given(node);
        let need = if wanted {
            asked
        } else {
            Text::new(format!("非（{}）", asked.zh), format!("not ({})", asked.en))
        };
        Text::new(
            format!("应当{}；{}", need.zh, given.zh),
            format!("required: {}; {}", need.en, given.en),
        )
    }

    /// What the facts in a piece are.
    fn given(&self, node: &Node) -> Text {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        node.visit(&mut |piece| {
            let (name, value) = match &piece.kind {
                NodeKind::Fact(id) if id == ACTED_ON => (acted_on(), Some(Text::same(self.acted_on.to_string()))),
                NodeKind::Fact(id) => {
                    let Some(fact) = self.machine.fact(id) else { return };
                    let value = self.facts.get(id).map(|value| fact.words(value));
                    (fact.name.clone(), value)
                }
                NodeKind::Times(_) | NodeKind::Parameter(_) => {
                    let value = self.value(piece).map(|value| Text::same(value.to_string()));
                    (self.machine.words_of(piece), value)
                }
                _ => return,
            };
            let value = value.unwrap_or_else(|| Text::new("尚不清楚", "not known"));
            zh.push(format!("{}：{}", name.zh, value.zh));
            en.push(format!("{}: {}", name.en, value.en));
        });
        Text::new(zh.join("，"), en.join(", "))
    }
}

fn acted_on() -> Text {
    Text::new("办理日期", "day of the act")
}

fn compared(left: &Value, comparison: Comparison, right: &Value) -> Option<bool> {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Day(left), Value::Day(right)) => left.cmp(right),
        (Value::Flag(left), Value::Flag(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        _ => return None,
    };
    Some(comparison.holds(order))
}

fn calculated(left: Value, operation: Operation, right: Value) -> Option<Value> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            let result = match operation {
                Operation::Add => left.checked_add(right),
                Operation::Subtract => left.checked_sub(right),
                Operation::Multiply => left.checked_mul(right),
                Operation::Divide => left.checked_div(right),
            };
            result.map(Value::Number)
        }
        (Value::Day(left), Value::Day(right)) if operation == Operation::Subtract => {
            Some(Value::Number(Decimal::from((left - right).num_days())))
        }
        (Value::Day(day), Value::Number(number)) => {
            let days = Days::new(number.abs().to_u64().filter(|_| number.fract().is_zero())?);
            let later = (operation == Operation::Add) == number.is_sign_positive();
            let moved = if later {
                day.checked_add_days(days)
            } else {
                day.checked_sub_days(days)
            };
            moved.map(Value::Day)
        }
        _ => None,
    }
}

impl Machine {
    /// A guard in words, with the names of its facts.
    pub fn guard_in_words(&self, guard: &Guard) -> Text {
        self.words_of(&guard.root)
    }

    fn words_of(&self, node: &Node) -> Text {
        match &node.kind {
            NodeKind::Literal(value @ (Value::Flag(_) | Value::Text(_))) => match value {
                Value::Flag(true) => Text::new("是", "yes"),
                Value::Flag(false) => Text::new("否", "no"),
                other => Text::same(other.to_string()),
            },
            NodeKind::Literal(value) => Text::same(value.to_string()),
            NodeKind::Fact(id) if id == ACTED_ON => acted_on(),
            NodeKind::Fact(id) => self.fact(id).map_or_else(
                || Text::same(id),
                |fact| Text::new(format!("“{}”", fact.name.zh), format!("`{}`", fact.name.en)),
            ),
            NodeKind::Parameter(name) => Text::new(format!("参数 {name}"), format!("the parameter {name}")),
            NodeKind::Times(id) => {
                let name = self
                    .action(id)
                    .map_or_else(|| Text::same(id), |action| action.name.clone());
                Text::new(format!("“{}”的次数", name.zh), format!("times of `{}`", name.en))
            }
            NodeKind::Not(inner) => {
                let inner = self.words_of(inner);
                Text::new(format!("非（{}）", inner.zh), format!("not ({})", inner.en))
            }
            NodeKind::And(left, right) => self.joined(left, ("且", "and"), right),
            NodeKind::Or(left, right) => self.joined(left, ("或", "or"), right),
            NodeKind::Compare(left, comparison, right) => self.comparison_in_words(left, *comparison, right),
            NodeKind::Arithmetic(left, operation, right) => {
                let sign = match operation {
                    Operation::Add => "+",
                    Operation::Subtract => "−",
                    Operation::Multiply => "×",
                    Operation::Divide => "÷",
                };
                self.joined(left, (sign, sign), right)
            }
            NodeKind::Negative(inner) => {
                let inner = self.words_of(inner);
                Text::new(format!("−{}", inner.zh), format!("−{}", inner.en))
            }
        }
    }

    fn joined(&self, left: &Node, (zh, en): (&str, &str), right: &Node) -> Text {
        let (left, right) = (self.words_of(left), self.words_of(right));
        Text::new(
            format!("{} {zh} {}", left.zh, right.zh),
            format!("{} {en} {}", left.en, right.en),
        )
    }

    /// A comparison; a bare number takes the unit of the fact beside it, a word the name of the choice.
    fn comparison_in_words(&self, left: &Node, comparison: Comparison, right: &Node) -> Text {
        let side = |node: &Node, beside: &Node| match (&node.kind, &beside.kind) {
            (NodeKind::Literal(value), NodeKind::Fact(id)) => self
                .fact(id)
                .map_or_else(|| self.words_of(node), |fact| fact.words(value)),
            _ => self.words_of(node),
        };
        let (first, second) = (side(left, right), side(right, left));
        let sign = comparison.sign();
        Text::new(
            format!("{} {sign} {}", first.zh, second.zh),
            format!("{} {sign} {}", first.en, second.en),
        )
    }
}
