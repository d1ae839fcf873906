//! Lines on standard output.

use std::fmt;
use std::io::{ErrorKind, Write};

/// Writes a line of an answer. A reader who has seen enough (`bishui why … | head`) ends the program quietly; any other failure, a
/// full disk say, ends it as a failure.
pub fn line(text: fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if let Err(cause) = writeln!(out, "{text}").and_then(|()| out.flush()) {
        if cause.kind() == ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        eprintln!("bishui: standard output cannot be written: {cause}");
        std::process::exit(1);
    }
}

/// Writes a line that nobody has to read: a server goes on when its terminal has gone.
pub fn remark(text: fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// `println!` of an answer; see [`line`].
macro_rules! outln {
    ($($text:tt)*) => { $crate::output::line(format_args!($($text)*)) };
}

/// `println!` of a remark; see [`remark`].
macro_rules! remarkln {
    ($($text:tt)*) => { $crate::output::remark(format_args!($($text)*)) };
}

pub(crate) use {outln, remarkln};
