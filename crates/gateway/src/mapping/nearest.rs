//! The known word that a mistyped one is nearest to.

/// Longer words are not compared: the cost grows with the product of the lengths.
const WORD_CHARACTERS_MAX: usize = 40;

/// The word among `known` that differs from `given` in at most a third of its letters, the nearest first; letter case is ignored.
pub(crate) fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let given: Vec<char> = given
        .chars()
        .take(WORD_CHARACTERS_MAX + 1)
        .flat_map(char::to_lowercase)
        .collect();
    if given.is_empty() || given.len() > WORD_CHARACTERS_MAX {
        return None;
    }
    known
        .into_iter()
        .filter_map(|word| {
            let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
            let changes = if swapped(&given, &letters) {
                1
            } else {
                distance(&given, &letters)
            };
            let allowed = (given.len().max(letters.len()) / 3).max(1);
            (changes <= allowed && changes < given.len()).then_some((changes, word))
        })
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, word)| word.to_owned())
}

/// True when the words have the same letters in another order: fingers that were too fast.
fn swapped(one: &[char], other: &[char]) -> bool {
    let sorted = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    one != other && one.len() == other.len() && sorted(one) == sorted(other)
}

/// Number of letters to insert, remove or replace to make one word of the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (taken, letter) in from.iter().enumerate() {
        let mut diagonal = taken;
        let mut left = taken + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(to) {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = taken + 1;
        }
    }
    row.last().copied().unwrap_or(from.len())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_a_different_word_is_not() {
        let known = ["column", "format", "period", "PM25", "only"];
        for (given, expected) in [
            ("colum", Some("column")),
            ("fromat", Some("format")),
            ("pm2.5", Some("PM25")),
            ("onyl", Some("only")),
            ("elephant", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known).as_deref(), expected, "{given}");
        }
    }
}
