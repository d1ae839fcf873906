//! Fills gaps: sees what is missing of what is owed, asks the loggers for their history, and gives up with a reason.
//!
//! Data that come as answers are ordinary uploads. Few stations are asked at a time, each for one stretch, so that repairing never stands
//! in the way of live data.

mod asking;
mod survey;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use history::{History, HistoryError};
use tokio::task::JoinSet;

use crate::session::Inner;

pub(crate) use asking::{NO_DATA, NO_DATA_ATTEMPTS_MAX, pause};

/// Stations that are asked for history at one time.
const REPAIRS_AT_ONCE: usize = 4;
/// What lies between two looks for what is missing.
const SURVEY_EVERY: Duration = Duration::minutes(1);
/// What lies between two looks at the whole time for which missing data are asked for.
const WHOLE_SURVEY_EVERY: Duration = Duration::hours(6);
/// How long a closed gap is remembered.
const GAPS_KEPT: Duration = Duration::days(400);

/// The repairing.
pub(crate) struct Repair {
    shared: Arc<Shared>,
    surveyed: Option<DateTime<Utc>>,
    surveyed_whole: Option<DateTime<Utc>>,
}

/// What the tasks of the repairing share.
struct Shared {
    inner: Arc<Inner>,
    history: History,
    work: Mutex<Work>,
}

#[derive(Default)]
struct Work {
    /// Whether a survey runs.
    surveying: bool,
    /// Stations that are being asked.
    asked: HashSet<String>,
    /// Stations with open gaps, in their order.
    with_gaps: Vec<String>,
    /// Where the round has got to, so that every station has its turn.
    turn: usize,
    /// Up to when each station was looked at, local time.
    seen_until: HashMap<String, NaiveDateTime>,
}

impl Repair {
    pub(crate) fn new(inner: Arc<Inner>, history: History) -> Self {
        Self {
            shared: Arc::new(Shared {
                inner,
                history,
                work: Mutex::default(),
            }),
            surveyed: None,
            surveyed_whole: None,
        }
    }

    /// Begins what is due: a survey, and requests to stations with gaps.
    pub(crate) async fn look(
        &mut self,
        tasks: &mut JoinSet<Result<(), HistoryError>>,
        now: DateTime<Utc>,
    ) -> Result<(), HistoryError> {
        let is_due = |at: Option<DateTime<Utc>>, every| at.is_none_or(|at| now - at >= every);
        if is_due(self.surveyed, SURVEY_EVERY) && self.shared.begin_survey() {
            let whole = is_due(self.surveyed_whole, WHOLE_SURVEY_EVERY);
            self.surveyed = Some(now);
            if whole {
                self.surveyed_whole = Some(now);
                self.shared.inner.diary.forget_gaps(now - GAPS_KEPT).await?;
            }
            let shared = Arc::clone(&self.shared);
            tasks.spawn(async move { shared.survey(whole, now).await });
        }
        for mn in self.shared.next_stations() {
            let shared = Arc::clone(&self.shared);
            tasks.spawn(async move { shared.mend(mn).await });
        }
        Ok(())
    }
}

impl Shared {
    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin_survey(&self) -> bool {
        !std::mem::replace(&mut self.work().surveying, true)
    }

    /// Stations whose turn it is to be asked.
    fn next_stations(&self) -> Vec<String> {
        let mut work = self.work();
        let mut chosen = Vec::new();
        for _ in 0..work.with_gaps.len() {
            if work.asked.len() >= REPAIRS_AT_ONCE {
                break;
            }
            let turn = work.turn % work.with_gaps.len();
            work.turn = turn + 1;
            let Some(mn) = work.with_gaps.get(turn).cloned() else {
                break;
            };
            if !work.asked.contains(&mn) && self.inner.can_ask(&mn, crate::session::Lane::Own).is_ok() {
                work.asked.insert(mn.clone());
                chosen.push(mn);
            }
        }
        chosen
    }
}
