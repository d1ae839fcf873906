//! `/targets/{id}`: one target of the plan.

use axum::extract::{Path, State};
use axum::response::Html;
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
    let chrome = Chrome::new(&visit, app.band(), Some(Room::Plan));
    Ok(Html(pages::target::render(&chrome, &view, year, &feeds)?))
}

/// The points that feed the target, with their latest marks.
async fn feeding(app: &App, id: &str) -> Result<Vec<PointMark>, OfficeError> {
    let city = app.office.city();
    let Some(target) = city.targets().find(|target| target.id == id) else {
        return Ok(Vec::new());
    };
    let feeds = |mark: &&PointMark| city.feeding(target).any(|point| point.id == mark.head.id);
    let overview = app.overview().await?;
    let points = overview.sections.iter().chain(&overview.stations);
    Ok(points.filter(feeds).cloned().collect())
}
