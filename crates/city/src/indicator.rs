//! `indicators/*.toml`: what the city counts itself from its registers, by the methods of `rules::indicator`.

mod inputs;

use std::collections::BTreeMap;
use std::sync::Arc;

use rules::indicator::{Method, ResultUnit};
use rules::unit::PlanUnit;
use standards::{Certainty, Text};

use crate::kind::FindingKind;
use crate::register::{FieldKind, Filter, Register, filter, known_fields, plan_unit, rule_ids};
use crate::registry::Registry;
use crate::source::{Findings, Source, Word};
use crate::suggestion;
use crate::table::{Document, Need, Table};
use crate::vocabulary::{self, Choice};

/// Most indicators of a city.
const INDICATORS_MAX: usize = 500;
/// The folder of indicators.
const FOLDER: &str = "indicators/";

/// An indicator that the city counts from a register.
#[derive(Clone, Debug)]
pub struct CountedIndicator {
    /// Id, by which a target names it.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The unit of its figure; `None` where a panel judges in words.
    pub unit: Option<PlanUnit>,
    /// How it is counted.
    pub method: Method,
    /// Id of the rule it follows.
    pub rule: Option<String>,
    /// Id of the register where the rows are.
    pub register: String,
    /// Which field brings each input of the method (word of the input → id of the field).
    pub inputs: BTreeMap<String, String>,
    /// Id of the field of the year; `None` where the register is counted as it stands.
    pub year: Option<String>,
    /// Which entries count.
    pub filter: Filter,
    /// Field and words of which the share is counted (method `share`).
    pub share: Option<ShareOf>,
    /// How sure its definition is.
    pub certainty: Certainty,
    /// Documents and clauses it comes from.
    pub sources: Vec<String>,
    /// What a reader must know.
    pub note: Option<Text>,
    /// File it is written in, relative to the city folder.
    pub file: String,
    /// Line in that file, from 1.
    pub line: usize,
}

/// What the method `share` counts: entries whose `field` says one of `words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareOf {
    /// Id of the field.
    pub field: String,
    /// Words that count.
    pub words: Vec<String>,
}

/// Whether a file of that name holds indicators.
pub(crate) fn is_one_of(name: &str) -> bool {
    name.strip_prefix(FOLDER)
        .is_some_and(|file| !file.contains('/') && file.ends_with(".toml"))
}

/// Reads all indicators of the folder.
pub(crate) fn read_all<'a>(
    files: impl Iterator<Item = (&'a str, &'a Arc<str>)>,
    registers: &[Register],
    register_ids: &Registry,
    ids: &mut Registry,
    findings: &'a Findings,
) -> Vec<CountedIndicator> {
    let mut indicators = Vec::new();
    for (name, text) in files.filter(|(name, _)| is_one_of(name)) {
        let source = Source::new(name, text, findings);
        let Some(document) = Document::parse(source.text, 0, &source) else {
            continue;
        };
        let mut root = document.table(&source, 0..0);
        let tables = root.tables("indicator");
        root.finish();
        for table in tables {
            if indicators.len() >= INDICATORS_MAX {
                report_too_many(&table, &source);
                break;
            }
            let reader = Reader {
                source: &source,
                registers,
                register_ids,
            };
            indicators.extend(reader.read(table, ids));
        }
    }
    indicators
}

fn report_too_many(table: &Table<'_>, source: &Source<'_>) {
    let says = Text::new(
        format!("指标超过{INDICATORS_MAX}个，其余不读"),
        format!("more than {INDICATORS_MAX} indicators; the rest is not read"),
    );
    let help = Text::new("删去不用的指标", "delete those that nothing uses");
    source.report(FindingKind::TooLarge, table.span(), says, Some(help));
}

struct Reader<'a> {
    source: &'a Source<'a>,
    registers: &'a [Register],
    register_ids: &'a Registry,
}

impl Reader<'_> {
    fn read(&self, mut table: Table<'_>, ids: &mut Registry) -> Option<CountedIndicator> {
        let source = self.source;
        let id = table.word("id", Need::Required).filter(|id| self.enter(id, ids));
        let name = table.text("name", Need::Required);
        let method_word = table.word("method", Need::Required);
        let method = method_word.as_ref().and_then(|word| methods().read(word, source));
        let unit = table.word("unit", Need::Optional);
        let rule = rule_ids(table.word("rule", Need::Optional).into_iter().collect(), source);
        let register = table.word("register", Need::Required);
        let register = register.and_then(|word| self.register(&word));
        let inputs = table.pairs("inputs");
        let year = table.word("year", Need::Optional);
        let terms = table.pairs("where");
        let field = table.word("field", Need::Optional);
        let words = table.words("words", Need::Optional);
        let certainty = table.word("certainty", Need::Required);
        let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
        let sources = table.words("sources", Need::Optional);
        let note = table.text("note", Need::Optional);
        let span = table.span();
        table.finish();

        let (method, register) = (method?, register?);
        let unit = self.unit(method, unit, &span);
        let inputs = self.inputs(method, register, unit.flatten(), inputs, &span);
        let year = self.year(register, year);
        let filter = filter(register, terms, source);
        let share = self.share(method, register, field, words, &span);
        Some(CountedIndicator {
            id: id?.text,
            name: name?,
            unit: unit?,
            method,
            rule: rule.into_iter().next(),
            register: register.id.clone(),
            inputs: inputs?,
            year: year?,
            filter: filter?,
            share: share?,
            certainty: certainty?,
            sources: sources.into_iter().map(|word| word.text).collect(),
            note,
            file: source.file.to_owned(),
            line: source.line(span.start),
        })
    }

    /// Enters the id, which may not be that of an indicator that instruments feed.
    fn enter(&self, id: &Word, ids: &mut Registry) -> bool {
        if rules::Indicator::from_word(&id.text).is_some() {
            let says = Text::new(
                format!("“{}”是仪器监测的指标，不能另作定义", id.text),
                format!(
                    "`{}` is an indicator that instruments feed; it cannot be defined again",
                    id.text
                ),
            );
            let help = Text::new("另取编号", "choose another id");
            self.source
                .report(FindingKind::DuplicateId, id.span.clone(), says, Some(help));
            return false;
        }
        ids.enter(id, self.source)
    }

    fn register(&self, word: &Word) -> Option<&Register> {
        // A register with a fault of its own is known and not there: its faults are told already.
        self.register_ids.refer(word, self.source);
        self.registers.iter().find(|register| register.id == word.text)
    }

    /// The unit; the inner `None` is that of a judgement in words.
    fn unit(&self, method: Method, word: Option<Word>, span: &std::ops::Range<usize>) -> Option<Option<PlanUnit>> {
        let Some(word) = word else {
            if method.unit() == ResultUnit::None {
                return Some(None);
            }
            let says = Text::new("指标没有写单位", "the indicator has no unit");
            let help = Text::new("补上 unit = \"…\"", "add unit = \"…\"");
            self.source
                .report(FindingKind::MissingUnit, span.clone(), says, Some(help));
            return None;
        };
        let unit = plan_unit(&word, self.source)?;
        if method.takes_unit(unit) {
            return Some(Some(unit));
        }
        let (zh, en) = match method.unit() {
            ResultUnit::None => ("没有单位", "has no unit"),
            ResultUnit::Percent | ResultUnit::OfIndicator => ("的结果以 % 计", "comes in %"),
        };
        let says = Text::new(
            format!("方法“{}”{zh}，单位不能是“{}”", method.word(), word.text),
            format!(
                "the method `{}` {en}, its unit cannot be `{}`",
                method.word(),
                word.text
            ),
        );
        let help = Text::new("改单位，或换一种方法", "change the unit, or take another method");
        self.source
            .report(FindingKind::UnitDoesNotFit, word.span, says, Some(help));
        None
    }

    /// The field of the year: the one named, or that of the register.
    fn year(&self, register: &Register, word: Option<Word>) -> Option<Option<String>> {
        let Some(word) = word else {
            return Some(register.year.clone());
        };
        let id = known_fields(register, vec![word.clone()], self.source)?.pop()?;
        if register.field(&id).is_some_and(|field| field.kind == FieldKind::Year) {
            return Some(Some(id));
        }
        let says = Text::new(format!("字段“{id}”不是年份"), format!("the field `{id}` is no year"));
        let years = register.fields.iter().filter(|field| field.kind == FieldKind::Year);
        let help = suggestion::advice("", years.map(|field| field.id.as_str()));
        self.source.report(FindingKind::InputDoesNotFit, word.span, says, help);
        None
    }

    /// `field` and `words`, which only the method `share` has.
    fn share(
        &self,
        method: Method,
        register: &Register,
        field: Option<Word>,
        words: Vec<Word>,
        span: &std::ops::Range<usize>,
    ) -> Option<Option<ShareOf>> {
        if method != Method::Share {
            let stray = field.into_iter().chain(words).next();
            return match stray {
                None => Some(None),
                Some(word) => {
                    let says = Text::new(
                        format!("方法“{}”没有 field 和 words", method.word()),
                        format!("the method `{}` has no `field` and `words`", method.word()),
                    );
                    let help = Text::new("删去它们，或用 where", "delete them, or use `where`");
                    self.source
                        .report(FindingKind::KeyDoesNotFit, word.span, says, Some(help));
                    None
                }
            };
        }
        let (Some(field), false) = (field, words.is_empty()) else {
            let says = Text::new(
                "方法“share”要有 field 和 words",
                "the method `share` needs `field` and `words`",
            );
            let help = Text::new(
                "补上 field = \"字段\"、words = [\"…\"]",
                "add field = \"field\" and words = [\"…\"]",
            );
            self.source
                .report(FindingKind::MissingKey, span.clone(), says, Some(help));
            return None;
        };
        let terms = words.into_iter().map(|word| (field.clone(), word)).collect();
        let filter = filter(register, terms, self.source)?;
        Some(Some(ShareOf {
            field: field.text,
            words: filter.terms.into_iter().map(|(_, word)| word).collect(),
        }))
    }
}

fn methods() -> Choice<Method> {
    Choice {
        what: Text::new("计算方法", "method"),
        unknown: FindingKind::UnknownMethod,
        words: Method::ALL.iter().map(|method| (method.word(), *method)).collect(),
    }
}
