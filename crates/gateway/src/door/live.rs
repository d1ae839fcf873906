//! The directory of a running door, which can be replaced.

use std::sync::{Arc, PoisonError, RwLock};

use super::directory::StationDirectory;

/// The stations that may bring data, as the city folder says it last. It is replaced as a whole: whoever takes [`now`](Self::now) holds
/// one true state for as long as he needs it. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub struct LiveDirectory {
    current: Arc<RwLock<Arc<StationDirectory>>>,
}

impl LiveDirectory {
    /// The directory as it is at this moment.
    pub fn now(&self) -> Arc<StationDirectory> {
        // The lock guards one pointer, which is whole whoever panicked.
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another directory in its place; returns the one that was there. A frame that is being judged at this moment is judged by
    /// the old one.
    pub fn replace(&self, directory: impl Into<Arc<StationDirectory>>) -> Arc<StationDirectory> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut current, directory.into())
    }
}

impl From<StationDirectory> for LiveDirectory {
    fn from(directory: StationDirectory) -> Self {
        Self::from(Arc::new(directory))
    }
}

impl From<Arc<StationDirectory>> for LiveDirectory {
    fn from(directory: Arc<StationDirectory>) -> Self {
        Self {
            current: Arc::new(RwLock::new(directory)),
        }
    }
}
