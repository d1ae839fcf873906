//! What a new version of the sample changes, in sentences.

use city::diff::diff;

use crate::sample::Sample;

const WORKS: &str = "plan/10-works.md";
const AIR: &str = "plan/07-air.md";

fn told(changes: &[(&str, &str, &str)]) -> String {
    let city = |sample: Sample| {
        let reading = sample.read();
        reading.city.unwrap_or_else(|| panic!("{:?}", reading.findings))
    };
    let old = city(Sample::whole());
    let changed = changes.iter().fold(Sample::whole(), |sample, (file, from, to)| {
        sample.change(file, from, to)
    });
    let lines = diff(&old, &city(changed))
        .into_iter()
        .map(|change| format!("[{}] {} | {}\n", change.touches.word(), change.says.zh, change.says.en));
    lines.collect()
}

#[test]
fn a_folder_does_not_differ_from_itself() {
    assert_eq!(told(&[]), "");
    assert_eq!(
        told(&[(AIR, "优良天数比例达到80%以上", "优良天数比例应达到80%以上")]),
        ""
    );
}

#[test]
fn what_changes_is_said_with_what_it_touches() {
    let changes = [
        (AIR, "value = 80", "value = 85"),
        (AIR, "due = 2020", "due = 2022"),
        (AIR, "answers = [\"chief\"]", "answers = [\"chief\", \"river-officer\"]"),
        (WORKS, "weight = 40", "weight = 30"),
        (WORKS, "weight = 60", "weight = 70"),
        (WORKS, "due = 2020-06-30", "due = 2020-09-30"),
        (WORKS, "with = [\"government\"]\n", ""),
        ("people/posts.toml", "（演示）某人", "（演示）另一人"),
        ("people/posts.toml", "(demo) Somebody\"", "(demo) Another\""),
        (
            "registers/outfalls.toml",
            "required = true\npublic = true",
            "required = true",
        ),
    ];
    insta::assert_snapshot!(told(&changes), @"
    [duty] 岗位“河长”的任职人由（演示）某人改为（演示）另一人 | Post `River chief`: holder changes from (demo) Somebody to (demo) Another
    [form] 名录“入河排污口名录”的字段“编号”的公开由是改为否 | Field `code` of register `outfalls`: public changes from yes to no
    [verdict] 目标 S07-22的目标值由80%改为85% | Target S07-22: value changes from 80% to 85%
    [deadline] 目标 S07-22的期限由2020年底前改为2022年底前 | Target S07-22: deadline changes from by the end of 2020 to by the end of 2022
    [duty] 目标 S07-22的负责岗位由chief改为chief、river-officer | Target S07-22: who answers changes from chief to chief, river-officer
    [duty] 任务 S10-1.1的配合单位由government改为（无） | Task S10-1.1: helping units changes from government to nothing
    [verdict] 任务 S10-1.1的权重由40%改为30% | Task S10-1.1: weight changes from 40% to 30%
    [verdict] 任务 S10-1.2的权重由60%改为70% | Task S10-1.2: weight changes from 60% to 70%
    [deadline] 任务 S10-1.2.1的期限由2020年6月30日前改为2020年9月30日前 | Task S10-1.2.1: deadline changes from by 2020-06-30 to by 2020-09-30
    ");
}

#[test]
fn what_comes_and_goes_is_said() {
    let changes = [
        (WORKS, "[[task]]\nid = \"S10-1.2.1\"", "[[task]]\nid = \"S10-1.2.2\""),
        ("plan/05-water.md", "", ""),
        ("plan/rows.csv", "S05-25,T,涟水水质,class of the Lian\n", ""),
    ];
    insta::assert_snapshot!(told(&changes), @"
    [verdict] 取消目标 S05-25（涟水水质稳定保持在Ⅱ类以内。） | Target S05-25 (The Lian stays within class II.) is gone
    [duty] 取消任务 S10-1.2.1（左岸） | Task S10-1.2.1 (Left bank) is gone
    [duty] 新增任务 S10-1.2.2（左岸） | Task S10-1.2.2 (Left bank) is new
    ");
}
