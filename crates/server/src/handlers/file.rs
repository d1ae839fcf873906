//! `/static/*`: styles and scripts.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::assets;

/// Sends one file.
pub async fn show(Path(path): Path<String>, headers: HeaderMap) -> Response {
    assets::answer(&path, &headers)
}
