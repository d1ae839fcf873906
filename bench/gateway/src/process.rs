//! The child process with the door, and what the system says of a process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::options::Outcome;

/// Ticks a second in `/proc`; every Linux of today has this number.
const TICKS_PER_SECOND: f64 = 100.0;

/// A door in a process of its own, ended with this value.
pub struct DoorProcess {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl DoorProcess {
    /// Starts a door over `data` for so many stations.
    pub fn start(data: &Path, stations: usize) -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["door", "--connections", &stations.to_string(), "--data"])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("the door has no output")?;
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self {
            child,
            address: line.trim().parse()?,
        })
    }

    /// Its memory in use, in KiB.
    pub fn resident_kib(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        Ok(line.unwrap_or_default().trim().trim_end_matches(" kB").parse()?)
    }

    /// Seconds of processor time that it has used.
    pub fn cpu_seconds(&self) -> Outcome<f64> {
        cpu_seconds(&self.child.id().to_string())
    }

    /// Ends it in order.
    pub fn stop(mut self) -> Outcome<()> {
        drop(self.child.stdin.take());
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for DoorProcess {
    fn drop(&mut self) {
        // It has ended already where it was stopped in order.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Seconds of processor time of a process: its number, or `self`.
pub fn cpu_seconds(process: &str) -> Outcome<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in brackets may hold spaces.
    let after_name = stat.rsplit_once(')').ok_or("no process name")?.1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place).unwrap_or(&"").parse::<f64>();
    Ok((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}
