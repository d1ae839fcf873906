//! The folder that ships reads without an error and says what the resolution says.

use std::path::PathBuf;

use city::Reading;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan")
}

#[test]
fn reads_without_an_error() {
    let Reading { city, findings } = city::read(&folder());
    for f in &findings {
        println!("{:?}", miette::Report::new(f.clone()));
    }
    assert!(city.is_some());
}
