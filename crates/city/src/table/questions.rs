//! Remembers, in tests, which keys the reader asked for in which table, whether they had to be there, and of which type.

use std::cell::RefCell;
use std::ops::Range;

use super::Need;
use crate::source::Source;
use crate::toml_type::Wanted;

/// What was asked of one table.
#[derive(Clone)]
pub(crate) struct Questions {
    /// The file, or the line that opens the block of the plan.
    pub(crate) root: String,
    /// The keys that lead to the table.
    pub(crate) path: Vec<&'static str>,
    pub(crate) asked: Vec<(&'static str, Need, Wanted)>,
}

thread_local! {
    static ASKED: RefCell<Vec<Questions>> = const { RefCell::new(Vec::new()) };
}

/// What was asked since the last time, in this thread.
pub(crate) fn take() -> Vec<Questions> {
    ASKED.with(RefCell::take)
}

/// Listens to one table and tells all when the reader is done with it.
pub(super) struct Listener(Questions);

impl Listener {
    pub(super) fn of_root(source: &Source<'_>, marked: &Range<usize>) -> Self {
        let line = source.text.get(marked.clone()).unwrap_or_default();
        let block = line.strip_prefix("```toml ");
        Self(Questions {
            root: block.unwrap_or(source.file).trim().to_owned(),
            path: Vec::new(),
            asked: Vec::new(),
        })
    }

    pub(super) fn of_inner(&self, key: &'static str) -> Self {
        let mut path = self.0.path.clone();
        path.push(key);
        Self(Questions {
            root: self.0.root.clone(),
            path,
            asked: Vec::new(),
        })
    }

    pub(super) fn ask(&mut self, key: &'static str, need: Need, wanted: Wanted) {
        self.0.asked.push((key, need, wanted));
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        ASKED.with(|all| all.borrow_mut().push(self.0.clone()));
    }
}
