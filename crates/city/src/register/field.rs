//! `[[field]]`: one field of a register.

use std::ops::Range;

use rules::unit::PlanUnit;
use standards::Text;

use super::{Field, FieldChoice, FieldKind};
use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Need, Table};

/// Longest id of a field, in characters.
const ID_LENGTH_MAX: usize = 64;
/// Most words of one choice.
const CHOICES_MAX: usize = 200;

/// The words for the types of fields.
pub(crate) const FIELD_TYPES: [&str; 14] = [
    "text",
    "number",
    "whole",
    "day",
    "year",
    "choice",
    "flag",
    "reference",
    "place",
    "point",
    "reach",
    "post",
    "position",
    "file",
];

/// A field and where its id stands.
pub(super) struct Written {
    pub(super) field: Field,
    pub(super) span: Range<usize>,
    /// The register it refers to, as it is written.
    pub(super) register: Option<Word>,
}

/// Reads one field; without one, its id, when something it must say is missing or unknown (and reported).
pub(super) fn read(mut table: Table<'_>, source: &Source<'_>) -> Result<Written, Option<String>> {
    let id = table.word("id", Need::Required).filter(|id| well_formed(id, source));
    let name = table.text("name", Need::Required);
    let kind = table.word("type", Need::Required);
    let register = table.word("register", Need::Optional);
    let known = kind.as_ref().filter(|word| is_type(word, source));
    let kind = known.and_then(|word| read_kind(&mut table, word, register.as_ref(), source));
    if kind.is_none() {
        // Nothing can be said of keys whose meaning hangs on the type.
        ["unit", "min", "max"].into_iter().for_each(|key| table.skip(key));
        table.skip("choices");
    }
    let (required, public) = (table.flag("required"), table.flag("public"));
    table.finish();
    let Some(id) = id else { return Err(None) };
    let (Some(name), Some(kind)) = (name, kind) else {
        return Err(Some(id.text));
    };
    Ok(Written {
        field: Field {
            id: id.text,
            name,
            kind,
            required,
            public,
        },
        span: id.span,
        register,
    })
}

fn well_formed(id: &Word, source: &Source<'_>) -> bool {
    let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let formed = !id.text.is_empty() && id.text.len() <= ID_LENGTH_MAX && id.text.chars().all(allowed);
    if !formed {
        let says = Text::new(
            format!("字段编号“{}”写法不对", id.text),
            format!("`{}` cannot be the id of a field", id.text),
        );
        let help = Text::new(
            format!("用小写字母、数字和下划线，不超过{ID_LENGTH_MAX}个字符"),
            format!("use lower-case letters, digits and underscores, at most {ID_LENGTH_MAX} characters"),
        );
        source.report(FindingKind::BadId, id.span.clone(), says, Some(help));
    }
    formed
}

fn is_type(word: &Word, source: &Source<'_>) -> bool {
    let known = FIELD_TYPES.contains(&word.text.as_str());
    if !known {
        let says = Text::new(
            format!("没有“{}”这种字段类型", word.text),
            format!("there is no field type `{}`", word.text),
        );
        let help = suggestion::advice(&word.text, FIELD_TYPES);
        source.report(FindingKind::UnknownFieldType, word.span.clone(), says, help);
    }
    known
}

fn read_kind(table: &mut Table<'_>, word: &Word, register: Option<&Word>, source: &Source<'_>) -> Option<FieldKind> {
    if let Some(register) = register.filter(|_| word.text != "reference") {
        does_not_fit(word, "register", "reference", register.span.clone(), source);
    }
    match word.text.as_str() {
        "text" => Some(FieldKind::Text),
        "day" => Some(FieldKind::Day),
        "year" => Some(FieldKind::Year),
        "flag" => Some(FieldKind::Flag),
        "place" => Some(FieldKind::Place),
        "point" => Some(FieldKind::Point),
        "reach" => Some(FieldKind::Reach),
        "post" => Some(FieldKind::Post),
        "position" => Some(FieldKind::Position),
        "file" => Some(FieldKind::File),
        "choice" => choices(table, source).map(FieldKind::Choice),
        "reference" => reference(table, register, source),
        whole_or_number => number(table, whole_or_number == "whole", source),
    }
}

fn does_not_fit(word: &Word, key: &str, other: &str, span: Range<usize>, source: &Source<'_>) {
    let says = Text::new(
        format!("“{}”类字段没有“{key}”", word.text),
        format!("a field of type `{}` has no `{key}`", word.text),
    );
    let help = Text::new(
        format!("删去此键，或把 type 改为 {other}"),
        format!("delete this key, or make the type {other}"),
    );
    source.report(FindingKind::KeyDoesNotFit, span, says, Some(help));
}

fn reference(table: &mut Table<'_>, register: Option<&Word>, source: &Source<'_>) -> Option<FieldKind> {
    if register.is_none() {
        let says = Text::new(
            "引用字段没有写引用哪个名录",
            "a reference does not say to which register",
        );
        let help = Text::new("补上 register = \"…\"", "add register = \"…\"");
        source.report(FindingKind::MissingKey, table.span(), says, Some(help));
    }
    Some(FieldKind::Reference(register?.text.clone()))
}

fn number(table: &mut Table<'_>, whole: bool, source: &Source<'_>) -> Option<FieldKind> {
    let unit = unit(table.word("unit", Need::Optional), &table.span(), whole, source);
    let mut min = table.decimal("min", Need::Optional);
    let mut max = table.decimal("max", Need::Optional);
    if let (Some((least, _)), Some((most, span))) = (&min, &max)
        && least > most
    {
        let says = Text::new(
            format!("max（{most}）小于 min（{least}）"),
            format!("`max` ({most}) is less than `min` ({least})"),
        );
        let help = Text::new("交换两个值", "swap the two");
        source.report(FindingKind::ValueOutOfRange, span.clone(), says, Some(help));
        // Limits that nothing can keep are no limits: the cells are not held against them.
        (min, max) = (None, None);
    }
    let (min, max) = (min.map(|(value, _)| value), max.map(|(value, _)| value));
    let unit = unit?;
    Some(match whole {
        true => FieldKind::Whole { unit, min, max },
        false => FieldKind::Number { unit, min, max },
    })
}

/// The unit of a number; a whole number without one is counted in pieces.
fn unit(word: Option<Word>, table: &Range<usize>, whole: bool, source: &Source<'_>) -> Option<PlanUnit> {
    let Some(word) = word else {
        if whole {
            return Some(PlanUnit::COUNT);
        }
        let says = Text::new("数字字段没有写单位", "a number has no unit");
        let help = Text::new(
            "补上 unit = \"…\"；没有量纲的写 unit = \"1\"",
            "add unit = \"…\", or unit = \"1\" for a pure number",
        );
        source.report(FindingKind::MissingUnit, table.clone(), says, Some(help));
        return None;
    };
    plan_unit(&word, source)
}

/// Reads a unit; an unknown one is reported.
pub(crate) fn plan_unit(word: &Word, source: &Source<'_>) -> Option<PlanUnit> {
    let unit = PlanUnit::parse(&word.text);
    if unit.is_none() {
        let says = Text::new(
            format!("没有“{}”这个单位", word.text),
            format!("there is no unit `{}`", word.text),
        );
        let help = suggestion::advice(&word.text, PlanUnit::book_words());
        source.report(FindingKind::UnknownUnit, word.span.clone(), says, help);
    }
    unit
}

fn choices(table: &mut Table<'_>, source: &Source<'_>) -> Option<Vec<FieldChoice>> {
    let span = table.span();
    let mut choices: Vec<FieldChoice> = Vec::new();
    for mut choice in table.tables("choices").into_iter().take(CHOICES_MAX) {
        let said = choice.word("word", Need::Required);
        let (zh, en) = (choice.word("zh", Need::Required), choice.word("en", Need::Required));
        choice.finish();
        let (Some(said), Some(zh), Some(en)) = (said, zh, en) else {
            continue;
        };
        if choices.iter().any(|known| known.word == said.text) {
            let says = Text::new(
                format!("选项“{}”重复", said.text),
                format!("the choice `{}` is there twice", said.text),
            );
            let help = Text::new("删去一个", "delete one of them");
            source.report(FindingKind::DuplicateId, said.span, says, Some(help));
            continue;
        }
        choices.push(FieldChoice {
            word: said.text,
            text: Text::new(zh.text, en.text),
        });
    }
    if choices.is_empty() {
        let says = Text::new("选项字段没有写选项", "a choice has no words to choose from");
        let help = Text::new(
            "补上 choices = [ { word = \"…\", zh = \"…\", en = \"…\" } ]",
            "add choices = [ { word = \"…\", zh = \"…\", en = \"…\" } ]",
        );
        source.report(FindingKind::MissingKey, span, says, Some(help));
        return None;
    }
    Some(choices)
}
