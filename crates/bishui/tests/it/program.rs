//! The program, run as people run it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The program over a data folder, in the project's folder.
pub fn bishui(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bishui"));
    command
        .current_dir(root())
        .env("BISHUI_DATA", data)
        .env("BISHUI_LANG", "en")
        .env_remove("BISHUI_CITY");
    command
}

/// A server that is killed when dropped, if not before.
pub struct Server {
    child: Child,
    /// Where instruments knock.
    pub hj212: String,
}

impl Server {
    /// Starts `bishui serve` on free ports and waits until the doors are open.
    pub fn start(data: &Path) -> Self {
        let mut command = bishui(data);
        command.args(["serve", "--web", "127.0.0.1:0", "--hj212", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = |after: &str| {
            let rest = line
                .split_once(after)
                .unwrap_or_else(|| panic!("no {after} in '{line}'"))
                .1;
            rest.split_whitespace().next().unwrap().to_owned()
        };
        Self {
            hj212: address("HJ 212 "),
            child,
        }
    }

    /// Kills it as a power cut would: no chance to tidy up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
