//! Findings of a city folder for other programs: as JSON, and as SARIF 2.1.0 for a continuous integration.

use std::path::Path;

use city::{Finding, FindingKind, Reading, Severity};
use serde_json::{Value, json};
use standards::{Language, Text};

/// Characters that stand for themselves in the path of a URI.
const PLAIN: &str = "-._~/";

/// All findings with their places and both languages.
pub fn json(reading: &Reading, folder: &Path) -> Value {
    let text = |text: &Text| json!({ "zh": text.zh, "en": text.en });
    let findings: Vec<Value> = reading
        .findings
        .iter()
        .map(|finding| {
            let place = finding.line_and_column();
            json!({
                "code": finding.kind.code(),
                "severity": level(finding.severity()),
                "file": finding.file,
                "line": place.map(|(line, _)| line),
                "column": place.map(|(_, column)| column),
                "bytes": finding.span.as_ref().map(|span| [span.start, span.end]),
                "says": text(&finding.says),
                "help": finding.help.as_ref().map(text),
            })
        })
        .collect();
    json!({
        "folder": folder.display().to_string(),
        "errors": reading.count(Severity::Error),
        "warnings": reading.count(Severity::Warning),
        "notes": reading.count(Severity::Note),
        "findings": findings,
    })
}

/// The findings as one run of SARIF 2.1.0; files are relative to the city folder.
pub fn sarif(reading: &Reading, language: Language) -> Value {
    let rules: Vec<Value> = FindingKind::ALL
        .iter()
        .map(|kind| json!({ "id": kind.code(), "defaultConfiguration": { "level": level(kind.severity()) } }))
        .collect();
    let results: Vec<Value> = reading
        .findings
        .iter()
        .map(|finding| result(finding, language))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "bishui", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(finding: &Finding, language: Language) -> Value {
    let mut message = finding.says.in_language(language).to_owned();
    if let Some(help) = &finding.help {
        message = match language {
            Language::Chinese => format!("{message}。{}", help.zh),
            Language::English => format!("{message}. {}", help.en),
        };
    }
    let mut result = json!({
        "ruleId": finding.kind.code(),
        "level": level(finding.severity()),
        "message": { "text": message },
    });
    if let Some(at) = FindingKind::ALL.iter().position(|kind| *kind == finding.kind) {
        result["ruleIndex"] = json!(at);
    }
    if !finding.file.is_empty() {
        let mut place = json!({ "artifactLocation": { "uri": uri(&finding.file) } });
        if let (Some((line, column)), Some(span)) = (finding.line_and_column(), &finding.span) {
            place["region"] = json!({
                "startLine": line,
                "startColumn": column,
                "byteOffset": span.start,
                "byteLength": span.len(),
            });
        }
        result["locations"] = json!([{ "physicalLocation": place }]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A relative path as a URI.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        let character = char::from(byte);
        if character.is_ascii_alphanumeric() || PLAIN.contains(character) {
            uri.push(character);
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken() -> Reading {
        let files = [
            ("city.toml", "id = \"x\"\nnmae = 1\n"),
            ("plan/第五条.md", "# 第五条 水\n\n> Water\n\n句子。\n"),
        ];
        city::read_files(files.map(|(name, text)| (name.to_owned(), text.to_owned())))
    }

    #[test]
    fn sarif_has_the_shape_that_readers_want() {
        let reading = broken();
        let report = sarif(&reading, Language::English);
        assert_eq!(report["version"], "2.1.0");
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), reading.findings.len());
        for (result, finding) in results.iter().zip(&reading.findings) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(matches!(
                result["level"].as_str().unwrap(),
                "error" | "warning" | "note"
            ));
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["artifactLocation"]["uri"].as_str().unwrap().is_ascii());
            let line = finding.line_and_column().map(|(line, _)| line as u64);
            assert_eq!(place["region"]["startLine"].as_u64(), line);
        }
    }

    #[test]
    fn json_counts_what_it_lists() {
        let reading = broken();
        let report = json(&reading, Path::new("somewhere"));
        let counted: u64 = ["errors", "warnings", "notes"]
            .iter()
            .map(|key| report[key].as_u64().unwrap())
            .sum();
        assert_eq!(counted as usize, report["findings"].as_array().unwrap().len());
    }
}
