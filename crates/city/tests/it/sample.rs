//! A small made-up city that reads without a finding; the tests break it in one place each.

use city::{Finding, FindingKind, Reading};
use miette::{GraphicalReportHandler, GraphicalTheme};
use standards::Language;

/// The files of the sample, as they lie in `sample/`.
macro_rules! files {
    ($($name:literal,)+) => { &[$(($name, include_str!(concat!("sample/", $name))),)+] };
}

const FILES: &[(&str, &str)] = files![
    "procedures/repair.toml",
    "city.toml",
    "people/units.toml",
    "people/posts.toml",
    "registers/outfalls.toml",
    "plan/tags.toml",
    "plan/rows.csv",
    "places/places.toml",
    "places/points.toml",
    "places/divisions.geojson",
    "places/waters.geojson",
    "registers/villages.toml",
    "registers/villages.csv",
    "registers/sewage.toml",
    "registers/sewage.csv",
    "indicators/rural.toml",
    "places/divisions.csv",
    "plan/05-water.md",
    "plan/07-air.md",
    "plan/10-works.md",
];

/// The sample, or what became of it.
#[derive(Clone)]
pub struct Sample {
    files: Vec<(String, String)>,
}

impl Sample {
    pub fn whole() -> Self {
        Self {
            files: FILES
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
        }
    }

    /// Puts `to` in the place of the first `from` in a file. An empty `from` replaces the file; an empty `to` then removes it.
    pub fn change(mut self, file: &str, from: &str, to: &str) -> Self {
        if from.is_empty() {
            self.files.retain(|(name, _)| name != file);
            if !to.is_empty() {
                self.files.push((file.to_owned(), to.to_owned()));
            }
            return self;
        }
        let found = self.files.iter_mut().find(|(name, _)| name == file);
        let (_, text) = found.unwrap_or_else(|| panic!("the sample has no file {file}"));
        assert!(text.contains(from), "{file} does not contain {from}");
        *text = text.replacen(from, to, 1);
        self
    }

    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    pub fn read(self) -> Reading {
        city::read_files(self.files)
    }

    /// What a user is told about the findings of `kind`, in both languages.
    pub fn told(self, kind: FindingKind) -> String {
        let findings = self.read().findings;
        let found: Vec<&Finding> = findings.iter().filter(|finding| finding.kind == kind).collect();
        assert!(!found.is_empty(), "{kind:?} was not found, but {findings:?}");
        let blocks = found.iter().map(|finding| {
            let zh = (*finding).clone().in_language(Language::Chinese);
            let advice = zh
                .help
                .as_ref()
                .map_or(String::new(), |help| format!("（{}）", help.zh));
            format!("{}{zh}{advice}", render(finding, Language::English))
        });
        blocks.collect::<Vec<_>>().join("\n")
    }
}

/// The finding as a terminal without colours shows it.
pub fn render(finding: &Finding, language: Language) -> String {
    let mut out = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    handler
        .render_report(&mut out, &finding.clone().in_language(language))
        .expect("writing to a text cannot fail");
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n"))
}
