//! By what a change of a folder is noticed without reading it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Files that are looked at; a city folder has at most a thousand texts.
const FILES_MAX: usize = 2_000;
/// Deepest nesting of folders.
const DEPTH_MAX: usize = 4;

/// Names, sizes and times of the files of a folder. Hidden ones are left out: editors keep their notes there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    files: Vec<(PathBuf, u64, Option<SystemTime>)>,
}

impl Stamp {
    /// The stamp of a folder at this moment. What cannot be looked at is left out: reading the folder will say why.
    pub fn of(folder: &Path) -> Self {
        let mut files = Vec::new();
        gather(folder, DEPTH_MAX, &mut files);
        files.sort();
        Self { files }
    }
}

fn gather(folder: &Path, depth: usize, files: &mut Vec<(PathBuf, u64, Option<SystemTime>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if files.len() >= FILES_MAX {
            return;
        }
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() && depth > 1 => gather(&path, depth - 1, files),
            Ok(found) if found.is_file() => files.push((path, found.len(), found.modified().ok())),
            Ok(_) | Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_changes_in_a_folder_changes_its_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        fs::create_dir(folder.path().join("plan")).unwrap();
        write("city.toml", "one");
        write("plan/01.md", "two");
        let mut last = Stamp::of(folder.path());
        assert_eq!(Stamp::of(folder.path()), last, "nothing has changed");
        write(".city.toml.swp", "an editor at work");
        assert_eq!(Stamp::of(folder.path()), last, "hidden files do not count");
        let changes: [(&str, &dyn Fn()); 3] = [
            ("longer", &|| write("plan/01.md", "two and more")),
            ("new", &|| write("points.toml", "")),
            ("gone", &|| fs::remove_file(folder.path().join("points.toml")).unwrap()),
        ];
        for (what, change) in changes {
            change();
            let now = Stamp::of(folder.path());
            assert_ne!(now, last, "{what}");
            last = now;
        }
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join("city.toml"))
            .unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_ne!(Stamp::of(folder.path()), last, "written again with the same size");
        assert_eq!(Stamp::of(&folder.path().join("nowhere")), Stamp::default());
    }
}
