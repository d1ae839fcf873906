//! Questions in SQL: the tables, the functions of the standards, and what is refused.

use std::time::Duration;

use history::sql::{FUNCTIONS, SqlLimits, SqlValue, TABLES};
use history::{History, Observation, Period};

use crate::{at, frame, fresh, observation};

/// The answer, a line a row, cells between bars; or the error.
async fn ask(history: &History, sql: &str) -> String {
    match history.query(sql, SqlLimits::default()).await {
        Ok(answer) => {
            let rows = answer
                .rows
                .iter()
                .map(|row| row.iter().map(SqlValue::text).collect::<Vec<_>>().join(" | "));
            [answer.columns.join(" | ")]
                .into_iter()
                .chain(rows)
                .collect::<Vec<_>>()
                .join("\n")
        }
        Err(cause) => format!("error: {cause}"),
    }
}

fn hour(point: &str, item: &str, time: &str, value: &str) -> Observation {
    observation(point, item, time, value)
}

/// Two hours of a station, one value corrected later, and one sample of a section; sealed in part.
async fn with_values() -> (tempfile::TempDir, History) {
    let (folder, history) = fresh().await;
    let first = vec![
        hour("s", "PM25", "2020-04-01T08:00", "35"),
        hour("s", "PM10", "2020-04-01T08:00", "60"),
        hour("s", "SO2", "2020-04-01T08:00", "9"),
        hour("s", "NO2", "2020-04-01T08:00", "30"),
        hour("s", "CO", "2020-04-01T08:00", "0.8"),
        hour("s", "O3", "2020-04-01T08:00", "170"),
        hour("s", "PM25", "2026-04-01T08:00", "75"),
        hour("s", "NOX", "2026-04-01T08:00", "30"),
    ];
    history.receive(frame("1", first)).await.unwrap();
    history.seal().await.unwrap();
    let correction = hour("s", "PM25", "2020-04-01T08:00", "80.5");
    history.receive(frame("2", vec![correction])).await.unwrap();
    let sample = [
        ("PH", "7.2"),
        ("DO", "5.1"),
        ("CODMN", "6"),
        ("NH3N", "0.150001"),
        ("TN", "9"),
    ];
    let sample = sample.map(|(item, value)| Observation {
        period: Period::Instant,
        ..observation("w", item, "2021-04-01T08:00", value)
    });
    history.receive(frame("3", sample.to_vec())).await.unwrap();
    (folder, history)
}

#[tokio::test]
async fn observations_are_the_current_statements() {
    let (_folder, history) = with_values().await;
    insta::assert_snapshot!(
        ask(&history, "select at, value, text, evidence from observation where item = 'PM25' order by at").await,
        @"
    at | value | text | evidence
    2020-04-01T08:00:00 | 80.5 | 80.5 | r2
    2026-04-01T08:00:00 | 75 | 75 | r1
    "
    );
    insta::assert_snapshot!(
        ask(&history, "select value, evidence from statement where item = 'PM25' order by sequence").await,
        @"
    value | evidence
    35 | r1
    75 | r1
    80.5 | r2
    "
    );
    insta::assert_snapshot!(ask(&history, "select count(*) as n from observation").await, @"
    n
    13
    ");
    for table in TABLES {
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        let answer = history
            .query(&format!("select * from {}", table.name), SqlLimits::default())
            .await
            .unwrap();
        assert_eq!(answer.columns, names, "the documented columns are there");
    }
}

#[tokio::test]
async fn hours_and_samples_are_judged_in_groups() {
    let (_folder, history) = with_values().await;
    insta::assert_snapshot!(
        ask(
            &history,
            "select point, at, aqi_hourly_of(item, value, at) as aqi, aqi_hourly_of_verdict(item, value, at)['deciding'] as primary \
             from observation where period = 'hour' group by point, at order by at"
        ).await,
        @"
    point | at | aqi | primary
    s | 2020-04-01T08:00:00 | 107 | PM25
    s | 2026-04-01T08:00:00 | 114 | PM25
    "
    );
    insta::assert_snapshot!(
        ask(
            &history,
            "select point, water_class_of(item, value, at, 'river') as class, \
             water_class_of_verdict(item, value, at, 'river') as verdict \
             from observation where period = 'instant' group by point, at"
        ).await,
        @"
    point | class | verdict
    w | 3 | result: 3; word_zh: Ⅲ类; word_en: class III; deciding: DO CODMN; edition: GB 3838-2002; certainty: V2; reason_zh: 断面水质为Ⅲ类（良好），由溶解氧、高锰酸盐指数决定：各评价指标中类别最差者为断面类别; reason_en: the section is class III (good), decided by Dissolved oxygen, Permanganate index: the worst item decides
    "
    );
    insta::assert_snapshot!(
        ask(&history, "select iaqi(item, value, period, at) as iaqi, item from observation where point = 's' order by at, item").await,
        @"
    iaqi | item
    8 | CO
    15 | NO2
    63 | O3
    55 | PM10
    107 | PM25
    3 | SO2
     | NOX
    114 | PM25
    "
    );
}

/// The examples of HJ 633 and GB 3838 as constants: exact, dated, and NULL with a reason where nothing is known.
#[tokio::test]
async fn constants_are_judged_exactly() {
    let (_folder, history) = fresh().await;
    for (sql, expected) in [
        ("iaqi('CO', 2.2, 'day', '2020-01-01')", "55"),
        ("iaqi('CO', 2.2::double, 'day', '2020-01-01')", "55"),
        ("iaqi('PM25', 75, 'day', '2020-01-01')", "100"),
        ("iaqi('PM25', 75, 'day', '2026-03-01')", "114"),
        ("iaqi('PM25', 75, '1h', date '2026-03-01')", "114"),
        ("iaqi('O3', 100, '8h', '2020-01-01')", "50"),
        ("iaqi('SO2', 801, '1h', '2020-01-01')", ""),
        ("iaqi('SO2', 801, '1h', '2026-03-01')", "200"),
        ("iaqi('PM25', null, 'day', '2020-01-01')", ""),
        ("iaqi('PM25', 1, 'day', null)", ""),
        ("iaqi('NH3N', 1, 'day', '2020-01-01')", ""),
        ("aqi_daily('2020-06-01', 9, 30, 0.8, 165, 60, 35)", "105"),
        ("aqi_daily('2020-06-01', null, null, null, null, null, null)", ""),
        ("aqi_daily('2020-06-01', 9, 30, 0.8, 165, 60, 35, 400)", "200"),
        ("aqi_hourly('2020-06-01', 9, 30, 0.8, 100, 60, 35)", "55"),
        ("water_class('2024-06-01', 'river', 7, 7.5, 2, 0.15, 0.02)", "1"),
        ("water_class('2024-06-01', 'lake', 7, 7.5, 2, 0.15, 0.02)", "2"),
        (
            "water_class('2024-06-01', 'river', 7, 7.5, 2, 0.15, 0.02, 40.0000000001)",
            "6",
        ),
        (
            "water_class('2024-06-01', 'river', 7, 7.4999999999999999, 2, 0.15, 0.02)",
            "2",
        ),
        ("water_class('1999-06-01', 'river', 7, 7.5, 2, 0.15, 0.02)", ""),
        ("water_class('2024-06-01', null, 7, 7.5, 2, 0.15, 0.02)", ""),
        (
            "aqi_daily_verdict('2020-06-01', 9, 30, 0.8, 165, 60, 35)['word_zh']",
            "轻度污染",
        ),
        (
            "aqi_daily_verdict('2020-06-01', 9, 30, 0.8, 165, 60, 35)['edition']",
            "HJ 633-2012",
        ),
        (
            "aqi_daily_verdict('2026-06-01', 9, 30, 0.8, 165, 60, 35)['edition']",
            "HJ 633-2026",
        ),
        (
            "iaqi_verdict('NH3N', 1, 'day', '2020-01-01')['reason_en']",
            "Ammonia nitrogen has no index for this averaging period in the standard",
        ),
        (
            "iaqi_verdict('PM25', 1, 'day', null)['reason_zh']",
            "没有日期，不能确定版本",
        ),
    ] {
        assert_eq!(
            ask(&history, &format!("select {sql} as it")).await,
            format!("it\n{expected}"),
            "{sql}"
        );
    }
}

#[tokio::test]
async fn percentiles_are_those_of_hj_663() {
    let (_folder, history) = fresh().await;
    for (sql, expected) in [
        // k = 1 + (10 - 1) × 0.98 = 9.82, between 90 and 100.
        (
            "select hj663_percentile(v, 98) as it from (select unnest([10,20,30,40,50,60,70,80,90,100]) as v)",
            "98.2",
        ),
        (
            "select hj663_percentile(v, 90) as it from (select unnest([1.5, null, 2.5]) as v)",
            "2.4",
        ),
        (
            "select hj663_percentile(v, 50) as it from (select 3 as v where false)",
            "",
        ),
        (
            "select hj663_percentile(value, 95) as it from generate_series(1, 365)",
            "346.8",
        ),
    ] {
        assert_eq!(ask(&history, sql).await, format!("it\n{expected}"), "{sql}");
    }
    insta::assert_snapshot!(ask(&history, "select hj663_percentile(1, 101)").await, @"error: the query failed: p is 101, and must lie between 0 and 100");
}

#[tokio::test]
async fn only_questions_are_answered() {
    let (_folder, history) = with_values().await;
    let mut said = String::new();
    for sql in [
        "delete from observation",
        "insert into observation select * from observation",
        "create table t as select 1",
        "create external table t stored as csv location '/etc/passwd'",
        "drop view observation",
        "copy observation to 'out.csv'",
        "set datafusion.execution.batch_size = 1",
        "select * from '/etc/passwd'",
        "select * from nothing",
        "select nothing from observation",
        "select valeu from observation",
        "selec 1",
        "select 1; select 2",
        "select iaqi('CO', 'much', 'day', '2020-01-01')",
        "select iaqi('CO', 2, 'week', '2020-01-01')",
        "select iaqi('CO', 2)",
        "select iaqi('CO', 2, 'day', 'yesterday')",
        "select water_class('2024-06-01', 'sea', 7, 7.5, 2, 0.15, 0.02)",
        "select aqi_hourly_of(item, value, at) from observation where point = 's'",
        "select aqi_hourly_of(item, value, recorded_at) from statement where item = 'PM25'",
    ] {
        said.push_str(&format!("{sql}\n  {}\n", ask(&history, sql).await.replace('\n', " / ")));
    }
    insta::assert_snapshot!(said, @"
    delete from observation
      error: only questions can be asked (select, with, explain, show, describe): DML not supported: Delete
    insert into observation select * from observation
      error: only questions can be asked (select, with, explain, show, describe): DML not supported: Insert Into
    create table t as select 1
      error: only questions can be asked (select, with, explain, show, describe): DDL not supported: CreateMemoryTable
    create external table t stored as csv location '/etc/passwd'
      error: only questions can be asked (select, with, explain, show, describe): DDL not supported: CreateExternalTable
    drop view observation
      error: only questions can be asked (select, with, explain, show, describe): DDL not supported: DropView
    copy observation to 'out.csv'
      error: only questions can be asked (select, with, explain, show, describe): DML not supported: COPY
    set datafusion.execution.batch_size = 1
      error: only questions can be asked (select, with, explain, show, describe): Statement not supported: SetVariable
    select * from '/etc/passwd'
      error: the query is wrong: table '/etc/passwd' not found
    select * from nothing
      error: the query is wrong: table 'nothing' not found
    select nothing from observation
      error: the query is wrong: No field named nothing. / Valid fields are observation.point, observation.item, observation.period, observation.statistic, observation.at, observation.value, observation.text, observation.flag, observation.recorded_at, observation.evidence, observation.sequence
    select valeu from observation
      error: the query is wrong: No field named valeu. Did you mean 'observation.value'? / Valid fields are observation.point, observation.item, observation.period, observation.statistic, observation.at, observation.value, observation.text, observation.flag, observation.recorded_at, observation.evidence, observation.sequence
    selec 1
      error: the query is wrong: Expected: an SQL statement, found: selec at Line: 1, Column: 1
    select 1; select 2
      error: the query is wrong: This feature is not implemented: The context currently only supports a single SQL statement
    select iaqi('CO', 'much', 'day', '2020-01-01')
      error: the query is wrong: `value` of iaqi must be a number, not Utf8; write iaqi(item, value, period, day)
    select iaqi('CO', 2, 'week', '2020-01-01')
      error: the query failed: iaqi: period `week` is not 1h, 8h or day
    select iaqi('CO', 2)
      error: the query is wrong: 2 arguments do not fit; write iaqi(item, value, period, day)
    select iaqi('CO', 2, 'day', 'yesterday')
      error: the query failed: Arrow error: Cast error: Cannot cast string 'yesterday' to value of Date32 type
    select water_class('2024-06-01', 'sea', 7, 7.5, 2, 0.15, 0.02)
      error: the query failed: water_class: body `sea` is not river or lake
    select aqi_hourly_of(item, value, at) from observation where point = 's'
      error: the query failed: aqi_hourly_of: 2020-04-01 and 2026-04-01 are in one group; group by the day
    select aqi_hourly_of(item, value, recorded_at) from statement where item = 'PM25'
      error: the query failed: PM25 occurs more than once in a group: group by the time as well, or take a mean first
    ");
}

#[tokio::test]
async fn limits_of_rows_and_time_hold() {
    let (_folder, history) = fresh().await;
    let limits = SqlLimits {
        rows: 3,
        ..SqlLimits::default()
    };
    let answer = history
        .query("select value from generate_series(1, 10)", limits)
        .await
        .unwrap();
    assert_eq!((answer.rows.len(), answer.more), (3, true));
    let answer = history
        .query("select value from generate_series(1, 3)", limits)
        .await
        .unwrap();
    assert_eq!((answer.rows.len(), answer.more), (3, false));
    let limits = SqlLimits {
        time: Duration::from_millis(50),
        ..SqlLimits::default()
    };
    let endless = "select sum(value % 7) from generate_series(1, 1000000000000)";
    let error = history.query(endless, limits).await.unwrap_err();
    assert!(error.to_string().contains("given up"), "{error}");
    let error = history
        .query(&" ".repeat(70_000), SqlLimits::default())
        .await
        .unwrap_err();
    insta::assert_snapshot!(error, @"the query has 70000 bytes, at most 65536 are read");
}

/// Both ways to ask give the same, over values that are not round.
#[tokio::test]
async fn a_function_and_its_group_agree() {
    let (_folder, history) = with_values().await;
    let sql = "with hours as (select at, \
        max(case when item = 'SO2' then value end) as so2, max(case when item = 'NO2' then value end) as no2, \
        max(case when item = 'CO' then value end) as co, max(case when item = 'O3' then value end) as o3, \
        max(case when item = 'PM10' then value end) as pm10, max(case when item = 'PM25' then value end) as pm25 \
        from observation where point = 's' group by at) \
        select aqi_hourly(at, so2, no2, co, o3, pm10, pm25) as aqi from hours order by at";
    assert_eq!(
        ask(&history, sql).await,
        ask(
            &history,
            "select aqi_hourly_of(item, value, at) as aqi from observation where point = 's' group by at order by at"
        )
        .await
    );
    assert_eq!(FUNCTIONS.len(), 8);
    assert!(at("2020-04-01T08:00").to_string().starts_with("2020"));
}

/// The page for analysts names every function with its parameters, and both tables.
#[test]
fn the_page_for_analysts_is_complete() {
    let page = include_str!("../../../../docs/analysts.md");
    for function in FUNCTIONS {
        assert!(page.contains(&format!("`{}`", function.call())), "{}", function.call());
    }
    for table in TABLES {
        assert!(page.contains(&format!("`{}`", table.name)), "{}", table.name);
    }
}
