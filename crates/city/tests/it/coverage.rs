//! What realises each row of the sample, and what it becomes when something is taken away or added.

use city::coverage::{self, Coverage};

use crate::sample::Sample;

const WORKS: &str = "plan/10-works.md";
const ROWS: &str = "plan/rows.csv";

fn table(sample: Sample) -> String {
    let reading = sample.read();
    let city = reading.city.unwrap_or_else(|| panic!("{:?}", reading.findings));
    let lines = coverage::coverage(&city).into_iter().map(|covered| {
        let by: Vec<String> = covered
            .realised_by
            .iter()
            .map(|by| format!("{} {}:{}", by.kind.word(), by.file, by.line))
            .collect();
        format!(
            "{} {} [{}] {} | {}\n",
            covered.row.id,
            covered.coverage.word(),
            by.join(", "),
            covered.because.zh,
            covered.because.en
        )
    });
    lines.collect()
}

#[test]
fn every_row_says_what_realises_it_and_why_it_is_no_better() {
    insta::assert_snapshot!(table(Sample::whole()), @"
    S05-25 live [target plan/05-water.md:9] 1个测点供数 | 1 point(s) feed it
    S07-22 live [target plan/07-air.md:9] 1个测点供数 | 1 point(s) feed it
    S10-1 declared [programme plan/10-works.md:9] 尚无办理记录：任务的进展要由责任岗位填报 | nothing was reported yet: those who answer report the progress of tasks
    S10-2 declared [mechanism plan/10-works.md:55] 规则 RESP-2（巡河频次）已实现，还没有数据供它判断 | rule RESP-2 (patrol frequency) is built, no data feed it yet
    S10-3 live [list plan/10-works.md:63] 名录“农村生活污水年报”（sewage）有3条（演示虚构） | the register 'yearly returns of rural sewage' (sewage) has 3 entries (invented)
    S10-4 declared [constraint plan/10-works.md:73] 规则 ENF-13（三线与长江岸线距离核查）还没有实现 | rule ENF-13 (red-line check and Yangtze distances) is not built yet
    S10-5 declared [area plan/10-works.md:81] 没有名录记载它 | no register keeps it
    S10-6 live [fact plan/10-works.md:88] 61公里 | 61 km
    ");
}

#[test]
fn a_row_comes_and_goes_with_what_feeds_it() {
    let cases: &[(&str, &str, &str, &str, Coverage)] = &[
        (
            ROWS,
            "S10-2,",
            "S10-9,M,公示牌,signboards\nS10-2,",
            "S10-9",
            Coverage::Absent,
        ),
        ("registers/outfalls.csv", "", "code\np1\n", "S10-3", Coverage::Live),
        (WORKS, "value = 61\nunit = \"km\"\n", "", "S10-6", Coverage::Declared),
        (
            WORKS,
            "rules = [\"RESP-2\"]",
            "rules = [\"RESP-2\"]\nseed = [\"S10-4\"]",
            "S10-4",
            Coverage::Declared,
        ),
        (
            "places/points.toml",
            "of = \"town\"",
            "of = \"quarter\"",
            "S07-22",
            Coverage::Declared,
        ),
    ];
    for (file, from, to, row, expected) in cases {
        let mut sample = Sample::whole().change(file, from, to);
        if to.contains("quarter") {
            let place = "[[place]]\nid = \"quarter\"\nname = { zh = \"片区\", en = \"Quarter\" }\nkind = \"division\"\n\n[[place]]\nid = \"town\"";
            sample = sample.change("places/places.toml", "[[place]]\nid = \"town\"", place);
        }
        let reading = sample.read();
        let city = reading.city.unwrap_or_else(|| panic!("{row}: {:?}", reading.findings));
        let covered = coverage::coverage(&city);
        let found = covered.iter().find(|covered| covered.row.id == *row).unwrap();
        assert_eq!(found.coverage, *expected, "{row}: {:?}", found.because);
    }
}
