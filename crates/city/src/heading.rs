//! The headings of a plan: the preamble, the heads of its parts, its clauses; each with the code that the ids of its rows begin with.

use std::fmt;

use standards::Text;

/// Digits of Chinese numbers, by their value.
const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// Clauses are numbered below this.
const CLAUSE_END: u32 = 1_000;
/// Parts are lettered A to Z.
const PART_MAX: u32 = 26;

/// What a file of the plan is headed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    /// `序言`: what stands before the first clause.
    Preamble,
    /// `第二部分`: the head of a part, 1 to 26.
    Part(u32),
    /// `第五条`: a clause, 1 to 999.
    Clause(u32),
}

impl Heading {
    /// Splits `第五条 标题` into the heading and `标题`; `None` when it is no heading or has no words.
    pub(crate) fn read(line: &str) -> Option<(Self, String)> {
        let line = line.trim();
        let (heading, words) = match line.strip_prefix("序言") {
            Some(words) => (Self::Preamble, words),
            None => numbered(line.strip_prefix('第')?)?,
        };
        let words = words.trim_matches(|letter: char| letter.is_whitespace() || letter == '、' || letter == '：');
        (!words.is_empty()).then(|| (heading, words.to_owned()))
    }

    /// The code that ids of its rows carry after the `S`: `00` for the preamble, `A` … for parts, `05` for a clause.
    pub fn code(self) -> String {
        match self {
            Self::Preamble => "00".to_owned(),
            Self::Part(number) => letter(number).to_string(),
            Self::Clause(number) => format!("{number:02}"),
        }
    }

    /// How it is called: `第五条`, `Clause 5`.
    pub fn name(self) -> Text {
        match self {
            Self::Preamble => Text::new("序言", "Preamble"),
            Self::Part(number) => Text::new(format!("第{}部分", chinese(number)), format!("Part {number}")),
            Self::Clause(number) => Text::new(format!("第{}条", chinese(number)), format!("Clause {number}")),
        }
    }
}

impl fmt::Display for Heading {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.code())
    }
}

/// The letter of a part: A for the first.
fn letter(number: u32) -> char {
    char::from_u32(u32::from('A') + number.saturating_sub(1)).unwrap_or('Z')
}

/// Reads what follows `第`.
fn numbered(line: &str) -> Option<(Heading, &str)> {
    let part = line.split_once("部分").map(|(numeral, words)| (numeral, words, true));
    let clause = line.split_once('条').map(|(numeral, words)| (numeral, words, false));
    // The word that comes first is that of the heading; the other one belongs to the title.
    let (numeral, words, is_part) = [part, clause].into_iter().flatten().min_by_key(|found| found.0.len())?;
    let number = numeral.parse().ok().or_else(|| chinese_number(numeral))?;
    let heading = match is_part {
        true if (1..=PART_MAX).contains(&number) => Heading::Part(number),
        false if (1..CLAUSE_END).contains(&number) => Heading::Clause(number),
        _ => return None,
    };
    Some((heading, words))
}

/// Reads `五`, `十二`, `二十`, `一百零三`: at most three digits.
fn chinese_number(numeral: &str) -> Option<u32> {
    let (mut total, mut digit) = (0_u32, None::<u32>);
    for letter in numeral.chars().take(8) {
        let scale = match letter {
            '百' => 100,
            '十' => 10,
            '〇' => 0,
            _ => {
                digit = Some(u32::try_from(DIGITS.iter().position(|known| *known == letter)?).ok()?);
                continue;
            }
        };
        total += digit.take().unwrap_or(1) * scale;
    }
    Some(total + digit.unwrap_or(0))
}

/// Writes 1 to 999 in Chinese; a larger number in digits.
fn chinese(number: u32) -> String {
    let digit = |value: u32| usize::try_from(value).ok().and_then(|at| DIGITS.get(at)).copied();
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    if number == 0 || hundreds > 9 {
        return number.to_string();
    }
    let mut words = String::new();
    if hundreds > 0 {
        words.extend(digit(hundreds).into_iter().chain(['百']));
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => words.push('零'),
        0 => {}
        1 if hundreds == 0 => words.push('十'),
        _ => words.extend(digit(tens).into_iter().chain(['十'])),
    }
    if ones > 0 {
        words.extend(digit(ones));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Heading, chinese, chinese_number};

    #[test]
    fn headings_name_their_clause() {
        for (line, expected) in [
            ("第五条 蓝天", Some(("05", "蓝天"))),
            ("第5条　蓝天", Some(("05", "蓝天"))),
            ("第十条、蓝天", Some(("10", "蓝天"))),
            ("第十二条 蓝天", Some(("12", "蓝天"))),
            ("第二十四条 蓝天", Some(("24", "蓝天"))),
            ("第一百零三条 蓝天", Some(("103", "蓝天"))),
            ("第五条 分三部分推进", Some(("05", "分三部分推进"))),
            ("序言 新时代", Some(("00", "新时代"))),
            ("第一部分 总则", Some(("A", "总则"))),
            ("第二部分：任务", Some(("B", "任务"))),
            ("第二部分 二十条任务", Some(("B", "二十条任务"))),
            ("第27部分 任务", None),
            ("第零部分 任务", None),
            ("序言", None),
            ("第〇条 蓝天", None),
            ("第条 蓝天", None),
            ("第五条", None),
            ("第四千条 蓝天", None),
            ("第99999999999条 蓝天", None),
            ("五 蓝天", None),
        ] {
            let read = Heading::read(line);
            let read = read.as_ref().map(|(heading, words)| (heading.code(), words.as_str()));
            assert_eq!(read, expected.map(|(code, words)| (code.to_owned(), words)), "{line}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_read() {
        for number in 1..1_000 {
            assert_eq!(chinese_number(&chinese(number)), Some(number), "{}", chinese(number));
        }
        for (number, words) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (24, "二十四"),
            (110, "一百一十"),
        ] {
            assert_eq!(chinese(number), words);
        }
    }
}
