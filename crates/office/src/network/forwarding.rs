//! How forwarding to each superior platform stands: every platform of the folder, and those that it does not name any more.

use city::Platform;
use gateway::forward::{Standing, standings};
use history::{AdmissionNumber, ReceiptId};

use crate::error::OfficeError;
use crate::office::Office;
use crate::views::PlatformView;

/// How forwarding to each superior platform stands.
pub(crate) async fn forwarding(office: &Office) -> Result<Vec<PlatformView>, OfficeError> {
    let history = office.history();
    let known = standings(office.diary()).await?;
    let ends = (history.last_receipt().await?, history.last_admission().await?);
    let named = &office.city().platforms;
    let mut views: Vec<PlatformView> = named
        .iter()
        .map(|platform| {
            let standing = known.iter().find(|standing| standing.platform == platform.id);
            view(&platform.id, Some(platform), standing, ends)
        })
        .collect();
    let is_named = |standing: &&Standing| named.iter().any(|platform| platform.id == standing.platform);
    let left = known.iter().filter(|standing| !is_named(standing));
    views.extend(left.map(|standing| view(&standing.platform, None, Some(standing), ends)));
    Ok(views)
}

fn view(
    id: &str,
    platform: Option<&Platform>,
    standing: Option<&Standing>,
    (last, last_admission): (ReceiptId, AdmissionNumber),
) -> PlatformView {
    let progress = standing.map(|standing| standing.progress.clone()).unwrap_or_default();
    let through = standing.map(|standing| standing.through);
    let behind = |last: i64, done: Option<i64>| done.map(|done| (last - done).max(0));
    PlatformView {
        platform: id.to_owned(),
        name: platform.map(|platform| platform.name.clone()),
        address: platform.map(|platform| platform.address.clone()),
        through,
        behind: behind(last.0, through),
        admitted_behind: behind(last_admission.0, progress.admitted_through),
        connected: progress.is_connected,
        answered: progress.answered,
        given_up: progress.given_up,
        last_trouble: progress.last_trouble,
    }
}
