//! The frames that are sent: a minute of ten items, 4xx bytes, each with its own time and values.

use hj212::crc::crc16;
use hj212::{Builder, Flag, HeaderName};

use crate::options::Outcome;

/// Items in a frame.
const ITEMS: [&str; 10] = [
    "w01001", "w01010", "w01009", "w01014", "w01003", "w01019", "w21003", "w21011", "w21001", "w01018",
];
/// The first minute that is sent, long after every minute that is preloaded.
const FIRST_MINUTE: i64 = 29_300_000;

/// The MN of a station.
pub fn mn(station: usize) -> String {
    format!("BISHUIBENCH{station:013}")
}

/// A frame that is changed in place and sent again.
pub struct Template {
    bytes: Vec<u8>,
    qn: usize,
    time: usize,
    values: Vec<usize>,
    minute: i64,
}

impl Template {
    /// The first frame of a station, a little in the past, so that it counts as new.
    pub fn of(station: usize) -> Outcome<Self> {
        let zeros = "00000000000000000";
        let mut builder = Builder::new()
            .header(HeaderName::Qn, zeros)
            .header(HeaderName::St, "21")
            .header(HeaderName::Cn, "2051")
            .header(HeaderName::Pw, "123456")
            .header(HeaderName::Mn, mn(station))
            .flag(Flag::OF_2017_WANTS_ACK)
            .group([("DataTime", "00000000000000")]);
        for item in ITEMS {
            let name = |suffix: &str| format!("{item}-{suffix}");
            builder = builder.group([(name("Avg"), "0.0000"), (name("Flag"), "N")]);
        }
        let bytes = builder.frame()?;
        let places = |pattern: &[u8]| -> Vec<usize> {
            let found = bytes
                .windows(pattern.len())
                .enumerate()
                .filter(|(_, window)| *window == pattern);
            found.map(|(place, _)| place + pattern.len()).collect()
        };
        let first = |pattern: &[u8]| places(pattern).first().copied().ok_or("the template lacks a field");
        Ok(Self {
            qn: first(b"QN=")?,
            time: first(b"DataTime=")?,
            values: places(b"-Avg="),
            minute: FIRST_MINUTE.max(chrono::Utc::now().timestamp() / 60 - 600),
            bytes,
        })
    }

    /// The next frame, and its QN. Seconds count frames: minutes would run into the future too fast.
    pub fn next(&mut self, number: usize) -> (&[u8], [u8; 17]) {
        let second = self.minute * 60 + 8 * 3600 + i64::try_from(number).unwrap_or_default() % 36_000;
        let time = chrono::DateTime::from_timestamp(second, 0).unwrap_or_default();
        let time = format!("{}{:03}", time.format("%Y%m%d%H%M%S"), number / 36_000 % 1_000);
        let mut qn = [0; 17];
        qn.copy_from_slice(time.as_bytes());
        self.bytes[self.qn..self.qn + 17].copy_from_slice(&qn);
        self.bytes[self.time..self.time + 14].copy_from_slice(&qn[..14]);
        for (item, place) in self.values.iter().enumerate() {
            // One value is of this run, so that a second run over the same folder repeats nothing.
            let digits = if item == 0 { std::process::id() as usize } else { number };
            let value = format!("{}.{:04}", item % 10, digits % 10_000);
            self.bytes[*place..*place + 6].copy_from_slice(value.as_bytes());
        }
        let end = self.bytes.len() - 6;
        let crc = format!("{:04X}", crc16(&self.bytes[6..end]));
        self.bytes[end..end + 4].copy_from_slice(crc.as_bytes());
        (&self.bytes, qn)
    }
}
