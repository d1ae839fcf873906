//! Judging columns gives what the exact functions give: over the whole grid of values, at random, and over published hours.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use standards::ItemDef;
use standards::air::{
    Aqi, AqiEdition, Averaging, DayConcentrations, HourConcentrations, HourlyParticles, aqi_daily, aqi_hourly, iaqi,
};
use standards::columnar::{
    AqiColumns, AqiKernel, AqiReport, ColumnarError, FixedColumn, MISSING, UNKNOWN, WaterColumns, WaterKernel,
    WaterRequired,
};
use standards::item::by_code;
use standards::water::{WaterBody, WaterClass, edition_on, judge_automatic_station, judge_section};

use crate::shared_data::rows;

const EDITIONS: [AqiEdition; 2] = [AqiEdition::Hj633_2012, AqiEdition::Hj633_2026];

const REPORTS: [AqiReport; 3] = [
    AqiReport::Daily,
    AqiReport::Hourly(HourlyParticles::OneHour),
    AqiReport::Hourly(HourlyParticles::MovingMean24h),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, 1).unwrap()
}

/// Every report that the editions know.
fn every_report() -> impl Iterator<Item = (AqiEdition, AqiReport)> {
    let all = EDITIONS
        .into_iter()
        .flat_map(|edition| REPORTS.map(|report| (edition, report)));
    all.filter(|(edition, report)| AqiKernel::new(*edition, *report, |item| item.decimals).is_ok())
}

/// One row of concentrations by the code of the item, judged exactly.
fn exactly(edition: AqiEdition, report: AqiReport, value: impl Fn(&str) -> Option<Decimal>) -> Aqi {
    let [so2, no2, co, o3_1h, o3_8h, pm10, pm25] = ["SO2", "NO2", "CO", "O3", "O3_8H", "PM10", "PM25"].map(value);
    match report {
        AqiReport::Daily => aqi_daily(
            edition,
            &DayConcentrations {
                so2,
                no2,
                co,
                o3_1h,
                o3_8h,
                pm10,
                pm25,
            },
        ),
        AqiReport::Hourly(particles) => aqi_hourly(
            edition,
            &HourConcentrations {
                so2,
                no2,
                co,
                o3_1h,
                o3_8h,
                pm10,
                pm25,
            },
            particles,
        ),
    }
}

/// What the kernel says of a row, in the words of the exact judgement.
fn fast(
    kernel: &AqiKernel,
    out: &AqiColumns,
    row: usize,
) -> (Vec<Option<u32>>, Option<u32>, Vec<&'static str>, u8, bool) {
    let index = |value: i16| (value != UNKNOWN).then(|| u32::try_from(value).unwrap());
    let primary = kernel.items().iter().enumerate();
    let primary = primary
        .filter(|(bit, _)| out.primary[row] >> bit & 1 == 1)
        .map(|(_, (item, _))| item.code);
    (
        out.iaqi.iter().map(|iaqi| index(iaqi[row])).collect(),
        index(out.aqi[row]),
        primary.collect(),
        out.level[row],
        out.publish[row],
    )
}

fn slow(aqi: &Aqi) -> (Vec<Option<u32>>, Option<u32>, Vec<&'static str>, u8, bool) {
    (
        aqi.items.iter().map(|one| one.iaqi).collect(),
        aqi.value,
        aqi.primary.iter().map(|item| item.code).collect(),
        aqi.level.map_or(0, |level| level.rank),
        aqi.publish,
    )
}

/// Above the last breakpoint of any scale of the item, in whole units: CO ends at 150 mg/m³, nitrogen dioxide at 3,840 µg/m³.
fn beyond(item: &ItemDef) -> i32 {
    if item.code == "CO" { 160 } else { 4_000 }
}

/// The indexes of a report in which only the item at `place` was measured, with `decimals`.
fn alone(edition: AqiEdition, report: AqiReport, place: usize, decimals: u32, grid: &[i32]) -> (Vec<i16>, Averaging) {
    let kernel = AqiKernel::new(edition, report, |_| decimals).unwrap();
    let nothing = vec![MISSING; grid.len()];
    let columns: Vec<_> = (0..kernel.items().len())
        .map(|other| FixedColumn::borrowed(decimals, if other == place { grid } else { &nothing }))
        .collect();
    let mut out = AqiColumns::default();
    kernel.judge(&columns, &mut out).unwrap();
    let iaqi = out.iaqi.swap_remove(place);
    assert_eq!(iaqi, out.aqi, "alone, an item gives the index");
    (iaqi, exactly(edition, report, |_| None).items[place].averaging)
}

/// Walks every value of every scale from below zero to beyond the last breakpoint, `finer` decimals finer than the list of items
/// says, and asks the exact function for each.
fn walk_the_indexes(edition: AqiEdition, finer: u32) -> usize {
    let mut walked = 0;
    for (_, report) in every_report().filter(|(known, _)| *known == edition) {
        for (place, one) in exactly(edition, report, |_| None).items.iter().enumerate() {
            let (item, decimals) = (one.item, one.item.decimals + finer);
            let last = beyond(item) * 10_i32.pow(decimals);
            let grid: Vec<i32> = [MISSING, i32::MIN + 1, i32::MAX].into_iter().chain(-3..=last).collect();
            let (indexes, averaging) = alone(edition, report, place, decimals, &grid);
            for (mantissa, got) in grid.iter().zip(indexes) {
                let value = (*mantissa != MISSING).then(|| Decimal::new(i64::from(*mantissa), decimals));
                let expected = value.and_then(|value| iaqi(edition, item, averaging, value).value);
                let expected = expected.map_or(UNKNOWN, |index| i16::try_from(index).unwrap());
                assert_eq!(expected, got, "{edition:?} {report:?} {} {value:?}", item.code);
            }
            walked += grid.len();
        }
    }
    walked
}

#[test]
fn every_value_of_the_edition_of_2012() {
    assert!(walk_the_indexes(AqiEdition::Hj633_2012, 0) > 60_000);
}

#[test]
fn every_value_of_the_edition_of_2026() {
    assert!(walk_the_indexes(AqiEdition::Hj633_2026, 0) > 40_000);
}

/// One decimal finer: the edition of 2026 rounds such values first, an exact half to the even digit.
#[test]
fn every_tenth_of_a_step() {
    for edition in EDITIONS {
        assert!(walk_the_indexes(edition, 1) > 400_000);
    }
}

/// Three decimals finer the table of a scale is searched, not indexed. All values are walked; the exact function is asked on both
/// sides of every step that was found, and between two steps neither can change, since neither ever falls.
#[test]
fn every_value_of_a_fine_scale() {
    for (edition, report) in every_report() {
        let kernel = AqiKernel::new(edition, report, |item| item.decimals + 3).unwrap();
        for (place, (item, decimals)) in kernel.items().iter().enumerate() {
            let grid: Vec<i32> = (0..=beyond(item) * 10_i32.pow(*decimals)).collect();
            let (iaqi_of, averaging) = alone(edition, report, place, *decimals, &grid);
            let exact = |row: usize| {
                let value = Decimal::new(i64::from(grid[row]), *decimals);
                let index = iaqi(edition, item, averaging, value).value;
                index.map_or(UNKNOWN, |index| i16::try_from(index).unwrap())
            };
            for row in (1..grid.len()).filter(|row| iaqi_of[*row] != iaqi_of[*row - 1]) {
                let found = (iaqi_of[row - 1], iaqi_of[row]);
                assert_eq!(
                    found,
                    (exact(row - 1), exact(row)),
                    "{edition:?} {} {}",
                    item.code,
                    grid[row]
                );
            }
            assert_eq!(iaqi_of.last().copied(), Some(exact(grid.len() - 1)));
        }
    }
}

/// Every value of every deciding item from below zero to twice the last limit, and one decimal finer, in both water bodies.
#[test]
fn every_value_of_every_water_item() {
    let mut walked = 0;
    for (body, finer) in [WaterBody::River, WaterBody::Lake]
        .into_iter()
        .flat_map(|body| [(body, 0), (body, 1)])
    {
        for (item, decimals) in WaterKernel::deciding_items(today(), body).unwrap() {
            let decimals = decimals + finer;
            let kernel = WaterKernel::new(today(), body, WaterRequired::AnyItem, &[(item, decimals)]).unwrap();
            let edition = edition_on(today()).unwrap();
            let limits = [WaterClass::I, WaterClass::V].map(|class| edition.limit(item, body, class));
            let last = limits.into_iter().flatten().max().unwrap_or(Decimal::from(10)) * Decimal::TWO;
            let last = i32::try_from((last * Decimal::from(10_i64.pow(decimals))).ceil().mantissa()).unwrap();
            let grid: Vec<i32> = [MISSING, i32::MAX].into_iter().chain(-3..=last.max(100)).collect();
            let mut out = WaterColumns::default();
            kernel
                .judge(&[FixedColumn::borrowed(decimals, &grid)], &mut out)
                .unwrap();
            for (row, mantissa) in grid.iter().enumerate() {
                let value = (*mantissa != MISSING).then(|| (item, Decimal::new(i64::from(*mantissa), decimals)));
                let expected = judge_section(today(), body, value.as_slice()).class;
                assert_eq!(
                    out.class[row],
                    expected.map_or(0, WaterClass::rank),
                    "{} {value:?}",
                    item.code
                );
                assert_eq!(out.deciding[row], u32::from(expected.is_some()));
            }
            walked += grid.len();
        }
    }
    assert!(walked > 100_000, "{walked}");
}

/// Any value, also one that no column of few decimals can hold.
fn any_value() -> impl Strategy<Value = Option<Decimal>> {
    let mantissa = prop_oneof![8 => -20_i64..3_000, 1 => any::<i64>()];
    prop::option::weighted(
        0.85,
        (mantissa, 0_u32..=4).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale)),
    )
}

proptest! {
    #[test]
    fn whole_rows_of_air(
        (edition, report) in prop::sample::select(every_report().collect::<Vec<_>>()),
        decimals in 0_u32..4,
        values in prop::collection::vec(prop::collection::vec(any_value(), 7), 1..9),
    ) {
        let kernel = AqiKernel::new(edition, report, |_| decimals).unwrap();
        let columns: Vec<_> = (0..kernel.items().len())
            .map(|item| FixedColumn::collect(decimals, values.iter().map(|row| row[item])))
            .collect();
        let mut out = AqiColumns::default();
        kernel.judge(&columns, &mut out).unwrap();
        for (row, values) in values.iter().enumerate() {
            let of = |code: &str| kernel.items().iter().position(|(item, _)| item.code == code).and_then(|item| values[item]);
            prop_assert_eq!(fast(&kernel, &out, row), slow(&exactly(edition, report, of)));
        }
    }

    #[test]
    fn whole_rows_of_water(
        lake in any::<bool>(),
        automatic in any::<bool>(),
        chosen in prop::sample::subsequence((0..21).collect::<Vec<usize>>(), 1..=21),
        values in prop::collection::vec(prop::collection::vec(any_value(), 21), 1..5),
    ) {
        let body = if lake { WaterBody::Lake } else { WaterBody::River };
        let all = WaterKernel::deciding_items(today(), body).unwrap();
        prop_assert_eq!(all.len(), 21);
        let items: Vec<_> = chosen.iter().map(|place| all[*place]).collect();
        let required = if automatic { WaterRequired::AutomaticStation } else { WaterRequired::AnyItem };
        let kernel = WaterKernel::new(today(), body, required, &items).unwrap();
        let columns: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(place, (_, decimals))| FixedColumn::collect(*decimals, values.iter().map(|row| row[place])))
            .collect();
        let mut out = WaterColumns::default();
        kernel.judge(&columns, &mut out).unwrap();
        for (row, values) in values.iter().enumerate() {
            let given: Vec<_> = items.iter().zip(values).filter_map(|((item, _), value)| Some((*item, (*value)?))).collect();
            let verdict = if automatic {
                judge_automatic_station(today(), body, &given)
            } else {
                judge_section(today(), body, &given)
            };
            prop_assert_eq!(out.class[row], verdict.class.map_or(0, WaterClass::rank));
            for (bit, (item, _)) in items.iter().enumerate() {
                let decides = verdict.class.is_some()
                    && verdict.items.iter().any(|one| one.item.code == item.code && one.class == verdict.class);
                prop_assert_eq!(out.deciding[row] >> bit & 1 == 1, decides, "{}", item.code);
            }
        }
    }
}

/// The hours of one spring as published, all at once.
#[test]
fn hours_of_hunan_in_columns() {
    let Some(hours) = rows("air/air_station_hour_hunan_202003_202004.csv.gz") else {
        return;
    };
    let report = AqiReport::Hourly(HourlyParticles::OneHour);
    let kernel = AqiKernel::new(AqiEdition::Hj633_2012, report, |item| item.decimals).unwrap();
    let names = [
        ("SO2", "so2"),
        ("NO2", "no2"),
        ("CO", "co"),
        ("O3", "o3_1h"),
        ("PM10", "pm10"),
        ("PM25", "pm25"),
    ];
    let columns: Vec<_> = kernel
        .items()
        .iter()
        .map(|(item, decimals)| {
            let (_, column) = names.iter().find(|(code, _)| *code == item.code).unwrap();
            FixedColumn::collect(*decimals, hours.iter().map(|row| row.decimal(column)))
        })
        .collect();
    let mut out = AqiColumns::default();
    kernel.judge(&columns, &mut out).unwrap();
    let published = hours
        .iter()
        .zip(&out.aqi)
        .filter(|(row, _)| !row.text("aqi_published").is_empty());
    let equal = published.filter(|(row, aqi)| row.text("aqi_published") == aqi.to_string());
    assert_eq!(equal.count(), 6_371);
}

#[test]
fn what_cannot_be_judged_is_refused_with_a_word() {
    let refused = |error: Result<AqiKernel, ColumnarError>| error.unwrap_err().to_string();
    let moving = AqiReport::Hourly(HourlyParticles::MovingMean24h);
    insta::assert_snapshot!(
        refused(AqiKernel::new(AqiEdition::Hj633_2026, moving, |_| 0)),
        @"HJ 633-2026 knows no report of 24 h moving means of particles: give 1 h means"
    );
    insta::assert_snapshot!(
        refused(AqiKernel::new(AqiEdition::Hj633_2012, AqiReport::Daily, |_| 9)),
        @"SO2 with 9 decimals does not fit whole numbers of 32 bits: declare fewer decimals"
    );
    let kernel = AqiKernel::new(AqiEdition::Hj633_2026, AqiReport::Daily, |item| item.decimals).unwrap();
    let mut out = AqiColumns::default();
    insta::assert_snapshot!(kernel.judge(&[], &mut out).unwrap_err(), @"6 columns expected, 0 given");
    let one = [0];
    let columns: Vec<_> = (0..6).map(|_| FixedColumn::borrowed(0, &one)).collect();
    insta::assert_snapshot!(kernel.judge(&columns, &mut out).unwrap_err(), @"the column of CO has 0 decimals, 1 expected");
    let water = |day: NaiveDate, code: &str| {
        let items = [(by_code(code).unwrap(), 2)];
        WaterKernel::new(day, WaterBody::River, WaterRequired::AnyItem, &items)
            .unwrap_err()
            .to_string()
    };
    insta::assert_snapshot!(water(today(), "TN"), @"TN does not decide here; leave its column out");
    let before = NaiveDate::from_ymd_opt(1999, 1, 1).unwrap();
    insta::assert_snapshot!(water(before, "DO"), @"no standard on record applies on 1999-01-01");
}
