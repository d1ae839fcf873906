//! A small made-up city that reads without a finding; the tests break it in one place each.

use city::{Finding, FindingKind, Reading};
use miette::{GraphicalReportHandler, GraphicalTheme};
use standards::Language;

const FILES: &[(&str, &str)] = &[
    ("procedures/repair.toml", include_str!("sample/repair.toml")),
    (
        "city.toml",
        r#"id = "sample"
name = { zh = "样市", en = "Sample" }
utc_offset_minutes = 480
resolved = 2018-06-08
box = [112.0, 27.0, 113.0, 28.0]
"#,
    ),
    (
        "people/posts.toml",
        r#"[[post]]
id = "chief"
title = { zh = "河长", en = "River chief" }
holder = { zh = "（演示）某人", en = "(demo) Somebody" }
demo = true
"#,
    ),
    (
        "places/places.toml",
        r#"[[place]]
id = "town"
name = { zh = "城区", en = "Town" }
kind = "division"

[[place]]
id = "lian"
name = { zh = "涟水", en = "Lian" }
kind = "river"

[[place]]
id = "juan"
name = { zh = "涓水", en = "Juan" }
kind = "river"
"#,
    ),
    (
        "places/points.toml",
        r#"[[point]]
id = "mouth"
kind = "section"
name = { zh = "入河口断面", en = "Mouth section" }
of = "lian"
reach = "lian-lower"
position = [112.5, 27.5]
mn = "DEMO0001"
target_class = "II"
answers = ["chief"]
aliases = ["入河口"]

[[point]]
id = "juan-section"
kind = "section"
name = { zh = "涓水断面", en = "Juan section" }
of = "juan"

[[point]]
id = "square"
kind = "station"
name = { zh = "广场站", en = "Square station" }
of = "town"
mn = "DEMO0002"
aliases = ["广场"]
"#,
    ),
    (
        "places/divisions.geojson",
        r#"{ "type": "FeatureCollection", "features": [
{ "type": "Feature", "properties": { "id": "town", "name": "城区" }, "geometry": { "type": "Point", "coordinates": [112.5, 27.5] } }
] }
"#,
    ),
    (
        "places/waters.geojson",
        r#"{ "type": "FeatureCollection", "features": [
{ "type": "Feature",
  "properties": { "id": "lian-upper", "name": "涟水上段", "name_en": "Upper Lian", "water_body": "lian", "downstream": "lian-lower" },
  "geometry": { "type": "LineString", "coordinates": [[112.1, 27.5], [112.3, 27.5]] } },
{ "type": "Feature",
  "properties": { "id": "lian-lower", "name": "涟水下段", "name_en": "Lower Lian", "water_body": "lian", "downstream": null },
  "geometry": { "type": "LineString", "coordinates": [[112.3, 27.5], [112.5, 27.5]] } }
] }
"#,
    ),
    (
        "registers/villages.toml",
        r#"id = "villages"
name = { zh = "行政村名录", en = "villages" }
rules = ["RUR-1"]
writes = ["chief"]
key = ["code"]
public = true
demo = true
certainty = "PD"
sources = ["样本"]

[[field]]
id = "code"
name = { zh = "编号", en = "code" }
type = "text"
required = true
public = true

[[field]]
id = "place"
name = { zh = "所在行政区", en = "division" }
type = "place"

[[field]]
id = "surveyed"
name = { zh = "调查日期", en = "day of the survey" }
type = "day"

[[field]]
id = "planned"
name = { zh = "规划日期", en = "day of the plan" }
type = "day"

[[rule]]
kind = "not-after"
fields = ["surveyed", "planned"]
zh = "先调查后规划"
en = "the survey comes before the plan"
"#,
    ),
    (
        "registers/villages.csv",
        "code,place,surveyed,planned\nv1,town,2018-03-01,2018-05-01\nv2,town,2018-04-01,\n",
    ),
    (
        "registers/sewage.toml",
        r#"id = "sewage"
name = { zh = "农村生活污水年报", en = "yearly returns of rural sewage" }
writes = ["chief"]
key = ["village"]
yearly = true
demo = true
certainty = "PD"

[[field]]
id = "village"
name = { zh = "行政村", en = "village" }
type = "reference"
register = "villages"
required = true

[[field]]
id = "year"
name = { zh = "年份", en = "year" }
type = "year"
required = true

[[field]]
id = "households"
name = { zh = "常住户数", en = "resident households" }
type = "number"
unit = "households"
min = 0

[[field]]
id = "treated"
name = { zh = "已治理户数", en = "households treated" }
type = "number"
unit = "households"
min = 0

[[field]]
id = "state"
name = { zh = "状态", en = "state" }
type = "choice"
choices = [
  { word = "reported", zh = "已报", en = "reported" },
  { word = "checked", zh = "已核", en = "checked" },
]

[[rule]]
kind = "sum-at-most"
fields = ["treated", "households"]
zh = "已治理户数不超过常住户数"
en = "no more households are treated than live there"
"#,
    ),
    (
        "registers/sewage.csv",
        "village,year,households,treated,state\nv1,2019,400,200,checked\nv2,2019,600,420,reported\nv1,2020,410,280,reported\n",
    ),
    (
        "indicators/rural.toml",
        r#"[[indicator]]
id = "sewage-rate"
name = { zh = "农村生活污水处理率", en = "rural sewage treatment rate" }
unit = "%"
method = "ratio"
rule = "RUR-2"
register = "sewage"
inputs = { numerator = "treated", denominator = "households" }
certainty = "PD"
"#,
    ),
    (
        "plan/05-water.md",
        r#"# 第五条 治水

> Water

涟水水质稳定保持在Ⅱ类以内。

> The Lian stays within class II.

```toml target
id = "S05-25"
indicator = "water-class"
places = ["lian"]
comparator = "stable-at-most"
value = "II"
unit = "class"
due = 2020
answers = ["chief"]
certainty = "V1"
```
"#,
    ),
    (
        "plan/07-air.md",
        r#"# 第七条 蓝天

> Air

优良天数比例达到80%以上。

> At least 80 % of the days are good.

```toml target
id = "S07-22"
indicator = "good-air-days"
places = ["town"]
comparator = "at-least"
value = 80
unit = "%"
due = 2020
answers = ["chief"]
certainty = "V1"
```
"#,
    ),
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
