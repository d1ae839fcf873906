//! `bishui standard`: the standards on record, one of them, and limits.

use std::process::ExitCode;

use serde::Serialize;
use standards::listing::{self, LimitsAsk};
use standards::{edition, standards};

use crate::arguments::{Place, Standard};
use crate::failure::Failure;
use crate::output::outln;

/// Prints what was asked for, as text or as JSON.
pub fn run(place: &Place, asked: &Standard) -> Result<ExitCode, Failure> {
    let language = place.language();
    match asked {
        Standard::List(list) if list.json => {
            let in_force = |one: &&standards::Standard| list.on.is_none_or(|day| one.in_force(day));
            json(&standards().iter().filter(in_force).collect::<Vec<_>>())?;
        }
        Standard::List(list) => text(&listing::register_text(list.on, language)),
        Standard::Show(show) => {
            let one = edition(&show.name, show.on).map_err(|unknown| Failure::says(language, &unknown.text()))?;
            let view = listing::show(one);
            if show.json {
                json(&view)?;
            } else {
                text(&view.text(language));
            }
        }
        Standard::Limits(limits) => {
            let ask = LimitsAsk {
                of: &limits.of,
                day: limits.on,
                class: limits.class.as_deref(),
            };
            let view = listing::find_limits(&ask).map_err(|nothing| Failure::says(language, &nothing.0))?;
            if limits.json {
                json(&view)?;
            } else {
                text(&view.text(language));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn text(said: &str) {
    outln!("{}", said.trim_end());
}

fn json(answer: &impl Serialize) -> Result<(), Failure> {
    let written = serde_json::to_string_pretty(answer).map_err(|cause| Failure::while_doing("JSON", cause))?;
    outln!("{written}");
    Ok(())
}
