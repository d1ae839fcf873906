//! The times of the protocol: digits without separators, in the local time of the device.

/// A local time as HJ 212 writes it: `YYYYMMDDhhmmss`, with milliseconds in QN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
    /// Millisecond, 0 to 999.
    pub millisecond: u16,
}

impl Stamp {
    /// Reads 14 digits (to the second) or 17 (to the millisecond) that name a time of the calendar.
    pub fn parse(digits: &[u8]) -> Option<Self> {
        let (to_second, behind) = digits.split_first_chunk::<14>()?;
        let (date, _) = to_second.split_first_chunk()?;
        let (_, time) = to_second.split_last_chunk()?;
        let [century, year, month, day] = pairs(*date)?;
        let [_, hour, minute, second] = pairs(*time)?;
        let millisecond = match behind {
            [] => 0,
            [hundreds, tens, ones] => {
                let [_, hundreds, rest, _] = pairs([b'0', b'0', b'0', *hundreds, *tens, *ones, b'0', b'0'])?;
                u16::from(hundreds) * 100 + u16::from(rest)
            }
            _ => return None,
        };
        let stamp = Self {
            year: u16::from(century) * 100 + u16::from(year),
            month,
            day,
            hour,
            minute,
            second,
            millisecond,
        };
        stamp.is_in_calendar().then_some(stamp)
    }

    fn is_in_calendar(&self) -> bool {
        (1..=12).contains(&self.month)
            && (1..=days_of_month(self.year, self.month)).contains(&self.day)
            && self.hour < 24
            && self.minute < 60
            && self.second < 60
    }

    /// This time and `count` milliseconds more, for the request numbers of the parts of a split packet. `None` after
    /// the year 9999.
    pub fn plus_milliseconds(self, count: u32) -> Option<Self> {
        let mut next = self;
        let carry = |sum: u32, size: u32| (sum % size, sum / size);
        let (millisecond, seconds) = carry(u32::from(self.millisecond) + count % 86_400_000, 1000);
        let (second, minutes) = carry(u32::from(self.second) + seconds, 60);
        let (minute, hours) = carry(u32::from(self.minute) + minutes, 60);
        let (hour, days) = carry(u32::from(self.hour) + hours, 24);
        next.millisecond = u16::try_from(millisecond).ok()?;
        next.second = u8::try_from(second).ok()?;
        next.minute = u8::try_from(minute).ok()?;
        next.hour = u8::try_from(hour).ok()?;
        for _ in 0..days + count / 86_400_000 {
            next = next.next_day()?;
        }
        Some(next)
    }

    fn next_day(mut self) -> Option<Self> {
        self.day += 1;
        if self.day > days_of_month(self.year, self.month) {
            self.day = 1;
            self.month += 1;
        }
        if self.month > 12 {
            self.month = 1;
            self.year += 1;
        }
        (self.year <= 9999).then_some(self)
    }

    /// The 17 digits of a request number.
    pub fn to_request_number(self) -> String {
        format!("{self}{:03}", self.millisecond)
    }
}

impl std::fmt::Display for Stamp {
    /// The 14 digits of a DataTime.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
            ..
        } = self;
        write!(f, "{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
    }
}

/// Four numbers of two digits; `None` when one of the eight bytes is no digit. All eight are looked at together.
fn pairs(digits: [u8; 8]) -> Option<[u8; 4]> {
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const HIGH: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    let bytes = u64::from_le_bytes(digits);
    // 0 to 9 stay in their row of sixteen when 6 is added, `:` to `?` do not.
    if bytes & HIGH != ZEROS || (bytes + 0x0606_0606_0606_0606) & HIGH != ZEROS {
        return None;
    }
    // The tens are the lower byte of each pair.
    let values = bytes ^ ZEROS;
    let sums = ((values * 10) + (values >> 8)).to_le_bytes();
    Some([sums[0], sums[2], sums[4], sums[6]])
}

fn days_of_month(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_times_of_the_calendar() {
        for good in [
            "20160801085857",
            "20160801085857223",
            "20240229235959",
            "20000229000000",
        ] {
            assert!(Stamp::parse(good.as_bytes()).is_some(), "{good}");
        }
        let bad = [
            "",
            "2016080108585",
            "20160801085860",
            "20160801246000",
            "20230229000000",
            "19000229000000",
            "20161301000000",
            "20160800000000",
        ];
        for bad in bad.into_iter().chain([
            "1617957600465",
            "2025070312000012341",
            "2016080108585a",
            "20160801085857 23",
        ]) {
            assert!(Stamp::parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }

    #[test]
    fn milliseconds_carry_to_the_next_year() {
        let last = Stamp::parse(b"20191231235959999").unwrap();
        assert_eq!(
            last.plus_milliseconds(1).unwrap().to_request_number(),
            "20200101000000000"
        );
        assert_eq!(
            last.plus_milliseconds(86_400_000).unwrap().to_request_number(),
            "20200101235959999"
        );
        assert_eq!(Stamp::parse(b"99991231235959999").unwrap().plus_milliseconds(1), None);
    }
}
