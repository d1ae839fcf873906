//! Published sets with published results, read from the folder named by `BISHUI_SHARED_DATA`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use rust_decimal::Decimal;

/// One row of a set by column name.
pub struct Row(BTreeMap<String, String>);

impl Row {
    /// The cell as written; empty = not measured or not published.
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).unwrap_or_else(|| panic!("no column {column}"))
    }

    /// The cell as an exact decimal.
    pub fn decimal(&self, column: &str) -> Option<Decimal> {
        let said = self.text(column);
        (!said.is_empty()).then(|| {
            said.parse()
                .unwrap_or_else(|cause| panic!("{column} `{said}`: {cause}"))
        })
    }
}

/// The rows of a set, plain or gzip; `None`, with a word on it, where the data are not at hand.
pub fn rows(name: &str) -> Option<Vec<Row>> {
    let folder = std::env::var_os("BISHUI_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if !path.exists() {
        println!("skipped: data not present ({name})");
        return None;
    }
    let bytes = if name.ends_with(".gz") {
        let run = Command::new("gzip")
            .arg("-dc")
            .arg(&path)
            .output()
            .expect("gzip is needed to read the set");
        assert!(run.status.success(), "gzip could not read {name}");
        run.stdout
    } else {
        std::fs::read(&path).unwrap()
    };
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    Some(reader.deserialize().map(|row| Row(row.unwrap())).collect())
}
