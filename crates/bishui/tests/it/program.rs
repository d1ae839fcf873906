//! The program, run as people run it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long the program may take to say something.
const PATIENCE: Duration = Duration::from_secs(60);

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
    /// Where the pages are.
    pub web: String,
    said: Receiver<String>,
}

impl Server {
    /// Starts `bishui serve` on free ports and waits until the doors are open.
    pub fn start(data: &Path) -> Self {
        Self::of(bishui(data))
    }

    /// The same over a city folder of its own.
    pub fn over(data: &Path, city: &Path) -> Self {
        let mut command = bishui(data);
        command.arg("--city").arg(city);
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        command.args(["serve", "--web", "127.0.0.1:0", "--hj212", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (say, said) = channel();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let readers: [Box<dyn Read + Send>; 2] = [Box::new(out), Box::new(err)];
        for reader in readers {
            let say = say.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(reader).lines().map_while(Result::ok) {
                    // A test that has heard enough has gone.
                    let _ = say.send(line);
                }
            });
        }
        let mut server = Self {
            child,
            hj212: String::new(),
            web: String::new(),
            said,
        };
        let line = server.hear("(Ctrl-C stops)");
        let address = |after: &str| {
            let rest = line.split_once(after).unwrap().1;
            rest.split_whitespace().next().unwrap().trim_end_matches('/').to_owned()
        };
        (server.hj212, server.web) = (address("HJ 212 "), address("http://"));
        server
    }

    /// Waits until the program says a line with `words` in it.
    pub fn hear(&self, words: &str) -> String {
        let until = Instant::now() + PATIENCE;
        let mut heard = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self
                .said
                .recv_timeout(left)
                .unwrap_or_else(|_| panic!("never said: {words}; said:\n{}", heard.join("\n")));
            if line.contains(words) {
                return line;
            }
            heard.push(line);
        }
    }

    /// A page of it, head and all.
    pub fn page(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.web).unwrap();
        let asked = format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
        stream.write_all(asked.as_bytes()).unwrap();
        let mut page = Vec::new();
        stream.read_to_end(&mut page).unwrap();
        String::from_utf8_lossy(&page).into_owned()
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
