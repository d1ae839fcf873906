//! The stories in `scenarios/`: commands with their whole output, as a person at a terminal sees it.
//!
//! A line that begins with `$ ` is a command of the program, the lines below it are its output. The commands of one story share a
//! fresh data folder; `< FILE` at the end gives a command something to read. With `BISHUI_BLESS=1` the outputs are written anew; read the diff as carefully as code.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{bishui, root};

/// What differs from run to run is shown as `…`.
fn steady(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let clock = word.len() == 8 && word.matches(':').count() == 2 && digits == 6;
        if clock { "…" } else { word }
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
fn transcript(story: &str, data: &Path, journal: Option<&str>) -> String {
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
        program.envs(journal.map(|address| ("BISHUI_JOURNAL", address)));
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

#[test]
fn every_story_is_told_as_it_is_written() {
    let mut stories = 0;
    for entry in std::fs::read_dir(root().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "txt") {
            continue;
        }
        let story = std::fs::read_to_string(&path).unwrap();
        let data = tempfile::tempdir().unwrap();
        let told = transcript(&story, data.path(), None);
        if std::env::var_os("BISHUI_BLESS").is_some() {
            std::fs::write(&path, &told).unwrap();
        } else {
            assert!(told == story, "{} is told otherwise:\n{told}", path.display());
        }
        stories += 1;
    }
    assert!(stories > 0, "there are stories");
}

/// The same commands, the same words, whatever keeps the journal; only what remains of an erased text differs.
#[test]
fn the_story_of_the_journal_is_the_same_in_a_database() {
    let Some(server) = postgres_server() else {
        eprintln!("skipped: postgresql is not present");
        return;
    };
    let database = format!("story_{}", std::process::id());
    let made = Command::new("psql")
        .args([&server, "-qc", &format!("CREATE DATABASE {database}")])
        .status();
    assert!(made.unwrap().success());
    let address = server.replace("/postgres?", &format!("/{database}?"));
    let story = std::fs::read_to_string(root().join("scenarios/journal.txt")).unwrap();
    let data = tempfile::tempdir().unwrap();
    let told = transcript(&story, data.path(), Some(&address));
    let remains = "the log of the database server (pg_wal), its archive and standbys may still hold the text; its keeper follows docs/journal.md\n";
    assert_eq!(
        told.matches(remains).count(),
        story.matches("\nerased, recorded as act").count()
    );
    assert_eq!(told.replace(remains, ""), story);
    assert!(!data.path().join("journal.sqlite").exists(), "the data folder has none");
}

#[test]
fn a_password_in_an_address_is_not_shown() {
    let data = tempfile::tempdir().unwrap();
    for (address, expected) in [
        ("postgresql://bishui:hush@db", "names no database"),
        ("journal.sqlite?hush", "postgresql://"),
        (
            "postgresql://bishui:hush@/city?host=/nowhere",
            "cannot be read or written",
        ),
    ] {
        for arguments in [&["audit", "verify"][..], &["audit", "--help"]] {
            let output = bishui(data.path())
                .args(arguments)
                .env("BISHUI_JOURNAL", address)
                .output()
                .unwrap();
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(!said.contains("hush"), "{said}");
            assert!(said.contains(expected) || output.status.success(), "{said}");
        }
    }
}

/// The server that `scripts/test` has started, else one that ends with this process.
fn postgres_server() -> Option<String> {
    if let Ok(address) = std::env::var("BISHUI_POSTGRES") {
        return Some(address);
    }
    let mut server = Command::new(root().join("scripts/postgres-server"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    // The end of its input is what stops it: that comes with the end of this process.
    std::mem::forget(server);
    Some(line.trim().to_owned()).filter(|address| !address.is_empty())
}
