//! The limits of one item in every standard, or all limits of one standard.

use chrono::NaiveDate;
use serde::Serialize;

use crate::listing::show::TableView;
use crate::listing::words::NAMES;
use crate::register::{Standard, edition, standards};
use crate::spelling::fold;
use crate::substance::{same_substance, substance};
use crate::table::Table;
use crate::text::{Language, Text};
use crate::water::WaterClass;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LimitsAsk<'a> {
    /// An item in any spelling (`氨氮`, `NH3-N`, `w21003`) or a standard (`GB 3838-2002`).
    pub of: &'a str,
    /// Only what applies on this day.
    pub day: Option<NaiveDate>,
    /// Only this class, level or grade: `III`, `Ⅲ`, `2`, `1A`.
    pub class: Option<&'a str>,
}

/// The tables with the rows and columns that were asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitsView {
    /// The limits by standard, in the order of the register.
    pub standards: Vec<StandardLimits>,
}

/// The limits of one standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandardLimits {
    /// As it is cited.
    pub standard: &'static str,
    /// Its title.
    pub title: Text,
    /// Its tables, cut to what was asked.
    pub tables: Vec<TableView>,
}

/// Neither an item nor a standard, or nothing that limits it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.both())]
pub struct NothingFound(pub Text);

/// Finds limits.
///
/// # Errors
/// When what is asked is neither an item nor a standard, or when no table in force limits it.
pub fn find_limits(ask: &LimitsAsk<'_>) -> Result<LimitsView, NothingFound> {
    let one = edition(ask.of, ask.day).ok();
    if one.is_none() && substance(ask.of).is_none() {
        let said: String = ask.of.chars().take(60).collect();
        return Err(NothingFound(Text::new(
            format!("“{said}”既不是收录的标准，也不是监测项目；可用 bishui standard list 查看标准"),
            format!("`{said}` is neither a standard on record nor an item; see `bishui standard list`"),
        )));
    }
    let all = standards().iter();
    let asked: Vec<&Standard> = match one {
        Some(one) => vec![one],
        None => all.filter(|one| ask.day.is_none_or(|day| one.in_force(day))).collect(),
    };
    let found: Vec<StandardLimits> = asked
        .into_iter()
        .filter_map(|standard| limits_of(standard, ask, one.is_some()))
        .collect();
    if found.is_empty() {
        return Err(NothingFound(Text::new(
            format!("没有找到“{}”的限值", ask.of),
            format!("no limit of `{}` was found", ask.of),
        )));
    }
    Ok(LimitsView { standards: found })
}

fn limits_of(standard: &Standard, ask: &LimitsAsk<'_>, whole: bool) -> Option<StandardLimits> {
    let in_force = |table: &&'static Table| ask.day.is_none_or(|day| table.in_force(day));
    let tables: Vec<TableView> = standard
        .tables()
        .filter(in_force)
        .filter(|table| table.columns().any(is_limit))
        .filter_map(|table| cut(table, ask, whole))
        .collect();
    (!tables.is_empty()).then(|| StandardLimits {
        standard: standard.standard,
        title: standard.title.clone(),
        tables,
    })
}

/// Columns that hold limits.
fn is_limit(column: &str) -> bool {
    const STEMS: [&str; 10] = [
        "limit",
        "class_",
        "grade_",
        "screening_",
        "intervention_",
        "bin_",
        "1A",
        "day",
        "night",
        "concentration",
    ];
    STEMS.iter().any(|stem| column.starts_with(stem)) && column != "limit_period"
}

/// The rows and columns of a table that were asked for; `None` when none is left.
fn cut(table: &'static Table, ask: &LimitsAsk<'_>, whole: bool) -> Option<TableView> {
    let mut view = TableView::of(table);
    let columns = view.columns.clone();
    let of_item = |row: &Vec<String>| {
        whole
            || columns
                .iter()
                .zip(row)
                .filter(|(column, _)| NAMES.contains(&column.as_str()))
                // A condition behind the name does not make it another item: 氨氮 (水温≤12℃).
                .any(|(_, cell)| same_substance(cell.split(" (").next().unwrap_or(cell), ask.of))
    };
    view.rows.retain(of_item);
    if let Some(class) = ask.class {
        cut_to_class(&mut view, &Asked::read(class));
    }
    (!view.rows.is_empty()).then_some(view)
}

/// Kinds of columns that belong to one class each.
const CLASSES: [&str; 1] = ["class_"];
const GRADES: [&str; 4] = ["grade_", "1A", "1B", ""];
const CATEGORIES: [&str; 2] = ["screening_", "intervention_"];

/// The class, grade or category that was asked for, and the kinds of columns that may be meant.
struct Asked {
    number: String,
    kinds: Vec<&'static str>,
}

impl Asked {
    /// `Ⅲ`, `III`, `Ⅲ类` is a class of water; `1A`, `一级`, `grade 2` a grade of discharge; a bare number may be any.
    fn read(said: &str) -> Self {
        let folded = fold(said);
        let grade = folded.replace("grade", "").replace('级', "").to_uppercase();
        let grade = grade.replace('一', "1").replace('二', "2").replace('三', "3");
        let named_grade = folded.contains('级') || folded.contains("grade") || ["1A", "1B"].contains(&grade.as_str());
        let bare = folded.bytes().all(|letter| letter.is_ascii_digit());
        match WaterClass::from_roman(said) {
            _ if named_grade => Self {
                number: grade,
                kinds: GRADES.to_vec(),
            },
            Some(class) if !bare => Self {
                number: class.rank().to_string(),
                kinds: CLASSES.to_vec(),
            },
            _ => Self {
                number: folded.to_uppercase(),
                kinds: [CLASSES.as_slice(), &GRADES, &CATEGORIES].concat(),
            },
        }
    }

    /// Whether a column speaks of another class than the one asked for; `None` where it speaks of none.
    fn is_of(&self, column: &str) -> Option<bool> {
        let all = [CLASSES.as_slice(), &["grade_"], &CATEGORIES].concat();
        let found = all.iter().find_map(|kind| Some((*kind, column.strip_prefix(kind)?)));
        let grade = ["1A", "1B", "2", "3"].contains(&column).then_some(("", column));
        let (kind, number) = found.or(grade)?;
        Some(self.kinds.contains(&kind) && number == self.number)
    }
}

/// Keeps the columns and rows of one class, level or grade; a table that speaks of classes of another kind only is left without rows.
fn cut_to_class(view: &mut TableView, asked: &Asked) {
    let keep: Vec<Option<bool>> = view.columns.iter().map(|column| asked.is_of(column)).collect();
    let by_row = view
        .columns
        .iter()
        .position(|column| column == "level" || column == "class");
    if let Some(place) = by_row {
        let is_asked = |row: &Vec<String>| row.get(place).is_some_and(|cell| cell.to_uppercase() == asked.number);
        view.rows.retain(is_asked);
    } else if keep.iter().any(Option::is_some) && !keep.contains(&Some(true)) {
        view.rows.clear();
    }
    let kept = |place: usize| keep.get(place).copied().flatten().unwrap_or(true);
    let retained = |cells: &mut Vec<String>| {
        let mut place = 0;
        cells.retain(|_| {
            place += 1;
            kept(place - 1)
        });
    };
    retained(&mut view.columns);
    view.rows.iter_mut().for_each(retained);
}

impl LimitsView {
    /// The limits for a terminal.
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        for (place, one) in self.standards.iter().enumerate() {
            if place > 0 {
                text.push('\n');
            }
            text.push_str(&format!("{}  {}\n", one.standard, one.title.in_language(language)));
            for table in &one.tables {
                text.push_str(&table.text(language));
            }
        }
        text
    }
}
