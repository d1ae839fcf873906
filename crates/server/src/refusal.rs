//! The one place where errors become answers: a status for machines, a sentence for people, fields for the log.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use office::{ErrorKind, OfficeError};
use standards::Text;

use crate::app::App;
use crate::chrome::Chrome;
use crate::pages;
use crate::visit::Visit;

/// Why a page is not shown.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The status of the answer.
    pub status: StatusCode,
    /// What, where, what to do.
    pub says: Text,
}

impl Refusal {
    /// Nothing stands at this address.
    pub fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            says: Text::new(
                "这个地址下没有页面。请从上方栏目进入，或检查网址是否完整。",
                "There is no page at this address. Enter by the headings above, or check that the address is complete.",
            ),
        }
    }

    /// Too many visitors hold a stream of changes open.
    pub fn busy() -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            says: Text::new(
                "实时连接数已满，页面仍可手动刷新；稍后会自动重试。",
                "All live connections are taken. Pages can still be reloaded by hand; this one tries again by itself.",
            ),
        }
    }
}

impl From<OfficeError> for Refusal {
    fn from(error: OfficeError) -> Self {
        let status = match error.kind() {
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::BadRequest => StatusCode::BAD_REQUEST,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            tracing::error!(%error, "the office could not answer");
        }
        Self {
            status,
            says: error.text(),
        }
    }
}

impl From<askama::Error> for Refusal {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be written");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            says: Text::new(
                "页面生成失败，已记入日志。请稍后重试。",
                "The page could not be written; the log says why. Please try again later.",
            ),
        }
    }
}

impl IntoResponse for Refusal {
    /// The status alone; [`explain`] adds the words, because only there the language is known.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: turns a [`Refusal`] into a page in the visitor's language.
pub async fn explain(State(app): State<App>, visit: Visit, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(refusal) = response.extensions().get::<Refusal>().cloned() else {
        return response;
    };
    let chrome = Chrome::new(&visit, app.band(), None);
    match pages::refusal::render(&chrome, &refusal) {
        Ok(page) => (refusal.status, Html(page)).into_response(),
        Err(_) => (refusal.status, visit.wording.text(&refusal.says).to_owned()).into_response(),
    }
}
