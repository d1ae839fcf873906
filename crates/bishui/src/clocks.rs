//! The clocks of matters while a server runs: looked at again and again, and what they ask of the program is done.

use std::time::Duration;

use chrono::Utc;
use office::Office;
use tokio::sync::watch;

/// How often the clocks are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// Looks at the clocks of the office that stands at each moment, until `stop` is raised.
pub async fn watch(offices: watch::Receiver<Office>, mut stop: watch::Receiver<bool>) {
    loop {
        let matters = offices.borrow().matters().cloned();
        if let Some(matters) = matters {
            let looked = tokio::task::spawn_blocking(move || {
                let now = Utc::now();
                matters.tick(matters.local(now), now)
            });
            match looked.await {
                Ok(Ok(ticked)) => {
                    for done in ticked.done {
                        tracing::info!(
                            matter = done.matter,
                            act = done.act,
                            "a clock has ended and the program acted"
                        );
                    }
                    for (matter, error) in ticked.failed {
                        tracing::error!(matter, %error, "a clock has ended and the program could not act");
                    }
                }
                Ok(Err(error)) => tracing::error!(%error, "the clocks of matters could not be looked at"),
                Err(error) => tracing::error!(%error, "the look at the clocks of matters broke off"),
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}
