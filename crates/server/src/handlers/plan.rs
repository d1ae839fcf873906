//! `/plan`, `/plan/{code}`: the resolution in short, and one clause of it with each verdict.

use axum::extract::{Path, State};
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Shows the table of contents.
pub async fn show(State(app): State<App>, visit: Visit) -> Page {
    let view = app.office.contents().await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Plan));
    Ok(Html(pages::plan::render(&chrome, &view)?))
}

/// Shows one clause, or the head of a part.
pub async fn clause(State(app): State<App>, Path(code): Path<String>, visit: Visit) -> Page {
    let sheet = app.office.clause(&code).await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Plan));
    Ok(Html(pages::clause::render(&chrome, &sheet)?))
}
