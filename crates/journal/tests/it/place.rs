//! Where the journals of the tests are kept: a folder, or a database of a PostgreSQL server that runs for the tests alone.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use journal::{Engine, HashKind, Journal, JournalError, PostgresAddress};
use rusqlite::Connection;
use tempfile::TempDir;

/// Runs each of the tests on both engines.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[test]
            fn sqlite() {
                super::$name(journal::Engine::Sqlite);
            }

            #[test]
            fn postgres() {
                if crate::place::has_postgres() {
                    super::$name(journal::Engine::Postgres);
                }
            }
        })+
    };
}
pub(crate) use on_both;

/// A place for one journal.
pub enum Place {
    Folder(TempDir),
    /// The address of a database.
    Database(String),
}

/// Starts a server that runs until this process ends; its address, or `None` where PostgreSQL is not present.
pub fn start_server() -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres-server");
    let mut server = Command::new(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    if line.is_empty() {
        assert!(
            server.wait().unwrap().success(),
            "PostgreSQL is present and does not start"
        );
        return None;
    }
    // The end of its input is what stops it: that comes with the end of this process, however it ends.
    std::mem::forget(server);
    Some(line.trim().to_owned())
}

/// The server of this run: the one that `scripts/test` has started, else one of this process.
fn server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    SERVER
        .get_or_init(|| std::env::var("BISHUI_POSTGRES").ok().or_else(start_server))
        .as_deref()
}

pub fn has_postgres() -> bool {
    if server().is_none() {
        eprintln!("skipped: postgresql is not present");
    }
    server().is_some()
}

/// Another database at the same server.
pub fn at(address: &str, database: &str) -> String {
    address.replace("/postgres?", &format!("/{database}?"))
}

/// Says something to a database in SQL; the answer, or what the server refuses.
pub fn psql(address: &str, sql: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args([address, "-v", "ON_ERROR_STOP=1", "-qAt", "-c", sql])
        .env("PGOPTIONS", "-c search_path=journal,pg_temp")
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().trim().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    }
}

impl Place {
    pub fn new(on: Engine) -> Self {
        match on {
            Engine::Sqlite => Self::Folder(tempfile::tempdir().unwrap()),
            Engine::Postgres => Self::in_server(server().unwrap()),
        }
    }

    /// A place beside which no other is: nobody else's work is in its files, and its server is nobody else's.
    pub fn alone(on: Engine) -> Self {
        match on {
            Engine::Sqlite => Self::new(on),
            Engine::Postgres => Self::in_server(&start_server().unwrap()),
        }
    }

    /// A new database of a server.
    pub fn in_server(server: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // Numbers of processes come again; at one server no two names may be alike.
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
        let name = format!("journal_{}_{now}_{number}", std::process::id());
        psql(server, &format!("CREATE DATABASE {name}")).unwrap();
        Self::Database(at(server, &name))
    }

    pub fn open(&self) -> Result<Journal, JournalError> {
        match self {
            Self::Folder(folder) => Journal::open(folder.path()),
            Self::Database(address) => Journal::connect(&PostgresAddress::parse(address)?),
        }
    }

    pub fn open_existing(&self) -> Result<Journal, JournalError> {
        match self {
            Self::Folder(folder) => Journal::open_existing(folder.path()),
            Self::Database(address) => Journal::connect_existing(&PostgresAddress::parse(address)?),
        }
    }

    pub fn make(&self, hash: HashKind) -> Result<Journal, JournalError> {
        match self {
            Self::Folder(folder) => Journal::make(folder.path(), hash),
            Self::Database(address) => Journal::make_in(&PostgresAddress::parse(address)?, hash),
        }
    }

    pub fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder.path(),
            Self::Database(address) => panic!("{address} is no folder"),
        }
    }

    /// Somebody who does not ask the journal.
    pub fn outsider(&self) -> Outsider {
        match self {
            Self::Folder(folder) => Outsider::File(Connection::open(folder.path().join("journal.sqlite")).unwrap()),
            Self::Database(address) => Outsider::Database(address.clone()),
        }
    }

    /// Somebody who does not ask the journal and has taken its locks away.
    pub fn intruder(&self) -> Outsider {
        let outsider = self.outsider();
        let deed = match self {
            Self::Folder(_) => "DROP TRIGGER act_is_not_changed; DROP TRIGGER act_is_not_removed",
            Self::Database(_) => "ALTER TABLE act DISABLE TRIGGER ALL",
        };
        outsider.run(deed).unwrap();
        outsider
    }

    /// Whether any file of the tables holds these words.
    pub fn is_on_disk(&self, words: &str) -> bool {
        let folder = match self {
            Self::Folder(folder) => folder.path().to_owned(),
            Self::Database(address) => {
                // What was written is in the files only after a checkpoint, and what was removed is gone only then.
                psql(address, "CHECKPOINT").unwrap();
                let number = "SELECT oid FROM pg_database WHERE datname = current_database()";
                let data = psql(address, "SHOW data_directory").unwrap();
                PathBuf::from(data).join("base").join(psql(address, number).unwrap())
            }
        };
        std::fs::read_dir(folder).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(words.len()).any(|window| window == words.as_bytes())
        })
    }
}

/// Somebody who does not ask the journal.
pub enum Outsider {
    File(Connection),
    Database(String),
}

impl Outsider {
    /// Does something in SQL as SQLite writes it.
    pub fn run(&self, sql: &str) -> Result<(), String> {
        match self {
            Self::File(file) => file.execute_batch(sql).map_err(|refused| refused.to_string()),
            Self::Database(address) => {
                let sql = sql
                    .replace("x'00'", "'\\x00'::bytea")
                    .replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')");
                psql(address, &sql).map(drop)
            }
        }
    }

    /// Form and link of an act.
    pub fn act(&self, number: u64) -> (Vec<u8>, [u8; 32]) {
        match self {
            Self::File(file) => {
                let sql = "SELECT form, link FROM act WHERE number = ?1";
                let row = file.query_row(sql, [i64::try_from(number).unwrap()], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                });
                row.unwrap()
            }
            Self::Database(address) => {
                let sql = format!(
                    "SELECT encode(form, 'hex') || ' ' || encode(link, 'hex') FROM act WHERE number = {number}"
                );
                let row = psql(address, &sql).unwrap();
                let (form, link) = row.split_once(' ').unwrap();
                (bytes(form), bytes(link).try_into().unwrap())
            }
        }
    }

    /// Puts form and link into the place of those of an act.
    pub fn set_act(&self, number: u64, form: &[u8], link: &[u8]) {
        let (form, link) = (journal::hex(form), journal::hex(link));
        let literal = |digits: &str| match self {
            Self::File(_) => format!("x'{digits}'"),
            Self::Database(_) => format!("decode('{digits}', 'hex')"),
        };
        let (form, link) = (literal(&form), literal(&link));
        self.run(&format!(
            "UPDATE act SET form = {form}, link = {link} WHERE number = {number}"
        ))
        .unwrap();
    }
}

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}
