//! Speed and memory of the HJ 212 door, over a real history on a real disk.
//!
//! ```text
//! bench-gateway speed [--connections 400] [--seconds 20] [--window 1] [--preload 0] [--data FOLDER]
//! bench-gateway idle  [--connections 20000]
//! ```
//!
//! The door runs in a child process with two threads, the loader in this one: what is measured includes the loader's share of the
//! machine. Each result is one line of `name=value` words.

mod door;
mod frames;
mod idle;
mod options;
mod preload;
mod process;
mod speed;

use options::{Options, Outcome};

/// The allocator of the program that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let what = words.next().unwrap_or_default();
    let options = Options::read(words)?;
    match what.as_str() {
        "speed" => speed::run(&options),
        "idle" => idle::run(&options),
        // What the other two start.
        "door" => door::run(&options),
        other => Err(format!("'{other}' is not known; say speed or idle").into()),
    }
}
