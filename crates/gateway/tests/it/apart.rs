//! Who may speak: passwords and addresses; what is kept apart, and how it comes in.

use gateway::door::{DoorConfig, Station, StationDirectory, admit_refused, admit_station, quarantine};

use crate::house::{House, WATER_MN, answer_to, water_hour};

const QN: &str = "20210401100001001";

fn directory(change: impl FnOnce(&mut Station)) -> StationDirectory {
    let mut station = Station::at("section", 480);
    change(&mut station);
    let mut directory = StationDirectory::new(480);
    directory.insert(WATER_MN, station).unwrap();
    directory
}

/// `station code frames`, by station and code.
async fn apart(house: &House) -> Vec<String> {
    let apart = quarantine(&house.history).await.unwrap();
    apart
        .iter()
        .map(|one| format!("{} {} {}", one.station, one.code, one.frames))
        .collect()
}

#[tokio::test]
async fn a_wrong_password_is_kept_apart_until_somebody_says_that_it_was_the_station() {
    let password = directory(|station| station.password = Some("654321".to_owned()));
    let house = House::with(DoorConfig::default(), password.clone()).await;
    let mut logger = house.logger().await;
    for hour in 0..3 {
        logger.send(water_hour(QN, hour, "0.092")).await;
    }
    logger.silence().await;
    assert_eq!(apart(&house).await, [format!("{WATER_MN} password-wrong 3")]);
    assert_eq!(house.observations().await, "");
    let (history, config) = (&house.history, DoorConfig::default());
    let admitted = admit_station(history, &password, &config, WATER_MN).await.unwrap();
    assert_eq!(
        (admitted.frames, admitted.values),
        (0, 0),
        "these were refused, not unknown"
    );
    let admitted = admit_refused(history, &password, &config, WATER_MN).await.unwrap();
    assert_eq!((admitted.frames, admitted.values), (3, 3));
    let again = admit_refused(history, &password, &config, WATER_MN).await.unwrap();
    assert_eq!((again.frames, again.values), (0, 0), "once");
    assert!(apart(&house).await.is_empty());
    assert_eq!(house.observations().await.lines().count(), 3);
}

#[tokio::test]
async fn only_some_addresses_may_speak_for_a_station() {
    let elsewhere = directory(|station| station.addresses = vec!["10.0.0.0/8".parse().unwrap()]);
    let house = House::with(DoorConfig::default(), elsewhere).await;
    let mut logger = house.logger().await;
    logger.send(water_hour(QN, 8, "0.092")).await;
    logger.silence().await;
    assert_eq!(apart(&house).await, [format!("{WATER_MN} address-wrong 1")]);
    assert_eq!(house.observations().await, "");
    let faults = house.history.fault_counts(Some(WATER_MN)).await.unwrap();
    assert_eq!((faults[0].count, faults[0].fault.code.as_str()), (1, "address-wrong"));
    assert!(faults[0].fault.en.contains("127.0.0.1"), "{}", faults[0].fault.en);
    let (folder, history) = house.close().await;
    let here = directory(|station| {
        station.addresses = vec!["10.0.0.0/8".parse().unwrap(), "127.0.0.1/32".parse().unwrap()];
    });
    let house = House::over(folder, history, DoorConfig::default(), here, None).await;
    let mut logger = house.logger().await;
    logger.send(water_hour(QN, 8, "0.092")).await;
    assert_eq!(logger.answer().await, answer_to(QN, WATER_MN));
}

#[tokio::test]
async fn a_wrapped_address_is_itself() {
    let mut station = Station::at("section", 480);
    station.addresses = vec!["10.1.0.0/16".parse().unwrap()];
    for (address, may) in [
        ("10.1.2.3", true),
        ("::ffff:10.1.2.3", true),
        ("10.2.0.1", false),
        ("::1", false),
    ] {
        assert_eq!(station.may_come_from(address.parse().unwrap()), may, "{address}");
    }
}
