//! What `bishui city schema` and `bishui city new` put into a folder for editors.

use std::fs;
use std::path::Path;

use crate::program::{bishui, root};

fn said(command: &mut std::process::Command) -> String {
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn schema(folder: &Path, name: &str) -> serde_json::Value {
    let path = folder.join(".schema").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_new_city_is_ready_for_an_editor() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("somewhere");
    said(bishui(place.path()).args(["city", "new"]).arg(&folder));
    let posts = schema(&folder, "points.json")["definitions"]["post"]["anyOf"][0]["enum"].clone();
    assert!(posts.as_array().is_some_and(|posts| !posts.is_empty()), "{posts}");
    // The files of the editor are no faults of the folder.
    let checked = said(bishui(place.path()).arg("check").arg(&folder));
    assert!(checked.ends_with("0 error(s), 0 warning(s), 0 note(s)\n"), "{checked}");

    // A folder with an error still gets its schemas, without ids.
    fs::write(folder.join("people/posts.toml"), "[[post]]\n").unwrap();
    let told = said(bishui(place.path()).args(["city", "schema"]).arg(&folder));
    assert!(told.contains("no ids are proposed"), "{told}");
    assert_eq!(schema(&folder, "points.json")["definitions"]["post"].get("anyOf"), None);
    assert!(
        fs::read_to_string(folder.join(".taplo.toml"))
            .unwrap()
            .contains("registers/*.toml")
    );
}

#[test]
fn a_folder_that_is_not_there_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let missing = root().join("cities/nowhere");
    let output = bishui(place.path())
        .args(["city", "schema"])
        .arg(&missing)
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(!missing.exists());
}
