//! The office of this moment: a server that runs on while its city folder changes.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRef;
use office::Office;
use tokio::sync::watch;

use crate::app::App;
use crate::public_desk::PublicDesk;
use crate::session::SignIns;

/// What the routes are over. Every request gets the [`App`] over the office that stands at that moment, and keeps it to its end.
#[derive(Clone)]
pub struct Site {
    current: Arc<Mutex<Current>>,
}

struct Current {
    offices: watch::Receiver<Office>,
    app: App,
}

impl Site {
    /// A site over the offices that come in; `stopping` turns true when the server shuts down.
    pub fn new(
        mut offices: watch::Receiver<Office>,
        sign_ins: SignIns,
        public_desk: PublicDesk,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let office = offices.borrow_and_update().clone();
        let app = App::new(office, sign_ins, public_desk, stopping);
        Self {
            current: Arc::new(Mutex::new(Current { offices, app })),
        }
    }
}

impl FromRef<Site> for App {
    fn from_ref(site: &Site) -> Self {
        // Whoever panicked in here has left a whole app, at worst the one before.
        let mut current = site.current.lock().unwrap_or_else(PoisonError::into_inner);
        // When nobody is left who could bring another office, the last one stays.
        if current.offices.has_changed().unwrap_or(false) {
            let office = current.offices.borrow_and_update().clone();
            current.app = current.app.over(office);
        }
        current.app.clone()
    }
}
