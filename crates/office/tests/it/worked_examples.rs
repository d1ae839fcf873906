//! Every worked example of every procedure, run as real matters: opened, acted on by people in posts, recorded in a journal and read back.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use city::{City, Post};
use journal::{Content, Journal, MatterStands};
use office::matters::{Actor, MatterError, Matters, Opening, Step};
use rules::procedure::{Example, ExampleStep, Expected, ExpectedDue, ExpectedEnd, Machine};
use standards::Text;

fn folder(name: &str) -> City {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities").join(name);
    city::read(&path).city.unwrap()
}

/// The post that plays a role for a unit.
fn post_id(role: &str, unit: Option<&str>) -> String {
    format!("test-{role}-{}", unit.unwrap_or("none"))
}

/// The city with a post for every role of a procedure, and for every unit that an example names.
fn with_posts(city: &City, machine: &Machine, example: &Example) -> City {
    let mut city = city.clone();
    let steps = example
        .steps
        .iter()
        .map(|step| (step.act.role.as_str(), step.act.unit.as_deref()));
    let all = machine.roles.iter().map(|role| (role.id.as_str(), None));
    let mut wanted: Vec<_> = steps.chain(all).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for (role, unit) in wanted {
        city.posts.push(Post {
            id: post_id(role, unit),
            title: Text::same(role),
            holder: None,
            demo: true,
            unit: unit.map(str::to_owned),
            level: None,
            roles: vec![role.to_owned()],
        });
    }
    city
}

fn utc(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_utc()
}

fn facts(values: &BTreeMap<String, rules::procedure::Value>) -> BTreeMap<String, String> {
    values
        .iter()
        .map(|(id, value)| (id.clone(), value.to_string()))
        .collect()
}

struct Run {
    matters: Matters,
    matter: Option<String>,
    procedure: String,
}

impl Run {
    fn open(&mut self, actor: &Actor, opening: Opening, at: NaiveDateTime) -> Result<Vec<String>, MatterError> {
        let opening = Opening {
            procedure: self.procedure.clone(),
            title: "worked example".to_owned(),
            ..opening
        };
        let done = self.matters.open(actor, &opening, at, utc(at))?;
        self.matter = Some(done.matter);
        Ok(done.opened)
    }

    fn step(&mut self, step: &ExampleStep) -> Result<Vec<String>, MatterError> {
        let act = &step.act;
        let is_computer = self
            .matters
            .city()
            .procedure(&self.procedure)
            .is_some_and(|machine| machine.role(&act.role).is_some_and(|role| role.automatic));
        let actor = if is_computer {
            Actor::computer()
        } else {
            Actor {
                person: act.person.clone(),
                post: post_id(&act.role, act.unit.as_deref()),
            }
        };
        let Some(matter) = self.matter.clone() else {
            let opening = Opening {
                action: act.action.clone(),
                facts: facts(&act.facts),
                ..Opening::default()
            };
            return self.open(&actor, opening, act.at);
        };
        let upon = self.matters.journal().matter(&matter).unwrap().unwrap().version;
        let wanted = Step {
            matter,
            upon,
            action: act.action.clone(),
            facts: facts(&act.facts),
            ..Step::default()
        };
        Ok(self.matters.act(&actor, &wanted, act.at, utc(act.at))?.opened)
    }

    fn stands(&self) -> MatterStands {
        let steps = self
            .matters
            .journal()
            .matter_steps(self.matter.as_ref().unwrap())
            .unwrap();
        match &steps.last().unwrap().act.content {
            Content::MatterStep(step) => step.after.clone(),
            _ => panic!("a step"),
        }
    }

    fn check_due(&self, due: &[ExpectedDue]) -> Result<(), String> {
        let stands = self.stands();
        for ExpectedDue { clock, on } in due {
            let found = stands.clocks.iter().find(|found| found.clock == *clock);
            let found = found.map(|found| found.due);
            let expected = match on {
                ExpectedEnd::Day(day) => Some(Some(day.and_hms_opt(23, 59, 59).unwrap())),
                ExpectedEnd::Time(time) => Some(Some(*time)),
                ExpectedEnd::Stopped => None,
            };
            if found != expected {
                return Err(format!("clock {clock}: expected {expected:?}, came {found:?}"));
            }
        }
        Ok(())
    }
}

fn run(city: &City, machine: &Machine, example: &Example) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let journal = Arc::new(Journal::open(folder.path()).unwrap());
    let mut run = Run {
        matters: Matters::new(with_posts(city, machine, example), Arc::clone(&journal)),
        matter: None,
        procedure: machine.id.clone(),
    };
    if let Some(begins) = example.begins {
        let opening = Opening {
            state: example.state.clone().unwrap_or_else(|| machine.start.clone()),
            facts: facts(&example.facts),
            ..Opening::default()
        };
        run.open(&Actor::computer(), opening, begins)
            .map_err(|error| format!("begins: {error}"))?;
    }
    for (number, step) in example.steps.iter().enumerate() {
        let number = number + 1;
        match (run.step(step), &step.expect) {
            (Err(MatterError::Refused(refusals)), Expected::Refused(code)) if refusals[0].code == *code => continue,
            (Ok(opened), Expected::State(_) | Expected::Done) => {
                if let Expected::State(state) = &step.expect
                    && run.stands().state != *state
                {
                    return Err(format!("step {number}: expected {state}, came {}", run.stands().state));
                }
                for wanted in &step.opens {
                    if !opened.iter().any(|id| id.starts_with(&format!("{wanted}-"))) {
                        return Err(format!("step {number}: {wanted} was not opened, but {opened:?}"));
                    }
                }
            }
            (came, expected) => return Err(format!("step {number}: expected {expected:?}, came {came:?}")),
        }
        run.check_due(&step.due)
            .map_err(|says| format!("step {number}: {says}"))?;
    }
    if run.matter.is_some() {
        run.check_due(&example.due)?;
    }
    let report = journal.verify().unwrap();
    assert_eq!(report.broken, None);
    assert!(journal.rebuild().unwrap().is_equal());
    Ok(())
}

#[test]
fn every_worked_example_runs_as_a_matter() {
    let mut failures = Vec::new();
    let mut ran = 0;
    for name in ["xiangtan", "qinghe"] {
        let city = folder(name);
        for machine in &city.procedures {
            for example in &machine.examples {
                ran += 1;
                if let Err(says) = run(&city, machine, example) {
                    failures.push(format!("{name} {} {}: {says}", machine.id, example.id));
                }
            }
        }
    }
    assert!(ran > 100, "only {ran} examples were found");
    assert!(
        failures.is_empty(),
        "{} of {ran} failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
