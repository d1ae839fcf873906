//! A directory that changes while the door is open.

use std::time::Duration;

use gateway::door::{DoorConfig, Station, StationDirectory, admit_waiting};
use gateway::request::Ask;
use hj212::CrcPolicy;

use crate::house::{House, WATER_MN, answer_to, water_hour};
use crate::whole::{Gateway, Scripted, quick};

fn with_station() -> StationDirectory {
    let mut directory = StationDirectory::new(480);
    directory.insert(WATER_MN, Station::at("section", 480)).unwrap();
    directory
}

#[tokio::test]
async fn a_station_is_entered_and_left_while_it_speaks() {
    let house = House::with(DoorConfig::default(), StationDirectory::new(480)).await;
    let mut logger = house.logger().await;
    let say = async |logger: &mut crate::house::Logger, hour: u32| {
        let qn = format!("20210401{hour:02}0001001");
        logger.send(water_hour(&qn, hour, &format!("0.{hour}"))).await;
        assert_eq!(logger.answer().await, answer_to(&qn, WATER_MN));
    };
    say(&mut logger, 1).await;
    assert_eq!(house.observations().await, "", "nobody knows it");
    // What had waited first, then what comes from now on, over the same connection.
    let admitted = admit_waiting(&house.history, &with_station(), &DoorConfig::default()).await;
    assert_eq!(admitted.unwrap().values, 1);
    let before = house.directory.replace(with_station());
    assert_eq!(before.stations().count(), 0);
    say(&mut logger, 2).await;
    let both = house.observations().await;
    assert_eq!(both.lines().count(), 2, "{both}");
    // Another setting of the same station holds from the next frame on.
    let mut lenient = StationDirectory::new(480);
    let moved = Station {
        crc: CrcPolicy::AcceptModbus,
        ..Station::at("elsewhere", 480)
    };
    lenient.insert(WATER_MN, moved).unwrap();
    house.directory.replace(lenient);
    say(&mut logger, 3).await;
    assert!(house.observations().await.contains("elsewhere NH3N hour"));
    // And one that is taken out is a stranger again.
    house.directory.replace(StationDirectory::new(480));
    say(&mut logger, 4).await;
    assert_eq!(house.observations().await.lines().count(), 3);
    assert_eq!(house.faulty().await.matches("unknown-station").count(), 2);
    house.close().await;
}

#[tokio::test]
async fn a_station_can_be_asked_as_soon_as_it_is_entered() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::open(&folder, StationDirectory::new(480), quick()).await;
    let mut logger = Scripted::connect(&gateway).await;
    logger.say(water_hour("20210401010001001", 1, "0.1")).await;
    let order = gateway.order(WATER_MN, &Ask::of(1061), Duration::from_secs(60)).await;
    gateway.directory.replace(with_station());
    logger.say(water_hour("20210401020001001", 2, "0.2")).await;
    let request = logger.hear().await;
    assert_eq!(request.command(), 1061);
    logger.say(request.receipt(1)).await;
    logger.say(request.result(1)).await;
    assert_eq!(gateway.ended(order).await.0.code, "done");
    gateway.close().await;
}
