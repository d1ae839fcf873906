//! A desk at which tables are brought in: a history, a few points, a few mappings.

use gateway::import::{PointDirectory, import_bytes};
use gateway::mapping::Mapping;
use history::{Ask, History, Statistic};
use standards::Language;
use standards::item::Medium;

/// A history in a folder of its own, and a few points.
pub struct Desk {
    pub history: History,
    pub directory: PointDirectory,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let history = History::open(folder.path()).await.unwrap();
        Self {
            history,
            directory: directory(),
            _folder: folder,
        }
    }

    /// Brings a file in; the report in English, with all its bad rows.
    pub async fn bring(&self, file: &[u8], mapping: &str) -> String {
        let mapping = Mapping::read(mapping).unwrap().for_city_at(480);
        match sendable(import_bytes(
            &self.history,
            &self.directory,
            "file.csv",
            file,
            &mapping,
            |_| {},
        ))
        .await
        {
            Ok(report) => report.lines(Language::English, usize::MAX).join("\n"),
            Err(error) => format!("error: {error}"),
        }
    }

    /// All statements, superseded ones included: `point item period time value text flag evidence statistic`.
    pub async fn statements(&self) -> String {
        let known = self.history.statements(&Ask::default()).await.unwrap();
        let line = |known: &history::Known| {
            // Only extremes are named: nearly everything is a plain value.
            let statistic = match known.statistic {
                Statistic::Value => "",
                other => other.word(),
            };
            format!(
                "{} {} {} {} {} '{}' {} {} {statistic}",
                known.point,
                known.item,
                known.period.word(),
                known.at.format("%m-%d %H:%M"),
                known
                    .value
                    .map_or("none".to_owned(), |value| value.normalize().to_string()),
                known.text,
                known.flag.as_deref().unwrap_or("-"),
                known.evidence,
            )
            .trim_end()
            .to_owned()
        };
        known.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Two air stations, two sections and the city; the air station north and the section north share a name.
pub fn directory() -> PointDirectory {
    let point = |id: &str, medium, names: &[&str]| {
        (
            id.to_owned(),
            medium,
            names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(),
        )
    };
    PointDirectory::new([
        point("city-air", Medium::Air, &["湘潭"]),
        point("air-north", Medium::Air, &["昭山"]),
        point("air-east", Medium::Air, &["岳塘", "Yuetang"]),
        point("section-north", Medium::Water, &["昭山"]),
        point("section-mouth", Medium::Water, &["涟水入河口"]),
    ])
}

pub const AIR: &str = r#"
name = "air"
[point]
column = "station"
[time]
column = "time"
is = "period-end"
period = "hour"
[[item]]
column = "pm25"
code = "PM25"
unit = "ug/m3"
[[item]]
column = "co"
code = "CO"
unit = "ug/m3"
"#;

pub const WATER: &str = r#"
name = "water"
missing = ["-99"]
[point]
column = "断面"
[time]
column = "时间"
format = "%Y-%m-%d %H:%M"
is = "period-start"
period = "hour"
[[item]]
column = "pH"
code = "PH"
unit = "1"
[[item]]
column = "氨氮"
code = "NH3N"
unit = "mg/L"
[[item]]
column = "水温"
code = "WT"
unit = "℃"
[flag]
column = "状态"
map = { "正常" = "N", "维护" = "M" }
"#;

pub const NARROW: &str = r#"
name = "narrow"
[point]
column = "location"
[time]
column = "datetimeLocal"
is = "period-start"
period = "hour"
[narrow]
item_column = "parameter"
value_column = "value"
unit_column = "unit"
flag_column = "flag"
units = { "particles" = "1/L" }
leave_out = ["um003"]
[[item]]
word = "ozone-8"
code = "O3_8H"
unit = "ug/m3"
"#;

/// A server imports beside its other work, on any of its threads.
fn sendable<F: Future + Send>(import: F) -> F {
    import
}
