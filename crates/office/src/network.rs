//! The network of instruments: who is there, what is missing, what is kept apart, what goes on to superior platforms. Command line and
//! pages both read it here; what is counted is counted by the gateway.

mod apart;
mod diary;
mod forwarding;
mod sheet;
mod withheld;

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use gateway::life::{self, Presence, Span, StationLife};
use gateway::station::StationProfile;

pub(crate) use apart::kept_apart;
pub use apart::why_kept_apart;
pub(crate) use forwarding::forwarding;
pub(crate) use sheet::sheet;
pub(crate) use withheld::{WITHHELD, bytes_without_secrets, is_secret, without_secrets};

use crate::error::OfficeError;
use crate::office::Office;
use crate::views::{NetworkCounts, NetworkView, StationRow};
use crate::{point, stations};

/// The network is looked at anew at most this often: the capture of every station is counted each time.
const FRESH_FOR: Duration = Duration::from_secs(10);

/// The life of every station, or of one, in the order of MN.
pub(crate) async fn lives(
    office: &Office,
    only: Option<&str>,
    spans: &[Span],
) -> Result<Vec<StationLife>, OfficeError> {
    let directory = stations::directory(office.city())?;
    let profile = StationProfile::proposed()?;
    let both = (office.history(), office.diary());
    Ok(life::lives(both, &directory, &profile, (only, spans), Utc::now()).await?)
}

/// Every station, the worst first, as it was seen some seconds ago at most.
pub(crate) async fn seen(office: &Office) -> Result<Arc<NetworkView>, OfficeError> {
    // The lock is held while looking, so that many visitors at once cause one look.
    let mut seen = office.inner.network.lock().await;
    if let Some((at, view)) = seen.as_ref()
        && at.elapsed() < FRESH_FOR
    {
        return Ok(Arc::clone(view));
    }
    let view = Arc::new(look(office).await?);
    *seen = Some((Instant::now(), Arc::clone(&view)));
    Ok(view)
}

async fn look(office: &Office) -> Result<NetworkView, OfficeError> {
    let city = office.city();
    let lives = lives(office, None, &[Span::Day, Span::Month]).await?;
    let mut stations: Vec<StationRow> = lives
        .into_iter()
        .filter_map(|life| {
            let point = city.point(&life.point)?;
            let point = point::head(city, point);
            Some(StationRow { point, life })
        })
        .collect();
    stations.sort_by_cached_key(|row| urgency(&row.life));
    let apart = gateway::door::quarantine(office.history()).await?;
    let platforms = forwarding(office).await?;
    let there = |presence| stations.iter().filter(|row| row.life.presence == presence).count();
    Ok(NetworkView {
        as_of: Utc::now(),
        counts: NetworkCounts {
            online: there(Presence::Online),
            no_data: there(Presence::NoData),
            offline: there(Presence::Offline),
            never_heard: there(Presence::NeverHeard),
            gaps_open: stations.iter().map(|row| row.life.gaps_open).sum(),
            frames_apart: apart.iter().map(|one| one.frames).sum(),
            platforms: platforms.len(),
            platforms_away: platforms.iter().filter(|platform| !platform.connected).count(),
        },
        without_logger: city.points.iter().filter(|point| point.mn.is_none()).count(),
        stations,
    })
}

/// What needs somebody first stands first: who fell silent, who brings nothing, who never spoke; then the smaller capture of the day (an
/// unknown one behind the known), then more open gaps.
fn urgency(life: &StationLife) -> (u8, u64, Reverse<u64>, String) {
    let presence = match life.presence {
        Presence::Offline => 0,
        Presence::NoData => 1,
        Presence::NeverHeard => 2,
        Presence::Online => 3,
    };
    let day = life.capture.iter().find(|capture| capture.span == Span::Day);
    let captured = day.and_then(|capture| capture.permille()).unwrap_or(u64::MAX);
    (presence, captured, Reverse(life.gaps_open), life.mn.clone())
}
