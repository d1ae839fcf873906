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
        "people/units.toml",
        r#"[[unit]]
id = "government"
name = { zh = "样市人民政府", en = "Government of Sample" }
kind = "government"
division = "town"

[[unit]]
id = "water-bureau"
name = { zh = "水利局", en = "Water bureau" }
kind = "department"
parent = "government"
"#,
    ),
    (
        "people/posts.toml",
        r#"[[post]]
id = "chief"
title = { zh = "河长", en = "River chief" }
holder = { zh = "（演示）某人", en = "(demo) Somebody" }
demo = true
unit = "government"
level = "city"

[[post]]
id = "river-officer"
title = { zh = "水利局河道科", en = "River office of the water bureau" }
holder = { zh = "（演示）某某", en = "(demo) Somebody else" }
demo = true
unit = "water-bureau"
"#,
    ),
    (
        "registers/outfalls.toml",
        r#"id = "outfalls"
name = { zh = "入河排污口名录", en = "outfalls into rivers" }
rules = ["ENF-11"]
writes = ["river-officer"]
key = ["code"]
public = true
certainty = "PD"
sources = ["样本"]

[[field]]
id = "code"
name = { zh = "编号", en = "code" }
type = "text"
required = true
public = true
"#,
    ),
    (
        "plan/tags.toml",
        r#"[[tag]]
id = "water-stream"
name = { zh = "水污染治理", en = "water pollution control" }
"#,
    ),
    (
        "plan/rows.csv",
        "\
id,kind,zh,en
S05-25,T,涟水水质,class of the Lian
S07-22,T,优良天数比例,share of good days
S10-1,P,河道整治工程,river works
S10-2,M,河长巡河,patrols of chiefs
S10-3,L,排污口名录,list of outfalls
S10-4,C,岸线不占用,no building on the banks
S10-5,A,城区,the town
S10-6,F,河长61公里,length of the river
",
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
        "places/divisions.csv",
        "code,zh,en,level,parent\n430300,城区,Town,city,\n430300101,河口镇,River Mouth,town,430300\n430300101001,新村,,village,430300101\n",
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
    (
        "plan/10-works.md",
        r#"# 第十条 工程和机制

> Works and mechanisms

三年内完成河道整治。

> The river is put in order within three years.

```toml programme
id = "S10-1"
name = { zh = "河道整治工程", en = "River works" }
places = ["lian"]
from = 2018-07-01
due = 2020-12-31
answers = ["chief"]
rules = ["RESP-10"]
tags = ["water-stream"]
certainty = "V1"

[[milestone]]
day = 2019-06-30
zh = "完成设计"
en = "Design is done"

[[task]]
id = "S10-1.1"
name = { zh = "清淤", en = "Dredging" }
unit = "water-bureau"
with = ["government"]
post = "river-officer"
due = 2019-12-31
weight = 40
acceptance = { zh = "河底高程符合设计", en = "The bed is as designed" }

[[task]]
id = "S10-1.2"
name = { zh = "护岸", en = "Banks" }
from = 2019-01-01
due = 2020
weight = 60

[[task]]
id = "S10-1.2.1"
name = { zh = "左岸", en = "Left bank" }
unit = "water-bureau"
post = "river-officer"
due = 2020-06-30
acceptance = { zh = "验收合格", en = "Accepted" }
```

河长定期巡河；排污口逐一建档；岸线不得占用。

> Chiefs patrol regularly; every outfall is listed; nothing is built on the banks.

```toml mechanism
id = "S10-2"
name = { zh = "河长巡河", en = "Patrols of chiefs" }
rules = ["RESP-2"]
answers = ["chief"]
certainty = "V1"
```

```toml list
id = "S10-3"
name = { zh = "排污口名录", en = "List of outfalls" }
register = "outfalls"
rules = ["ENF-11"]
answers = ["river-officer"]
certainty = "V1"
```

```toml constraint
id = "S10-4"
name = { zh = "岸线不占用", en = "No building on the banks" }
rules = ["ENF-13"]
answers = ["chief"]
certainty = "V1"
```

```toml area
id = "S10-5"
name = { zh = "城区", en = "The town" }
places = ["town"]
certainty = "V1"
```

```toml fact
id = "S10-6"
name = { zh = "河流长度", en = "Length of the river" }
value = 61
unit = "km"
sources = ["样市水利普查"]
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
