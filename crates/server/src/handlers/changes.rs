//! `/events`: server-sent events for open pages.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::events;
use crate::refusal::Refusal;

/// Opens a stream of changes.
pub async fn listen(State(app): State<App>) -> Response {
    match app.stream_place() {
        Some(place) => events::stream(app.office.changes(), app.stopping(), place).into_response(),
        None => Refusal::busy().into_response(),
    }
}
