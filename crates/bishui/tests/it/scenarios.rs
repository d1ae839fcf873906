//! The stories in `scenarios/`: commands with their whole output, as a person at a terminal sees it.
//!
//! A line that begins with `$ ` is a command of the program, the lines below it are its output. The commands of one story share a
//! fresh data folder; `< FILE` at the end gives a command something to read. With `BISHUI_BLESS=1` the outputs are written anew; read the diff as carefully as code.

use std::path::Path;

use crate::program::{bishui, root};

/// What differs from run to run is shown as `…`.
fn steady(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let clock = word.len() == 8 && word.matches(':').count() == 2 && digits == 6;
        let moment = word.len() == 20 && word.ends_with('Z') && digits == 14;
        if clock || moment { "…" } else { word }
    });
    let line = words.collect::<Vec<_>>().join(" ");
    match line.split_once(" UTC") {
        // The day of a receipt stands before its clock.
        Some((before, after)) => {
            let kept: Vec<&str> = before.split_whitespace().take(1).collect();
            format!("{}  …  UTC{after}", kept.join(" "))
        }
        None => line,
    }
}

/// The story with the outputs that its commands have now. Remarks (`#`) are kept as they are.
fn transcript(story: &str, data: &Path) -> String {
    let mut told = String::new();
    for line in story
        .lines()
        .filter(|line| line.starts_with('#') || line.starts_with("$ bishui "))
    {
        told.push_str(line);
        told.push('\n');
        let Some(command) = line.strip_prefix("$ bishui ") else {
            continue;
        };
        let (command, input) = command.split_once(" < ").unwrap_or((command, "/dev/null"));
        let input = std::fs::File::open(root().join(input)).unwrap();
        let mut program = bishui(data);
        let output = program.args(command.split_whitespace()).stdin(input).output().unwrap();
        for bytes in [output.stdout, output.stderr] {
            for line in String::from_utf8(bytes).unwrap().lines() {
                told.push_str(steady(line).trim_end());
                told.push('\n');
            }
        }
        if !output.status.success() {
            told.push_str(&format!("[exit {}]\n", output.status.code().unwrap_or(-1)));
        }
    }
    told
}

/// Tells one story, or writes it anew.
fn tell(path: &Path) {
    let story = std::fs::read_to_string(path).unwrap();
    let data = tempfile::tempdir().unwrap();
    let told = transcript(&story, data.path());
    if std::env::var_os("BISHUI_BLESS").is_some() {
        std::fs::write(path, &told).unwrap();
    } else {
        assert!(told == story, "{} is told otherwise:\n{told}", path.display());
    }
}

#[test]
fn every_story_is_told_as_it_is_written() {
    let entries = std::fs::read_dir(root().join("scenarios")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut stories: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    stories.sort();
    assert!(!stories.is_empty(), "there are stories");
    // Each has a data folder of its own, so a few are told at a time.
    let at_once = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    std::thread::scope(|scope| {
        for some in stories.chunks(stories.len().div_ceil(at_once)) {
            scope.spawn(move || some.iter().for_each(|path| tell(path)));
        }
    });
}
