//! The office of one city: what it holds, and how its targets stand. What it answers is in `answers`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use city::City;
use history::{Diary, Extent, History, Marks};
use journal::Journal;
use tokio::sync::Mutex;

use crate::budget::Budget;
use crate::error::OfficeError;
use crate::matters::Matters;
use crate::views::{NetworkView, TargetView, VerdictView};

/// Verdicts are looked at anew at most this often, however fast data come in.
const VERDICTS_FRESH_FOR: Duration = Duration::from_secs(1);

/// The office of one city. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) city: City,
    pub(crate) history: History,
    /// What stations, orders, gaps and bookmarks are written down in.
    pub(crate) diary: Diary,
    /// The marks of quality control, where somebody makes them.
    pub(crate) marks: Option<Marks>,
    /// The matters, where there is a journal.
    matters: Option<Matters>,
    targets: Mutex<Option<Looked>>,
    verdicts: Mutex<HashMap<(String, i32), Judged>>,
    /// The network as it was seen last.
    pub(crate) network: Mutex<Option<(Instant, Arc<NetworkView>)>>,
}

/// All targets as they stood at a change of the history.
struct Looked {
    change: u64,
    at: Instant,
    targets: Arc<Vec<TargetView>>,
}

/// A verdict and the number of statements that it rests on: while that stays, so does the verdict.
struct Judged {
    statements: u64,
    verdict: VerdictView,
}

impl Office {
    /// The office of `city` over `history` and `diary`.
    pub fn new(city: City, history: History, diary: Diary) -> Self {
        Self::over(city, history, diary, None, None)
    }

    /// The same office, showing the marks of quality control beside values.
    #[must_use]
    pub fn with_marks(self, marks: Marks) -> Self {
        let inner = &*self.inner;
        let (city, history, diary) = (inner.city.clone(), inner.history.clone(), inner.diary.clone());
        Self::over(city, history, diary, Some(marks), inner.matters.clone())
    }

    /// The same office, whose matters run in this journal.
    #[must_use]
    pub fn with_journal(self, journal: Arc<Journal>) -> Self {
        let inner = &*self.inner;
        let (city, history, diary) = (inner.city.clone(), inner.history.clone(), inner.diary.clone());
        let matters = Matters::new(city.clone(), journal);
        Self::over(city, history, diary, inner.marks.clone(), Some(matters))
    }

    fn over(city: City, history: History, diary: Diary, marks: Option<Marks>, matters: Option<Matters>) -> Self {
        let inner = Inner {
            city,
            history,
            diary,
            marks,
            matters,
            targets: Mutex::new(None),
            verdicts: Mutex::new(HashMap::new()),
            network: Mutex::new(None),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The matters, where the office has a journal.
    pub fn matters(&self) -> Option<&Matters> {
        self.inner.matters.as_ref()
    }

    /// The city.
    pub fn city(&self) -> &City {
        &self.inner.city
    }

    /// The marks of quality control, where somebody makes them.
    pub(crate) fn marks(&self) -> Option<&Marks> {
        self.inner.marks.as_ref()
    }

    /// The diary beside the history.
    pub(crate) fn diary(&self) -> &Diary {
        &self.inner.diary
    }

    /// The history under it.
    pub fn history(&self) -> &History {
        &self.inner.history
    }

    /// All targets with their verdicts, looked at anew when something has come in.
    pub(crate) async fn targets(&self) -> Result<Arc<Vec<TargetView>>, OfficeError> {
        // The lock is held while looking, so that many visitors at once cause one look.
        let mut looked = self.inner.targets.lock().await;
        let change = *self.inner.history.changes().borrow();
        if let Some(last) = looked
            .as_ref()
            .filter(|last| last.change == change || last.at.elapsed() < VERDICTS_FRESH_FOR)
        {
            return Ok(Arc::clone(&last.targets));
        }
        let extents = self.inner.history.extents().await?;
        let mut targets = Vec::new();
        for target in self.inner.city.targets() {
            targets.push(self.look_at(target, &extents).await?);
        }
        let targets = Arc::new(targets);
        *looked = Some(Looked {
            change,
            at: Instant::now(),
            targets: Arc::clone(&targets),
        });
        Ok(targets)
    }

    async fn look_at(&self, target: &city::Target, extents: &[Extent]) -> Result<TargetView, OfficeError> {
        let city = &self.inner.city;
        let points: Vec<&str> = city.feeding(target).map(|point| point.id.as_str()).collect();
        let own = || extents.iter().filter(|extent| points.contains(&extent.point.as_str()));
        let measured = own().map(|extent| extent.year);
        let counted = crate::verdict::counted_years(city, &target.promise());
        let mut years: Vec<i32> = measured.chain(counted).chain(target.due_year()).collect();
        years.sort_unstable();
        years.dedup();
        let mut verdicts = Vec::with_capacity(years.len());
        for year in years {
            let statements = own()
                .filter(|extent| extent.year == year)
                .map(|extent| extent.statements)
                .sum();
            verdicts.push(self.verdict(target, year, statements).await?);
        }
        Ok(crate::plan::target_view(&self.inner.city, target, verdicts))
    }

    async fn verdict(&self, target: &city::Target, year: i32, statements: u64) -> Result<VerdictView, OfficeError> {
        let key = (target.id.clone(), year);
        if let Some(judged) = self
            .inner
            .verdicts
            .lock()
            .await
            .get(&key)
            .filter(|judged| judged.statements == statements)
        {
            return Ok(judged.verdict.clone());
        }
        let Inner { city, history, .. } = &*self.inner;
        let judged = crate::verdict::judge(city, history, target, year, &Budget::nothing()).await?;
        let verdict = crate::verdict::view(target, year, &judged);
        self.inner.verdicts.lock().await.insert(
            key,
            Judged {
                statements,
                verdict: verdict.clone(),
            },
        );
        Ok(verdict)
    }

    pub(crate) fn no_target(&self, id: &str) -> OfficeError {
        let known: Vec<&str> = self.inner.city.targets().map(|target| target.id.as_str()).collect();
        OfficeError::NotFound {
            what: "target",
            name: id.to_owned(),
            known: known.join(", "),
        }
    }

    pub(crate) fn no_point(&self, id: &str) -> OfficeError {
        let known: Vec<&str> = self.inner.city.points.iter().map(|point| point.id.as_str()).collect();
        OfficeError::NotFound {
            what: "point",
            name: id.to_owned(),
            known: known.join(", "),
        }
    }
}
