//! Complaints as the public makes and follows them: without a post, by a tracking number.
//!
//! Whoever has the number is taken for the reporter and sees the reporter's own words, the state, the clocks and the answers; never who
//! handles it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use rules::procedure::{Length, Limit, Machine};
use standards::Text;

use super::course::{Course, Taken};
use super::list::said;
use super::plain_words::{in_plain_words, unit_words};
use super::record::Basis;
use super::times::last_second;
use super::{Actor, Done, MatterError, Matters, Opening, PUBLIC, Step};
use crate::complaints::TrackingNumber;
use crate::views::{ComplaintView, PromiseView, PublicAnswer};

/// The procedure of complaints.
pub const COMPLAINT: &str = "complaint";
/// The role of whoever has the tracking number.
const COMPLAINANT: &str = "complainant";
/// What the acts of a reporter call the person. The name is a note that is kept apart and only handlers read.
const SOMEBODY: &str = "投诉人";
/// Actions whose reason is said to the public.
const TOLD_REASONS: [&str; 2] = ["decline", "extend"];
/// Most characters of a name or a way to be reached.
const SHORT_MAX: usize = 200;
/// Most characters of what happened.
const DESCRIPTION_MAX: usize = 4_000;

/// What somebody reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// What it is about, in a line.
    pub title: String,
    /// What happened.
    pub description: String,
    /// Id of the place of the city folder, or empty.
    pub place: String,
    /// Where it is, in words, or empty.
    pub location: String,
    /// Degrees north, or empty.
    pub latitude: String,
    /// Degrees east, or empty.
    pub longitude: String,
    /// When it was seen, in the city's time.
    pub seen: Option<NaiveDateTime>,
    /// Whether it is sudden pollution or concerns drinking water.
    pub urgent: bool,
    /// The reporter's name, or empty.
    pub name: String,
    /// How the reporter is reached, or empty.
    pub contact: String,
    /// The program that sent it, where it was not a page of ours.
    pub program: String,
}

/// What a reporter does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The version that the reporter has seen.
    pub upon: u64,
    /// Id of the action.
    pub action: String,
    /// What the form says, as written.
    pub facts: BTreeMap<String, String>,
    /// What the reporter adds, or empty.
    pub note: String,
    /// Names the request, or empty.
    pub request: String,
}

fn somebody() -> Actor {
    Actor {
        person: SOMEBODY.to_owned(),
        post: PUBLIC.to_owned(),
    }
}

impl Matters {
    /// Whether the city takes complaints from everybody: it has the procedure, and its permissions are for everybody.
    ///
    /// # Errors
    /// Why not.
    pub fn takes_complaints(&self) -> Result<(), MatterError> {
        self.may_open(&somebody(), COMPLAINT, "")
    }

    /// Records a complaint at `at` (the city's time). The same number twice is the same complaint.
    ///
    /// # Errors
    /// What is missing or cannot be used; nothing was recorded then.
    pub fn complain(
        &self,
        number: &TrackingNumber,
        complaint: &Complaint,
        at: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<Done, MatterError> {
        self.may_open(&somebody(), COMPLAINT, &complaint.place)?;
        let opening = self.opening_of(complaint, at)?;
        let id = number.matter(COMPLAINT);
        if let Some(done) = self.complained_before(&id)? {
            return Ok(done);
        }
        let (step, opens) = self.opened(&somebody(), &opening, &id, at)?;
        let basis = Basis {
            document: "",
            evidence: "",
            request: "",
        };
        match self.record(&somebody(), step, opens, &basis, now) {
            // The button was pressed twice, and the other press was first.
            Err(error) if error.is_conflict() => self.complained_before(&id)?.ok_or(error),
            done => done,
        }
    }

    /// The complaint of a number as its reporter sees it at `at` (the city's time).
    ///
    /// # Errors
    /// When there is none of that number, or it cannot be read.
    pub fn complaint(&self, number: &TrackingNumber, at: NaiveDateTime) -> Result<ComplaintView, MatterError> {
        let view = self.show(&number.matter(COMPLAINT), Some(&somebody()), at)?;
        let course = self.course(&view.line.id)?;
        let machine = course.machine;
        let state = course.standing.state.clone().unwrap_or_default();
        let own = |id: &str| {
            let action = machine.action(id);
            action.is_some_and(|action| action.by.iter().any(|role| role == COMPLAINANT))
        };
        let ends = course
            .standing
            .clocks
            .values()
            .filter_map(|running| last_second(&running.due));
        let first = view.steps.first();
        Ok(ComplaintView {
            says: in_plain_words(&state, &view.line.state),
            state,
            state_name: view.line.state.clone(),
            ended: view.line.ended,
            version: view.version,
            title: view.line.title.clone(),
            place: view.line.place.clone(),
            opened: view.line.opened,
            since: view.line.since,
            due: ends.min().filter(|_| !view.line.ended),
            own: first.map(|step| step.notes.clone()).unwrap_or_default(),
            told: answers(&course),
            states: states(&course),
            promises: self.promises(machine, &course.standing.state, at),
            actions: view.actions.into_iter().filter(|action| own(&action.id)).collect(),
            clocks: view.clocks,
        })
    }

    /// Does what a reporter asks for.
    ///
    /// # Errors
    /// Why it is not possible, all reasons; nothing was recorded then.
    pub fn reply(
        &self,
        number: &TrackingNumber,
        reply: &Reply,
        at: NaiveDateTime,
        now: DateTime<Utc>,
    ) -> Result<Done, MatterError> {
        let matter = number.matter(COMPLAINT);
        if reply.action.is_empty() {
            // Without an action the roles would be handed over, which is not for the public.
            return Err(unusable("没有说明要办什么", "it is not said what is to be done"));
        }
        let note = said(reply.note.trim()).map(|note| ("description".to_owned(), note.to_owned()));
        // Names of requests of others cannot be taken: the public's begin with its own matter.
        let request = said(&reply.request).map(|name| format!("public/{matter}/{name}"));
        let step = Step {
            matter,
            upon: reply.upon,
            action: reply.action.clone(),
            facts: reply.facts.clone(),
            notes: note.into_iter().collect(),
            request: request.unwrap_or_default(),
            ..Step::default()
        };
        self.act(&somebody(), &step, at, now)
    }

    fn complained_before(&self, id: &str) -> Result<Option<Done>, MatterError> {
        let row = self.journal().matter(id)?;
        Ok(row.map(|row| Done {
            matter: row.id,
            version: row.version,
            act: row.act,
            opened: Vec::new(),
        }))
    }

    fn opening_of(&self, complaint: &Complaint, at: NaiveDateTime) -> Result<Opening, MatterError> {
        check(complaint, at)?;
        let machine = self.machine(COMPLAINT)?;
        if !complaint.place.is_empty() && self.city().place(&complaint.place).is_none() {
            return Err(MatterError::Unusable(Text::new(
                format!("没有地点“{}”，请从列表中选", complaint.place),
                format!("there is no place `{}`: choose one of the list", complaint.place),
            )));
        }
        let position = position(complaint)?;
        let seen = complaint.seen.map(|seen| seen.format("%Y-%m-%d %H:%M").to_string());
        let notes = [
            ("description", complaint.description.clone()),
            ("location", complaint.location.clone()),
            ("position", position),
            ("seen", seen.unwrap_or_default()),
            ("reporter", complaint.name.clone()),
            ("contact", complaint.contact.clone()),
            ("program", complaint.program.clone()),
        ];
        let facts = [("channel", "app".to_owned()), ("urgent", complaint.urgent.to_string())];
        let facts = facts.into_iter().filter(|(id, _)| machine.fact(id).is_some());
        Ok(Opening {
            procedure: COMPLAINT.to_owned(),
            title: complaint.title.clone(),
            place: complaint.place.clone(),
            source: COMPLAINT.to_owned(),
            facts: facts.map(|(id, value)| (id.to_owned(), value)).collect(),
            notes: notes
                .into_iter()
                .filter(|(_, text)| !text.trim().is_empty())
                .map(|(id, text)| (id.to_owned(), text))
                .collect(),
            holders: [(COMPLAINANT.to_owned(), PUBLIC.to_owned())].into(),
            ..Opening::default()
        })
    }

    /// The clocks of the procedure that do not run in this state, with their lengths.
    fn promises(&self, machine: &Machine, state: &Option<String>, at: NaiveDateTime) -> Vec<PromiseView> {
        let Some(state) = state
            .as_ref()
            .filter(|id| machine.state(id).is_some_and(|state| !state.last))
        else {
            return Vec::new();
        };
        let around = self.inner.world.surroundings();
        let clocks = machine
            .clocks
            .iter()
            .filter(|clock| !clock.runs_in.contains(state) && clock.when.is_none());
        let promise = clocks.filter_map(|clock| {
            let Limit::Term { term, .. } = &clock.limit else {
                return None;
            };
            let count = match &term.length {
                Length::Fixed(count) => count.to_string(),
                Length::Parameter(name) => around.parameters.number(name, at.date())?.normalize().to_string(),
                Length::Fact(_) => return None,
            };
            let (zh, en) = unit_words(term.unit);
            Some(PromiseView {
                name: clock.name.clone(),
                long: Text::new(format!("{count} {zh}"), format!("{count} {en}")),
                certainty: clock.certainty,
            })
        });
        promise.collect()
    }
}

fn unusable(zh: &str, en: &str) -> MatterError {
    MatterError::Unusable(Text::new(zh, en))
}

fn check(complaint: &Complaint, at: NaiveDateTime) -> Result<(), MatterError> {
    if complaint.description.trim().is_empty() {
        return Err(unusable("请写明发生了什么", "say what happened"));
    }
    if complaint.description.chars().count() > DESCRIPTION_MAX {
        return Err(MatterError::Unusable(Text::new(
            format!("“发生了什么”超过{DESCRIPTION_MAX}字，请写短一些"),
            format!("what happened has more than {DESCRIPTION_MAX} characters: write less"),
        )));
    }
    let short = [
        &complaint.location,
        &complaint.name,
        &complaint.contact,
        &complaint.program,
    ];
    if short.iter().any(|text| text.chars().count() > SHORT_MAX) {
        return Err(MatterError::Unusable(Text::new(
            format!("地点、姓名、联系方式各不超过{SHORT_MAX}字"),
            format!("where it is, the name and the contact have at most {SHORT_MAX} characters each"),
        )));
    }
    if complaint.place.is_empty() && complaint.location.trim().is_empty() && complaint.latitude.trim().is_empty() {
        return Err(unusable(
            "请说明在哪里：选地点，或写明位置，或填经纬度",
            "say where it is: choose a place, describe it, or give latitude and longitude",
        ));
    }
    if complaint.seen.is_some_and(|seen| seen > at) {
        return Err(unusable(
            "看到的时间不能在将来",
            "the time when it was seen cannot be in the future",
        ));
    }
    Ok(())
}

/// The position in words; empty where none was given.
fn position(complaint: &Complaint) -> Result<String, MatterError> {
    let (latitude, longitude) = (complaint.latitude.trim(), complaint.longitude.trim());
    if latitude.is_empty() && longitude.is_empty() {
        return Ok(String::new());
    }
    let within = |text: &str, most: f64| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    match (within(latitude, 90.0), within(longitude, 180.0)) {
        (Some(north), Some(east)) => Ok(format!("{north:.6}, {east:.6}")),
        _ => Err(unusable(
            "经纬度请一起填：纬度 -90 到 90，经度 -180 到 180，用小数，如 27.83 和 112.94",
            "give latitude and longitude together: -90 to 90 and -180 to 180, as decimals, e.g. 27.83 and 112.94",
        )),
    }
}

/// What was said to the reporter, oldest first.
fn answers(course: &Course<'_>) -> Vec<PublicAnswer> {
    let told = |taken: &Taken, fact: &str| {
        let (fact, value) = (course.machine.fact(fact)?, taken.facts.get(fact)?);
        Some(fact.words(value))
    };
    let answers = course.steps.iter().filter_map(|taken| {
        let action = course.machine.action(&taken.step.action)?;
        let reason = || told(taken, "reason").filter(|_| TOLD_REASONS.contains(&action.id.as_str()));
        Some(PublicAnswer {
            at: taken.step.at,
            action: action.name.clone(),
            text: told(taken, "answer").or_else(reason)?,
        })
    });
    answers.collect()
}

/// When it came into which state.
fn states(course: &Course<'_>) -> Vec<(NaiveDateTime, Text)> {
    let mut states = Vec::new();
    let mut last = "";
    for taken in &course.steps {
        let after = taken.step.after.state.as_str();
        if after != last {
            let state = course.machine.state(after);
            states.push((
                taken.step.at,
                state.map_or_else(|| Text::same(after), |state| state.name.clone()),
            ));
            last = after;
        }
    }
    states
}
