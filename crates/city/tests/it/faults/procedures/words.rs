//! Names and guards that do not read.

use super::super::{Kind, told};
use super::REPAIR;
use crate::sample::Sample;

#[test]
fn unknown_role() {
    insta::assert_snapshot!(told(Kind::UnknownRole), @r#"
    city::unknown-role

      × there is no role `units`
        ╭─[procedures/repair.toml:94:7]
     93 │ name = { zh = "办结", en = "complete" }
     94 │ by = ["units"]
        ·       ───────
     95 │ from = ["repairing"]
        ╰────
      help: did you mean `unit`?
    没有角色“units”（是否要写“unit”？）
    "#);
}

#[test]
fn unknown_fact() {
    insta::assert_snapshot!(told(Kind::UnknownFact), @r#"
    city::unknown-fact

      × there is no fact `remove`
         ╭─[procedures/repair.toml:106:30]
     105 │ form = ["satisfied"]
     106 │ guard = "satisfied >= 80 and remove"
         ·                              ──────
     107 │ differs_from = ["complete"]
         ╰────
      help: did you mean `removed`?
    没有事实“remove”（是否要写“removed”？）
    "#);
}

#[test]
fn unknown_state() {
    insta::assert_snapshot!(told(Kind::UnknownState), @r#"
    city::unknown-state

      × there is no state `doen`
        ╭─[procedures/repair.toml:96:6]
     95 │ from = ["repairing"]
     96 │ to = "doen"
        ·      ──────
     97 │ form = ["removed"]
        ╰────
      help: did you mean `done`?
    没有状态“doen”（是否要写“done”？）
    "#);
}

#[test]
fn unknown_action() {
    insta::assert_snapshot!(told(Kind::UnknownAction), @r#"
    city::unknown-action

      × there is no action `urgent`
         ╭─[procedures/repair.toml:122:8]
     121 │ runs_in = ["repairing"]
     122 │ then = "urgent"
         ·        ────────
     123 │ certainty = "PD"
         ╰────
      help: did you mean `urge`?
    没有动作“urgent”（是否要写“urge”？）
    "#);
}

#[test]
fn unknown_clock() {
    insta::assert_snapshot!(told(Kind::UnknownClock), @r#"
    city::unknown-clock

      × there is no clock `limits`
        ╭─[procedures/repair.toml:72:11]
     71 │ to = "same"
     72 │ pauses = ["limits"]
        ·           ────────
     73 │
        ╰────
      help: did you mean `limit`?
    没有时钟“limits”（是否要写“limit”？）
    "#);
}

#[test]
fn unknown_procedure() {
    insta::assert_snapshot!(told(Kind::UnknownProcedure), @r#"
    city::unknown-procedure

      × there is no procedure `repairs`
        ╭─[procedures/repair.toml:89:10]
     88 │ guard = 'urgency = "urgent"'
     89 │ opens = ["repairs"]
        ·          ─────────
     90 │
        ╰────
      help: did you mean `repair`?
    没有办事规程“repairs”（是否要写“repair”？）
    "#);
}

#[test]
fn unknown_parameter() {
    insta::assert_snapshot!(told(Kind::UnknownParameter), @r#"
    city::unknown-parameter

      × there is no parameter `supervision.plan_working_day`
         ╭─[procedures/repair.toml:119:13]
     118 │ name = { zh = "整改期限", en = "time to repair" }
     119 │ parameter = "supervision.plan_working_day"
         ·             ──────────────────────────────
     120 │ unit = "calendar-days"
         ╰────
      help: did you mean `supervision.plan_working_days`?
    没有参数“supervision.plan_working_day”（是否要写“supervision.plan_working_days”？）
    "#);
}

#[test]
fn broken_guard() {
    insta::assert_snapshot!(told(Kind::BrokenGuard), @r#"
    city::broken-guard

      × `and` is not expected here
         ╭─[procedures/repair.toml:106:30]
     105 │ form = ["satisfied"]
     106 │ guard = "satisfied >= 80 and and removed"
         ·                              ───
     107 │ differs_from = ["complete"]
         ╰────
      help: known are and or not ( ) = != < <= > >= + - * /, numbers, "words", facts, param("…"),
            times("…"), day("…")
    这里不应有“and”（可用 and or not ( ) = != < <= > >= + - * /、数、"词"、事实、param("…")、times("…")、day("…")）
    "#);
}

#[test]
fn guard_does_not_fit() {
    insta::assert_snapshot!(told(Kind::GuardDoesNotFit), @r#"
    city::guard-does-not-fit

      × a number cannot be compared with a yes or no
         ╭─[procedures/repair.toml:106:10]
     105 │ form = ["satisfied"]
     106 │ guard = "satisfied >= removed and removed"
         ·          ────────────────────
     107 │ differs_from = ["complete"]
         ╰────
      help: compare numbers with numbers, days with days, and choices with a word in quotes
    数不能与是否比较（数与数比，日与日比，词要写在引号里与选项比）
    "#);
}

#[test]
fn guard_units_differ() {
    insta::assert_snapshot!(told(Kind::GuardUnitsDiffer), @r#"
    city::guard-units-differ

      × the units differ: % and km
         ╭─[procedures/repair.toml:107:10]
     106 │ form = ["satisfied"]
     107 │ guard = "satisfied >= removed"
         ·          ────────────────────
     108 │ differs_from = ["complete"]
         ╰────
      help: bring them to one unit before they are compared or added
    单位不同：% 与 km（换成同一单位再比较或相加）
    "#);
}

/// What is told when the procedure of the sample is changed so.
fn told_after(kind: Kind, from: &str, to: &str) -> String {
    Sample::whole().change(REPAIR, from, to).told(kind)
}

#[test]
fn a_rule_that_the_catalogue_does_not_have() {
    insta::assert_snapshot!(told_after(Kind::UnknownRule, "[\"SUP-5\"]", "[\"SUP-55\"]"), @r#"
    city::unknown-rule

      × there is no rule `SUP-55`
       ╭─[procedures/repair.toml:3:10]
     2 │ name = { zh = "整改", en = "repair" }
     3 │ rules = ["SUP-55"]
       ·          ────────
     4 │ start = "found"
       ╰────
      help: did you mean `SUP-5`?
    没有规则“SUP-55”（是否要写“SUP-5”？）
    "#);
}

#[test]
fn a_register_that_is_not_in_the_folder() {
    let changed = "[\"SUP-5\"]\nregister = \"outfall\"";
    insta::assert_snapshot!(told_after(Kind::UnknownRegister, "[\"SUP-5\"]", changed), @r#"
    city::unknown-register

      × there is no register `outfall`
       ╭─[procedures/repair.toml:4:12]
     3 │ rules = ["SUP-5"]
     4 │ register = "outfall"
       ·            ─────────
     5 │ start = "found"
       ╰────
      help: did you mean `outfalls`?
    没有名录“outfall”（是否要写“outfalls”？）
    "#);
}
