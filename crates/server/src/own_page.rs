//! Whether a request that changes something comes from a page of ours.
//!
//! Two questions, both before any handler. The browser says where the request comes from (`Sec-Fetch-Site`, or else `Origin`): it must be this
//! very address. And when the visitor is signed in, the form carries the word of the session (`form_token`), as a field or, where the body is no
//! plain form (an upload), in the address.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use standards::Text;

use crate::refusal::Refusal;
use crate::session::{COOKIE_NAME, Known};

/// The most bytes of a plain form.
const FORM_MAX: usize = 1 << 20;
/// Where programs that know Open311 send complaints.
pub const OPEN_DOOR: &str = "/open311/v2/requests.json";
/// Name of the field that carries the word of the session.
const FIELD: &str = "form_token";

/// Middleware: refuses what does not come from a page of ours.
pub async fn guard(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    if !comes_from_here(request.headers(), request.uri()) && !is_open_door(request.headers(), request.uri()) {
        return foreign().into_response();
    }
    let Some(known) = request.extensions().get::<Arc<Known>>().cloned() else {
        return next.run(request).await;
    };
    match with_word(request, &known).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// The request, when it carries the word of the session.
async fn with_word(request: Request, known: &Known) -> Result<Request, Refusal> {
    let is_of_session = |pairs: &str| word_in(pairs).is_some_and(|word| known.token().is_of_forms(word));
    if is_of_session(request.uri().query().unwrap_or_default()) {
        return Ok(request);
    }
    if !is_plain_form(request.headers()) {
        return Err(stale());
    }
    let (parts, body) = request.into_parts();
    let bytes: Bytes = to_bytes(body, FORM_MAX).await.map_err(|_| too_long())?;
    match std::str::from_utf8(&bytes).is_ok_and(is_of_session) {
        true => Ok(Request::from_parts(parts, Body::from(bytes))),
        false => Err(stale()),
    }
}

fn is_plain_form(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The word among encoded pairs; it has digits only, so nothing of it is ever encoded.
fn word_in(pairs: &str) -> Option<&str> {
    pairs
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == FIELD)
        .map(|(_, word)| word)
}

/// Browsers say where a request comes from; one that says nothing is not believed.
fn comes_from_here(headers: &HeaderMap, uri: &Uri) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = said(HOST.as_str()).or_else(|| uri.authority().map(|authority| authority.as_str()));
    let from_here = |origin: &str| {
        let place = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        place.is_some() && place == host
    };
    match (said("sec-fetch-site"), said(ORIGIN.as_str())) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(origin)) => site == "same-origin" && from_here(origin),
        (None, Some(origin)) => from_here(origin),
        (None, None) => false,
    }
}

/// The one address to which other programs may send something: whoever sends is nobody there. A browser that has a session with us, or says
/// that it comes from some page, is no such program.
fn is_open_door(headers: &HeaderMap, uri: &Uri) -> bool {
    let is_browser = headers.contains_key("sec-fetch-site") || headers.contains_key(ORIGIN);
    let cookies = headers.get_all(COOKIE).iter();
    let has_session = cookies
        .filter_map(|line| line.to_str().ok())
        .any(|line| line.contains(COOKIE_NAME));
    uri.path() == OPEN_DOOR && !is_browser && !has_session
}

fn foreign() -> Refusal {
    Refusal {
        status: StatusCode::FORBIDDEN,
        says: Text::new(
            "这个请求不是从本站页面发出的，没有改动。请回到本站页面再试；经过代理时，代理须原样转交 Host。",
            "This request does not come from a page of this site; nothing was changed. Go back to the page and try again. A proxy must hand on Host as it is.",
        ),
    }
}

fn stale() -> Refusal {
    Refusal {
        status: StatusCode::FORBIDDEN,
        says: Text::new(
            "页面已过时（可能重新登录过），没有改动。请重新打开页面再试。",
            "The page is out of date (perhaps you signed in again); nothing was changed. Open it anew and try again.",
        ),
    }
}

fn too_long() -> Refusal {
    Refusal {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        says: Text::new(
            format!("表单超过 {FORM_MAX} 字节，没有改动。请写短一些。"),
            format!("The form has more than {FORM_MAX} bytes; nothing was changed. Write less."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_this_address_is_believed() {
        // host, sec-fetch-site, origin, believed
        let cases = [
            ("a.cn", Some("same-origin"), Some("https://a.cn"), true),
            ("a.cn", Some("same-origin"), None, true),
            ("a.cn:8080", None, Some("http://a.cn:8080"), true),
            ("a.cn", None, None, false),
            ("a.cn", Some("none"), None, false),
            ("a.cn", Some("same-site"), Some("https://b.a.cn"), false),
            ("a.cn", Some("cross-site"), Some("https://a.cn"), false),
            ("a.cn", None, Some("https://b.cn"), false),
            ("a.cn", None, Some("https://a.cn.b.cn"), false),
            ("a.cn", None, Some("http://a.cn:8080"), false),
            ("a.cn", None, Some("null"), false),
            ("a.cn", None, Some("ftp://a.cn"), false),
        ];
        for (host, site, origin, believed) in cases {
            let mut headers = HeaderMap::new();
            let given = [("host", Some(host)), ("sec-fetch-site", site), ("origin", origin)];
            for (name, value) in given.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                headers.insert(name, value.parse().unwrap());
            }
            assert_eq!(
                comes_from_here(&headers, &Uri::from_static("/")),
                believed,
                "{host} {site:?} {origin:?}"
            );
        }
    }

    #[test]
    fn a_program_may_send_to_one_address_alone() {
        // path, header, its value, let in
        let cases = [
            (OPEN_DOOR, "accept", "application/json", true),
            (OPEN_DOOR, "cookie", "bishui_lang=en", true),
            (OPEN_DOOR, "cookie", "bishui_lang=en; bishui_session=00", false),
            (OPEN_DOOR, "origin", "null", false),
            (OPEN_DOOR, "sec-fetch-site", "none", false),
            ("/open311/v2/requests.json/", "accept", "*/*", false),
            ("/complaints/new", "accept", "*/*", false),
        ];
        for (path, name, value, let_in) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            assert_eq!(
                is_open_door(&headers, &path.parse().unwrap()),
                let_in,
                "{path} {name} {value}"
            );
        }
    }

    #[test]
    fn the_word_is_found_by_its_whole_name() {
        assert_eq!(word_in("a=b&form_token=12&form_token=34"), Some("12"));
        assert_eq!(word_in("my_form_token=12"), None);
        assert_eq!(word_in("form_token"), None);
    }
}
