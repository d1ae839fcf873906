//! A mapping for a file that has none, from the usual names in its header.
//!
//! It writes the text of a mapping and reads that, so that there is one way to a [`Mapping`] and the user can save, read and
//! correct what was understood.

use std::fmt::Write as _;

use standards::Text;
use standards::item::ItemDef;

use super::Mapping;
use super::fault::{MappingError, MappingFault, excerpt};
use super::vocabulary::{
    FLAG_COLUMN_WORDS, ITEM_COLUMN_WORDS, POINT_WORDS, TIME_WORDS, TimeWord, UNIT_COLUMN_WORDS, VALUE_COLUMN_WORDS,
    column_named, fold,
};

/// What a header says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// The mapping; [`Mapping::text`] is it as TOML.
    pub mapping: Mapping,
    /// Columns that were not recognised and are not read.
    pub unrecognised: Vec<String>,
    /// What the header leaves open, and how it is taken.
    pub assumed: Vec<Text>,
}

/// Reads a header.
pub(super) fn infer(header: &[&str]) -> Result<Inference, MappingError> {
    let header: Vec<&str> = header.iter().map(|name| name.trim()).collect();
    let mut reader = HeaderReader {
        header: &header,
        used: Vec::new(),
        faults: Vec::new(),
        assumed: Vec::new(),
    };
    let point = reader.point();
    let time = reader.time();
    let flag = reader.one_of("flag.column", FLAG_COLUMN_WORDS);
    let values = reader.values();
    let (Some(point), Some((time, word)), Some(values)) = (point, time, values) else {
        return Err(MappingError { faults: reader.faults });
    };
    if !reader.faults.is_empty() {
        return Err(MappingError { faults: reader.faults });
    }
    let unrecognised: Vec<String> = reader.unused().map(str::to_owned).collect();
    let text = written(point, (time, word), &values, flag, &unrecognised);
    let assumed = reader.assumed;
    Mapping::read(&text).map(|mapping| Inference {
        mapping,
        unrecognised,
        assumed,
    })
}

enum Values<'h> {
    Wide(Vec<(&'h str, &'static ItemDef, String)>),
    Narrow {
        item: &'h str,
        value: &'h str,
        unit: Option<&'h str>,
    },
}

struct HeaderReader<'h> {
    header: &'h [&'h str],
    used: Vec<&'h str>,
    faults: Vec<MappingFault>,
    assumed: Vec<Text>,
}

impl<'h> HeaderReader<'h> {
    fn unused(&self) -> impl Iterator<Item = &'h str> {
        self.header
            .iter()
            .copied()
            .filter(|name| !name.is_empty() && !self.used.contains(name))
    }

    fn fault(&mut self, key: &str, zh: String, en: String) {
        self.faults.push(MappingFault {
            line: None,
            key: key.to_owned(),
            says: Text::new(zh, en),
            suggestion: None,
        });
    }

    fn named(&self, words: &[&str]) -> Vec<&'h str> {
        self.header
            .iter()
            .copied()
            .filter(|name| words.contains(&fold(name).as_str()))
            .collect()
    }

    /// The one column with a name among `words`; two are a fault, none is none.
    fn one_of(&mut self, key: &str, words: &[&str]) -> Option<&'h str> {
        let found = self.named(words);
        match found.as_slice() {
            [] => None,
            [one] => {
                self.used.push(one);
                Some(one)
            }
            several => {
                let list = several.iter().map(|name| excerpt(name)).collect::<Vec<_>>().join(", ");
                self.fault(
                    key,
                    format!("有多列可以是它：{list}；请写映射文件说明"),
                    format!("several columns could be it: {list}; write a mapping that says which"),
                );
                None
            }
        }
    }

    fn point(&mut self) -> Option<&'h str> {
        let group = POINT_WORDS.iter().find(|words| !self.named(words).is_empty());
        let Some(words) = group else {
            self.fault(
                "point.column",
                "表头中没有认得的点位列（如 station、断面、站点）；请写映射文件".to_owned(),
                "no column is known to name the point (such as station, section, 断面); write a mapping".to_owned(),
            );
            return None;
        };
        self.one_of("point.column", words)
    }

    fn time(&mut self) -> Option<(&'h str, TimeWord)> {
        let all: Vec<&str> = TIME_WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        if self.named(&all).is_empty() {
            self.fault(
                "time.column",
                "表头中没有认得的时间列（如 time、date、日期）；请写映射文件".to_owned(),
                "no column is known to be the time (such as time, date, 日期); write a mapping".to_owned(),
            );
        }
        let column = self.one_of("time.column", &all)?;
        let folded = fold(column);
        let (word, _) = TIME_WORDS.iter().find(|(_, words)| words.contains(&folded.as_str()))?;
        let (zh, en) = match word {
            TimeWord::Date => ("自然日的日值", "values of the natural day"),
            TimeWord::Hour => (
                "小时值，时间为该小时的开始",
                "values of the hour that begins at the time",
            ),
            TimeWord::Sample => ("该时刻的样品", "samples taken at the time"),
        };
        self.assumed.push(Text::new(
            format!("“{column}”按{zh}处理"),
            format!("'{column}' is taken for {en}"),
        ));
        Some((column, *word))
    }

    fn values(&mut self) -> Option<Values<'h>> {
        let narrow = !self.named(ITEM_COLUMN_WORDS).is_empty() && !self.named(VALUE_COLUMN_WORDS).is_empty();
        if narrow {
            let item = self.one_of("narrow.item_column", ITEM_COLUMN_WORDS);
            let value = self.one_of("narrow.value_column", VALUE_COLUMN_WORDS);
            let unit = self.one_of("narrow.unit_column", UNIT_COLUMN_WORDS);
            return Some(Values::Narrow {
                item: item?,
                value: value?,
                unit,
            });
        }
        let mut columns: Vec<(&'h str, &'static ItemDef, String)> = Vec::new();
        for column in self.unused().collect::<Vec<_>>() {
            let Some((item, unit)) = column_named(column) else {
                continue;
            };
            if let Some((first, ..)) = columns.iter().find(|(_, known, _)| known.code == item.code) {
                let (first, second) = (excerpt(first), excerpt(column));
                self.fault(
                    "item.column",
                    format!("“{first}”与“{second}”都是{}；请写映射文件说明", item.name.0),
                    format!(
                        "'{first}' and '{second}' both are {}; write a mapping that says which",
                        item.name.1
                    ),
                );
                continue;
            }
            self.used.push(column);
            let unit = unit.map_or_else(|| self.assumed_unit(column, item), str::to_owned);
            columns.push((column, item, unit));
        }
        if columns.is_empty() {
            self.fault(
                "item",
                "表头中没有认得的监测项目；请写映射文件".to_owned(),
                "no column is known to hold an item; write a mapping".to_owned(),
            );
            return None;
        }
        Some(Values::Wide(columns))
    }

    fn assumed_unit(&mut self, column: &str, item: &ItemDef) -> String {
        let symbol = item.unit.symbol();
        if symbol.is_empty() {
            return "1".to_owned();
        }
        self.assumed.push(Text::new(
            format!("“{column}”未写单位，按 {symbol} 处理"),
            format!("'{column}' states no unit and is taken to be in {symbol}"),
        ));
        symbol.to_owned()
    }
}

/// The mapping as text.
fn written(
    point: &str,
    (time, word): (&str, TimeWord),
    values: &Values<'_>,
    flag: Option<&str>,
    unrecognised: &[String],
) -> String {
    let period = match word {
        TimeWord::Date => "day",
        TimeWord::Hour => "hour",
        TimeWord::Sample => "instant",
    };
    let mut text = format!(
        "name = {{ zh = \"按表头推断\", en = \"Inferred from the header\" }}\n\n[point]\ncolumn = {}\n\n[time]\ncolumn = {}\n\
         is = \"period-start\"\nperiod = \"{period}\"\n",
        quoted(point),
        quoted(time),
    );
    // Writing into a String cannot fail.
    let _ = match values {
        Values::Wide(columns) => columns.iter().try_for_each(|(column, item, unit)| {
            let (column, unit) = (quoted(column), quoted(unit));
            write!(
                text,
                "\n[[item]]\ncolumn = {column}\ncode = \"{}\"\nunit = {unit}\n",
                item.code
            )
        }),
        Values::Narrow { item, value, unit } => {
            let unit = unit
                .map(|unit| format!("unit_column = {}\n", quoted(unit)))
                .unwrap_or_default();
            write!(
                text,
                "\n[narrow]\nitem_column = {}\nvalue_column = {}\n{unit}",
                quoted(item),
                quoted(value)
            )
        }
    };
    if let Some(flag) = flag {
        let _ = write!(text, "\n[flag]\ncolumn = {}\n", quoted(flag));
    }
    if !unrecognised.is_empty() {
        let list = unrecognised
            .iter()
            .map(|name| quoted(name))
            .collect::<Vec<_>>()
            .join(", ");
        let _ = write!(text, "\n[ignore]\ncolumns = [{list}]\n");
    }
    text
}

/// A TOML text in quotes.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
