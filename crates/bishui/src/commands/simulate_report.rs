//! Who looks on while `bishui simulate` runs, and what is said in the end.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gateway::simulator::{Expectation, FAULTS, FleetReport, Progress, Tally, Witness};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value};
use standards::{Language, Text};

use crate::failure::Failure;
use crate::output::remarkln;

/// Shows how far the fleet is, and writes what was asked for.
#[derive(Clone)]
pub struct Onlooker {
    bar: ProgressBar,
    written: Option<Arc<Mutex<Sink>>>,
    expected: Option<Arc<Mutex<Sink>>>,
}

/// A file, and the first thing that went wrong with it.
struct Sink {
    name: String,
    file: BufWriter<File>,
    failed: Option<std::io::Error>,
}

impl Sink {
    fn open(path: &Path) -> Result<Arc<Mutex<Self>>, Failure> {
        let name = path.display().to_string();
        let file = File::create(path).map_err(|cause| Failure::while_doing(&name, cause))?;
        Ok(Arc::new(Mutex::new(Self {
            name,
            file: BufWriter::new(file),
            failed: None,
        })))
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(bytes).err();
        }
    }

    fn close(&mut self) -> Result<(), Failure> {
        let failed = self.failed.take().map_or_else(|| self.file.flush(), Err);
        failed.map_err(|cause| Failure::while_doing(&self.name, cause))
    }
}

fn locked(sink: &Mutex<Sink>) -> MutexGuard<'_, Sink> {
    sink.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Onlooker {
    /// Opens the files that were asked for.
    pub fn open(write: Option<&Path>, expect: Option<&Path>, bar: ProgressBar) -> Result<Self, Failure> {
        Ok(Self {
            bar,
            written: write.map(Sink::open).transpose()?,
            expected: expect.map(Sink::open).transpose()?,
        })
    }

    /// Ends the files; a disk that was full is told.
    pub fn close(&self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        for sink in [&self.written, &self.expected].into_iter().flatten() {
            locked(sink).close()?;
        }
        Ok(())
    }
}

impl Witness for Onlooker {
    fn answered(&self, progress: &Progress) {
        self.bar.inc(1);
        let at = progress.data_time.format("%Y-%m-%d %H:%M");
        self.bar.set_message(format!("{} {at}", progress.point));
    }

    fn wrote(&self, _: &str, bytes: &[u8]) {
        if let Some(sink) = &self.written {
            locked(sink).write(bytes);
        }
    }

    fn expects(&self, expectation: &Expectation) {
        if let Some(sink) = &self.expected
            && let Ok(mut line) = serde_json::to_string(expectation)
        {
            line.push('\n');
            locked(sink).write(line.as_bytes());
        }
    }
}

/// What a fleet did beyond sending and being answered, each with its name.
fn also(tally: &Tally) -> [(&'static str, Text, u64); 5] {
    [
        ("sent_again", Text::new("重发", "sent again"), tally.sent_again),
        ("kept", Text::new("留存后补传", "kept and sent later"), tally.kept),
        ("given_up", Text::new("放弃", "given up"), tally.given_up),
        ("requests", Text::new("收到请求", "requests received"), tally.requests),
        (
            "on_request",
            Text::new("应请求补发", "uploads sent on request"),
            tally.on_request,
        ),
    ]
}

/// Prints what became of the fleet; a logger that gave up makes the command fail.
pub fn tell(report: &FleetReport, language: Language) -> ExitCode {
    let (loggers, tally) = (report.loggers.len(), report.tally());
    let (sent, answered) = (tally.sent, tally.acknowledged);
    let says = Text::new(
        format!("{loggers} 台数采仪，发送 {sent} 帧，收到应答 {answered}"),
        format!("{loggers} loggers sent {sent} frames, {answered} were answered"),
    );
    remarkln!("{}", says.in_language(language));
    for (_, name, count) in also(&tally) {
        if count > 0 {
            remarkln!("  {}: {count}", name.in_language(language));
        }
    }
    for fault in &FAULTS {
        let count = tally.injected(fault.kind);
        if count > 0 {
            remarkln!("  {} {count}: {}", fault.word, fault.text().in_language(language));
        }
    }
    let mut code = ExitCode::SUCCESS;
    for logger in &report.loggers {
        if let Some(failure) = &logger.failure {
            remarkln!("! {} {}: {failure}", logger.mn, logger.point);
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// The report as one JSON object.
pub fn json(report: &FleetReport, seed: u64) -> Value {
    let tally = report.tally();
    let faults: Map<String, Value> = FAULTS
        .iter()
        .map(|fault| (fault.word.to_owned(), tally.injected(fault.kind).into()))
        .collect();
    let failures = report.loggers.iter().filter_map(|logger| {
        let failure = logger.failure.as_ref()?;
        Some(serde_json::json!({ "mn": logger.mn, "point": logger.point, "failure": failure.to_string() }))
    });
    let mut object = serde_json::json!({
        "seed": seed,
        "stopped": report.stopped,
        "loggers": report.loggers.len(),
        "uploads": report.uploads(),
        "frames_sent": tally.sent,
        "answered": tally.acknowledged,
        "connections": tally.connections,
        "faults": faults,
        "failures": failures.collect::<Vec<_>>(),
    });
    if let Value::Object(object) = &mut object {
        object.extend(also(&tally).map(|(word, _, count)| (word.to_owned(), count.into())));
    }
    object
}

/// The bar of a fleet on a terminal.
pub fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{pos}/{len} {wide_bar} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}
