//! Marks: a look replaces its own, progress is kept with them, other editions begin anew.

use chrono::{NaiveDate, NaiveDateTime};
use history::Period;
use history::marks::{Look, Looked, Mark, Marks, Progress, SeriesKey};

fn at(day: u32, hour: u32) -> NaiveDateTime {
    let day = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    day.and_hms_opt(hour, 0, 0).unwrap()
}

fn key() -> SeriesKey {
    SeriesKey {
        point: "p".to_owned(),
        item: "PM25".to_owned(),
        period: Period::Hour,
    }
}

fn mark(look: &str, at: NaiveDateTime) -> Mark {
    Mark {
        at,
        look: look.to_owned(),
        outcome: "suspect".to_owned(),
        findings: "[]".to_owned(),
    }
}

fn look(name: &str, days: (u32, u32), hours: &[(u32, u32)], edition: Option<&str>) -> Look {
    Look {
        series: key(),
        look: name.to_owned(),
        from: at(days.0, 0),
        until: at(days.1, 23),
        marks: hours.iter().map(|(day, hour)| mark(name, at(*day, *hour))).collect(),
        looked: edition.map(|edition| Looked {
            edition: edition.to_owned(),
            first: at(days.0, 0),
            last: at(days.1, 23),
            counts: "{}".to_owned(),
        }),
    }
}

fn progress(through: i64) -> Progress {
    Progress {
        through,
        edition: "e".to_owned(),
    }
}

async fn told(marks: &Marks) -> Vec<String> {
    let found = marks.of_point("p", at(1, 0), at(30, 0)).await.unwrap();
    let words = found
        .iter()
        .map(|(_, mark)| format!("{} {}", mark.at.format("%d %H"), mark.look));
    words.collect()
}

#[tokio::test]
async fn a_look_replaces_its_own_marks_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let marks = Marks::open(folder.path()).await.unwrap();
    assert_eq!(marks.progress().await.unwrap(), Progress::default());
    let first = look("value", (1, 3), &[(1, 5), (2, 6), (3, 7)], Some("e"));
    let signs = look("signs", (1, 3), &[(2, 6)], None);
    marks.keep(vec![first, signs], progress(10)).await.unwrap();
    marks
        .keep(vec![look("value", (2, 4), &[(4, 8)], Some("e"))], progress(20))
        .await
        .unwrap();
    let reopened = Marks::open(folder.path()).await.unwrap();
    assert_eq!(told(&reopened).await, ["01 05 value", "02 06 signs", "04 08 value"]);
    assert_eq!(reopened.progress().await.unwrap(), progress(20));
    let looked = reopened.looked(Some("p")).await.unwrap();
    assert_eq!((looked[0].1.first, looked[0].1.last), (at(1, 0), at(4, 23)));
    marks
        .keep(vec![look("value", (9, 9), &[], Some("other"))], progress(21))
        .await
        .unwrap();
    let looked = marks.looked(None).await.unwrap();
    assert_eq!(
        (looked[0].1.first, looked[0].1.last),
        (at(9, 0), at(9, 23)),
        "other parameters begin anew"
    );
    marks.forget().await.unwrap();
    assert_eq!(told(&marks).await, Vec::<String>::new());
    assert_eq!(marks.progress().await.unwrap(), Progress::default());
}
