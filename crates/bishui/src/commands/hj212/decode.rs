//! `bishui hj212 decode`: frames to JSON, whatever the bytes, in bounded memory.

use std::io::{ErrorKind, Read, Write};
use std::process::ExitCode;

use hj212::{CrcPolicy, Event, FaultCode, Limits, SEGMENT_BYTES_MAX, StreamDecoder};
use standards::Language;

use super::picture::Painter;
use crate::arguments::{self, Decode};
use crate::failure::Failure;

/// How many bytes are read at once.
const PIECE_BYTES: usize = 64 << 10;
/// The exit code when some frames had faults and were asked to have none.
const SOME_FAULTS: u8 = 1;
/// The exit code when the work could not be done.
const NOT_DONE: u8 = 2;

/// Decodes standard input to standard output.
pub fn run(language: Language, decode: &Decode) -> Result<ExitCode, Failure> {
    let key = match super::read_key(language, decode.key.as_ref()) {
        Ok(key) => key,
        Err(failure) => {
            eprintln!("{failure}");
            return Ok(ExitCode::from(NOT_DONE));
        }
    };
    let painter = Painter {
        language,
        strict: decode.strict,
        policy: match decode.crc {
            arguments::CrcPolicy::Strict => CrcPolicy::Strict,
            arguments::CrcPolicy::AcceptModbus => CrcPolicy::AcceptModbus,
            arguments::CrcPolicy::ReportOnly => CrcPolicy::ReportOnly,
        },
        key,
        explain: decode.explain,
    };
    match stream(&painter, &mut std::io::stdin().lock(), &mut std::io::stdout().lock()) {
        // A fault is what was asked for, not a failure of asking; only a conformance check fails by it.
        Ok(is_clean) if is_clean || !decode.strict => Ok(ExitCode::SUCCESS),
        Ok(_) => Ok(ExitCode::from(SOME_FAULTS)),
        // A reader who has seen enough (`… | head`) ends the program quietly.
        Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(cause) => {
            eprintln!("bishui: {cause}");
            Ok(ExitCode::from(NOT_DONE))
        }
    }
}

/// Decodes `input` to its end; says whether every frame was clean and no bytes were lost.
fn stream(painter: &Painter, input: &mut impl Read, output: &mut impl Write) -> std::io::Result<bool> {
    let limits = Limits {
        // Everything that a head can announce: what a door would refuse shall be seen here.
        segment_bytes_max: SEGMENT_BYTES_MAX,
        ..Limits::default()
    };
    let mut decoder = StreamDecoder::new(limits);
    let mut piece = vec![0; PIECE_BYTES];
    let mut writer = Writer {
        painter,
        lines: Vec::new(),
        at: 0,
        is_clean: true,
    };
    loop {
        let count = match input.read(&mut piece) {
            Ok(count) => count,
            Err(cause) if cause.kind() == ErrorKind::Interrupted => continue,
            Err(cause) => return Err(cause),
        };
        decoder.push(piece.get(..count).unwrap_or_default());
        while let Some(event) = decoder.next_event() {
            writer.line(&event)?;
        }
        if count == 0 {
            while let Some(event) = decoder.finish() {
                writer.line(&event)?;
            }
        }
        // What a piece held is shown before the next is awaited.
        output.write_all(&writer.lines)?;
        output.flush()?;
        writer.lines.clear();
        if count == 0 {
            return Ok(writer.is_clean);
        }
    }
}

struct Writer<'a> {
    painter: &'a Painter,
    lines: Vec<u8>,
    at: u64,
    is_clean: bool,
}

impl Writer<'_> {
    fn line(&mut self, event: &Event<'_>) -> std::io::Result<()> {
        let object = self.painter.paint(event, self.at);
        let spare_line_end = matches!(event, Event::Garbage { faults, .. } if faults.contains(FaultCode::StrayLineEnd));
        self.is_clean &= object.faults.is_empty() || spare_line_end;
        self.at += event.bytes().len() as u64;
        serde_json::to_writer(&mut self.lines, &object)?;
        self.lines.push(b'\n');
        Ok(())
    }
}
