//! `bishui who`, `bishui post`: who answers for what since when, and hand-overs.

mod told;

use std::process::ExitCode;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use city::City;
use journal::{Journal, JournalError};
use office::duties::{Duties, HandOver, WhoError};
use office::matters::{Actor, Matters};

use super::register::{person, refused, today};
use crate::arguments::{Place, PostCommand, PostHandOver, PostShow, Who};
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;

/// Who answers for something; without something, the coverage by chiefs.
pub fn who(place: &Place, who: &Who) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let journal = journal(place)?;
    let duties = duties(place, &city, journal.as_ref(), who.known)?;
    let day = who.on.unwrap_or_else(|| today(&city));
    match &who.what {
        Some(what) => {
            let view = duties.who(what, day).map_err(|error| not_told(place, &error))?;
            if who.json {
                outln!("{}", serde_json::to_string(&view)?);
            } else {
                told::who(place.language(), &view);
            }
        }
        None => {
            let view = duties.coverage(day).map_err(|error| refused(place, &error))?;
            if who.json {
                outln!("{}", serde_json::to_string(&view)?);
            } else {
                told::coverage(place.language(), &view);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Hands a post over, or shows one.
pub fn post(place: &Place, command: &PostCommand) -> Result<ExitCode, Failure> {
    match command {
        PostCommand::HandOver(hand) => hand_over(place, hand),
        PostCommand::Show(show) => self::show(place, show),
    }
}

fn show(place: &Place, show: &PostShow) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let journal = journal(place)?;
    let duties = duties(place, &city, journal.as_ref(), show.known)?;
    let day = show.on.unwrap_or_else(|| today(&city));
    let sheet = duties.sheet(&show.post, day);
    let sheet = sheet.map_err(|error| not_told(place, &error))?;
    if show.json {
        outln!("{}", serde_json::to_string(&sheet)?);
    } else {
        told::sheet(place.language(), &sheet);
    }
    Ok(ExitCode::SUCCESS)
}

fn hand_over(place: &Place, hand: &PostHandOver) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let who = Actor {
        person: person(place, &city, &hand.by, hand.person.as_deref())?,
        post: hand.by.clone(),
    };
    let asked = HandOver {
        post: hand.post.clone(),
        from: hand.from.clone(),
        to: hand.to.clone(),
        day: hand.on.unwrap_or_else(|| today(&city)),
        document: hand.ground.clone(),
    };
    let journal = place.journal()?.open().map_err(|error| refused(place, &error))?;
    let matters = Matters::new(city, Arc::new(journal));
    let now = Utc::now();
    let done = matters.hand_over(&who, &asked, matters.local(now), now);
    let done = done.map_err(|error| Failure::says(place.language(), &error.text()))?;
    outln!("{}", done.list.trim_end());
    if let Some(file) = &hand.list {
        std::fs::write(file, &done.list).map_err(|cause| Failure::while_doing(file.display(), cause))?;
    }
    told::handed_over(place.language(), &done);
    Ok(ExitCode::SUCCESS)
}

/// The journal, where there is one: without acts, the city folder stands.
fn journal(place: &Place) -> Result<Option<Journal>, Failure> {
    match place.journal()?.open_existing() {
        Ok(journal) => Ok(Some(journal)),
        Err(JournalError::NotThere(_)) => Ok(None),
        Err(error) => Err(refused(place, &error)),
    }
}

fn duties<'d>(
    place: &Place,
    city: &'d City,
    journal: Option<&'d Journal>,
    known: Option<DateTime<Utc>>,
) -> Result<Duties<'d>, Failure> {
    Duties::read(city, journal, known).map_err(|error| refused(place, &error))
}

fn not_told(place: &Place, error: &WhoError) -> Failure {
    Failure::says(place.language(), &error.text())
}
