//! What was received is shown as received.

use history::{Door, Fault, Receipt};
use office::{ErrorKind, OfficeError};

use crate::{Desk, at, sample, value};

const FRAME: &[u8] =
    b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

fn frame(bytes: &[u8], faults: Vec<Fault>) -> Receipt {
    Receipt {
        door: Door::Hj212,
        from: "127.0.0.1:5000".into(),
        station: None,
        digest: None,
        bytes: bytes.to_vec(),
        faults,
        back_filled: false,
        observations: Vec::new(),
    }
}

#[tokio::test]
async fn a_frame_has_its_fields_with_their_meanings() {
    let desk = Desk::new().await;
    desk.history.receive(frame(FRAME, Vec::new())).await.unwrap();
    let sheet = desk.office.evidence("r1").await.unwrap();
    let fields: Vec<String> = sheet
        .fields
        .iter()
        .map(|field| format!("{}={}", field.name, field.value))
        .collect();
    insta::assert_snapshot!(fields.join(" "), @"QN=20160801085857223 ST=32 CN=1062 PW=****** MN=010000A8900016F000169DC0 Flag=5 RtdInterval=30");
    assert!(sheet.fields.iter().all(|field| field.meaning.is_some()));
    assert!(sheet.hex.starts_with("000000  23 23 30 31 30 31 51 4e"));
    assert!(sheet.text.ends_with("1C80\\r\n"));
}

#[tokio::test]
async fn passwords_are_withheld_and_the_digest_is_that_of_what_was_received() {
    let desk = Desk::new().await;
    desk.history.receive(frame(FRAME, Vec::new())).await.unwrap();
    let (sheet, whole) = (
        desk.office.evidence("r1").await.unwrap(),
        desk.office.evidence_with_secrets("r1").await.unwrap(),
    );
    assert_eq!((sheet.withheld, whole.withheld), (true, false));
    assert!(sheet.text.contains(";PW=******;MN="), "{}", sheet.text);
    let told = serde_json::to_string(&sheet).unwrap();
    assert!(
        !told.contains("100000") && !told.contains("31 30 30 30 30 30"),
        "{told}"
    );
    assert!(whole.text.contains(";PW=100000;MN=") && whole.hex.contains("31 30 30 30 30"));
    let password = whole.fields.iter().find(|field| field.name == "PW").unwrap();
    assert_eq!(password.value, "100000");
    assert_eq!(sheet.sha256, whole.sha256);
    let kept = desk.history.receipt(history::ReceiptId(1)).await.unwrap().unwrap();
    assert_eq!(kept.bytes, FRAME);
}

#[tokio::test]
async fn a_frame_without_password_is_shown_as_it_is() {
    let desk = Desk::new().await;
    let bytes = hj212::enclose(b"QN=20160801085857223;ST=32;CN=1062;MN=A1;Flag=5;CP=&&RtdInterval=30&&").unwrap();
    desk.history.receive(frame(&bytes, Vec::new())).await.unwrap();
    assert!(!desk.office.evidence("r1").await.unwrap().withheld);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_escaped_and_faults_are_told() {
    let desk = Desk::new().await;
    let fault = Fault {
        code: "garbage".into(),
        line: None,
        zh: "不是数据帧".into(),
        en: "not a frame".into(),
    };
    desk.history
        .receive(frame(b"\xff<script>\x00", vec![fault]))
        .await
        .unwrap();
    let sheet = desk.office.evidence("r1").await.unwrap();
    assert_eq!(sheet.text, "\\xff<script>\\u{0}");
    assert_eq!(sheet.faults[0].code, "garbage");
    assert_eq!(desk.office.faulty(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_line_of_a_file_is_shown_with_its_header_and_its_value() {
    let desk = Desk::new().await;
    desk.received(sample(2020, 1, "1.9")).await;
    let sheet = desk.office.evidence("r1:4").await.unwrap();
    assert_eq!(sheet.file_header.as_deref(), Some("time,item,value"));
    assert_eq!(sheet.text, "2020-01-10 08:00:00,CODMN,1.9");
    assert_eq!(sheet.values.len(), 1);
    assert_eq!(sheet.values[0].value.as_deref(), Some("1.9 mg/L"));
    let missing = desk.office.evidence("r1:99").await;
    assert!(matches!(&missing, Err(error @ OfficeError::NotFound { .. }) if error.kind() == ErrorKind::NotFound));
    assert_eq!(
        desk.office.evidence("nonsense").await.unwrap_err().kind(),
        ErrorKind::BadRequest
    );
}

#[tokio::test]
async fn a_value_that_was_stated_twice_tells_both() {
    let desk = Desk::new().await;
    let time = at("2020-01-10T08:00");
    for text in ["0.10", "0.12"] {
        desk.received(vec![value("clear-mouth", "NH3N", time, history::Period::Hour, text)])
            .await;
    }
    let why = desk
        .office
        .why("value/clear-mouth/NH3N/hour/2020-01-10T08:00")
        .await
        .unwrap();
    insta::assert_snapshot!(why.reason.says.en, @"stated 2 times, the newest statement counts");
    let stated: Vec<_> = why
        .reason
        .because
        .iter()
        .map(|cause| cause.evidence.clone().unwrap())
        .collect();
    assert_eq!(stated, ["r2:2", "r1:2"]);
}
