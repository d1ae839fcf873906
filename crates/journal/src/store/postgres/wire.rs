//! A connection to a PostgreSQL server that waits for each answer on the thread that asks: no runtime of its own, so that it may be used from
//! anywhere. The messages are those of crate `pgwire`.
//!
//! Statements are sent one behind the other and answered together: [`Connection::send`] only writes them down, [`Connection::answer`] sends what
//! is written and reads until the server is ready again.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::{Bytes, BytesMut};
use pgwire::messages::extendedquery::{Bind, Describe, Execute, Parse, Sync};
use pgwire::messages::response::ErrorResponse;
use pgwire::messages::simplequery::Query;
use pgwire::messages::startup::{Authentication, SASLInitialResponse, SASLResponse, Startup};
use pgwire::messages::terminate::Terminate;
use pgwire::messages::{DecodeContext, Message, PgWireBackendMessage as Said, ProtocolVersion};

use super::scram::{METHOD, Scram};
use super::stream::Stream;
use super::value::{bytes_of, row_of, type_of};
use crate::address::PostgresAddress;
use crate::error::JournalError;
use crate::store::{Row, StorageFault, Value};

/// Most bytes of a message from the server: what PostgreSQL itself can hold in a field.
const MESSAGE_MAX: usize = 1 << 30;
/// So many statements, or bytes of them, are sent at the latest. The answers to so many small statements fit into the buffers between, so that
/// neither side waits for the other to read.
const STATEMENTS_AT_ONCE: usize = 500;
const BYTES_AT_ONCE: usize = 1 << 20;

/// Values and rows are said in bytes, not in words.
const BINARY: i16 = 1;

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
        // Before anything is written down: answers are told apart by the places of their statements.
        let parameters = values.iter().map(bytes_of).collect::<Result<_, _>>()?;
        let (at, is_new) = match self.by_sql.get(sql) {
            Some(at) => (*at, false),
            None => (self.prepare(sql, values)?, true),
        };
        self.sent.push((at, is_new));
        let name = self.statements.get(at).map(|statement| statement.name.clone());
        self.write(&Bind::new(None, name, vec![BINARY], parameters, vec![BINARY]))?;
        self.write(&Execute::new(None, 0))
    }

    fn prepare(&mut self, sql: &str, values: &[Value<'_>]) -> Result<usize, StorageFault> {
        let at = self.statements.len();
        let name = format!("s{at}");
        let types = values.iter().map(type_of);
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

    /// Goes back, whatever came of what was sent before.
    pub(super) fn go_back(&mut self, sql: &str) -> Result<(), StorageFault> {
        if self.is_waiting() {
            // Its fault is the one for which we go back, or comes of it.
            let _ = self.answer();
        }
        self.run(sql)
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
