//! `bishui register`: entries that acts put into the registers of the city.

mod put;
mod told;

use std::process::ExitCode;

use city::City;
use journal::{AsOf, EntryVersion, JournalError, Said};
use serde_json::json;
use standards::{Language, Text};

use crate::arguments::{Place, Register, RegisterHistory, RegisterShow};
use crate::failure::Failure;
use crate::output::outln;

pub use self::put::today;

/// Answers about registers.
pub fn run(place: &Place, asked: &Register) -> Result<ExitCode, Failure> {
    match asked {
        Register::Put(put) => put::run(place, put),
        Register::Show(show) => self::show(place, show),
        Register::History(history) => self::history(place, history),
    }
}

/// An error of the journal in the words of the language.
pub fn refused(place: &Place, error: &JournalError) -> Failure {
    Failure::says(place.language(), &error.says())
}

/// Who acts in a post: the given name, or the holder that the folder names.
pub fn person(place: &Place, city: &City, post: &str, given: Option<&str>) -> Result<String, Failure> {
    let Some(known) = city.post(post) else {
        let text = Text::new(
            format!("城市目录里没有岗位“{post}”（people/posts.toml）；没有登记"),
            format!("the city folder has no post `{post}` (people/posts.toml); nothing was recorded"),
        );
        return Err(Failure::says(place.language(), &text));
    };
    let holder = known.holder.as_ref().map(|holder| holder.zh.clone());
    given.map(str::to_owned).or(holder).ok_or_else(|| {
        let text = Text::new(
            format!("城市目录没有写明“{post}”由谁担任；请用 --person 说明是谁"),
            format!("the city folder does not say who holds `{post}`; say with --person who acts"),
        );
        Failure::says(place.language(), &text)
    })
}

fn show(place: &Place, show: &RegisterShow) -> Result<ExitCode, Failure> {
    let journal = place
        .journal()?
        .open_existing()
        .map_err(|error| refused(place, &error))?;
    let as_of = AsOf {
        valid: show.on,
        known: show.known,
    };
    let entries = journal
        .entries(&show.register, as_of)
        .map_err(|error| refused(place, &error))?;
    let entries: Vec<EntryVersion> = entries.into_values().collect();
    told(place, &entries, show.json);
    Ok(ExitCode::SUCCESS)
}

fn history(place: &Place, history: &RegisterHistory) -> Result<ExitCode, Failure> {
    let journal = place
        .journal()?
        .open_existing()
        .map_err(|error| refused(place, &error))?;
    let versions = journal
        .entry_history(&history.register, &history.key)
        .map_err(|error| refused(place, &error))?;
    told(place, &versions, history.json);
    Ok(ExitCode::SUCCESS)
}

fn told(place: &Place, versions: &[EntryVersion], as_json: bool) {
    if versions.is_empty() && !as_json {
        match place.language() {
            Language::Chinese => outln!("没有登记过"),
            Language::English => outln!("nothing was recorded"),
        }
    }
    for version in versions {
        if as_json {
            outln!("{}", in_json(version));
            continue;
        }
        let fields: Vec<String> = version
            .fields
            .iter()
            .map(|(id, said)| format!("{id}={}", shown(said, place.language())))
            .collect();
        let EntryVersion {
            key,
            version,
            act,
            valid_from,
            ..
        } = version;
        let fields = fields.join("  ");
        match place.language() {
            Language::Chinese => outln!("{key}  第 {version} 版  自 {valid_from}  行为 {act}  {fields}"),
            Language::English => outln!("{key}  version {version}  since {valid_from}  act {act}  {fields}"),
        }
    }
}

/// What a field says, for people.
fn shown(said: &Said, language: Language) -> &str {
    match (said, language) {
        (Said::Text(text), _) => text,
        (Said::Erased, Language::Chinese) => "（已删除）",
        (Said::Erased, Language::English) => "(erased)",
    }
}

fn in_json(version: &EntryVersion) -> serde_json::Value {
    let fields: serde_json::Map<String, serde_json::Value> = version
        .fields
        .iter()
        .map(|(id, said)| {
            let said = match said {
                Said::Text(text) => json!(text),
                Said::Erased => json!({ "erased": true }),
            };
            (id.clone(), said)
        })
        .collect();
    json!({
        "key": version.key,
        "version": version.version,
        "act": version.act,
        "valid_from": version.valid_from,
        "recorded": version.recorded,
        "fields": fields,
    })
}
