//! What is received is kept, once, with its evidence.

use history::{Ask, EvidenceId, History, HistoryError, ReceiptId};

use crate::{at, frame, fresh, garbage, lines, observation};

#[tokio::test]
async fn a_frame_is_kept_with_its_values_and_a_resend_adds_nothing() {
    let (_folder, history) = fresh().await;
    let receipt = || {
        frame(
            "##…",
            vec![observation("zhaoshan", "NH3N", "2021-04-01T08:00", "0.092")],
        )
    };
    let first = history.receive(receipt()).await.unwrap();
    let again = history.receive(receipt()).await.unwrap();
    assert!(first.fresh && !again.fresh);
    assert_eq!(first.id, again.id);
    insta::assert_snapshot!(lines(&history, &Ask::default()).await, @"zhaoshan NH3N 2021-04-01 08:00:00 0.092 (0.092) r1");
    let stored = history.receipt(first.id).await.unwrap().unwrap();
    assert_eq!(stored.bytes, "##…".as_bytes());
    assert_eq!(stored.repeats, 1);
    let counts = history.counts().await.unwrap();
    assert_eq!(
        (counts.frames, counts.frames_faulty, counts.files, counts.observations),
        (1, 0, 0, 1)
    );
}

#[tokio::test]
async fn every_piece_of_garbage_is_kept_with_its_faults() {
    let (_folder, history) = fresh().await;
    for _ in 0..2 {
        assert!(history.receive(garbage(&[0xff, 0x00, b'#'])).await.unwrap().fresh);
    }
    let faulty = history.faulty(10).await.unwrap();
    assert_eq!(faulty.len(), 2);
    assert_eq!(faulty[0].bytes, [0xff, 0x00, b'#']);
    assert_eq!(faulty[0].faults[0].code, "garbage");
    assert_eq!(history.counts().await.unwrap().frames_faulty, 2);
}

#[tokio::test]
async fn a_later_statement_takes_the_place_of_an_earlier_one_and_both_stay() {
    let (_folder, history) = fresh().await;
    let said = |bytes: &str, value: &str| frame(bytes, vec![observation("zhaoshan", "TP", "2021-04-01T08:00", value)]);
    history.receive(said("first", "0.047")).await.unwrap();
    let moment = chrono::Utc::now();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    history.receive(said("second", "0.050")).await.unwrap();
    insta::assert_snapshot!(lines(&history, &Ask::default()).await, @"zhaoshan TP 2021-04-01 08:00:00 0.05 (0.050) r2");
    assert_eq!(history.statements(&Ask::default()).await.unwrap().len(), 2);
    let then = Ask {
        as_known: Some(moment),
        ..Ask::default()
    };
    insta::assert_snapshot!(lines(&history, &then).await, @"zhaoshan TP 2021-04-01 08:00:00 0.047 (0.047) r1");
}

#[tokio::test]
async fn what_is_asked_for_is_what_is_answered() {
    let (_folder, history) = fresh().await;
    let values = vec![
        observation("a", "TP", "2021-03-31T23:00", "1"),
        observation("a", "TP", "2021-04-01T00:00", "2"),
        observation("a", "DO", "2021-04-01T00:00", "3"),
        observation("b", "TP", "2021-04-30T23:00", "4"),
        observation("b", "TP", "2021-05-01T00:00", "-5.25"),
    ];
    history.receive(frame("all", values)).await.unwrap();
    let ask = Ask {
        items: vec!["TP".into()],
        from: Some(at("2021-04-01T00:00")),
        until: Some(at("2021-05-01T00:00")),
        ..Ask::default()
    };
    insta::assert_snapshot!(lines(&history, &ask).await, @r"
    a TP 2021-04-01 00:00:00 2 (2) r1
    b TP 2021-04-30 23:00:00 4 (4) r1
    ");
    let extents: Vec<_> = history
        .extents()
        .await
        .unwrap()
        .iter()
        .map(|e| (e.point.clone(), e.year, e.statements))
        .collect();
    assert_eq!(extents, [("a".into(), 2021, 3), ("b".into(), 2021, 2)]);
}

#[tokio::test]
async fn a_value_that_could_not_be_held_exactly_is_refused_and_leaves_nothing() {
    let (_folder, history) = fresh().await;
    let receipt = frame(
        "long",
        vec![observation("a", "TP", "2021-04-01T00:00", "0.0000000000001")],
    );
    let refused = history.receive(receipt).await;
    assert!(matches!(refused, Err(HistoryError::ValueTooLong { .. })), "{refused:?}");
    assert_eq!(history.counts().await.unwrap().frames, 0);
    history
        .receive(frame(
            "next",
            vec![observation("a", "TP", "2021-04-01T00:00", "0.000000000001")],
        ))
        .await
        .unwrap();
    assert_eq!(history.counts().await.unwrap().observations, 1);
}

#[tokio::test]
async fn an_inbox_of_another_format_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("inbox.sqlite")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let refused = History::open(folder.path()).await.err().map(|error| error.to_string());
    insta::assert_snapshot!(refused.unwrap(), @"the inbox has format 99, this program reads format 3; use the program that made it, or a newer one");
}

#[test]
fn evidence_ids_are_read_as_they_are_written() {
    for text in ["r17", "r3:250"] {
        assert_eq!(text.parse::<EvidenceId>().unwrap().to_string(), text);
    }
    assert_eq!(
        "17".parse::<EvidenceId>().unwrap(),
        EvidenceId {
            receipt: ReceiptId(17),
            line: None
        }
    );
    for text in ["", "r", "r0", "r-1", "r1:", "r1:x", "x1", "r99999999999999999999"] {
        assert!(text.parse::<EvidenceId>().is_err(), "{text}");
    }
}
