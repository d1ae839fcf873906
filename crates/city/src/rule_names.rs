//! The ids of governance rules, such as `RESP-10`, that blocks, registers, indicators and procedures name: held against the catalogue.

use std::collections::BTreeSet;

use rules::catalogue;
use standards::Text;

use crate::kind::FindingKind;
use crate::source::{Source, Word};
use crate::suggestion;

/// The known rules among `words`, each once; what the catalogue does not have is reported.
pub(crate) fn known(words: Vec<Word>, source: &Source<'_>) -> Vec<String> {
    let (mut seen, mut known) = (BTreeSet::new(), Vec::new());
    for word in words {
        if catalogue::rule(&word.text).is_none() {
            let says = Text::new(
                format!("没有规则“{}”", word.text),
                format!("there is no rule `{}`", word.text),
            );
            let help = suggestion::advice(&word.text, catalogue::all().iter().map(|rule| rule.id));
            source.report(FindingKind::UnknownRule, word.span, says, help);
        } else if seen.insert(word.text.clone()) {
            known.push(word.text);
        }
    }
    known
}
