//! Calendars and profiles of a folder: what they say once they are read.

use chrono::NaiveDate;
use city::City;
use standards::Certainty;

use crate::sample::Sample;
use crate::xiangtan::xiangtan;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Working days of each year: weekdays without those off, with the make-up days; counted once apart from this program.
const WORKING_DAYS: [(i32, u32, usize); 11] = [
    (2016, 250, 6),
    (2017, 249, 5),
    (2018, 250, 7),
    (2019, 250, 6),
    (2020, 249, 6),
    (2021, 250, 7),
    (2022, 249, 7),
    (2023, 249, 7),
    (2024, 251, 8),
    (2025, 248, 5),
    (2026, 248, 6),
];

#[test]
fn the_years_2016_to_2026_have_their_working_days() {
    let city: City = xiangtan();
    let calendar = city.working_days();
    for (year, working, made_up) in WORKING_DAYS {
        assert_eq!(calendar.working_days_of(year), Ok(working), "{year}");
        let written = city.calendar.iter().find(|each| each.year == year).unwrap();
        assert_eq!(written.workdays.len(), made_up, "{year}");
        assert_eq!(written.certainty, Certainty::V2);
        assert!(written.source.contains("国办发明电"), "{year}");
    }
    assert!(calendar.working_days_of(2027).is_err());
    let table = [
        ("2018-12-29", true),
        ("2018-12-31", false),
        ("2019-04-05", false),
        ("2019-05-05", true),
        ("2020-01-31", false),
        ("2020-02-01", false),
        ("2022-12-31", false),
        ("2026-01-04", true),
        ("2026-10-10", true),
    ];
    for (on, working) in table {
        assert_eq!(calendar.is_working(day(on)), Ok(working), "{on}");
    }
}

#[test]
fn a_city_chooses_variants_and_values() {
    let text = "variants = [\"P-AKQ\", \"V-B\"]\n\n[[parameter]]\nid = \"publicity_working_days\"\nunit = \"working-days\"\n[[parameter.value]]\nvalue = \"5\"\nfrom = 2019-01-01\ncertainty = \"V1\"\nsource = \"市河长办\"\n";
    let city = Sample::whole()
        .change("profiles/responsibility.toml", "", text)
        .read()
        .city
        .unwrap();
    let (profile, variants) = city.profile("responsibility").unwrap();
    assert_eq!(variants, ["P-AKQ", "V-B"]);
    let value = |on: &str, id: &str| {
        let view = variants
            .iter()
            .rev()
            .fold(profile.at(day(on)), |view, variant| view.variant(variant));
        view.parameter(id).unwrap().value.to_string()
    };
    assert_eq!(value("2018-12-31", "publicity_working_days"), "10");
    assert_eq!(value("2019-01-01", "publicity_working_days"), "5");
    assert_eq!(value("2019-01-01", "patrol_min_minutes"), "30");
    assert_eq!(value("2019-01-01", "patrol_township_per_month"), "1");
    assert!(city.profile("nothing").is_err());
}
