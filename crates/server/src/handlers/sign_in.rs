//! `/sign-in`, `/sign-out`: who the visitor is, and in which post.

use axum::extract::{Form, State};
use axum::http::header::{RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::Utc;
use journal::accounts::{AccountError, SignedIn};
use serde::Deserialize;
use standards::Text;

use super::Page;
use crate::app::App;
use crate::chrome::Chrome;
use crate::links;
use crate::pages::sign_in::{Entrance, SignIn, render};
use crate::refusal::Refusal;
use crate::session::moment;
use crate::visit::Visit;

/// What the form of a password sends.
#[derive(Deserialize)]
pub struct Given {
    #[serde(default)]
    account: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// What the button of a post sends.
#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    account: String,
    #[serde(default)]
    post: String,
    #[serde(default)]
    next: String,
}

/// Shows the form.
pub async fn show(State(app): State<App>, visit: Visit) -> Page {
    let next = visit.parameter("next").unwrap_or_default().to_owned();
    page(&app, &visit, (&next, ""), None).await
}

/// Signs somebody in, or says why not.
pub async fn enter(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Result<Response, Refusal> {
    let Given {
        account,
        password,
        next,
    } = given;
    let (name, when) = (account.trim().to_lowercase(), moment(&app.office));
    let answer = app
        .sign_ins
        .with_password(move |accounts| accounts.sign_in(&name, &password, when))
        .await?;
    match answer {
        Ok(signed_in) => Ok(come_in(&app, &signed_in, &next, &headers)),
        Err(error) => refused(&app, &visit, (&next, account.trim()), &error).await,
    }
}

/// Enters an account of the demonstration without a password.
pub async fn enter_demonstration(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Refusal> {
    if !app.sign_ins.is_demonstration() {
        return Err(Refusal::not_found());
    }
    let (name, when) = (chosen.account, moment(&app.office));
    let answer = app
        .sign_ins
        .with(move |accounts| accounts.enter_demonstration(&name, when))
        .await?;
    match answer {
        Ok(signed_in) => Ok(come_in(&app, &signed_in, &chosen.next, &headers)),
        Err(error) => refused(&app, &visit, (&chosen.next, ""), &error).await,
    }
}

/// Lets the visitor act in another post.
pub async fn choose_post(
    State(app): State<App>,
    visit: Visit,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Refusal> {
    let next = links::local(&chosen.next).to_owned();
    let Some(known) = visit.known.clone() else {
        return Ok(Redirect::to(&links::sign_in(&next)).into_response());
    };
    let when = moment(&app.office);
    let answer = app
        .sign_ins
        .with(move |accounts| accounts.choose_post(known.token(), &chosen.post, when))
        .await?;
    match answer {
        Ok(()) => Ok(Redirect::to(&next).into_response()),
        Err(error) => refused(&app, &visit, (&next, ""), &error).await,
    }
}

/// Signs the visitor out.
pub async fn leave(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(known) = visit.known.clone() {
        let answer = app
            .sign_ins
            .with(move |accounts| accounts.sign_out(known.token()))
            .await?;
        if let Err(error) = answer {
            return refused(&app, &visit, ("", ""), &error).await;
        }
    }
    let cookie = [(SET_COOKIE, app.sign_ins.no_cookie(&headers))];
    Ok((cookie, Redirect::to("/")).into_response())
}

fn come_in(app: &App, signed_in: &SignedIn, next: &str, headers: &HeaderMap) -> Response {
    let cookie = [(SET_COOKIE, app.sign_ins.cookie(&signed_in.token, headers))];
    (cookie, Redirect::to(links::local(next))).into_response()
}

/// The form again, with the reason in words.
async fn refused(app: &App, visit: &Visit, asked: (&str, &str), error: &AccountError) -> Result<Response, Refusal> {
    let status = match error {
        AccountError::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
        AccountError::WrongPassword
        | AccountError::Locked
        | AccountError::NoPostToday
        | AccountError::NotHeld(_)
        | AccountError::NoSuchAccount(_)
        | AccountError::NotForDemonstration(_) => StatusCode::FORBIDDEN,
        _ => {
            tracing::error!(%error, "the accounts could not be asked");
            return Err(Refusal::accounts());
        }
    };
    let page = page(app, visit, asked, Some(in_words(error, visit))).await?;
    let mut response = (status, page).into_response();
    if let AccountError::Throttled(until) = error {
        let seconds = (*until - Utc::now()).num_seconds().max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// Until when nobody is heard is said in the time of the pages.
fn in_words(error: &AccountError, visit: &Visit) -> Text {
    let AccountError::Throttled(until) = error else {
        return error.says();
    };
    let until = visit.wording.received(until);
    Text::new(
        format!("密码错误次数太多，{until} 之前不再核对。忘记密码请找管理员重设。"),
        format!(
            "Too many wrong passwords: nothing is looked at before {until}. Who forgot the password asks the administrator for a new one."
        ),
    )
}

async fn page(app: &App, visit: &Visit, (next, account): (&str, &str), error: Option<Text>) -> Page {
    if !app.sign_ins.are_possible() {
        return Err(Refusal::not_found());
    }
    let entrances = if app.sign_ins.is_demonstration() {
        entrances(app).await?
    } else {
        Vec::new()
    };
    let view = SignIn {
        next: links::local(next).to_owned(),
        account: account.to_owned(),
        error,
        entrances,
    };
    // The forms that are sent elsewhere come back to this page, which alone can be asked for again.
    let visit = Visit {
        path: "/sign-in".to_owned(),
        ..visit.clone()
    };
    let chrome = Chrome::new(&visit, app.band(), None);
    Ok(Html(render(&chrome, &view)?))
}

/// The accounts of the demonstration that hold a post today, each with its title.
async fn entrances(app: &App) -> Result<Vec<Entrance>, Refusal> {
    let (_, today) = moment(&app.office);
    let listed = app.sign_ins.with(|accounts| accounts.list()).await?;
    let listed = listed.map_err(|error| {
        tracing::error!(%error, "the accounts could not be listed");
        Refusal::accounts()
    })?;
    let open = listed.into_iter().filter(|account| account.demo && !account.locked);
    Ok(open
        .filter_map(|account| {
            let held = account.posts.iter().find(|held| held.on(today))?;
            let post = app.office.city().post(&held.post)?;
            Some(Entrance {
                account: account.name,
                title: post.title.clone(),
            })
        })
        .collect())
}
