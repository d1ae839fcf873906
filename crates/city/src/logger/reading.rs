//! Reads `[point.logger]`.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use ipnet::IpNet;
use standards::Text;
use standards::unit::Unit;

use crate::kind::FindingKind;
use crate::logger::{CrcRule, FirstContact, Logger, WireEdition, owed, ranges};
use crate::secret;
use crate::source::{Source, Word};
use crate::table::{Need, Table};
use crate::vocabulary::Choice;

/// Minutes that a clock can be away from UTC: the zones of the earth.
pub(crate) const OFFSET_MINUTES: RangeInclusive<i64> = -720..=840;
/// Minutes of silence: a week at most.
pub(crate) const OFFLINE_MINUTES: RangeInclusive<i64> = 1..=10_080;
/// OverTime and ReCount of the standard have two digits.
pub(crate) const TWO_DIGITS: RangeInclusive<i64> = 1..=99;
/// RtdInterval of HJ 212-2017, in seconds.
pub(crate) const REAL_TIME_SECONDS: RangeInclusive<i64> = 30..=3_600;
/// MinInterval of HJ 212-2017, in minutes.
pub(crate) const MINUTE_INTERVALS: [i64; 11] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
/// The longest factor code, in characters.
const FACTOR_CHARACTERS_MAX: usize = 32;

/// Reads the table of a logger.
pub(crate) fn read(mut table: Table<'_>, source: &Source<'_>) -> Logger {
    let whole = |table: &mut Table<'_>, key, range| number(table.whole(key, Need::Optional), range, source);
    let password = secret::password(&mut table, source);
    let sm4_key = secret::sm4_key(&mut table, source);
    let addresses = table.words("addresses", Need::Optional);
    let crc = table.word("crc", Need::Optional);
    let edition = table.word("edition", Need::Optional);
    let offset = whole(&mut table, "utc_offset_minutes", OFFSET_MINUTES);
    let units = table.pairs("units");
    let offline = whole(&mut table, "offline_after_minutes", OFFLINE_MINUTES);
    let encrypts_requests = table.flag("encrypts_requests");
    let may_set_clock = table.flag("may_set_clock");
    let owes_run_time = table.flag("owes_run_time");
    let over_time = whole(&mut table, "over_time_seconds", TWO_DIGITS);
    let resend = whole(&mut table, "resend_count", TWO_DIGITS);
    let first_contact = table.table("first_contact");
    let owed = table.tables("owed");
    let ranges = table.tables("instrument_range");
    table.finish();
    Logger {
        password,
        addresses: addresses.iter().filter_map(|word| address(word, source)).collect(),
        crc: crc.and_then(|word| rules().read(&word, source)).unwrap_or_default(),
        edition: edition
            .and_then(|word| editions().read(&word, source))
            .unwrap_or_default(),
        sm4_key,
        encrypts_requests,
        utc_offset_minutes: offset.and_then(|minutes| i32::try_from(minutes).ok()),
        units: units
            .iter()
            .filter_map(|(factor, unit)| unit_of(factor, unit, source))
            .collect(),
        offline_after_minutes: small(offline),
        may_set_clock,
        owes_run_time,
        over_time_seconds: small(over_time),
        resend_count: small(resend),
        first_contact: first_contact.map(|table| first(table, source)),
        owed: owed.into_iter().filter_map(|table| owed::read(table, source)).collect(),
        instrument_ranges: instrument_ranges(ranges, source),
    }
}

fn rules() -> Choice<CrcRule> {
    Choice {
        what: Text::new("校验规则", "rule for check values"),
        unknown: FindingKind::UnknownWord,
        words: CrcRule::WORDS.to_vec(),
    }
}

fn editions() -> Choice<WireEdition> {
    Choice {
        what: Text::new("HJ 212 版本", "edition of HJ 212"),
        unknown: FindingKind::UnknownWord,
        words: WireEdition::WORDS.to_vec(),
    }
}

pub(crate) fn switches() -> Choice<bool> {
    Choice {
        what: Text::new("开关状态", "position of a switch"),
        unknown: FindingKind::UnknownWord,
        words: vec![("on", true), ("off", false)],
    }
}

fn small(number: Option<i64>) -> Option<u32> {
    number.and_then(|number| u32::try_from(number).ok())
}

/// A whole number inside `range`; another is reported.
fn number(given: Option<(i64, Range<usize>)>, range: RangeInclusive<i64>, source: &Source<'_>) -> Option<i64> {
    let (given, span) = given?;
    if range.contains(&given) {
        return Some(given);
    }
    let (low, high) = (range.start(), range.end());
    let says = Text::new(
        format!("{given} 不在 {low} 至 {high} 之间"),
        format!("{given} is not between {low} and {high}"),
    );
    source.report(FindingKind::ValueOutOfRange, span, says, None);
    None
}

/// An address or a network in CIDR notation.
fn address(word: &Word, source: &Source<'_>) -> Option<IpNet> {
    let text = word.text.trim();
    let alone = text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    let network = alone.or_else(|| text.parse::<IpNet>().ok());
    if network.is_none() {
        let says = Text::new(
            format!("“{}”不是 IP 地址，也不是网段", word.text),
            format!("`{}` is neither an IP address nor a network", word.text),
        );
        let help = Text::new(
            "写法如 10.1.2.3 或 10.1.2.0/24",
            "write it like 10.1.2.3 or 10.1.2.0/24",
        );
        source.report(FindingKind::BadAddress, word.span.clone(), says, Some(help));
    }
    network
}

fn unit_of(factor: &Word, unit: &Word, source: &Source<'_>) -> Option<(String, Unit)> {
    let unit = ranges::parse_unit(unit, source)?;
    let code = &factor.text;
    let is_code = !code.is_empty()
        && code.len() <= FACTOR_CHARACTERS_MAX
        && code.bytes().all(|letter| letter.is_ascii_alphanumeric());
    if !is_code {
        let says = Text::new(
            format!("“{code}”不是 HJ 212 因子编码"),
            format!("`{code}` is no factor code of HJ 212"),
        );
        let help = Text::new(
            "写帧中的编码，如 w21003",
            "write the code of the frames, such as w21003",
        );
        source.report(FindingKind::UnknownItem, factor.span.clone(), says, Some(help));
        return None;
    }
    let known = standards::item::by_hj212(code);
    if let Some(item) = known.filter(|item| Unit::convert(1.into(), unit, item.unit).is_none()) {
        let says = Text::new(
            format!("“{code}”（{}）不用“{}”计量", item.name.0, unit.symbol()),
            format!("`{code}` ({}) is not measured in `{}`", item.name.1, unit.symbol()),
        );
        let help = Text::new(
            format!("写能换算成 {} 的单位", item.unit.symbol()),
            format!("write a unit that converts to {}", item.unit.symbol()),
        );
        source.report(FindingKind::UnitDoesNotFit, factor.span.clone(), says, Some(help));
        return None;
    }
    Some((code.clone(), unit))
}

fn first(mut table: Table<'_>, source: &Source<'_>) -> FirstContact {
    let whole = |table: &mut Table<'_>, key, range| number(table.whole(key, Need::Optional), range, source);
    let place = table.span();
    let set_time = table.flag("set_time");
    let over_time = whole(&mut table, "over_time_seconds", TWO_DIGITS);
    let resend = whole(&mut table, "resend_count", TWO_DIGITS);
    let real_time = whole(&mut table, "real_time_interval_seconds", REAL_TIME_SECONDS);
    let minute = table.whole("minute_interval_minutes", Need::Optional);
    let real_time_upload = table.word("real_time_upload", Need::Optional);
    let status_upload = table.word("status_upload", Need::Optional);
    table.finish();
    if over_time.is_some() != resend.is_some() {
        let says = Text::new(
            "over_time_seconds 与 resend_count 由一条命令设置，要同时写",
            "`over_time_seconds` and `resend_count` are set by one command and need each other",
        );
        let help = Text::new("补上另一个，或都删去", "add the other one, or delete both");
        source.report(FindingKind::MissingKey, source.first_line(&place), says, Some(help));
    }
    FirstContact {
        set_time,
        timeouts: small(over_time).zip(small(resend)),
        real_time_interval_seconds: small(real_time),
        minute_interval_minutes: minute.and_then(|given| minute_interval(given, source)),
        real_time_upload: real_time_upload.and_then(|word| switches().read(&word, source)),
        status_upload: status_upload.and_then(|word| switches().read(&word, source)),
    }
}

fn minute_interval((given, span): (i64, Range<usize>), source: &Source<'_>) -> Option<u32> {
    if MINUTE_INTERVALS.contains(&given) {
        return u32::try_from(given).ok();
    }
    let known = MINUTE_INTERVALS.map(|minutes| minutes.to_string());
    let says = Text::new(
        format!("分钟数据间隔不能是 {given} 分钟"),
        format!("the interval of minute data cannot be {given} minutes"),
    );
    let help = Text::new(
        format!("可用的有：{}", known.join("、")),
        format!("known here: {}", known.join(", ")),
    );
    source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
    None
}

fn instrument_ranges(tables: Vec<Table<'_>>, source: &Source<'_>) -> BTreeMap<String, crate::logger::InstrumentRange> {
    let mut by_item = BTreeMap::new();
    for table in tables {
        let place = table.span();
        let Some((item, range)) = ranges::read(table, source) else {
            continue;
        };
        if by_item.insert(item.clone(), range).is_some() {
            let says = Text::new(
                format!("“{item}”的量程写了两次"),
                format!("the range of `{item}` is there twice"),
            );
            let help = Text::new("只留一个", "keep one of them");
            source.report(FindingKind::DuplicateId, source.first_line(&place), says, Some(help));
        }
    }
    by_item
}
