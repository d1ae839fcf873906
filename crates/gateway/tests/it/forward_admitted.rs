//! What had been kept apart goes on to superior platforms once it is admitted, and old frames stay as long as a platform needs them.

use chrono::{TimeDelta, Utc};
use gateway::door::{DoorConfig, Station, StationDirectory, admit_refused, admit_waiting};
use gateway::forward::{Begin, Progress};
use gateway::retention::{RetentionProfile, drop_old};
use history::diary::Bookmark;
use history::{AdmissionNumber, Ask, Diary, ReceiptId};

use crate::forward::{Running, platform, target};
use crate::house::{AIR_MN, House, WATER_MN, answer_to, water_hour};

fn directory(mn: &str, password: Option<&str>) -> StationDirectory {
    let mut directory = StationDirectory::new(480);
    let station = Station {
        password: password.map(str::to_owned),
        ..Station::at("section", 480)
    };
    directory.insert(mn, station).unwrap();
    directory
}

async fn say(house: &House, hours: std::ops::Range<u32>) {
    let mut logger = house.logger().await;
    for hour in hours {
        let qn = format!("20210401{hour:02}0001001");
        logger.send(water_hour(&qn, hour, &format!("0.1{hour}"))).await;
        assert_eq!(logger.answer().await, answer_to(&qn, WATER_MN));
    }
}

/// The hours in which the platform has got its values, in the order in which they came.
async fn hours(house: &House) -> Vec<String> {
    let mut statements = house.history.statements(&Ask::default()).await.unwrap();
    statements.sort_by_key(|known| known.sequence);
    statements
        .iter()
        .map(|known| known.at.format("%H").to_string())
        .collect()
}

fn begin(progress: &Progress) -> Begin {
    Begin {
        through: ReceiptId(progress.through),
        admitted_through: AdmissionNumber(progress.admitted_through.unwrap()),
    }
}

#[tokio::test]
async fn a_station_that_was_entered_later_is_forwarded_from_its_first_frame_on() {
    let below = House::with(DoorConfig::default(), directory(AIR_MN, None)).await;
    let above = platform().await;
    say(&below, 0..3).await;
    let mut link = Running::behind(&below, target(above.address), Begin::behind(ReceiptId(0)));
    link.until("what is kept apart is passed over", |progress| progress.through == 3)
        .await;
    let known = directory(WATER_MN, None);
    let config = DoorConfig::default();
    let admitted = admit_waiting(&below.history, &known, &config).await.unwrap();
    assert_eq!(admitted.frames, 3);
    below.directory.replace(known.clone());
    say(&below, 3..5).await;
    link.until("all five", |progress| progress.answered == 5 && progress.waiting == 0)
        .await;
    assert_eq!(hours(&above).await, ["00", "01", "02", "03", "04"]);
    let ended = link.end().await;
    assert_eq!((ended.through, ended.admitted_through), (5, Some(3)));
    // Neither admitting again nor a restart sends anything again.
    admit_waiting(&below.history, &known, &config).await.unwrap();
    let mut link = Running::behind(&below, target(above.address), begin(&ended));
    say(&below, 5..6).await;
    link.until("the new one", |progress| {
        progress.answered == 1 && progress.through == 6
    })
    .await;
    assert_eq!(link.end().await.answered, 1);
    assert_eq!(above.history.counts().await.unwrap().frames, 6);
}

#[tokio::test]
async fn what_was_refused_goes_on_when_somebody_vouches_for_it_and_in_its_place() {
    // Two hours came with a wrong password before the right ones; the platform is away meanwhile.
    let below = House::with(DoorConfig::default(), directory(WATER_MN, Some("654321"))).await;
    let mut logger = below.logger().await;
    for hour in 0..2 {
        logger.send(water_hour("20210401000001001", hour, "0.1")).await;
    }
    below.until_faulty(2).await;
    let known = directory(WATER_MN, None);
    below.directory.replace(known.clone());
    say(&below, 2..4).await;
    let admitted = admit_refused(&below.history, &known, &DoorConfig::default(), WATER_MN).await;
    assert_eq!(admitted.unwrap().frames, 2);
    let above = platform().await;
    let mut link = Running::behind(&below, target(above.address), Begin::behind(ReceiptId(0)));
    link.until("all four", |progress| progress.answered == 4).await;
    link.end().await;
    assert_eq!(
        hours(&above).await,
        ["00", "01", "02", "03"],
        "the order in which the station sent them"
    );
}

#[tokio::test]
async fn frames_stay_until_every_platform_has_them() {
    let below = House::with(DoorConfig::default(), directory(WATER_MN, None)).await;
    say(&below, 0..4).await;
    let diary = Diary::open(below.folder.path()).await.unwrap();
    let profile = "[[raw_frame_days]]\nfrom = 2016-01-01\ndays = 100\ncertainty = \"K\"\nsource = \"s\"\nzh = \"一\"\nen = \"one\"\n";
    let profile = RetentionProfile::read(profile).unwrap();
    let both = (&below.history, &diary);
    // Four hours of 2021 are back-filled data, which are never dropped; a frame of now is not.
    let now = (Utc::now() + TimeDelta::hours(8)).format("%Y%m%d%H0000").to_string();
    for minute in 0..4 {
        let time = format!("{}{minute:02}00", &now[..10]);
        let frame = crate::house::upload(
            WATER_MN,
            "21",
            "2051",
            "20210401000001001",
            &time,
            &[&[("w21003-Avg", "1")]],
        );
        let mut logger = below.logger().await;
        logger.send(frame).await;
        logger.answer().await;
    }
    let later = Utc::now() + TimeDelta::days(101);
    let drop_at = async |platforms: &[String], at| drop_old(&profile, both, platforms, at).await.unwrap();
    let provinces = ["province".to_owned()];
    assert_eq!(drop_at(&provinces, later).await, 0, "it has no bookmark yet");
    let bookmark = Bookmark {
        number: Some(6),
        text: None,
    };
    diary
        .set_bookmarks(vec![("forward/province".to_owned(), bookmark)])
        .await
        .unwrap();
    assert_eq!(
        drop_at(&provinces, Utc::now() + TimeDelta::days(99)).await,
        0,
        "too young"
    );
    assert_eq!(drop_at(&provinces, later).await, 2);
    assert_eq!(drop_at(&[], later).await, 2, "nobody is forwarded to");
    let told = diary.events(None, 10).await.unwrap();
    assert_eq!(
        (told[0].kind.as_str(), &told[0].details["days"]),
        ("frames-dropped", &serde_json::json!(100))
    );
    let proposed = RetentionProfile::proposed().unwrap();
    assert_eq!(drop_old(&proposed, both, &[], later).await.unwrap(), 0);
}
