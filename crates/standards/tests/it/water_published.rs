//! The class of automatic stations, as published, from the unrounded values.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::item::{self, ItemDef};
use standards::water::{WaterBody, judge_automatic_station};

use crate::shared_data::{Row, rows};

const RAW: &[(&str, &str)] = &[
    ("PH", "ph_raw"),
    ("DO", "do_mgl_raw"),
    ("CODMN", "codmn_mgl_raw"),
    ("NH3N", "nh3n_mgl_raw"),
    ("TP", "tp_mgl_raw"),
    ("TN", "tn_mgl_raw"),
];

const SHOWN: &[(&str, &str)] = &[
    ("PH", "ph"),
    ("DO", "do_mgl"),
    ("CODMN", "codmn_mgl"),
    ("NH3N", "nh3n_mgl"),
    ("TP", "tp_mgl"),
    ("TN", "tn_mgl"),
];

#[test]
fn thirty_sections_day_by_day() {
    let Some(days) = rows("water/water_auto_day_30sections_202005_202104.csv.gz") else {
        return;
    };
    let sections = rows("water/water_sections_yangtze.csv").expect("both files belong together");
    let lakes: BTreeMap<&str, bool> = sections
        .iter()
        .map(|row| (row.text("section"), row.text("wb_type_inferred") == "lake"))
        .collect();
    let mut published = 0;
    let mut differing = Vec::new();
    for row in &days {
        let class = row.text("class_published");
        if class.is_empty() {
            continue;
        }
        published += 1;
        let lake = lakes.get(row.text("section")).copied().unwrap_or(false);
        let body = if lake { WaterBody::Lake } else { WaterBody::River };
        let day = day_of(row.text("date"));
        let verdict = judge_automatic_station(day, body, &values(row, RAW));
        let ours = verdict.class.map_or(String::new(), |class| class.rank().to_string());
        if ours != class {
            differing.push(format!(
                "{day} {}: published {class}, ours {ours}: {}",
                row.text("section"),
                verdict.reason.says.zh
            ));
        }
    }
    assert_eq!(published, 6512);
    insta::assert_snapshot!(differing.join("\n"), @"
    2020-11-04 王江泾: published 4, ours 2: 断面水质为Ⅱ类（优），由溶解氧、高锰酸盐指数、总磷决定：各评价指标中类别最差者为断面类别
    2020-11-04 宗关: published 2, ours 3: 断面水质为Ⅲ类（良好），由高锰酸盐指数决定：各评价指标中类别最差者为断面类别
    ");
}

/// The four-hourly set has displayed, rounded values only, so that a value at a limit may fall on the wrong side of it.
/// Where we judge and nothing was published, the station was under maintenance.
#[test]
fn six_hundred_sections_every_four_hours() {
    let Some(hours) = rows("water/water_auto_4h_yangtze_202104.csv.gz") else {
        return;
    };
    let sections = rows("water/water_sections_yangtze.csv").expect("both files belong together");
    let key = |row: &Row| (row.text("province").to_owned(), row.text("section").to_owned());
    let lakes: BTreeMap<_, bool> = sections
        .iter()
        .map(|row| (key(row), row.text("wb_type_inferred") == "lake"))
        .collect();
    let (mut published, mut equal, mut given_without_publication) = (0, 0, 0);
    for row in &hours {
        let body = if lakes.get(&key(row)).copied().unwrap_or(false) {
            WaterBody::Lake
        } else {
            WaterBody::River
        };
        let verdict = judge_automatic_station(day_of(row.text("time")), body, &values(row, SHOWN));
        let ours = verdict.class.map_or(String::new(), |class| class.rank().to_string());
        if row.text("class_published").is_empty() {
            given_without_publication += u32::from(!ours.is_empty());
        } else {
            published += 1;
            equal += u32::from(ours == row.text("class_published"));
        }
    }
    insta::assert_snapshot!(
        format!("published {published}, equal {equal}; ours where none was published {given_without_publication}"),
        @"published 14923, equal 14758; ours where none was published 119"
    );
}

fn values(row: &Row, columns: &[(&str, &str)]) -> Vec<(&'static ItemDef, Decimal)> {
    columns
        .iter()
        .filter_map(|(code, column)| Some((item::by_code(code).unwrap(), row.decimal(column)?)))
        .collect()
}

fn day_of(time: &str) -> NaiveDate {
    time.get(..10).unwrap_or(time).parse().unwrap()
}
