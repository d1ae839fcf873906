//! SUP-1: whether the cells of the grid are staffed, and every object lies in exactly one of them.

use rust_decimal::Decimal;
use standards::{Certainty, Citation, Reason, Text};

use crate::found::{Found, rate};
use crate::profile::{InForce, ProfileError};

/// A cell of the grid.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its code.
    pub code: String,
    /// The one who answers first (网格长).
    pub chief: Option<String>,
    /// Its grid persons (网格员).
    pub persons: Vec<String>,
}

/// Whether a cell has a chief and enough grid persons besides.
pub fn is_staffed(parameters: InForce<'_>, cell: &Cell) -> Result<bool, ProfileError> {
    let least = parameters.parameter("grid_persons_min")?.count()?;
    let Some(chief) = &cell.chief else {
        return Ok(false);
    };
    // A chief who is counted among the grid persons does not make two of one.
    let besides = cell.persons.iter().filter(|person| *person != chief).count();
    Ok(besides >= usize::try_from(least).unwrap_or(usize::MAX))
}

/// Cells with a chief and enough persons ÷ cells; the reason names the others.
pub fn staffing(parameters: InForce<'_>, cells: &[Cell]) -> Result<Found<Decimal>, ProfileError> {
    let least = parameters.parameter("grid_persons_min")?;
    let (mut staffed, mut causes) = (0u64, vec![Reason::new(least.words.clone()).by(least.of_rule())]);
    for cell in cells {
        if is_staffed(parameters, cell)? {
            staffed += 1;
            continue;
        }
        let code = &cell.code;
        let says = match &cell.chief {
            None => Text::new(format!("{code}没有网格长"), format!("{code} has no chief")),
            Some(_) => Text::new(format!("{code}网格员不足"), format!("{code} has too few grid persons")),
        };
        causes.push(Reason::new(says));
    }
    let what = Text::new("网格人员配备率", "cells properly staffed");
    let all = Decimal::from(cells.len());
    Ok(rate(&what, staffed.into(), all, least.of_rule()).since_all(causes))
}

/// Objects in exactly one level-4 cell ÷ objects; each object with the number of cells it lies in. Every other object is an error
/// that the reason lists.
pub fn cover<'a>(objects: impl IntoIterator<Item = (&'a str, usize)>) -> Found<Decimal> {
    let (mut once, mut all, mut causes) = (0u64, 0u64, Vec::new());
    for (object, cells) in objects {
        all += 1;
        match cells {
            1 => once += 1,
            0 => causes.push(Reason::new(Text::new(
                format!("{object}不在任何网格"),
                format!("{object} lies in no cell"),
            ))),
            cells => causes.push(Reason::new(Text::new(
                format!("{object}同时在{cells}个网格"),
                format!("{object} lies in {cells} cells"),
            ))),
        }
    }
    let what = Text::new("监管对象入格率", "objects in exactly one cell");
    let rule = Citation::new("SUP-1", "grid (网格)", Certainty::V1);
    rate(&what, once.into(), all.into(), rule).since_all(causes)
}
