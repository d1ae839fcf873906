//! The records of a delimited text, each with the line it begins at.
//!
//! Quotes are read as the `csv` crate reads them. The splitting is done here because a record's line must be exact to be
//! evidence (blank lines count), and because one quote that is never closed must cost one row and not the rest of the file.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use csv::ByteRecord;
use standards::Text;

use super::encoding::TextSource;
use crate::mapping::RowFault;

/// Longest line; a longer one is skipped and reported.
const LINE_BYTES_MAX: usize = 256 * 1024;
/// A quoted field may hold line breaks, but a record has no more lines than these.
const RECORD_LINES_MAX: usize = 20;

/// Reads records.
pub(super) struct Records<'b> {
    source: TextSource<'b>,
    delimiter: u8,
    /// Number of the line that was taken last.
    line: u32,
    /// Lines that were read ahead.
    waiting: VecDeque<Line>,
    bytes_read: u64,
}

#[derive(Default)]
struct Line {
    /// Without the line break.
    bytes: Vec<u8>,
    line_break: &'static [u8],
    too_long: bool,
}

/// One record, or why there is none at its line.
pub(super) enum Entry {
    /// A record.
    Record(ByteRecord, u32),
    /// A line that is no record.
    Broken(RowFault),
}

impl<'b> Records<'b> {
    /// Reads ahead to the first line that is not blank to find the delimiter.
    pub(super) fn open(source: TextSource<'b>) -> io::Result<Self> {
        let mut records = Self {
            source,
            delimiter: b',',
            line: 0,
            waiting: VecDeque::new(),
            bytes_read: 0,
        };
        let mut blank = 0;
        while let Some(line) = records.take_line()? {
            if line.bytes.trim_ascii().is_empty() && !line.too_long {
                blank += 1;
                continue;
            }
            records.delimiter = delimiter_of(&line.bytes);
            records.line = blank;
            records.waiting.push_back(line);
            break;
        }
        Ok(records)
    }

    /// The character between fields.
    pub(super) fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// Bytes of UTF-8 text that were read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The next record; lines without any text are passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        while let Some(line) = self.take_line()? {
            if line.too_long {
                let says = Text::new(
                    format!("一行超过 {LINE_BYTES_MAX} 字节，已跳过"),
                    format!("a line of more than {LINE_BYTES_MAX} bytes is skipped; check the line breaks"),
                );
                return Ok(Some(Entry::Broken(self.fault("line-too-long", says, &line.bytes))));
            }
            let entry = self.record(line)?;
            // A row of nothing but delimiters is what spreadsheets leave below a table.
            let empty =
                matches!(&entry, Entry::Record(record, _) if record.iter().all(|field| field.trim_ascii().is_empty()));
            if !empty {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// The record that begins with `first`, which is the line taken last.
    fn record(&mut self, first: Line) -> io::Result<Entry> {
        let begins = self.line;
        let mut splitter = Splitter::new(self.delimiter);
        splitter.feed(&first.bytes);
        let mut more: Vec<Line> = Vec::new();
        while splitter.is_open() {
            let previous_break = more.last().unwrap_or(&first).line_break;
            let next = if more.len() + 1 < RECORD_LINES_MAX {
                self.take_line()?
            } else {
                None
            };
            let Some(next) = next else {
                return Ok(self.never_closed(begins, &first, more));
            };
            splitter.feed_break(previous_break);
            splitter.feed(&next.bytes);
            let too_long = next.too_long;
            more.push(next);
            if too_long {
                return Ok(self.never_closed(begins, &first, more));
            }
        }
        Ok(Entry::Record(splitter.finish(), begins))
    }

    /// Gives the lines after the first back, so that each is read as a row of its own.
    fn never_closed(&mut self, begins: u32, first: &Line, more: Vec<Line>) -> Entry {
        self.line = begins;
        for line in more.into_iter().rev() {
            self.waiting.push_front(line);
        }
        let says = Text::new(
            "引号没有成对，本行未读",
            "a quote is opened and not closed; the row is not read",
        );
        Entry::Broken(self.fault("open-quote", says, &first.bytes))
    }

    fn fault(&self, code: &'static str, says: Text, bytes: &[u8]) -> RowFault {
        let start = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
        RowFault::of_row(self.line, code, says, &start)
    }

    fn take_line(&mut self) -> io::Result<Option<Line>> {
        let line = match self.waiting.pop_front() {
            Some(line) => Some(line),
            None => self.read_line()?,
        };
        if line.is_some() {
            self.line = self.line.saturating_add(1);
        }
        Ok(line)
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let limit = LINE_BYTES_MAX as u64 + 1;
        self.bytes_read += (&mut self.source).take(limit).read_until(b'\n', &mut bytes)? as u64;
        if bytes.is_empty() {
            return Ok(None);
        }
        let too_long = bytes.len() > LINE_BYTES_MAX;
        let mut rest = Vec::new();
        while too_long && !bytes.ends_with(b"\n") && !rest.ends_with(b"\n") {
            rest.clear();
            let read = (&mut self.source).take(limit).read_until(b'\n', &mut rest)?;
            self.bytes_read += read as u64;
            if read == 0 {
                break;
            }
        }
        let line_break: &[u8] = [b"\r\n".as_slice(), b"\n"]
            .into_iter()
            .find(|end| bytes.ends_with(end))
            .unwrap_or_default();
        bytes.truncate(bytes.len() - line_break.len());
        Ok(Some(Line {
            bytes,
            line_break,
            too_long,
        }))
    }
}

/// The delimiter that stands most often outside quotes; the comma when none does.
fn delimiter_of(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in header {
        if *byte == b'"' {
            quoted = !quoted;
        }
        if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| delimiter == byte && !quoted) {
            *count += 1;
        }
    }
    // The first of equals wins, and `max_by_key` takes the last.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// A quote inside quotes: the end of them, or the first half of a doubled one.
    QuoteInQuoted,
}

/// Cuts a record into fields.
struct Splitter {
    delimiter: u8,
    state: State,
    field: Vec<u8>,
    record: ByteRecord,
}

impl Splitter {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::FieldStart,
            field: Vec::new(),
            record: ByteRecord::new(),
        }
    }

    fn feed(&mut self, line: &[u8]) {
        for byte in line {
            self.state = match (self.state, *byte) {
                (State::FieldStart, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::QuoteInQuoted,
                (State::QuoteInQuoted, b'"') => self.keep(b'"', State::Quoted),
                (State::Quoted, byte) => self.keep(byte, State::Quoted),
                (State::FieldStart | State::Plain | State::QuoteInQuoted, byte) if byte == self.delimiter => {
                    self.record.push_field(&self.field);
                    self.field.clear();
                    State::FieldStart
                }
                (State::FieldStart | State::Plain | State::QuoteInQuoted, byte) => self.keep(byte, State::Plain),
            };
        }
    }

    /// A line break inside quotes belongs to the field.
    fn feed_break(&mut self, line_break: &[u8]) {
        self.field.extend_from_slice(line_break);
    }

    fn keep(&mut self, byte: u8, state: State) -> State {
        self.field.push(byte);
        state
    }

    fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    fn finish(mut self) -> ByteRecord {
        self.record.push_field(&self.field);
        self.record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each record as `line: field|field`, each broken line as `line! code`.
    fn read(text: &str) -> Vec<String> {
        let mut records = Records::open(Box::new(text.as_bytes())).unwrap();
        let mut said = Vec::new();
        while let Some(entry) = records.next().unwrap() {
            said.push(match entry {
                Entry::Record(record, line) => {
                    let fields: Vec<_> = record
                        .iter()
                        .map(|field| String::from_utf8_lossy(field).replace('\n', "⏎"))
                        .collect();
                    format!("{line}: {}", fields.join("|"))
                }
                Entry::Broken(fault) => format!("{}! {}", fault.line, fault.code),
            });
        }
        said
    }

    #[test]
    fn records_carry_their_lines() {
        let cases: &[(&str, &[&str])] = &[
            ("a,b\n1,2\n", &["1: a|b", "2: 1|2"]),
            ("\r\n\r\na;b\r\n\r\n1;2", &["3: a|b", "5: 1|2"]),
            ("a\tb\n1,5\t2\n", &["1: a|b", "2: 1,5|2"]),
            ("\"a;x\",b\n1,2\n", &["1: a;x|b", "2: 1|2"]),
            (
                "a,b\n\"1\n\n2\",\"say \"\"no\"\"\"\n3,4\n",
                &["1: a|b", "2: 1⏎⏎2|say \"no\"", "5: 3|4"],
            ),
            ("a,b\n5\" pipe,2\n\"x\"y,3\n", &["1: a|b", "2: 5\" pipe|2", "3: xy|3"]),
            (
                "a,b\n\"1,2\n3,4\n5,6\n",
                &["1: a|b", "2! open-quote", "3: 3|4", "4: 5|6"],
            ),
            ("a,b\n,\n , \n1,\n", &["1: a|b", "4: 1|"]),
            ("", &[]),
            ("\n\n", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn an_endless_line_costs_one_row() {
        let text = format!("a,b\n1,2\n{}\n3,4\n", "x".repeat(3 * LINE_BYTES_MAX));
        assert_eq!(read(&text), ["1: a|b", "2: 1|2", "3! line-too-long", "4: 3|4"]);
        let exact = format!("a,b\n{},2\n3,4\n", "x".repeat(LINE_BYTES_MAX - 3));
        assert_eq!(read(&exact).len(), 3);
    }

    #[test]
    fn a_quote_that_is_closed_too_late_costs_one_row() {
        let text = format!("a,b\n\"1,2\n{}\"3,4\n", "5,6\n".repeat(RECORD_LINES_MAX));
        let said = read(&text);
        assert_eq!(said.get(1).map(String::as_str), Some("2! open-quote"));
        assert_eq!(said.len(), 2 + RECORD_LINES_MAX + 1);
    }
}
