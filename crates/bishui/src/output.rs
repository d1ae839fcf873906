//! Lines on standard output.

use std::fmt;
use std::io::Write;

/// Writes a line. A reader who has seen enough (`bishui why … | head`) ends the program quietly.
pub fn line(text: fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// `println!`, except that a closed pipe is no failure.
macro_rules! outln {
    () => { $crate::output::line(format_args!("")) };
    ($($text:tt)*) => { $crate::output::line(format_args!($($text)*)) };
}
pub(crate) use outln;
