//! Reasons and what was received, made up for tests.

use chrono::{TimeZone, Utc};
use office::views::*;
use standards::{Certainty, Citation, Reason};

use super::{air_target, stations, text};

pub fn why() -> WhySheet {
    let rule = |standard: &str, clause: &str, certainty| Citation::new(standard, clause, certainty);
    let days = (1..=60).map(|day| {
        let hour = Reason {
            evidence: Some(format!("r{day}:5")),
            key: Some(format!("value/1511A/PM25/2015-01-{day:02}T17:00")),
            ..Reason::new(text(
                "PM2.5 35 µg/m³，17 时收到，标记正常",
                "PM2.5 35 µg/m³, received at 17:00, flag normal",
            ))
        };
        Reason::new(text(
            &format!("第 {day} 天：AQI 68，良，计入优良天"),
            &format!("Day {day}: AQI 68, good, counted"),
        ))
        .by(rule("HJ 633-2012", "table 2", Certainty::V2))
        .since(hour)
    });
    let reason = Reason::new(text(
        "2015 年优良天数比例 82.4 %，达到 80 %",
        "In 2015, 82.4 % of days were good: at least 80 %",
    ))
    .by(rule("ASM-1", "2.1", Certainty::PD))
    .since(
        Reason::new(text("352 天有效，其中优良 290 天", "352 valid days, 290 of them good"))
            .by(rule("HJ 663-2013", "5.2", Certainty::V2))
            .since_all(days),
    )
    .since(
        Reason::new(text(
            "要求来自决议第七条：≥ 80 %",
            "The demand comes from clause 7: ≥ 80 %",
        ))
        .by(rule("S07-22", "", Certainty::V1)),
    );
    WhySheet {
        key: "target/S07-22/2015".to_owned(),
        title: text(
            "为什么 2015 年优良天数目标判为达成？",
            "Why was the good-air target met in 2015?",
        ),
        reason,
        answers: air_target().answers,
        quality: Some(Reason::new(text(
            "质控标记：通过（QARTOD 1）",
            "Mark: passed (QARTOD 1)",
        ))),
        shown_at: Some("/targets/S07-22?year=2015".to_owned()),
    }
}

fn fault() -> FaultView {
    FaultView {
        code: "crc-mismatch".to_owned(),
        says: text(
            "校验码写的是 1C80，按数据段算得 2A11；请检查数采仪的校验算法。",
            "The CRC says 1C80, the data segment gives 2A11; check the logger's CRC.",
        ),
    }
}

pub fn evidence() -> EvidenceSheet {
    let frame = "##0136QN=20200402170000000;ST=22;CN=2061;PW=******;MN=DEMO43030000000000000001;Flag=4;CP=&&DataTime=20200402170000;a34004-Avg=35.0,a34004-Flag=N&&1C80";
    let field = |name: &str, value: &str, meaning: Option<(&str, &str)>| FieldView {
        name: name.to_owned(),
        value: value.to_owned(),
        meaning: meaning.map(|(zh, en)| text(zh, en)),
    };
    EvidenceSheet {
        id: "r17:5".to_owned(),
        kind: "frame".to_owned(),
        received_at: Utc.with_ymd_and_hms(2020, 4, 2, 9, 0, 1).unwrap(),
        from: "tcp 127.0.0.1:50122".to_owned(),
        back_filled: true,
        withheld: true,
        text: frame.to_owned(),
        hex: frame
            .bytes()
            .map(|byte| format!("{byte:02x} "))
            .collect::<String>()
            .as_bytes()
            .chunks(48)
            .map(|row| String::from_utf8_lossy(row).into_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        dropped: None,
        file_header: None,
        fields: vec![
            field("QN", "20200402170000000", Some(("请求编号", "request number"))),
            field("CN", "2061", Some(("上传小时数据", "hourly data"))),
            field("a34004-Avg", "35.0", Some(("PM2.5 平均值", "mean of PM2.5"))),
            field("x99", "<script>alert(1)</script>", None),
        ],
        faults: vec![fault()],
        values: vec![TakenValue {
            point: Some(stations().remove(2).head),
            item: Column {
                item: "PM25".to_owned(),
                name: text("PM2.5", "PM2.5"),
                unit: "µg/m³".to_owned(),
            },
            at: "2020-04-02 16:00–17:00".to_owned(),
            value: Some("35".to_owned()),
            flag: Some("N".to_owned()),
            why: "value/1511A/PM25/2020-04-02T16:00".to_owned(),
        }],
        simulated: true,
    }
}

pub fn faulty() -> Vec<ReceiptRow> {
    let row = |number: u32| ReceiptRow {
        id: format!("r{number}"),
        received_at: Utc.with_ymd_and_hms(2020, 4, 2, 9, number, 1).unwrap(),
        from: "tcp 127.0.0.1:50122".to_owned(),
        faults: vec![fault()],
        excerpt: evidence().text.chars().take(90).collect(),
    };
    (1..=5).rev().map(row).collect()
}
