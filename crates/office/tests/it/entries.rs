//! Entries that people put: every row is told among those that stand, one act puts them, and whoever was second is told so.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use city::City;
use journal::{Ground, Journal};
use office::entries::{Entries, EntryError, Origin, Put, State, Verdict, one_row};
use office::matters::Actor;
use standards::Language;

/// Chiefs of reaches: of each reach exactly one is active. Each names a plot.
const CHIEFS: &str = r#"
id = "chiefs"
name = { zh = "河长", en = "chiefs" }
writes = ["lake-warden"]
key = ["person"]
demo = true
certainty = "PD"

[[field]]
id = "person"
name = { zh = "姓名", en = "person" }
type = "text"
required = true

[[field]]
id = "reach"
name = { zh = "河段", en = "reach" }
type = "text"
required = true
public = true

[[field]]
id = "state"
name = { zh = "状态", en = "state" }
type = "choice"
choices = [ { word = "active", zh = "在任", en = "active" }, { word = "former", zh = "已离任", en = "former" } ]
required = true
public = true

[[field]]
id = "deputy_of"
name = { zh = "副手", en = "deputy of" }
type = "reference"
register = "chiefs"

[[rule]]
kind = "exactly-one"
per = ["reach"]
where = { state = "active" }
zh = "每个河段恰有一名在任河长"
en = "Every reach has exactly one active chief"
"#;

struct Desk {
    city: City,
    journal: Journal,
    _folder: tempfile::TempDir,
}

fn day() -> NaiveDate {
    "2026-05-01".parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-05-02T08:00:00Z".parse().unwrap()
}

impl Desk {
    fn new() -> Self {
        let post = crate::FILES.iter().find(|(name, _)| *name == "people/posts.toml");
        let post = post.unwrap().1.lines().find(|line| line.starts_with("id = ")).unwrap();
        let post = post.trim_start_matches("id = ").trim_matches('"').to_owned();
        let files = crate::FILES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .chain([
                ("registers/chiefs.toml".to_owned(), CHIEFS.replace("lake-warden", &post)),
                (
                    "registers/chiefs.csv".to_owned(),
                    "person,reach,state,deputy_of\nAn,upper,active,\n".to_owned(),
                ),
            ]);
        let reading = city::read_files(files).in_language(Language::English);
        let findings: Vec<String> = reading.findings.iter().map(ToString::to_string).collect();
        let folder = tempfile::tempdir().unwrap();
        Self {
            city: reading.city.unwrap_or_else(|| panic!("{}", findings.join("\n"))),
            journal: Journal::open(folder.path()).unwrap(),
            _folder: folder,
        }
    }

    fn entries(&self) -> Entries<'_> {
        Entries::new(&self.city, Some(&self.journal))
    }

    fn judge(&self, rows: &str) -> Verdict {
        let register = self.entries().register("chiefs").unwrap();
        let text = format!("person,reach,state,deputy_of\n{rows}");
        self.entries().judge(register, text, day()).unwrap()
    }

    fn record(&self, verdict: Verdict, seen: Option<u64>, request: &str) -> Result<Option<u64>, EntryError> {
        let put = Put {
            by: Actor {
                person: "李".to_owned(),
                post: "lake-warden".to_owned(),
            },
            since: day(),
            ground: Ground {
                document: "decision 7".to_owned(),
                ..Ground::default()
            },
            request: request.to_owned(),
            apart: Vec::new(),
            seen,
        };
        let register = self.entries().register("chiefs").unwrap();
        let recorded = self.entries().record(register, verdict, put, now())?;
        Ok(recorded.map(|recorded| recorded.act))
    }
}

fn told(verdict: &Verdict) -> Vec<String> {
    let rows = verdict.rows.iter();
    rows.map(|row| match &row.state {
        State::New(version) => format!("{} new {version}", row.line),
        State::Changed(version, _) => format!("{} changed {version}", row.line),
        State::Unchanged => format!("{} unchanged", row.line),
        State::Wrong(says) => format!("{} wrong: {}", row.line, says.en),
    })
    .collect()
}

#[test]
fn a_rule_over_several_entries_is_asked_of_those_that_stand_too() {
    let desk = Desk::new();
    let second = told(&desk.judge("Bo,upper,active,\n"));
    assert_eq!(second.len(), 1, "{second:?}");
    assert!(second[0].starts_with("2 wrong: breaks the rule: Every reach has exactly one active chief (upper: a registered entry is one already)"), "{second:?}");
    assert_eq!(told(&desk.judge("Bo,upper,former,\n")), ["2 new 1"]);
    // Both in one file: one goes, the other comes.
    let change = desk.judge("An,upper,former,\nBo,upper,active,An\n");
    assert_eq!(told(&change), ["2 new 1", "3 new 1"]);
    assert_eq!(desk.record(change, None, "a").unwrap(), Some(1));
    // What an act has put can be referred to, and stands over the folder.
    assert_eq!(told(&desk.judge("Cy,upper,former,Bo\n")), ["2 new 1"]);
    let nobody = told(&desk.judge("Bo,upper,former,\n"));
    assert!(nobody[0].contains("upper: none"), "{nobody:?}");
    let dangling = told(&desk.judge("Cy,upper,former,Nobody\n"));
    assert!(dangling[0].contains("has no entry `Nobody`"), "{dangling:?}");
}

#[test]
fn what_stands_says_where_it_comes_from() {
    let desk = Desk::new();
    desk.record(desk.judge("Bo,lower,active,\n"), None, "a").unwrap();
    let register = desk.entries().register("chiefs").unwrap();
    let known = desk.entries().known(register, day()).unwrap();
    let known: Vec<(Option<&str>, &Origin)> = known.iter().map(|one| (one.key.as_deref(), &one.origin)).collect();
    assert_eq!(
        known,
        [
            (Some("An"), &Origin::Folder(2)),
            (Some("Bo"), &Origin::Act(1, 1, day()))
        ]
    );
    let before = desk.entries().known(register, "2026-04-30".parse().unwrap()).unwrap();
    assert_eq!(before.len(), 1);
}

#[test]
fn whoever_was_second_is_told_and_sending_twice_does_it_once() {
    let desk = Desk::new();
    let looked = desk.judge("Bo,lower,active,\n");
    assert_eq!(looked.seen, 0);
    assert_eq!(desk.record(looked.clone(), Some(0), "form 1").unwrap(), Some(1));
    // The same form again, judged as things stand now.
    let again = desk.judge("Bo,lower,active,\n");
    assert_eq!(told(&again), ["2 unchanged"]);
    assert_eq!(desk.record(again, Some(0), "form 1").unwrap(), Some(1));
    // Somebody who looked before the first act.
    let late = desk.judge("Bo,lake,active,\n");
    let refused = desk.record(late, Some(0), "form 2").unwrap_err();
    assert!(refused.is_conflict(), "{refused}");
    assert_eq!(desk.journal.end().unwrap().act, 1);
    let anew = desk.judge("Bo,lake,active,\n");
    assert_eq!(desk.record(anew, Some(1), "form 3").unwrap(), Some(2));
}

#[test]
fn a_wrong_row_keeps_everything_from_being_recorded() {
    let desk = Desk::new();
    let verdict = desk.judge("Bo,lower,active,\nCy,lower,perhaps,\n");
    assert_eq!(verdict.counts(), [1, 0, 0, 1]);
    assert!(desk.record(verdict, None, "a").is_err());
    assert_eq!(desk.journal.end().unwrap().act, 0);
}

#[test]
fn a_form_writes_what_a_file_reads() {
    let desk = Desk::new();
    let register = desk.entries().register("chiefs").unwrap();
    let said = BTreeMap::from([
        ("person".to_owned(), "Bo, \"the elder\"".to_owned()),
        ("reach".to_owned(), "lower\r\nbank".to_owned()),
        ("state".to_owned(), "active".to_owned()),
    ]);
    let verdict = desk.entries().judge(register, one_row(register, &said), day()).unwrap();
    assert_eq!(told(&verdict), ["2 new 1"]);
    assert_eq!(verdict.rows[0].key, ["Bo, \"the elder\""]);
    assert_eq!(
        verdict.rows[0].fields[1],
        ("reach".to_owned(), "lower\nbank".to_owned())
    );
}

#[test]
fn without_a_permission_nobody_may_put() {
    let desk = Desk::new();
    let refused = desk.entries().may_put("lake-warden", "chiefs").unwrap_err();
    assert!(matches!(refused, EntryError::NotPermitted(_)), "{refused}");
    let missing = desk.entries().may_put("lake-warden", "ponds").unwrap_err();
    assert!(matches!(missing, EntryError::NoRegister(_)), "{missing}");
}
