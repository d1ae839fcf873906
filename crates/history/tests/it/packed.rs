//! Evidence stays what it was when many frames are packed together, and marks stay with it.

use history::{Receipt, ReceiptId};

use crate::{frame, fresh, garbage};

#[tokio::test]
async fn packed_frames_are_found_each_by_its_number() {
    let (folder, history) = fresh().await;
    let bytes = |number: i64| {
        format!(
            "##0123 frame {number} {}",
            "x".repeat(usize::try_from(number % 90).unwrap())
        )
    };
    let receipts = (1..=1_000).map(|number| match number % 100 {
        0 => garbage(bytes(number).as_bytes()),
        // One that is compressed by itself stands between.
        50 => frame(&bytes(number).repeat(200), Vec::new()),
        _ => frame(&bytes(number), Vec::new()),
    });
    history.receive_all(receipts.collect()).await.unwrap();
    history.pack().await.unwrap();

    let inbox = rusqlite::Connection::open(folder.path().join("inbox.sqlite")).unwrap();
    let count = |sql: &str| inbox.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM block"), 3);
    assert!(count("SELECT count(*) FROM raw WHERE packed = 0") < 256);
    assert!(
        count("SELECT sum(length(bytes)) FROM block") < 20_000,
        "together they take little"
    );

    for number in [1, 2, 49, 50, 51, 255, 256, 257, 258, 512, 777, 999, 1_000] {
        let receipt = history.receipt(ReceiptId(number)).await.unwrap().unwrap();
        let expected = if number % 100 == 50 {
            bytes(number).repeat(200)
        } else {
            bytes(number)
        };
        assert_eq!(receipt.bytes, expected.as_bytes(), "r{number}");
    }
    let all = history.frames_after(ReceiptId(0), 2_000).await.unwrap();
    assert_eq!(all.len(), 1_000);
    assert!(
        all.iter()
            .zip(1..)
            .all(|(receipt, number)| receipt.id == ReceiptId(number))
    );
    let faulty = history.faulty(3).await.unwrap();
    assert_eq!(faulty[2].bytes, bytes(800).as_bytes(), "in a block");

    // More of the same are recognised, and packed later.
    let again = history.receive(frame(&bytes(1), Vec::new())).await.unwrap();
    assert_eq!((again.id, again.fresh), (ReceiptId(1), false));
    history.pack().await.unwrap();
    assert_eq!(count("SELECT count(*) FROM block"), 3);
}

#[tokio::test]
async fn what_was_back_filled_is_marked() {
    let (_folder, history) = fresh().await;
    for back_filled in [false, true] {
        let receipt = Receipt {
            back_filled,
            ..frame(&format!("{back_filled}"), Vec::new())
        };
        let received = history.receive(receipt).await.unwrap();
        let stored = history.receipt(received.id).await.unwrap().unwrap();
        assert_eq!(stored.back_filled, back_filled);
    }
}
