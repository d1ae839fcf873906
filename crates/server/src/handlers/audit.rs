//! `/audit`: the acts of the journal for those who may read it, newest first, and whether the chain is whole.

use axum::extract::State;
use axum::response::Html;
use office::matters::MatterError;
use office::views::PermittedAction;

use super::Page;
use super::matters::{ask, office_actor};
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::session::Signed;
use crate::visit::Visit;

/// Acts of one page.
const PAGE_ACTS: u64 = 100;

/// Shows a page of acts; `?before=` goes back, `?verify=yes` proves the whole chain.
pub async fn show(State(app): State<App>, Signed(actor): Signed, visit: Visit) -> Page {
    let before = visit.parameter("before").and_then(|number| number.parse::<u64>().ok());
    let verify = visit.parameter("verify") == Some("yes");
    let who = office_actor(&actor);
    let view = ask(&app, move |matters, _| {
        matters.may_do(&who, PermittedAction::AuditRead)?;
        let journal = matters.journal();
        let end = journal.end()?;
        // The first act of the page is the one after `after`; pages end where the one before began.
        let until = before.map_or(end.act, |before| before.saturating_sub(1).min(end.act));
        let after = until.saturating_sub(PAGE_ACTS);
        let most = usize::try_from(until - after).unwrap_or(0);
        let mut acts = journal.acts(after, most)?;
        acts.reverse();
        let report = verify.then(|| journal.verify()).transpose()?;
        Ok::<_, MatterError>(pages::audit::Acts::of(matters, acts, &end, report))
    })
    .await?;
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Matters));
    Ok(Html(pages::audit::render(&chrome, &view)?))
}
