//! Every table is complete on top, and every reader reads its tables.

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
