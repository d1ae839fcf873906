//! Names of substances and properties: which spellings mean the same thing, in Chinese, English, formulas and codes.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::item::{self, ITEMS, ItemDef};
use crate::spelling::fold;
use crate::table::{TableError, proven, table};
use crate::text::Text;

/// One substance or property that some standard limits.
#[derive(Debug, PartialEq, Eq)]
pub struct Substance {
    /// The name in both languages.
    pub name: Text,
    /// The item of the list, where it is also monitored by this product.
    pub item: Option<&'static ItemDef>,
}

/// The substance of a name, synonym, formula, item code or HJ 212 factor code; `None` for unknown ones.
///
/// Blanks, letter case, hyphens, brackets and raised digits do not matter: `NH₃-N`, `nh3n`, `氨氮` and `w21003` are one.
pub fn substance(said: &str) -> Option<&'static Substance> {
    let names = names();
    let place = names.by_spelling.get(&fold(said)).copied().or_else(|| {
        // A HJ 212 factor code leads to the item, and that to its row.
        let item = item::by_hj212(said.trim())?;
        names.by_spelling.get(&fold(item.code)).copied()
    })?;
    names.substances.get(place)
}

/// Whether two spellings mean the same substance; unknown ones only when they fold alike.
pub fn same_substance(one: &str, other: &str) -> bool {
    if fold(one) == fold(other) {
        return true;
    }
    let (one, other) = (substance(one), substance(other));
    one.zip(other).is_some_and(|(one, other)| std::ptr::eq(one, other))
}

/// The name of a substance in both languages; the spelling itself where it is unknown.
pub fn substance_name(said: &str) -> Text {
    substance(said).map_or_else(|| Text::same(said), |known| known.name.clone())
}

/// Names in English, as one phrase; spellings that are unknown stay as they are.
pub(crate) fn names_in_english<S: AsRef<str>>(names: &[S]) -> String {
    let named: Vec<String> = names.iter().map(|name| substance_name(name.as_ref()).en).collect();
    named.join(", ")
}

/// The monitored item of any spelling: its code, a name, a synonym, a formula or an HJ 212 factor code of either edition.
pub fn item_of(said: &str) -> Option<&'static ItemDef> {
    let said = said.trim();
    if let Some(item) = item::by_code(said) {
        return Some(item);
    }
    substance(said)
        .and_then(|known| known.item)
        .or_else(|| item::by_hj212(said))
        .or_else(|| {
            let folded = fold(said);
            let named = |item: &&ItemDef| {
                [item.code, item.name.0, item.name.1]
                    .iter()
                    .any(|name| fold(name) == folded)
            };
            ITEMS.iter().find(named)
        })
}

struct Names {
    substances: Vec<Substance>,
    by_spelling: HashMap<String, usize>,
}

fn names() -> &'static Names {
    static NAMES: LazyLock<Names> = LazyLock::new(|| proven(read()));
    &NAMES
}

fn read() -> Result<Names, TableError> {
    let table = table("substances/names.csv")?;
    let mut names = Names {
        substances: Vec::new(),
        by_spelling: HashMap::new(),
    };
    for row in table.rows() {
        let name = Text::new(row.text("name_zh")?, row.text("name_en")?);
        let item = if row.text("code")?.is_empty() {
            None
        } else {
            Some(row.item("code")?)
        };
        let of_item = item.iter().flat_map(|item| [item.code, item.name.0, item.name.1]);
        let also = row.text("also")?.split('|').filter(|word| !word.is_empty());
        let place = names.substances.len();
        for spelling in [name.zh.as_str(), name.en.as_str()]
            .into_iter()
            .chain(of_item)
            .chain(also)
        {
            let before = names.by_spelling.insert(fold(spelling), place);
            if before.is_some_and(|before| before != place) {
                return Err(row.fault("also", format!("`{spelling}` also names another row")));
            }
        }
        names.substances.push(Substance { name, item });
    }
    Ok(names)
}
