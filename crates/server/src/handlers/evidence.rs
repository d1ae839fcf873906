//! `/evidence/{id}`: what was received, as received.

use axum::extract::{Path, State};
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::Chrome;
use crate::pages;
use crate::visit::Visit;

/// Shows a frame or a line of a file.
pub async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Page {
    let view = app.office.evidence(&id).await?;
    let chrome = Chrome::new(&visit, app.band(), None);
    Ok(Html(pages::evidence::render(&chrome, &view)?))
}
