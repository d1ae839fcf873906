//! One form for the many ways in which people write a name: blanks, case, hyphens, brackets and raised digits do not count.

/// Longer text is cut: no name of an item, a source or a standard is this long.
const CHARACTERS_MAX: usize = 200;

/// The folded form of a name. Two spellings are the same name when their folded forms are equal.
///
/// Dropped: blanks, hyphens, points, primes, signs of charge and brackets (their content stays). Made alike: letter case, full-width
/// letters, raised and lowered digits, Roman numerals that are one character.
pub fn fold(said: &str) -> String {
    let mut folded = String::with_capacity(said.len());
    for letter in said.chars().take(CHARACTERS_MAX) {
        if let Some(plain) = plain(letter) {
            folded.push_str(plain);
        } else if !dropped(letter) {
            folded.extend(half_width(letter).to_lowercase());
        }
    }
    folded
}

fn dropped(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            half_width(letter),
            '-' | '_' | '.' | '\'' | '+' | '(' | ')' | '[' | ']' | '{' | '}' | '&' | '"'
        )
        || matches!(
            letter,
            '‐' | '‑'
                | '–'
                | '—'
                | '−'
                | '·'
                | '•'
                | '′'
                | '’'
                | '‘'
                | '⁺'
                | '⁻'
                | '〔'
                | '〕'
                | '【'
                | '】'
                | '《'
                | '》'
        )
}

fn half_width(letter: char) -> char {
    let code = u32::from(letter);
    if (0xFF01..=0xFF5E).contains(&code) {
        char::from_u32(code - 0xFEE0).unwrap_or(letter)
    } else {
        letter
    }
}

fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        '₀' | '⁰' => "0",
        '₁' | '¹' => "1",
        '₂' | '²' => "2",
        '₃' | '³' => "3",
        '₄' | '⁴' => "4",
        '₅' | '⁵' => "5",
        '₆' | '⁶' => "6",
        '₇' | '⁷' => "7",
        '₈' | '⁸' => "8",
        '₉' | '⁹' => "9",
        'ₓ' => "x",
        'ₙ' => "n",
        'µ' => "μ",
        'Ⅰ' => "i",
        'Ⅱ' => "ii",
        'Ⅲ' => "iii",
        'Ⅳ' => "iv",
        'Ⅴ' => "v",
        'Ⅵ' => "vi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        let names = [
            ["NH3-N", "NH₃-N", "nh3n", "ＮＨ３－Ｎ"],
            ["PM2.5", "PM₂.₅", "pm25", "PM 2.5"],
            ["Cr(Ⅵ)", "Cr(VI)", "CrVI", "cr [vi]"],
            ["苯并[a]芘", "苯并(a)芘", "苯并（a）芘", "苯并a芘"],
            [
                "环办〔2011〕22号",
                "环办[2011]22号",
                "环办(2011) 22号",
                "环办（2011）22号",
            ],
        ];
        for spellings in names {
            for other in &spellings[1..] {
                assert_eq!(fold(spellings[0]), fold(other));
            }
        }
        assert_ne!(fold("1,2-二氯苯"), fold("1,4-二氯苯"));
        assert_ne!(fold("二氯苯"), fold("二氯苯酚"));
        assert!(fold(&"x".repeat(10_000)).len() <= 200);
    }
}
