//! Frames that are not whole by themselves: parts of split packets, and encrypted frames of the 2025 edition.

use gateway::door::{DoorConfig, Station, StationDirectory};
use gateway::station::Withheld;
use hj212::{Builder, Flag, HeaderName, Sm4Key};

use crate::house::{House, WATER_MN, answer_to};

const KEY: [u8; 16] = *b"0123456789abcdef";

fn hour_of(mn: &str, flag: u8) -> Builder {
    Builder::new()
        .header(HeaderName::Qn, "20260401090001001")
        .header(HeaderName::St, "21")
        .header(HeaderName::Cn, "2061")
        .header(HeaderName::Pw, "123456")
        .header(HeaderName::Mn, mn)
        .flag(Flag(flag))
        .group([("DataTime", "20260401080000")])
}

/// Part `pno` of `pnum` with one value of its own.
fn part(pno: u16, pnum: u16, item: &str, value: &str) -> Vec<u8> {
    hour_of(WATER_MN, 7)
        .header(HeaderName::Qn, format!("2026040109000{pno}001"))
        .header(HeaderName::Pnum, pnum.to_string())
        .header(HeaderName::Pno, pno.to_string())
        .group([(format!("{item}-Avg"), value), (format!("{item}-Flag"), "N")])
        .frame()
        .unwrap()
}

async fn house_with_key(key: Option<[u8; 16]>) -> House {
    let mut stations = StationDirectory::new(480);
    let station = Station {
        sm4_key: key.map(Withheld),
        ..Station::at("section", 480)
    };
    stations.insert(WATER_MN, station).unwrap();
    House::with(DoorConfig::default(), stations).await
}

fn encrypted() -> Vec<u8> {
    let segment = hour_of(WATER_MN, 9)
        .group([("w21003-Avg", "0.092"), ("w21003-Flag", "N")])
        .group([("w01001-Avg", "7.61"), ("w01001-Flag", "N")])
        .segment()
        .unwrap();
    Sm4Key::new(KEY).encrypted_frame(&segment).unwrap()
}

#[tokio::test]
async fn an_encrypted_frame_is_read_with_the_key_of_its_station_and_kept_as_it_came() {
    let house = house_with_key(Some(KEY)).await;
    let mut logger = house.logger().await;
    let frame = encrypted();
    logger.send(&frame).await;
    assert!(logger.answer().await.contains("CN=9014"));
    insta::assert_snapshot!(house.observations().await, @r"
    section NH3N hour value 2026-04-01 08:00:00 0.092 N
    section PH hour value 2026-04-01 08:00:00 7.61 N
    ");
    let kept = house.history.frames_after(history::ReceiptId(0), 10).await.unwrap();
    assert_eq!(kept[0].bytes, frame, "the evidence is what came over the wire");
    assert!(kept[0].faults.is_empty(), "{:?}", kept[0].faults);
}

#[tokio::test]
async fn without_the_right_key_nothing_is_believed_and_nothing_answered() {
    for key in [None, Some(*b"fedcba9876543210")] {
        let house = house_with_key(key).await;
        let mut logger = house.logger().await;
        logger.send(encrypted()).await;
        logger.send(hour_of(WATER_MN, 9).frame().unwrap()).await;
        assert!(
            logger.answer().await.starts_with("QN=20260401090001001"),
            "the frame behind is found"
        );
        assert_eq!(house.observations().await, "");
        assert!(
            house.faulty().await.starts_with("encrypted"),
            "{}",
            house.faulty().await
        );
    }
}

#[tokio::test]
async fn each_part_counts_by_itself_and_a_missing_one_is_told() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    // In another order than their numbers, one of them twice.
    for frame in [
        part(3, 3, "w01001", "7.61"),
        part(1, 3, "w21003", "0.092"),
        part(1, 3, "w21003", "0.092"),
    ] {
        logger.send(frame).await;
        assert!(
            logger.answer().await.contains("CN=9014"),
            "each part has its own answer"
        );
    }
    insta::assert_snapshot!(house.observations().await, @r"
    section NH3N hour value 2026-04-01 08:00:00 0.092 N
    section PH hour value 2026-04-01 08:00:00 7.61 N
    ");
    assert_eq!(house.faulty().await, "");
    drop(logger);
    house.until_faulty(1).await;
    let told = house.history.faulty(1).await.unwrap().remove(0);
    assert_eq!(told.station.as_deref(), Some(WATER_MN));
    assert_eq!(told.faults[0].code, "split-incomplete");
    assert!(
        told.faults[0].en.contains("3 parts, missing 2"),
        "{}",
        told.faults[0].en
    );
}

#[tokio::test]
async fn a_whole_packet_leaves_nothing_to_say() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    for frame in [part(2, 2, "w01001", "7.61"), part(1, 2, "w21003", "0.092")] {
        logger.send(frame).await;
        logger.answer().await;
    }
    drop(logger);
    let mut other = house.logger().await;
    other
        .send(crate::house::water_hour("20210401100001001", 8, "0.1"))
        .await;
    assert_eq!(other.answer().await, answer_to("20210401100001001", WATER_MN));
    assert_eq!(house.faulty().await, "");
}

#[tokio::test]
async fn parts_that_contradict_each_other_are_told() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    for frame in [
        part(1, 3, "w21003", "0.092"),
        part(2, 4, "w01001", "7.61"),
        part(1, 3, "w21003", "0.5"),
    ] {
        logger.send(frame).await;
        logger.answer().await;
    }
    let faulty = house.faulty().await;
    assert!(faulty.contains("split-number-differs"), "{faulty}");
    assert!(faulty.contains("split-part-differs"), "{faulty}");
}
