//! What a city chose over a shipped profile.

use super::{Profile, Value};

/// A city's choice for one subject: variants, and values of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The subject, which names the shipped profile, e.g. `responsibility`.
    pub subject: String,
    /// The variants it chose, the first the strongest; at most two.
    pub variants: Vec<String>,
    /// Its own values by id of the parameter.
    pub values: Vec<(String, Vec<Value>)>,
}

impl Profile {
    /// The profile with the choice of a city: where it has values of its own, they hold on their days before those of any variant.
    /// Ids that the profile does not have are left out; the reader of the city folder reports them.
    #[must_use]
    pub fn with(&self, choice: &Choice) -> Self {
        let mut chosen = self.clone();
        for (id, values) in &choice.values {
            let Some(declared) = chosen.parameters.get_mut(id) else {
                continue;
            };
            for own in values {
                let known = std::mem::take(&mut declared.values);
                declared.values = known.iter().flat_map(|known| around(known, own)).collect();
            }
            declared.values.extend(values.iter().cloned());
        }
        chosen
    }
}

/// What is left of `known` before and after the days of `own`.
fn around(known: &Value, own: &Value) -> Vec<Value> {
    let before = own.from.pred_opt().map(|end| Value {
        to: Some(known.to.map_or(end, |to| to.min(end))),
        ..known.clone()
    });
    let after = own.to.and_then(|to| to.succ_opt()).map(|begin| Value {
        from: known.from.max(begin),
        ..known.clone()
    });
    let is_left = |value: &Value| value.to.is_none_or(|to| value.from <= to);
    [before, after].into_iter().flatten().filter(is_left).collect()
}
