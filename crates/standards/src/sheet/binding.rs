//! What the columns of a sheet mean to a method.

use chrono::NaiveDate;

use crate::measured::Measured;
use crate::reason::Reason;
use crate::sheet::reading::{day, name_and_unit};
use crate::sheet::{Given, JudgedRow, Method, Taken, Verdict, unreadable};
use crate::spelling::fold;
use crate::text::{Language, Text};
use crate::unit::Unit;

/// Names under which the column of the day is known.
const DAY_NAMES: [&str; 10] = [
    "date",
    "day",
    "time",
    "datetime",
    "at",
    "日期",
    "时间",
    "监测时间",
    "监测日期",
    "采样日期",
];

/// The columns that stand behind those of the method.
const COMMON: [&str; 4] = ["unknown", "edition", "clause", "certainty"];

/// How a sheet is to be judged.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The day that chooses the edition for all rows; `None` = the day of each row.
    pub day: Option<NaiveDate>,
    /// Inputs that are the same in all rows, by name; they take the place of a column.
    pub constants: Vec<(String, String)>,
    /// Units of columns, by the name in the header; they take the place of a unit there.
    pub units: Vec<(String, Unit)>,
    /// Whether the derivation is written beside the result.
    pub explain: bool,
    /// The language of words and sentences.
    pub language: Language,
}

/// A method bound to the columns of a sheet.
#[derive(Debug)]
pub struct Sheet {
    method: &'static Method,
    asked: Asked,
    columns: Vec<Column>,
    width: usize,
}

#[derive(Debug)]
enum Column {
    Day,
    Input(usize),
    Value { header: String, taken: Taken, from: Unit },
    Other,
}

impl Sheet {
    /// Reads the header. Columns that the method does not take are left alone.
    ///
    /// # Errors
    /// Everything that is wrong: inputs that are missing or given twice, units that do not fit, no day for a method that needs one.
    pub fn bind(method: &'static Method, header: &[&str], asked: Asked) -> Result<Self, Vec<Text>> {
        let mut faults = Vec::new();
        let columns: Vec<Column> = header
            .iter()
            .map(|name| {
                column(method, name, &asked).unwrap_or_else(|fault| {
                    faults.push(fault);
                    Column::Other
                })
            })
            .collect();
        let sheet = Self {
            method,
            asked,
            width: columns.len(),
            columns,
        };
        faults.extend(sheet.lacking());
        if faults.is_empty() { Ok(sheet) } else { Err(faults) }
    }

    fn lacking(&self) -> Vec<Text> {
        let mut faults = Vec::new();
        let has = |wanted: &dyn Fn(&Column) -> bool| self.columns.iter().filter(|column| wanted(column)).count();
        let needs_day = self.method.is_dated() && self.asked.day.is_none();
        if needs_day && has(&|column| matches!(column, Column::Day)) != 1 {
            faults.push(Text::new(
                "需要且只能有一列日期（date、日期、时间），或用 --on、--edition 指明版本",
                "one column of days is needed (date, time, 日期), or --on or --edition to choose the edition",
            ));
        }
        for (place, input) in self.method.inputs.iter().enumerate() {
            let given = has(&|column| matches!(column, Column::Input(found) if *found == place));
            let constant = self.constant(input.name).is_some();
            if given > 1 || (given == 0 && !constant && input.default.is_none()) {
                faults.push(Text::new(
                    format!(
                        "需要且只能有一列“{}”（{}），或用 --set {}=…",
                        input.name, input.says.0, input.name
                    ),
                    format!(
                        "one column `{}` is needed ({}), or --set {}=…",
                        input.name, input.says.1, input.name
                    ),
                ));
            }
        }
        for (name, _) in &self.asked.constants {
            if self.method.inputs.iter().all(|input| input.name != name) {
                let known: Vec<_> = self.method.inputs.iter().map(|input| input.name).collect();
                faults.push(Text::new(
                    format!("方法 {} 没有“{name}”；可用：{}", self.method.name, known.join("、")),
                    format!(
                        "method {} has no input `{name}`; it has: {}",
                        self.method.name,
                        known.join(", ")
                    ),
                ));
            }
        }
        let keys: Vec<&str> = self.values().map(|(_, taken, _)| taken.key.as_str()).collect();
        for (place, key) in keys.iter().enumerate() {
            if keys.iter().take(place).any(|earlier| earlier == key) {
                faults.push(Text::new(
                    format!("有两列都是 {key}"),
                    format!("two columns are both {key}"),
                ));
            }
        }
        if keys.is_empty() && !self.method.items.0.is_empty() {
            faults.push(Text::new(
                format!(
                    "没有可评价的列；方法 {} 读取：{}",
                    self.method.name, self.method.items.0
                ),
                format!(
                    "no column can be judged; method {} reads: {}",
                    self.method.name, self.method.items.1
                ),
            ));
        }
        faults
    }

    fn values(&self) -> impl Iterator<Item = (&str, &Taken, Unit)> {
        self.columns.iter().filter_map(|column| match column {
            Column::Value { header, taken, from } => Some((header.as_str(), taken, *from)),
            _ => None,
        })
    }

    fn constant(&self, name: &str) -> Option<&str> {
        self.asked
            .constants
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, word)| word.as_str())
    }

    /// The columns that are written behind those of the sheet.
    pub fn header(&self) -> Vec<&'static str> {
        let explain = self.asked.explain.then_some("explanation");
        self.method
            .results
            .iter()
            .copied()
            .chain(COMMON)
            .chain(explain)
            .chain(["error"])
            .collect()
    }

    /// The columns that are read as values of items: their header and the item.
    pub fn read_as(&self) -> Vec<(&str, &str)> {
        self.values()
            .map(|(header, taken, _)| (header, taken.key.as_str()))
            .collect()
    }

    /// Judges a row. A row that cannot be read has its fault in the last cell and nothing else.
    pub fn judge(&self, cells: &[&str]) -> JudgedRow {
        let judged = self.given(cells).and_then(|given| (self.method.judge)(&given));
        let mut row = JudgedRow::default();
        match judged {
            Ok(verdict) => {
                row.known = verdict.unknown.is_none();
                row.cells = self.written(&verdict);
                row.cells.push(String::new());
            }
            Err(fault) => {
                let fault = fault.in_language(self.asked.language).to_owned();
                row.cells = vec![String::new(); self.header().len().saturating_sub(1)];
                row.cells.push(fault.clone());
                row.fault = Some(fault);
            }
        }
        row
    }

    fn written(&self, verdict: &Verdict) -> Vec<String> {
        let say = |text: &Text| text.in_language(self.asked.language).to_owned();
        let rule = verdict.reason.rule.as_ref();
        let mut cells = verdict.results.clone();
        cells.resize(self.method.results.len(), String::new());
        cells.extend([
            verdict.unknown.as_ref().map(say).unwrap_or_default(),
            documents(&verdict.reason),
            rule.map(|rule| rule.clause.clone()).unwrap_or_default(),
            verdict
                .reason
                .weakest()
                .map(|mark| format!("{mark:?}"))
                .unwrap_or_default(),
        ]);
        if self.asked.explain {
            cells.push(sentence(&verdict.reason, self.asked.language));
        }
        cells
    }

    fn given<'a>(&'a self, cells: &[&'a str]) -> Result<Given<'a>, Text> {
        if cells.len() != self.width {
            return Err(Text::new(
                format!("本行 {} 列，表头 {} 列", cells.len(), self.width),
                format!("{} cells, the header has {}", cells.len(), self.width),
            ));
        }
        let constants = self
            .method
            .inputs
            .iter()
            .map(|input| self.constant(input.name).unwrap_or_default());
        let mut given = Given {
            day: self.asked.day.unwrap_or(NaiveDate::MAX),
            inputs: self.method.inputs,
            words: constants.collect(),
            values: Vec::new(),
            language: self.asked.language,
        };
        for (column, cell) in self.columns.iter().zip(cells) {
            match column {
                Column::Day if self.asked.day.is_none() && self.method.is_dated() => {
                    given.day = day(cell).ok_or_else(|| unreadable("date", cell))?;
                }
                Column::Input(place) => {
                    if let Some(word) = given.words.get_mut(*place).filter(|word| word.is_empty()) {
                        *word = cell.trim();
                    }
                }
                Column::Value { header, taken, from } => {
                    given.values.push((taken, measured(header, cell, *from, taken)?))
                }
                Column::Day | Column::Other => {}
            }
        }
        Ok(given)
    }
}

fn column(method: &'static Method, header: &str, asked: &Asked) -> Result<Column, Text> {
    let (name, unit) = name_and_unit(header);
    let folded = fold(name);
    let is = |known: &&str| fold(known) == folded;
    let input = method
        .inputs
        .iter()
        .position(|input| is(&input.name) || input.also.iter().any(is));
    if let Some(place) = input {
        return Ok(Column::Input(place));
    }
    if DAY_NAMES.iter().any(is) {
        return Ok(Column::Day);
    }
    let Some(taken) = (method.takes)(name) else {
        return Ok(Column::Other);
    };
    let said = asked
        .units
        .iter()
        .find(|(known, _)| fold(known) == folded || fold(known) == fold(&taken.key));
    let from = said.map(|(_, unit)| *unit).or(unit).unwrap_or(taken.unit);
    if Unit::convert(rust_decimal::Decimal::ONE, from, taken.unit).is_none() {
        return Err(Text::new(
            format!("“{header}”的单位 {} 不能换算为 {}", from.symbol(), taken.unit.symbol()),
            format!(
                "`{header}`: {} does not convert to {}",
                from.symbol(),
                taken.unit.symbol()
            ),
        ));
    }
    Ok(Column::Value {
        header: header.to_owned(),
        taken,
        from,
    })
}

fn measured(header: &str, said: &str, from: Unit, taken: &Taken) -> Result<Measured, Text> {
    let convert = |value| Unit::convert(value, from, taken.unit).ok_or_else(|| unreadable(header, said));
    let read: Measured = said.parse().map_err(|_| {
        Text::new(
            format!("“{header}”列的“{said}”不是结果；请写数字、<0.025 或 0.025L、ND，或留空"),
            format!("column `{header}`: `{said}` is no result; write a number, <0.025 or 0.025L, ND, or nothing"),
        )
    })?;
    Ok(match read {
        Measured::Value(value) => Measured::Value(convert(value)?),
        Measured::Below(limit) => Measured::Below(convert(limit)?),
        other => other,
    })
}

/// The documents that the headline and the steps under it rest on, each once.
fn documents(reason: &Reason) -> String {
    let rules = [reason]
        .into_iter()
        .chain(&reason.because)
        .filter_map(|step| step.rule.as_ref());
    let mut documents: Vec<&str> = Vec::new();
    for rule in rules {
        if !documents.contains(&rule.standard.as_str()) {
            documents.push(&rule.standard);
        }
    }
    documents.join("; ")
}

/// The headline and the steps under it as one line.
fn sentence(reason: &Reason, language: Language) -> String {
    let (colon, semicolon) = match language {
        Language::Chinese => ("：", "；"),
        Language::English => (": ", "; "),
    };
    let steps: Vec<&str> = reason
        .because
        .iter()
        .map(|step| step.says.in_language(language))
        .collect();
    let headline = reason.says.in_language(language);
    match steps.is_empty() {
        true => headline.to_owned(),
        false => format!("{headline}{colon}{}", steps.join(semicolon)),
    }
}
