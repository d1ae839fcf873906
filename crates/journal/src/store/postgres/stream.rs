//! The socket to a server: of this machine, or over the network.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use crate::address::{Host, PostgresAddress};

/// How long a server may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(10);
/// How long a server may take to answer; a rebuild over many acts takes minutes.
const ANSWERED_WITHIN: Duration = Duration::from_secs(15 * 60);

/// The socket.
pub(super) enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Stream {
    pub(super) fn open(address: &PostgresAddress) -> std::io::Result<Self> {
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

    pub(super) fn read(&mut self, piece: &mut [u8]) -> std::io::Result<usize> {
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

    pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
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
