//! `/plan/coverage`: what realises each row of the resolution.

use axum::extract::State;
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Shows every row; `?state=` keeps those in one state.
pub async fn show(State(app): State<App>, visit: Visit) -> Page {
    let view = app.office.coverage();
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Plan));
    Ok(Html(pages::coverage::render(&chrome, &view)?))
}
