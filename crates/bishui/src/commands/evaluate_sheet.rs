//! `bishui evaluate FILE.csv`: a sheet judged row by row, as it is read; nothing is kept.

use std::borrow::Cow;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::rc::Rc;

use encoding_rs::GB18030;
use indicatif::{ProgressBar, ProgressStyle};
use standards::sheet::{Asked, METHODS, Method, Sheet};
use standards::{Language, Text, Unit};

use crate::arguments::Evaluate;
use crate::failure::Failure;
use crate::output::outln;

/// The longest record that is read; a longer one is a quotation mark that was never closed.
const RECORD_BYTES_MAX: usize = 1 << 20;
/// How many bad rows are named on standard error; all are counted, and each says what is wrong in its last cell.
const BAD_ROWS_TOLD_MAX: u64 = 20;
/// The progress bar moves after so many rows.
const ROWS_A_STEP: u64 = 1_000;
/// Some rows could not be read.
const SOME_ROWS_BAD: u8 = 3;

/// What became of the rows.
#[derive(Default)]
struct Counts {
    judged: u64,
    unknown: u64,
    bad: u64,
}

/// The methods with what they read and write.
pub fn list(language: Language) {
    let says = |(zh, en): (&'static str, &'static str)| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    for method in METHODS {
        outln!("{}  {}", method.name, says(method.title));
        if !method.items.0.is_empty() {
            outln!("  < {}", says(method.items));
        }
        for input in method.inputs {
            let default = input.default.map(|default| format!(" [{default}]")).unwrap_or_default();
            outln!("  < {}: {}{default}", input.name, says(input.says));
        }
        outln!("  > {}", method.results.join(" "));
    }
}

/// Judges the file and says on standard error what became of its rows.
pub fn run(language: Language, evaluate: &Evaluate, file: &Path) -> Result<ExitCode, Failure> {
    let method = method(language, evaluate.method.as_deref())?;
    let asked = asked(language, evaluate, method)?;
    let name = file.display();
    let failed = |cause: &dyn std::fmt::Display| Failure::while_doing(&name, cause);
    let (source, size): (Box<dyn Read>, u64) = if file == Path::new("-") {
        (Box::new(io::stdin().lock()), 0)
    } else {
        let file = File::open(file).map_err(|cause| failed(&cause))?;
        let size = file.metadata().map_or(0, |about| about.len());
        (Box::new(file), size)
    };
    let out: Box<dyn Write> = match &evaluate.out {
        Some(out) if same_file(out, file) => {
            let says = Text::new("输出不能是输入文件本身", "the output cannot be the file itself");
            return Err(Failure::says(language, &says));
        }
        Some(out) => Box::new(File::create(out).map_err(|cause| Failure::while_doing(out.display(), cause))?),
        None => Box::new(io::stdout().lock()),
    };
    let bar = ProgressBar::new(size).with_style(bar_style());
    let judged = judge(source, BufWriter::new(out), method, asked, &bar);
    bar.finish_and_clear();
    let counts = match judged {
        // Whoever reads the output has seen enough.
        Err(Stopped::Out(cause)) if cause.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        Err(Stopped::Out(cause)) => return Err(Failure::while_doing("the output", cause)),
        Err(Stopped::Words(faults)) => {
            let lines: Vec<&str> = faults.iter().map(|fault| fault.in_language(language)).collect();
            return Err(failed(&lines.join("\n  ")));
        }
        Ok(counts) => counts,
    };
    let Counts { judged, unknown, bad } = counts;
    let says = Text::new(
        format!("评价 {judged} 行，其中结果未知 {unknown} 行；无法读取 {bad} 行"),
        format!("{judged} rows judged, {unknown} of them unknown; {bad} rows could not be read"),
    );
    eprintln!("{}", says.in_language(language));
    Ok(if bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(SOME_ROWS_BAD)
    })
}

fn same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize()
        .is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

fn method(language: Language, named: Option<&str>) -> Result<&'static Method, Failure> {
    named.and_then(Method::of).ok_or_else(|| {
        let known: Vec<_> = METHODS.iter().map(|method| method.name).collect();
        let says = Text::new(
            format!("请用 --method 指明方法：{}", known.join("、")),
            format!("say by which method, with --method: {}", known.join(", ")),
        );
        Failure::says(language, &says)
    })
}

fn asked(language: Language, evaluate: &Evaluate, method: &Method) -> Result<Asked, Failure> {
    let mut asked = Asked {
        day: evaluate.on,
        explain: evaluate.explain,
        language,
        ..Asked::default()
    };
    if let Some(name) = &evaluate.edition {
        let edition = standards::edition(name, None).map_err(|cause| Failure::says(language, &cause.text()))?;
        if !method.editions.contains(&edition.standard) {
            let says = Text::new(
                format!(
                    "方法 {} 的版本是：{}；{} 不是",
                    method.name,
                    method.editions.join("、"),
                    edition.standard
                ),
                format!(
                    "method {} has the editions {}; {} is none of them",
                    method.name,
                    method.editions.join(", "),
                    edition.standard
                ),
            );
            return Err(Failure::says(language, &says));
        }
        asked.day = Some(edition.from);
    }
    for said in &evaluate.constants {
        let (name, value) = pair(language, said)?;
        asked.constants.push((name.to_owned(), value.to_owned()));
    }
    for said in &evaluate.units {
        let (name, unit) = pair(language, said)?;
        let known = Unit::parse(unit).ok_or_else(|| {
            let says = Text::new(
                format!("单位“{unit}”无法识别"),
                format!("`{unit}` is no unit that is known"),
            );
            Failure::says(language, &says)
        })?;
        asked.units.push((name.to_owned(), known));
    }
    Ok(asked)
}

fn pair(language: Language, said: &str) -> Result<(&str, &str), Failure> {
    said.split_once('=').ok_or_else(|| {
        let says = Text::new(
            format!("“{said}”应写作 名称=值"),
            format!("write `{said}` as name=value"),
        );
        Failure::says(language, &says)
    })
}

/// Why the judging stopped before the end.
enum Stopped {
    /// The output could not be written.
    Out(io::Error),
    /// The file could not be read or judged, in words.
    Words(Vec<Text>),
}

fn judge(
    source: Box<dyn Read>,
    out: impl Write,
    method: &'static Method,
    asked: Asked,
    bar: &ProgressBar,
) -> Result<Counts, Stopped> {
    let since_record = Rc::new(Cell::new(0));
    let bounded = Bounded {
        inner: source,
        read: Rc::clone(&since_record),
    };
    let mut source = BufReader::new(bounded);
    let delimiter = delimiter(&mut source).map_err(unreadable)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(source);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(out);
    let mut record = csv::ByteRecord::new();
    if !reader.read_byte_record(&mut record).map_err(unreadable)? {
        return Err(Stopped::Words(vec![Text::new("文件是空的", "the file is empty")]));
    }
    let header: Vec<String> = texts(&record).map(Cow::into_owned).collect();
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    let language = asked.language;
    let sheet = Sheet::bind(method, &names, asked).map_err(Stopped::Words)?;
    let written = sheet.header().into_iter().map(|name| free(name, &names));
    let written: Vec<String> = header.iter().cloned().chain(written).collect();
    write(&mut writer, &written)?;
    let mut counts = Counts::default();
    for row in 1_u64.. {
        since_record.set(0);
        if !reader.read_byte_record(&mut record).map_err(unreadable)? {
            break;
        }
        let cells: Vec<Cow<'_, str>> = texts(&record).collect();
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        let judged = sheet.judge(&cells);
        match &judged.fault {
            Some(fault) => {
                counts.bad += 1;
                let line = record.position().map_or(row + 1, csv::Position::line);
                tell(bar, language, line, fault, counts.bad);
            }
            None => counts.judged += 1,
        }
        counts.unknown += u64::from(judged.fault.is_none() && !judged.known);
        // A short row is filled up, so that the judged cells stand under their header.
        let filled = cells
            .iter()
            .copied()
            .chain(std::iter::repeat(""))
            .take(cells.len().max(names.len()));
        let line: Vec<&str> = filled.chain(judged.cells.iter().map(String::as_str)).collect();
        write(&mut writer, &line)?;
        if row % ROWS_A_STEP == 0 {
            bar.set_position(reader.position().byte());
        }
    }
    writer.flush().map_err(Stopped::Out)?;
    Ok(counts)
}

fn unreadable(cause: impl std::fmt::Display) -> Stopped {
    let cause = cause.to_string();
    Stopped::Words(vec![Text::same(cause)])
}

fn write<T: AsRef<[u8]>>(writer: &mut csv::Writer<impl Write>, cells: &[T]) -> Result<(), Stopped> {
    writer.write_record(cells).map_err(|cause| match cause.into_kind() {
        csv::ErrorKind::Io(cause) => Stopped::Out(cause),
        other => Stopped::Out(io::Error::other(format!("{other:?}"))),
    })
}

fn tell(bar: &ProgressBar, language: Language, line: u64, fault: &str, so_far: u64) {
    let says = match so_far {
        ..=BAD_ROWS_TOLD_MAX => Text::new(format!("第 {line} 行：{fault}"), format!("line {line}: {fault}")),
        _ if so_far == BAD_ROWS_TOLD_MAX + 1 => Text::new(
            "其余无法读取的行见输出文件的 error 列",
            "more bad rows are named in the column `error` of the output",
        ),
        _ => return,
    };
    bar.suspend(|| eprintln!("{}", says.in_language(language)));
}

/// A name for a written column that the sheet does not have.
fn free(name: &str, taken: &[&str]) -> String {
    match taken.contains(&name) {
        true => free(&format!("{name}_judged"), taken),
        false => name.to_owned(),
    }
}

/// The cells as text: UTF-8, else GB 18030. The mark of UTF-8 at the beginning is no part of the first name.
fn texts(record: &csv::ByteRecord) -> impl Iterator<Item = Cow<'_, str>> {
    record.iter().map(|cell| {
        let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
        std::str::from_utf8(cell).map_or_else(|_| GB18030.decode_without_bom_handling(cell).0, Cow::Borrowed)
    })
}

/// What parts the cells of the first line: comma, tab or semicolon, whichever occurs most.
fn delimiter(source: &mut BufReader<Bounded>) -> io::Result<u8> {
    use std::io::BufRead;
    let start = source.fill_buf()?;
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    // The last of equals wins, so the comma stands last.
    Ok(b";\t,"
        .iter()
        .copied()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b','))
}

/// A source that stops when a record has no end.
struct Bounded {
    inner: Box<dyn Read>,
    read: Rc<Cell<usize>>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read.get() > RECORD_BYTES_MAX {
            return Err(io::Error::other(format!(
                "a row is longer than {RECORD_BYTES_MAX} bytes; is a quotation mark not closed?"
            )));
        }
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count);
        Ok(count)
    }
}

fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
