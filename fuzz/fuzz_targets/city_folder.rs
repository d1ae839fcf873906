//! Fuzz target: a city folder of any texts reads to its end, gives a city exactly when nothing is an error, and every finding can be
//! shown. The input is cut at `\0`; its pieces become the files in this order. The mutations of the tests of `city` start from whole folders.
#![no_main]

use city::coverage;

/// The files, in the order of the pieces.
const FILES: [&str; 14] = [
    "plan/05-waters.md",
    "plan/rows.csv",
    "plan/tags.toml",
    "city.toml",
    "places/places.toml",
    "places/points.toml",
    "places/divisions.csv",
    "people/units.toml",
    "people/posts.toml",
    "registers/r.toml",
    "registers/r.csv",
    "indicators/i.toml",
    "procedures/p.toml",
    "profiles/responsibility.toml",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let pieces = FILES.iter().zip(text.split('\0'));
    let reading = city::read_files(pieces.map(|(name, text)| ((*name).to_owned(), text.to_owned())));
    assert_eq!(reading.city.is_some(), !reading.has_errors());
    for finding in &reading.findings {
        assert!(!finding.to_string().is_empty());
        let _ = finding.line_and_column();
    }
    if let Some(city) = &reading.city {
        assert_eq!(coverage::coverage(city).len(), city.rows.len());
        assert!(city::diff::diff(city, city).is_empty());
    }
});
