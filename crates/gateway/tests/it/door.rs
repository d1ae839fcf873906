//! The HJ 212 door: what is kept, what goes in, what is answered.

use std::time::Duration;

use gateway::door::{DoorConfig, Station, StationDirectory, admit_waiting};
use history::History;
use hj212::crc;

use crate::house::{AIR_MN, Groups, House, WATER_MN, answer_to, upload, water_hour};

const QN: &str = "20210401100001001";

#[tokio::test]
async fn a_sound_frame_is_kept_read_and_answered() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    logger.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
    // What was answered is on disk: another process that opens the folder now sees it.
    let other = History::open(house.folder.path()).await.unwrap();
    assert_eq!(other.counts().await.unwrap().frames, 1);
    insta::assert_snapshot!(house.observations().await, @"section NH3N hour value 2021-04-01 08:00:00 0.092 N");
    assert_eq!(house.faulty().await, "");
}

#[tokio::test]
async fn periods_statistics_units_and_flags() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let frames = [
        upload(
            AIR_MN,
            "22",
            "2011",
            "20210401080001001",
            "20210401080003",
            &[
                &[("a34004-Flag", "N"), ("a34004-Rtd", "35")],
                &[("a21005-Rtd", "0.80")],
                &[("a01001-Rtd", "-3.5")],
                &[("Flag", "M")],
            ],
        ),
        upload(
            AIR_MN,
            "22",
            "2051",
            "20210401080001002",
            "20210401080000",
            &[&[
                ("a21026-Min", "1"),
                ("a21026-Avg", "2"),
                ("a21026-Max", "3"),
                ("a21026-Cou", "4"),
                ("a21026-ZsAvg", "9"),
            ]],
        ),
        upload(
            WATER_MN,
            "21",
            "2031",
            "20210401080001003",
            "20210331000000",
            &[
                &[("w20142-Avg", "0.05"), ("w20142-Flag", "N")],
                &[("w99999-Avg", "7")],
                &[("PM25-Avg", "7")],
                &[("w01001-Avg", "")],
            ],
        ),
        upload(
            "UTC00000000001",
            "21",
            "2061",
            "20210401080001004",
            "20210331200000",
            &[&[("060-Avg", "0.10")]],
        ),
        // A command that brings no values is kept and answered all the same.
        upload(
            WATER_MN,
            "21",
            "2081",
            "20210401080001005",
            "20210401080000",
            &[&[("RestartTime", "20210401080000")]],
        ),
    ];
    for (index, frame) in frames.iter().enumerate() {
        logger.send(frame).await;
        assert!(
            logger
                .answer()
                .await
                .starts_with(&format!("QN=2021040108000100{}", index + 1))
        );
    }
    insta::assert_snapshot!(house.observations().await, @r#"
    section HG day value 2021-03-31 00:00:00 0.00005 N
    section PH day value 2021-03-31 00:00:00 none -
    section hj212:PM25 day value 2021-03-31 00:00:00 7 -
    section w99999 day value 2021-03-31 00:00:00 7 -
    station SO2 minute maximum 2021-04-01 08:00:00 3 -
    station SO2 minute minimum 2021-04-01 08:00:00 1 -
    station SO2 minute total 2021-04-01 08:00:00 4 -
    station SO2 minute value 2021-04-01 08:00:00 2 -
    station AIRTEMP instant value 2021-04-01 08:00:03 -3.5 M
    station CO instant value 2021-04-01 08:00:03 0.8 M
    station PM25 instant value 2021-04-01 08:00:03 35 N
    utc NH3N hour value 2021-04-01 04:00:00 0.1 -
    "#);
    assert_eq!(house.faulty().await, "mn-length (125)");
}

#[tokio::test]
async fn a_repetition_is_answered_again_and_kept_once() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    for qn in [QN, QN, "20210401100009999"] {
        logger.send(water_hour(qn, 8, "0.092")).await;
        assert_eq!(logger.answer().await, answer_to(qn, WATER_MN));
    }
    let mut another = house.logger().await;
    another.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(another.answer().await, answer_to(QN, WATER_MN));
    let counts = house.history.counts().await.unwrap();
    assert_eq!((counts.frames, counts.observations), (1, 1));
    // Another value for the same hour is another statement.
    another.send(water_hour(QN, 8, "0.095")).await;
    another.answer().await;
    assert_eq!(house.history.counts().await.unwrap().observations, 2);
    insta::assert_snapshot!(house.observations().await, @"section NH3N hour value 2021-04-01 08:00:00 0.095 N");
}

#[tokio::test]
async fn damaged_frames_are_kept_not_answered_and_hide_nothing() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let good = water_hour(QN, 8, "0.092");
    let text = String::from_utf8(good.clone()).unwrap();
    let wrong_value = text.replace("0.092", "0.082");
    let wrong_length = text.replacen("##0", "##1", 1);
    logger.send(&wrong_value).await;
    logger.send(&wrong_value).await;
    logger.send(&wrong_length).await;
    logger.send(&text[..90]).await;
    logger.send("\r\n noise ## 1234\r\n").await;
    logger.silence().await;
    logger.send(&good).await;
    assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
    insta::assert_snapshot!(house.faulty().await, @r#"
    crc-mismatch (153) again 1
    length-wrong (153)
    frame-cut (108)
    "#);
    insta::assert_snapshot!(house.observations().await, @"section NH3N hour value 2021-04-01 08:00:00 0.092 N");
}

#[tokio::test]
async fn a_frame_in_pieces_without_line_end_is_answered_after_a_pause() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let frame = water_hour(QN, 8, "0.092");
    for piece in frame[..frame.len() - 2].chunks(30) {
        logger.send(piece).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
    // The late line end is nothing.
    logger.send("\r\n").await;
    logger.send(water_hour("20210401100001002", 9, "0.1")).await;
    assert_eq!(logger.answer().await, answer_to("20210401100001002", WATER_MN));
    assert_eq!(
        house.faulty().await,
        format!("terminator-missing ({})", frame.len() - 2)
    );
}

#[tokio::test]
async fn half_a_frame_is_kept_when_the_connection_ends() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    logger.send(&water_hour(QN, 8, "0.092")[..50]).await;
    drop(logger);
    house.until_faulty(1).await;
    assert_eq!(house.faulty().await, "frame-cut (50)");
}

#[tokio::test]
async fn an_unknown_station_is_quarantined_until_it_is_entered() {
    let nobody = StationDirectory::new(480);
    let house = House::with(DoorConfig::default(), nobody).await;
    let mut logger = house.logger().await;
    let frame = water_hour(QN, 8, "0.092");
    for _ in 0..2 {
        logger.send(&frame).await;
        assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
    }
    assert_eq!(house.observations().await, "");
    assert_eq!(
        house.faulty().await,
        format!("unknown-station ({}) again 1", frame.len())
    );
    let (_folder, history) = house.close().await;

    let mut somebody = StationDirectory::new(480);
    somebody.insert(WATER_MN, Station::at("section", 480)).unwrap();
    let config = DoorConfig::default();
    let admitted = admit_waiting(&history, &somebody, &config).await.unwrap();
    assert_eq!((admitted.frames, admitted.values), (1, 1), "its past comes with it");
    let again = admit_waiting(&history, &somebody, &config).await.unwrap();
    assert_eq!((again.frames, again.values), (0, 0), "once");
    let known = history.observations(&history::Ask::default()).await.unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].point.as_str(), known[0].text.as_str()), ("section", "0.092"));
}

#[tokio::test]
async fn values_that_cannot_be_used_are_named_and_the_others_go_in() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let cases: [(&str, Groups<'_>); 5] = [
        (
            "20210401080000",
            &[
                &[("w21003-Avg", "abc"), ("w21003-Flag", "D")],
                &[("w01001-Avg", "7.5")],
                &[("w01009-Avg", "-99.0")],
                &[("w21011-Avg", "1.0000000000001")],
            ],
        ),
        (
            "20210401090000",
            &[
                &[("w21003-Avg", "0.1"), ("w21003-Avg", "0.2")],
                &[("w01001-Avg", "7.50")],
                &[("w01001-Avg", "7.5")],
            ],
        ),
        ("20210401093000", &[&[("w21003-Avg", "0.1")]]),
        ("20210431090000", &[&[("w21003-Avg", "0.1")]]),
        ("29990101000000", &[&[("w21003-Avg", "0.1")]]),
    ];
    for (index, (data_time, groups)) in cases.into_iter().enumerate() {
        logger
            .send(upload(
                WATER_MN,
                "21",
                "2061",
                &format!("2021040110000100{index}"),
                data_time,
                groups,
            ))
            .await;
        logger.answer().await;
    }
    insta::assert_snapshot!(house.observations().await, @r#"
    section PH hour value 2021-04-01 08:00:00 7.5 -
    section PH hour value 2021-04-01 09:00:00 7.5 -
    "#);
    insta::assert_snapshot!(house.faulty().await, @r#"
    value-unreadable value-negative value-too-long (210)
    value-contradicted (183)
    time-off-boundary (137)
    time-unreadable (137)
    time-implausible (137)
    "#);
    let newest = house.history.faulty(5).await.unwrap();
    insta::assert_snapshot!(newest[4].faults[0].zh, @"w21003-Avg 的值“abc”不是数：该值未入库，其余照常。请检查现场机。");
    insta::assert_snapshot!(newest[4].faults[0].en, @"The value 'abc' of w21003-Avg is no number: it is not used, the others are. Check the device.");
}

#[tokio::test]
async fn check_values_and_passwords_are_judged_by_station() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let with_modbus = |mn: &str| {
        let mut frame = upload(mn, "21", "2061", QN, "20210401080000", &[&[("w21003-Avg", "0.1")]]);
        let end = frame.len() - 6;
        let value = format!("{:04X}\r\n", crc::modbus(&frame[6..end]));
        frame.splice(end.., value.into_bytes());
        frame
    };
    logger.send(with_modbus("MODBUS00000001")).await;
    assert_eq!(logger.answer().await, answer_to(QN, "MODBUS00000001"));
    logger.send(with_modbus(WATER_MN)).await;
    logger
        .send(upload(
            "SECRET00000001",
            "21",
            "2061",
            QN,
            "20210401080000",
            &[&[("w21003-Avg", "0.1")]],
        ))
        .await;
    logger.silence().await;
    insta::assert_snapshot!(house.faulty().await, @r#"
    mn-length (127)
    crc-mismatch crc-modbus (137)
    mn-length password-wrong (127)
    "#);
    insta::assert_snapshot!(house.observations().await, @"modbus NH3N hour value 2021-04-01 08:00:00 0.1 -");
}

#[tokio::test]
async fn acknowledgements_are_not_acknowledged() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    for cn in ["9011", "9012", "9013", "9014"] {
        logger.send(upload(WATER_MN, "91", cn, QN, "20210401080000", &[])).await;
    }
    logger.silence().await;
    logger
        .send(upload(WATER_MN, "91", "9015", QN, "20210401080000", &[]))
        .await;
    assert!(
        logger.answer().await.contains("CN=9013"),
        "a heartbeat is a notification"
    );
}

#[tokio::test]
async fn many_frames_in_one_write_are_answered_in_order() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let qn = |hour: u32| format!("20210401100001{hour:03}");
    let frames: Vec<u8> = (0..200).flat_map(|hour| water_hour(&qn(hour), hour, "0.1")).collect();
    logger.send(&frames).await;
    for hour in 0..200 {
        assert_eq!(logger.answer().await, answer_to(&qn(hour), WATER_MN));
    }
    assert_eq!(house.history.counts().await.unwrap().observations, 200);
}
