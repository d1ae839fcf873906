//! An explanation as lines of text.

use std::fmt::Write as _;

use standards::{Language, Reason};

/// Branches that are printed of one step unless everything is asked for.
const BRANCHES_MAX: usize = 12;

/// The tree of `reason`, one step a line, with rules, certainty and evidence.
pub fn drawn(reason: &Reason, language: Language, everything: bool) -> String {
    let mut out = String::new();
    line(&mut out, "", reason, language);
    branches(&mut out, "", reason, language, everything);
    out
}

fn branches(out: &mut String, indent: &str, reason: &Reason, language: Language, everything: bool) {
    let shown = if everything {
        reason.because.len()
    } else {
        reason.because.len().min(BRANCHES_MAX)
    };
    let rest = reason.because.len() - shown;
    for (index, cause) in reason.because.iter().take(shown).enumerate() {
        let last = index + 1 == shown && rest == 0;
        let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        line(out, &format!("{indent}{branch}"), cause, language);
        branches(out, &format!("{indent}{below}"), cause, language, everything);
    }
    if rest > 0 {
        let more = match language {
            Language::Chinese => format!("另有 {rest} 项（--all 全部列出）"),
            Language::English => format!("{rest} more (--all prints them)"),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{indent}└─ … {more}");
    }
}

fn line(out: &mut String, lead: &str, reason: &Reason, language: Language) {
    let mut text = format!("{lead}{}", reason.says.in_language(language));
    if let Some(rule) = &reason.rule {
        let words = rule.certainty.words();
        let _ = write!(
            text,
            "  〔{} {}｜{:?} {}〕",
            rule.standard,
            rule.clause,
            rule.certainty,
            words.in_language(language)
        );
    }
    match (&reason.evidence, &reason.key) {
        (Some(evidence), _) => {
            let _ = write!(text, "  ← {evidence}");
        }
        // A step that was not unfolded says how to ask further.
        (None, Some(key)) if reason.because.is_empty() => {
            let _ = write!(text, "  → why {key}");
        }
        (None, _) => {}
    }
    out.push_str(&text);
    out.push('\n');
}
