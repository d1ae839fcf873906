//! Memory of idle connections: of those that have said nothing yet, and of those that have brought a frame.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::frames::Template;
use crate::options::{Options, Outcome};
use crate::process::DoorProcess;

/// Connections where none are named.
const CONNECTIONS: usize = 20_000;
/// Connections that are made before measuring, so that what is needed once is not counted.
const FIRST: usize = 100;

/// Measures, and prints one line for each kind.
pub fn run(options: &Options) -> Outcome<()> {
    let files = gateway::door::OpenFiles::raise()?;
    // Where the system allows fewer, fewer are measured, and the line says how many.
    let connections = files.room_for(options.connections.unwrap_or(CONNECTIONS));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for has_spoken in [false, true] {
        let data = tempfile::tempdir()?;
        let door = DoorProcess::start(data.path(), connections)?;
        runtime.block_on(measure(&door, connections, has_spoken))?;
        door.stop()?;
    }
    Ok(())
}

async fn measure(door: &DoorProcess, connections: usize, has_spoken: bool) -> Outcome<()> {
    let mut open = Vec::new();
    for station in 0..FIRST {
        open.push(connect(door, station, has_spoken).await?);
    }
    // The last one is answered: the door has taken in all that came before it.
    connect(door, 0, true).await?;
    let before = door.resident_kib()?;
    for station in FIRST..connections {
        open.push(connect(door, station, has_spoken).await?);
    }
    connect(door, 0, true).await?;
    let after = door.resident_kib()?;
    let count = (connections - FIRST) as f64;
    let each = (after as f64 - before as f64) / count;
    println!(
        "idle connections={connections} has_spoken={has_spoken} rss_before_kib={before} rss_after_kib={after} kib_each={each:.2}"
    );
    drop(open);
    Ok(())
}

async fn connect(door: &DoorProcess, station: usize, speaks: bool) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(door.address).await?;
    if speaks {
        stream.write_all(Template::of(station)?.next(0).0).await?;
        let mut answer = [0; 512];
        if stream.read(&mut answer).await? == 0 {
            return Err("the door has no room; see the limit of open files".into());
        }
    }
    Ok(stream)
}
