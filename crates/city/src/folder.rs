//! Reads the files of a city folder into memory; everything after that is pure. Only texts are read, and only so many.

use std::fs;
use std::io::ErrorKind;
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
/// What the folder itself is called in a finding.
pub(crate) const ROOT: &str = ".";
/// Endings of the files that are read; others (tables of the demonstration, pictures) belong to somebody else.
const ENDINGS: [&str; 3] = ["toml", "md", "geojson"];
/// Folders in which tables are texts of the city, too.
const TABLE_FOLDERS: [&str; 3] = ["plan/", "registers/", "places/"];
/// Folders whose files other programs read.
pub(crate) const FOREIGN_FOLDERS: [&str; 1] = ["demo"];

/// Loads the texts of the folder, each with its path relative to it, in the order of their names.
pub(crate) fn load(dir: &Path, findings: &Findings) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    list(dir, "", &mut Vec::new(), &mut paths, findings);
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
    let says = match error.kind() {
        ErrorKind::NotFound => Text::new("这里什么也没有", "there is nothing here"),
        ErrorKind::PermissionDenied => Text::new("没有读取的权限", "reading it is not permitted"),
        ErrorKind::NotADirectory => Text::new("不是文件夹", "this is not a folder"),
        _ => Text::new(format!("读不到：{error}"), format!("cannot be read: {error}")),
    };
    let help = match error.kind() {
        ErrorKind::PermissionDenied => Text::new("核对权限", "check the permissions"),
        _ => Text::new("核对路径", "check the path"),
    };
    let name = if name.is_empty() { ROOT } else { name };
    findings.push(Finding::new(FindingKind::UnreadableFile, name, says).advising(Some(help)));
}

/// Lists the files under `dir`. Hidden entries are left out; links are followed, except into a folder that is being listed (`above`).
fn list(dir: &Path, prefix: &str, above: &mut Vec<PathBuf>, paths: &mut Vec<(String, PathBuf)>, findings: &Findings) {
    if let Ok(real) = dir.canonicalize() {
        if above.contains(&real) {
            return report_odd(
                prefix,
                Text::new("这个链接指回上层文件夹", "this link leads back to a folder above it"),
                findings,
            );
        }
        above.push(real);
    }
    list_entries(dir, prefix, above, paths, findings);
    above.pop();
}

fn list_entries(
    dir: &Path,
    prefix: &str,
    above: &mut Vec<PathBuf>,
    paths: &mut Vec<(String, PathBuf)>,
    findings: &Findings,
) {
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
            Ok(kind) if kind.is_dir() && above.len() < DEPTH_MAX => list(&path, &name, above, paths, findings),
            Ok(kind) if kind.is_dir() => report_depth(&name, findings),
            Ok(kind) if is_text(&name) && !kind.is_file() => report_odd(
                &name,
                Text::new("这不是普通文件", "this is not a file but a pipe or device"),
                findings,
            ),
            Ok(_) if is_text(&name) => paths.push((name, path)),
            Ok(_) => {}
        }
    }
}

/// Whether a file is one of the texts of a city.
fn is_text(name: &str) -> bool {
    // An ending in capitals is taken, too, so that it can be told that nothing reads the file.
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = ending.to_ascii_lowercase();
    ENDINGS.contains(&ending.as_str())
        || (ending == "csv" && TABLE_FOLDERS.iter().any(|folder| name.starts_with(folder)))
}

fn report_odd(name: &str, says: Text, findings: &Findings) {
    let help = Text::new("把它移走", "take it away");
    findings.push(Finding::new(FindingKind::UnreadableFile, name, says).advising(Some(help)));
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
            findings.push(not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to()));
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

/// The finding for bytes that are not UTF-8 from `at` on, with a guess at what they are.
fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Finding {
    let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let says = Text::new(
        format!("第{line}行（第{at}字节）不是 UTF-8"),
        format!("line {line} (byte {at}) is not UTF-8"),
    );
    let help = match guess(bytes, at) {
        Some(encoding) => Text::new(
            format!("看来是 {encoding}：用编辑器另存为 UTF-8"),
            format!("it looks like {encoding}: save it as UTF-8 in an editor"),
        ),
        None => Text::new("用编辑器另存为 UTF-8", "save it as UTF-8 in an editor"),
    };
    Finding::new(FindingKind::NotUtf8, name, says).advising(Some(help))
}

/// How the bytes may be written: UTF-16 begins with its mark; GB 18030 has pairs of bytes above 0x80 and 0x3F.
fn guess(bytes: &[u8], at: usize) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Some("UTF-16"),
        _ => {}
    }
    let mut rest = bytes.get(at..)?;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (0..=0x7F, after) => after,
            (0x81..=0xFE, [0x30..=0x39 | 0x40..=0x7E | 0x80..=0xFE, after @ ..]) => after,
            _ => return None,
        };
    }
    Some("GB 18030 (GBK)")
}
