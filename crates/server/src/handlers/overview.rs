//! `/`: the front page.

use axum::extract::State;
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Shows the front page.
pub async fn show(State(app): State<App>, visit: Visit) -> Page {
    let view = app.overview().await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Overview));
    Ok(Html(pages::overview::render(&chrome, &view)?))
}
