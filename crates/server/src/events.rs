//! The stream that tells open pages that something new was received.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;

/// Least time between two messages to one page: a station that sends every second must not make every page reload faster.
const PAUSE: Duration = Duration::from_secs(1);

/// Sent when nothing happens, so that proxies keep the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

struct Listening {
    changes: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    last: Option<Instant>,
    // Held for as long as the stream lives.
    _place: OwnedSemaphorePermit,
}

/// One `changed` event with the newest number, at most once a second, until the server stops.
pub fn stream(
    changes: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    place: OwnedSemaphorePermit,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listening = Listening {
        changes,
        stopping,
        last: None,
        _place: place,
    };
    let events = futures::stream::unfold(listening, |mut listening| async move {
        let number = next_change(&mut listening).await?;
        Some((
            Ok(Event::default().event("changed").data(number.to_string())),
            listening,
        ))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

/// Waits for a change; `None` ends the stream.
async fn next_change(listening: &mut Listening) -> Option<u64> {
    let Listening {
        changes,
        stopping,
        last,
        ..
    } = listening;
    let change = async {
        changes.changed().await.ok()?;
        if let Some(last) = *last {
            tokio::time::sleep_until(last + PAUSE).await;
        }
        *last = Some(Instant::now());
        Some(*changes.borrow_and_update())
    };
    tokio::select! {
        number = change => number,
        _ = stopping.wait_for(|stopping| *stopping) => None,
    }
}
