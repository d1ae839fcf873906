//! Lets connections in, counts them, and sees them out.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use history::History;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::budget::Budget;
use super::config::DoorConfig;
use super::connection::{Connection, Ending, Shared};
use super::line::Attendant;
use super::live::LiveDirectory;
use super::pace::Caller;
use crate::stop::raised;

/// How long to wait when the system has no room for another connection.
const NO_ROOM_WAIT: Duration = Duration::from_millis(200);

/// Why the door closed by itself.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The listening socket is unusable.
    #[error("the HJ 212 door cannot listen: {0}; check the address and whether another program has the port")]
    Listen(#[from] std::io::Error),
}

/// What a door needs to be served.
#[derive(Clone)]
pub struct Door {
    /// Its limits.
    pub config: DoorConfig,
    /// Who may bring data; it may be replaced while the door is open.
    pub directory: LiveDirectory,
    /// Where everything is kept.
    pub history: History,
    /// Who follows the stations, if anybody does.
    pub attendant: Option<Arc<dyn Attendant>>,
}

/// Receives connections on `listener` until `stop` becomes true, then lets open ones finish what was read, answer it
/// and close.
///
/// # Errors
/// When the listening socket is unusable.
pub async fn serve(listener: TcpListener, door: Door, mut stop: watch::Receiver<bool>) -> Result<(), DoorError> {
    let address = listener.local_addr()?;
    let Door {
        config,
        directory,
        history,
        attendant,
    } = door;
    tracing::info!(%address, stations = directory.now().stations().count(), "the HJ 212 door is open");
    let drain_max = config.drain_max;
    let budget = Budget::new(config.unaccepted_bytes_max, config.unaccepted_window);
    let mut reception = Reception {
        shared: Arc::new(Shared {
            budget,
            config,
            directory,
            history,
            attendant,
        }),
        connections: JoinSet::new(),
        by_address: HashMap::new(),
        refused: 0,
        stop: stop.clone(),
    };
    loop {
        tokio::select! {
            biased;
            () = raised(&mut stop) => break,
            Some(ended) = reception.connections.join_next() => reception.see_out(ended.ok()),
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => reception.let_in(stream, peer),
                Err(cause) => {
                    // Mostly no room for another socket, or a peer that went away while waiting: neither ends the door.
                    tracing::warn!(%cause, "a connection could not be accepted");
                    tokio::time::sleep(NO_ROOM_WAIT).await;
                }
            },
        }
    }
    drop(listener);
    reception.close(drain_max).await;
    tracing::info!(%address, "the HJ 212 door is closed");
    Ok(())
}

struct Reception {
    shared: Arc<Shared>,
    connections: JoinSet<(SocketAddr, Ending)>,
    by_address: HashMap<IpAddr, FromAddress>,
    /// Connections that found no room, since the door was opened.
    refused: u64,
    stop: watch::Receiver<bool>,
}

/// The connections from one address.
struct FromAddress {
    open: usize,
    caller: Arc<Caller>,
}

impl Reception {
    fn let_in(&mut self, stream: TcpStream, peer: SocketAddr) {
        let config = &self.shared.config;
        let from_address = self.by_address.entry(peer.ip()).or_insert_with(|| FromAddress {
            open: 0,
            caller: Arc::new(Caller::new()),
        });
        if self.connections.len() >= config.connections_max || from_address.open >= config.connections_per_address_max {
            self.refused += 1;
            // Rarer and rarer, so that a flood of connections is no flood of lines.
            if self.refused.is_power_of_two() {
                tracing::warn!(%peer, refused = self.refused, "connections refused: too many are open");
            }
            if from_address.open == 0 {
                self.by_address.remove(&peer.ip());
            }
            return;
        }
        from_address.open += 1;
        let caller = Arc::clone(&from_address.caller);
        // Answers are short and awaited.
        if let Err(cause) = stream.set_nodelay(true) {
            tracing::debug!(%peer, %cause, "answers may be delayed");
        }
        let connection = Connection::new(Arc::clone(&self.shared), stream, peer, caller);
        let stop = self.stop.clone();
        self.connections
            .spawn(async move { (peer, connection.serve(stop).await) });
        tracing::debug!(%peer, "connected");
    }

    fn see_out(&mut self, ended: Option<(SocketAddr, Ending)>) {
        // A connection that panicked or was aborted tells no address; its count stays, on the safe side.
        let Some((peer, ending)) = ended else { return };
        match &ending {
            Ending::NotKept(cause) => {
                tracing::error!(%peer, %cause, "connection closed: its data could not be kept and were not answered")
            }
            Ending::PeerClosed
            | Ending::Stopped
            | Ending::Idle
            | Ending::Unaccepted
            | Ending::AnswerNotTaken
            | Ending::Broken(_) => {
                tracing::debug!(%peer, reason = %ending, "connection closed");
            }
        }
        if let Some(from_address) = self.by_address.get_mut(&peer.ip()) {
            from_address.open -= 1;
            if from_address.open == 0 {
                self.by_address.remove(&peer.ip());
            }
        }
    }

    /// Waits for the connections, each of which has been told to stop.
    async fn close(&mut self, drain_max: Duration) {
        let drained = timeout(drain_max, async {
            while let Some(ended) = self.connections.join_next().await {
                self.see_out(ended.ok());
            }
        });
        if drained.await.is_err() {
            tracing::warn!(
                open = self.connections.len(),
                "connections did not finish in time and were cut"
            );
            self.connections.shutdown().await;
        }
    }
}
