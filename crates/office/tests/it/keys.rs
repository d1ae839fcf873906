//! Questions are read as they are written, and what is no question is refused.

use office::key::WhyKey;

#[test]
fn keys_are_read_as_they_are_written() {
    for key in [
        "target/S07-22/2015",
        "water/clear-mouth/2021-04-01T08:00",
        "water/clear-mouth/2021-04-01T08:00:30",
        "water/clear-mouth/2021-04",
        "water/clear-mouth/2021",
        "air/1508a/2020-04-03",
        "indicator/plots-safe",
        "indicator/plots-safe/2020",
        "entry/plots/3",
        "value/clear-mouth/NH3N/hour/2021-04-01T08:00",
        "value/clear-mouth/NH3N/minute-maximum/2021-04-01T08:01",
    ] {
        assert_eq!(key.parse::<WhyKey>().unwrap().to_string(), key);
    }
}

#[test]
fn what_is_no_question_is_refused() {
    let long = "air/".repeat(200);
    for key in [
        "",
        "target",
        "target/S/x",
        "indicator/i/x",
        "entry/plots",
        "entry/plots/x",
        "water/p/2021-13",
        "water/p/20-1",
        "air/p/2021-02-30",
        "value/p/i/week/2021-04-01T08:00",
        "value/p/i/hour-median/2021-04-01T08:00",
        "value/p/i/hour/+262142-12-31T23:30",
        "air/p/-2021-04-01T08:00",
        "x/y/z",
        &long,
    ] {
        assert!(key.parse::<WhyKey>().is_err(), "{key}");
    }
}
