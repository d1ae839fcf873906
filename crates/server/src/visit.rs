//! What a request says about its visitor: the language, and the page they are on.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use standards::Language;

use crate::language;
use crate::links;
use crate::session::Known;
use crate::wording::Wording;

/// Parameters of an address that are read; more are dropped.
const PARAMETERS_MAX: usize = 16;

/// A request as pages see it.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// The language of the answer.
    pub wording: Wording,
    /// The path as sent, still encoded.
    pub path: String,
    /// The parameters, decoded, without `lang`.
    pub parameters: Vec<(String, String)>,
    /// The value of `?lang=` where it names one of the languages.
    pub chosen: Option<Language>,
    /// Who it is, when somebody is signed in.
    pub known: Option<Arc<Known>>,
}

impl Visit {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The address of this page with one parameter set, or taken away.
    pub fn address_with(&self, name: &str, value: Option<&str>) -> String {
        let kept = self.parameters.iter().filter(|(known, _)| known != name);
        let pairs = kept
            .map(|(known, value)| (known.as_str(), value.as_str()))
            .chain(value.map(|value| (name, value)));
        let query: Vec<String> = pairs
            .map(|(name, value)| format!("{}={}", links::segment(name), links::segment(value)))
            .collect();
        if query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, query.join("&"))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Unreadable parameters are no reason to refuse a page.
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map(|Query(pairs)| pairs)
            .unwrap_or_default();
        let asked = pairs
            .iter()
            .find(|(name, _)| name == "lang")
            .map(|(_, code)| code.as_str());
        let language = language::choose(asked, &parts.headers);
        let chosen = asked.and_then(language::from_code);
        let parameters = pairs
            .into_iter()
            .filter(|(name, _)| name != "lang")
            .take(PARAMETERS_MAX)
            .collect();
        Ok(Self {
            wording: Wording(language),
            path: parts.uri.path().to_owned(),
            parameters,
            chosen,
            known: parts.extensions.get::<Arc<Known>>().cloned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changing_one_parameter_keeps_the_page_and_the_others() {
        let visit = Visit {
            path: "/targets/S07-22".to_owned(),
            parameters: vec![
                ("year".to_owned(), "2015".to_owned()),
                ("x".to_owned(), "a b&c".to_owned()),
            ],
            ..Visit::default()
        };
        assert_eq!(
            visit.address_with("lang", Some("en")),
            "/targets/S07-22?year=2015&x=a%20b%26c&lang=en"
        );
        assert_eq!(visit.address_with("year", None), "/targets/S07-22?x=a%20b%26c");
        assert_eq!(
            Visit {
                path: "/".to_owned(),
                ..Visit::default()
            }
            .address_with("all", None),
            "/"
        );
    }
}
