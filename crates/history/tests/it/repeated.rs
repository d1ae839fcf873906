//! Whatever was received before is recognised: by this process, by another, after a restart, among very many.

use history::{Digest, History, Receipt, ReceiptId};

use crate::{frame, fresh};

/// More than go into one run of the index, so that some are in it, some on the way and some in memory.
const MANY: u32 = 300_000;

fn numbered(number: u32) -> Receipt {
    Receipt {
        digest: Some(Digest::at(number / 1_000, &[&number.to_le_bytes()])),
        bytes: Vec::new(),
        ..frame("", Vec::new())
    }
}

#[tokio::test]
async fn every_one_of_many_is_recognised_before_and_after_a_restart() {
    let (folder, history) = fresh().await;
    for first in (0..MANY).step_by(2_000) {
        let receipts = (first..first + 2_000).map(numbered).collect();
        history.receive_all(receipts).await.unwrap();
    }
    let recognised = async |history: &History| {
        let asked: Vec<u32> = (0..MANY).step_by(577).collect();
        let received = history
            .receive_all(asked.iter().copied().map(numbered).collect())
            .await
            .unwrap();
        for (number, received) in asked.into_iter().zip(received) {
            assert_eq!(
                (received.id, received.fresh),
                (ReceiptId(i64::from(number) + 1), false),
                "{number}"
            );
        }
    };
    recognised(&history).await;
    let other = History::open(folder.path()).await.unwrap();
    recognised(&other).await;
    // What the other takes in, this one knows.
    assert!(other.receive(numbered(MANY)).await.unwrap().fresh);
    assert!(!history.receive(numbered(MANY)).await.unwrap().fresh);
    drop((history, other));
    recognised(&History::open(folder.path()).await.unwrap()).await;
}
