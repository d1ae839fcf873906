//! `/targets/{id}`: one target of the plan.

use axum::extract::{Path, State};
use axum::response::Html;
use futures::future::try_join_all;
use office::OfficeError;
use office::views::PointMark;

use super::Page;
use crate::app::App;
use crate::chrome::{Chrome, Room};
use crate::pages;
use crate::visit::Visit;

/// Shows a target; `?year=` puts the verdict of another year in front.
pub async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Page {
    let view = app.office.target(&id).await?;
    let feeds = feeding(&app, &view.id).await?;
    let year = visit.parameter("year").and_then(|year| year.parse().ok());
    let chrome = Chrome::new(&visit, app.band().await, Some(Room::Plan));
    Ok(Html(pages::target::render(&chrome, &view, year, &feeds)?))
}

/// The points whose sheets name the target.
async fn feeding(app: &App, target: &str) -> Result<Vec<PointMark>, OfficeError> {
    let overview = app.office.overview().await?;
    let points = overview.sections.into_iter().chain(overview.stations);
    let asked = points.map(|point| async move {
        let sheet = app.office.point(&point.head.id).await?;
        Ok::<_, OfficeError>(sheet.targets.iter().any(|fed| fed.id == target).then_some(point))
    });
    Ok(try_join_all(asked).await?.into_iter().flatten().collect())
}
