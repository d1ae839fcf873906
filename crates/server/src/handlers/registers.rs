//! `/registers`, `/registers/{id}`, `/registers/{id}/entries.csv`: the lists that the city keeps.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::{links, pages};

/// Shows the list; `?q=` keeps those with certain words, `?show=` those in a certain state.
pub async fn list(State(app): State<App>, visit: Visit) -> Page {
    let heads = app.office.registers();
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Registers));
    Ok(Html(pages::registers::render(&chrome, &heads)?))
}

/// Shows one register with a page of its entries; `?page=` turns the page, `?q=` keeps the entries with certain words.
pub async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Page {
    let page = visit.parameter("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let sheet = app.office.register(&id, page, pages::search_words(&visit))?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Registers));
    Ok(Html(pages::register::render(&chrome, &sheet)?))
}

/// Sends every entry of a register as a file.
pub async fn file(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Result<Response, Refusal> {
    let sheet = app.office.register_in_full(&id)?;
    let name = format!("attachment; filename=\"{}.csv\"", links::segment(&sheet.head.id));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, pages::register_file::write(&visit.wording, &sheet)).into_response())
}
