//! House rules that a reviewer would otherwise repeat.

use std::path::{Path, PathBuf};

use crate::program::root;

/// Lines of a source file, beyond which a room has become two.
const FILE_LINES_MAX: usize = 400;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn each_source(check: impl Fn(&str, &str) -> Option<String>) {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        sources(&entry.unwrap().path().join("src"), &mut paths);
    }
    assert!(paths.len() > 50, "the sources are where this test looks");
    let complaints: Vec<String> = paths
        .iter()
        .filter_map(|path| {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            check(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    each_source(|name, text| {
        (!text.starts_with("//! ")).then(|| format!("{name} does not begin with a sentence (//! …)"))
    });
}

#[test]
fn no_file_is_longer_than_a_room() {
    each_source(|name, text| {
        let lines = text.lines().count();
        (lines > FILE_LINES_MAX).then(|| format!("{name} has {lines} lines, at most {FILE_LINES_MAX}"))
    });
}

#[test]
fn no_crate_contains_a_place() {
    // A city is a folder of text: its names stand there and nowhere else.
    let places = ["湘潭", "Xiangtan", "湘江", "涟水", "昭山"];
    each_source(|name, text| {
        // Unit tests may name places; remarks and the default of the command line, too.
        let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((text, ""));
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: String = code.filter(|line| !line.contains("default_value")).collect();
        let found: Vec<_> = places.iter().filter(|place| code.contains(**place)).collect();
        (!found.is_empty()).then(|| format!("{name} contains {found:?}"))
    });
}

#[test]
fn nothing_is_left_to_do_in_silence() {
    each_source(|name, text| {
        let marks = ["todo!(", "unimplemented!(", "FIXME", "XXX"];
        let found: Vec<_> = marks.iter().filter(|mark| text.contains(**mark)).collect();
        (!found.is_empty()).then(|| format!("{name} contains {found:?}"))
    });
}
