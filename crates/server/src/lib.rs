//! Pages for people: the plan with its verdicts, the measurements, and the why behind every number.
//!
//! The server knows HTTP and how things look. It asks the [`office::Office`] for views and writes them as HTML; it judges nothing,
//! and knows neither storage nor wire protocols. Every page is complete without scripts.

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use office::Office;
use tokio::net::TcpListener;
use tokio::sync::watch;

mod app;
mod assets;
pub mod chrome;
mod events;
mod handlers;
mod language;
mod links;
mod marks;
mod network_marks;
mod own_page;
pub mod pages;
mod public_desk;
mod refusal;
mod routes;
mod security;
pub mod session;
mod site;
pub mod visit;
pub mod wording;

pub use refusal::Refusal;
pub use session::SignIns;

/// Serves the pages of `office` on `listener` until `stop` is done; requests under way are finished, live streams are closed.
///
/// # Errors
/// The listener's own error, when it can accept no more connections; or that the system gives no random numbers.
pub async fn serve(
    listener: TcpListener,
    office: Office,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (_keeper, offices) = watch::channel(office);
    serve_current(listener, offices, SignIns::none(), stop).await
}

/// As [`serve`], with pages of the office that stands in `offices` when they are asked for: the city folder may change meanwhile. People sign
/// in by `sign_ins`.
///
/// # Errors
/// As [`serve`].
pub async fn serve_current(
    listener: TcpListener,
    offices: watch::Receiver<Office>,
    sign_ins: SignIns,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if !assets::are_built() {
        tracing::warn!(
            "styles and scripts are not built in: run `npm ci && npm run build` in web/ and build the program again"
        );
    }
    let (stopper, stopping) = watch::channel(false);
    let sign_ins = sign_ins.at(listener.local_addr()?.ip().is_loopback());
    let routes = routes::all(site::Site::new(
        offices,
        sign_ins,
        public_desk::PublicDesk::open()?,
        stopping,
    ));
    let stop = async move {
        stop.await;
        stopper.send_replace(true);
    };
    // Whoever may be heard only so often is known by the address.
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, routes).with_graceful_shutdown(stop).await
}
