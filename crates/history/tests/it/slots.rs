//! For which times something was said, and how faults are counted.

use chrono::{NaiveDate, NaiveDateTime};
use history::{Door, Fault, History, Observation, Period, Receipt, SlotAsk, Statistic};

fn at(hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2021, 4, 1)
        .unwrap()
        .and_hms_opt(hour, minute, 0)
        .unwrap()
}

fn value(period: Period, at: NaiveDateTime, statistic: Statistic, value: Option<&str>) -> Observation {
    Observation {
        line: None,
        point: "section".to_owned(),
        item: "NH3N".to_owned(),
        period,
        statistic,
        at,
        value: value.map(|value| value.parse().unwrap()),
        text: value.unwrap_or_default().to_owned(),
        flag: None,
    }
}

fn receipt(faults: &[&str], observations: Vec<Observation>) -> Receipt {
    let fault = |code: &&str| Fault {
        code: (*code).to_owned(),
        line: None,
        zh: "错".to_owned(),
        en: "wrong".to_owned(),
    };
    Receipt {
        door: Door::Hj212,
        from: "10.1.2.3:4".to_owned(),
        station: Some("MN0001".to_owned()),
        digest: None,
        bytes: b"##".to_vec(),
        faults: faults.iter().map(fault).collect(),
        back_filled: false,
        observations,
    }
}

#[tokio::test]
async fn slots_are_counted_from_midnight_sealed_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path()).await.unwrap();
    let first = vec![
        value(Period::Minute, at(8, 0), Statistic::Value, Some("0.1")),
        value(Period::Minute, at(8, 9), Statistic::Value, Some("0.1")),
        value(Period::Minute, at(8, 30), Statistic::Maximum, Some("0.1")),
        value(Period::Hour, at(8, 0), Statistic::Value, Some("0.1")),
    ];
    history.receive(receipt(&[], first)).await.unwrap();
    history.seal().await.unwrap();
    let second = vec![value(Period::Minute, at(8, 20), Statistic::Value, None)];
    history.receive(receipt(&[], second)).await.unwrap();
    let ask = SlotAsk {
        points: vec!["section".to_owned()],
        items: vec!["NH3N".to_owned()],
        period: Period::Minute,
        every_minutes: 10,
        from: at(8, 0),
        until: at(9, 0),
    };
    let slots = history.slots(&ask).await.unwrap();
    let shown: Vec<_> = slots.iter().map(|slot| (slot.start, slot.has_value)).collect();
    assert_eq!(shown, [(at(8, 0), true), (at(8, 20), false)]);
}

#[tokio::test]
async fn faults_are_counted_by_station_and_what_is_kept_apart_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path()).await.unwrap();
    for faults in [
        &["mn-length", "unknown-station"][..],
        &["unknown-station"],
        &["crc-mismatch"],
    ] {
        history.receive(receipt(faults, Vec::new())).await.unwrap();
    }
    let mut counts: Vec<_> = history.fault_counts(None).await.unwrap();
    counts.sort_by(|one, other| one.fault.code.cmp(&other.fault.code));
    let shown: Vec<_> = counts
        .iter()
        .map(|count| (count.fault.code.as_str(), count.count, count.newest.0))
        .collect();
    assert_eq!(
        shown,
        [("crc-mismatch", 1, 3), ("mn-length", 1, 1), ("unknown-station", 2, 2)]
    );
    for count in &counts {
        let newest = history.receipt(count.newest).await.unwrap().unwrap();
        assert_eq!(newest.received_at, count.last_at);
        assert!(newest.faults.iter().any(|fault| fault.code == count.fault.code));
    }
    assert!(history.fault_counts(Some("OTHER1")).await.unwrap().is_empty());
    let apart = history
        .kept_apart(&["unknown-station", "password-wrong"])
        .await
        .unwrap();
    assert_eq!((apart.len(), apart[0].frames, apart[0].sample.0), (1, 2, 2));
    history.admit(apart[0].sample, Vec::new()).await.unwrap();
    assert_eq!(history.kept_apart(&["unknown-station"]).await.unwrap()[0].frames, 1);
}
