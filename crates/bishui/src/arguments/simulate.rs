//! What can be said to `bishui simulate`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use gateway::simulator::{FAULTS, FaultUnit, Faults};

#[derive(Clone, Debug, Args)]
pub struct Simulate {
    /// The CSV file of values.
    #[arg(required_unless_present = "model")]
    pub file: Option<PathBuf>,
    /// What the columns mean, and how to speak HJ 212 (TOML). By default the file of the same name ending in .toml.
    #[arg(long, requires = "file")]
    pub mapping: Option<PathBuf>,
    /// Leave out what this data folder already has.
    #[arg(long, requires = "file")]
    pub resume: bool,
    #[command(flatten)]
    pub model: Model,
    /// The door to send to.
    #[arg(long, default_value = "127.0.0.1:2120")]
    pub to: SocketAddr,
    /// How many times as fast as recorded; 1 is real time, 0 is as fast as answers come.
    #[arg(long, default_value_t = 3_600.0)]
    pub speed: f64,
    /// The edition of HJ 212: 2005, 2017 or 2025.
    #[arg(long, default_value = "2017")]
    pub edition: String,
    /// Encrypt uploads of edition 2025 with this key: 32 hexadecimal digits, or 16 characters.
    #[arg(long, value_name = "KEY", env = "BISHUI_SM4_KEY", hide_env_values = true)]
    pub sm4_key: Option<String>,
    /// Leave the request number out, as loggers of edition 2005 may.
    #[arg(long)]
    pub without_qn: bool,
    /// Which story is told: one seed repeats the same values, faults and bytes.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// After how many deliveries in a row without an answer a logger ends; until then it keeps them and goes on.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub give_up_after: u32,
    /// How long loggers stay connected after their last upload, for requests, such as 30s or 10min.
    #[arg(long, value_name = "TIME", default_value = "0s")]
    pub linger: String,
    /// Connect to nobody: write the bytes to this file, one logger after the other.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Write to this file what the platform must hold in the end, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub expect: Option<PathBuf>,
    /// Report as JSON.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub faults: FaultSwitches,
}

/// Values of a model instead of a file.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Model")]
pub struct Model {
    /// Measure a seeded model instead of a file: water, air, gas or waste-water.
    #[arg(
        long,
        value_name = "KIND",
        conflicts_with = "file",
        requires = "from",
        requires = "until"
    )]
    pub model: Option<String>,
    /// So many loggers with made-up MNs (A51B and a number). Without it, those of the city's points.
    #[arg(long, value_name = "N", requires = "model")]
    pub stations: Option<u32>,
    /// What is measured: codes of items (NH3N) or factors (w21003). By default all that the model has.
    #[arg(long, value_name = "CODES", value_delimiter = ',', requires = "model")]
    pub items: Vec<String>,
    /// For what a value speaks: instant, minute, hour or day.
    #[arg(long, default_value = "hour", requires = "model")]
    pub period: String,
    /// How often, where the period leaves it open, such as 30s or 5min.
    #[arg(long, value_name = "TIME", requires = "model")]
    pub interval: Option<String>,
    /// The first DataTime: 2021-04-01, 2021-04-01T08:00, or now.
    #[arg(long, value_name = "WHEN", requires = "model")]
    pub from: Option<String>,
    /// The end; no DataTime is this late.
    #[arg(long, value_name = "WHEN", requires = "model")]
    pub until: Option<String>,
}

/// A switch for each fault of the simulator's list.
#[derive(Clone, Debug, Default)]
pub struct FaultSwitches(pub Faults);

impl Args for FaultSwitches {
    fn augment_args(command: Command) -> Command {
        FAULTS.iter().fold(command, |command, fault| {
            command.arg(
                Arg::new(fault.word)
                    .long(fault.word)
                    .value_name(match fault.unit {
                        FaultUnit::Rate => "RATE",
                        FaultUnit::SpanAtRate => "TIME@RATE",
                        FaultUnit::SpanPerDay => "TIME/d",
                    })
                    .help(sentence(fault.says.1))
                    .help_heading("Faults (RATE is 0.01 or 1%)"),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FaultSwitches {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut switches = Self::default();
        switches.update_from_arg_matches(matches)?;
        Ok(switches)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for fault in &FAULTS {
            if let Some(amount) = matches.get_one::<String>(fault.word) {
                let wrong =
                    |error| clap::Error::raw(ErrorKind::ValueValidation, format!("--{}: {error}\n", fault.word));
                self.0.set(fault.kind, amount).map_err(wrong)?;
            }
        }
        Ok(())
    }
}

/// The words of the list as a line of help.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use gateway::simulator::FaultKind;

    #[derive(Debug, Parser)]
    struct Alone {
        #[command(flatten)]
        simulate: Simulate,
    }

    fn said(words: &str) -> Result<Simulate, String> {
        let words = std::iter::once("simulate").chain(words.split_whitespace());
        Alone::try_parse_from(words)
            .map(|alone| alone.simulate)
            .map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned())
    }

    #[test]
    fn every_fault_has_its_switch() {
        let faults = |words: &str| said(words).map(|simulate| simulate.faults.0);
        for fault in &FAULTS {
            let amount = match fault.unit {
                FaultUnit::Rate => "0.5",
                FaultUnit::SpanAtRate => "3d@0.5",
                FaultUnit::SpanPerDay => "30s/d",
            };
            let expected = Faults::default().with(fault.kind, amount).unwrap();
            assert_eq!(
                faults(&format!("f.csv --{} {amount}", fault.word)),
                Ok(expected),
                "{}",
                fault.word
            );
        }
        let both = Faults::default()
            .with(FaultKind::Loss, "1%")
            .and_then(|faults| faults.with(FaultKind::Glue, "0.2"))
            .unwrap();
        assert_eq!(faults("f.csv --loss 0.01 --glue 20%"), Ok(both));
        let wrong = said("f.csv --loss 2").unwrap_err();
        assert_eq!(
            wrong,
            "error: --loss: '2' is no share; write 0.01 or 1%, between 0 and 1"
        );
    }

    #[test]
    fn a_file_or_a_model() {
        assert!(said("").is_err());
        assert!(said("f.csv --model water --from 2021-04-01 --until 2021-04-02").is_err());
        assert!(said("--model water").is_err());
        assert!(said("f.csv --stations 5").is_err());
        let model = said("--model water --from 2021-04-01 --until 2021-04-02 --items NH3N,TP --stations 5").unwrap();
        assert_eq!(model.model.items, ["NH3N", "TP"]);
    }
}
