//! `/map/*.json`: what the map draws.

use axum::Json;
use axum::extract::State;
use office::MapLayer;
use serde_json::Value;

use crate::app::App;
use crate::pages::marker::{self, Marker};
use crate::refusal::Refusal;
use crate::visit::Visit;

/// The markers of sections and stations, in the visitor's language.
pub async fn points(State(app): State<App>, visit: Visit) -> Result<Json<Vec<Marker>>, Refusal> {
    let view = app.overview().await?;
    let points = view.sections.iter().chain(&view.stations);
    Ok(Json(
        points.filter_map(|point| marker::of(&visit.wording, point)).collect(),
    ))
}

/// Counties as GeoJSON.
pub async fn divisions(State(app): State<App>) -> Json<Value> {
    Json(app.office.map_layer(MapLayer::Divisions))
}

/// Rivers and lakes as GeoJSON.
pub async fn waters(State(app): State<App>) -> Json<Value> {
    Json(app.office.map_layer(MapLayer::Waters))
}
