//! Folders on a disk: what cannot be read is a finding, and everything has a limit.

use std::fs;
use std::path::Path;

use city::{FindingKind as Kind, Reading};
use standards::Language;
use tempfile::TempDir;

use crate::sample::{Sample, render};

fn sample_on_disk() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in Sample::whole().files() {
        write(folder.path(), name, text.as_bytes());
    }
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn told(reading: &Reading) -> String {
    reading
        .findings
        .iter()
        .map(|finding| render(finding, Language::English))
        .collect()
}

#[test]
fn a_folder_reads_like_its_texts() {
    let folder = sample_on_disk();
    write(folder.path(), ".hidden.toml", b"not = [valid");
    write(folder.path(), "demo/values.toml", b"not = [valid");
    write(folder.path(), "README.txt", b"anything");
    write(
        folder.path(),
        "plan/README.md",
        b"For people, without a heading of a clause.",
    );
    write(folder.path(), "city.toml.bak", b"not = [valid");
    let reading = city::read(folder.path());
    assert_eq!(told(&reading), "");
    let (from_disk, from_texts) = (reading.city.unwrap(), Sample::whole().read().city.unwrap());
    assert_eq!(format!("{from_disk:?}"), format!("{from_texts:?}"));
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let folder = sample_on_disk();
    let text = fs::read_to_string(folder.path().join("city.toml")).unwrap();
    write(folder.path(), "city.toml", format!("\u{feff}{text}").as_bytes());
    assert_eq!(told(&city::read(folder.path())), "");
}

#[test]
fn text_that_is_not_utf8() {
    let folder = sample_on_disk();
    // The first two characters of a file saved as GBK.
    write(folder.path(), "plan/07-air.md", b"# \xb5\xda\xc6\xdf");
    insta::assert_snapshot!(told(&city::read(folder.path())), @"
    city::not-utf8

      × plan/07-air.md: line 1 (byte 2) is not UTF-8
      help: it looks like GB 18030 (GBK): save it as UTF-8 in an editor
    ");
}

#[test]
fn a_file_that_is_too_large() {
    let folder = sample_on_disk();
    write(folder.path(), "plan/07-air.md", &vec![b'a'; (4 << 20) + 1]);
    insta::assert_snapshot!(told(&city::read(folder.path())), @"
    city::too-large

      × plan/07-air.md: too large: one file may have 4 MiB, all together 32 MiB
      help: simplify the lines of the map, or split the file
    ");
}

#[test]
fn folders_that_are_nested_too_deep() {
    let folder = sample_on_disk();
    write(folder.path(), "plan/a/b/c/d/e.md", b"# ");
    insta::assert_snapshot!(told(&city::read(folder.path())), @"
    city::too-large

      × plan/a/b/c: folders are nested deeper than 4
      help: move its files up
    ");
}

#[test]
fn too_many_files() {
    let folder = sample_on_disk();
    for number in 0..1_001 {
        write(folder.path(), &format!("registers-old/{number}.toml"), b"");
    }
    let reading = city::read(folder.path());
    assert!(
        reading.findings.iter().any(|finding| finding.kind == Kind::TooLarge),
        "{}",
        told(&reading)
    );
    assert!(reading.city.is_none());
}

#[test]
fn a_folder_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    let reading = city::read(&folder.path().join("nowhere"));
    assert!(reading.city.is_none());
    let kinds: Vec<Kind> = reading.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [Kind::UnreadableFile]);
}

#[test]
fn a_list_of_faults_has_an_end() {
    let keys: String = (0..2_000).map(|number| format!("key{number} = 1\n")).collect();
    let reading = Sample::whole().change("places/places.toml", "", &keys).read();
    assert_eq!(reading.findings.len(), 501);
    let last = reading.findings.last().unwrap();
    insta::assert_snapshot!(render(last, Language::English), @"
    city::too-many-findings

      × more than 500 findings; the rest is not listed
      help: mend those above and check again
    ");
    assert!(reading.city.is_none());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for_and_a_link_in_a_circle_is_told_once() {
    let folder = sample_on_disk();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("plan/loop")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("calendar.toml")).unwrap();
    insta::assert_snapshot!(told(&city::read(folder.path())), @"
    city::unreadable-file

      × calendar.toml: this is not a file but a pipe or device
      help: take it away
    city::unreadable-file

      × plan/loop: this link leads back to a folder above it
      help: take it away
    ");
}
