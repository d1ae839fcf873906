//! The network of instruments, made up for tests: one station in each state, everything that a station can have.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use office::views::*;

use super::{faulty, section_sheet, station_sheet, text};

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 2, hour, 30, 5).unwrap()
}

fn capture(span: Span, present: u64, owed: u64) -> Capture {
    let day = NaiveDate::from_ymd_opt(2026, 4, 2).unwrap();
    Capture {
        span,
        from: day.and_hms_opt(0, 0, 0).unwrap(),
        until: day.and_hms_opt(17, 30, 0).unwrap(),
        owed,
        present,
    }
}

pub fn life(mn: &str, presence: Presence) -> StationLife {
    let heard = (presence != Presence::NeverHeard).then(|| at(3));
    StationLife {
        mn: mn.to_owned(),
        point: "zhaoshan".to_owned(),
        presence,
        since: heard,
        offline_after_minutes: 30,
        address: heard.map(|_| "10.1.2.3:50122".to_owned()),
        connected_since: None,
        disconnected_at: heard,
        first_heard: heard,
        last_heard: heard,
        last_data: heard,
        last_value_at: heard.map(|heard| heard.naive_utc()),
        frames: 1_234,
        faults: Vec::new(),
        clock_ahead_ms: None,
        clock_set_at: None,
        gaps_open: 0,
        gaps_given_up: 0,
        values_missing: 0,
        run_days_missing: None,
        run_days_given_up: 0,
        capture: vec![capture(Span::Day, 0, 0), capture(Span::Month, 0, 0)],
    }
}

pub fn network() -> NetworkView {
    let row = |mn: &str, presence| StationRow {
        point: section_sheet().head,
        life: life(mn, presence),
    };
    let mut worst = row("DEMO1", Presence::Offline);
    worst.point = station_sheet().head;
    worst.life.capture = vec![capture(Span::Day, 23, 24), capture(Span::Month, 700, 700)];
    worst.life.gaps_open = 3;
    worst.life.gaps_given_up = 1;
    NetworkView {
        as_of: at(9),
        counts: NetworkCounts {
            online: 1,
            no_data: 1,
            offline: 1,
            never_heard: 1,
            gaps_open: 3,
            frames_apart: 17,
            platforms: 2,
            platforms_away: 1,
        },
        stations: vec![
            worst,
            row("DEMO2", Presence::NoData),
            row("DEMO3", Presence::NeverHeard),
            row("DEMO4", Presence::Online),
        ],
        without_logger: 1,
    }
}

fn gap(state: GapState, attempts: u32) -> GapView {
    let day = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    GapView {
        state,
        period: text("小时数据", "hourly data"),
        first: day.and_hms_opt(3, 0, 0).unwrap(),
        last: day.and_hms_opt(5, 0, 0).unwrap(),
        missing: vec![(text("氨氮", "Ammonia nitrogen"), 3)],
        attempts,
        next_at: (state == GapState::Open).then(|| at(10)),
        reason: (state == GapState::GivenUp)
            .then(|| text("数采仪两次答复没有数据", "the logger has said twice that it has none")),
        found_at: at(1),
        closed_at: (state != GapState::Open).then(|| at(2)),
    }
}

pub fn logger() -> StationSheet {
    let mut life = life("DEMO1", Presence::NoData);
    life.clock_ahead_ms = Some(-61_000);
    life.run_days_missing = Some(2);
    life.capture = vec![
        capture(Span::Hour, 1, 1),
        capture(Span::Day, 23, 24),
        capture(Span::Month, 0, 0),
    ];
    StationSheet {
        point: section_sheet().head,
        life,
        edition: "2017".to_owned(),
        owed: vec![OwedView {
            period: text("小时数据", "hourly data"),
            every_minutes: 60,
            items: vec![text("氨氮", "Ammonia nitrogen"), text("总磷", "Total phosphorus")],
            since: NaiveDate::from_ymd_opt(2026, 4, 1),
        }],
        gaps: vec![
            gap(GapState::Open, 0),
            gap(GapState::GivenUp, 8),
            gap(GapState::Filled, 1),
        ],
        gaps_total: 120,
        events: vec![EventView {
            at: at(3),
            kind: "offline".to_owned(),
            says: text("离线", "went offline"),
            details: "from: 10.1.2.3:50122".to_owned(),
        }],
        orders: vec![OrderView {
            id: "o17".to_owned(),
            made_at: at(2),
            origin: text("人工", "a person"),
            command: 1072,
            name: Some(text("设置密码", "set password")),
            content: "NewPW=******".to_owned(),
            state: OrderState::Failed,
            outcome: Some(text("站点没有应答", "the station did not answer")),
        }],
    }
}

pub fn kept_apart() -> Vec<KeptApartView> {
    vec![KeptApartView {
        station: "<b>stranger</b>".to_owned(),
        code: "unknown-station".to_owned(),
        reason: text("未登记", "unknown"),
        advice: text("查明是谁。", "Find out who it is."),
        command: "bishui station admit '<b>stranger</b>'".to_owned(),
        point: None,
        frames: 17,
        first_at: at(1),
        last_at: at(2),
        from: "10.9.9.9:4711".to_owned(),
        sample: faulty().remove(0),
    }]
}

pub fn platforms() -> Vec<PlatformView> {
    let fresh = PlatformView {
        platform: "province".to_owned(),
        name: Some(text("省平台", "Province")),
        address: Some("platform.example:9212".to_owned()),
        through: None,
        behind: None,
        admitted_behind: None,
        connected: false,
        answered: 0,
        given_up: 0,
        last_trouble: None,
    };
    vec![
        fresh.clone(),
        PlatformView {
            through: Some(569),
            behind: Some(12),
            answered: 1_000,
            last_trouble: Some((at(1), "the platform does not answer".to_owned())),
            name: None,
            address: None,
            ..fresh
        },
    ]
}
