//! `/plan`: the resolution, each target with its verdict.

use axum::extract::State;
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Shows the plan.
pub async fn show(State(app): State<App>, visit: Visit) -> Page {
    let clauses = app.office.plan().await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Plan));
    Ok(Html(pages::plan::render(&chrome, &clauses)?))
}
