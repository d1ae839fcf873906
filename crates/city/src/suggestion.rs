//! The nearest known word to a word nobody knows.

use standards::Text;

/// Longest word that is compared, in characters; comparing is quadratic.
const LENGTH_MAX: usize = 64;
/// Known words listed when none is near.
const LISTED_MAX: usize = 12;

/// Advice for an unknown word: the nearest known one, or else the known ones.
pub fn advice<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<Text> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(nearest) = nearest(word, &known) {
        return Some(meant(nearest));
    }
    let mut listed: Vec<&str> = known.iter().copied().take(LISTED_MAX).collect();
    if listed.is_empty() {
        return None;
    }
    if known.len() > LISTED_MAX {
        listed.push("…");
    }
    Some(Text::new(
        format!("可用的有：{}", listed.join("、")),
        format!("known here: {}", listed.join(", ")),
    ))
}

/// Advice for a word that was probably meant to be `known`.
pub(crate) fn meant(known: &str) -> Text {
    Text::new(format!("是否要写“{known}”？"), format!("did you mean `{known}`?"))
}

/// Advice for a file that is missing: the file that may have been meant for it.
pub(crate) fn nearest_file<'w>(missing: &str, found: impl IntoIterator<Item = &'w str>) -> Option<Text> {
    let found: Vec<&str> = found.into_iter().collect();
    let nearest = nearest(missing, &found)?;
    Some(Text::new(
        format!("是否要把“{nearest}”改名为“{missing}”？"),
        format!("rename `{nearest}` to `{missing}`?"),
    ))
}

/// Whether `word` is near enough to `known` to be a slip of the pen.
pub(crate) fn is_near(word: &str, known: &str) -> bool {
    nearest(word, &[known]).is_some()
}

/// The known word that takes the fewest changes, when that is at most a third of the longer word (and at least one change).
fn nearest<'w>(word: &str, known: &[&'w str]) -> Option<&'w str> {
    let length = word.chars().count();
    if length == 0 || length > LENGTH_MAX {
        return None;
    }
    known
        .iter()
        .filter(|candidate| candidate.chars().count() <= LENGTH_MAX)
        .map(|candidate| (changes(word, candidate), *candidate))
        .filter(|(changes, candidate)| *changes <= (length.max(candidate.chars().count()) / 3).max(1))
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, candidate)| candidate)
}

/// Characters to insert, delete, replace or swap with a neighbour to turn one word into the other; case does not count.
fn changes(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.to_lowercase().chars().collect();
    let to: Vec<char> = to.to_lowercase().chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, a) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in to.iter().enumerate() {
            let replaced = last[column] + usize::from(a != b);
            let mut best = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *a == to[column - 1] && from[row - 1] == *b {
                best = best.min(before_last[column - 1] + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn changes_are_counted() {
        for (from, to, expected) in [
            ("", "", 0),
            ("lian", "lian", 0),
            ("lain", "lian", 1),
            ("lia", "lian", 1),
            ("Lian", "lian", 0),
            ("juan", "lian", 2),
            ("昭山", "韶山", 1),
            ("", "abc", 3),
            ("abc", "", 3),
        ] {
            assert_eq!(changes(from, to), expected, "{from} → {to}");
        }
    }
}
