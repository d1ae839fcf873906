//! `/points/{id}/{period}.csv`: a point's table for a spreadsheet.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::links;
use crate::pages::table_file;
use crate::refusal::Refusal;
use crate::visit::Visit;

/// The file of one period.
pub async fn show(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let period = file.strip_suffix(".csv").ok_or_else(Refusal::not_found)?;
    let sheet = app.office.point(&id).await?;
    let table = sheet
        .tables
        .iter()
        .find(|table| table.period == period)
        .ok_or_else(Refusal::not_found)?;
    let name = format!(
        "attachment; filename=\"{}-{}.csv\"",
        links::segment(&sheet.head.id),
        links::segment(period)
    );
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, table_file::write(&visit.wording, table)).into_response())
}
