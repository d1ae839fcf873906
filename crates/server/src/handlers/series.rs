//! `/points/{id}/series.json`: a point's table as numbers for its chart.

use axum::Json;
use axum::extract::{Path, State};

use crate::app::App;
use crate::pages::chart::{self, Series};
use crate::refusal::Refusal;
use crate::visit::Visit;

/// The table of `?period=`, or the first the page would show.
pub async fn show(State(app): State<App>, Path(id): Path<String>, visit: Visit) -> Result<Json<Series>, Refusal> {
    let sheet = app.office.point(&id).await?;
    chart::of(&visit.wording, &sheet, visit.parameter("period"))
        .map(Json)
        .ok_or_else(Refusal::not_found)
}
