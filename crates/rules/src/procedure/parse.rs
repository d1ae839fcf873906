//! Reads the text of a guard into its pieces.

use std::ops::Range;

use chrono::NaiveDate;

use super::guard::{GUARD_DEPTH_MAX, GUARD_LENGTH_MAX, Guard, GuardError, GuardFault, Node, NodeKind, Operation};
use super::token::{Symbol, Token, tokens};
use super::value::Value;

impl Guard {
    /// Reads a guard.
    ///
    /// # Errors
    /// What does not follow the grammar or exceeds [`GUARD_LENGTH_MAX`] or [`GUARD_DEPTH_MAX`], with its place.
    pub fn parse(text: &str) -> Result<Self, GuardError> {
        if text.len() > GUARD_LENGTH_MAX {
            return Err(GuardError::new(
                GuardFault::Form,
                0..text.len(),
                format!("条件超过{GUARD_LENGTH_MAX}字节"),
                format!("the guard is longer than {GUARD_LENGTH_MAX} bytes"),
            ));
        }
        let tokens = tokens(text)?;
        let mut parser = Parser {
            tokens: &tokens,
            next: 0,
            end: text.len(),
        };
        let root = parser.expression(0)?;
        match parser.peek() {
            None => Ok(Self {
                text: text.to_owned(),
                root,
            }),
            Some(token) => Err(unexpected(token)),
        }
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    next: usize,
    end: usize,
}

fn unexpected(token: &Token) -> GuardError {
    GuardError::new(
        GuardFault::Form,
        token.at.clone(),
        format!("这里不应有“{}”", token.symbol.written()),
        format!("`{}` is not expected here", token.symbol.written()),
    )
}

fn join(left: Node, right: Node, kind: impl FnOnce(Box<Node>, Box<Node>) -> NodeKind) -> Node {
    let at = left.at.start..right.at.end;
    Node {
        kind: kind(Box::new(left), Box::new(right)),
        at,
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    /// Takes the next token when it is `symbol`.
    fn take(&mut self, symbol: &Symbol) -> Option<Range<usize>> {
        let at = self.peek().filter(|token| token.symbol == *symbol)?.at.clone();
        self.next += 1;
        Some(at)
    }

    fn expect(&mut self, symbol: &Symbol) -> Result<Range<usize>, GuardError> {
        if let Some(at) = self.take(symbol) {
            return Ok(at);
        }
        let at = self.peek().map_or(self.end..self.end, |token| token.at.clone());
        let sign = symbol.written();
        Err(GuardError::new(
            GuardFault::Form,
            at,
            format!("缺少“{sign}”"),
            format!("`{sign}` is missing"),
        ))
    }

    fn deeper(&self, depth: usize) -> Result<usize, GuardError> {
        if depth < GUARD_DEPTH_MAX {
            return Ok(depth + 1);
        }
        let at = self.peek().map_or(self.end..self.end, |token| token.at.clone());
        Err(GuardError::new(
            GuardFault::Form,
            at,
            format!("嵌套超过{GUARD_DEPTH_MAX}层"),
            format!("nested deeper than {GUARD_DEPTH_MAX}"),
        ))
    }

    fn expression(&mut self, depth: usize) -> Result<Node, GuardError> {
        let mut left = self.conjunction(depth)?;
        while self.take(&Symbol::Or).is_some() {
            left = join(left, self.conjunction(depth)?, NodeKind::Or);
        }
        Ok(left)
    }

    fn conjunction(&mut self, depth: usize) -> Result<Node, GuardError> {
        let mut left = self.negation(depth)?;
        while self.take(&Symbol::And).is_some() {
            left = join(left, self.negation(depth)?, NodeKind::And);
        }
        Ok(left)
    }

    fn negation(&mut self, depth: usize) -> Result<Node, GuardError> {
        let Some(at) = self.take(&Symbol::Not) else {
            return self.comparison(depth);
        };
        let inner = self.negation(self.deeper(depth)?)?;
        Ok(Node {
            at: at.start..inner.at.end,
            kind: NodeKind::Not(Box::new(inner)),
        })
    }

    fn comparison(&mut self, depth: usize) -> Result<Node, GuardError> {
        let left = self.sum(depth)?;
        let Some(Symbol::Compare(comparison)) = self.peek().map(|token| &token.symbol) else {
            return Ok(left);
        };
        let comparison = *comparison;
        self.next += 1;
        let right = self.sum(depth)?;
        if let Some(token) = self.peek()
            && matches!(token.symbol, Symbol::Compare(_))
        {
            return Err(GuardError::new(
                GuardFault::Form,
                token.at.clone(),
                "比较不能连写，用 and 分开",
                "comparisons cannot be chained; join them with `and`",
            ));
        }
        Ok(join(left, right, |left, right| {
            NodeKind::Compare(left, comparison, right)
        }))
    }

    fn sum(&mut self, depth: usize) -> Result<Node, GuardError> {
        let mut left = self.product(depth)?;
        loop {
            let operation = match self.peek().map(|token| &token.symbol) {
                Some(Symbol::Plus) => Operation::Add,
                Some(Symbol::Minus) => Operation::Subtract,
                _ => return Ok(left),
            };
            self.next += 1;
            let right = self.product(depth)?;
            left = join(left, right, |left, right| NodeKind::Arithmetic(left, operation, right));
        }
    }

    fn product(&mut self, depth: usize) -> Result<Node, GuardError> {
        let mut left = self.factor(depth)?;
        loop {
            let operation = match self.peek().map(|token| &token.symbol) {
                Some(Symbol::Star) => Operation::Multiply,
                Some(Symbol::Slash) => Operation::Divide,
                _ => return Ok(left),
            };
            self.next += 1;
            let right = self.factor(depth)?;
            left = join(left, right, |left, right| NodeKind::Arithmetic(left, operation, right));
        }
    }

    fn factor(&mut self, depth: usize) -> Result<Node, GuardError> {
        let Some(token) = self.peek().cloned() else {
            return Err(GuardError::new(
                GuardFault::Form,
                self.end..self.end,
                "条件没有写完",
                "the guard ends too early",
            ));
        };
        self.next += 1;
        let at = token.at.clone();
        let kind = match token.symbol {
            Symbol::Minus => {
                let inner = self.factor(self.deeper(depth)?)?;
                return Ok(Node {
                    at: at.start..inner.at.end,
                    kind: NodeKind::Negative(Box::new(inner)),
                });
            }
            Symbol::Open => {
                let depth = self.deeper(depth)?;
                let mut inner = self.expression(depth)?;
                inner.at = at.start..self.expect(&Symbol::Close)?.end;
                return Ok(inner);
            }
            Symbol::Number(number) => NodeKind::Literal(Value::Number(number)),
            Symbol::Word(word) => NodeKind::Literal(Value::Text(word)),
            Symbol::Name(name) => return self.name(&name, at),
            _ => return Err(unexpected(&token)),
        };
        Ok(Node { kind, at })
    }

    /// A fact, `true`, `false`, or one of the functions.
    fn name(&mut self, name: &str, at: Range<usize>) -> Result<Node, GuardError> {
        let literal = match name {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if let Some(flag) = literal {
            let kind = NodeKind::Literal(Value::Flag(flag));
            return Ok(Node { kind, at });
        }
        if self.take(&Symbol::Open).is_none() {
            let kind = NodeKind::Fact(name.to_owned());
            return Ok(Node { kind, at });
        }
        let word = self.peek().cloned();
        let Some((Symbol::Word(word), inside)) = word.map(|token| (token.symbol, token.at)) else {
            return Err(GuardError::new(
                GuardFault::Form,
                at,
                format!("{name}(…) 的括号里要有加引号的词"),
                format!("{name}(…) takes one word in quotes"),
            ));
        };
        self.next += 1;
        let close = self.expect(&Symbol::Close)?;
        let kind = function(name, word, &at, inside)?;
        Ok(Node {
            kind,
            at: at.start..close.end,
        })
    }
}

fn function(name: &str, word: String, at: &Range<usize>, inside: Range<usize>) -> Result<NodeKind, GuardError> {
    match name {
        "param" => Ok(NodeKind::Parameter(word)),
        "times" => Ok(NodeKind::Times(word)),
        "day" => word
            .parse::<NaiveDate>()
            .map(|day| NodeKind::Literal(Value::Day(day)))
            .map_err(|_| {
                GuardError::new(
                    GuardFault::Form,
                    inside,
                    format!("“{word}”不是日期，写法如 2019-03-11"),
                    format!("`{word}` is not a day, write it like 2019-03-11"),
                )
            }),
        _ => Err(GuardError::new(
            GuardFault::Form,
            at.clone(),
            format!("没有函数“{name}”，可用的有 param、times、day"),
            format!("there is no function `{name}`; known are param, times, day"),
        )),
    }
}
