//! Reads the files of a city folder into memory; everything after that is pure. Only texts are read, and only so many.

use std::fs;
use std::path::{Path, PathBuf};

use standards::Text;

use crate::finding::Finding;
use crate::kind::FindingKind;
use crate::source::Findings;

/// Largest file, in bytes.
pub(crate) const FILE_BYTES_MAX: u64 = 4 << 20;
/// Largest folder, in bytes.
pub(crate) const FOLDER_BYTES_MAX: u64 = 32 << 20;
/// Most files.
pub(crate) const FILES_MAX: usize = 1_000;
/// Deepest nesting of folders.
const DEPTH_MAX: usize = 4;
/// Endings of the files that are read; others (tables of the demonstration, pictures) belong to somebody else.
const ENDINGS: [&str; 3] = ["toml", "md", "geojson"];
/// Folders in which tables are texts of the city, too.
const TABLE_FOLDERS: [&str; 3] = ["plan/", "registers/", "places/"];
/// Folders whose files other programs read.
pub(crate) const FOREIGN_FOLDERS: [&str; 1] = ["demo"];

/// Loads the texts of the folder, each with its path relative to it, in the order of their names.
pub(crate) fn load(dir: &Path, findings: &Findings) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    list(dir, "", DEPTH_MAX, &mut paths, findings);
    paths.sort();
    if paths.len() > FILES_MAX {
        let says = Text::new(
            format!("文件夹有{}个文件，最多{FILES_MAX}个", paths.len()),
            format!("the folder has {} files, at most {FILES_MAX} are read", paths.len()),
        );
        let help = Text::new("把不属于城市的文件移出去", "move out what does not belong to the city");
        findings.push(Finding::new(FindingKind::TooLarge, "", says).advising(Some(help)));
        paths.truncate(FILES_MAX);
    }
    let mut left = FOLDER_BYTES_MAX;
    paths
        .into_iter()
        .filter_map(|(name, path)| Some((text(&name, &path, &mut left, findings)?, name)))
        .map(swap)
        .collect()
}

fn swap((text, name): (String, String)) -> (String, String) {
    (name, text)
}

fn unreadable(name: &str, error: &std::io::Error, findings: &Findings) {
    let says = Text::new(format!("读不到：{error}"), format!("cannot be read: {error}"));
    let help = Text::new("核对路径和权限", "check the path and the permissions");
    let name = if name.is_empty() { "." } else { name };
    findings.push(Finding::new(FindingKind::UnreadableFile, name, says).advising(Some(help)));
}

/// Lists the files under `dir`. Hidden entries are left out; links are followed, the depth bounds a circle of links.
fn list(dir: &Path, prefix: &str, depth: usize, paths: &mut Vec<(String, PathBuf)>, findings: &Findings) {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return unreadable(prefix, &error, findings),
    };
    for entry in entries.take(FILES_MAX + 1) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unreadable(prefix, &error, findings),
        };
        let file_name = entry.file_name().to_string_lossy().into_owned();
        let name = if prefix.is_empty() {
            file_name.clone()
        } else {
            format!("{prefix}/{file_name}")
        };
        if file_name.starts_with('.') || FOREIGN_FOLDERS.contains(&name.as_str()) || paths.len() > FILES_MAX {
            continue;
        }
        let path = entry.path();
        match fs::metadata(&path) {
            Err(error) => unreadable(&name, &error, findings),
            Ok(kind) if kind.is_dir() && depth > 1 => list(&path, &name, depth - 1, paths, findings),
            Ok(kind) if kind.is_dir() => report_depth(&name, findings),
            Ok(_) if is_text(&name) => paths.push((name, path)),
            Ok(_) => {}
        }
    }
}

/// Whether a file is one of the texts of a city.
fn is_text(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.contains(&ending) || (ending == "csv" && TABLE_FOLDERS.iter().any(|folder| name.starts_with(folder)))
}

fn report_depth(name: &str, findings: &Findings) {
    let says = Text::new(
        format!("文件夹嵌套超过{DEPTH_MAX}层"),
        format!("folders are nested deeper than {DEPTH_MAX}"),
    );
    let help = Text::new("把文件往上移", "move its files up");
    findings.push(Finding::new(FindingKind::TooLarge, name, says).advising(Some(help)));
}

fn text(name: &str, path: &Path, left: &mut u64, findings: &Findings) -> Option<String> {
    let bytes = match read_bounded(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            unreadable(name, &error, findings);
            return None;
        }
    };
    let size = bytes.len() as u64;
    if size > FILE_BYTES_MAX || size > *left {
        findings.push(too_large(name));
        return None;
    }
    *left -= size;
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let says = Text::new(format!("第{at}字节处不是 UTF-8"), format!("byte {at} is not UTF-8"));
            let help = Text::new("用编辑器另存为 UTF-8", "save it as UTF-8 in an editor");
            findings.push(Finding::new(FindingKind::NotUtf8, name, says).advising(Some(help)));
            None
        }
    }
}

/// Reads at most one byte more than allowed, whatever the file system says about the size.
fn read_bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The finding for a file, or a folder, that is too large.
pub(crate) fn too_large(name: &str) -> Finding {
    let (file, folder) = (FILE_BYTES_MAX >> 20, FOLDER_BYTES_MAX >> 20);
    let says = Text::new(
        format!("文件过大：单个文件最多 {file} MiB，全部最多 {folder} MiB"),
        format!("too large: one file may have {file} MiB, all together {folder} MiB"),
    );
    let help = Text::new(
        "精简地图的线条，或拆分文件",
        "simplify the lines of the map, or split the file",
    );
    Finding::new(FindingKind::TooLarge, name, says).advising(Some(help))
}
