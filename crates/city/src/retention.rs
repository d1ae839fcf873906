//! `retention.toml`: how long the bytes of raw frames are kept, from which day on.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use standards::Text;

use crate::kind::FindingKind;
use crate::source::Source;
use crate::table::{Document, Need, Table};
use crate::vocabulary;

/// Days that raw frames can be kept: missing data are asked for 30 days back, and a mistyped number would destroy evidence.
pub const RAW_FRAME_DAYS: RangeInclusive<i64> = 31..=36_525;

/// From a day on, how many days raw frames are kept; none: for good.
pub type RetentionStep = (NaiveDate, Option<u32>);

/// Reads the steps, in the order of their days.
pub(crate) fn read(source: &Source<'_>) -> Vec<RetentionStep> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("raw_frame_days");
    root.finish();
    let mut steps = BTreeMap::new();
    for table in tables {
        let place = source.first_line(&table.span());
        let Some((from, days)) = step(table, source) else {
            continue;
        };
        if steps.insert(from, days).is_some() {
            let says = Text::new(
                format!("从 {from} 起的保存期限写了两次"),
                format!("what holds from {from} on is there twice"),
            );
            let help = Text::new("只留一个", "keep one of them");
            source.report(FindingKind::DuplicateId, place, says, Some(help));
        }
    }
    steps.into_iter().collect()
}

fn step(mut table: Table<'_>, source: &Source<'_>) -> Option<RetentionStep> {
    let from = table.day("from", Need::Required);
    let days = table.whole("days", Need::Optional);
    let certainty = table.word("certainty", Need::Required);
    let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
    let whole = [
        table.word("source", Need::Required),
        table.word("zh", Need::Required),
        table.word("en", Need::Required),
    ];
    table.finish();
    let days = match days {
        None => None,
        Some((days, span)) if !RAW_FRAME_DAYS.contains(&days) => {
            let (low, high) = (RAW_FRAME_DAYS.start(), RAW_FRAME_DAYS.end());
            let says = Text::new(
                format!("{days} 天不在 {low} 至 {high} 天之间"),
                format!("{days} days are not between {low} and {high}"),
            );
            let help = Text::new(
                "缺数会向前补要 30 天，原文至少要留 31 天；要永久保存就不写 days",
                "missing data are asked for 30 days back, so frames are needed for 31 days at least; leave `days` out to keep them for good",
            );
            source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
            return None;
        }
        Some((days, _)) => Some(u32::try_from(days).ok()?),
    };
    certainty?;
    whole.iter().all(Option::is_some).then_some((from?.0, days))
}
