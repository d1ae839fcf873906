//! `/sections/{id}`, `/stations/{id}`: one point with its measurements.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::views::PointKind;

use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::refusal::Refusal;
use crate::visit::Visit;
use crate::{links, pages};

/// Shows a section.
pub async fn section(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Result<Response, Refusal> {
    show(app, id, visit, "/sections").await
}

/// Shows an air station or the city's air.
pub async fn station(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Result<Response, Refusal> {
    show(app, id, visit, "/stations").await
}

async fn show(app: App, id: String, visit: Visit, list: &str) -> Result<Response, Refusal> {
    let sheet = app.office.point(&id).await?;
    if links::list_of(sheet.head.kind) != list {
        return Ok(Redirect::permanent(&links::point(&sheet.head)).into_response());
    }
    let room = match sheet.head.kind {
        PointKind::Section => Room::Sections,
        PointKind::Station | PointKind::CityAir => Room::Stations,
    };
    let mut band = app.band();
    band.notices.extend(sheet.head.notice.clone());
    let chrome = Chrome::new(&visit, band, Some(room));
    Ok(Html(pages::point::render(&chrome, &sheet)?).into_response())
}
