//! Supervision (SUP-1 … SUP-8): the grid, key inspection targets, rectification and closure, the overdue ladder, inspections.

pub mod event;
pub mod grid;
pub mod inspection;
pub mod key_target;
pub mod ladder;
pub mod rates;
pub mod rectification;
pub mod visits;
