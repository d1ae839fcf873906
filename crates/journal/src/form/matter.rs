//! The form of a step of a matter: matter, version, procedure, kind (one byte: 0 begin, 1 act, 2 hand), action, role, unit, time, facts,
//! notes, and where the matter stands: state, since, one byte (1 a last state), owner, number of holders and for each role and post, number
//! of clocks and for each clock, start, end (empty: not known), one byte (1 paused); title, place, source, parent, subject.
//!
//! A time of the city is `2026-11-29T09:00:00`. Facts and notes are written as the fields of an entry.

use chrono::NaiveDateTime;

use super::{Cursor, Fields, FormFault, read_texts, write_texts};
use crate::commitment::Kept;
use crate::matter::{ClockStands, MatterStands, MatterStep, StepKind};

/// How a time of the city is written.
pub(crate) const TIME: &str = "%Y-%m-%dT%H:%M:%S";

pub(super) fn write(step: &MatterStep<Kept>, fields: &mut Fields) {
    fields.text(&step.matter);
    fields.number(step.version);
    fields.text(&step.procedure);
    fields.bytes(&[step.kind.number()]);
    for text in [&step.action, &step.role, &step.unit] {
        fields.text(text);
    }
    fields.time(step.at);
    write_texts(&step.facts, fields);
    write_texts(&step.notes, fields);
    let after = &step.after;
    fields.text(&after.state);
    fields.time(after.since);
    fields.bytes(&[u8::from(after.last)]);
    fields.text(&after.owner);
    fields.count(after.holders.len());
    for (role, post) in &after.holders {
        fields.text(role);
        fields.text(post);
    }
    fields.count(after.clocks.len());
    for clock in &after.clocks {
        fields.text(&clock.clock);
        fields.time(clock.started);
        match clock.due {
            Some(due) => fields.time(due),
            None => fields.text(""),
        }
        fields.bytes(&[u8::from(clock.paused)]);
    }
    for text in [&after.title, &after.place, &after.source, &after.parent, &after.subject] {
        fields.text(text);
    }
}

pub(super) fn read(fields: &mut Cursor<'_>) -> Result<MatterStep<Kept>, FormFault> {
    Ok(MatterStep {
        matter: fields.text("id of the matter")?,
        version: fields.number("version of the matter")?,
        procedure: fields.text("procedure")?,
        kind: fields.read("kind of the step", |bytes| match bytes {
            [number] => StepKind::of_number(*number),
            _ => None,
        })?,
        action: fields.text("action")?,
        role: fields.text("role")?,
        unit: fields.text("unit")?,
        at: fields.time("time of the step")?,
        facts: read_texts(fields)?,
        notes: read_texts(fields)?,
        after: read_stands(fields)?,
    })
}

fn read_stands(fields: &mut Cursor<'_>) -> Result<MatterStands, FormFault> {
    Ok(MatterStands {
        state: fields.text("state")?,
        since: fields.time("time of the state")?,
        last: fields.yes("whether the state is a last one")?,
        owner: fields.text("owner")?,
        holders: fields.list("number of holders", |fields| {
            Ok((fields.text("role")?, fields.text("post of the role")?))
        })?,
        clocks: fields.list("number of clocks", |fields| {
            Ok(ClockStands {
                clock: fields.text("clock")?,
                started: fields.time("start of the clock")?,
                due: fields.read("end of the clock", |bytes| match bytes {
                    [] => Some(None),
                    bytes => time(bytes).map(Some),
                })?,
                paused: fields.yes("whether the clock is paused")?,
            })
        })?,
        title: fields.text("title")?,
        place: fields.text("place")?,
        source: fields.text("source")?,
        parent: fields.text("parent")?,
        subject: fields.text("subject")?,
    })
}

fn time(bytes: &[u8]) -> Option<NaiveDateTime> {
    let text = str::from_utf8(bytes).ok()?;
    let time = NaiveDateTime::parse_from_str(text, TIME).ok()?;
    (time.format(TIME).to_string() == text).then_some(time)
}

impl Fields {
    fn time(&mut self, time: NaiveDateTime) {
        self.text(&time.format(TIME).to_string());
    }
}

impl Cursor<'_> {
    fn time(&mut self, wanted: &'static str) -> Result<NaiveDateTime, FormFault> {
        self.read(wanted, time)
    }

    fn yes(&mut self, wanted: &'static str) -> Result<bool, FormFault> {
        self.read(wanted, |bytes| match bytes {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        })
    }
}
