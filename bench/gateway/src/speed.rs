//! Acknowledged-and-durable frames a second, and how long an acknowledgement takes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use history::History;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::frames::Template;
use crate::options::{Options, Outcome};
use crate::preload;
use crate::process::{DoorProcess, cpu_seconds};

/// Connections where none are named.
const CONNECTIONS: usize = 400;
/// How long an answer may take before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Measures, and prints one line.
pub fn run(options: &Options) -> Outcome<()> {
    gateway::door::OpenFiles::raise()?;
    let own = tempfile::tempdir()?;
    let data = options.data.clone().unwrap_or_else(|| own.path().to_owned());
    let connections = options.connections.unwrap_or(CONNECTIONS);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if options.preload > 0 {
        runtime.block_on(preload::run(&data, options.preload))?;
    }
    let before = runtime.block_on(frames_in(&data))?;
    let door = DoorProcess::start(&data, connections)?;
    let (door_cpu, own_cpu) = (door.cpu_seconds()?, cpu_seconds("self")?);
    let begun = Instant::now();
    let until = begun + Duration::from_secs(options.seconds);
    let mut taken = runtime.block_on(load(door.address, connections, options.window, until))?;
    let seconds = begun.elapsed().as_secs_f64();
    let (door_cpu, own_cpu) = (door.cpu_seconds()? - door_cpu, cpu_seconds("self")? - own_cpu);
    let rss = door.resident_kib()?;
    // Killed, not stopped: what was acknowledged must be there all the same.
    drop(door);
    let kept = runtime.block_on(frames_in(&data))? - before;
    taken.sort_unstable();
    let at = |share: f64| {
        let place = (taken.len() as f64 * share) as usize;
        taken
            .get(place.min(taken.len().saturating_sub(1)))
            .map_or(0.0, |taken| f64::from(*taken) / 1_000.0)
    };
    println!(
        "speed connections={connections} window={} preload={} seconds={seconds:.1} acknowledged={} kept={kept} frames_per_second={:.0} \
         p50_ms={:.1} p99_ms={:.1} p999_ms={:.1} door_cpu={:.2} loader_cpu={:.2} door_rss_mib={}",
        options.window,
        options.preload,
        taken.len(),
        taken.len() as f64 / seconds,
        at(0.5),
        at(0.99),
        at(0.999),
        door_cpu / seconds,
        own_cpu / seconds,
        rss / 1024,
    );
    match kept >= taken.len() as u64 {
        true => Ok(()),
        false => Err(format!("{} frames were acknowledged, {kept} are there", taken.len()).into()),
    }
}

async fn frames_in(data: &std::path::Path) -> Outcome<u64> {
    Ok(History::open(data).await?.counts().await?.frames)
}

/// Sends on all connections until a moment; returns the microseconds that each acknowledgement took.
async fn load(address: SocketAddr, connections: usize, window: usize, until: Instant) -> Outcome<Vec<u32>> {
    let mut loggers = tokio::task::JoinSet::new();
    for station in 0..connections {
        loggers.spawn(async move { logger(address, station, window, until).await });
    }
    let mut taken = Vec::new();
    while let Some(logger) = loggers.join_next().await {
        taken.extend(logger??);
    }
    Ok(taken)
}

async fn logger(address: SocketAddr, station: usize, window: usize, until: Instant) -> Outcome<Vec<u32>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut template = Template::of(station)?;
    let mut taken = Vec::new();
    let mut on_the_way = std::collections::VecDeque::new();
    let (mut number, mut answers) = (0, Vec::new());
    loop {
        let mut outgoing = Vec::new();
        while on_the_way.len() < window && Instant::now() < until {
            let (frame, qn) = template.next(number);
            number += 1;
            outgoing.extend_from_slice(frame);
            on_the_way.push_back((qn, Instant::now()));
        }
        if on_the_way.is_empty() {
            return Ok(taken);
        }
        stream.write_all(&outgoing).await?;
        tokio::time::timeout(PATIENCE, stream.read_buf(&mut answers)).await??;
        while let Some(end) = answers.windows(2).position(|pair| pair == b"\r\n") {
            let (qn, sent) = on_the_way.pop_front().ok_or("an answer to nothing")?;
            // ##0000QN=…
            if answers.get(9..26) != Some(&qn) {
                return Err(format!("not the answer to {}: {}", qn.escape_ascii(), answers.escape_ascii()).into());
            }
            taken.push(u32::try_from(sent.elapsed().as_micros())?);
            answers.drain(..end + 2);
        }
    }
}
