//! `bishui matter`: procedures that run, at the terminal.

mod show;

use std::process::ExitCode;
use std::sync::Arc;

use chrono::{NaiveDateTime, Utc};
use journal::MatterFilter;
use office::matters::{Actor, COMPUTER, Done, MatterError, MatterQuestion, Matters, Opening, PUBLIC, Recovery, Step};
use standards::Text;

use crate::arguments::{Doer, Matter, MatterAct, MatterList, MatterOpen, MatterTick, Place};
use crate::commands::register::person;
use crate::desk::{Desk, read_city};
use crate::failure::Failure;
use crate::output::outln;

/// The action that hands roles over.
const HAND: &str = "hand";

/// Does what was asked of matters.
pub async fn run(place: &Place, matter: &Matter) -> Result<ExitCode, Failure> {
    let city = read_city(&place.city, place.language())?;
    let matters = Matters::new(city, Arc::new(place.journal()?.open()?));
    match matter {
        Matter::Open(open) => opened(place, &matters, open),
        Matter::Act(act) => acted(place, &matters, act).await,
        Matter::Show(show) => show::one(place, &matters, show),
        Matter::List(list) => listed(place, &matters, list),
        Matter::Tick(tick) => ticked(place, &matters, tick),
    }
}

/// A time that was given, or now.
fn time(matters: &Matters, given: Option<NaiveDateTime>) -> NaiveDateTime {
    given.unwrap_or_else(|| matters.local(Utc::now()))
}

fn actor(place: &Place, matters: &Matters, doer: &Doer) -> Result<Actor, Failure> {
    let nobody = [COMPUTER, PUBLIC].contains(&doer.by.as_str());
    let person = match &doer.person {
        Some(person) => person.clone(),
        None if nobody => doer.by.clone(),
        None => person(place, matters.city(), &doer.by, None)?,
    };
    Ok(Actor {
        person,
        post: doer.by.clone(),
    })
}

fn opened(place: &Place, matters: &Matters, open: &MatterOpen) -> Result<ExitCode, Failure> {
    let doer = &open.doer;
    let opening = Opening {
        procedure: open.procedure.clone(),
        action: open.action.clone(),
        state: open.state.clone(),
        title: open.title.clone(),
        place: open.place.clone(),
        source: open.source.clone(),
        subject: open.subject.clone(),
        parent: String::new(),
        facts: doer.facts.iter().cloned().collect(),
        notes: doer.notes.clone(),
        holders: doer.holders.iter().cloned().collect(),
        document: doer.ground.clone(),
        request: doer.request.clone(),
    };
    let who = actor(place, matters, doer)?;
    let done = matters.open(&who, &opening, time(matters, doer.at), Utc::now());
    tell(place, matters, done)
}

async fn acted(place: &Place, matters: &Matters, act: &MatterAct) -> Result<ExitCode, Failure> {
    let doer = &act.doer;
    let row = matters.journal().matter(&act.matter)?;
    let row = row.ok_or_else(|| refusal(place, &MatterError::NoMatter(act.matter.clone())))?;
    let recovery = if row.subject.is_empty() {
        Recovery::NotMeasured
    } else {
        Desk::open(place)
            .await?
            .office
            .recovery(&row.subject, row.opened)
            .await?
    };
    let action = if act.action == HAND { "" } else { &act.action };
    let step = Step {
        matter: act.matter.clone(),
        upon: act.upon.unwrap_or(row.version),
        action: action.to_owned(),
        facts: doer.facts.iter().cloned().collect(),
        notes: doer.notes.clone(),
        holders: doer.holders.iter().cloned().collect(),
        document: doer.ground.clone(),
        request: doer.request.clone(),
        recovery,
    };
    let who = actor(place, matters, doer)?;
    let done = matters.act(&who, &step, time(matters, doer.at), Utc::now());
    tell(place, matters, done)
}

fn refusal(place: &Place, error: &MatterError) -> Failure {
    Failure::says(place.language(), &error.text())
}

/// What was done, and where the matter stands now; or every reason why it was not done.
fn tell(place: &Place, matters: &Matters, done: Result<Done, MatterError>) -> Result<ExitCode, Failure> {
    let done = match done {
        Ok(done) => done,
        Err(MatterError::Refused(refusals)) => {
            for refusal in refusals {
                outln!(
                    "[{}] {}",
                    refusal.code.word(),
                    refusal.reason.says.in_language(place.language())
                );
            }
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(refusal(place, &error)),
    };
    for id in std::iter::once(&done.matter).chain(&done.opened) {
        if let Some(row) = matters.journal().matter(id)? {
            show::line(place, matters, &row);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(place: &Place, matters: &Matters, list: &MatterList) -> Result<ExitCode, Failure> {
    let at = time(matters, list.at);
    let mut question = MatterQuestion {
        filter: MatterFilter {
            open: (!list.all).then_some(true),
            procedure: list.procedure.clone(),
            state: list.state.clone(),
            owner: list.owner.clone(),
            place: list.place.clone(),
            source: list.source.clone(),
            due_before: list.late.then_some(at),
            ..MatterFilter::default()
        },
        ..MatterQuestion::default()
    };
    loop {
        let page = matters.list(&question, at).map_err(|error| refusal(place, &error))?;
        for line in &page.matters {
            if list.json {
                outln!("{}", serde_json::to_string(line)?);
            } else {
                show::listed(place, line);
            }
        }
        question.after = page.next;
        if question.after.is_none() {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn ticked(place: &Place, matters: &Matters, tick: &MatterTick) -> Result<ExitCode, Failure> {
    let at = time(matters, tick.at);
    let ticked = matters.tick(at, Utc::now()).map_err(|error| refusal(place, &error))?;
    for done in &ticked.done {
        if let Some(row) = matters.journal().matter(&done.matter)? {
            show::line(place, matters, &row);
        }
    }
    for (matter, error) in ticked.held.iter().chain(&ticked.failed) {
        outln!("{matter}: {}", error.text().in_language(place.language()));
    }
    let (looked, done, failed) = (ticked.looked, ticked.done.len(), ticked.failed.len());
    let says = Text::new(
        format!("看过 {looked} 件到期事项，办理 {done} 件，失败 {failed} 件"),
        format!("{looked} matter(s) with an ended clock looked at, {done} acted on, {failed} failed"),
    );
    outln!("{}", says.in_language(place.language()));
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
