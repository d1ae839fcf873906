//! The keys of `city.toml` and `places/*.toml`.

use rules::target::Indicator;
use standards::Text;
use standards::item::ITEMS;

use super::known::{ID, Thing};
use super::shape::{Key, Said, Shape, may, must, named, plain, some_texts, texts};
use crate::head::OFFSET_MINUTES_MAX;
use crate::logger::reading as logger;
use crate::logger::{CrcRule, OwedPeriod, WireEdition};
use crate::model::PointKind;
use crate::places::place_kinds;

/// The words of instruments' indicators.
pub(super) fn instruments() -> Vec<Said> {
    named(Indicator::ALL.map(|indicator| (indicator.word(), indicator.text())))
}

pub(super) fn city() -> Vec<Key> {
    vec![
        must("id", Shape::Form(ID), "城市编号", "id of the city"),
        must("name", Shape::Bilingual, "城市名称", "name of the city"),
        must(
            "utc_offset_minutes",
            Shape::Whole(-OFFSET_MINUTES_MAX, OFFSET_MINUTES_MAX),
            "当地时间减协调世界时，分钟；北京时间写 480",
            "local time minus UTC, in minutes; Beijing time is 480",
        ),
        must("resolved", Shape::Day, "决议通过的日期", "day of the resolution"),
        may(
            "notice",
            Shape::Bilingual,
            "来访者须知，每页都显示",
            "what a visitor must know; stands on every page",
        ),
        must(
            "box",
            Shape::Numbers(4),
            "全市范围：西、南、东、北（度）",
            "box of the city: west, south, east, north in degrees",
        ),
    ]
}

pub(super) fn places() -> Vec<Key> {
    let place = vec![
        must("id", Shape::Form(ID), "地点编号", "id of the place"),
        must("name", Shape::Bilingual, "名称", "name"),
        must(
            "kind",
            Shape::Choice(plain(place_kinds().known())),
            "地点类型",
            "kind of place",
        ),
        may("notice", Shape::Bilingual, "读者须知", "what a reader must know"),
        may("code", Shape::Text, "行政区划代码", "code of the division"),
    ];
    vec![may(
        "place",
        Shape::Tables(place),
        "行政区和水体",
        "divisions and water bodies",
    )]
}

pub(super) fn points() -> Vec<Key> {
    let point = vec![
        must("id", Shape::Form(ID), "测点编号", "id of the point"),
        must(
            "kind",
            Shape::Choice(plain(PointKind::ALL.map(PointKind::word))),
            "测点类型：断面、空气站、全市公布值",
            "kind of point: section, air station, the city as published",
        ),
        must("name", Shape::Bilingual, "名称", "name"),
        must(
            "of",
            Shape::Id(Thing::Place),
            "所代表的地点：断面属于水体，其余属于行政区",
            "the place it stands for: a water body for sections, a division for the others",
        ),
        may(
            "reach",
            Shape::Id(Thing::Reach),
            "所在河段（仅断面）",
            "its reach (sections only)",
        ),
        may(
            "position",
            Shape::Numbers(2),
            "经度、纬度（度）",
            "longitude and latitude in degrees",
        ),
        may("sketch", Shape::Flag, "位置只是示意", "the position is only sketched"),
        may(
            "mn",
            Shape::Form(MN),
            "HJ 212 帧中的设备编号",
            "equipment number in frames of HJ 212",
        ),
        may("logger", Shape::Table(point_logger()), "数采仪", "the data logger"),
        may(
            "target_class",
            Shape::Open(plain(CLASSES)),
            "水质目标（仅断面）",
            "class it shall have (sections only)",
        ),
        may(
            "answers",
            texts(Shape::Id(Thing::Post)),
            "责任岗位",
            "posts that answer",
        ),
        may(
            "aliases",
            texts(Shape::Text),
            "数据文件中的名称",
            "its names in data files",
        ),
        may(
            "notice",
            Shape::Bilingual,
            "读者须知",
            "what a reader of its figures must know",
        ),
    ];
    vec![may(
        "point",
        Shape::Tables(point),
        "断面、空气站、全市公布值",
        "sections, stations, the city as published",
    )]
}

/// The classes of water as a folder usually writes them; other spellings are read, too.
const CLASSES: [&str; 6] = ["I", "II", "III", "IV", "V", "劣V"];
/// The form of an equipment number.
const MN: &str = "^[A-Za-z0-9_-]{6,24}$";
/// The form of the name of a variable of the environment.
pub(super) const VARIABLE: &str = "^[A-Za-z0-9_]+$";
/// The form of a password.
pub(super) const PASSWORD: &str = "^[!-~]{1,24}$";
/// The form of an SM4 key.
const SM4_KEY: &str = "^[0-9A-Fa-f]{32}$";

fn point_logger() -> Vec<Key> {
    let whole = |range: std::ops::RangeInclusive<i64>| Shape::Whole(*range.start(), *range.end());
    vec![
        may(
            "password",
            Shape::Form(PASSWORD),
            "密码（不宜写在这里）",
            "password; better not written here",
        ),
        may(
            "password_env",
            Shape::Form(VARIABLE),
            "存放密码的环境变量",
            "environment variable that holds the password",
        ),
        may(
            "sm4_key",
            Shape::Form(SM4_KEY),
            "SM4 密钥（不宜写在这里）",
            "SM4 key; better not written here",
        ),
        may(
            "sm4_key_env",
            Shape::Form(VARIABLE),
            "存放 SM4 密钥的环境变量",
            "environment variable that holds the key",
        ),
        may(
            "encrypts_requests",
            Shape::Flag,
            "其上传加密时，发给它的命令也全部加密",
            "every request to it is encrypted while its uploads are",
        ),
        may(
            "addresses",
            texts(Shape::Text),
            "允许接入的 IP 或网段",
            "addresses and networks it may come from",
        ),
        may(
            "crc",
            Shape::Choice(plain(CrcRule::WORDS.map(|(word, _)| word))),
            "校验规则",
            "rule for check values",
        ),
        may(
            "edition",
            Shape::Choice(plain(WireEdition::WORDS.map(|(word, _)| word))),
            "与它通信用的 HJ 212 版本",
            "edition of HJ 212 in which it is spoken to",
        ),
        may(
            "utc_offset_minutes",
            whole(logger::OFFSET_MINUTES),
            "其时钟与协调世界时之差（分钟）",
            "its clock minus UTC, in minutes",
        ),
        may(
            "units",
            Shape::Pairs,
            "个别因子的单位，按帧中编码",
            "units of single factors, by the code of the frames",
        ),
        may(
            "offline_after_minutes",
            whole(logger::OFFLINE_MINUTES),
            "多少分钟无数据算离线",
            "minutes of silence until offline",
        ),
        may(
            "may_set_clock",
            Shape::Flag,
            "可以校时",
            "its clock may be set from here",
        ),
        may(
            "owes_run_time",
            Shape::Flag,
            "应报设备运行时间日数据（2041）",
            "it owes how long its devices have run, day by day (2041)",
        ),
        may(
            "over_time_seconds",
            whole(logger::TWO_DIGITS),
            "等待应答的秒数",
            "how long a request waits, in seconds",
        ),
        may(
            "resend_count",
            whole(logger::TWO_DIGITS),
            "重发次数",
            "how often a request is repeated",
        ),
        may(
            "first_contact",
            Shape::Table(first_contact()),
            "首次接入时的设置",
            "what is set at the first contact",
        ),
        may("owed", Shape::Tables(owed()), "应报送的数据", "data that it owes"),
        may(
            "instrument_range",
            Shape::Tables(instrument_range()),
            "仪器量程",
            "what its instruments can measure",
        ),
    ]
}

fn first_contact() -> Vec<Key> {
    let whole = |range: std::ops::RangeInclusive<i64>| Shape::Whole(*range.start(), *range.end());
    let switch = || Shape::Choice(plain(logger::switches().known()));
    vec![
        may("set_time", Shape::Flag, "校时（1012）", "set its clock (1012)"),
        may(
            "over_time_seconds",
            whole(logger::TWO_DIGITS),
            "超时秒数（1000）",
            "its timeout in seconds (1000)",
        ),
        may(
            "resend_count",
            whole(logger::TWO_DIGITS),
            "重发次数（1000）",
            "its repetitions (1000)",
        ),
        may(
            "real_time_interval_seconds",
            whole(logger::REAL_TIME_SECONDS),
            "实时数据间隔（1062）",
            "interval of real-time data (1062)",
        ),
        may(
            "minute_interval_minutes",
            Shape::WholeOf(logger::MINUTE_INTERVALS.to_vec()),
            "分钟数据间隔（1064）",
            "interval of minute data (1064)",
        ),
        may(
            "real_time_upload",
            switch(),
            "是否上报实时数据",
            "whether real-time data are sent",
        ),
        may(
            "status_upload",
            switch(),
            "是否上报设备状态",
            "whether the state of devices is sent",
        ),
    ]
}

/// The codes of all items with their names.
fn items() -> Shape {
    Shape::Choice(named(ITEMS.iter().map(|item| (item.code, item.text()))))
}

fn owed() -> Vec<Key> {
    vec![
        must(
            "period",
            Shape::Choice(plain(OwedPeriod::WORDS.map(|(word, _)| word))),
            "数据时段",
            "period of data",
        ),
        may(
            "every_minutes",
            Shape::Whole(1, 1_440),
            "每隔几分钟一个值（能整除一天）",
            "minutes between two values; divides a day",
        ),
        must("items", some_texts(items()), "监测因子", "monitored items"),
        may("since", Shape::Day, "从哪天起", "the first day"),
    ]
}

fn instrument_range() -> Vec<Key> {
    vec![
        must("item", items(), "监测因子", "monitored item"),
        must("min", Shape::Number, "量程下限", "lower end"),
        must("max", Shape::Number, "量程上限", "upper end"),
        must("unit", Shape::Text, "单位", "unit"),
    ]
}

/// The marks of certainty with their words.
pub(super) fn certainty() -> Key {
    let marks = crate::vocabulary::certainties().words;
    let marks = marks.into_iter().map(|(word, certainty)| (word, certainty.words()));
    must("certainty", Shape::Choice(named(marks)), "可信度", "how sure it is")
}

/// The documents something comes from.
pub(super) fn sources() -> Key {
    may(
        "sources",
        texts(Shape::Text),
        "出处：文件和条款",
        "documents and clauses it comes from",
    )
}

/// What a reader must know.
pub(super) fn note() -> Key {
    may("note", Shape::Bilingual, "读者须知", "what a reader must know")
}

/// The ids of the rules of the catalogue.
pub(super) fn rules() -> Shape {
    let all = rules::catalogue::all().iter();
    Shape::Choice(named(all.map(|rule| (rule.id, Text::new(rule.zh, rule.en)))))
}
