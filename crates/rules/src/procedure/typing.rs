//! Whether the types of a guard fit: what is compared with what, in which units, and whether every word is known.

use std::ops::Range;

use super::guard::{ACTED_ON, Comparison, Guard, GuardError, GuardFault, Node, NodeKind, Operation};
use super::value::{Fact, FactType, Value};

/// What a guard may speak of.
#[derive(Clone, Copy)]
pub struct Vocabulary<'v> {
    /// The facts of the procedure.
    pub facts: &'v [Fact],
    /// The ids of its actions.
    pub actions: &'v [&'v str],
    /// Says of `profile.name` whether there is such a parameter.
    pub parameter: &'v dyn Fn(&str) -> bool,
}

/// The type of a piece; the unit of a number is `None` where it takes any.
#[derive(Clone, Debug, PartialEq)]
enum Type<'v> {
    Number(Option<&'v str>),
    Flag,
    Text,
    Day,
    Choice(&'v Fact),
    /// Already told to be wrong, or unknown; nothing more is told of it.
    Broken,
}

impl Type<'_> {
    fn zh(&self) -> &'static str {
        match self {
            Self::Number(_) => "数",
            Self::Flag => "是否",
            Self::Text => "文字",
            Self::Day => "日期",
            Self::Choice(_) => "选项",
            Self::Broken => "未知",
        }
    }

    fn en(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Flag => "a yes or no",
            Self::Text => "a text",
            Self::Day => "a day",
            Self::Choice(_) => "a choice",
            Self::Broken => "unknown",
        }
    }
}

/// The unit of a difference of two days.
const DAYS: &str = "days";

impl Guard {
    /// Every fault of the types; empty when the guard can be asked.
    pub fn check(&self, vocabulary: &Vocabulary<'_>) -> Vec<GuardError> {
        let mut check = Check {
            vocabulary,
            errors: Vec::new(),
        };
        let root = check.node(&self.root);
        check.wants_flag(&root, &self.root.at);
        check.errors
    }
}

struct Check<'c, 'v> {
    vocabulary: &'c Vocabulary<'v>,
    errors: Vec<GuardError>,
}

impl<'v> Check<'_, 'v> {
    fn report(&mut self, fault: GuardFault, at: &Range<usize>, zh: String, en: String) {
        self.errors.push(GuardError::new(fault, at.clone(), zh, en));
    }

    fn unknown(&mut self, fault: GuardFault, at: &Range<usize>, what: (&str, &str), word: &str) -> Type<'v> {
        let error = GuardError::new(
            fault,
            at.clone(),
            format!("没有{}“{word}”", what.0),
            format!("there is no {} `{word}`", what.1),
        );
        self.errors.push(error.about(word));
        Type::Broken
    }

    fn wants_flag(&mut self, found: &Type<'_>, at: &Range<usize>) {
        if !matches!(found, Type::Flag | Type::Broken) {
            self.report(
                GuardFault::Type,
                at,
                format!("这里应能回答是或否，却是{}", found.zh()),
                format!("this must be answered with yes or no, but is {}", found.en()),
            );
        }
    }

    fn node(&mut self, node: &Node) -> Type<'v> {
        match &node.kind {
            NodeKind::Literal(value) => match value {
                Value::Number(_) => Type::Number(None),
                Value::Flag(_) => Type::Flag,
                Value::Text(_) => Type::Text,
                Value::Day(_) => Type::Day,
            },
            NodeKind::Fact(id) => self.fact(id, &node.at),
            NodeKind::Parameter(name) if (self.vocabulary.parameter)(name) => Type::Number(None),
            NodeKind::Parameter(name) => {
                self.unknown(GuardFault::UnknownParameter, &node.at, ("参数", "parameter"), name)
            }
            NodeKind::Times(action) if self.vocabulary.actions.contains(&action.as_str()) => Type::Number(None),
            NodeKind::Times(action) => self.unknown(GuardFault::UnknownAction, &node.at, ("动作", "action"), action),
            NodeKind::Not(inner) => {
                let found = self.node(inner);
                self.wants_flag(&found, &inner.at);
                Type::Flag
            }
            NodeKind::And(left, right) | NodeKind::Or(left, right) => {
                for side in [left, right] {
                    let found = self.node(side);
                    self.wants_flag(&found, &side.at);
                }
                Type::Flag
            }
            NodeKind::Compare(left, comparison, right) => {
                self.compare(left, *comparison, right, &node.at);
                Type::Flag
            }
            NodeKind::Arithmetic(left, operation, right) => self.arithmetic(left, *operation, right, &node.at),
            NodeKind::Negative(inner) => match self.node(inner) {
                found @ (Type::Number(_) | Type::Broken) => found,
                other => self.not_a_number(&other, &inner.at),
            },
        }
    }

    fn fact(&mut self, id: &str, at: &Range<usize>) -> Type<'v> {
        if id == ACTED_ON {
            return Type::Day;
        }
        let Some(fact) = self.vocabulary.facts.iter().find(|fact| fact.id == id) else {
            return self.unknown(GuardFault::UnknownFact, at, ("事实", "fact"), id);
        };
        match &fact.kind {
            FactType::Number { unit, .. } => Type::Number(Some(unit)),
            FactType::Flag => Type::Flag,
            FactType::Text => Type::Text,
            FactType::Day => Type::Day,
            FactType::Choice(_) => Type::Choice(fact),
        }
    }

    fn not_a_number(&mut self, found: &Type<'_>, at: &Range<usize>) -> Type<'v> {
        let (zh, en) = (found.zh(), found.en());
        self.report(
            GuardFault::Type,
            at,
            format!("这里应为数，却是{zh}"),
            format!("this must be a number, but is {en}"),
        );
        Type::Broken
    }

    fn compare(&mut self, left: &Node, comparison: Comparison, right: &Node, at: &Range<usize>) {
        let (first, second) = (self.node(left), self.node(right));
        match (&first, &second) {
            (Type::Broken, _) | (_, Type::Broken) | (Type::Day, Type::Day) => {}
            (Type::Number(one), Type::Number(other)) => {
                self.same_unit(*one, *other, at);
            }
            (Type::Choice(fact), Type::Text) => self.choice(fact, right, comparison, at),
            (Type::Text, Type::Choice(fact)) => self.choice(fact, left, comparison, at),
            (Type::Flag, Type::Flag) | (Type::Text, Type::Text) | (Type::Choice(_), Type::Choice(_)) => {
                self.only_equal(comparison, first.zh(), first.en(), at);
            }
            _ => self.report(
                GuardFault::Type,
                at,
                format!("{}不能与{}比较", first.zh(), second.zh()),
                format!("{} cannot be compared with {}", first.en(), second.en()),
            ),
        }
    }

    /// Texts, choices and flags are the same or not; none is greater.
    fn only_equal(&mut self, comparison: Comparison, zh: &str, en: &str, at: &Range<usize>) {
        if !matches!(comparison, Comparison::Equal | Comparison::Differs) {
            self.report(
                GuardFault::Type,
                at,
                format!("{zh}没有大小，只能用 = 或 !="),
                format!("{en} has no order; use = or !="),
            );
        }
    }

    fn choice(&mut self, fact: &Fact, word: &Node, comparison: Comparison, at: &Range<usize>) {
        self.only_equal(comparison, "选项", "a choice", at);
        let (FactType::Choice(known), NodeKind::Literal(Value::Text(text))) = (&fact.kind, &word.kind) else {
            return;
        };
        if known.iter().any(|choice| choice.word == *text) {
            return;
        }
        let known: Vec<&str> = known.iter().map(|choice| choice.word.as_str()).collect();
        let error = GuardError::new(
            GuardFault::UnknownChoice,
            word.at.clone(),
            format!("“{}”没有选项“{text}”，可用的有{}", fact.name.zh, known.join("、")),
            format!(
                "`{}` has no choice `{text}`; known are {}",
                fact.name.en,
                known.join(", ")
            ),
        );
        self.errors.push(error.about(text));
    }

    /// The common unit of two numbers; a number without unit takes the other's.
    fn same_unit(&mut self, one: Option<&'v str>, other: Option<&'v str>, at: &Range<usize>) -> Option<&'v str> {
        if let (Some(one), Some(other)) = (one, other)
            && one != other
        {
            self.report(
                GuardFault::Unit,
                at,
                format!("单位不同：{one} 与 {other}"),
                format!("the units differ: {one} and {other}"),
            );
        }
        one.or(other)
    }

    fn arithmetic(&mut self, left: &Node, operation: Operation, right: &Node, at: &Range<usize>) -> Type<'v> {
        let (first, second) = (self.node(left), self.node(right));
        match (first, operation, second) {
            (Type::Broken, ..) | (_, _, Type::Broken) => Type::Broken,
            (Type::Number(one), Operation::Add | Operation::Subtract, Type::Number(other)) => {
                Type::Number(self.same_unit(one, other, at))
            }
            (Type::Number(one), Operation::Multiply, Type::Number(other)) => match (one, other) {
                (Some(_), Some(_)) => Type::Number(None),
                _ => Type::Number(one.or(other)),
            },
            (Type::Number(one), Operation::Divide, Type::Number(other)) => match (one, other) {
                (one, None) => Type::Number(one),
                _ => Type::Number(None),
            },
            (Type::Day, Operation::Subtract, Type::Day) => Type::Number(Some(DAYS)),
            (Type::Day, Operation::Add | Operation::Subtract, Type::Number(_)) => Type::Day,
            (first, _, second) => {
                self.report(
                    GuardFault::Type,
                    at,
                    format!("{}与{}不能这样运算", first.zh(), second.zh()),
                    format!("{} and {} cannot be combined so", first.en(), second.en()),
                );
                Type::Broken
            }
        }
    }
}
