//! Which columns of a file hold values, as a mapping declares them.

use std::collections::BTreeMap;

use history::Statistic;
use standards::Text;
use standards::item::{self, ItemDef};
use standards::unit::Unit;

use super::fault::excerpt;
use super::keys::{Clerk, Found, Section};
use super::nearest::nearest;
use super::units::unit_for;
use super::{ItemColumn, ItemWord, Narrow, ValueLayout};

const ITEM_OF_COLUMN: &[&str] = &["column", "code", "unit", "statistic"];
const ITEM_OF_WORD: &[&str] = &["word", "code", "unit"];
const NARROW: &[&str] = &[
    "item_column",
    "value_column",
    "unit_column",
    "flag_column",
    "units",
    "leave_out",
];

/// Reads `[[item]]` and `[narrow]`.
pub(super) fn read(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<ValueLayout> {
    let items = section.sections(clerk, "item");
    let Some(narrow) = section.section(clerk, "narrow") else {
        if items.is_empty() {
            clerk.fault(0, "item", Text::new(
                "没有说明数值列：每列写一个 [[item]]，或用 [narrow] 说明窄表",
                "no column of values is named: write one [[item]] per column, or [narrow] for a file with one value per row",
            ));
            return None;
        }
        let columns: Vec<_> = items.iter().map(|item| item_column(clerk, item)).collect();
        return columns.into_iter().collect::<Option<Vec<_>>>().map(ValueLayout::Wide);
    };
    narrow.check_keys(clerk, NARROW);
    let item_column = narrow.required_text(clerk, "item_column");
    let value_column = narrow.required_text(clerk, "value_column");
    let unit_column = narrow.text(clerk, "unit_column").map(|found| found.text);
    let units = narrow.map(clerk, "units");
    let leave_out = narrow
        .texts(clerk, "leave_out")
        .into_iter()
        .map(|found| found.text)
        .collect();
    let words: Vec<_> = items
        .iter()
        .map(|item| item_word(clerk, item, unit_column.is_some()))
        .collect();
    Some(ValueLayout::Narrow(Narrow {
        item_column: item_column?.text,
        value_column: value_column?.text,
        unit_column,
        units,
        leave_out,
        words: words.into_iter().collect::<Option<BTreeMap<_, _>>>()?,
    }))
}

fn item_column(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<ItemColumn> {
    section.check_keys(clerk, ITEM_OF_COLUMN);
    let column = section.required_text(clerk, "column");
    let item = item_code(clerk, section);
    let said = section.required_text(clerk, "unit");
    let unit = said
        .zip(item)
        .and_then(|(said, item)| unit(clerk, section, item, &said));
    let statistic = match section.text(clerk, "statistic") {
        None => Some(Statistic::Value),
        Some(found) => {
            let known = Statistic::from_word(&found.text);
            section.choice(clerk, "statistic", &found, known, Statistic::ALL.map(Statistic::word))
        }
    };
    Some(ItemColumn {
        column: column?.text,
        item: item?,
        unit: unit?,
        statistic: statistic?,
    })
}

fn item_word(clerk: &mut Clerk<'_>, section: &Section<'_, '_>, unit_in_row: bool) -> Option<(String, ItemWord)> {
    section.check_keys(clerk, ITEM_OF_WORD);
    let word = section.required_text(clerk, "word");
    let item = item_code(clerk, section);
    let said = if unit_in_row {
        section.text(clerk, "unit")
    } else {
        section.required_text(clerk, "unit")
    };
    let unit = match said.zip(item) {
        Some((said, item)) => Some(unit(clerk, section, item, &said)?),
        None => None,
    };
    Some((word?.text, ItemWord { item: item?, unit }))
}

fn item_code(clerk: &mut Clerk<'_>, section: &Section<'_, '_>) -> Option<&'static ItemDef> {
    let code = section.required_text(clerk, "code")?;
    let known = item::by_code(&code.text);
    if known.is_none() {
        let suggestion = nearest(&code.text, item::ITEMS.iter().map(|item| item.code));
        clerk.fault_near(code.at, &section.key("code"), unknown_word(&code), suggestion);
    }
    known
}

fn unit(clerk: &mut Clerk<'_>, section: &Section<'_, '_>, item: &ItemDef, said: &Found) -> Option<Unit> {
    unit_for(item, &said.text)
        .map_err(|fault| clerk.fault(said.at, &section.key("unit"), fault.text(item)))
        .ok()
}

fn unknown_word(found: &Found) -> Text {
    let shown = excerpt(&found.text);
    Text::new(
        format!("不认识的项目代码“{shown}”"),
        format!("'{shown}' is not the code of an item"),
    )
}
