//! Every address of the site, in one list.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::handlers::{
    audit, changes, complaints, coverage, entries, evidence, fallback, faults, file, health, map, matters, network,
    open311, overview, plan, point, points, registers, series, sign_in, table_file, target, why,
};
use crate::site::Site;
use crate::{own_page, refusal, security, session};

/// Every route over `site`.
pub fn all(site: Site) -> Router {
    Router::new()
        // Pages.
        .route("/", get(overview::show))
        .route("/plan", get(plan::show))
        .route("/plan/coverage", get(coverage::show))
        .route("/plan/{code}", get(plan::clause))
        .route("/targets/{id}", get(target::show))
        .route("/why/{*key}", get(why::show))
        .route("/sections", get(points::sections))
        .route("/sections/{id}", get(point::section))
        .route("/stations", get(points::stations))
        .route("/stations/{id}", get(point::station))
        .route("/registers", get(registers::list))
        .route("/registers/{id}", get(registers::show))
        .route("/registers/{id}/entries.csv", get(registers::file))
        .route("/audit", get(audit::show))
        .route("/registers/{id}/standing", get(entries::standing))
        .route("/registers/{id}/new", get(entries::new).post(entries::put_new))
        .route(
            "/registers/{id}/entries/{key}/edit",
            get(entries::edit).post(entries::put_edited),
        )
        .route("/registers/{id}/import", get(entries::import).post(entries::upload))
        .route("/registers/{id}/import/confirm", post(entries::confirm))
        .route("/registers/{id}/template.csv", get(entries::template))
        .route("/work", get(matters::work))
        .route("/matters", get(matters::list))
        .route("/matters/{id}", get(matters::show).post(matters::act))
        .route("/matters/new/{procedure}", get(matters::opening).post(matters::open))
        .route("/network", get(network::list))
        .route("/network/quarantine", get(network::quarantine))
        .route("/network/forwarding", get(network::forwarding))
        .route("/network/{mn}", get(network::station))
        .route("/evidence/{id}", get(evidence::show))
        .route("/faults", get(faults::show))
        // What everybody may say.
        .route("/complaints", get(complaints::enter).post(complaints::look_up))
        .route("/complaints/new", get(complaints::form).post(complaints::file))
        .route("/complaints/mine", get(complaints::mine).post(complaints::reply))
        .route("/complaints/leave", post(complaints::leave))
        .route("/open311/v2/discovery.json", get(open311::discovery))
        .route("/open311/v2/services.json", get(open311::services))
        .route("/open311/v2/services/{code}", get(open311::service))
        .route(own_page::OPEN_DOOR, get(open311::list).post(open311::file))
        .route("/open311/v2/requests/{id}", get(open311::request))
        .route("/open311/{*path}", get(open311::elsewhere).post(open311::elsewhere))
        // Who the visitor is.
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-in/demonstration", post(sign_in::enter_demonstration))
        .route("/sign-in/post", post(sign_in::choose_post))
        .route("/sign-out", post(sign_in::leave))
        // What the islands read.
        .route("/events", get(changes::listen))
        .route("/map/points.json", get(map::points))
        .route("/map/divisions.json", get(map::divisions))
        .route("/map/waters.json", get(map::waters))
        .route("/points/{id}/series.json", get(series::show))
        .route("/points/{id}/{file}", get(table_file::show))
        // The program itself.
        .route("/static/{*path}", get(file::show))
        .route("/health", get(health::show))
        .fallback(fallback::show)
        .layer(from_fn(own_page::guard))
        .layer(from_fn_with_state(site.clone(), refusal::explain))
        .layer(from_fn_with_state(site.clone(), session::know))
        .layer(from_fn(security::guard))
        .with_state(site)
}
