//! Values, types and lengths of time as a comparison shows them.

use rules::procedure::{Length, Limit};
use rust_decimal::Decimal;
use standards::Text;

use crate::register::FieldKind;
use crate::target::TargetValue;

/// Ids or words in one line.
pub(super) fn ids(ids: &[String]) -> Text {
    Text::new(ids.join("、"), ids.join(", "))
}

/// What a target promises.
pub(super) fn value(value: TargetValue) -> Text {
    match value {
        TargetValue::Class(class) => Text::new(format!("{class}类"), format!("class {class}")),
        TargetValue::Percent(share) => Text::same(format!("{share}%")),
        TargetValue::Days(days) => Text::new(format!("{days}天"), format!("{days} days")),
        TargetValue::Number(value, unit) => unit.words(value),
        TargetValue::Carried => Text::same(""),
    }
}

/// What a field holds.
pub(super) fn kind(kind: &FieldKind) -> Text {
    let range = |min: &Option<Decimal>, max: &Option<Decimal>| match (min, max) {
        (None, None) => String::new(),
        (min, max) => {
            let shown = |limit: &Option<Decimal>| limit.map(|limit| limit.to_string()).unwrap_or_default();
            format!(" {}–{}", shown(min), shown(max))
        }
    };
    match kind {
        FieldKind::Text => Text::new("文字", "text"),
        FieldKind::Number { unit, min, max } => {
            let range = range(min, max);
            Text::new(
                format!("数（{}{range}）", unit.word()),
                format!("number ({}{range})", unit.word()),
            )
        }
        FieldKind::Whole { unit, min, max } => {
            let range = range(min, max);
            Text::new(
                format!("整数（{}{range}）", unit.word()),
                format!("whole number ({}{range})", unit.word()),
            )
        }
        FieldKind::Day => Text::new("日期", "day"),
        FieldKind::Year => Text::new("年份", "year"),
        FieldKind::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
            Text::new(
                format!("选项（{}）", words.join("、")),
                format!("choice ({})", words.join(", ")),
            )
        }
        FieldKind::Flag => Text::new("是否", "yes or no"),
        FieldKind::Reference(register) => Text::new(format!("引用“{register}”"), format!("reference to `{register}`")),
        FieldKind::Place => Text::new("地点", "place"),
        FieldKind::Point => Text::new("测点", "point"),
        FieldKind::Reach => Text::new("河段", "reach"),
        FieldKind::Post => Text::new("岗位", "post"),
        FieldKind::Position => Text::new("位置", "position"),
        FieldKind::File => Text::new("文件", "file"),
    }
}

/// When a clock runs out.
pub(super) fn limit(limit: &Limit) -> Text {
    match limit {
        Limit::Until(fact) => Text::new(format!("“{fact}”当日"), format!("the day of `{fact}`")),
        Limit::Term { term, .. } => match &term.length {
            Length::Fixed(length) => term.unit.text(*length),
            Length::Parameter(name) | Length::Fact(name) => Text::same(format!("{name} ({})", term.unit.word())),
        },
    }
}
