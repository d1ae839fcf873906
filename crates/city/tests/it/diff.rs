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
    [duty] 目标 S07-22的负责岗位由河长（chief）改为河长（chief）、水利局河道科（river-officer） | Target S07-22: who answers changes from River chief (chief) to River chief (chief), River office of the water bureau (river-officer)
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
    [form] 任务 S10-1.2.1改为任务 S10-1.2.2（左岸） | Task S10-1.2.1 is now Task S10-1.2.2 (Left bank)
    ");
}

/// A target over what the sample counts, so that a verdict can change.
const SEWAGE_TARGET: (&str, &str, &str) = (
    "plan/07-air.md",
    "",
    "# 第七条 污水\n\n> Sewage\n\n处理率达到一半。\n\n> Half of it is treated.\n\n```toml target\nid = \"S07-22\"\nindicator = \"sewage-rate\"\nplaces = [\"town\"]\ncomparator = \"at-least\"\nvalue = 50\nunit = \"%\"\ndue = 2020\nanswers = [\"chief\"]\ncertainty = \"V1\"\n```\n",
);

#[test]
fn verdicts_that_entries_decide_are_told_with_what_changes_them() {
    let old = Sample::whole().change(SEWAGE_TARGET.0, SEWAGE_TARGET.1, SEWAGE_TARGET.2);
    let city = |sample: &Sample| {
        let reading = sample.clone().read();
        reading.city.unwrap_or_else(|| panic!("{:?}", reading.findings))
    };
    let mut told = String::new();
    for (file, from, to) in [
        (AIR, "value = 50", "value = 70"),
        (AIR, "comparator = \"at-least\"", "comparator = \"at-most\""),
        ("registers/sewage.csv", "420", "120"),
        (
            "indicators/rural.toml",
            "numerator = \"treated\"",
            "numerator = \"households\"",
        ),
        (AIR, "处理率达到一半。", "处理率达到一半以上。"),
    ] {
        for change in diff(&city(&old), &city(&old.clone().change(file, from, to))) {
            told += &format!("[{}] {} | {}\n", change.touches.word(), change.says.zh, change.says.en);
        }
        told += "--\n";
    }
    insta::assert_snapshot!(told, @"
    [verdict] 目标 S07-22的目标值由50%改为70% | Target S07-22: value changes from 50 % to 70 %
    [verdict] 目标 S07-22 的2019年判定由“达到”（62.00%）变为“尚未达到（未到期限）”（62.00%） | Target S07-22: the verdict on 2019 changes from 'met' (62.00 %) to 'not reached yet' (62.00 %)
    [verdict] 目标 S07-22 的2020年判定由“达到”（68.29%）变为“未达到”（68.29%） | Target S07-22: the verdict on 2020 changes from 'met' (68.29 %) to 'missed' (68.29 %)
    --
    [verdict] 目标 S07-22的比较方式由“不低于”（at-least）改为“不高于”（at-most） | Target S07-22: comparator changes from 'at least' (at-least) to 'at most' (at-most)
    [verdict] 目标 S07-22 的2019年判定由“达到”（62.00%）变为“尚未达到（未到期限）”（62.00%） | Target S07-22: the verdict on 2019 changes from 'met' (62.00 %) to 'not reached yet' (62.00 %)
    [verdict] 目标 S07-22 的2020年判定由“达到”（68.29%）变为“未达到”（68.29%） | Target S07-22: the verdict on 2020 changes from 'met' (68.29 %) to 'missed' (68.29 %)
    --
    [verdict] 名录“农村生活污水年报”的条目“v2”的已治理户数由420改为120 | Entry 'v2' of the register 'yearly returns of rural sewage': households treated changes from 420 to 120
    [verdict] 目标 S07-22 的2019年判定由“达到”（62.00%）变为“尚未达到（未到期限）”（32.00%） | Target S07-22: the verdict on 2019 changes from 'met' (62.00 %) to 'not reached yet' (32.00 %)
    --
    [verdict] 指标“农村生活污水处理率”的所取字段由denominator = households、numerator = treated改为denominator = households、numerator = households | Indicator 'rural sewage treatment rate' (sewage-rate): inputs changes from denominator = households, numerator = treated to denominator = households, numerator = households
    [verdict] 目标 S07-22 的2019年判定由“达到”（62.00%）变为“达到”（100.00%） | Target S07-22: the verdict on 2019 changes from 'met' (62.00 %) to 'met' (100.00 %)
    [verdict] 目标 S07-22 的2020年判定由“达到”（68.29%）变为“达到”（100.00%） | Target S07-22: the verdict on 2020 changes from 'met' (68.29 %) to 'met' (100.00 %)
    --
    [form] 目标 S07-22的句子由处理率达到一半。改为处理率达到一半以上。 | Target S07-22: sentence changes from 处理率达到一半。 to 处理率达到一半以上。
    --
    ");
}

#[test]
fn a_new_id_is_told_as_that() {
    insta::assert_snapshot!(told(&[
        (AIR, "S07-22", "S07-29"),
        ("plan/rows.csv", "S07-22", "S07-29"),
    ]), @"[form] 目标 S07-22改为目标 S07-29（优良天数比例达到80%以上。） | Target S07-22 is now Target S07-29 (At least 80 % of the days are good.)");
}

#[test]
fn what_verdicts_rest_on_is_compared() {
    insta::assert_snapshot!(told(&[
        ("places/points.toml", "target_class = \"II\"", "target_class = \"III\""),
        ("city.toml", "resolved = 2018-06-08", "resolved = 2018-06-09"),
        ("registers/sewage.toml", "kind = \"sum-at-most\"", "kind = \"not-after\""),
        ("profiles/target.toml", "", "[[parameter]]\nid = \"stable_years\"\n[[parameter.value]]\nvalue = \"5\"\nfrom = 2019-01-01\ncertainty = \"V1\"\nsource = \"x\"\n"),
    ]), @"
    [deadline] 城市的决议日期由2018-06-08改为2018-06-09 | The city: day of the resolution changes from 2018-06-08 to 2018-06-09
    [verdict] 测点“入河口断面”的应保持的类别由Ⅱ类改为Ⅲ类 | Point 'Mouth section' (mouth): class to keep changes from class Ⅱ to class Ⅲ
    [verdict] 新增参数集“target”的参数“stable_years”（5 (2019-01-01–)） | Parameter `stable_years` of the profile `target` (5 (2019-01-01–)) is new
    [form] 名录“农村生活污水年报”的规则“已治理户数不超过常住户数”的种类由sum-at-most改为not-after | Rule 'no more households are treated than live there' of the register 'yearly returns of rural sewage': kind changes from sum-at-most to not-after
    ");
}
