//! Which language a visitor reads: what the address says, else what the cookie remembers, else what the browser asks for.

use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use standards::Language;

/// Name of the cookie that remembers a choice.
const COOKIE_NAME: &str = "bishui_lang";

/// A year: the choice outlives a working week without becoming a way to follow a person.
const COOKIE_SECONDS: u32 = 31_536_000;

/// Entries of `Accept-Language` that are looked at; browsers send fewer than ten.
const ACCEPT_ENTRIES_MAX: usize = 20;

/// Reads the code of `?lang=` or of the cookie.
pub fn from_code(code: &str) -> Option<Language> {
    match code {
        "zh" => Some(Language::Chinese),
        "en" => Some(Language::English),
        _ => None,
    }
}

/// The language of a request whose address carries `asked` (the value of `?lang=`).
pub fn choose(asked: Option<&str>, headers: &HeaderMap) -> Language {
    asked
        .and_then(from_code)
        .or_else(|| remembered(headers))
        .or_else(|| accepted(headers))
        .unwrap_or_default()
}

/// The `Set-Cookie` value that remembers `language`.
pub fn cookie(language: Language) -> HeaderValue {
    let code = match language {
        Language::Chinese => "zh",
        Language::English => "en",
    };
    let cookie = format!("{COOKIE_NAME}={code}; Path=/; Max-Age={COOKIE_SECONDS}; SameSite=Lax; HttpOnly");
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .and_then(|(_, code)| from_code(code))
}

fn accepted(headers: &HeaderMap) -> Option<Language> {
    let line = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(Language, f32)> = None;
    for entry in line.split(',').take(ACCEPT_ENTRIES_MAX) {
        let (range, weight) = weighted(entry);
        let Some(language) = from_code(range.split('-').next().unwrap_or_default()) else {
            continue;
        };
        if weight > 0.0 && best.is_none_or(|(_, so_far)| weight > so_far) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// Splits `en-GB;q=0.8` into its lower-case range and weight; an unreadable weight counts as nothing.
fn weighted(entry: &str) -> (String, f32) {
    let mut pieces = entry.split(';');
    let range = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
    let weight = pieces
        .find_map(|piece| piece.trim().strip_prefix("q="))
        .map_or(1.0, |weight| {
            weight
                .parse()
                .ok()
                .filter(|weight: &f32| weight.is_finite())
                .unwrap_or(0.0)
        });
    (range, weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_wins_over_cookie_over_browser() {
        // asked, cookie, accept-language, chosen
        let cases = [
            (None, None, None, Language::Chinese),
            (Some("en"), Some("bishui_lang=zh"), Some("zh-CN"), Language::English),
            (Some("zh"), Some("bishui_lang=en"), Some("en"), Language::Chinese),
            (Some("fr"), Some("a=b; bishui_lang=en"), Some("zh"), Language::English),
            (None, Some("bishui_lang=xx"), Some("en-GB,en;q=0.9"), Language::English),
            (None, None, Some("fr,en;q=0.5,zh;q=0.8"), Language::Chinese),
            (None, None, Some("zh;q=0.1, EN-us;q=0.7"), Language::English),
            (None, None, Some("en;q=0"), Language::Chinese),
            (None, None, Some("en;q=nonsense, zh;q=NaN"), Language::Chinese),
            (None, None, Some("de, fr"), Language::Chinese),
        ];
        for (asked, cookie, accept, chosen) in cases {
            let mut headers = HeaderMap::new();
            if let Some(cookie) = cookie {
                headers.insert(COOKIE, HeaderValue::from_static(cookie));
            }
            if let Some(accept) = accept {
                headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
            }
            assert_eq!(choose(asked, &headers), chosen, "{asked:?} {cookie:?} {accept:?}");
        }
    }
}
