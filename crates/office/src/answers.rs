//! What the office answers: the one way to its views.

use std::sync::Arc;

use gateway::life::Span;
use tokio::sync::watch;

use crate::budget::Budget;
use crate::error::OfficeError;
use crate::evidence::Secrets;
use crate::office::Office;
use crate::register::Wanted;
use crate::views::{
    ClauseSheet, Contents, CoverageView, EvidenceSheet, KeptApartView, NetworkView, Overview, PlatformView, PointSheet,
    ReceiptRow, RegisterHead, RegisterSheet, StationLife, StationSheet, TargetView, WhySheet,
};
use crate::{coverage, evidence, network, plan, point, register, why};

/// Which geometry of the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapLayer {
    /// Counties and districts.
    Divisions,
    /// Rivers and lakes.
    Waters,
}

impl Office {
    /// The front page.
    pub async fn overview(&self) -> Result<Overview, OfficeError> {
        let targets = self.targets().await?;
        let marks = point::marks(self).await?;
        let counts = self.inner.history.counts().await?;
        Ok(plan::overview(self.city(), targets.to_vec(), marks, counts))
    }

    /// The plan in short: its clauses, and how their targets and blocks stand.
    pub async fn contents(&self) -> Result<Contents, OfficeError> {
        Ok(plan::contents(self.city(), &self.targets().await?))
    }

    /// One clause, or the head of a part, by its code (`05`, `B`).
    pub async fn clause(&self, code: &str) -> Result<ClauseSheet, OfficeError> {
        plan::clause(self.city(), code, &self.targets().await?)
    }

    /// One target.
    pub async fn target(&self, id: &str) -> Result<TargetView, OfficeError> {
        let targets = self.targets().await?;
        targets
            .iter()
            .find(|target| target.id == id)
            .cloned()
            .ok_or_else(|| self.no_target(id))
    }

    /// A section or station with its tables.
    pub async fn point(&self, id: &str) -> Result<PointSheet, OfficeError> {
        point::sheet(self, id).await
    }

    /// What realises each row of the resolution.
    pub fn coverage(&self) -> CoverageView {
        coverage::view(self.city())
    }

    /// The registers of the city.
    pub fn registers(&self) -> Vec<RegisterHead> {
        register::all(self.city())
    }

    /// One register with one page of the entries in which all of `words` stand.
    pub fn register(&self, id: &str, number: usize, words: &str) -> Result<RegisterSheet, OfficeError> {
        register::sheet(self.city(), id, Wanted::Page { number, words })
    }

    /// One register with every entry, for a file.
    pub fn register_in_full(&self, id: &str) -> Result<RegisterSheet, OfficeError> {
        register::sheet(self.city(), id, Wanted::All)
    }

    /// Why, unfolded as far as a page shows it.
    pub async fn why(&self, key: &str) -> Result<WhySheet, OfficeError> {
        why::answer(self, key.parse()?, &Budget::page()).await
    }

    /// Why, unfolded down to every single value.
    pub async fn why_in_full(&self, key: &str) -> Result<WhySheet, OfficeError> {
        why::answer(self, key.parse()?, &Budget::everything()).await
    }

    /// What was received under an evidence id, without passwords and keys.
    pub async fn evidence(&self, id: &str) -> Result<EvidenceSheet, OfficeError> {
        evidence::sheet(self, id, Secrets::Withheld).await
    }

    /// The same with passwords and keys, for somebody at the machine itself.
    pub async fn evidence_with_secrets(&self, id: &str) -> Result<EvidenceSheet, OfficeError> {
        evidence::sheet(self, id, Secrets::Shown).await
    }

    /// The newest receipts in which something was wrong.
    pub async fn faulty(&self, limit: usize) -> Result<Vec<ReceiptRow>, OfficeError> {
        let receipts = self.inner.history.faulty(limit).await?;
        Ok(receipts.iter().map(evidence::row).collect())
    }

    /// The life of every station, or of one, in the order of MN.
    pub async fn lives(&self, only: Option<&str>, spans: &[Span]) -> Result<Vec<StationLife>, OfficeError> {
        network::lives(self, only, spans).await
    }

    /// Every station, the worst first. Looked at anew once what was seen is some seconds old.
    pub async fn network(&self) -> Result<Arc<NetworkView>, OfficeError> {
        network::seen(self).await
    }

    /// Everything about one station, by its MN or the id of its point.
    pub async fn network_station(&self, name: &str) -> Result<StationSheet, OfficeError> {
        network::sheet(self, name).await
    }

    /// What is kept apart, the newest first.
    pub async fn kept_apart(&self) -> Result<Vec<KeptApartView>, OfficeError> {
        network::kept_apart(self).await
    }

    /// How forwarding to each superior platform stands.
    pub async fn forwarding(&self) -> Result<Vec<PlatformView>, OfficeError> {
        network::forwarding(self).await
    }

    /// A layer of the map as a GeoJSON FeatureCollection.
    pub fn map_layer(&self, layer: MapLayer) -> serde_json::Value {
        match layer {
            MapLayer::Divisions => self.inner.city.divisions.clone(),
            MapLayer::Waters => self.inner.city.waters.clone(),
        }
    }

    /// A number that grows at least whenever something new was received.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.history.changes()
    }
}
