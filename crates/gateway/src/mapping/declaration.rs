//! The text of a mapping, read and checked: every fault is found, none stops the reading.

use std::collections::{BTreeMap, BTreeSet};

use history::Period;
use standards::Text;

use super::fault::{MappingError, MappingFault};
use super::keys::{Clerk, Section};
use super::time::{Label, TimeReading, format_is_sound};
use super::value_columns;
use super::{FlagSource, Hj212Settings, Mapping, PointSource, TimeSource, ValueLayout};

/// A mapping is written by a person; more than this is no mapping.
const TEXT_BYTES_MAX: usize = 256 * 1024;

const TOP: &[&str] = &[
    "name", "note", "origin", "licence", "missing", "point", "time", "item", "narrow", "flag", "ignore", "hj212",
];
const POINT: &[&str] = &["column", "fixed", "only", "names"];
const TIME: &[&str] = &["column", "clock_column", "format", "is", "period"];
const FLAG: &[&str] = &["column", "map"];
const IGNORE: &[&str] = &["columns"];
const HJ212: &[&str] = &["system_type", "command"];

/// Reads the text of a mapping.
pub(super) fn read(text: &str) -> Result<Mapping, MappingError> {
    let mut clerk = Clerk::new(text);
    if text.len() > TEXT_BYTES_MAX {
        clerk.fault(
            0,
            "TOML",
            Text::new(
                format!("映射文本超过 {TEXT_BYTES_MAX} 字节"),
                format!("the text is longer than the {TEXT_BYTES_MAX} bytes that a mapping may have"),
            ),
        );
        return Err(clerk.into_error());
    }
    let mapping = match toml::de::DeTable::parse(text) {
        Ok(table) => top(&mut clerk, &Section::open_top(table.get_ref())),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            clerk.fault(
                at,
                "TOML",
                Text::new(
                    format!("不是合法的 TOML：{}", error.message()),
                    format!("not valid TOML: {}", error.message()),
                ),
            );
            None
        }
    };
    match mapping {
        Some(mapping) if clerk.is_clean() => Ok(mapping),
        _ => Err(clerk.into_error()),
    }
}

fn top(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<Mapping> {
    section.check_keys(clerk, TOP);
    let name = section.words(clerk, "name");
    if name.is_none() {
        section.missing(clerk, "name");
    }
    let note = section.words(clerk, "note");
    let origin = section.text(clerk, "origin").map(|found| found.text);
    let licence = section.text(clerk, "licence").map(|found| found.text);
    let missing = section
        .texts(clerk, "missing")
        .into_iter()
        .map(|found| found.text)
        .collect();
    let point = section
        .required_section(clerk, "point")
        .and_then(|point| point_source(clerk, &point));
    let time = section
        .required_section(clerk, "time")
        .and_then(|time| time_source(clerk, &time));
    let values = value_columns::read(clerk, section);
    let flag = flag(clerk, section, &values);
    let ignored = section.section(clerk, "ignore").map(|ignore| {
        ignore.check_keys(clerk, IGNORE);
        ignore
            .texts(clerk, "columns")
            .into_iter()
            .map(|found| found.text)
            .collect::<BTreeSet<_>>()
    });
    let hj212 = section
        .section(clerk, "hj212")
        .and_then(|hj212| hj212_settings(clerk, &hj212));
    let mapping = Mapping {
        text: clerk.text().to_owned(),
        name: name?,
        note,
        origin,
        licence,
        missing,
        point: point?,
        time: time?,
        values: values?,
        flag,
        ignored: ignored.unwrap_or_default(),
        hj212,
    };
    each_column_once(clerk, &mapping);
    Some(mapping)
}

fn point_source(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<PointSource> {
    section.check_keys(clerk, POINT);
    let column = section.text(clerk, "column");
    let fixed = section.text(clerk, "fixed");
    let only: BTreeSet<String> = section
        .texts(clerk, "only")
        .into_iter()
        .map(|found| found.text)
        .collect();
    let names = section.map(clerk, "names");
    match (column, fixed) {
        (Some(column), None) => Some(PointSource::Column {
            column: column.text,
            only,
            names,
        }),
        (None, Some(fixed)) if only.is_empty() && names.is_empty() => Some(PointSource::Fixed(fixed.text)),
        (None, Some(fixed)) => {
            clerk.fault(
                fixed.at,
                &section.key("fixed"),
                Text::new(
                    "固定点位时不能再写 only 或 names",
                    "a fixed point takes neither 'only' nor 'names'; remove them or give a column",
                ),
            );
            None
        }
        (Some(_), Some(fixed)) => {
            clerk.fault(
                fixed.at,
                &section.key("fixed"),
                Text::new(
                    "column 与 fixed 只能写一个",
                    "give either 'column' or 'fixed', not both",
                ),
            );
            None
        }
        (None, None) => {
            section.missing(clerk, "column");
            None
        }
    }
}

fn time_source(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<TimeSource> {
    section.check_keys(clerk, TIME);
    let column = section.required_text(clerk, "column");
    let clock_column = section.text(clerk, "clock_column").map(|found| found.text);
    let format = section.text(clerk, "format");
    if let Some(format) = format.as_ref().filter(|format| !format_is_sound(&format.text)) {
        clerk.fault(
            format.at,
            &section.key("format"),
            Text::new(
                "时间格式无法确定年月日，例：%Y-%m-%d %H:%M",
                "this format does not fix a day; write it like %Y-%m-%d %H:%M",
            ),
        );
    }
    let period = section.required_text(clerk, "period").and_then(|found| {
        section.choice(
            clerk,
            "period",
            &found,
            Period::from_word(&found.text),
            Period::ALL.map(Period::word),
        )
    });
    let label = label(clerk, section, period);
    Some(TimeSource {
        column: column?.text,
        clock_column,
        reading: TimeReading {
            format: format.map(|found| found.text),
            label: label?,
            period: period?,
            city_offset_minutes: None,
        },
    })
}

/// Which end of its period a time names.
fn label(clerk: &mut Clerk<'_>, section: &Section<'_, '_>, period: Option<Period>) -> Option<Label> {
    let labels = [("period-start", Label::PeriodStart), ("period-end", Label::PeriodEnd)];
    let is = section.text(clerk, "is");
    let label = match (&is, period) {
        // A moment has no ends to choose between.
        (None, Some(Period::Instant)) => Some(Label::PeriodStart),
        (None, _) => {
            section.missing(clerk, "is");
            None
        }
        (Some(found), _) => {
            let label = labels
                .iter()
                .find(|(word, _)| *word == found.text)
                .map(|(_, label)| *label);
            section.choice(clerk, "is", found, label, labels.map(|(word, _)| word))
        }
    };
    if let (Some(found), Some(Label::PeriodEnd), Some(Period::Minute | Period::Instant)) = (&is, label, period) {
        clerk.fault(found.at, &section.key("is"), Text::new(
            "此时段长度不定，无法由结束时刻推算开始时刻；请写 is = \"period-start\"",
            "this period has no fixed length, so its start cannot be told from its end; write is = \"period-start\"",
        ));
    }
    label
}

fn flag(clerk: &mut Clerk<'_>, section: &Section<'_, '_>, values: &Option<ValueLayout>) -> Option<FlagSource> {
    let narrow = section
        .section(clerk, "narrow")
        .and_then(|narrow| narrow.text(clerk, "flag_column"));
    let Some(flag) = section.section(clerk, "flag") else {
        return narrow.map(|column| FlagSource {
            column: column.text,
            words: BTreeMap::new(),
        });
    };
    flag.check_keys(clerk, FLAG);
    let words = flag.map(clerk, "map");
    let column = match (flag.text(clerk, "column"), narrow) {
        (Some(_), Some(narrow)) => {
            clerk.fault(
                narrow.at,
                "narrow.flag_column",
                Text::new(
                    "标记列已在 [flag] 中说明，这里请删去",
                    "the flag column is named in [flag] already; remove one of the two",
                ),
            );
            return None;
        }
        (Some(column), None) | (None, Some(column)) => column.text,
        (None, None) => {
            flag.missing(clerk, "column");
            return None;
        }
    };
    // Nothing can be said about flags of a table whose values cannot be read.
    values.as_ref().map(|_| FlagSource { column, words })
}

fn hj212_settings(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<Hj212Settings> {
    section.check_keys(clerk, HJ212);
    let system_type = section.required_text(clerk, "system_type");
    let command = section.required_text(clerk, "command");
    for (key, found, digits) in [("system_type", &system_type, 2), ("command", &command, 4)] {
        let Some(found) = found else { continue };
        if found.text.len() != digits || !found.text.bytes().all(|byte| byte.is_ascii_digit()) {
            clerk.fault(
                found.at,
                &section.key(key),
                Text::new(format!("应为 {digits} 位数字"), format!("write {digits} digits")),
            );
        }
    }
    Some(Hj212Settings {
        system_type: system_type?.text,
        command: command?.text,
    })
}

/// A column that is named twice would be read twice, or read and ignored.
fn each_column_once(clerk: &mut Clerk<'_>, mapping: &Mapping) {
    let mut seen = BTreeSet::new();
    for (column, use_of) in mapping.columns() {
        if !seen.insert(column) {
            let at = clerk.find(column);
            clerk.fault(
                at,
                &use_of,
                Text::new(
                    format!("列“{column}”已有其他用途"),
                    format!("column '{column}' is named a second time; give each column one use"),
                ),
            );
        }
    }
}

impl Clerk<'_> {
    fn into_error(self) -> MappingError {
        let mut faults: Vec<MappingFault> = self.into_faults();
        faults.sort_by_key(|fault| fault.line);
        MappingError { faults }
    }
}
