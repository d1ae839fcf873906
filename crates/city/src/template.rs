//! A city folder to start from: the files of `template/`, with the city's own id and name in them.

use standards::Text;

use crate::registry;

/// Longest name of a city, in characters.
const NAME_LENGTH_MAX: usize = 64;

/// The files, by their paths in the folder.
const FILES: &[(&str, &str)] = &[
    ("README.md", include_str!("../template/README.md")),
    ("calendar/2025.toml", include_str!("../template/calendar/2025.toml")),
    ("city.toml", include_str!("../template/city.toml")),
    (
        "indicators/rural.toml",
        include_str!("../template/indicators/rural.toml"),
    ),
    ("people/posts.toml", include_str!("../template/people/posts.toml")),
    ("places/places.toml", include_str!("../template/places/places.toml")),
    ("places/points.toml", include_str!("../template/places/points.toml")),
    ("plan/01-water.md", include_str!("../template/plan/01-water.md")),
    (
        "registers/village-sewage.csv",
        include_str!("../template/registers/village-sewage.csv"),
    ),
    (
        "registers/village-sewage.toml",
        include_str!("../template/registers/village-sewage.toml"),
    ),
    ("demo/samples.csv", include_str!("../template/demo/samples.csv")),
    ("demo/samples.toml", include_str!("../template/demo/samples.toml")),
];

/// The files of a new city folder as (path, text), with `/` between the parts of a path: one target measured by a section, one list
/// measured by a register, the posts that answer, the calendar of a year and a table of samples. It reads without a finding.
///
/// # Errors
///
/// Says what is wrong with the id (lower-case letters, digits and hyphens, at most 64) or the name (1 to 64 characters, no quotes,
/// backslashes or control characters).
pub fn new_folder(id: &str, name: &str) -> Result<Vec<(&'static str, String)>, Text> {
    if !registry::well_formed(id) {
        return Err(Text::new(
            format!("“{id}”不能作城市编号：用小写字母、数字和连字符，不超过64个字符"),
            format!("`{id}` cannot be the id of a city: use lower-case letters, digits and hyphens, at most 64"),
        ));
    }
    let name = name.trim();
    let bad = |letter: char| letter.is_control() || matches!(letter, '"' | '\\' | '{' | '}');
    if name.is_empty() || name.chars().count() > NAME_LENGTH_MAX || name.contains(bad) {
        return Err(Text::new(
            format!(
                "“{}”不能作城市名称：1至{NAME_LENGTH_MAX}个字符，不含引号、反斜杠和花括号",
                name.escape_debug()
            ),
            format!(
                "`{}` cannot be the name of a city: 1 to {NAME_LENGTH_MAX} characters without quotes, backslashes and braces",
                name.escape_debug()
            ),
        ));
    }
    let fill = |text: &str| text.replace("{{id}}", id).replace("{{name}}", name);
    Ok(FILES.iter().map(|(path, text)| (*path, fill(text))).collect())
}
