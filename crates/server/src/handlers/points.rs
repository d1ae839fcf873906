//! `/sections`, `/stations`: all points of a kind.

use axum::extract::State;
use axum::response::Html;
use office::views::PointKind;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Shows the sections.
pub async fn sections(State(app): State<App>, visit: Visit) -> Page {
    list(app, visit, PointKind::Section, Room::Sections).await
}

/// Shows the air stations and the city's air.
pub async fn stations(State(app): State<App>, visit: Visit) -> Page {
    list(app, visit, PointKind::Station, Room::Stations).await
}

async fn list(app: App, visit: Visit, kind: PointKind, room: Room) -> Page {
    let view = app.overview().await?;
    let chrome = Chrome::new(&visit, app.band(), Some(room));
    let points = if kind == PointKind::Section {
        &view.sections
    } else {
        &view.stations
    };
    Ok(Html(pages::points::render(&chrome, kind, points)?))
}
