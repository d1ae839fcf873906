//! The catalogue of governance rules: every rule id that a plan, register or procedure may name, declared once in `rules.csv`.

use std::sync::LazyLock;

/// One rule of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, e.g. `RESP-10`.
    pub id: &'static str,
    /// The subject it belongs to, which is also the name of its profile, e.g. `responsibility`.
    pub file: &'static str,
    /// Its Chinese title.
    pub zh: &'static str,
    /// Its English title.
    pub en: &'static str,
    /// Does this crate compute it? A plan may name a rule before it is built; what rests on it is then declared, not live.
    pub built: bool,
}

/// Every rule, in the order of `rules.csv`.
///
/// A line of the table that does not have its five fields is left out; a test counts them.
pub fn all() -> &'static [Rule] {
    static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| rows().collect());
    &ALL
}

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    all().iter().find(|rule| rule.id == id)
}

/// The subjects (names of profiles) in the order of the catalogue, each once.
pub fn files() -> Vec<&'static str> {
    let mut files: Vec<&'static str> = Vec::new();
    for rule in all() {
        if !files.contains(&rule.file) {
            files.push(rule.file);
        }
    }
    files
}

fn rows() -> impl Iterator<Item = Rule> {
    const TABLE: &str = include_str!("../rules.csv");
    TABLE.lines().skip(1).filter_map(row)
}

/// Reads one line: the only field that may be quoted, since it may hold a comma, is the English title.
fn row(line: &'static str) -> Option<Rule> {
    let (head, built) = line.rsplit_once(',')?;
    let mut fields = head.splitn(4, ',');
    let (id, file, zh, en) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    Some(Rule {
        id,
        file,
        zh,
        en: en.trim_matches('"'),
        built: built == "true",
    })
}
