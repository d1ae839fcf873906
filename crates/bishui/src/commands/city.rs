//! `bishui city new`: a folder to start a city from.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use standards::{Language, Text};

use crate::arguments::{CityFolder, NewCity, Place};
use crate::failure::Failure;
use crate::output::outln;

/// Runs one of the commands.
pub fn run(place: &Place, asked: &CityFolder) -> Result<ExitCode, Failure> {
    match asked {
        CityFolder::New(new) => start(place, new),
    }
}

/// Writes the files of a new city; a folder that holds anything is left alone.
fn start(place: &Place, new: &NewCity) -> Result<ExitCode, Failure> {
    let id = new
        .folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let name = new.name.as_deref().unwrap_or(id);
    let files = city::new_folder(id, name).map_err(|text| Failure::says(place.language(), &text))?;
    refuse_full(place, &new.folder)?;
    for (path, text) in &files {
        let path = new.folder.join(path);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        written.map_err(|cause| Failure::while_doing(path.display(), cause))?;
    }
    let folder = new.folder.display();
    match place.language() {
        Language::Chinese => outln!("{folder}：写了{}个文件；下一步：bishui check {folder}", files.len()),
        Language::English => outln!("{folder}: {} files written; next: bishui check {folder}", files.len()),
    }
    Ok(ExitCode::SUCCESS)
}

fn refuse_full(place: &Place, folder: &Path) -> Result<(), Failure> {
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !folder.exists(),
    };
    if is_empty {
        return Ok(());
    }
    let text = Text::new(
        format!("{} 不是空文件夹，没有写入；换一个名字", folder.display()),
        format!(
            "{} is not an empty folder, nothing was written; choose another name",
            folder.display()
        ),
    );
    Err(Failure::says(place.language(), &text))
}
