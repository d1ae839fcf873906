//! `[[point.logger.owed]]`: which data a logger owes.

use std::ops::Range;

use standards::Text;

use crate::kind::FindingKind;
use crate::logger::{Owed, OwedPeriod};
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Need, Table};
use crate::vocabulary::Choice;

/// Minutes of a day.
const DAY: u32 = 1_440;

/// Reads one entry.
pub(crate) fn read(mut table: Table<'_>, source: &Source<'_>) -> Option<Owed> {
    let periods = Choice {
        what: Text::new("数据时段", "period of data"),
        unknown: FindingKind::UnknownWord,
        words: OwedPeriod::WORDS.to_vec(),
    };
    let place = table.span();
    let period = table
        .word("period", Need::Required)
        .and_then(|word| periods.read(&word, source));
    let every = table.whole("every_minutes", Need::Optional);
    let items = table.words("items", Need::Required);
    let since = table.day("since", Need::Optional).map(|(day, _)| day);
    table.finish();

    let items: Vec<String> = items.iter().filter_map(|word| item(word, source)).collect();
    let period = period?;
    Some(Owed {
        period,
        every_minutes: minutes(period, every, place, source)?,
        items,
        since,
    })
}

/// The code of an item that the product knows.
pub(crate) fn item(word: &Word, source: &Source<'_>) -> Option<String> {
    if standards::item::by_code(&word.text).is_some() {
        return Some(word.text.clone());
    }
    let says = Text::new(
        format!("没有监测因子“{}”", word.text),
        format!("there is no item `{}`", word.text),
    );
    let help = match standards::item::by_hj212(&word.text) {
        Some(known) => Some(Text::new(
            format!("这里写因子代号“{}”", known.code),
            format!("write its own code, `{}`", known.code),
        )),
        None => suggestion::advice(&word.text, standards::item::ITEMS.iter().map(|item| item.code)),
    };
    source.report(FindingKind::UnknownItem, word.span.clone(), says, help);
    None
}

/// The interval, which must fit the period and divide the day, so that every day has the same times.
fn minutes(
    period: OwedPeriod,
    given: Option<(i64, Range<usize>)>,
    place: Range<usize>,
    source: &Source<'_>,
) -> Option<u32> {
    let usual = match period {
        OwedPeriod::Day => Some(DAY),
        OwedPeriod::Hour => Some(60),
        OwedPeriod::Minute | OwedPeriod::Instant => None,
    };
    let Some((given, span)) = given else {
        if usual.is_none() {
            let says = Text::new("缺少“every_minutes”", "`every_minutes` is missing");
            let help = Text::new("写上每隔几分钟一个值", "say how many minutes lie between two values");
            source.report(FindingKind::MissingKey, source.first_line(&place), says, Some(help));
        }
        return usual;
    };
    let fits = |minutes: &u32| {
        *minutes > 0
            && DAY.is_multiple_of(*minutes)
            && match period {
                OwedPeriod::Instant => *minutes <= DAY,
                // HJ 212-2017, table 5: MinInterval.
                OwedPeriod::Minute => *minutes <= 30 && 60_u32.is_multiple_of(*minutes),
                OwedPeriod::Hour => minutes.is_multiple_of(60),
                OwedPeriod::Day => *minutes == DAY,
            }
    };
    let minutes = u32::try_from(given).ok().filter(fits);
    if minutes.is_none() {
        let says = Text::new(
            format!("“{}”数据不能每隔 {given} 分钟一个", period.word()),
            format!(
                "there cannot be a value of a period of kind `{}` every {given} minutes",
                period.word()
            ),
        );
        let help = match period {
            OwedPeriod::Instant => Text::new("写能整除一天的分钟数", "write a number of minutes that divides a day"),
            OwedPeriod::Minute => Text::new(
                "写 1、2、3、4、5、6、10、12、15、20 或 30",
                "write 1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30",
            ),
            OwedPeriod::Hour => Text::new("写 60，或每 4 小时写 240", "write 60, or 240 for every four hours"),
            OwedPeriod::Day => Text::new("日数据每天一个：删去此键", "there is one a day: delete this key"),
        };
        source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
    }
    minutes
}
