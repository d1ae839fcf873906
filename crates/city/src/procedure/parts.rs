//! Roles, facts and states of a procedure.

use rules::procedure::{ChoiceWord, Fact, FactType, Role, State};
use standards::Text;

use super::Reader;
use super::names::Named;
use crate::kind::FindingKind;
use crate::source::Word;
use crate::table::{Need, Table};
use crate::vocabulary::Choice;

/// The words for types of facts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TypeWord {
    Number,
    Whole,
    Flag,
    Text,
    Day,
    Choice,
}

fn type_words() -> Choice<TypeWord> {
    Choice {
        what: Text::new("事实类型", "type of fact"),
        unknown: FindingKind::UnknownWord,
        words: vec![
            ("number", TypeWord::Number),
            ("whole", TypeWord::Whole),
            ("flag", TypeWord::Flag),
            ("text", TypeWord::Text),
            ("day", TypeWord::Day),
            ("choice", TypeWord::Choice),
        ],
    }
}

/// The words for the types of facts.
pub(crate) fn fact_types() -> impl Iterator<Item = &'static str> {
    let words = type_words().words;
    words.into_iter().map(|(word, _)| word)
}

impl Reader<'_> {
    pub(super) fn role(&self, Named { mut table, id }: Named<'_>) -> Option<Role> {
        let name = table.text("name", Need::Required);
        let posts = table.words("posts", Need::Optional);
        let automatic = table.flag("automatic");
        table.finish();
        Some(Role {
            id,
            name: name?,
            posts: self.around.posts.refer_all(posts, self.source),
            automatic,
        })
    }

    pub(super) fn state(&self, Named { mut table, id }: Named<'_>) -> Option<State> {
        let name = table.text("name", Need::Required);
        let last = table.flag("final");
        table.finish();
        Some(State { id, name: name?, last })
    }

    pub(super) fn fact(&self, Named { mut table, id }: Named<'_>) -> Option<Fact> {
        let name = table.text("name", Need::Required);
        let word = table.word("type", Need::Required);
        let kind = word.and_then(|word| type_words().read(&word, self.source));
        let kind = kind.and_then(|kind| self.fact_type(kind, &mut table));
        let (optional, record) = (table.flag("optional"), table.flag("record"));
        table.finish();
        Some(Fact {
            id,
            name: name?,
            kind: kind?,
            optional,
            record,
        })
    }

    fn fact_type(&self, kind: TypeWord, table: &mut Table<'_>) -> Option<FactType> {
        match kind {
            TypeWord::Number | TypeWord::Whole => self.number(kind == TypeWord::Whole, table),
            TypeWord::Flag => Some(FactType::Flag),
            TypeWord::Text => Some(FactType::Text),
            TypeWord::Day => Some(FactType::Day),
            TypeWord::Choice => Some(FactType::Choice(self.choices(table))),
        }
    }

    fn number(&self, whole: bool, table: &mut Table<'_>) -> Option<FactType> {
        let unit = self.unit(table);
        let min = table.decimal("min", Need::Optional).map(|(min, _)| min);
        let max = table.decimal("max", Need::Optional);
        if let (Some(min), Some((max, span))) = (min, &max)
            && min > *max
        {
            let says = Text::new(
                format!("上限{max}小于下限{min}"),
                format!("the most, {max}, is less than the least, {min}"),
            );
            self.source
                .report(FindingKind::ValueOutOfRange, span.clone(), says, None);
        }
        Some(FactType::Number {
            unit: unit?,
            whole,
            min,
            max: max.map(|(max, _)| max),
        })
    }

    /// A number says what it counts; `1` for a pure number.
    fn unit(&self, table: &mut Table<'_>) -> Option<String> {
        let unit = table.word("unit", Need::Optional);
        if unit.is_none() {
            let says = Text::new("这个数没有单位", "this number has no unit");
            let help = Text::new(
                "加上 unit = \"…\"，没有量纲的写 \"1\"",
                "add unit = \"…\", \"1\" for a pure number",
            );
            self.source
                .report(FindingKind::MissingUnit, table.span(), says, Some(help));
        }
        unit.map(|unit| unit.text)
    }

    fn choices(&self, table: &mut Table<'_>) -> Vec<ChoiceWord> {
        let span = table.span();
        let mut words: Vec<ChoiceWord> = Vec::new();
        for mut choice in table.tables("choices") {
            let word = choice.word("word", Need::Required);
            let zh = choice.word("zh", Need::Required);
            let en = choice.word("en", Need::Required);
            choice.finish();
            let (Some(word), Some(zh), Some(en)) = (word, zh, en) else {
                continue;
            };
            if words.iter().any(|known| known.word == word.text) {
                self.twice(&word);
                continue;
            }
            words.push(ChoiceWord {
                word: word.text,
                name: Text::new(zh.text, en.text),
            });
        }
        if words.is_empty() {
            let says = Text::new("选项为空", "there is nothing to choose from");
            let help = Text::new(
                "写 choices = [{ word = \"…\", zh = \"…\", en = \"…\" }]",
                "write choices = [{ word = \"…\", zh = \"…\", en = \"…\" }]",
            );
            self.source.report(FindingKind::MissingKey, span, says, Some(help));
        }
        words
    }

    fn twice(&self, word: &Word) {
        let says = Text::new(
            format!("选项“{}”写了两次", word.text),
            format!("the choice `{}` is there twice", word.text),
        );
        self.source
            .report(FindingKind::DuplicateId, word.span.clone(), says, None);
    }
}
