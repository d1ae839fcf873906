//! Words for the columns, parameters and codes of tables, in both languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::substance::substance;
use crate::table::{TableError, proven, table};
use crate::text::{Language, Text};

/// The words of a column or a parameter; `None` for names that are not in the list.
pub(crate) fn word(key: &str) -> Option<&'static Text> {
    static WORDS: LazyLock<HashMap<&'static str, Text>> = LazyLock::new(|| proven(read()));
    WORDS.get(key)
}

fn read() -> Result<HashMap<&'static str, Text>, TableError> {
    let rows = table("register/words.csv")?.rows();
    rows.map(|row| Ok((row.text("key")?, Text::new(row.text("zh")?, row.text("en")?))))
        .collect()
}

/// The heading of a column.
pub(crate) fn heading(column: &str, language: Language) -> String {
    word(column).map_or_else(|| column.to_owned(), |word| word.in_language(language).to_owned())
}

/// Columns whose cells are names of substances, or codes of items.
pub(crate) const NAMES: [&str; 6] = ["name_zh", "item", "code", "pollutant", "items", "name_en"];

/// Columns whose cells are codes with words of their own.
const CODED: [&str; 14] = [
    "name",
    "direction",
    "water_body",
    "period",
    "limit_period",
    "mean_period",
    "daily_period",
    "counted",
    "kind",
    "land",
    "role",
    "report",
    "size",
    "statistic",
];

/// A cell as a reader sees it: codes as words, items by their names with the code behind.
pub(crate) fn cell(column: &str, said: &str, language: Language) -> String {
    if said.is_empty() {
        return String::new();
    }
    if NAMES.contains(&column) {
        let names: Vec<String> = if column == "items" {
            said.split(' ').map(|name| named(name, language)).collect()
        } else {
            vec![named(said, language)]
        };
        return names.join(", ");
    }
    if CODED.contains(&column) {
        let found = word(&format!("{column}:{said}"))
            .or_else(|| word(&format!("period:{said}")).filter(|_| column.ends_with("period")))
            .or_else(|| word(said));
        return found.map_or_else(|| said.to_owned(), |word| word.in_language(language).to_owned());
    }
    said.to_owned()
}

fn named(said: &str, language: Language) -> String {
    let Some(known) = substance(said) else {
        return said.to_owned();
    };
    let name = known.name.in_language(language);
    let is_code = said
        .chars()
        .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_');
    match language {
        _ if is_code && name != said => format!("{name} {said}"),
        // A name of a Chinese table stays as the standard prints it.
        Language::Chinese => said.to_owned(),
        Language::English => name.to_owned(),
    }
}

/// Whether a column belongs to the other language: of a pair `…_zh`, `…_en` only one is shown.
pub(crate) fn is_of_other_language(column: &str, columns: &[&str], language: Language) -> bool {
    let pair = |from: &str, to: &str| {
        column
            .strip_suffix(from)
            .is_some_and(|stem| columns.contains(&format!("{stem}{to}").as_str()))
    };
    match language {
        Language::Chinese => pair("_en", "_zh") || column == "source_en",
        Language::English => pair("_zh", "_en") || (column == "source" && columns.contains(&"source_en")),
    }
}
