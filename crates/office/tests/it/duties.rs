//! Who answers for what since when: by the folder, by acts, by both clocks; vacancies, coverage, hand-overs.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use journal::{Content, EntryPut, Ground, Journal, NewAct, Wording};
use office::duties::{Duties, HandOver, POST_HOLDERS};
use office::matters::{Actor, MatterError, Matters, Opening};
use office::views::{DutyGround, DutyKind, Incumbent, Tenure};
use sha2::{Digest, Sha256};
use standards::Text;

struct Desk {
    matters: Matters,
    _folder: tempfile::TempDir,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn person(name: &str) -> Incumbent {
    Incumbent::Person(Text::same(name))
}

impl Desk {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan");
        let city = city::read(&path).city.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let journal = Arc::new(Journal::open(folder.path()).unwrap());
        Self {
            matters: Matters::new(city, journal),
            _folder: folder,
        }
    }

    /// Puts an entry of a register.
    fn put(&self, register: &str, key: &[&str], version: u64, fields: &[(&str, &str)], since: &str, recorded: &str) {
        let fields = fields
            .iter()
            .map(|(id, text)| ((*id).to_owned(), Wording::Open((*text).to_owned())));
        let act = NewAct {
            person: "Clerk".to_owned(),
            post: "river-chief-office-duty".to_owned(),
            valid_from: day(since),
            ground: Ground::document("doc"),
            request: String::new(),
            content: Content::RegisterPut {
                register: register.to_owned(),
                entries: vec![EntryPut {
                    key: key.iter().map(|part| (*part).to_owned()).collect(),
                    version,
                    fields: fields.collect(),
                }],
            },
        };
        self.matters.journal().record(act, moment(recorded)).unwrap();
    }

    fn duties(&self, known: Option<&str>) -> Duties<'_> {
        Duties::read(self.matters.city(), Some(self.matters.journal()), known.map(moment)).unwrap()
    }

    fn tenure(&self, on: &str, known: Option<&str>) -> Tenure {
        let post = self.matters.city().post("chief-xiang").unwrap();
        self.duties(known).tenure(post, day(on))
    }

    /// A chief from 7 January who left on 11 March, and a successor from 20 March.
    fn with_vacancy() -> Self {
        let desk = Self::new();
        let first = [("holder", "A"), ("from", "2019-01-07"), ("until", "2019-03-11")];
        desk.put(
            POST_HOLDERS,
            &["chief-xiang"],
            1,
            &first,
            "2019-01-10",
            "2019-03-12T00:00:00Z",
        );
        let second = [("holder", "B"), ("from", "2019-03-20")];
        desk.put(
            POST_HOLDERS,
            &["chief-xiang"],
            2,
            &second,
            "2019-03-20",
            "2019-03-21T00:00:00Z",
        );
        desk
    }
}

#[test]
fn who_left_on_the_eleventh_with_a_successor_on_the_twentieth_leaves_nine_days_vacant() {
    let desk = Desk::with_vacancy();
    let vacant = day("2019-03-01")
        .iter_days()
        .take(31)
        .filter(|on| desk.tenure(&on.to_string(), None).is_vacant());
    assert_eq!(vacant.count(), 9);
    let on = desk.tenure("2019-03-15", None);
    assert_eq!(on.since, Some(day("2019-03-11")));
    assert_eq!(on.until, Some(day("2019-03-20")));
    assert!(matches!(on.ground, DutyGround::Act { act: 1, .. }));
    assert_eq!(desk.tenure("2019-03-10", None).incumbent, person("A"));
    assert_eq!(desk.tenure("2019-03-20", None).incumbent, person("B"));
}

#[test]
fn before_any_act_and_as_known_before_any_act_the_folder_stands() {
    let desk = Desk::with_vacancy();
    let holder = desk.matters.city().post("chief-xiang").unwrap().holder.clone().unwrap();
    for (on, known) in [("2019-01-06", None), ("2019-03-15", Some("2019-03-11T00:00:00Z"))] {
        let tenure = desk.tenure(on, known);
        assert_eq!(tenure.incumbent, Incumbent::Person(holder.clone()), "{on}");
        assert_eq!(tenure.since, None);
        assert!(matches!(tenure.ground, DutyGround::Folder { .. }));
    }
    // The successor was not yet known.
    assert!(desk.tenure("2019-03-25", Some("2019-03-15T00:00:00Z")).is_vacant());
}

#[test]
fn an_entry_that_says_the_same_holder_again_does_not_begin_anew() {
    let desk = Desk::with_vacancy();
    let again = [("holder", "B"), ("from", "2020-01-01"), ("document", "renewed")];
    desk.put(
        POST_HOLDERS,
        &["chief-xiang"],
        3,
        &again,
        "2020-01-01",
        "2020-01-01T00:00:00Z",
    );
    let tenure = desk.tenure("2020-06-01", None);
    assert_eq!((tenure.since, tenure.until), (Some(day("2019-03-20")), None));
    // A correction of the same first day holds in place of what it corrects.
    let corrected = [("holder", "C"), ("from", "2019-03-20")];
    desk.put(
        POST_HOLDERS,
        &["chief-xiang"],
        4,
        &corrected,
        "2019-03-20",
        "2020-02-01T00:00:00Z",
    );
    assert_eq!(desk.tenure("2019-04-01", None).incumbent, person("C"));
    assert_eq!(desk.tenure("2020-06-01", None).since, Some(day("2020-01-01")));
    assert_eq!(
        desk.tenure("2019-04-01", Some("2020-01-31T00:00:00Z")).incumbent,
        person("B")
    );
}

#[test]
fn section_reach_water_and_target_name_the_posts_that_answer() {
    let desk = Desk::with_vacancy();
    let duties = desk.duties(None);
    for what in ["zhaoshan-section", "xiang-lower", "xiang-main"] {
        let view = duties.who(what, day("2019-03-15")).unwrap();
        let chief = view
            .posts
            .iter()
            .find(|answering| answering.post.id == "chief-xiang")
            .unwrap();
        assert!(chief.tenure.is_vacant(), "{what}");
        assert!(!chief.because.is_empty());
    }
    let target = desk
        .matters
        .city()
        .targets()
        .find(|target| !target.answers.is_empty())
        .unwrap();
    let view = duties.who(&target.id, day("2019-03-15")).unwrap();
    let ids: Vec<&str> = view.posts.iter().map(|answering| answering.post.id.as_str()).collect();
    assert!(target.answers.iter().all(|id| ids.contains(&id.as_str())));
    let sheet = duties.sheet(&target.answers[0], day("2019-03-15")).unwrap();
    assert!(
        sheet
            .duties
            .iter()
            .any(|duty| duty.kind == DutyKind::Target && duty.id == target.id)
    );
    let says = duties.who("xiang-lowr", day("2019-03-15")).unwrap_err().text().en;
    assert!(says.contains("xiang-lower"), "{says}");
}

#[test]
fn a_vacant_chief_lowers_the_coverage_of_the_segments() {
    let desk = Desk::with_vacancy();
    // The worked example of RESP-1: 61 km of the Xiang at county level, the 8.5 km one vacant.
    let chiefs = ["chief-yuhu", "chief-xiang", "chief-shaoshan", "chief-xiangxiang"];
    for (number, (length, chief)) in ["12.0", "8.5", "20.5", "20.0"].iter().zip(chiefs).enumerate() {
        let id = format!("xiang-{number}");
        let fields = [
            ("segment", id.as_str()),
            ("name", id.as_str()),
            ("level", "county"),
            ("kind", "administrative"),
            ("length", length),
            ("filled", "true"),
            ("chief", chief),
        ];
        let key = [id.as_str(), "county", "administrative"];
        desk.put("chief-segments", &key, 1, &fields, "2019-01-01", "2019-04-01T00:00:00Z");
    }
    let of = |on: &str| {
        let coverage = desk.duties(None).coverage(day(on)).unwrap();
        coverage.levels.into_iter().find(|level| level.segments > 0).unwrap()
    };
    let vacant = of("2019-03-15");
    assert_eq!(vacant.percent.unwrap().to_string(), "86.07");
    assert_eq!(vacant.bare, [("xiang-1".to_owned(), Some(day("2019-03-11")))]);
    assert_eq!(of("2019-03-20").percent.unwrap().round().to_string(), "100");
    // The reach that a register names is answered for by its chief, on the ground of the act.
    let view = desk.duties(None).who("xiang-0", day("2019-03-15"));
    assert!(view.is_err(), "a segment that is no reach of the map has no page");
}

#[test]
fn a_hand_over_names_the_list_of_what_waits_by_its_hash() {
    let desk = Desk::new();
    let duty = Actor {
        person: "Wang".to_owned(),
        post: "river-chief-office-duty".to_owned(),
    };
    let opening = Opening {
        procedure: "matter".to_owned(),
        title: "河口黑水".to_owned(),
        facts: [("matter_source".to_owned(), "complaint".to_owned())].into(),
        ..Opening::default()
    };
    let at = day("2019-03-11").and_hms_opt(8, 0, 0).unwrap();
    let opened = desk.matters.open(&duty, &opening, at, at.and_utc()).unwrap();
    let office = Actor {
        person: "Li".to_owned(),
        post: "organisation-department-head".to_owned(),
    };
    let hand = HandOver {
        post: "river-chief-office-duty".to_owned(),
        from: None,
        to: "Zhao".to_owned(),
        day: day("2019-03-12"),
        document: "No. 6".to_owned(),
    };
    let give = |actor: &Actor, hand: &HandOver| desk.matters.hand_over(actor, hand, at, at.and_utc());
    let by_other = Actor {
        post: "chief-xiang".to_owned(),
        ..office.clone()
    };
    assert!(matches!(give(&by_other, &hand), Err(MatterError::NotPermitted(_))));
    let wrong = HandOver {
        from: Some("Nobody".to_owned()),
        ..hand.clone()
    };
    assert!(matches!(give(&office, &wrong), Err(MatterError::Unusable(_))));
    assert_eq!(
        desk.matters.journal().end().unwrap().act,
        1,
        "a refusal records nothing"
    );

    let done = give(&office, &hand).unwrap();
    let ids: Vec<&str> = done.matters.iter().map(|matter| matter.id.as_str()).collect();
    assert_eq!(ids, [opened.matter.as_str()]);
    assert!(done.list.contains(&opened.matter) && done.list.contains("act 1\n"));
    assert_eq!(done.digest, journal::hex(&Sha256::digest(done.list.as_bytes())));
    let act = desk.matters.journal().act(done.act).unwrap().act;
    assert_eq!(act.ground.evidence, format!("sha256:{}", done.digest));
    let post = desk.matters.city().post("river-chief-office-duty").unwrap();
    let tenure = desk.duties(None).tenure(post, day("2019-03-12"));
    assert_eq!(tenure.incumbent, person("Zhao"));
    // Again to the same person, or before a day for which somebody is recorded: not possible.
    assert!(give(&office, &hand).is_err());
    let early = HandOver {
        to: "Qian".to_owned(),
        day: day("2019-03-01"),
        ..hand
    };
    assert!(give(&office, &early).is_err());
}
