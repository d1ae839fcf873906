//! The register: every table belongs to a standard, every spelling leads to the right one.

use std::collections::BTreeSet;

use standards::item::ITEMS;
use standards::substance::{item_of, same_substance, substance};
use standards::{edition, standards, table};

/// Folders that hold no standard: the register itself and the list of names.
const NO_STANDARD: [&str; 2] = ["register", "substances"];

#[test]
fn every_folder_belongs_to_one_standard() {
    let named: Vec<&str> = standards().iter().flat_map(|one| one.folders.iter().copied()).collect();
    let unique: BTreeSet<&str> = named.iter().copied().collect();
    assert_eq!(named.len(), unique.len(), "a folder belongs to two standards");
    let of_tables: BTreeSet<&str> = table::tables()
        .iter()
        .map(|table| table.path.split('/').next().unwrap())
        .filter(|folder| !NO_STANDARD.contains(folder))
        .collect();
    assert_eq!(unique, of_tables);
    for one in standards() {
        assert!(one.tables().next().is_some(), "{} has no table", one.standard);
        assert!(!one.title.zh.is_empty() && !one.title.en.is_empty() && !one.basis.is_empty());
        assert!(one.until.is_none_or(|until| one.from < until));
    }
}

#[test]
fn editions_by_any_usual_spelling() {
    let cases = [
        ("GB 3838-2002", "GB 3838-2002"),
        ("GB3838-2002", "GB 3838-2002"),
        ("gb 3838—2002", "GB 3838-2002"),
        ("gb3838", "GB 3838-2002"),
        ("地表水环境质量标准", "GB 3838-2002"),
        ("GB 3095-2012", "GB 3095-2012"),
        ("GB3095", "GB 3095-2026"),
        ("HJ 633-2026", "HJ 633-2026"),
        ("hj/t 633-2012", "HJ 633-2012"),
        ("GB/T14848-2017", "GB/T 14848-2017"),
        ("GB 14848", "GB/T 14848-2017"),
        ("CWQI", "环办监测〔2017〕51号"),
        ("环办[2011]22号", "环办〔2011〕22号"),
        ("环办（2011）22号", "环办〔2011〕22号"),
        ("eqi", "环监测〔2021〕99号"),
        ("ultra-low", "超低排放要求"),
        ("gb18918-2002-amendment-2026", "GB 18918-2002 修改单（2026）"),
        ("GB 18918-2002", "GB 18918-2002"),
        ("gb18918", "GB 18918-2002"),
    ];
    for (said, expected) in cases {
        assert_eq!(edition(said, None).map(|one| one.standard), Ok(expected), "{said}");
    }
    for one in standards() {
        assert_eq!(edition(one.standard, None).unwrap().standard, one.standard);
    }
    // Without a year the day decides; so it does for a title that two editions bear.
    let on = |said: &str, day: &str| edition(said, day.parse().ok()).unwrap().standard;
    assert_eq!(on("GB 3095", "2026-02-28"), "GB 3095-2012");
    assert_eq!(on("GB 3095", "2026-03-01"), "GB 3095-2026");
    assert_eq!(on("环境空气质量标准", "2015-01-01"), "GB 3095-2012");
    assert_eq!(on("HJ 663-2013", "2030-01-01"), "HJ 663-2013");
    let unknown = ["GB 3097-1997", "", "astrology", "HJ 63"].map(|said| edition(said, None).unwrap_err().to_string());
    insta::assert_snapshot!(unknown.join("\n"), @"
    no standard `GB 3097-1997` is on record; near it: GB 3095-2012, GB 3095-2026, GB 3096-2008
    no standard `` is on record; near it: GB 3838-2002, 环办〔2011〕22号, 国家地表水自动站发布口径, 湖泊（水库）富营养化评价方法及分级技术规定, 环办监测〔2017〕51号
    no standard `astrology` is on record; near it: GB 3838-2002, 环办〔2011〕22号, 国家地表水自动站发布口径, 湖泊（水库）富营养化评价方法及分级技术规定, 环办监测〔2017〕51号
    no standard `HJ 63` is on record; near it: HJ 633-2012, HJ 633-2026
    ");
}

#[test]
fn substances_by_any_usual_spelling() {
    let items = [
        ("NH3-N", "NH3N"),
        ("NH₃-N", "NH3N"),
        ("氨氮", "NH3N"),
        ("ammonia nitrogen", "NH3N"),
        ("w21003", "NH3N"),
        ("060", "NH3N"),
        ("PM2.5", "PM25"),
        ("PM₂.₅", "PM25"),
        ("细颗粒物", "PM25"),
        ("a34004", "PM25"),
        ("六价铬", "CR6"),
        ("Cr(Ⅵ)", "CR6"),
        ("Cr⁶⁺", "CR6"),
        ("CODMn", "CODMN"),
        ("高锰酸盐指数", "CODMN"),
        ("CODcr", "COD"),
        ("O3-8h", "O3_8H"),
        ("叶绿素a", "CHLA"),
        ("总磷（以P计）", "TP"),
        ("石油类", "OIL"),
    ];
    for (said, code) in items {
        assert_eq!(item_of(said).map(|item| item.code), Some(code), "{said}");
    }
    for item in ITEMS {
        for said in [item.code, item.name.0, item.name.1]
            .into_iter()
            .chain(item.hj212)
            .chain(item.hj212_2005)
        {
            assert_eq!(item_of(said).map(|found| found.code), Some(item.code), "{said}");
        }
    }
    assert!(same_substance("苯并[a]芘", "BaP") && same_substance("1,2-二氯苯", "邻二氯苯"));
    assert!(!same_substance("铬", "六价铬") && !same_substance("对-二甲苯", "间-二甲苯"));
    assert!(item_of("").is_none() && substance("黄金").is_none());
}

/// A name that the list does not know could be asked for in one spelling only.
#[test]
fn every_name_of_a_table_is_a_known_substance() {
    let mut unknown = Vec::new();
    for table in table::tables() {
        for column in ["name_zh", "pollutant"] {
            if !table.columns().any(|known| known == column)
                || !table.columns().any(|known| {
                    known.contains("limit")
                        || known.contains("class")
                        || known.contains("grade")
                        || known.contains("screening")
                })
            {
                continue;
            }
            let mut seen: Vec<&str> = Vec::new();
            for row in table.rows() {
                let name = row.text(column).unwrap();
                if substance(name).is_none() {
                    unknown.push(format!("{}: {name}", table.path));
                }
                // Two names of one table must not mean one substance.
                let twice = seen.iter().find(|other| **other != name && same_substance(other, name));
                assert!(twice.is_none(), "{}: {name} and {twice:?}", table.path);
                seen.push(name);
            }
        }
    }
    assert_eq!(unknown, Vec::<String>::new());
}
