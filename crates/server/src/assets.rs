//! Styles and scripts, built from `web/` and carried inside the program.

use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::refusal::Refusal;

/// `web/dist` as it was when the program was built. Without it pages are plain but complete.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Built;

/// Content types by ending: what the build writes, and nothing else.
const TYPES: [(&str, &str); 6] = [
    (".js", "text/javascript; charset=utf-8"),
    (".mjs", "text/javascript; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
    (".svg", "image/svg+xml"),
    (".png", "image/png"),
    (".txt", "text/plain; charset=utf-8"),
];

/// True when the styles and scripts were built before the program.
pub fn are_built() -> bool {
    Built::get("app.css").is_some()
}

/// One file, compressed where the build left a compressed twin and the browser takes it.
pub fn answer(path: &str, headers: &HeaderMap) -> Response {
    let Some((_, kind)) = TYPES.iter().find(|(ending, _)| path.ends_with(ending)) else {
        return Refusal::not_found().into_response();
    };
    let twin = takes_gzip(headers).then(|| Built::get(&format!("{path}.gz"))).flatten();
    let compressed = twin.is_some();
    let Some(file) = twin.or_else(|| Built::get(path)) else {
        return Refusal::not_found().into_response();
    };
    let tag = entity_tag(&file);
    // The tag changes with the content, so a browser asks each time and is mostly answered with 304.
    let rules = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag.clone())];
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, rules).into_response();
    }
    let mut response = (rules, [(CONTENT_TYPE, *kind)], file.data.into_owned()).into_response();
    if compressed {
        response
            .headers_mut()
            .insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static("gzip"));
    }
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "gzip"))
}

fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let hex: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}
