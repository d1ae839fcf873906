//! The HJ 212 door: what must do no harm, and how it ends.

use std::time::Duration;

use gateway::door::DoorConfig;

use crate::house::{House, Logger, PATIENCE, WATER_MN, answer_to, water_hour};

const QN: &str = "20210401100001001";

#[tokio::test]
async fn a_line_of_ten_megabytes_does_no_harm() {
    let hostile_lines = [
        vec![b'x'; 10_000_000],
        b"##9999QN=".repeat(1_100_000),
        b"##0101".repeat(1_700_000),
    ];
    for line in hostile_lines {
        let house = House::open().await;
        let mut other = house.logger().await;
        // The second time nothing more is kept, and connecting again does not help.
        for _ in 0..2 {
            let mut hostile = house.logger().await;
            // The door closes before the line is through.
            let _ = tokio::io::AsyncWriteExt::write_all(&mut hostile.stream, &line).await;
            hostile.closed().await;
        }
        other.send(water_hour(QN, 8, "0.092")).await;
        assert_eq!(other.answer().await, answer_to(QN, WATER_MN));
        let faulty = house.history.faulty(10_000).await.unwrap();
        let kept: usize = faulty.iter().map(|receipt| receipt.bytes.len()).sum();
        let limit = DoorConfig::default().unaccepted_bytes_max;
        assert!(kept > limit && kept < limit + 20_000, "{kept}");
        let last_words = faulty
            .iter()
            .filter(|receipt| receipt.faults[0].code == "too-much-unaccepted");
        assert_eq!(last_words.count(), 1);
    }
}

#[tokio::test]
async fn five_hundred_idle_connections_do_no_harm() {
    let house = House::open().await;
    let mut idle: Vec<Logger> = Vec::new();
    for _ in 0..500 {
        idle.push(house.logger().await);
    }
    let mut logger = house.logger().await;
    logger.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
    // And each of them still works.
    let last = idle.last_mut().unwrap();
    last.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(last.answer().await, answer_to(QN, WATER_MN));
}

#[tokio::test]
async fn connections_are_limited_and_idle_ones_are_closed() {
    let config = DoorConfig {
        connections_per_address_max: 2,
        first_frame_max: Duration::from_millis(300),
        idle_max: PATIENCE,
        ..DoorConfig::default()
    };
    let house = House::with(config, crate::house::stations()).await;
    let mut speaking = house.logger().await;
    speaking.send(water_hour(QN, 8, "0.092")).await;
    speaking.answer().await;
    let mut silent = house.logger().await;
    let mut one_too_many = house.logger().await;
    one_too_many.closed().await;
    silent.closed().await;
    // The places of those that went are free again.
    let mut next = house.logger().await;
    next.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(next.answer().await, answer_to(QN, WATER_MN));
    speaking.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(speaking.answer().await, answer_to(QN, WATER_MN));
}

#[tokio::test]
async fn a_stop_finishes_what_was_read() {
    let house = House::open().await;
    let mut logger = house.logger().await;
    let mut half = house.logger().await;
    logger.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
    half.send(&water_hour(QN, 9, "0.1")[..40]).await;
    house
        .until("both connections are served", async |house: &House| {
            house.history.counts().await.unwrap().frames == 1
        })
        .await;
    let address = house.address;
    let (_folder, history) = house.close().await;
    logger.closed().await;
    half.closed().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    assert_eq!(history.counts().await.unwrap().observations, 1);
}
