//! A connection to a PostgreSQL server that waits for each answer on the thread that asks: no runtime of its own, so that it may be used from
//! anywhere. The messages are those of crate `pgwire`.
//!
//! Statements are sent one behind the other and answered together: [`Connection::send`] only writes them down, [`Connection::answer`] sends what
//! is written and reads until the server is ready again.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use pgwire::messages::extendedquery::{Bind, Describe, Execute, Parse, Sync};
use pgwire::messages::response::ErrorResponse;
use pgwire::messages::simplequery::Query;
use pgwire::messages::startup::{Authentication, SASLInitialResponse, SASLResponse, Startup};
use pgwire::messages::terminate::Terminate;
use pgwire::messages::{DecodeContext, Message, PgWireBackendMessage as Said, ProtocolVersion};

use super::scram::{METHOD, Scram};
use crate::address::{Host, PostgresAddress};
use crate::error::JournalError;
use crate::store::{Cell, Row, StorageFault, Value, damaged};

/// How long a server may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(10);
/// How long a server may take to answer; a rebuild over many acts takes minutes.
const ANSWERED_WITHIN: Duration = Duration::from_secs(15 * 60);
/// Most bytes of a message from the server: what PostgreSQL itself can hold in a field.
const MESSAGE_MAX: usize = 1 << 30;
/// So many statements, or bytes of them, are sent at the latest. The answers to so many small statements fit into the buffers between, so that
/// neither side waits for the other to read.
const STATEMENTS_AT_ONCE: usize = 500;
const BYTES_AT_ONCE: usize = 1 << 20;

/// The numbers that PostgreSQL has for types.
const BYTEA: u32 = 17;
const NAME: u32 = 19;
const INT8: u32 = 20;
const INT4: u32 = 23;
const TEXT: u32 = 25;
/// Values and rows are said in bytes, not in words.
const BINARY: i16 = 1;

/// The socket.
enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// A statement that the server knows under a name.
struct Prepared {
    name: String,
    /// The types of the columns of its answer.
    columns: Vec<u32>,
}

/// What came of the last statement that was sent.
#[derive(Default)]
pub(super) struct Answer {
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// What the server calls it, e.g. `DELETE 3`.
    pub(super) tag: String,
}

/// An open connection.
pub(super) struct Connection {
    stream: Stream,
    incoming: BytesMut,
    outgoing: BytesMut,
    statements: Vec<Prepared>,
    by_sql: HashMap<String, usize>,
    /// The statements that were written down since the last answer, and whether the server heard of each for the first time.
    sent: Vec<(usize, bool)>,
    is_broken: bool,
}

impl Connection {
    /// Enters the database.
    pub(super) fn open(address: &PostgresAddress, settings: &[(&str, &str)]) -> Result<Self, JournalError> {
        let stream = Stream::open(address).map_err(StorageFault::server)?;
        let mut connection = Self {
            stream,
            incoming: BytesMut::new(),
            outgoing: BytesMut::new(),
            statements: Vec::new(),
            by_sql: HashMap::new(),
            sent: Vec::new(),
            is_broken: false,
        };
        let mut startup = Startup::new();
        let who = [("user", address.role.as_str()), ("database", address.database.as_str())];
        for (name, value) in who.iter().chain(settings) {
            startup.parameters.insert((*name).to_owned(), (*value).to_owned());
        }
        connection.write(&startup)?;
        connection.flush()?;
        connection.authenticate(address)?;
        Ok(connection)
    }

    fn authenticate(&mut self, address: &PostgresAddress) -> Result<(), JournalError> {
        let mut scram = None;
        let mut expected = String::new();
        loop {
            match self.message()? {
                Said::Authentication(Authentication::Ok) => {}
                Said::Authentication(Authentication::SASL(methods)) => {
                    if !methods.iter().any(|method| method == METHOD) {
                        return Err(refused("the server asks for no method of proof that is known here"));
                    }
                    let begun = Scram::new(&crate::commitment::new_salt()?);
                    let first = Bytes::from(begun.first());
                    self.write(&SASLInitialResponse::new(METHOD.to_owned(), Some(first)))?;
                    self.flush()?;
                    scram = Some((begun, password(address)?));
                }
                Said::Authentication(Authentication::SASLContinue(challenge)) => {
                    let (begun, password) = scram.as_ref().ok_or_else(|| refused("the server proves out of turn"))?;
                    let challenge = String::from_utf8_lossy(&challenge);
                    let (second, wanted) = begun.second(&challenge, password).map_err(|cause| refused(&cause))?;
                    expected = wanted;
                    self.write(&SASLResponse::new(Bytes::from(second)))?;
                    self.flush()?;
                }
                Said::Authentication(Authentication::SASLFinal(proof)) => {
                    if expected.is_empty() || proof != expected.as_bytes() {
                        return Err(refused("the server does not know the password itself"));
                    }
                    // Proved: what follows may be believed.
                    (scram, expected) = (None, String::new());
                }
                Said::Authentication(_) => {
                    return Err(refused(
                        "the server asks for the password itself or for MD5; let it ask for scram-sha-256 or peer (pg_hba.conf)",
                    ));
                }
                Said::ErrorResponse(error) => return Err(StorageFault::server(words(&error)).into()),
                Said::ReadyForQuery(_) if scram.is_none() => return Ok(()),
                Said::ReadyForQuery(_) => return Err(refused("the server lets us in before its proof")),
                _ => {}
            }
        }
    }

    /// Whether nothing more can be asked over it.
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Whether something was sent that was not answered yet.
    pub(super) fn is_waiting(&self) -> bool {
        !self.sent.is_empty()
    }

    /// Writes a statement down. It is sent at the latest with the next answer.
    pub(super) fn send(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(), StorageFault> {
        if self.sent.len() >= STATEMENTS_AT_ONCE || self.outgoing.len() >= BYTES_AT_ONCE {
            self.answer()?;
        }
        let (at, is_new) = match self.by_sql.get(sql) {
            Some(at) => (*at, false),
            None => (self.prepare(sql, values)?, true),
        };
        // Counted before anything can fail: what stands behind it is told from it by its place.
        self.sent.push((at, is_new));
        let parameters = values.iter().map(bytes_of).collect::<Result<_, _>>()?;
        let name = self.statements.get(at).map(|statement| statement.name.clone());
        self.write(&Bind::new(None, name, vec![BINARY], parameters, vec![BINARY]))?;
        self.write(&Execute::new(None, 0))
    }

    fn prepare(&mut self, sql: &str, values: &[Value<'_>]) -> Result<usize, StorageFault> {
        let at = self.statements.len();
        let name = format!("s{at}");
        let types = values.iter().map(|value| match value {
            Value::Number(_) | Value::Integer(_) => INT8,
            Value::Text(_) => TEXT,
            Value::Bytes(_) => BYTEA,
        });
        self.write(&Parse::new(Some(name.clone()), numbered(sql), types.collect()))?;
        self.write(&Describe::new(b'S', Some(name.clone())))?;
        self.statements.push(Prepared {
            name,
            columns: Vec::new(),
        });
        self.by_sql.insert(sql.to_owned(), at);
        Ok(at)
    }

    /// Sends what is written down and reads all answers. The first fault counts; else the answer to the last statement does.
    pub(super) fn answer(&mut self) -> Result<Answer, StorageFault> {
        self.write(&Sync::new())?;
        self.flush()?;
        let sent = std::mem::take(&mut self.sent);
        let answered = self.read_answers(&sent);
        if answered.is_err() {
            // The server may know none of those that it heard of for the first time.
            let new: Vec<usize> = sent.iter().filter(|(_, is_new)| *is_new).map(|(at, _)| *at).collect();
            self.by_sql.retain(|_, at| !new.contains(at));
        }
        answered
    }

    /// Runs several statements without values.
    pub(super) fn run(&mut self, sql: &str) -> Result<(), StorageFault> {
        if self.is_waiting() {
            self.answer()?;
        }
        self.write(&Query::new(sql.to_owned()))?;
        self.flush()?;
        self.read_answers(&[]).map(drop)
    }

    fn read_answers(&mut self, sent: &[(usize, bool)]) -> Result<Answer, StorageFault> {
        let (mut answer, mut fault, mut done) = (Answer::default(), None, 0);
        loop {
            let said = match (self.message(), &fault) {
                (Ok(said), _) => said,
                // What the server said before it went away tells more than that it went.
                (Err(_), Some(_)) => break,
                (Err(gone), None) => return Err(gone),
            };
            match said {
                Said::RowDescription(row) => {
                    let columns = row.fields.iter().map(|field| field.type_id).collect();
                    if let Some(statement) = sent.get(done).and_then(|(at, _)| self.statements.get_mut(*at)) {
                        statement.columns = columns;
                    }
                }
                Said::DataRow(row) if done + 1 == sent.len() => {
                    let statement = sent.last().and_then(|(at, _)| self.statements.get(*at));
                    let columns = statement.map_or(&[][..], |statement| &statement.columns);
                    match row_of(row.data, columns) {
                        Ok(row) => answer.rows.push(row),
                        Err(damaged) => fault = fault.or(Some(damaged)),
                    }
                }
                Said::CommandComplete(command) => {
                    done += 1;
                    answer.tag = command.tag;
                }
                Said::ErrorResponse(error) => fault = fault.or_else(|| Some(StorageFault::server(words(&error)))),
                Said::ReadyForQuery(_) => break,
                _ => {}
            }
        }
        fault.map_or(Ok(answer), Err)
    }

    fn write(&mut self, message: &impl Message) -> Result<(), StorageFault> {
        message.encode(&mut self.outgoing).map_err(StorageFault::server)
    }

    fn flush(&mut self) -> Result<(), StorageFault> {
        let written = self.stream.write(&self.outgoing);
        self.outgoing.clear();
        self.is_broken |= written.is_err();
        written.map_err(StorageFault::server)
    }

    /// The next message of the server.
    fn message(&mut self) -> Result<Said, StorageFault> {
        let read = self.read_message();
        self.is_broken |= read.is_err();
        read
    }

    fn read_message(&mut self) -> Result<Said, StorageFault> {
        loop {
            if let Some(length) = self.incoming.get(1..5) {
                let length = length.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
                if !(4..=MESSAGE_MAX).contains(&length) {
                    return Err(no_server());
                }
                if self.incoming.len() > length {
                    return decoded(self.incoming.split_to(length + 1));
                }
            }
            let mut piece = [0; 16 << 10];
            let count = self.stream.read(&mut piece).map_err(StorageFault::server)?;
            if count == 0 {
                return Err(StorageFault::server("the server has closed the connection"));
            }
            self.incoming.extend_from_slice(piece.get(..count).unwrap_or_default());
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if !self.is_broken {
            // A courtesy: the server notices a closed socket, too.
            self.outgoing.clear();
            let _ = self.write(&Terminate::new());
            let _ = self.flush();
        }
    }
}

/// One message out of exactly its bytes. The library trusts the lengths inside a message; what a broken server says must not end the program.
fn decoded(mut frame: BytesMut) -> Result<Said, StorageFault> {
    let context = DecodeContext::new(ProtocolVersion::PROTOCOL3_0);
    match catch_unwind(AssertUnwindSafe(|| Said::decode(&mut frame, &context))) {
        Ok(Ok(Some(said))) => Ok(said),
        _ => Err(no_server()),
    }
}

fn no_server() -> StorageFault {
    StorageFault::server("what answers there does not speak as PostgreSQL does")
}

fn refused(why: &str) -> JournalError {
    StorageFault::server(why).into()
}

fn password(address: &PostgresAddress) -> Result<String, JournalError> {
    let password = address.password()?;
    let password = password.ok_or_else(|| refused("the server asks for a password and none is given"))?;
    if !password.is_ascii() {
        return Err(refused("the password holds other characters than those of ASCII"));
    }
    Ok(password)
}

/// What the server says about a fault.
fn words(error: &ErrorResponse) -> String {
    let said = |code| {
        let field = error.fields.iter().find(|(name, _)| *name == code);
        field.map(|(_, text)| text.as_str())
    };
    let message = said(b'M').unwrap_or("the server says that something is wrong, not what");
    said(b'D').map_or_else(|| message.to_owned(), |detail| format!("{message} ({detail})"))
}

/// `?1` as PostgreSQL wants it: `$1`. No text of the crate has a question mark in it.
fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

fn bytes_of(value: &Value<'_>) -> Result<Option<Bytes>, StorageFault> {
    Ok(Some(match value {
        Value::Number(number) => {
            let number = i64::try_from(*number).map_err(StorageFault::server)?;
            Bytes::copy_from_slice(&number.to_be_bytes())
        }
        Value::Integer(number) => Bytes::copy_from_slice(&number.to_be_bytes()),
        Value::Text(text) => Bytes::copy_from_slice(text.as_bytes()),
        Value::Bytes(bytes) => Bytes::copy_from_slice(bytes),
    }))
}

fn row_of(data: BytesMut, columns: &[u32]) -> Result<Row, StorageFault> {
    let mut rest = &data[..];
    let mut cells = Vec::with_capacity(columns.len());
    for (column, kind) in columns.iter().enumerate() {
        let (length, behind) = rest.split_first_chunk().ok_or_else(|| damaged(column))?;
        // -1 says that there is nothing: no column of ours is ever so.
        let length = usize::try_from(i32::from_be_bytes(*length)).map_err(|_| damaged(column))?;
        let (bytes, behind) = behind.split_at_checked(length).ok_or_else(|| damaged(column))?;
        rest = behind;
        cells.push(cell(*kind, bytes).ok_or_else(|| damaged(column))?);
    }
    Ok(Row(cells))
}

fn cell(kind: u32, bytes: &[u8]) -> Option<Cell> {
    Some(match kind {
        INT8 => Cell::Integer(i64::from_be_bytes(bytes.try_into().ok()?)),
        INT4 => Cell::Integer(i32::from_be_bytes(bytes.try_into().ok()?).into()),
        TEXT | NAME => Cell::Text(String::from_utf8(bytes.to_vec()).ok()?),
        BYTEA => Cell::Bytes(bytes.to_vec()),
        _ => return None,
    })
}

impl Stream {
    fn open(address: &PostgresAddress) -> std::io::Result<Self> {
        match &address.host {
            Host::Socket(folder) => {
                let stream = UnixStream::connect(address.socket(folder))?;
                stream.set_read_timeout(Some(ANSWERED_WITHIN))?;
                Ok(Self::Unix(stream))
            }
            Host::Machine(name) => {
                let stream = reach(name, address.port)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(ANSWERED_WITHIN))?;
                Ok(Self::Tcp(stream))
            }
        }
    }

    fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
        loop {
            let read = match self {
                Self::Tcp(stream) => stream.read(piece),
                Self::Unix(stream) => stream.read(piece),
            };
            match read {
                Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.write_all(bytes),
            Self::Unix(stream) => stream.write_all(bytes),
        }
    }
}

fn reach(name: &str, port: u16) -> std::io::Result<TcpStream> {
    use std::net::ToSocketAddrs;
    let mut last = std::io::Error::from(std::io::ErrorKind::NotFound);
    for address in (name, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, REACHED_WITHIN) {
            Ok(stream) => return Ok(stream),
            Err(cause) => last = cause,
        }
    }
    Err(last)
}
