//! How single collected files are compared whose rows have another form than the tables here.

use standards::spelling::fold;

use crate::shared_tables::{Line, collected, rows, same};

pub fn breakpoints() -> Vec<String> {
    let lost = collected("aqi_breakpoints.csv").into_iter().filter(|line| {
        let folder = line["standard"].to_lowercase();
        let item = if line["pollutant"] == "O3" && line["period"] == "8h" {
            "O3_8H"
        } else {
            &line["pollutant"]
        };
        !rows(&format!("{folder}/breakpoints.csv")).iter().any(|row| {
            row.text("item").unwrap() == item
                && row.text("period").unwrap() == line["period"]
                && same(&line["iaqi"], row.text("iaqi").unwrap())
                && same(&line["concentration"], row.text("concentration").unwrap())
        })
    });
    lost.map(|line| format!("{line:?}")).collect()
}

pub fn categories() -> Vec<String> {
    let mut lost = Vec::new();
    for line in collected("aqi_categories.csv") {
        let hex = format!(
            "#{:02X}{:02X}{:02X}",
            line["r"].parse::<u8>().unwrap(),
            line["g"].parse::<u8>().unwrap(),
            line["b"].parse::<u8>().unwrap()
        );
        assert_eq!(hex, line["hex"]);
        for edition in ["hj633-2012", "hj633-2026"] {
            let own = rows(&format!("{edition}/levels.csv"));
            let found = own.iter().any(|row| {
                [
                    ("level", "level"),
                    ("aqi_hi", "aqi_to"),
                    ("level_cn", "name_zh"),
                    ("category", "word_zh"),
                    ("colour", "colour_zh"),
                    ("cmyk", "cmyk"),
                ]
                .iter()
                .all(|(theirs, ours)| same(&line[*theirs], row.text(ours).unwrap()))
                    && row.text("hex").unwrap() == hex
            });
            lost.extend((!found).then(|| format!("{edition}: {line:?}")));
        }
    }
    lost
}

pub fn air_limits() -> Vec<String> {
    let mut lost = Vec::new();
    for line in collected("gb3095_limits.csv") {
        let item = if line["period"] == "8h_max" {
            "O3_8H"
        } else {
            &line["pollutant"]
        };
        let period = line["period"].replace("_max", "");
        let sets = [
            ("limit_2012", "gb3095-2012"),
            ("limit_2026_transition", "gb3095-2026-transition"),
            ("limit_2026_final", "gb3095-2026-final"),
        ];
        for (column, folder) in sets {
            let found = rows(&format!("{folder}/limits.csv")).iter().any(|row| {
                row.text("item").unwrap() == item
                    && row.text("period").unwrap() == period
                    && row.text("level").unwrap() == line["level"]
                    && row.text("unit").unwrap() == line["unit"]
                    && same(&line[column], row.text("limit").unwrap())
            });
            lost.extend((!found).then(|| format!("{folder}: {line:?}")));
        }
    }
    lost
}

/// The numbers of each rule, in the order in which it says them, are those of the row.
pub fn air_validity() -> Vec<String> {
    let mut lost = Vec::new();
    for line in collected("gb3095_validity.csv") {
        let mut numbers: Vec<&str> = line["rule"]
            .split(|letter: char| !letter.is_ascii_digit())
            .filter(|number| !number.is_empty())
            .collect();
        // "20 hourly means (or 20 h of sampling)" says one number twice.
        numbers.dedup();
        for edition in ["gb3095-2012", "gb3095-2026"] {
            let found = rows(&format!("{edition}/validity.csv")).iter().any(|row| {
                let own: Vec<&str> = ["min", "month_min", "february_min"]
                    .iter()
                    .map(|column| row.text(column).unwrap())
                    .collect();
                row.text("items").unwrap() == line["pollutants"]
                    && row.text("period").unwrap() == line["period"]
                    && numbers.iter().enumerate().all(|(place, number)| {
                        // "in the 8 hours" repeats the length of the window.
                        own.get(place).is_some_and(|own| own == number) || line["period"].starts_with(*number)
                    })
            });
            lost.extend((!found).then(|| format!("{edition}: {line:?}")));
        }
    }
    lost
}

pub fn register() -> Vec<String> {
    let lost = collected("standards_status.csv").into_iter().filter(|line| {
        let known = standards::edition(&line["standard"], None);
        let Ok(known) = known else { return true };
        let plain = |text: &str| fold(text).replace('，', ",");
        let without_aside = match known.title.zh.split_once('（') {
            Some((head, rest)) => format!("{head}{}", rest.split_once('）').map_or("", |(_, tail)| tail)),
            None => known.title.zh.clone(),
        };
        let (title, ours) = (
            plain(&line["title"]),
            format!("{}|{}", plain(&known.title.zh), plain(&without_aside)),
        );
        // The steel standards are collected under one name; each has its own title here.
        !ours.contains(&title) && !line["standard"].contains("..")
    });
    lost.map(|line| format!("{line:?}")).collect()
}

/// A pollutant as the collected tables write it, and its code here.
fn code(pollutant: &str) -> &str {
    let bare = pollutant.split('(').next().unwrap_or(pollutant);
    match bare {
        "烟尘" | "颗粒物" => "PM",
        "二噁英" => "DIOXIN",
        "氟化物" => "F",
        "汞及其化合物" => "HG",
        "氨" => "NH3",
        other => other,
    }
}

pub fn gas(file: &str, source: &str, pairs: &[(&str, &str)], folder: impl Fn(&Line) -> String) -> Vec<String> {
    let lost = collected(file).into_iter().filter(|line| {
        let wanted = fold(&line[source]);
        !rows(&format!("{}/gas.csv", folder(line))).iter().any(|row| {
            let of_source = {
                let ours = fold(row.text("source").unwrap());
                let kinds = ["燃油", "天然气", "其他气体"];
                let parts = [row.text("condition").unwrap(), row.text("source").unwrap()];
                wanted.contains(&ours)
                    || parts.iter().any(|part| !part.is_empty() && fold(part) == wanted)
                    || kinds.iter().any(|kind| {
                        let conditioned =
                            format!("{}{}", line[source], line.get("condition").map_or("", String::as_str));
                        ours.contains(kind) && conditioned.contains(kind)
                    })
            };
            of_source
                && row.text("pollutant").unwrap() == code(&line["pollutant"])
                && pairs
                    .iter()
                    .all(|(theirs, ours)| same(&line[*theirs], row.text(ours).unwrap()))
        })
    });
    lost.map(|line| format!("{file}: {line:?}")).collect()
}

pub fn boilers() -> Vec<String> {
    let mut lost = Vec::new();
    let own = rows("gb13271-2014/gas.csv");
    for line in collected("gb13271_2014.csv") {
        for (column, pollutant) in [("pm", "PM"), ("so2", "SO2"), ("nox", "NOX"), ("hg", "HG")] {
            let figures: Vec<&str> = line[column]
                .split(|letter: char| !letter.is_ascii_digit() && letter != '.')
                .filter(|figure| !figure.is_empty())
                .collect();
            for figure in figures {
                let found = own.iter().any(|row| {
                    let (stage, limit) = match line["group"].as_str() {
                        "在用" => ("现有", "limit"),
                        "特别排放限值" => ("新建", "special_limit"),
                        _ => ("新建", "limit"),
                    };
                    row.text("source").unwrap().contains(&line["fuel"])
                        && row.text("stage").unwrap() == stage
                        && row.text("pollutant").unwrap() == pollutant
                        && same(figure, row.text(limit).unwrap())
                });
                lost.extend((!found).then(|| format!("{pollutant} {figure}: {line:?}")));
            }
        }
    }
    lost
}

pub fn ultra_low() -> Vec<String> {
    let mut lost = Vec::new();
    let own = rows("ultra-low/gas.csv");
    for line in collected("ultra_low.csv") {
        for (column, pollutant) in [("pm", "PM"), ("so2", "SO2"), ("nox", "NOX")] {
            let found = own.iter().any(|row| {
                let pairs = [
                    ("industry", "industry"),
                    ("source", "source"),
                    ("reference_o2_percent", "reference_o2"),
                    ("document", "document"),
                    (column, "limit"),
                ];
                row.text("pollutant").unwrap() == pollutant
                    && pairs
                        .iter()
                        .all(|(theirs, ours)| same(&line[*theirs], row.text(ours).unwrap()))
            });
            lost.extend((!found && !line[column].is_empty()).then(|| format!("{pollutant}: {line:?}")));
        }
    }
    lost
}
