//! The observations of one receipt as one compact blob.
//!
//! An observation of its own row would cost more than everything else that is done for a frame. A blob is read front to back:
//! a version byte, then one entry an observation. Numbers are LEB128, signed ones zigzag; a word that stood before in the blob is
//! written as its number, and one that stood before in the same place as [`SAME`].

use std::collections::HashMap;

use crate::error::HistoryError;
use crate::observation::{Observation, Period, Statistic};
use crate::rows::{Row, units_of};

/// How the entries are written; a blob of another version is refused.
const VERSION: u8 = 1;
/// A word that follows, and takes the next number.
const NEW: u64 = 0;
/// The word that stood in this place in the entry before.
const SAME: u64 = 1;
/// The number of the first word.
const FIRST: u64 = 2;

/// Observations of one receipt, written as they are stored.
#[derive(Clone, Debug, Default)]
pub(crate) struct Encoded {
    /// How many.
    pub(crate) count: u32,
    pub(crate) bytes: Vec<u8>,
}

/// Writes observations.
///
/// # Errors
/// When a value does not fit the columns of the lake.
pub(crate) fn encode(observations: &[Observation]) -> Result<Encoded, HistoryError> {
    let mut writer = Writer {
        bytes: Vec::with_capacity(64 + observations.len() * 24),
        words: Words::default(),
        before: [None; 3],
    };
    writer.bytes.push(VERSION);
    let mut at_before = 0;
    for observation in observations {
        let at = crate::rows::microseconds(observation.at);
        writer.number(observation.line.map_or(0, |line| u128::from(line) + 1));
        writer.word(0, &observation.point);
        writer.word(1, &observation.item);
        writer.bytes.push(kind(observation.period, observation.statistic));
        writer.number(zigzag(i128::from(at) - at_before));
        at_before = i128::from(at);
        match observation.value {
            None => writer.number(0),
            Some(value) => {
                let units = units_of(value).ok_or_else(|| HistoryError::ValueTooLong {
                    item: observation.item.clone(),
                    value: value.to_string(),
                })?;
                // 38 digits fit 127 bits: one more is no overflow.
                writer.number(zigzag(units) + 1);
            }
        }
        writer.text(&observation.text);
        match &observation.flag {
            None => writer.bytes.push(0),
            Some(flag) => {
                writer.bytes.push(1);
                writer.word(2, flag);
            }
        }
    }
    Ok(Encoded {
        count: u32::try_from(observations.len()).unwrap_or(u32::MAX),
        bytes: writer.bytes,
    })
}

/// Words are looked for one by one while they are so few: a frame has its ten items, a file may have thousands.
const FEW: usize = 24;

/// The words of a blob, and in which order they came.
#[derive(Default)]
struct Words<'a> {
    few: Vec<&'a str>,
    many: HashMap<&'a str, u64>,
    count: u64,
}

impl<'a> Words<'a> {
    /// The place of a word; none where it is new and has taken the next.
    fn place(&mut self, word: &'a str) -> Option<u64> {
        if let Some(place) = self.few.iter().position(|known| *known == word) {
            return Some(place as u64);
        }
        if let Some(place) = self.many.get(word) {
            return Some(*place);
        }
        match self.few.len() < FEW {
            true => self.few.push(word),
            false => drop(self.many.insert(word, self.count)),
        }
        self.count += 1;
        None
    }
}

struct Writer<'a> {
    bytes: Vec<u8>,
    words: Words<'a>,
    before: [Option<&'a str>; 3],
}

impl<'a> Writer<'a> {
    fn number(&mut self, number: u128) {
        // Half the width is enough for nearly all, and twice as fast.
        if let Ok(mut number) = u64::try_from(number) {
            while number >= 0x80 {
                self.bytes.push((number as u8) | 0x80);
                number >>= 7;
            }
            return self.bytes.push(number as u8);
        }
        let mut number = number;
        while number >= 0x80 {
            self.bytes.push((number as u8) | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u128);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn word(&mut self, place: usize, word: &'a str) {
        if self.before[place] == Some(word) {
            return self.number(SAME.into());
        }
        self.before[place] = Some(word);
        match self.words.place(word) {
            Some(place) => self.number((FIRST + place).into()),
            None => {
                self.number(NEW.into());
                self.text(word);
            }
        }
    }
}

/// Period and statistic in one byte, by their places in the lists that are stored.
fn kind(period: Period, statistic: Statistic) -> u8 {
    (period as u8) << 4 | statistic as u8
}

fn zigzag(number: i128) -> u128 {
    ((number << 1) ^ (number >> 127)) as u128
}

fn unzigzag(number: u128) -> i128 {
    (number >> 1) as i128 ^ -((number & 1) as i128)
}

/// Where a blob stands among all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) first_sequence: i64,
    pub(crate) receipt: i64,
    pub(crate) recorded_at_ms: i64,
}

/// Reads a blob, and gives each row to `each`.
///
/// # Errors
/// When it is not what [`encode`] writes.
pub(crate) fn decode<'a>(bytes: &'a [u8], place: Place, mut each: impl FnMut(Row<'a>)) -> Result<(), HistoryError> {
    let damaged = || HistoryError::Damaged {
        what: format!("observations of receipt {}", place.receipt),
    };
    let mut reader = Reader {
        rest: bytes,
        words: Vec::new(),
        before: [None; 3],
    };
    if reader.byte() != Some(VERSION) {
        return Err(damaged());
    }
    let (mut sequence, mut at) = (place.first_sequence, 0_i64);
    while !reader.rest.is_empty() {
        let row = reader.row(place, sequence, &mut at).ok_or_else(damaged)?;
        each(row);
        sequence += 1;
    }
    Ok(())
}

struct Reader<'a> {
    rest: &'a [u8],
    words: Vec<&'a str>,
    before: [Option<&'a str>; 3],
}

impl<'a> Reader<'a> {
    fn row(&mut self, place: Place, sequence: i64, at: &mut i64) -> Option<Row<'a>> {
        let line = self.number()?.checked_sub(1).map(i32::try_from).transpose().ok()?;
        let point = self.word(0)?;
        let item = self.word(1)?;
        let kind = self.byte()?;
        let period = *Period::ALL.get(usize::from(kind >> 4))?;
        let statistic = *Statistic::ALL.get(usize::from(kind & 0x0f))?;
        *at = at.checked_add(i64::try_from(unzigzag(self.number()?)).ok()?)?;
        let units = self.number()?.checked_sub(1).map(unzigzag);
        let text = self.text()?;
        let flag = match self.byte()? {
            0 => None,
            _ => Some(self.word(2)?),
        };
        Some(Row {
            sequence,
            receipt: place.receipt,
            recorded_at_ms: place.recorded_at_ms,
            line,
            point,
            item,
            period,
            statistic,
            at_us: *at,
            units,
            text,
            flag,
        })
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u128> {
        let mut number = 0_u128;
        for shift in (0..128).step_by(7) {
            let byte = self.byte()?;
            number |= u128::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    fn word(&mut self, place: usize) -> Option<&'a str> {
        let word = match u64::try_from(self.number()?).ok()? {
            NEW => {
                let word = self.text()?;
                self.words.push(word);
                word
            }
            SAME => self.before[place]?,
            number => self.words.get(usize::try_from(number - FIRST).ok()?)?,
        };
        self.before[place] = Some(word);
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, NaiveDateTime};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    const PLACE: Place = Place {
        first_sequence: 7,
        receipt: 3,
        recorded_at_ms: 1,
    };

    fn observation() -> impl Strategy<Value = Observation> {
        let time = (-62_135_596_800_000_000_i64..253_402_300_799_000_000)
            .prop_map(|us| -> NaiveDateTime { DateTime::from_timestamp_micros(us).unwrap().naive_utc() });
        let value =
            proptest::option::of((any::<i64>(), 0_u32..=12).prop_map(|(digits, scale)| Decimal::new(digits, scale)));
        let word = || "[a-c污水]{0,2}";
        (
            proptest::option::of(any::<u32>().prop_map(|line| line % 5_000_000)),
            (word(), word(), 0_usize..4, 0_usize..4),
            time,
            value,
            "\\PC{0,12}",
            proptest::option::of("[NMD]"),
        )
            .prop_map(
                |(line, (point, item, period, statistic), at, value, text, flag)| Observation {
                    line,
                    point,
                    item,
                    period: Period::ALL[period],
                    statistic: Statistic::ALL[statistic],
                    at,
                    value,
                    text,
                    flag,
                },
            )
    }

    fn read(bytes: &[u8]) -> Result<Vec<Row<'_>>, HistoryError> {
        let mut rows = Vec::new();
        decode(bytes, PLACE, |row| rows.push(row))?;
        Ok(rows)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(observations in proptest::collection::vec(observation(), 0..20)) {
            let encoded = encode(&observations).unwrap();
            let rows = read(&encoded.bytes).unwrap();
            prop_assert_eq!(rows.len(), observations.len());
            for (index, (row, said)) in rows.iter().zip(&observations).enumerate() {
                prop_assert_eq!(row.sequence, 7 + index as i64);
                prop_assert_eq!((row.point, row.item, row.text), (&*said.point, &*said.item, &*said.text));
                prop_assert_eq!((row.period, row.statistic, row.flag), (said.period, said.statistic, said.flag.as_deref()));
                prop_assert_eq!(row.at_us, said.at.and_utc().timestamp_micros());
                prop_assert_eq!(row.units, said.value.and_then(units_of));
                prop_assert_eq!(row.line.map(i64::from), said.line.map(i64::from));
            }
        }

        #[test]
        fn damage_is_an_error_and_no_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn a_frame_of_ten_items_is_small() {
        let one = |index: usize| Observation {
            line: None,
            point: "zhaoshan-section".into(),
            item: format!("w2100{index}"),
            period: Period::Minute,
            statistic: Statistic::Value,
            at: DateTime::from_timestamp(1_700_000_000, 0).unwrap().naive_utc(),
            value: Some(Decimal::new(92 + index as i64, 3)),
            text: format!("0.0{}", 92 + index),
            flag: Some("N".into()),
        };
        let ten: Vec<_> = (0..10).map(one).collect();
        let bytes = encode(&ten).unwrap().bytes.len();
        assert!(bytes < 300, "{bytes}");
        assert!(read(&[2, 0]).is_err(), "another version");
    }
}
