//! `bishui city new`: a folder to start a city from. `bishui city schema`: what an editor needs to complete and check its files.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use standards::{Language, Text};

use crate::arguments::{CityFolder, CitySchema, NewCity, Place};
use crate::failure::Failure;
use crate::output::outln;

/// Runs one of the commands.
pub fn run(place: &Place, asked: &CityFolder) -> Result<ExitCode, Failure> {
    match asked {
        CityFolder::New(new) => start(place, new),
        CityFolder::Schema(schema) => write_schemas(place, schema),
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
        write(&new.folder, path, text)?;
    }
    for (path, text) in &city::schema::editor_files(city::read(&new.folder).city.as_ref()) {
        write(&new.folder, path, text)?;
    }
    let folder = new.folder.display();
    match place.language() {
        Language::Chinese => outln!("{folder}：写了{}个文件；下一步：bishui check {folder}", files.len()),
        Language::English => outln!("{folder}: {} files written; next: bishui check {folder}", files.len()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the schemas into the folder, with its ids to propose where it reads without an error.
fn write_schemas(place: &Place, asked: &CitySchema) -> Result<ExitCode, Failure> {
    let folder = asked.folder.as_deref().unwrap_or(&place.city);
    if !folder.is_dir() {
        let text = Text::new(
            format!("{} 不是文件夹", folder.display()),
            format!("{} is not a folder", folder.display()),
        );
        return Err(Failure::says(place.language(), &text));
    }
    let city = city::read(folder).city;
    let files = city::schema::editor_files(city.as_ref());
    for (path, text) in &files {
        write(folder, path, text)?;
    }
    let (count, shown) = (files.len(), folder.display());
    match (place.language(), city.is_some()) {
        (Language::Chinese, true) => {
            outln!("{shown}：写了{count}个文件（.taplo.toml 和 .schema），编辑器会提示本市的编号")
        }
        (Language::Chinese, false) => {
            outln!("{shown}：写了{count}个文件（.taplo.toml 和 .schema）；城市有错误，编辑器暂不提示编号")
        }
        (Language::English, true) => {
            outln!("{shown}: {count} files written (.taplo.toml and .schema); editors propose the ids of this city")
        }
        (Language::English, false) => {
            outln!(
                "{shown}: {count} files written (.taplo.toml and .schema); the city has errors, so no ids are proposed"
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes one file of the folder, with the folders it lies in.
fn write(folder: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(path);
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, text));
    written.map_err(|cause| Failure::while_doing(path.display(), cause))
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
