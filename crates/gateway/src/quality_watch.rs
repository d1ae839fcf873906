//! Quality control on arrival: every new value is looked at with what stands around it, and gets its marks beside it.
//!
//! - [`Surroundings`]: what the city says that the tests need: places, instrument ranges.
//! - `gathered`: statements of the history as the readings of series.
//! - `looking`: which tests over which stretch, and the marks that come out.
//! - `following`: reads on in the history from where it was, in the order of commitment; late data make their neighbourhood looked at
//!   anew.
//! - `assessing`: the same tests on demand, with everything they say.
//!
//! Values are never changed. Marks are derived: a deleted `marks.sqlite` is made anew from the history, and so are all marks when the
//! parameters change.

mod assessing;
mod following;
mod gathered;
mod looking;

use std::collections::BTreeMap;
use std::sync::Arc;

use history::{History, HistoryError};
use quality::{InstrumentRange, Profile};

pub use assessing::{Assessed, AssessedSeries, Wanted};

/// What the city says that quality control needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Minutes to add to UTC to get the city's clock.
    pub utc_offset_minutes: i32,
    /// By point: what it stands for. Points of one place are neighbours.
    pub places: BTreeMap<String, String>,
    /// By point and item: what the instrument can show.
    pub ranges: BTreeMap<(String, String), InstrumentRange>,
}

/// The quality control of one history.
#[derive(Clone)]
pub struct QualityWatch {
    history: History,
    surroundings: Arc<Surroundings>,
    profile: Arc<Profile>,
}

/// Why quality control could not go on.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The history or the marks said no.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The tests were stopped.
    #[error("the tests of quality control ended early; start again")]
    Stopped,
    /// The parameters cannot be used.
    #[error(transparent)]
    Profile(#[from] quality::ProfileError),
}

impl QualityWatch {
    /// The quality control of `history` with the proposed parameters.
    ///
    /// # Errors
    /// When the proposed parameters cannot be read.
    pub fn new(history: History, surroundings: Surroundings) -> Result<Self, WatchError> {
        Ok(Self {
            history,
            surroundings: Arc::new(surroundings),
            profile: Arc::new(Profile::proposed()?.clone()),
        })
    }

    /// The same with other parameters, such as a city's own over the proposed ones.
    #[must_use]
    pub fn with_profile(mut self, profile: Profile) -> Self {
        self.profile = Arc::new(profile);
        self
    }

    /// The points of the same place, the point itself among them.
    fn neighbours(&self, point: &str) -> Vec<String> {
        let places = &self.surroundings.places;
        let Some(place) = places.get(point) else {
            return vec![point.to_owned()];
        };
        let of_place = places.iter().filter(|(_, of)| *of == place);
        of_place.map(|(point, _)| point.clone()).collect()
    }
}
