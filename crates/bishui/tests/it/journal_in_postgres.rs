//! The journal in a database: the same commands, the same words.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{bishui, root};

/// What each command of a story says, without the moments at which things were recorded.
fn told(story: &str, data: &Path, journal: Option<&str>) -> Vec<String> {
    let commands = story.lines().filter_map(|line| line.strip_prefix("$ bishui "));
    let told = commands.map(|command| {
        let output = bishui(data)
            .args(command.split_whitespace())
            .envs(journal.map(|address| ("BISHUI_JOURNAL", address)))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let words = said.split(' ').filter(|word| word.matches(':').count() != 2);
        format!(
            "{command}\n{}\n{:?}",
            words.collect::<Vec<_>>().join(" "),
            output.status.code()
        )
    });
    told.collect()
}

/// Only what remains of an erased text differs.
#[test]
fn the_story_of_the_journal_is_the_same_in_a_database() {
    let Some(server) = server() else {
        eprintln!("skipped: postgresql is not present");
        return;
    };
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    let database = format!("story_{now}");
    let made = Command::new("psql")
        .args([&server, "-qc", &format!("CREATE DATABASE {database}")])
        .status();
    assert!(made.unwrap().success());
    let address = server.replace("/postgres?", &format!("/{database}?"));
    let story = std::fs::read_to_string(root().join("scenarios/journal.txt")).unwrap();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let in_file = told(&story, folders[0].path(), None);
    let in_database = told(&story, folders[1].path(), Some(&address));
    let remains = "the log of the database server (pg_wal), its archive and standbys may still hold the text; its keeper follows docs/journal.md\n";
    assert!(in_database.len() > 10 && in_database.iter().any(|said| said.contains(remains)));
    for (one, other) in in_file.iter().zip(&in_database) {
        assert_eq!(*one, other.replace(remains, ""));
    }
    let there = |folder: &tempfile::TempDir| folder.path().join("journal.sqlite").exists();
    assert_eq!(folders.each_ref().map(there), [true, false]);
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
fn server() -> Option<String> {
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
