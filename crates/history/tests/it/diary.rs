//! The diary: orders that two processes share, gaps with their attempts, events, bookmarks.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use history::diary::{Attempt, Bookmark, Diary, GapState, Missing, NewEvent, NewOrder, OrderState, SeenGap};
use history::{Fault, HistoryError, Period};
use serde_json::json;

const MN: &str = "BISHUITEST00000000000001";

fn order(command: u16, now: DateTime<Utc>) -> NewOrder {
    NewOrder {
        station: MN.to_owned(),
        origin: "person".to_owned(),
        command,
        content: String::new(),
        wait_until: now + Duration::seconds(60),
    }
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2021, 4, day)
        .unwrap()
        .and_hms_opt(hour, 0, 0)
        .unwrap()
}

fn gap(missing: u32) -> SeenGap {
    let missing = Missing {
        item: "NH3N".to_owned(),
        times: missing,
    };
    SeenGap {
        station: MN.to_owned(),
        point: "section".to_owned(),
        period: Period::Hour,
        start: at(1, 0),
        first: at(1, 3),
        last: at(1, 9),
        missing: if missing.times > 0 { vec![missing] } else { Vec::new() },
    }
}

fn reason(code: &str) -> Fault {
    Fault {
        code: code.to_owned(),
        line: None,
        zh: "原因".to_owned(),
        en: "reason".to_owned(),
    }
}

#[tokio::test]
async fn an_order_is_seen_by_another_process_and_carried_once() {
    let folder = tempfile::tempdir().unwrap();
    let (person, server) = (
        Diary::open(folder.path()).await.unwrap(),
        Diary::open(folder.path()).await.unwrap(),
    );
    let now = Utc::now();
    server.notice().await.unwrap();
    assert!(!server.notice().await.unwrap(), "nothing was written");
    let id = person.place(order(1011, now)).await.unwrap();
    assert!(server.notice().await.unwrap(), "the other process has written");
    let waiting = server.waiting_orders(10).await.unwrap();
    assert_eq!(waiting.iter().map(|order| order.id).collect::<Vec<_>>(), [id]);
    assert!(server.take(id).await.unwrap());
    assert!(!server.take(id).await.unwrap(), "taken once");
    assert!(
        !person
            .finish(id, OrderState::Waiting, OrderState::Failed, json!({}))
            .await
            .unwrap(),
        "one that is carried out is not given up by who waits"
    );
    server.step(id, "sent", json!({ "times": 1 })).await.unwrap();
    server.step(id, "answered", json!({ "code": 1 })).await.unwrap();
    assert!(
        server
            .finish(id, OrderState::Carried, OrderState::Done, json!({ "code": 1 }))
            .await
            .unwrap()
    );
    let steps = person.steps(id, 0).await.unwrap();
    assert_eq!(
        steps.iter().map(|step| step.kind.as_str()).collect::<Vec<_>>(),
        ["sent", "answered"]
    );
    assert_eq!(person.steps(id, steps[0].id).await.unwrap().len(), 1);
    let ended = person.order(id).await.unwrap().unwrap();
    assert_eq!(
        (ended.state, ended.outcome),
        (OrderState::Done, Some(json!({ "code": 1 })))
    );
    assert!(server.waiting_orders(10).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_carried_when_the_process_died_is_not_left_open() {
    let folder = tempfile::tempdir().unwrap();
    let diary = Diary::open(folder.path()).await.unwrap();
    let id = diary.begin(order(1012, Utc::now())).await.unwrap();
    let waiting = diary.place(order(1011, Utc::now())).await.unwrap();
    drop(diary);
    let diary = Diary::open(folder.path()).await.unwrap();
    assert_eq!(diary.finish_interrupted(json!({ "why": "stopped" })).await.unwrap(), 1);
    assert_eq!(diary.order(id).await.unwrap().unwrap().state, OrderState::Failed);
    assert_eq!(diary.order(waiting).await.unwrap().unwrap().state, OrderState::Waiting);
}

#[tokio::test]
async fn a_gap_is_opened_tried_filled_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let diary = Diary::open(folder.path()).await.unwrap();
    let now = DateTime::from_timestamp_millis(1_700_000_000_000).unwrap();
    assert_eq!(diary.see(vec![gap(7)], now).await.unwrap(), (1, 0));
    assert_eq!(diary.see(vec![gap(5)], now).await.unwrap(), (0, 0), "it is known");
    let due = diary.due_gap(MN, now).await.unwrap().unwrap();
    assert_eq!((due.missing[0].times, due.attempts), (5, 0));
    let attempt = Attempt {
        order: None,
        outcome: reason("no-data"),
        next_at: Some(now + Duration::minutes(5)),
    };
    diary.attempted(due.id, attempt, now).await.unwrap();
    assert_eq!(diary.due_gap(MN, now).await.unwrap(), None, "it waits");
    let later = now + Duration::minutes(5);
    assert!(diary.due_gap(MN, later).await.unwrap().is_some());
    drop(diary);
    let diary = Diary::open(folder.path()).await.unwrap();
    assert_eq!(
        diary.gaps(Some(MN), false, 10).await.unwrap()[0].attempts,
        1,
        "over a restart"
    );
    let last = Attempt {
        order: None,
        outcome: reason("no-data"),
        next_at: None,
    };
    diary.attempted(due.id, last, later).await.unwrap();
    let given_up = diary.gaps(Some(MN), true, 10).await.unwrap().remove(0);
    assert_eq!(
        (given_up.state, given_up.attempts, given_up.closed_at),
        (GapState::GivenUp, 2, Some(later))
    );
    diary.see(vec![gap(5)], later).await.unwrap();
    assert!(
        diary.gaps(None, false, 10).await.unwrap().is_empty(),
        "given up stays given up"
    );
    assert_eq!(
        diary.see(vec![gap(0)], later).await.unwrap(),
        (0, 1),
        "it came after all"
    );
    assert_eq!(diary.see(vec![gap(0)], later).await.unwrap(), (0, 0));
    assert_eq!(diary.forget_gaps(later + Duration::milliseconds(1)).await.unwrap(), 1);
}

#[tokio::test]
async fn events_and_bookmarks() {
    let folder = tempfile::tempdir().unwrap();
    let diary = Diary::open(folder.path()).await.unwrap();
    let event = |station: &str, kind: &str| NewEvent {
        at: Utc::now(),
        station: station.to_owned(),
        kind: kind.to_owned(),
        details: json!({ "from": "10.1.2.3" }),
    };
    diary
        .note(vec![
            event(MN, "connected"),
            event("OTHER1", "connected"),
            event(MN, "closed"),
        ])
        .await
        .unwrap();
    let of_one = diary.events(Some(MN), 10).await.unwrap();
    assert_eq!(
        of_one.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(),
        ["closed", "connected"]
    );
    assert_eq!(diary.events(None, 2).await.unwrap().len(), 2);
    assert_eq!(diary.bookmark("forward/province").await.unwrap(), None);
    diary.set_number("forward/province", 17).await.unwrap();
    diary.set_number("forward/province", 18).await.unwrap();
    let text = Bookmark {
        number: None,
        text: Some("{}".to_owned()),
    };
    diary
        .set_bookmarks(vec![("station/A_1".to_owned(), text.clone())])
        .await
        .unwrap();
    assert_eq!(
        diary.bookmark("forward/province").await.unwrap().unwrap().number,
        Some(18)
    );
    assert_eq!(
        diary.bookmarks("station/").await.unwrap(),
        [("station/A_1".to_owned(), text)]
    );
}

#[tokio::test]
async fn a_diary_of_another_version_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(Diary::open(folder.path()).await.unwrap());
    let other = rusqlite::Connection::open(folder.path().join("diary.sqlite")).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    drop(other);
    assert!(matches!(
        Diary::open(folder.path()).await,
        Err(HistoryError::Format { found: 99, .. })
    ));
}
