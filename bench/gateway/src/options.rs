//! What can be said on the command line.

use std::path::PathBuf;

/// A result; a measurement that cannot be made says why and ends.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The options of all measurements.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections at the same time; every one is a station of its own.
    pub connections: Option<usize>,
    /// How long frames are sent.
    pub seconds: u64,
    /// Frames on the way on each connection.
    pub window: usize,
    /// Receipts that are in the history before the measurement.
    pub preload: usize,
    /// The data folder; a new one, deleted afterwards, where none is named.
    pub data: Option<PathBuf>,
}

impl Options {
    /// Reads `--name value` pairs.
    pub fn read(mut words: impl Iterator<Item = String>) -> Outcome<Self> {
        let mut options = Self {
            connections: None,
            seconds: 20,
            window: 1,
            preload: 0,
            data: None,
        };
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--connections" => options.connections = Some(value.parse()?),
                "--seconds" => options.seconds = value.parse()?,
                "--window" => options.window = value.parse()?,
                "--preload" => options.preload = value.parse()?,
                "--data" => options.data = Some(value.into()),
                other => return Err(format!("the option {other} is not known").into()),
            }
        }
        Ok(options)
    }
}
