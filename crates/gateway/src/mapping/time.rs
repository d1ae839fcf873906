//! Times as files write them, brought to the start of the period in the local civil time of the city.

use chrono::format::{Item, Numeric, Parsed, StrftimeItems, parse};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use history::Period;
use standards::Text;

/// Which end of its period a time in the file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The period begins at the time.
    PeriodStart,
    /// The period ends at the time.
    PeriodEnd,
}

/// How the times of a file are written and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeReading {
    /// `strftime` format; without one the usual forms are recognised.
    pub format: Option<String>,
    /// Which end of the period the time names.
    pub label: Label,
    /// The period of every value.
    pub period: Period,
    /// Offset of the city's local time from UTC, minutes. Only needed for times that carry an offset.
    pub city_offset_minutes: Option<i32>,
}

/// A time as written: a clock and an offset only where they stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written {
    date: NaiveDate,
    clock: Option<NaiveTime>,
    offset_seconds: Option<i32>,
}

/// Times outside these years are slips of the pen, and arithmetic inside them cannot overflow.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

/// Why a time cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeFault {
    /// It does not read as a time.
    Unreadable,
    /// It names no clock, but its period is shorter than a day.
    NoClock,
    /// It carries an offset, and that of the city was not given.
    OffsetOfCityUnknown,
    /// It is not where a period of this length begins or ends.
    OffBoundary(Period),
}

impl TimeFault {
    /// The fault as a sentence, with what to do.
    pub(crate) fn text(self) -> Text {
        match self {
            Self::Unreadable => Text::new(
                "时间无法识读；请按映射中的格式书写，或写作 2021-04-01 08:00",
                "the time cannot be read; write it in the mapping's format, or as 2021-04-01 08:00",
            ),
            Self::NoClock => Text::new(
                "只有日期没有时刻；请补上时刻，或在映射中写 period = \"day\"",
                "a date without a clock; add the clock, or write period = \"day\" in the mapping",
            ),
            Self::OffsetOfCityUnknown => Text::new(
                "时间带有时区，但未给出城市的时区，无法换算",
                "the time carries an offset, and the offset of the city is not known to convert it",
            ),
            Self::OffBoundary(Period::Day) => Text::new(
                "日值的时间不在零点；请改正，或在映射中改用其他 period",
                "a daily value does not stand at midnight; correct it, or choose another period in the mapping",
            ),
            Self::OffBoundary(_) => Text::new(
                "小时值的时间不在整点；请改正，或在映射中写 period = \"instant\"",
                "an hourly value does not stand at a whole hour; correct it, or write period = \"instant\" in the mapping",
            ),
        }
    }
}

impl TimeReading {
    /// The start of the period that `text` names, in the local civil time of the city.
    ///
    /// A date without a clock names its natural day whatever the label says: nobody writes a day by the date of the next one.
    pub(crate) fn start(&self, text: &str) -> Result<NaiveDateTime, TimeFault> {
        let written = match &self.format {
            Some(format) => by_format(text, format),
            None => usual(text),
        }
        .filter(|written| YEARS.contains(&chrono::Datelike::year(&written.date)))
        .ok_or(TimeFault::Unreadable)?;
        let Some(clock) = written.clock else {
            return match self.period {
                Period::Day => Ok(written.date.and_time(NaiveTime::MIN)),
                Period::Instant | Period::Minute | Period::Hour => Err(TimeFault::NoClock),
            };
        };
        let local = self.local(written.date.and_time(clock), written.offset_seconds)?;
        self.on_boundary(local - self.length_before_label())
    }

    /// Converts a time that carries an offset into the local time of the city.
    fn local(&self, at: NaiveDateTime, offset_seconds: Option<i32>) -> Result<NaiveDateTime, TimeFault> {
        let Some(offset) = offset_seconds else { return Ok(at) };
        let city = self.city_offset_minutes.ok_or(TimeFault::OffsetOfCityUnknown)?;
        Ok(at + Duration::minutes(i64::from(city)) - Duration::seconds(i64::from(offset)))
    }

    fn length_before_label(&self) -> Duration {
        match (self.label, self.period) {
            (Label::PeriodEnd, Period::Hour) => Duration::hours(1),
            (Label::PeriodEnd, Period::Day) => Duration::days(1),
            // A moment has no length; that of a minute period is set in the station and is refused by the mapping.
            (Label::PeriodEnd, Period::Instant | Period::Minute) | (Label::PeriodStart, _) => Duration::zero(),
        }
    }

    fn on_boundary(&self, at: NaiveDateTime) -> Result<NaiveDateTime, TimeFault> {
        let whole_hour = at.minute() == 0 && at.second() == 0;
        let fits = match self.period {
            Period::Instant | Period::Minute => true,
            Period::Hour => whole_hour,
            Period::Day => whole_hour && at.hour() == 0,
        };
        if fits {
            Ok(at)
        } else {
            Err(TimeFault::OffBoundary(self.period))
        }
    }
}

/// True when a time can be read by the format: it has no unknown letters and fixes a day.
pub(crate) fn format_is_sound(format: &str) -> bool {
    let mut fixes_year = false;
    let mut fixes_day = false;
    for item in StrftimeItems::new(format) {
        match item {
            Item::Error => return false,
            Item::Numeric(Numeric::Year | Numeric::YearMod100, _) => fixes_year = true,
            Item::Numeric(Numeric::Day | Numeric::Ordinal, _) => fixes_day = true,
            _ => {}
        }
    }
    fixes_year && fixes_day
}

fn by_format(text: &str, format: &str) -> Option<Written> {
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, StrftimeItems::new(format)).ok()?;
    let date = parsed.to_naive_date().ok()?;
    let has_clock = parsed.hour_mod_12().is_some();
    if has_clock && parsed.minute().is_none() {
        // `%Y-%m-%d %H`: the whole hour.
        parsed.set_minute(0).ok()?;
    }
    let clock = if has_clock {
        Some(parsed.to_naive_time().ok()?.with_nanosecond(0)?)
    } else {
        None
    };
    Some(Written {
        date,
        clock,
        offset_seconds: parsed.offset(),
    })
}

/// The usual forms: `2021-04-01`, `2021/4/1 8:00`, `2021-04-01T08:00:00.000Z`, `2021-04-01 08:00 +0800`.
fn usual(text: &str) -> Option<Written> {
    let mut rest = text.trim();
    let year = number(&mut rest, 4, 4)?;
    let separator = rest.chars().next().filter(|letter| matches!(letter, '-' | '/' | '.'))?;
    rest = rest.strip_prefix(separator)?;
    let month = number(&mut rest, 1, 2)?;
    rest = rest.strip_prefix(separator)?;
    let day = number(&mut rest, 1, 2)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    if rest.is_empty() {
        return Some(Written {
            date,
            clock: None,
            offset_seconds: None,
        });
    }
    rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let clock = usual_clock(&mut rest)?;
    let offset_seconds = usual_offset(rest.trim_start())?;
    Some(Written {
        date,
        clock: Some(clock),
        offset_seconds,
    })
}

fn usual_clock(rest: &mut &str) -> Option<NaiveTime> {
    let hour = number(rest, 1, 2)?;
    *rest = rest.strip_prefix(':')?;
    let minute = number(rest, 2, 2)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        *rest = after;
        second = number(rest, 2, 2)?;
        if let Some(after) = rest.strip_prefix('.') {
            // Parts of a second say nothing about any period that is kept.
            *rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
        }
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// `Some(None)` when there is no offset, `None` when what stands there is none.
fn usual_offset(text: &str) -> Option<Option<i32>> {
    if text.is_empty() {
        return Some(None);
    }
    if text.eq_ignore_ascii_case("z") {
        return Some(Some(0));
    }
    let (sign, mut rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let hours = number(&mut rest, 2, 2)?;
    rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = if rest.is_empty() { 0 } else { number(&mut rest, 2, 2)? };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (rest.is_empty() && hours <= 14 && minutes < 60).then_some(Some(sign * seconds))
}

/// Takes a number of `least` to `most` digits from the front of `rest`.
fn number(rest: &mut &str, least: usize, most: usize) -> Option<u32> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    let (number, after) = rest.split_at_checked(digits)?;
    *rest = after;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(format: Option<&str>, label: Label, period: Period) -> TimeReading {
        TimeReading {
            format: format.map(str::to_owned),
            label,
            period,
            city_offset_minutes: Some(480),
        }
    }

    #[test]
    fn usual_forms_are_read() {
        let reading = reading(None, Label::PeriodStart, Period::Instant);
        let cases = [
            ("2021-04-01 08:05", "2021-04-01 08:05:00"),
            ("2021-04-01T08:05:09", "2021-04-01 08:05:09"),
            ("2021/4/1 8:05", "2021-04-01 08:05:00"),
            ("2021.04.01  08:05:09.123", "2021-04-01 08:05:09"),
            ("2021-04-01T00:05:00Z", "2021-04-01 08:05:00"),
            ("2021-04-01T08:05:00+08:00", "2021-04-01 08:05:00"),
            ("2021-03-31 19:05 -0500", "2021-04-01 08:05:00"),
            (" 2021-04-01 08:05 ", "2021-04-01 08:05:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(
                reading.start(text).map(|at| at.to_string()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let reading = reading(None, Label::PeriodStart, Period::Instant);
        for text in [
            "",
            "2021",
            "2021-04",
            "21-04-01 08:00",
            "2021-13-01 08:00",
            "2021-02-29 08:00",
            "2021-04-01 24:00",
            "2021-04-01 8",
            "2021-04/01 08:00",
            "2021-04-01 08:00 CST",
            "2021-04-01 08:00+99:00",
            "0021-04-01 08:00",
            "９月１日",
            "2021-04-01 08:00 08:00",
        ] {
            assert_eq!(reading.start(text), Err(TimeFault::Unreadable), "{text}");
        }
        assert_eq!(reading.start("2021-04-01"), Err(TimeFault::NoClock));
        let nowhere = TimeReading {
            city_offset_minutes: None,
            ..reading
        };
        assert_eq!(nowhere.start("2021-04-01 08:00Z"), Err(TimeFault::OffsetOfCityUnknown));
    }

    #[test]
    fn the_start_of_the_period_is_found() {
        let hour = Period::Hour;
        let day = Period::Day;
        let cases = [
            (
                Some("%Y-%m-%dT%H:%M"),
                Label::PeriodEnd,
                hour,
                "2020-01-01T00:00",
                "2019-12-31 23:00:00",
            ),
            (
                Some("%Y-%m-%dT%H:%M"),
                Label::PeriodStart,
                hour,
                "2020-01-01T00:00",
                "2020-01-01 00:00:00",
            ),
            (
                Some("%Y%m%d %H"),
                Label::PeriodStart,
                hour,
                "20200101 07",
                "2020-01-01 07:00:00",
            ),
            (
                Some("%Y%m%d%H%M%S"),
                Label::PeriodEnd,
                hour,
                "20200101070000",
                "2020-01-01 06:00:00",
            ),
            (
                Some("%d/%m/%Y %H:%M %z"),
                Label::PeriodStart,
                hour,
                "31/12/2019 16:00 +0000",
                "2020-01-01 00:00:00",
            ),
            (
                Some("%Y-%m-%d"),
                Label::PeriodEnd,
                day,
                "2020-01-01",
                "2020-01-01 00:00:00",
            ),
            (None, Label::PeriodEnd, day, "2020-01-02 00:00", "2020-01-01 00:00:00"),
            (None, Label::PeriodStart, day, "2020-01-02 00:00", "2020-01-02 00:00:00"),
        ];
        for (format, label, period, text, expected) in cases {
            let at = reading(format, label, period).start(text);
            assert_eq!(at.map(|at| at.to_string()), Ok(expected.to_owned()), "{text}");
        }
        assert_eq!(
            reading(None, Label::PeriodStart, hour).start("2020-01-01 00:30"),
            Err(TimeFault::OffBoundary(hour))
        );
        assert_eq!(
            reading(None, Label::PeriodStart, day).start("2020-01-01 08:00"),
            Err(TimeFault::OffBoundary(day))
        );
    }

    #[test]
    fn a_format_must_fix_a_day() {
        for (format, sound) in [
            ("%Y-%m-%d", true),
            ("%Y-%j %H", true),
            ("%F %T", true),
            ("%H:%M", false),
            ("%Y-%m-%q!", false),
            ("", false),
        ] {
            assert_eq!(format_is_sound(format), sound, "{format}");
        }
    }
}
