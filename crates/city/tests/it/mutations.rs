//! Whatever is done to a folder, reading it ends with a city or with an error, never with a panic; and every finding can be shown.

use std::fs;
use std::path::Path;

use city::{Reading, Severity};
use proptest::prelude::*;
use standards::Language;

use crate::sample::{Sample, render};
use crate::xiangtan::folder;

/// The texts of the folder that ships, longest last so that most mutations hit the small files.
fn shipped() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for name in [
        "city.toml",
        "people/posts.toml",
        "places/places.toml",
        "places/points.toml",
        "places/waters.geojson",
    ] {
        files.push((name.to_owned(), fs::read_to_string(folder().join(name)).unwrap()));
    }
    for entry in fs::read_dir(folder().join("plan")).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("plan/{}", Path::new(path.file_name().unwrap()).display());
        files.push((name, fs::read_to_string(path).unwrap()));
    }
    files
}

fn holds(reading: &Reading) {
    let errors = reading
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .count();
    assert_eq!(reading.city.is_some(), errors == 0, "{:?}", reading.findings);
    assert!(reading.findings.len() <= 501);
    if let Some(city) = &reading.city {
        assert_eq!(city::coverage::coverage(city).len(), city.rows.len());
        assert!(city::diff::diff(city, city).is_empty());
    }
    for finding in reading.findings.iter().take(20) {
        assert!(!finding.says.zh.is_empty() && !finding.says.en.is_empty());
        let shown = render(finding, Language::Chinese);
        assert!(shown.len() < 8_000, "{} bytes: {shown}", shown.len());
    }
}

#[derive(Clone, Debug)]
enum Change {
    Delete {
        at: prop::sample::Index,
        length: usize,
    },
    Insert {
        at: prop::sample::Index,
        text: String,
    },
    Repeat {
        at: prop::sample::Index,
        length: usize,
        times: usize,
    },
    SwapFiles {
        with: prop::sample::Index,
    },
}

fn change() -> impl Strategy<Value = Change> {
    let word = prop_oneof![
        Just("\"".to_owned()),
        Just("[".to_owned()),
        Just("\n".to_owned()),
        Just("```toml target\n".to_owned()),
        Just("> ".to_owned()),
        Just("# 第五条 ".to_owned()),
        Just("[[".to_owned()),
        Just("99999999999999999999999999999999".to_owned()),
        "\\PC{0,12}",
    ];
    let at = || any::<prop::sample::Index>();
    prop_oneof![
        (at(), 1..40_usize).prop_map(|(at, length)| Change::Delete { at, length }),
        (at(), word).prop_map(|(at, text)| Change::Insert { at, text }),
        (at(), 1..200_usize, 1..50_usize).prop_map(|(at, length, times)| Change::Repeat { at, length, times }),
        at().prop_map(|with| Change::SwapFiles { with }),
    ]
}

fn apply(files: &mut [(String, String)], file: prop::sample::Index, change: Change) {
    let index = file.index(files.len());
    let text = files[index].1.clone();
    let near = |byte: usize| text.floor_char_boundary(byte.min(text.len()));
    let changed = match change {
        Change::Delete { at, length } => {
            let start = near(at.index(text.len() + 1));
            format!("{}{}", &text[..start], &text[near(start + length)..])
        }
        Change::Insert { at, text: word } => {
            let start = near(at.index(text.len() + 1));
            format!("{}{word}{}", &text[..start], &text[start..])
        }
        Change::Repeat { at, length, times } => {
            let start = near(at.index(text.len() + 1));
            let piece = &text[start..near(start + length)];
            format!("{}{}{}", &text[..start], piece.repeat(times), &text[start..])
        }
        Change::SwapFiles { with } => {
            let other = with.index(files.len());
            let theirs = std::mem::replace(&mut files[other].1, text.clone());
            files[index].1 = theirs;
            return;
        }
    };
    files[index].1 = changed;
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changes_of_the_shipped_folder(
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..6),
    ) {
        let mut files = shipped();
        for (file, change) in changes {
            apply(&mut files, file, change);
        }
        holds(&city::read_files(files));
    }

    #[test]
    fn changes_of_the_sample(
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..12),
    ) {
        let mut files: Vec<_> = Sample::whole().files().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        for (file, change) in changes {
            apply(&mut files, file, change);
        }
        holds(&city::read_files(files));
    }

    #[test]
    fn any_text_in_any_file(text in "\\PC{0,300}", file in any::<prop::sample::Index>()) {
        let mut files: Vec<_> = Sample::whole().files().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let index = file.index(files.len());
        files[index].1 = text;
        holds(&city::read_files(files));
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = 100_000;
    for (file, text) in [
        ("places/waters.geojson", "[".repeat(deep)),
        ("places/waters.geojson", "{\"a\":".repeat(deep)),
        ("city.toml", format!("id = {}", "[".repeat(deep))),
        ("city.toml", "a.".repeat(deep) + "b = 1"),
        ("plan/07-air.md", "> ".repeat(deep) + "x"),
        ("plan/07-air.md", "- ".repeat(deep) + "x"),
        ("plan/07-air.md", "# 第七条 ".to_owned() + &"[".repeat(deep)),
        ("plan/07-air.md", "# 第七条 ".to_owned() + &"*a ".repeat(deep)),
    ] {
        let begun = std::time::Instant::now();
        holds(&Sample::whole().change(file, "", &text).read());
        assert!(begun.elapsed().as_secs() < 5, "{file}: {:?}", begun.elapsed());
    }
}

#[test]
fn large_folders_end_in_good_time() {
    let repeat = |text: &str| text.repeat((1 << 20) / text.len());
    let numbered = |most: usize, text: &dyn Fn(usize) -> String| (0..most).map(text).collect::<String>();
    let target = |number: usize| {
        format!(
            "二\n\n```toml target\nid = \"S07-{number}\"\nindicator = \"good-air-days\"\nplaces = [\"town\"]\n\
             comparator = \"at-least\"\nvalue = 1\nunit = \"%\"\ncertainty = \"V1\"\n```\n\n"
        )
    };
    let feature = |number: usize| {
        format!(
            "{{\"properties\":{{\"id\":\"r{number}\",\"name\":\"x\",\"name_en\":\"x\",\"water_body\":\"lian\",\
             \"downstream\":\"r{}\"}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[{}]}}}},",
            number + 1,
            vec!["[1,2]"; 200].join(",")
        )
    };
    let features = numbered(700, &feature);
    for (what, file, text) in [
        (
            "keys",
            "places/places.toml",
            numbered(50_000, &|number| format!("k{number} = 1\n")),
        ),
        ("a long key", "places/points.toml", format!("{} = 1", repeat("key"))),
        (
            "a long word",
            "places/points.toml",
            format!("[[point]]\nkind = \"{}\"", repeat("字")),
        ),
        ("tables", "places/points.toml", repeat("[[point]]\nid = \"a\"\n")),
        (
            "words",
            "places/points.toml",
            format!("[[point]]\nanswers = [{}]", repeat("\"a\", ")),
        ),
        ("broken lines", "people/posts.toml", repeat("=\n").repeat(2)),
        (
            "paragraphs",
            "plan/07-air.md",
            "# 第七条 蓝天\n\n".to_owned() + &repeat("二\n\n"),
        ),
        (
            "targets",
            "plan/07-air.md",
            "# 第七条 蓝天\n\n".to_owned() + &numbered(1_000, &target),
        ),
        ("titles", "plan/07-air.md", repeat("# 第七条 蓝天\n\n")),
        (
            "fences",
            "plan/07-air.md",
            "# 第七条 蓝天\n\n".to_owned() + &repeat("```toml target\n```\n\n"),
        ),
        (
            "reaches",
            "places/waters.geojson",
            format!(
                "{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
                features.trim_end_matches(',')
            ),
        ),
    ] {
        let sample = Sample::whole().change(file, "", &text);
        let begun = std::time::Instant::now();
        let reading = sample.read();
        let took = begun.elapsed();
        assert!(took.as_secs() < 10, "{what}: {took:?}");
        holds(&reading);
    }
}
