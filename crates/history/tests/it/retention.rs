//! Old frames lose their bytes where somebody says so; receipts, values and whatever was odd stay.

use chrono::{TimeDelta, Utc};
use history::{Ask, Door, Receipt, ReceiptId, Retention};

use crate::{frame, fresh, garbage, lines, observation};

fn all(through: i64) -> Retention {
    Retention {
        days: 365,
        received_before: Utc::now() + TimeDelta::days(1),
        through: ReceiptId(through),
    }
}

/// 700 receipts: of every hundred one is faulty, one back-filled, one a file, one compressed by itself; the rest are plain frames.
fn receipts() -> Vec<Receipt> {
    (1..=700)
        .map(|number| {
            let bytes = format!("##0123 frame {number}");
            let value = observation("section", "NH3N", "2021-04-01T08:00", &format!("0.{number:03}1"));
            match number % 100 {
                10 => garbage(bytes.as_bytes()),
                20 => Receipt {
                    back_filled: true,
                    ..frame(&bytes, Vec::new())
                },
                30 => Receipt {
                    door: Door::File,
                    ..frame(&bytes, Vec::new())
                },
                40 => frame(&bytes.repeat(400), Vec::new()),
                _ => frame(&bytes, vec![value]),
            }
        })
        .collect()
}

/// Whether retention takes the bytes of a receipt.
fn is_plain(number: i64) -> bool {
    !matches!(number % 100, 10 | 20 | 30)
}

#[tokio::test]
async fn plain_old_frames_lose_their_bytes_and_nothing_else_does() {
    let (folder, history) = fresh().await;
    history.receive_all(receipts()).await.unwrap();
    history.pack().await.unwrap();
    let before = lines(&history, &Ask::default()).await;
    // Nothing is old enough.
    let young = Retention {
        received_before: Utc::now() - TimeDelta::days(1),
        ..all(700)
    };
    assert_eq!(history.retire(young).await.unwrap(), 0);
    // Somebody still needs what comes behind 300, in the middle of a block.
    let expected = (1..=300).filter(|number| is_plain(*number)).count() as u64;
    assert_eq!(history.retire(all(300)).await.unwrap(), expected);
    assert_eq!(history.retire(all(300)).await.unwrap(), 0, "once");
    for number in 1..=700 {
        let receipt = history.receipt(ReceiptId(number)).await.unwrap().unwrap();
        let goes = number <= 300 && is_plain(number);
        assert_eq!(receipt.bytes.is_empty(), goes, "r{number}");
        assert_eq!(
            receipt.dropped.map(|dropped| dropped.days),
            goes.then_some(365),
            "r{number}"
        );
    }
    // The rest: those that stand in no block, too.
    let expected = (301..=700).filter(|number| is_plain(*number)).count() as u64;
    assert_eq!(history.retire(all(700)).await.unwrap(), expected);
    let left = history.frames_after(ReceiptId(0), 1_000).await.unwrap();
    let with_bytes: Vec<i64> = left
        .iter()
        .filter(|receipt| !receipt.bytes.is_empty())
        .map(|receipt| receipt.id.0 % 100)
        .collect();
    assert_eq!(with_bytes, [10, 20].repeat(7), "files are no frames");
    let file = history.receipt(ReceiptId(330)).await.unwrap().unwrap();
    assert_eq!(file.bytes, b"##0123 frame 330");
    assert_eq!(lines(&history, &Ask::default()).await, before, "values stay");
    // The same again is still a repetition, and packing goes on.
    let again = history.receive(frame("##0123 frame 1", Vec::new())).await.unwrap();
    assert_eq!((again.id, again.fresh), (ReceiptId(1), false));
    history.pack().await.unwrap();
    let inbox = rusqlite::Connection::open(folder.path().join("inbox.sqlite")).unwrap();
    let bytes: i64 = inbox
        .query_row("SELECT coalesce(sum(length(bytes)), 0) FROM block", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(bytes < 1_000, "{bytes} bytes are left");
}

#[tokio::test]
async fn bytes_that_are_gone_without_having_been_dropped_are_damage() {
    let (folder, history) = fresh().await;
    history.receive_all(receipts()).await.unwrap();
    history.retire(all(100)).await.unwrap();
    let inbox = rusqlite::Connection::open(folder.path().join("inbox.sqlite")).unwrap();
    inbox.execute("DELETE FROM raw WHERE receipt IN (10, 101)", []).unwrap();
    assert!(history.receipt(ReceiptId(1)).await.is_ok());
    for number in [10, 101] {
        let said = history.receipt(ReceiptId(number)).await.unwrap_err().to_string();
        assert!(said.contains("its bytes are nowhere"), "{said}");
    }
}
