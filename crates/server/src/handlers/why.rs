//! `/why/{key}`: the reasons of a judgement, down to what was received.

use axum::extract::{Path, State};
use axum::response::Html;

use super::Page;
use crate::app::App;
use crate::chrome::Chrome;
use crate::pages;
use crate::visit::Visit;

/// Shows the reasons; `?all=1` shows steps beyond the first of each level too.
pub async fn show(State(app): State<App>, Path(key): Path<String>, visit: Visit) -> Page {
    let view = app.office.why(&key).await?;
    let chrome = Chrome::new(&visit, app.band(), None);
    Ok(Html(pages::why::render(&chrome, &view)?))
}
