//! Clock arithmetic: every dated example of the rules, and the edges of each unit.

use chrono::{NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use rules::clock::{
    Calendar, ClockError, ClockUnit, Due, LENGTH_MAX, Pause, Period, Window, before, due, due_when_running, windows,
};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("'{text}' is no day"))
}

pub fn moment(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap_or_else(|_| panic!("'{text}' is no moment"))
}

/// The rows of a table of cases, without its header; fields hold no commas.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split(',').collect())
}

/// The calendar of 2018 (only its last days differ) and 2019.
pub fn calendar() -> Calendar {
    let mut calendar = Calendar::default();
    for row in rows(include_str!("cases/calendar.csv")) {
        let days = day(row[2]).iter_days().take_while(|each| *each <= day(row[3]));
        let (off, worked): (Vec<NaiveDate>, Vec<NaiveDate>) = days.partition(|_| row[1] == "off");
        calendar.add_year(row[0].parse().unwrap(), off, worked);
    }
    calendar
}

#[test]
fn limits_end_as_the_rules_tell() {
    let calendar = calendar();
    for row in rows(include_str!("cases/clock.csv")) {
        let [source, start, length, unit, expected] = row[..] else {
            panic!("{row:?}");
        };
        let unit = ClockUnit::from_word(unit).unwrap();
        let told = match due(moment(start), length.parse().unwrap(), unit, &calendar) {
            Ok(Due::Day(day)) => day.to_string(),
            Ok(Due::Moment(moment)) => moment.format("%Y-%m-%dT%H:%M").to_string(),
            Err(ClockError::UnknownYear(unknown)) => format!("unknown {}", unknown.year),
            Err(other) => other.to_string(),
        };
        assert_eq!(told, expected, "{source}");
    }
}

#[test]
fn the_last_day_counts_whole_and_the_last_minute_counts() {
    let due = due(moment("2019-03-11T09:00"), 24, ClockUnit::Hours, &calendar()).unwrap();
    for (at, holds) in [
        ("2019-03-12T08:59", true),
        ("2019-03-12T09:00", true),
        ("2019-03-12T09:01", false),
    ] {
        assert_eq!(due.holds(moment(at)), holds, "{at}");
    }
    let due = Due::Day(day("2019-03-18"));
    assert!(due.holds(moment("2019-03-18T23:59")));
    assert!(!due.holds(moment("2019-03-19T00:00")));
    let sooner = Due::Moment(moment("2019-03-18T12:00"));
    assert_eq!(due.earlier(sooner), sooner);
    assert_eq!(Due::Moment(moment("2019-03-19T00:01")).earlier(due), due);
}

#[test]
fn hand_over_limits_end_on_a_working_day() {
    let calendar = calendar();
    // ENF-2 #1 … #7.
    let table = [
        ("2019-03-04T10:00", 3, ClockUnit::CalendarDays, "end of 2019-03-07"),
        ("2019-03-06T09:00", 24, ClockUnit::Hours, "2019-03-07 09:00"),
        ("2019-03-07T10:00", 3, ClockUnit::CalendarDays, "end of 2019-03-11"),
        ("2019-03-07T10:00", 7, ClockUnit::CalendarDays, "end of 2019-03-14"),
        ("2019-03-15T10:00", 3, ClockUnit::WorkingDays, "end of 2019-03-20"),
        ("2019-03-11T10:00", 3, ClockUnit::CalendarDays, "end of 2019-03-14"),
        ("2019-03-11T10:00", 7, ClockUnit::CalendarDays, "end of 2019-03-18"),
    ];
    for (start, length, unit, expected) in table {
        let end = due(moment(start), length, unit, &calendar).unwrap();
        let end = end.on_working_day(&calendar).unwrap();
        assert_eq!(end.text().en, expected, "{start} {length}");
    }
}

#[test]
fn an_unknown_year_says_what_to_do() {
    let unknown = calendar().is_working(day("2031-05-05")).unwrap_err();
    insta::assert_snapshot!(unknown.text().zh, @"没有2031年的节假日安排，工作日无法推算；请补上 calendar/2031.toml");
    insta::assert_snapshot!(unknown.text().en, @"the holidays of 2031 are not known, so working days cannot be counted; add calendar/2031.toml");
}

#[test]
fn working_days_of_a_year() {
    assert_eq!(calendar().working_days_of(2019), Ok(250));
}

#[test]
fn a_reminder_lies_before_the_deadline() {
    let calendar = calendar();
    let table = [
        ("2019-03-29", 10, ClockUnit::WorkingDays, "2019-03-15"),
        ("2019-04-08", 1, ClockUnit::WorkingDays, "2019-04-04"),
        ("2019-03-31", 1, ClockUnit::Months, "2019-02-28"),
        ("2019-03-15", 1, ClockUnit::TenDayPeriods, "2019-03-01"),
        ("2019-03-15", 30, ClockUnit::CalendarDays, "2019-02-13"),
    ];
    for (deadline, length, unit, expected) in table {
        assert_eq!(
            before(day(deadline), length, unit, &calendar),
            Ok(day(expected)),
            "{deadline}"
        );
    }
}

#[test]
fn a_clock_that_stood_still_ends_later() {
    let calendar = calendar();
    let pause = |from: &str, to: &str| Pause {
        from: moment(from),
        to: Some(moment(to)),
    };
    let run = |start: &str, length, extension, unit, pauses: &[Pause]| {
        due_when_running(moment(start), length, extension, unit, pauses, &calendar)
    };
    let start = "2019-03-11T09:00";
    let whole_week = [pause("2019-03-13T10:00", "2019-03-20T10:00")];
    let table = [
        (
            run(
                start,
                24,
                0,
                ClockUnit::Hours,
                &[pause("2019-03-11T12:00", "2019-03-11T15:30")],
            ),
            "2019-03-12 12:30",
        ),
        // Wednesday to Tuesday: the 13th, 14th, 15th and 18th are not counted, the 20th is.
        (
            run(start, 5, 0, ClockUnit::WorkingDays, &whole_week),
            "end of 2019-03-25",
        ),
        (
            run(start, 15, 0, ClockUnit::CalendarDays, &whole_week),
            "end of 2019-04-02",
        ),
        (run(start, 60, 30, ClockUnit::CalendarDays, &[]), "end of 2019-06-09"),
        // A pause after the end changes nothing.
        (
            run(start, 1, 0, ClockUnit::CalendarDays, &whole_week),
            "end of 2019-03-12",
        ),
    ];
    for (told, expected) in table {
        assert_eq!(told.unwrap().text().en, expected);
    }
    let open = [Pause {
        from: moment("2019-03-12T08:00"),
        to: None,
    }];
    assert_eq!(
        run(start, 5, 0, ClockUnit::WorkingDays, &open),
        Err(ClockError::Paused(day("2019-03-12")))
    );
}

#[test]
fn whole_windows_lie_in_a_span() {
    let span = |first: &str, last: &str| Window {
        first: day(first),
        last: day(last),
    };
    let march = span("2019-03-01", "2019-03-31");
    let table = [
        (
            Period::TenDays,
            march,
            "2019-03-01–2019-03-10 2019-03-11–2019-03-20 2019-03-21–2019-03-31",
        ),
        (Period::HalfMonth, march, "2019-03-01–2019-03-15 2019-03-16–2019-03-31"),
        (
            Period::IsoWeek,
            span("2019-03-01", "2019-03-17"),
            "2019-03-04–2019-03-10 2019-03-11–2019-03-17",
        ),
        (
            Period::Quarter,
            span("2019-01-01", "2019-06-29"),
            "2019-01-01–2019-03-31",
        ),
        (Period::Year, span("2019-01-01", "2019-12-31"), "2019-01-01–2019-12-31"),
        (Period::Month, span("2019-03-02", "2019-03-31"), ""),
    ];
    for (period, span, expected) in table {
        let told: Vec<String> = windows(span, period)
            .iter()
            .map(|window| format!("{}–{}", window.first, window.last))
            .collect();
        assert_eq!(told.join(" "), expected, "{period:?}");
    }
    // RESP-2 #7: an assignment from 20 April covers 11 of 30 days.
    let april = Window::around(day("2019-04-20"), Period::Month).unwrap();
    let cover = april.covered(day("2019-04-20"), None);
    assert_eq!((cover.days, cover.of), (11, 30));
    assert_eq!(april.covered(day("2019-05-02"), None).days, 0);
}

proptest! {
    #[test]
    fn nothing_panics_and_a_longer_limit_never_ends_sooner(
        ordinal in 1u32..=365, year in 1900i32..2200, length in 0u32..3000, unit in 0usize..8,
    ) {
        let start = NaiveDate::from_yo_opt(year, ordinal).unwrap().and_hms_opt(9, 0, 0).unwrap();
        let unit = ClockUnit::ALL[unit];
        let calendar = calendar();
        if let (Ok(one), Ok(two)) = (due(start, length, unit, &calendar), due(start, length + 1, unit, &calendar)) {
            prop_assert!(one.day() <= two.day());
            prop_assert!(one.day() >= start.date());
        }
        prop_assert!(due(start, LENGTH_MAX + 1, unit, &calendar).is_err());
        prop_assert!(due(NaiveDateTime::MAX, length.max(1), unit, &calendar).is_err());
    }

    #[test]
    fn every_day_lies_in_exactly_its_window(ordinal in 1u32..=365, year in 1900i32..2200, kind in 0usize..7) {
        let day = NaiveDate::from_yo_opt(year, ordinal).unwrap();
        let period = Period::ALL[kind];
        let window = Window::around(day, period).unwrap();
        prop_assert!(window.contains(day));
        prop_assert_eq!(Window::around(window.first, period), Some(window));
        prop_assert_eq!(Window::around(window.last, period), Some(window));
    }
}
