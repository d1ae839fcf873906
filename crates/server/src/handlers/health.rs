//! `/health`: for the machine that watches this one.

use axum::extract::State;

use crate::app::App;
use crate::refusal::Refusal;

/// Says `ok` when the office can read its history.
pub async fn show(State(app): State<App>) -> Result<&'static str, Refusal> {
    app.office.faulty(1).await?;
    Ok("ok\n")
}
