//! `bishui station`: who is there, what is missing, what is kept apart, what goes on to superior platforms.

mod apart;
mod forwarding;
mod gaps;
mod life;

use std::process::ExitCode;

use standards::{Language, Text};

use crate::arguments::{Place, Station};
use crate::failure::Failure;

/// Answers about stations.
pub async fn run(place: &Place, asked: &Station) -> Result<ExitCode, Failure> {
    match asked {
        Station::List(list) => life::list(place, list.json).await,
        Station::Show(show) => life::show(place, show).await,
        Station::Gaps(gaps) => gaps::run(place, gaps).await,
        Station::Quarantine(list) => apart::list(place, list.json).await,
        Station::Forwarding(list) => forwarding::list(place, list.json).await,
        Station::Admit(admit) => apart::admit(place, admit).await,
    }
}

/// The words of a language.
fn say(language: Language, zh: &str, en: &str) -> String {
    Text::new(zh, en).in_language(language).to_owned()
}

/// A moment as it is printed, or a dash.
fn moment(at: Option<chrono::DateTime<chrono::Utc>>) -> String {
    at.map_or_else(|| "—".to_owned(), |at| at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
