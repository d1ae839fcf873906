//! Sealing moves rows from the inbox to the lake, each exactly once, and no question sees the difference.

use history::{Ask, History};

use crate::{frame, fresh, lines, observation};

#[tokio::test]
async fn answers_are_the_same_before_and_after_sealing() {
    let (folder, history) = fresh().await;
    let receive = async |count: usize, from: usize| {
        for hour in from..from + count {
            let time = format!("2021-04-01T{hour:02}:00");
            let values = vec![
                observation("b", "TP", &time, "0.0470"),
                observation("a", "DO", &time, "8.95"),
            ];
            history.receive(frame(&time, values)).await.unwrap();
        }
    };
    receive(10, 0).await;
    let before = lines(&history, &Ask::default()).await;
    assert_eq!(history.seal().await.unwrap(), 20);
    assert_eq!(lines(&history, &Ask::default()).await, before);
    assert_eq!(history.seal().await.unwrap(), 0);
    receive(5, 10).await;
    let all = lines(&history, &Ask::default()).await;
    assert_eq!(all.lines().count(), 30);
    assert!(all.contains("a DO 2021-04-01 14:00:00 8.95 (8.95) r15"), "{all}");
    drop(history);
    let reopened = History::open(folder.path()).await.unwrap();
    assert_eq!(lines(&reopened, &Ask::default()).await, all);
    assert_eq!(reopened.counts().await.unwrap().observations, 30);
}

#[tokio::test]
async fn a_seal_that_died_before_it_was_noted_doubles_nothing() {
    let (folder, history) = fresh().await;
    history
        .receive(frame("1", vec![observation("a", "DO", "2021-04-01T00:00", "8")]))
        .await
        .unwrap();
    let inbox = rusqlite::Connection::open(folder.path().join("inbox.sqlite")).unwrap();
    inbox
        .execute_batch("CREATE TABLE copy AS SELECT * FROM pending")
        .unwrap();
    history.seal().await.unwrap();
    // The crash: the lake holds the row, the inbox does not know it yet.
    inbox
        .execute_batch("INSERT INTO pending SELECT * FROM copy; UPDATE state SET sealed_through = 0; DROP TABLE copy")
        .unwrap();
    assert_eq!(lines(&history, &Ask::default()).await.lines().count(), 1);
    assert_eq!(history.counts().await.unwrap().observations, 1);
    assert_eq!(history.seal().await.unwrap(), 0, "the row is in the lake already");
    history
        .receive(frame("2", vec![observation("a", "DO", "2021-04-01T01:00", "9")]))
        .await
        .unwrap();
    assert_eq!(history.seal().await.unwrap(), 1);
    assert_eq!(history.counts().await.unwrap().observations, 2);
}

#[tokio::test]
async fn two_processes_share_a_folder() {
    let (folder, one) = fresh().await;
    let two = History::open(folder.path()).await.unwrap();
    for minute in 0..40 {
        let time = format!("2021-04-01T00:{minute:02}");
        let writer = if minute % 2 == 0 { &one } else { &two };
        writer
            .receive(frame(&time, vec![observation("a", "DO", &time, "8")]))
            .await
            .unwrap();
        if minute % 7 == 0 {
            writer.seal().await.unwrap();
        }
        let other = if minute % 2 == 0 { &two } else { &one };
        assert_eq!(other.counts().await.unwrap().observations, minute + 1);
    }
}

#[tokio::test]
async fn many_small_seals_are_joined() {
    let (_folder, history) = fresh().await;
    for minute in 0..30 {
        let time = format!("2021-04-01T00:{minute:02}");
        history
            .receive(frame(&time, vec![observation("a", "DO", &time, "8")]))
            .await
            .unwrap();
        history.seal().await.unwrap();
    }
    assert_eq!(history.counts().await.unwrap().observations, 30);
    history
        .receive(frame("last", vec![observation("a", "DO", "2021-04-01T01:00", "8")]))
        .await
        .unwrap();
    assert_eq!(
        history.seal().await.unwrap(),
        1,
        "the joined table still knows what it holds"
    );
    assert_eq!(history.counts().await.unwrap().observations, 31);
}
