//! `/faults`: frames with something wrong in them.

use axum::extract::State;
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Newest frames shown; older ones are found by their evidence id.
const SHOWN_MAX: usize = 200;

/// Shows the newest faulty frames.
pub async fn show(State(app): State<App>, visit: Visit) -> Page {
    let rows = app.office.faulty(SHOWN_MAX).await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Faults));
    Ok(Html(pages::faults::render(&chrome, &rows, SHOWN_MAX)?))
}
