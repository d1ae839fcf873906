//! Data folders of versions before.

use history::{AdmissionNumber, History, HistoryError, ReceiptId};

use crate::{frame, fresh, garbage};

#[tokio::test]
async fn a_folder_of_format_2_is_taken_on_with_all_that_is_in_it() {
    let (folder, history) = fresh().await;
    history.receive(frame("first", Vec::new())).await.unwrap();
    history.receive(garbage(b"second")).await.unwrap();
    drop(history);
    let file = folder.path().join("inbox.sqlite");
    // What format 2 was: the same without two tables.
    let inbox = rusqlite::Connection::open(&file).unwrap();
    inbox
        .execute_batch("DROP TABLE admission; DROP TABLE dropped; PRAGMA user_version = 2;")
        .unwrap();
    drop(inbox);
    let history = History::open(folder.path()).await.unwrap();
    assert_eq!(history.receipt(ReceiptId(1)).await.unwrap().unwrap().bytes, b"first");
    history.admit(ReceiptId(2), Vec::new()).await.unwrap();
    history.admit(ReceiptId(2), Vec::new()).await.unwrap();
    let admitted = history.admitted_after(AdmissionNumber(0), 10).await.unwrap();
    assert_eq!(admitted.len(), 1, "once");
    assert_eq!((admitted[0].0, admitted[0].1.id), (AdmissionNumber(1), ReceiptId(2)));
    assert_eq!(history.last_admission().await.unwrap(), AdmissionNumber(1));
    assert_eq!(history.admitted_after(AdmissionNumber(1), 10).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_folder_of_another_format_is_refused_with_what_to_do() {
    for (format, words) in [(1, "--data"), (4, "format 4")] {
        let folder = tempfile::tempdir().unwrap();
        let inbox = rusqlite::Connection::open(folder.path().join("inbox.sqlite")).unwrap();
        inbox
            .execute_batch(&format!(
                "CREATE TABLE receipt(id INTEGER); PRAGMA user_version = {format};"
            ))
            .unwrap();
        drop(inbox);
        let refused = History::open(folder.path()).await.err().unwrap();
        assert!(refused.to_string().contains(words), "{refused}");
        assert_eq!(matches!(refused, HistoryError::FirstFormat), format == 1);
    }
}
