//! Every table is complete on top, and every reader reads its tables.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use standards::air::{self, AqiEdition, DayConcentrations};
use standards::water::{self, Period, WaterBody, WaterClass};
use standards::{item, table};

#[test]
fn every_table_names_its_standard_source_certainty_and_dates() {
    assert!(table::tables().len() > 20);
    for table in table::tables() {
        assert!(!table.standard.is_empty() && !table.clause.is_empty(), "{}", table.path);
        assert!(
            table.source.chars().count() >= 6 && table.verified.chars().count() >= 6,
            "{}",
            table.path
        );
        assert!(
            table.valid_to.is_none_or(|last| table.valid_from < last),
            "{}",
            table.path
        );
        assert!(table.rows().next().is_some(), "{} has no rows", table.path);
    }
}

#[test]
fn every_reader_reads_its_tables() {
    let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let tp = item::by_code("TP").unwrap();
    for edition in [AqiEdition::Hj633_2012, AqiEdition::Hj633_2026] {
        assert_eq!(air::aqi_daily(edition, &DayConcentrations::default()).value, None);
    }
    assert_eq!(air::edition_on(day), AqiEdition::Hj633_2026);
    assert_eq!(air::edition_on(day.pred_opt().unwrap()), AqiEdition::Hj633_2012);
    assert_eq!(air::day_mean(day, tp, &[]).required, 20);
    assert_eq!(water::mean(Period::Year, tp, &[]).required, 12);
    for class in WaterClass::ALL {
        assert!(!class.grade().word.zh.is_empty());
    }
    let verdict = water::judge_automatic_station(day, WaterBody::River, &[(tp, Decimal::ONE)]);
    assert_eq!(verdict.class, None);
}

#[test]
fn every_file_is_in_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tables");
    let folders = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir());
    let mut files = 0;
    for file in folders
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|file| file.unwrap().path())
    {
        let path = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(table::table(&path).is_ok(), "{path} is not embedded");
        files += 1;
    }
    assert_eq!(files, table::tables().len());
}

/// Slips of the pen that no worked case would show: a limit out of order, a level that leaves a gap.
#[test]
fn figures_are_in_order() {
    let rows = |path: &str| table::table(path).unwrap().rows().collect::<Vec<_>>();
    for row in rows("gb3838-2002/table1.csv") {
        let limits: Vec<Decimal> = (1..=5)
            .filter_map(|class| row.decimal(&format!("class_{class}")).ok())
            .collect();
        let descending = row.text("direction").unwrap() == "ge";
        assert!(
            limits.windows(2).all(|pair| if descending {
                pair[0] >= pair[1]
            } else {
                pair[0] <= pair[1]
            }),
            "{row:?}"
        );
    }
    for row in rows("gbt14848-2017/limits.csv") {
        let limits: Vec<Decimal> = (1..=4)
            .filter_map(|class| row.decimal(&format!("class_{class}")).ok())
            .collect();
        assert!(limits.windows(2).all(|pair| pair[0] <= pair[1]), "{row:?}");
    }
    for row in rows("gb36600-2018/values.csv") {
        for land in ["1", "2"] {
            let at = |kind: &str| row.decimal(&format!("{kind}_{land}")).unwrap();
            assert!(at("screening") <= at("intervention"), "{row:?}");
        }
        assert!(
            row.decimal("screening_1").unwrap() <= row.decimal("screening_2").unwrap(),
            "{row:?}"
        );
    }
    for edition in ["hj633-2012", "hj633-2026"] {
        let ends: Vec<u32> = rows(&format!("{edition}/levels.csv"))
            .iter()
            .map(|row| row.parsed("aqi_to").unwrap())
            .collect();
        assert_eq!(ends, [50, 100, 150, 200, 300, 500]);
    }
    for (older, newer) in [
        ("gb3095-2012", "gb3095-2026-transition"),
        ("gb3095-2026-transition", "gb3095-2026-final"),
    ] {
        let (older, newer) = (
            rows(&format!("{older}/limits.csv")),
            rows(&format!("{newer}/limits.csv")),
        );
        assert_eq!(older.len(), newer.len());
        let stricter = |(older, newer): (&table::Row<'_>, &table::Row<'_>)| {
            newer.decimal("limit").unwrap() <= older.decimal("limit").unwrap()
                && older.text("item") == newer.text("item")
        };
        assert!(older.iter().zip(&newer).all(stricter));
    }
}

#[test]
fn editions_follow_one_another_without_a_gap() {
    let chains = [
        ["hj633-2012/breakpoints.csv", "hj633-2026/breakpoints.csv"],
        ["gb3095-2012/validity.csv", "gb3095-2026/validity.csv"],
        ["hj663-2013/statistics.csv", "hj663-2026/statistics.csv"],
        ["gb3095-2012/limits.csv", "gb3095-2026-transition/limits.csv"],
        ["gb3095-2026-transition/limits.csv", "gb3095-2026-final/limits.csv"],
    ];
    for [before, after] in chains {
        let (before, after) = (table::table(before).unwrap(), table::table(after).unwrap());
        assert_eq!(
            before.valid_to.and_then(|last| last.succ_opt()),
            Some(after.valid_from),
            "{}",
            after.path
        );
        assert!(before.in_force(after.valid_from.pred_opt().unwrap()) && !before.in_force(after.valid_from));
    }
}

#[test]
fn a_table_that_lacks_its_top_is_refused() {
    let whole = "# standard: S 1\n# clause: c\n# source: from a book\n# verified: twice\n# certainty: K\n# valid_from: 2020-01-01\nname,value\na,1.50\n";
    let parsed = table::Table::parse("a/b.csv", whole).unwrap();
    assert_eq!(parsed.parameter("a").unwrap().to_string(), "1.50");
    let without = |line: &str| {
        let text: Vec<&str> = whole.lines().filter(|other| !other.starts_with(line)).collect();
        table::Table::parse("a/b.csv", &text.join("\n"))
            .unwrap_err()
            .to_string()
    };
    let mut told: Vec<String> = [
        "# standard",
        "# clause",
        "# source",
        "# verified",
        "# certainty",
        "# valid_from",
    ]
    .map(without)
    .to_vec();
    told.push(
        table::Table::parse("a/b.csv", &whole.replace("2020-01-01", "soon"))
            .unwrap_err()
            .to_string(),
    );
    told.push(
        table::Table::parse("a/b.csv", &whole.replace(": K", ": sure"))
            .unwrap_err()
            .to_string(),
    );
    told.push(
        table::Table::parse("a/b.csv", &whole.replace("a,1.50", "a,1,2"))
            .unwrap_err()
            .to_string(),
    );
    told.push(parsed.parameter("b").unwrap_err().to_string());
    told.push(parsed.whole_parameter::<u8>("a").unwrap_err().to_string());
    let second = table::Table::parse("a/b.csv", &format!("{whole}b,many\n")).unwrap();
    told.push(second.parameter("b").unwrap_err().to_string());
    told.push(table::table("no/such.csv").unwrap_err().to_string());
    insta::assert_snapshot!(told.join("\n"), @"
    table a/b.csv, line 0, column `standard`: is missing; add `# name: value`
    table a/b.csv, line 0, column `clause`: is missing; add `# name: value`
    table a/b.csv, line 0, column `source`: is missing; add `# name: value`
    table a/b.csv, line 0, column `verified`: is missing; add `# name: value`
    table a/b.csv, line 0, column `certainty`: is missing; add `# name: value`
    table a/b.csv, line 0, column `valid_from`: is missing; add `# name: value`
    table a/b.csv, line 0, column `valid_from`: `soon` is not a date: input contains invalid characters
    table a/b.csv, line 0, column `certainty`: must be V2, V1, K or PD
    table a/b.csv, line 0, column `cells`: CSV error: record 1 (line: 8, byte: 119): found record with 3 fields, but the previous record has 2 fields
    table a/b.csv, line 0, column `b`: no row has this name
    table a/b.csv, line 0, column `a`: 1.50 is not a whole number of the expected size
    table a/b.csv, line 2, column `value`: `many` is unreadable: Invalid decimal: unknown character
    table no/such.csv, line 0, column `path`: is not among the embedded tables
    ");
}
