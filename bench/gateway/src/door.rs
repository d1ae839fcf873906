//! The door in a process of its own: it prints its address and serves until its input ends.

use std::io::Read;

use gateway::door::{Door, DoorConfig, OpenFiles, Station, StationDirectory, serve};
use history::History;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::frames;
use crate::options::{Options, Outcome};

/// Serves until the input ends.
pub fn run(options: &Options) -> Outcome<()> {
    let data = options.data.clone().ok_or("--data is needed")?;
    OpenFiles::raise()?;
    let mut directory = StationDirectory::new(480);
    for station in 0..options.connections.unwrap_or_default() {
        directory.insert(frames::mn(station), Station::at(format!("point-{station}"), 480))?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let history = History::open(&data).await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let (stop, stopped) = watch::channel(false);
        let keeper = tokio::spawn({
            let (history, stopped) = (history.clone(), stopped.clone());
            async move { history.keep(stopped).await }
        });
        let door = Door {
            config: DoorConfig::default(),
            directory: directory.into(),
            history,
            attendant: None,
        };
        let door = tokio::spawn(serve(listener, door, stopped));
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
        stop.send(true)?;
        door.await??;
        keeper.await?;
        Ok(())
    })
}
