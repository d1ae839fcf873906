//! Choices above a list: links that show a part of it, each with its count.

/// One choice.
pub(super) struct Choice {
    /// Its name.
    pub(super) name: &'static str,
    /// The page with it chosen.
    pub(super) href: String,
    /// How many stand behind it.
    pub(super) count: usize,
    /// Whether it is the one that is shown.
    pub(super) current: bool,
}
