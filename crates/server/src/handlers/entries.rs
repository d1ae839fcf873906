//! `/registers/{id}/standing`, `/new`, `/entries/{key}/edit`, `/import`: what people put into registers. Every page here is for somebody who is
//! signed in and may put entries.

mod upload;

use axum::body::Bytes;
use axum::extract::{Form, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{NaiveDate, Utc};
use journal::Ground;
use office::entries::{Entries, EntryError, FormView, Put, State as RowState, Verdict, decoded, heading, one_row};
use office::matters::Matters;
use standards::Text;

use super::Page;
use super::matters::form::Said;
use super::matters::office_actor;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::refusal::Refusal;
use crate::session::{Actor, Signed, moment};
use crate::visit::Visit;
use crate::{links, pages};
use pages::entry_import::Import;

/// Largest file that a page takes, in bytes: its text travels once more with the form that confirms it.
pub const PAGE_BYTES_MAX: usize = 256 << 10;

/// What stands in a register today, with where each entry comes from.
pub async fn standing(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let today = moment(&app.office).1;
    let on = visit.parameter("on").and_then(|day| day.parse().ok()).unwrap_or(today);
    let view = ask(&app, actor, id, move |entries, register, _| {
        Ok(pages::entry_list::List {
            form: entries.form(register, None, on)?,
            known: entries.known(register, on)?,
            on,
        })
    })
    .await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Registers));
    Ok(Html(pages::entry_list::render(&chrome, &view)?).into_response())
}

/// The form of a new entry.
pub async fn new(State(app): State<App>, Signed(actor): Signed, Path(id): Path<String>, visit: Visit) -> Page {
    form(&app, actor, id, None, &visit).await
}

/// The form of an entry that stands.
pub async fn edit(
    State(app): State<App>,
    Signed(actor): Signed,
    Path((id, key)): Path<(String, String)>,
    visit: Visit,
) -> Page {
    form(&app, actor, id, Some(key), &visit).await
}

async fn form(app: &App, actor: Actor, id: String, key: Option<String>, visit: &Visit) -> Page {
    let today = moment(&app.office).1;
    let account = actor.account.clone();
    let form = ask(app, actor, id, move |entries, register, _| {
        entries.form(register, key.as_deref(), today)
    })
    .await?;
    let view = pages::entry_form::Sheet::of(form, today, &account);
    let chrome = Chrome::new(visit, app.band(), Some(Room::Registers));
    Ok(Html(pages::entry_form::render(&chrome, &view)?))
}

/// Puts a new entry, or says why not.
pub async fn put_new(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    visit: Visit,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    put(&app, actor, (id, None), &visit, Said::of(said)).await
}

/// Puts what an entry says from a day on, or says why not.
pub async fn put_edited(
    State(app): State<App>,
    Signed(actor): Signed,
    Path((id, key)): Path<(String, String)>,
    visit: Visit,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    put(&app, actor, (id, Some(key)), &visit, Said::of(said)).await
}

async fn put(
    app: &App,
    actor: Actor,
    (id, key): (String, Option<String>),
    visit: &Visit,
    said: Said,
) -> Result<Response, Refusal> {
    let today = moment(&app.office).1;
    let (account, register_id) = (actor.account.clone(), id.clone());
    let done = ask(app, actor, id, move |entries, register, who| {
        let since = said.text("since").parse().unwrap_or(today);
        let fields = said.under("field.");
        let verdict = entries.judge(register, one_row(register, &fields), since)?;
        let mut rows = verdict.rows.iter();
        let wrong = rows.find_map(|row| match &row.state {
            RowState::Wrong(says) => Some(says.clone()),
            _ => None,
        });
        let spoken = verdict.rows.first().map(|row| journal::joined(&row.key));
        let is_other = key.is_some() && spoken != key;
        let refused = match wrong {
            Some(says) => Err(EntryError::Unusable(says)),
            None if is_other => Err(EntryError::Unusable(other_key())),
            None => entries.record(register, verdict, asked(who, since, &said), Utc::now()),
        };
        Ok(match refused {
            Ok(recorded) => Ok(recorded.map(|recorded| recorded.act)),
            Err(EntryError::Overtaken) if key.is_none() => refused_form(
                entries.form(register, None, today)?.filled(&fields),
                (since, &account, &said),
                &EntryError::Unusable(is_there()),
            ),
            // The form again: with what was said, and the version that stands now.
            Err(error) => {
                let form = entries.form(register, key.as_deref(), today)?.filled(&fields);
                refused_form(form, (since, &account, &said), &error)
            }
        })
    })
    .await?;
    match done {
        Ok(act) => Ok(Redirect::to(&links::standing_after(&register_id, act)).into_response()),
        Err(refused) => {
            let (status, sheet) = *refused;
            let chrome = Chrome::new(visit, app.band(), Some(Room::Registers));
            Ok((status, Html(pages::entry_form::render(&chrome, &sheet)?)).into_response())
        }
    }
}

/// The form again, with the status of the answer.
type Refused = Box<(StatusCode, pages::entry_form::Sheet)>;

fn refused_form(
    form: FormView,
    (since, account, said): (NaiveDate, &str, &Said),
    error: &EntryError,
) -> Result<Option<u64>, Refused> {
    let sheet = pages::entry_form::Sheet::of(form, since, account);
    let sheet = sheet.refused(error, &said.text("document"));
    Err(Box::new((status(error), sheet)))
}

fn is_there() -> Text {
    Text::new(
        "已登记过这个条目；请从“登记的条目”里改动它",
        "such an entry was put before; change it from the list of entries that stand",
    )
}

fn other_key() -> Text {
    Text::new(
        "标识条目的字段不能改：改了就是另一个条目，请新增",
        "the fields that tell an entry from others stay as they are: with others it is another entry, so add a new one",
    )
}

/// What an upload needs: the template and the form.
pub async fn import(State(app): State<App>, Signed(actor): Signed, Path(id): Path<String>, visit: Visit) -> Page {
    let today = moment(&app.office).1;
    let form = ask(&app, actor, id, move |entries, register, _| {
        entries.form(register, None, today)
    })
    .await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Registers));
    Ok(Html(pages::entry_import::render(&chrome, &Import::empty(form, today))?))
}

/// The heading of a file of entries.
pub async fn template(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let name = format!("attachment; filename=\"{}-template.csv\"", links::segment(&id));
    let text = ask(&app, actor, id, |_, register, _| Ok(heading(register))).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, format!("\u{feff}{text}")).into_response())
}

/// Tells every row of an uploaded file. Nothing is written.
pub async fn upload(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let mut parts = upload::parts(kind.unwrap_or_default(), &body);
    let file = parts.remove("file").unwrap_or_default();
    if file.len() > PAGE_BYTES_MAX {
        return Err(too_large());
    }
    let mut said: Vec<(String, String)> = parts.into_iter().map(|(name, bytes)| (name, decoded(bytes))).collect();
    said.push(("text".to_owned(), decoded(file)));
    judged(&app, actor, id, &visit, Said::of(said), None).await
}

/// Puts the rows of a file that were told before, by one act.
pub async fn confirm(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    visit: Visit,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let today = moment(&app.office).1;
    let said = Said::of(said);
    let copy = said.clone();
    let done = ask(&app, actor.clone(), id.clone(), move |entries, register, who| {
        let since = said.text("since").parse().unwrap_or(today);
        let verdict = entries.judge(register, said.raw("text"), since)?;
        Ok(entries.record(register, verdict, asked(who, since, &said), Utc::now()))
    })
    .await?;
    match done {
        Ok(recorded) => {
            let act = recorded.map(|recorded| recorded.act);
            Ok(Redirect::to(&links::standing_after(&id, act)).into_response())
        }
        Err(error) => judged(&app, actor, id, &visit, copy, Some(error)).await,
    }
}

/// The rows of a file with what each is.
async fn judged(
    app: &App,
    actor: Actor,
    id: String,
    visit: &Visit,
    said: Said,
    error: Option<EntryError>,
) -> Result<Response, Refusal> {
    let today = moment(&app.office).1;
    let account = actor.account.clone();
    let status = error.as_ref().map_or(StatusCode::OK, status);
    let view = ask(app, actor, id, move |entries, register, _| {
        let since: NaiveDate = said.text("since").parse().unwrap_or(today);
        let text = said.raw("text");
        let verdict: Verdict = entries.judge(register, text.clone(), since)?;
        let form = entries.form(register, None, since)?;
        let import = Import::empty(form, since).judged(verdict, text, &said.text("document"), &account);
        Ok(import.refused(error.as_ref()))
    })
    .await?;
    let chrome = Chrome::new(visit, app.band(), Some(Room::Registers));
    Ok((status, Html(pages::entry_import::render(&chrome, &view)?)).into_response())
}

fn asked(who: &office::matters::Actor, since: NaiveDate, said: &Said) -> Put {
    Put {
        by: who.clone(),
        since,
        ground: Ground {
            document: said.text("document"),
            ..Ground::default()
        },
        request: said.text("request"),
        apart: Vec::new(),
        seen: Some(said.version()),
    }
}

/// Asks the entries where that may take its time, for somebody who may put them.
async fn ask<T: Send + 'static>(
    app: &App,
    actor: Actor,
    id: String,
    work: impl FnOnce(&Entries<'_>, &office::entries::Register, &office::matters::Actor) -> Result<T, EntryError>
    + Send
    + 'static,
) -> Result<T, Refusal> {
    let matters: Matters = app.office.matters().cloned().ok_or_else(Refusal::not_found)?;
    let who = office_actor(&actor);
    let done = tokio::task::spawn_blocking(move || {
        let entries = matters.entries();
        let register = entries.may_put(&who.post, &id)?;
        work(&entries, register, &who)
    });
    let done = done.await.map_err(|error| {
        tracing::error!(%error, "the entries could not be asked");
        Refusal {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            says: Text::new(
                "名录暂时查不了，已记入日志。请稍后重试。",
                "The registers cannot be asked; the log says why. Please try again later.",
            ),
        }
    })?;
    done.map_err(Refusal::from)
}

fn status(error: &EntryError) -> StatusCode {
    match error {
        _ if error.is_conflict() => StatusCode::CONFLICT,
        EntryError::NoRegister(_) | EntryError::NoEntry(_) | EntryError::NoJournal => StatusCode::NOT_FOUND,
        EntryError::NotPermitted(_) => StatusCode::FORBIDDEN,
        EntryError::Journal(journal::JournalError::Incomplete(_)) | EntryError::Unusable(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        EntryError::Overtaken | EntryError::Journal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<EntryError> for Refusal {
    fn from(error: EntryError) -> Self {
        let status = status(&error);
        if status.is_server_error() {
            tracing::error!(%error, "the entries could not be asked");
        }
        Self {
            status,
            says: error.text(),
        }
    }
}

fn too_large() -> Refusal {
    let most = PAGE_BYTES_MAX >> 10;
    Refusal {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        says: Text::new(
            format!("文件过大：网页最多接收 {most} KiB。请分成几个文件，或用 bishui register put。"),
            format!(
                "The file is too large: pages take {most} KiB. Make several files of it, or use bishui register put."
            ),
        ),
    }
}
