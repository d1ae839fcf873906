//! Texts of a wrong shape: which finding each brings. What a finding says is tested in `faults`.

use city::FindingKind as Kind;

use crate::sample::Sample;

const WATERS: &str = "places/waters.geojson";
const DIVISIONS: &str = "places/divisions.geojson";

fn kinds(file: &str, from: &str, to: &str) -> Vec<Kind> {
    Sample::whole()
        .change(file, from, to)
        .read()
        .findings
        .iter()
        .map(|finding| finding.kind)
        .collect()
}

#[test]
fn maps() {
    let line = "{ \"type\": \"LineString\", \"coordinates\": [[112.3, 27.5], [112.5, 27.5]] }";
    for (file, from, to, expected) in [
        (DIVISIONS, "", "[]", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "", "{", vec![Kind::BrokenGeojson]),
        (
            DIVISIONS,
            "",
            "{\"type\": \"Feature\", \"features\": []}",
            vec![Kind::BrokenGeojson],
        ),
        (
            DIVISIONS,
            "",
            "{\"type\": \"FeatureCollection\"}",
            vec![Kind::BrokenGeojson],
        ),
        (
            DIVISIONS,
            "",
            "{\"type\": \"FeatureCollection\", \"features\": [1, null]}",
            vec![Kind::BrokenGeojson; 2],
        ),
        (DIVISIONS, "\"id\": \"town\", ", "", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "\"Point\"", "\"Circle\"", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "[112.5, 27.5]", "[112.5]", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "[112.5, 27.5]", "[27.5, 112.5]", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "[112.5, 27.5]", "[]", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "[112.5, 27.5]", "\"here\"", vec![Kind::BrokenGeojson]),
        (DIVISIONS, "\"town\"", "\"twon\"", vec![Kind::UnknownPlace]),
        (DIVISIONS, "\"town\"", "\"lian\"", vec![Kind::PlaceDoesNotFit]),
        (WATERS, line, "null", vec![Kind::BrokenGeojson]),
        (WATERS, "\"name\": \"涟水上段\", ", "", vec![Kind::MissingKey]),
        (
            WATERS,
            "\"water_body\": \"lian\"",
            "\"water_body\": 1",
            vec![Kind::MissingKey],
        ),
        (
            WATERS,
            "\"water_body\": \"lian\"",
            "\"water_body\": \"xiang\"",
            vec![Kind::UnknownPlace],
        ),
        (
            WATERS,
            "\"water_body\": \"lian\"",
            "\"water_body\": \"town\"",
            vec![Kind::PlaceDoesNotFit],
        ),
        (
            WATERS,
            "\"downstream\": \"lian-lower\"",
            "\"downstream\": 7",
            vec![Kind::WrongType],
        ),
        (
            WATERS,
            "\"downstream\": null",
            "\"downstream\": \"lian-lower\"",
            vec![Kind::CyclicReaches],
        ),
    ] {
        let mut found = kinds(file, from, to);
        found.sort_by_key(|kind| kind.code());
        let mut expected = expected;
        expected.sort_by_key(|kind| kind.code());
        assert_eq!(found, expected, "{file}: {from} → {to}");
    }
}

#[test]
fn heads() {
    for (from, to, expected) in [
        ("\"sample\"", "\"\"", vec![Kind::BadId]),
        ("480", "4800", vec![Kind::ValueOutOfRange]),
        ("480", "-9223372036854775808", vec![Kind::ValueOutOfRange]),
        ("480", "0x10", vec![Kind::WrongType]),
        ("480", "99999999999999999999", vec![Kind::WrongType]),
        ("2018-06-08", "2018-02-30", vec![Kind::BrokenToml]),
        ("2018-06-08", "08:00:00", vec![Kind::WrongType]),
        (
            "[112.0, 27.0, 113.0, 28.0]",
            "[113.0, 27.0, 112.0, 28.0]",
            vec![Kind::ValueOutOfRange, Kind::PositionOutside],
        ),
        ("[112.0, 27.0, 113.0, 28.0]", "[112, 27, 113, 28]", vec![]),
        (
            "[112.0, 27.0, 113.0, 28.0]",
            "[112.0, 27.0, 113.0]",
            vec![Kind::WrongType],
        ),
        (
            "[112.0, 27.0, 113.0, 28.0]",
            "[nan, 27.0, 113.0, 28.0]",
            vec![Kind::WrongType],
        ),
        (
            "name = { zh = \"样市\", en = \"Sample\" }",
            "name = { zh = \"样市\" }",
            vec![Kind::MissingKey],
        ),
        ("\"Sample\"", "\" \"", vec![Kind::MissingKey]),
        (
            "name = { zh = \"样市\", en = \"Sample\" }",
            "name = \"样市\"",
            vec![Kind::WrongType],
        ),
    ] {
        assert_eq!(kinds("city.toml", from, to), expected, "{from} → {to}");
    }
}

#[test]
fn targets() {
    for (from, to, expected) in [
        ("\"S07-22\"", "\"07-22\"", vec![Kind::BadId]),
        (
            "\"S07-22\"",
            "\"S05-25\"",
            vec![Kind::BlockInOtherClause, Kind::DuplicateId],
        ),
        (
            "\"S07-22\"",
            "\"SB-1\"",
            vec![Kind::BlockInOtherClause, Kind::UnknownRow],
        ),
        ("value = 80", "value = 80.5", vec![]),
        ("value = 80", "value = -1", vec![Kind::ValueOutOfRange]),
        ("value = 80", "value = \"80\"", vec![Kind::WrongType]),
        ("value = 80", "value = inf", vec![Kind::WrongType]),
        ("value = 80", "value = 8e1", vec![Kind::WrongType]),
        ("value = 80\n", "", vec![Kind::MissingKey]),
        (
            "优良天数比例达到80%以上。",
            "## 只有标题",
            vec![Kind::BlockWithoutSentence],
        ),
        ("due = 2020\n", "", vec![]),
        ("due = 2020", "due = 20200", vec![Kind::DeadlineWithoutMeaning]),
        (
            "due = 2020",
            "due = -9223372036854775808",
            vec![Kind::DeadlineWithoutMeaning],
        ),
        ("\"V1\"", "\"V3\"", vec![Kind::UnknownWord]),
        ("[\"town\"]", "[\"town\", 7]", vec![Kind::WrongType]),
        ("[\"town\"]", "[]", vec![Kind::MissingKey]),
        ("certainty", "seed = [\"S07-22\", \"x\"]\ncertainty", vec![Kind::BadId]),
        (
            "indicator = \"good-air-days\"",
            "indicator = \"water-class\"",
            vec![
                Kind::PlaceDoesNotFit,
                Kind::ComparatorDoesNotFit,
                Kind::WrongType,
                Kind::UnitDoesNotFit,
            ],
        ),
        ("indicator = \"good-air-days\"\n", "", vec![Kind::MissingKey]),
        (
            "```toml target\n",
            "```toml target\n```\n\n```toml target\n",
            vec![Kind::MissingKey; 5],
        ),
    ] {
        assert_eq!(kinds("plan/07-air.md", from, to), expected, "{from} → {to}");
    }
}

#[test]
fn clauses() {
    let clause = |number: &str| format!("# 第{number}条 另一条\n\n> Another\n");
    for (name, text, expected) in [
        ("plan/06-more.md", clause("六"), vec![]),
        ("plan/06-more.md", clause("七"), vec![Kind::DuplicateId]),
        ("plan/06-more.md", String::new() + " ", vec![Kind::EmptyFile]),
        (
            "plan/06-more.md",
            clause("六") + &clause("八"),
            vec![Kind::ClauseHeading],
        ),
        (
            "plan/06-more.md",
            "> Alone\n\n".to_owned() + &clause("六"),
            vec![Kind::EnglishAlone],
        ),
        ("plan/old/06-more.md", clause("六"), vec![Kind::UnknownFile]),
    ] {
        assert_eq!(kinds(name, "", &text), expected, "{name}: {text}");
    }
}
