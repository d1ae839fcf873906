//! Who the visitor is: the cookie of a session, looked up once a request, and what handlers ask of it.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CACHE_CONTROL, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use journal::accounts::{AccountError, Accounts, SESSION_HOURS, SessionToken, Visitor};
use office::Office;
use standards::Text;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::links;
use crate::refusal::Refusal;

/// Name of the cookie that holds the token.
pub(crate) const COOKIE_NAME: &str = "bishui_session";
/// Passwords that are looked at at one time: each keeps a processor for some tenths of a second.
const PASSWORDS_AT_ONCE: usize = 2;

/// How people sign in to this server.
#[derive(Clone, Default)]
pub struct SignIns {
    accounts: Option<Arc<Accounts>>,
    passwords: Option<Arc<Semaphore>>,
    /// Whether a proxy stands before the server and says in `X-Forwarded-Proto` how the visitor came.
    behind_proxy: bool,
    /// Whether the accounts of the demonstration may be entered without a password.
    demonstration: bool,
}

impl SignIns {
    /// Nobody can sign in.
    pub fn none() -> Self {
        Self::default()
    }

    /// The people of these accounts can sign in.
    pub fn over(accounts: Accounts) -> Self {
        Self {
            accounts: Some(Arc::new(accounts)),
            passwords: Some(Arc::new(Semaphore::new(PASSWORDS_AT_ONCE))),
            ..Self::default()
        }
    }

    /// Believes a proxy that says whether the visitor came by https.
    #[must_use]
    pub fn behind_proxy(self, behind_proxy: bool) -> Self {
        Self { behind_proxy, ..self }
    }

    /// Lets everybody enter the accounts of the demonstration. It holds only where nobody but this machine can reach the pages.
    #[must_use]
    pub fn for_demonstration(self, demonstration: bool) -> Self {
        Self { demonstration, ..self }
    }

    /// Takes back the demonstration, unless the address of the pages is reached from this machine alone.
    pub(crate) fn at(self, is_loopback: bool) -> Self {
        let demonstration = self.demonstration && is_loopback && !self.behind_proxy;
        Self { demonstration, ..self }
    }

    /// Whether anybody can sign in.
    pub fn are_possible(&self) -> bool {
        self.accounts.is_some()
    }

    /// Whether a proxy stands before the server and says who the visitor is.
    pub(crate) fn are_behind_proxy(&self) -> bool {
        self.behind_proxy
    }

    /// Whether the accounts of the demonstration may be entered without a password.
    pub fn is_demonstration(&self) -> bool {
        self.demonstration
    }

    /// Does something with the accounts where it may take its time.
    pub(crate) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Accounts) -> Result<T, AccountError> + Send + 'static,
    ) -> Result<Result<T, AccountError>, Refusal> {
        let accounts = self.accounts.clone().ok_or_else(Refusal::not_found)?;
        tokio::task::spawn_blocking(move || work(&accounts))
            .await
            .map_err(|error| {
                tracing::error!(%error, "the accounts could not be asked");
                Refusal::accounts()
            })
    }

    /// As [`Self::with`], for work that derives a key from a password; few at a time, the others wait.
    pub(crate) async fn with_password<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Accounts) -> Result<T, AccountError> + Send + 'static,
    ) -> Result<Result<T, AccountError>, Refusal> {
        let places = self.passwords.clone().ok_or_else(Refusal::not_found)?;
        // The semaphore is never closed.
        let _place = places.acquire_owned().await.map_err(|_| Refusal::accounts())?;
        self.with(work).await
    }

    /// The cookie that holds a new token.
    pub(crate) fn cookie(&self, token: &SessionToken, headers: &HeaderMap) -> HeaderValue {
        self.written(&token.text(), SESSION_HOURS.saturating_mul(3600), headers)
    }

    /// The cookie that takes the token away.
    pub(crate) fn no_cookie(&self, headers: &HeaderMap) -> HeaderValue {
        self.written("", 0, headers)
    }

    fn written(&self, value: &str, seconds: i64, headers: &HeaderMap) -> HeaderValue {
        let secure = if self.came_by_https(headers) { "; Secure" } else { "" };
        let cookie = format!("{COOKIE_NAME}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
        HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
    }

    /// Whether the visitor came by https. The server itself speaks no TLS: only a proxy that is known to be there can say so.
    pub(crate) fn came_by_https(&self, headers: &HeaderMap) -> bool {
        let said = headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok());
        self.behind_proxy && said.is_some_and(|said| said.trim().eq_ignore_ascii_case("https"))
    }
}

/// A post that somebody holds, with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPost {
    /// Id in the city folder.
    pub id: String,
    /// Its title.
    pub title: Text,
}

/// Who acts: a person in a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Name of the account.
    pub account: String,
    /// Name of the person.
    pub person: String,
    /// The post in which the person acts.
    pub post: HeldPost,
    /// Id of the unit of that post.
    pub unit: Option<String>,
    /// All posts that the person holds today.
    pub posts: Vec<HeldPost>,
}

/// A visitor who is signed in.
#[derive(Clone)]
pub struct Known {
    /// Who acts.
    pub actor: Actor,
    token: SessionToken,
}

impl Known {
    /// Somebody who is known by `token`.
    pub fn new(actor: Actor, token: SessionToken) -> Self {
        Self { actor, token }
    }

    /// The token of the session.
    pub(crate) fn token(&self) -> &SessionToken {
        &self.token
    }

    /// What every form of this visitor carries as `form_token`.
    pub fn form_token(&self) -> String {
        self.token.for_forms()
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token is a secret, and logs are read by others.
        out.debug_struct("Known")
            .field("actor", &self.actor)
            .finish_non_exhaustive()
    }
}

/// Middleware: looks up who the visitor is. Pages of somebody who is signed in are not kept by the browser.
pub async fn know(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let is_page = !request.uri().path().starts_with("/static/");
    let known = match token_of(request.headers()) {
        Some(token) if is_page => known(&app, token).await,
        _ => None,
    };
    let Some(known) = known else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(Arc::new(known));
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store, private"));
    response
}

async fn known(app: &App, token: SessionToken) -> Option<Known> {
    let (asked, when) = (token.clone(), moment(&app.office));
    let visitor = app
        .sign_ins
        .with(move |accounts| accounts.visitor(&asked, when))
        .await
        .ok()?;
    let visitor = visitor
        .inspect_err(|error| tracing::error!(%error, "a session could not be looked up"))
        .ok()??;
    Some(Known::new(actor(&app.office, visitor)?, token))
}

/// The visitor in a post that the city folder still has; `None` when it has none of those held.
fn actor(office: &Office, visitor: Visitor) -> Option<Actor> {
    let city = office.city();
    let posts: Vec<&_> = visitor.posts.iter().filter_map(|id| city.post(id)).collect();
    let chosen = posts.iter().find(|post| post.id == visitor.post).or(posts.first())?;
    let held = |id: &str, title: &Text| HeldPost {
        id: id.to_owned(),
        title: title.clone(),
    };
    Some(Actor {
        account: visitor.account,
        person: visitor.person,
        post: held(&chosen.id, &chosen.title),
        unit: chosen.unit.clone(),
        posts: posts.iter().map(|post| held(&post.id, &post.title)).collect(),
    })
}

/// This moment, and the day that it is in the city.
pub(crate) fn moment(office: &Office) -> (DateTime<Utc>, NaiveDate) {
    let now = Utc::now();
    let offset = FixedOffset::east_opt(office.city().utc_offset_minutes.saturating_mul(60));
    let today = offset.map_or_else(|| now.date_naive(), |offset| now.with_timezone(&offset).date_naive());
    (now, today)
}

fn token_of(headers: &HeaderMap) -> Option<SessionToken> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .and_then(|(_, text)| SessionToken::parse(text))
}

/// Somebody who is signed in. Whoever is not is sent to sign in, and comes back to the page.
///
/// Whether the request comes from a page of ours has been asked before ([`crate::own_page`]).
pub struct Signed(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        match parts.extensions.get::<Arc<Known>>() {
            Some(known) => Ok(Self(known.actor.clone())),
            None => {
                // What was sent by a form is lost; its page may not even be readable by GET.
                let is_page = matches!(parts.method, Method::GET | Method::HEAD);
                let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
                let address = links::sign_in(if is_page { here } else { "/" });
                Err(Redirect::to(&address).into_response())
            }
        }
    }
}

/// Whoever it is: `None` is the public.
pub struct Guest(pub Option<Arc<Known>>);

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Arc<Known>>().cloned()))
    }
}

impl Refusal {
    /// The accounts could not be asked.
    pub(crate) fn accounts() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            says: Text::new(
                "账号暂时查不了，已记入日志。请稍后重试。",
                "The accounts cannot be asked; the log says why. Please try again later.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_is_not_signed_in_is_sent_to_sign_in_and_back_to_the_page() {
        let cases = [
            (
                "GET",
                "/matters?state=open&x=1",
                "/sign-in?next=%2Fmatters%3Fstate%3Dopen%26x%3D1",
            ),
            ("GET", "//else.where", "/sign-in"),
            ("POST", "/matters/1/act", "/sign-in"),
        ];
        for (method, address, sent_to) in cases {
            let request = axum::http::Request::builder()
                .method(method)
                .uri(address)
                .body(())
                .unwrap();
            let (mut parts, ()) = request.into_parts();
            let answer = Signed::from_request_parts(&mut parts, &()).await.err().unwrap();
            let location = answer.headers().get("location").and_then(|place| place.to_str().ok());
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{address}");
            assert_eq!(location, Some(sent_to), "{address}");
        }
    }
}
