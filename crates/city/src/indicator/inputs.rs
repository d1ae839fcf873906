//! `inputs = { … }` of an indicator: every input of the method once, each from a field that holds what it asks.

use std::collections::BTreeMap;

use rules::indicator::{Input, InputKind, Method};
use rules::unit::PlanUnit;
use standards::Text;

use super::Reader;
use crate::kind::FindingKind;
use crate::register::{FieldKind, Register, report_field};
use crate::source::Word;
use crate::suggestion;

impl Reader<'_> {
    pub(super) fn inputs(
        &self,
        method: Method,
        register: &Register,
        unit: Option<PlanUnit>,
        pairs: Vec<(Word, Word)>,
        span: &std::ops::Range<usize>,
    ) -> Option<BTreeMap<String, String>> {
        let mut inputs = BTreeMap::new();
        let mut whole = true;
        // The unit of the amounts: that of the first one.
        let mut amounts: Option<PlanUnit> = None;
        for (name, field) in pairs {
            let Some(input) = method.input(&name.text) else {
                self.report_input(method, &name);
                whole = false;
                continue;
            };
            whole &= self.fits(input, register, &field, unit, &mut amounts);
            inputs.insert(name.text, field.text);
        }
        for input in method.inputs().iter().filter(|input| input.required) {
            if !inputs.contains_key(input.word) {
                self.report_missing(method, input, span);
                whole = false;
            }
        }
        whole.then_some(inputs)
    }

    fn report_input(&self, method: Method, name: &Word) {
        let says = Text::new(
            format!("方法“{}”没有输入“{}”", method.word(), name.text),
            format!("the method `{}` has no input `{}`", method.word(), name.text),
        );
        let help = suggestion::advice(&name.text, method.inputs().iter().map(|input| input.word));
        self.source
            .report(FindingKind::UnknownInput, name.span.clone(), says, help);
    }

    fn report_missing(&self, method: Method, input: &Input, span: &std::ops::Range<usize>) {
        let says = Text::new(
            format!("方法“{}”缺少输入“{}”（{}）", method.word(), input.word, input.text().zh),
            format!(
                "the method `{}` lacks its input `{}` ({})",
                method.word(),
                input.word,
                input.text().en
            ),
        );
        let help = Text::new(
            format!("补上 inputs = {{ {} = \"字段\" }}", input.word),
            format!("add inputs = {{ {} = \"field\" }}", input.word),
        );
        self.source
            .report(FindingKind::MissingInput, span.clone(), says, Some(help));
    }

    /// Whether the field that an input names holds what the input asks.
    fn fits(
        &self,
        input: &Input,
        register: &Register,
        word: &Word,
        unit: Option<PlanUnit>,
        amounts: &mut Option<PlanUnit>,
    ) -> bool {
        let Some(field) = register.field(&word.text) else {
            report_field(register, word, self.source);
            return false;
        };
        let measured = match &field.kind {
            FieldKind::Number { unit, .. } | FieldKind::Whole { unit, .. } => Some(*unit),
            _ => None,
        };
        let fits = match (input.kind, measured) {
            (InputKind::Figure, Some(own)) => unit.is_none_or(|unit| unit == own),
            (InputKind::Amount, Some(own)) => *amounts.get_or_insert(own) == own,
            (InputKind::Share, Some(own)) => own == PlanUnit::PERCENT || own.word() == "1",
            (InputKind::Number, Some(_)) => true,
            (InputKind::Word, None) => true,
            (InputKind::Flag, None) => field.kind == FieldKind::Flag,
            (InputKind::Day, None) => field.kind == FieldKind::Day,
            _ => false,
        };
        if !fits {
            let says = Text::new(
                format!(
                    "输入“{}”应为{}，字段“{}”不是",
                    input.word,
                    input.kind.text().zh,
                    field.id
                ),
                format!(
                    "the input `{}` must be {}, which the field `{}` is not",
                    input.word,
                    input.kind.text().en,
                    field.id
                ),
            );
            let help = Text::new(
                "换一个字段，或改字段的类型、单位",
                "take another field, or change its type or unit",
            );
            self.source
                .report(FindingKind::InputDoesNotFit, word.span.clone(), says, Some(help));
        }
        fits
    }
}
