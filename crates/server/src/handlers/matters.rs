//! `/work`, `/matters`, `/matters/{id}` and what people do there. Every page here is for somebody who is signed in.

pub(super) mod form;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{NaiveDateTime, Utc};
use journal::{MatterAfter, MatterFilter, MatterOrder};
use office::matters::{MatterError, MatterQuestion, Matters, Recovery, Step};
use office::views::{MatterView, PermittedAction};
use standards::Text;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::refusal::Refusal;
use crate::session::{Actor, Signed};
use crate::visit::Visit;
use crate::{links, pages};
use form::Said;

/// What waits for the post of whoever is signed in.
pub async fn work(State(app): State<App>, Signed(actor): Signed, visit: Visit) -> Page {
    let exceeded = app.office.exceedances().await?;
    let who = office_actor(&actor);
    let post = actor.post.id.clone();
    let view = ask(&app, move |matters, at| {
        let own = MatterQuestion {
            filter: MatterFilter {
                open: Some(true),
                owner: Some(post),
                ..MatterFilter::default()
            },
            ..MatterQuestion::default()
        };
        let waiting = matters.list(&own, at)?;
        let openings = matters.openings(&who).into_iter();
        let openings = openings.filter(|opening| matters.may_open(&who, &opening.procedure, "").is_ok());
        let mut unhandled = Vec::new();
        for each in exceeded {
            let about = MatterFilter {
                open: Some(true),
                subject: Some(each.subject.clone()),
                ..MatterFilter::default()
            };
            if matters.journal().count_matters(&about, 1)? == 0 {
                unhandled.push(each);
            }
        }
        Ok(pages::work::Work {
            at,
            waiting,
            unhandled,
            openings: openings.collect(),
            audits: matters.may_do(&who, PermittedAction::AuditRead).is_ok(),
        })
    })
    .await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Matters));
    Ok(Html(pages::work::render(&chrome, &view)?))
}

/// All matters, narrowed by the parameters of the address.
pub async fn list(State(app): State<App>, Signed(actor): Signed, visit: Visit) -> Page {
    let mut question = question(&visit);
    let who = office_actor(&actor);
    let (question, view) = ask(&app, move |matters, at| {
        let all = matters.may_read_all(&who);
        if !all {
            question.filter.owner = Some(who.post);
        }
        let page = matters.list(&question, at)?;
        Ok((question, pages::matters::List::of(matters, page, at, all)))
    })
    .await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Matters));
    Ok(Html(pages::matters::render(&chrome, &question, &view)?))
}

/// One matter, with what the visitor may do.
pub async fn show(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    page(&app, &actor, &id, &visit, None).await
}

/// Takes a step; says why where that is not possible.
pub async fn act(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(id): Path<String>,
    visit: Visit,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let said = Said::of(said);
    let recovery = recovery(&app, &id).await?;
    let step = Step {
        matter: id.clone(),
        upon: said.version(),
        action: said.text("action"),
        facts: said.under("fact."),
        notes: said.under("note.").into_iter().collect(),
        holders: said.under("holder."),
        document: said.text("document"),
        request: said.text("request"),
        recovery,
    };
    let who = office_actor(&actor);
    let work = move |matters: &Matters, at| {
        if let Some(row) = matters.journal().matter(&step.matter)? {
            let is_hand = step.action.is_empty();
            let permitted = if is_hand {
                PermittedAction::MatterHandOver
            } else {
                PermittedAction::MatterAct
            };
            matters.may(&who, permitted, &row)?;
        }
        matters.act(&who, &step, at, Utc::now())
    };
    match try_to(&app, work).await? {
        Ok(done) => Ok(Redirect::to(&links::matter(&done.matter)).into_response()),
        Err(error) => refused(&app, &actor, &id, &visit, error).await,
    }
}

/// The form that opens a matter.
pub async fn opening(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(procedure): Path<String>,
    visit: Visit,
) -> Result<Response, Refusal> {
    opening_page(&app, &actor, &procedure, &visit, None).await
}

/// Opens a matter; says why where that is not possible.
pub async fn open(
    State(app): State<App>,
    Signed(actor): Signed,
    Path(procedure): Path<String>,
    visit: Visit,
    Form(said): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let opening = Said::of(said).opening(&procedure);
    let who = office_actor(&actor);
    let work = move |matters: &Matters, at| {
        matters.may_open(&who, &opening.procedure, &opening.place)?;
        matters.open(&who, &opening, at, Utc::now())
    };
    match try_to(&app, work).await? {
        Ok(done) => Ok(Redirect::to(&links::matter(&done.matter)).into_response()),
        Err(error) => {
            let status = status(&error);
            let page = opening_page(&app, &actor, &procedure, &visit, Some(error)).await?;
            Ok((status, page).into_response())
        }
    }
}

async fn opening_page(
    app: &App,
    actor: &Actor,
    procedure: &str,
    visit: &Visit,
    error: Option<MatterError>,
) -> Result<Response, Refusal> {
    let who = office_actor(actor);
    let (procedure, action) = (
        procedure.to_owned(),
        visit.parameter("action").unwrap_or_default().to_owned(),
    );
    let view = ask(app, move |matters, _| {
        let may = matters
            .openings(&who)
            .into_iter()
            .filter(|opening| opening.procedure == procedure);
        let mut may = may.filter(|opening| action.is_empty() || opening.action == action);
        let opening = may.next().ok_or_else(|| matters.may_not_open(&who, &procedure))?;
        Ok(pages::opening::Form::of(matters, opening, error))
    })
    .await?;
    let chrome = Chrome::new(visit, app.band(), Some(Room::Matters));
    Ok(Html(pages::opening::render(&chrome, &view)?).into_response())
}

async fn refused(app: &App, actor: &Actor, id: &str, visit: &Visit, error: MatterError) -> Result<Response, Refusal> {
    if matches!(error, MatterError::NoMatter(_)) {
        return Err(error.into());
    }
    let status = status(&error);
    let page = page(app, actor, id, visit, Some(error)).await?;
    Ok((status, page).into_response())
}

async fn page(
    app: &App,
    actor: &Actor,
    id: &str,
    visit: &Visit,
    error: Option<MatterError>,
) -> Result<Response, Refusal> {
    let (who, id) = (office_actor(actor), id.to_owned());
    let view = ask(app, move |matters, at| {
        if let Some(row) = matters.journal().matter(&id)? {
            matters.may(&who, PermittedAction::MatterRead, &row)?;
        }
        let view: MatterView = matters.show(&id, Some(&who), at)?;
        Ok(pages::matter::Sheet::of(matters, view, error))
    })
    .await?;
    let chrome = Chrome::new(visit, app.band(), Some(Room::Matters));
    Ok(Html(pages::matter::render(&chrome, &view)?).into_response())
}

/// Whether what a matter is about was measured to be well again since it was opened.
async fn recovery(app: &App, id: &str) -> Result<Recovery, Refusal> {
    let asked = id.to_owned();
    let row = ask(app, move |matters, _| Ok(matters.journal().matter(&asked)?)).await?;
    match row {
        Some(row) if !row.subject.is_empty() => Ok(app.office.recovery(&row.subject, row.opened).await?),
        _ => Ok(Recovery::NotMeasured),
    }
}

/// Which matters the parameters of the address ask for: the open ones, unless they say otherwise.
fn question(visit: &Visit) -> MatterQuestion {
    let said = |name: &str| visit.parameter(name).filter(|text| !text.is_empty()).map(str::to_owned);
    let open = match visit.parameter("show") {
        Some("ended") => Some(false),
        Some("all") => None,
        _ => Some(true),
    };
    let after = visit.parameter("after").and_then(|after| {
        let mut parts = after.splitn(3, '~');
        let (ended, time, id) = (parts.next()?, parts.next()?, parts.next()?);
        Some(MatterAfter {
            ended: ended == "ended",
            time: time.parse().ok(),
            id: id.to_owned(),
        })
    });
    MatterQuestion {
        filter: MatterFilter {
            open,
            procedure: said("procedure"),
            state: said("state"),
            owner: said("owner"),
            place: said("place"),
            source: said("source"),
            due_before: said("late").and_then(|now| now.parse().ok()),
            ..MatterFilter::default()
        },
        order: match visit.parameter("order") {
            Some("newest") => MatterOrder::Newest,
            _ => MatterOrder::Due,
        },
        after,
    }
}

/// Asks the matters where that may take its time.
pub(super) async fn ask<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Matters, NaiveDateTime) -> Result<T, MatterError> + Send + 'static,
) -> Result<T, Refusal> {
    Ok(try_to(app, work).await??)
}

pub(super) async fn try_to<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Matters, NaiveDateTime) -> Result<T, MatterError> + Send + 'static,
) -> Result<Result<T, MatterError>, Refusal> {
    let matters = app.office.matters().cloned().ok_or_else(Refusal::not_found)?;
    let done = tokio::task::spawn_blocking(move || {
        let at = matters.local(Utc::now());
        work(&matters, at)
    });
    done.await.map_err(|error| {
        tracing::error!(%error, "the matters could not be asked");
        Refusal::matters()
    })
}

pub(super) fn office_actor(actor: &Actor) -> office::matters::Actor {
    office::matters::Actor {
        person: actor.person.clone(),
        post: actor.post.id.clone(),
    }
}

pub(super) fn status(error: &MatterError) -> StatusCode {
    match error {
        _ if error.is_conflict() => StatusCode::CONFLICT,
        MatterError::NoMatter(_) | MatterError::NoProcedure(_) => StatusCode::NOT_FOUND,
        MatterError::Refused(_) | MatterError::NotPermitted(_) => StatusCode::FORBIDDEN,
        MatterError::Unusable(_) | MatterError::NoPost(_) => StatusCode::UNPROCESSABLE_ENTITY,
        MatterError::ActionGone { .. } | MatterError::Unreadable { .. } | MatterError::Journal(_) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl From<MatterError> for Refusal {
    fn from(error: MatterError) -> Self {
        let status = status(&error);
        if status.is_server_error() {
            tracing::error!(%error, "the matters could not be asked");
        }
        Self {
            status,
            says: error.text(),
        }
    }
}

impl Refusal {
    fn matters() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            says: Text::new(
                "事项暂时查不了，已记入日志。请稍后重试。",
                "The matters cannot be asked; the log says why. Please try again later.",
            ),
        }
    }
}
