//! The second reading of a file: what is new goes into the history, chunk by chunk.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use chrono::{Datelike, Duration, NaiveDateTime};
use history::{Ask, Digest, Door, Extent, History, HistoryError, Known, Observation, Period, Receipt, ReceiptId};

use super::directory::PointDirectory;
use super::report::ImportReport;
use super::taking::{Candidate, Key};

/// Values that are compared and stored at a time.
pub(super) const CHUNK_VALUES: usize = 20_000;
/// After so many stored values they are sealed, so that comparing does not slow down with the length of the file.
const SEAL_VALUES: u64 = 100_000;
/// A chunk that spans no more than this is compared by one question for all its points, a longer one point by point and year by
/// year: in a file in no order every chunk spans everything, and the answer must stay small.
const SPAN_DAYS_OF_ONE_ASK: i64 = 62;

/// The file as a receipt.
pub(super) struct FileReceipt<'f> {
    pub name: &'f str,
    pub bytes: &'f [u8],
    pub digest: Digest,
    pub faults: Vec<history::Fault>,
}

/// Stores the values of one file.
pub(super) struct Storing<'f> {
    history: &'f History,
    directory: &'f PointDirectory,
    file: FileReceipt<'f>,
    period: Period,
    /// What the history held when the import began. What comes in by other doors meanwhile is not compared with.
    extents: Vec<Extent>,
    receipt: Option<Receiving>,
    unsealed: u64,
}

#[derive(Clone, Copy)]
struct Receiving {
    id: ReceiptId,
    /// The same file was received before, and its import may have been cut off.
    resumed: bool,
}

/// How the values of a chunk compare with the history.
#[derive(Default)]
struct Compared {
    news: Vec<Observation>,
    unchanged: u64,
    superseded: u64,
}

impl<'f> Storing<'f> {
    pub(super) async fn begin(
        history: &'f History,
        directory: &'f PointDirectory,
        file: FileReceipt<'f>,
        period: Period,
    ) -> Result<Self, HistoryError> {
        let extents = history
            .extents()
            .await?
            .into_iter()
            .filter(|extent| extent.period == period)
            .collect();
        Ok(Self {
            history,
            directory,
            file,
            period,
            extents,
            receipt: None,
            unsealed: 0,
        })
    }

    /// Stores what is new in `chunk`.
    pub(super) async fn store(&mut self, chunk: &[Candidate], report: &mut ImportReport) -> Result<(), HistoryError> {
        let current = self.current(chunk).await?;
        let mut compared = self.compare(chunk, &current);
        if !compared.news.is_empty() {
            compared = self.store_news(compared, chunk, &current, report).await?;
        }
        report.values_unchanged += compared.unchanged;
        report.values_superseded += compared.superseded;
        if self.unsealed >= SEAL_VALUES {
            self.history.seal().await?;
            self.unsealed = 0;
        }
        Ok(())
    }

    /// Keeps the file as a receipt when nothing in it was new but something in it was bad: the report is evidence too.
    pub(super) async fn finish(mut self) -> Result<Option<ReceiptId>, HistoryError> {
        if self.receipt.is_none() && !self.file.faults.is_empty() {
            self.receive(Vec::new()).await?;
        }
        Ok(self.receipt.map(|receipt| receipt.id))
    }

    async fn store_news(
        &mut self,
        mut compared: Compared,
        chunk: &[Candidate],
        current: &HashMap<Key, Known>,
        report: &mut ImportReport,
    ) -> Result<Compared, HistoryError> {
        let mut news = std::mem::take(&mut compared.news);
        let added = news.len() as u64;
        let receiving = match self.receipt {
            Some(receiving) => receiving,
            None => {
                let receiving = self.receive(news).await?;
                if !receiving.resumed {
                    report.values_added += added;
                    self.unsealed += added;
                    return Ok(compared);
                }
                // The same file came before, and nothing was added by this receipt. Only now can be told which of its values
                // are still missing and which have been corrected since.
                compared = self.compare(chunk, current);
                news = std::mem::take(&mut compared.news);
                receiving
            }
        };
        if !news.is_empty() {
            let added = self.history.append(receiving.id, news).await?;
            report.values_added += added;
            self.unsealed += added;
        }
        Ok(compared)
    }

    async fn receive(&mut self, observations: Vec<Observation>) -> Result<Receiving, HistoryError> {
        let received = self
            .history
            .receive(Receipt {
                door: Door::File,
                from: self.file.name.to_owned(),
                station: None,
                digest: Some(self.file.digest),
                bytes: self.file.bytes.to_vec(),
                faults: self.file.faults.clone(),
                back_filled: false,
                observations,
            })
            .await?;
        let receiving = Receiving {
            id: received.id,
            resumed: !received.fresh,
        };
        self.receipt = Some(receiving);
        Ok(receiving)
    }

    fn compare(&self, chunk: &[Candidate], current: &HashMap<Key, Known>) -> Compared {
        let resumed = self.receipt.filter(|receipt| receipt.resumed).map(|receipt| receipt.id);
        let mut compared = Compared::default();
        for candidate in chunk {
            match current.get(&candidate.key) {
                Some(known) if says_the_same(known, &candidate.observation) => compared.unchanged += 1,
                // Receipts are numbered in the order of arrival: a later one has corrected what this file said.
                Some(known) if resumed.is_some_and(|id| known.evidence.receipt >= id) => compared.superseded += 1,
                _ => compared.news.push(candidate.observation.clone()),
            }
        }
        compared
    }

    /// The current statements about what is in `chunk`.
    async fn current(&self, chunk: &[Candidate]) -> Result<HashMap<Key, Known>, HistoryError> {
        let mut current = HashMap::new();
        for ask in self.asks(chunk) {
            let statements = self.history.observations(&ask).await?;
            current.extend(
                statements
                    .into_iter()
                    .filter_map(|known| Some((Key::of(&known, self.directory)?, known))),
            );
        }
        Ok(current)
    }

    /// The questions that cover `chunk`, as far as the history holds anything there.
    fn asks(&self, chunk: &[Candidate]) -> Vec<Ask> {
        let mut spans: BTreeMap<(&str, i32), Range<NaiveDateTime>> = BTreeMap::new();
        for Candidate { observation, .. } in chunk {
            let after = observation.at + Duration::seconds(1);
            let span = spans
                .entry((&observation.point, observation.at.year()))
                .or_insert(observation.at..after);
            *span = span.start.min(observation.at)..span.end.max(after);
        }
        spans.retain(|(point, _), span| self.holds_anything(point, span));
        let start = spans.values().map(|span| span.start).min();
        let end = spans.values().map(|span| span.end).max();
        let ask = |points: Vec<String>, span: Range<NaiveDateTime>| Ask {
            points,
            periods: vec![self.period],
            from: Some(span.start),
            until: Some(span.end),
            ..Ask::default()
        };
        match start.zip(end) {
            Some((start, end)) if end - start <= Duration::days(SPAN_DAYS_OF_ONE_ASK) => {
                let mut points: Vec<String> = spans.into_keys().map(|(point, _)| point.to_owned()).collect();
                points.dedup();
                vec![ask(points, start..end)]
            }
            _ => spans
                .into_iter()
                .map(|((point, _), span)| ask(vec![point.to_owned()], span))
                .collect(),
        }
    }

    fn holds_anything(&self, point: &str, span: &Range<NaiveDateTime>) -> bool {
        let meets = |extent: &Extent| extent.point == point && extent.first < span.end && extent.last >= span.start;
        self.extents.iter().any(meets)
    }
}

/// True when `observation` adds nothing to what is known. How the number is written does not matter.
fn says_the_same(known: &Known, observation: &Observation) -> bool {
    known.value == observation.value
        && known.flag == observation.flag
        && (known.value.is_some() || known.text == observation.text)
}
