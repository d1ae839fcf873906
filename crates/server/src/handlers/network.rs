//! `/network` and what stands under it: the stations, what is kept apart, what goes on to superior platforms. Nothing is changed here:
//! the server does not know who asks.

use axum::extract::{Path, State};
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

fn chrome(app: &App, visit: &Visit) -> Chrome {
    Chrome::new(visit, app.band(), Some(Room::Network))
}

/// Shows every station; `?q=` keeps those with certain words, `?state=` those in a certain state.
pub async fn list(State(app): State<App>, visit: Visit) -> Page {
    let view = app.office.network().await?;
    Ok(Html(pages::network::render(&chrome(&app, &visit), &view)?))
}

/// Shows one station.
pub async fn station(State(app): State<App>, Path(mn): Path<String>, visit: Visit) -> Page {
    let sheet = app.office.network_station(&mn).await?;
    let mut chrome = chrome(&app, &visit);
    chrome.band.notices.extend(sheet.point.notice.clone());
    Ok(Html(pages::logger::render(&chrome, &sheet)?))
}

/// Shows what is kept apart.
pub async fn quarantine(State(app): State<App>, visit: Visit) -> Page {
    let apart = app.office.kept_apart().await?;
    Ok(Html(pages::kept_apart::render(&chrome(&app, &visit), &apart)?))
}

/// Shows what goes on to superior platforms.
pub async fn forwarding(State(app): State<App>, visit: Visit) -> Page {
    let platforms = app.office.forwarding().await?;
    Ok(Html(pages::forwarding::render(&chrome(&app, &visit), &platforms)?))
}
