//! Judging the rows of a group, each an item and its value.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;
use deltalake::arrow::array::{ArrayRef, AsArray};
use deltalake::arrow::datatypes::{DataType, Field, FieldRef};
use deltalake::datafusion::common::{ScalarValue, exec_datafusion_err, exec_err};
use deltalake::datafusion::error::Result;
use deltalake::datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use deltalake::datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};
use rust_decimal::Decimal;
use standards::item::{ITEMS, ItemDef};

use crate::sql::functions::{Function, ParameterKind, Subject};
use crate::sql::judge::{Facet, Given, judge};
use crate::sql::values::{self, coerced, column_of, type_of};

/// A function of a group.
#[derive(Debug)]
pub(super) struct Judging {
    function: &'static Function,
    facet: Facet,
    name: String,
    signature: Signature,
}

impl Judging {
    pub(super) fn new(function: &'static Function, facet: Facet) -> Self {
        Self {
            function,
            facet,
            name: format!("{}{}", function.name, facet.suffix()),
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl PartialEq for Judging {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Judging {}

impl Hash for Judging {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl AggregateUDFImpl for Judging {
    fn name(&self) -> &str {
        &self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _given: &[DataType]) -> Result<DataType> {
        Ok(type_of(self.facet))
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        coerced(self.function, given)
    }

    fn state_fields(&self, arguments: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let name = format!("{}[given]", arguments.name);
        Ok(vec![Arc::new(Field::new(name, DataType::Utf8, false))])
    }

    fn accumulator(&self, _arguments: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Gathering {
            function: self.function,
            subject: self.function.subject,
            facet: self.facet,
            given: Given::default(),
        }))
    }
}

/// What a group has given so far.
#[derive(Debug)]
struct Gathering {
    function: &'static Function,
    subject: Subject,
    facet: Facet,
    given: Given,
}

/// Separates the parts of a state; occurs in no code, number or day.
const BETWEEN: char = '\u{1f}';

impl Gathering {
    fn add(&mut self, code: &str, value: Decimal) -> Result<()> {
        // Items that are not judged may stand in the group as often as they like.
        match self.given.add(code, value) {
            Err(_) if !self.subject.knows(code) => Ok(()),
            added => added,
        }
    }

    fn same_day(&mut self, day: Option<NaiveDate>) -> Result<()> {
        match (self.given.day, day) {
            (Some(known), Some(day)) if known != day => {
                exec_err!(
                    "{}: {known} and {day} are in one group; group by the day",
                    self.function.name
                )
            }
            (known, day) => {
                self.given.day = known.or(day);
                Ok(())
            }
        }
    }

    fn same_word(&mut self, word: Option<&str>) -> Result<()> {
        match (&self.given.word, word) {
            (Some(known), Some(word)) if known != word => {
                exec_err!(
                    "{}: `{known}` and `{word}` are in one group; group by it",
                    self.function.name
                )
            }
            (None, Some(word)) => {
                self.given.word = Some(word.to_owned());
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Accumulator for Gathering {
    fn update_batch(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let rows = columns.first().map_or(0, |column| column.len());
        for row in 0..rows {
            let (mut code, mut value) = (None, None);
            for (parameter, column) in self.function.parameters.iter().zip(columns) {
                match parameter.kind {
                    ParameterKind::Day => self.same_day(values::day(column, row)?)?,
                    ParameterKind::Number => value = values::number(column, row)?,
                    ParameterKind::Word if parameter.name == "item" => code = values::word(column, row)?,
                    ParameterKind::Word => self.same_word(values::word(column, row)?)?,
                }
            }
            if let (Some(code), Some(value)) = (code, value) {
                self.add(code, value)?;
            }
        }
        Ok(())
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let day = self.given.day.map(|day| day.to_string()).unwrap_or_default();
        let word = self.given.word.clone().unwrap_or_default();
        let values = self
            .given
            .values
            .iter()
            .flat_map(|(item, value)| [item.code.to_owned(), value.to_string()]);
        let parts: Vec<String> = [day, word].into_iter().chain(values).collect();
        Ok(vec![ScalarValue::Utf8(Some(parts.join(&BETWEEN.to_string())))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let damaged = || exec_datafusion_err!("the state of {} is damaged", self.function.name);
        let states = states
            .first()
            .and_then(|states| states.as_string_opt::<i32>())
            .ok_or_else(damaged)?;
        for state in states.iter().flatten() {
            let mut parts = state.split(BETWEEN);
            let day = parts.next().filter(|day| !day.is_empty());
            let day = day
                .map(|day| day.parse().map_err(|_| exec_datafusion_err!("`{day}` is no day")))
                .transpose()?;
            self.same_day(day)?;
            self.same_word(parts.next().filter(|word| !word.is_empty()))?;
            while let (Some(code), Some(value)) = (parts.next(), parts.next()) {
                let value = value
                    .parse()
                    .map_err(|_| exec_datafusion_err!("`{value}` is no number"))?;
                self.add(code, value)?;
            }
        }
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        // Rows of a group come in any order; the answer has one: that of the list of items.
        let place = |item: &ItemDef| ITEMS.iter().position(|known| known.code == item.code);
        self.given.values.sort_by_key(|(item, _)| place(item));
        let judged =
            judge(self.subject, &self.given).map_err(|what| exec_datafusion_err!("{}: {what}", self.function.name))?;
        ScalarValue::try_from_array(&column_of(self.facet, &[judged])?, 0)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.given.values.capacity() * size_of::<(usize, Decimal)>()
    }
}
