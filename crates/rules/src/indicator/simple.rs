//! The methods that only count: a declared figure, sums, ratios of sums, numbers and shares of entries.

use rust_decimal::Decimal;
use standards::Text;

use super::entry::{Counted, Question, in_division, lacks, percent};
use super::method::Method;

/// One declared value a year: a second one would leave open which holds.
pub(super) fn figure(question: &Question<'_>) -> Counted {
    let rule = Method::Figure.citation();
    match question.entries {
        [only] => match only.number("value") {
            Some(value) => question.known(value, "", rule),
            None => question.unknown(&lacks(only, "value", Method::Figure), rule),
        },
        several => {
            let count = several.len();
            let why = Text::new(
                format!("有{count}条填报，以哪一条为准不明"),
                format!("{count} entries declare it, which one holds is unknown"),
            );
            question.unknown(&why, rule)
        }
    }
}

/// 100 × Σ numerator ÷ Σ denominator, never the mean of rates (RUR-2).
pub(super) fn ratio(question: &Question<'_>) -> Counted {
    let method = Method::Ratio;
    let parts = question
        .sum("numerator", method)
        .and_then(|part| Ok((part, question.sum("denominator", method)?)));
    share_of(question, method, parts)
}

/// A share of two sums with its division in words.
pub(super) fn share_of(question: &Question<'_>, method: Method, parts: Result<(Decimal, Decimal), Text>) -> Counted {
    let share = parts.and_then(|(part, whole)| Ok((part, whole, percent(part, whole)?)));
    match share {
        Ok((part, whole, share)) => {
            let how = format!("{} ÷ {}", in_division(part), in_division(whole));
            question.known(share, &how, method.citation())
        }
        Err(why) => question.unknown(&why, method.citation()),
    }
}

/// The sum of a field.
pub(super) fn sum(question: &Question<'_>) -> Counted {
    let rule = Method::Sum.citation();
    match question.sum("value", Method::Sum) {
        Ok(sum) => question.known(sum, &format!("Σ({})", question.entries.len()), rule),
        Err(why) => question.unknown(&why, rule),
    }
}

/// How many entries there are.
pub(super) fn count(question: &Question<'_>) -> Counted {
    question.known(Decimal::from(question.entries.len()), "", Method::Count.citation())
}

/// Entries whose field is one of some words ÷ all entries.
pub(super) fn share(question: &Question<'_>) -> Counted {
    let unknown = question.entries.iter().filter(|entry| entry.counts.is_none()).count();
    let parts = match unknown {
        0 => {
            let yes = question
                .entries
                .iter()
                .filter(|entry| entry.counts == Some(true))
                .count();
            Ok((Decimal::from(yes), Decimal::from(question.entries.len())))
        }
        unknown => {
            let all = question.entries.len();
            Err(Text::new(
                format!("{all}条中有{unknown}条情况不明，不能计算"),
                format!("{unknown} of {all} entries do not say it, no figure"),
            ))
        }
    };
    share_of(question, Method::Share, parts)
}
