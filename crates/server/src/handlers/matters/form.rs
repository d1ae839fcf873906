//! What a form of a matter sends.

use std::collections::BTreeMap;

use office::matters::Opening;

/// Most fields that are read; more are dropped.
const FIELDS_MAX: usize = 200;

/// The fields of a form, by name.
pub(in crate::handlers) struct Said(BTreeMap<String, String>);

impl Said {
    /// The fields as they were sent; of one name the last counts.
    pub(in crate::handlers) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs.into_iter().take(FIELDS_MAX).collect())
    }

    /// A field, or an empty text.
    pub(in crate::handlers) fn text(&self, name: &str) -> String {
        self.0.get(name).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    /// The version that whoever sends the form has seen.
    pub(in crate::handlers) fn version(&self) -> u64 {
        self.text("upon").parse().unwrap_or(0)
    }

    /// The fields whose names begin with `prefix`, without it; empty ones are left out.
    pub(in crate::handlers) fn under(&self, prefix: &str) -> BTreeMap<String, String> {
        let fields = self.0.iter().filter_map(|(name, text)| {
            let name = name.strip_prefix(prefix)?;
            (!text.trim().is_empty()).then(|| (name.to_owned(), text.trim().to_owned()))
        });
        fields.collect()
    }

    /// The matter that the form opens.
    pub(super) fn opening(&self, procedure: &str) -> Opening {
        let facts = self.under("fact.");
        Opening {
            procedure: procedure.to_owned(),
            action: self.text("action"),
            state: String::new(),
            title: self.text("title"),
            place: self.text("place"),
            source: facts.get("matter_source").cloned().unwrap_or_default(),
            subject: self.text("subject"),
            parent: String::new(),
            notes: self.under("note.").into_iter().collect(),
            holders: self.under("holder."),
            facts,
            document: self.text("document"),
            request: self.text("request"),
        }
    }
}
