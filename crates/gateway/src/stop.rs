//! The sign by which everything that runs is told to end.

use tokio::sync::watch;

/// Waits until `stop` is true, or until nobody is left who could raise it.
pub(crate) async fn raised(stop: &mut watch::Receiver<bool>) {
    // The guard that is given must not be held across another wait; what it holds is known.
    let _ = stop.wait_for(|stop| *stop).await;
}
