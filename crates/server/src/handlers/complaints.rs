//! `/complaints`: everybody may report something, and come back by the tracking number.
//!
//! The number never stands in an address: it would be kept in histories and logs. It is sent by a form and then held by a cookie that only
//! these pages get.

use std::time::Instant;

use axum::extract::{Form, State};
use axum::http::header::{CACHE_CONTROL, COOKIE, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{NaiveDateTime, Utc};
use office::complaints::TrackingNumber;
use office::matters::{Complaint, MatterError, Matters, Reply};
use standards::{Reason, Text};

use super::matters::form::Said;
use super::matters::{ask, status, try_to};
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages::complaints::{Entry, Filed, Sheet, Written, render_entry, render_form, render_mine};
use crate::public_desk::{Busy, Caller};
use crate::refusal::Refusal;
use crate::visit::Visit;

/// Name of the cookie that holds the number.
const NUMBER: &str = "bishui_complaint";
/// How long it is held.
const NUMBER_SECONDS: u32 = 3600;
/// Where the page of one complaint is.
const MINE: &str = "/complaints/mine";
/// The field that people leave empty, and programs that fill in everything do not.
const TRAP: &str = "website";

/// Asks for a tracking number.
pub async fn enter(State(app): State<App>, visit: Visit) -> Result<Response, Refusal> {
    takes(&app).await?;
    entry(&app, &visit, StatusCode::OK, None)
}

/// Looks up a tracking number.
pub async fn look_up(
    State(app): State<App>,
    Caller(from): Caller,
    visit: Visit,
    headers: HeaderMap,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    if let Err(busy) = app.public_desk.asked.take(from, Instant::now()) {
        let page = entry(&app, &visit, StatusCode::TOO_MANY_REQUESTS, Some(busy.says()))?;
        return Ok(retry(page, &busy));
    }
    let Some(number) = TrackingNumber::parse(&Said::of(said).text("number")) else {
        return entry(&app, &visit, StatusCode::UNPROCESSABLE_ENTITY, Some(no_number()));
    };
    let asked = number.clone();
    match try_to(&app, move |matters, at| matters.complaint(&asked, at)).await? {
        Ok(_) => Ok((held(&app, &number, &headers), Redirect::to(MINE)).into_response()),
        Err(MatterError::NoMatter(_)) => entry(&app, &visit, StatusCode::NOT_FOUND, Some(not_found())),
        Err(error) => Err(error.into()),
    }
}

/// The form of a complaint.
pub async fn form(State(app): State<App>, visit: Visit) -> Result<Response, Refusal> {
    takes(&app).await?;
    form_page(&app, &visit, StatusCode::OK, Written::default(), Vec::new()).await
}

/// Takes a complaint in, or says why not; what was written stays in the form.
pub async fn file(
    State(app): State<App>,
    Caller(from): Caller,
    visit: Visit,
    headers: HeaderMap,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let said = Said::of(said);
    let written = Written::of(|name| said.text(name));
    let refused = |status, says: Text| form_page(&app, &visit, status, written.clone(), vec![Reason::new(says)]);
    if !said.text(TRAP).is_empty() {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, trapped()).await;
    }
    let complaint = match complaint(&written) {
        Ok(complaint) => complaint,
        Err(says) => return refused(StatusCode::UNPROCESSABLE_ENTITY, says).await,
    };
    if let Err(busy) = app.public_desk.filed.take(from, Instant::now()) {
        let page = refused(StatusCode::TOO_MANY_REQUESTS, busy.says()).await?;
        return Ok(retry(page, &busy));
    }
    let numbers = &app.public_desk.numbers;
    let number = match said.text("word") {
        word if word.is_empty() => numbers.fresh().map_err(MatterError::Journal)?,
        word => numbers.of(&[&word, &format!("{complaint:?}")]),
    };
    let given = number.clone();
    match try_to(&app, move |matters, at| {
        matters.complain(&given, &complaint, at, Utc::now())
    })
    .await?
    {
        Ok(_) => {
            let page = Redirect::to(&format!("{MINE}?new=1"));
            Ok((held(&app, &number, &headers), page).into_response())
        }
        Err(error) => {
            app.public_desk.filed.give_back(from);
            refused(status(&error), error.text()).await
        }
    }
}

/// The complaint whose number the visitor has entered.
pub async fn mine(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, Refusal> {
    match number_of(&headers) {
        Some(number) => mine_page(&app, &visit, &number, StatusCode::OK, Vec::new()).await,
        None => Ok(Redirect::to("/complaints").into_response()),
    }
}

/// Does what the reporter asks for.
pub async fn reply(
    State(app): State<App>,
    Caller(from): Caller,
    visit: Visit,
    headers: HeaderMap,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let Some(number) = number_of(&headers) else {
        return Ok(Redirect::to("/complaints").into_response());
    };
    if let Err(busy) = app.public_desk.asked.take(from, Instant::now()) {
        let reasons = vec![Reason::new(busy.says())];
        let page = mine_page(&app, &visit, &number, StatusCode::TOO_MANY_REQUESTS, reasons).await?;
        return Ok(retry(page, &busy));
    }
    let said = Said::of(said);
    let reply = Reply {
        upon: said.version(),
        action: said.text("action"),
        facts: said.under("fact."),
        note: said.text("note"),
        request: said.text("request"),
    };
    let given = number.clone();
    match try_to(&app, move |matters, at| matters.reply(&given, &reply, at, Utc::now())).await? {
        Ok(_) => Ok(Redirect::to(MINE).into_response()),
        Err(error) => mine_page(&app, &visit, &number, status(&error), error.reasons()).await,
    }
}

/// Forgets the number on this device.
pub async fn leave(State(app): State<App>, headers: HeaderMap) -> Response {
    let cookie = [(SET_COOKIE, cookie(&app, "", 0, &headers))];
    (cookie, Redirect::to("/complaints")).into_response()
}

/// Refuses where the city takes no complaints.
pub(super) async fn takes(app: &App) -> Result<(), Refusal> {
    ask(app, |matters: &Matters, _| matters.takes_complaints()).await
}

fn complaint(written: &Written) -> Result<Complaint, Text> {
    Ok(Complaint {
        title: written.title.clone(),
        description: written.description.clone(),
        place: written.place.clone(),
        location: written.location.clone(),
        latitude: written.latitude.clone(),
        longitude: written.longitude.clone(),
        seen: seen(&written.seen)?,
        urgent: written.urgent,
        name: written.name.clone(),
        contact: written.contact.clone(),
        program: String::new(),
    })
}

/// A time as the field of a browser writes it, or as somebody types it.
fn seen(text: &str) -> Result<Option<NaiveDateTime>, Text> {
    if text.is_empty() {
        return Ok(None);
    }
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let read = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    read.map(Some).ok_or_else(|| {
        Text::new(
            format!("看到的时间“{text}”读不出来，请写成 2026-03-11 20:00"),
            format!("the time `{text}` cannot be read: write it like 2026-03-11 20:00"),
        )
    })
}

fn entry(app: &App, visit: &Visit, status: StatusCode, error: Option<Text>) -> Result<Response, Refusal> {
    let chrome = chrome(app, visit, "/complaints");
    Ok((status, unkept(), Html(render_entry(&chrome, &Entry { error })?)).into_response())
}

async fn form_page(
    app: &App,
    visit: &Visit,
    status: StatusCode,
    written: Written,
    refused: Vec<Reason>,
) -> Result<Response, Refusal> {
    let word = app.public_desk.numbers.word().map_err(MatterError::Journal)?;
    let view = ask(app, move |matters, _| Ok(Filed::of(matters, written, word, refused))).await?;
    let chrome = chrome(app, visit, "/complaints/new");
    Ok((status, unkept(), Html(render_form(&chrome, &view)?)).into_response())
}

async fn mine_page(
    app: &App,
    visit: &Visit,
    number: &TrackingNumber,
    status: StatusCode,
    refused: Vec<Reason>,
) -> Result<Response, Refusal> {
    let asked = number.clone();
    let view = match try_to(app, move |matters, at| Ok((matters.complaint(&asked, at)?, at))).await? {
        Ok((view, at)) => Sheet {
            number: visit.parameter("new").map(|_| number.grouped()),
            view,
            at,
            refused,
        },
        // The cookie is from elsewhere, or the journal is another one.
        Err(MatterError::NoMatter(_)) => return entry(app, visit, StatusCode::NOT_FOUND, Some(not_found())),
        Err(error) => return Err(error.into()),
    };
    let chrome = chrome(app, visit, MINE);
    Ok((status, unkept(), Html(render_mine(&chrome, &view)?)).into_response())
}

fn chrome(app: &App, visit: &Visit, path: &str) -> Chrome {
    let visit = Visit {
        path: path.to_owned(),
        ..visit.clone()
    };
    Chrome::new(&visit, app.band(), Some(Room::Complaints))
}

/// Nothing of these pages is kept by browsers and proxies.
fn unkept() -> [(axum::http::HeaderName, HeaderValue); 1] {
    [(CACHE_CONTROL, HeaderValue::from_static("no-store, private"))]
}

fn held(app: &App, number: &TrackingNumber, headers: &HeaderMap) -> [(axum::http::HeaderName, HeaderValue); 1] {
    [(SET_COOKIE, cookie(app, &number.grouped(), NUMBER_SECONDS, headers))]
}

fn cookie(app: &App, value: &str, seconds: u32, headers: &HeaderMap) -> HeaderValue {
    let secure = if app.sign_ins.came_by_https(headers) {
        "; Secure"
    } else {
        ""
    };
    let cookie = format!("{NUMBER}={value}; Path=/complaints; Max-Age={seconds}; SameSite=Strict; HttpOnly{secure}");
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

fn number_of(headers: &HeaderMap) -> Option<TrackingNumber> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == NUMBER)
        .and_then(|(_, number)| TrackingNumber::parse(number))
}

pub(super) fn retry(mut response: Response, busy: &Busy) -> Response {
    let seconds = busy.wait.as_secs().max(1);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn no_number() -> Text {
    Text::new(
        "这不是查询号：查询号是 20 个字母和数字，如 ABCD-1234-EFGH-5678-JKMN。",
        "This is no tracking number: one has 20 letters and digits, like ABCD-1234-EFGH-5678-JKMN.",
    )
}

/// Nothing leads to a complaint under a number.
pub(super) fn not_found() -> Text {
    Text::new(
        "没有这个查询号的反映。请核对每一组；号码丢失后无法找回，可以重新反映。",
        "Nothing was reported under this number. Check each group. A lost number cannot be found again; you can report anew.",
    )
}

fn trapped() -> Text {
    Text::new(
        "“网站”一栏请留空：它用来识别自动程序。",
        "Leave the field `website` empty: it is there to tell programs from people.",
    )
}
