//! The units in which limits are written.

use standards::Text;

/// A unit of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClockUnit {
    /// Hours, by the minute.
    Hours,
    /// Days, holidays among them.
    CalendarDays,
    /// Days on which offices work, by the official calendar.
    WorkingDays,
    /// Months.
    Months,
    /// Years.
    Years,
    /// 旬: 1–10, 11–20, 21–end of the month; the limit ends with a whole period.
    TenDayPeriods,
    /// Weeks from Monday to Sunday; the limit ends with a whole week.
    IsoWeeks,
    /// Quarters of the year; the limit ends with a whole quarter.
    Quarters,
}

impl ClockUnit {
    /// Every unit.
    pub const ALL: [Self; 8] = [
        Self::Hours,
        Self::CalendarDays,
        Self::WorkingDays,
        Self::Months,
        Self::Years,
        Self::TenDayPeriods,
        Self::IsoWeeks,
        Self::Quarters,
    ];

    /// The word in a procedure.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::CalendarDays => "calendar-days",
            Self::WorkingDays => "working-days",
            Self::Months => "months",
            Self::Years => "years",
            Self::TenDayPeriods => "ten-day-periods",
            Self::IsoWeeks => "iso-weeks",
            Self::Quarters => "quarters",
        }
    }

    /// The unit of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// A length in words, e.g. `30个工作日`.
    pub fn text(self, length: u32) -> Text {
        let (zh, en) = match self {
            Self::Hours => ("小时", "hours"),
            Self::CalendarDays => ("日", "days"),
            Self::WorkingDays => ("个工作日", "working days"),
            Self::Months => ("个月", "months"),
            Self::Years => ("年", "years"),
            Self::TenDayPeriods => ("旬", "ten-day periods"),
            Self::IsoWeeks => ("周", "weeks"),
            Self::Quarters => ("个季度", "quarters"),
        };
        let en = if length == 1 { en.trim_end_matches('s') } else { en };
        Text::new(format!("{length}{zh}"), format!("{length} {en}"))
    }
}
