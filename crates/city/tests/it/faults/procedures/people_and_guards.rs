//! What the exploration finds of guards, people and facts.

use super::super::{Kind, told};

#[test]
fn guard_never_holds() {
    insta::assert_snapshot!(told(Kind::GuardNeverHolds), @r#"
    city::guard-never-holds

      ⚠ the guard of `urge` can never hold
        ╭─[procedures/repair.toml:83:6]
     82 │ [[action]]
     83 │ id = "urge"
        ·      ──────
     84 │ name = { zh = "督办", en = "urge" }
        ╰────
      help: hold it against the bounds and choices of its facts and mend it
    “督办”的条件永远不会成立（对照各事实的上下限和选项，改正条件）
    "#);
}

#[test]
fn guard_always_holds() {
    insta::assert_snapshot!(told(Kind::GuardAlwaysHolds), @r#"
    city::guard-always-holds

      ☞ the guard of `urge` always holds and guards nothing
        ╭─[procedures/repair.toml:83:6]
     82 │ [[action]]
     83 │ id = "urge"
        ·      ──────
     84 │ name = { zh = "督办", en = "urge" }
        ╰────
      help: take it out, or mend it
    “督办”的条件总是成立，等于没有条件（删去条件，或改正它）
    "#);
}

#[test]
fn checks_himself() {
    insta::assert_snapshot!(told(Kind::ChecksHimself), @r#"
    city::checks-himself

      ⚠ `check` may be done by whoever did `complete`
         ╭─[procedures/repair.toml:100:6]
      99 │ [[action]]
     100 │ id = "check"
         ·      ───────
     101 │ name = { zh = "核查", en = "check" }
         ╰────
      help: add differs_from = ["complete"], or give it to another role; where nothing is checked
            write checks = []
    “核查”可以由办理“办结”的同一个人办理（加上 differs_from = ["complete"]，或改由其他角色办理；不属核查的，写 checks = []）
    "#);
}

#[test]
fn nobody_may_act() {
    insta::assert_snapshot!(told(Kind::NobodyMayAct), @r#"
    city::nobody-may-act

      ⚠ nobody may take `send back`
         ╭─[procedures/repair.toml:110:6]
     109 │ [[action]]
     110 │ id = "send-back"
         ·      ───────────
     111 │ name = { zh = "退回", en = "send back" }
         ╰────
      help: write by = ["role"]
    “退回”没有人能办理（写明 by = ["角色"]）
    "#);
}

#[test]
fn idle_role() {
    insta::assert_snapshot!(told(Kind::IdleRole), @r#"
    city::idle-role

      ☞ the role `the court` has nothing to do
        ╭─[procedures/repair.toml:17:6]
     16 │ [[role]]
     17 │ id = "court"
        ·      ───────
     18 │ name = { zh = "法院", en = "the court" }
        ╰────
      help: write it into `by` of an action, or take it out
    角色“法院”没有任何动作（写进某个动作的 by，或删去）
    "#);
}

#[test]
fn fact_never_collected() {
    insta::assert_snapshot!(told(Kind::FactNeverCollected), @r#"
    city::fact-never-collected

      ⚠ `pollution removed` is asked for, but no form collects it
        ╭─[procedures/repair.toml:25:6]
     24 │ [[fact]]
     25 │ id = "removed"
        ·      ─────────
     26 │ name = { zh = "污染消除", en = "pollution removed" }
        ╰────
      help: add "removed" to `form` of an earlier action
    “污染消除”要用到，却没有表单填写它（在前面某个动作的 form 中加上 "removed"）
    "#);
}

#[test]
fn fact_never_used() {
    insta::assert_snapshot!(told(Kind::FactNeverUsed), @r#"
    city::fact-never-used

      ☞ `pollution removed` is collected, but no guard and no clock uses it
        ╭─[procedures/repair.toml:25:6]
     24 │ [[fact]]
     25 │ id = "removed"
        ·      ─────────
     26 │ name = { zh = "污染消除", en = "pollution removed" }
        ╰────
      help: write record = true where it is only kept
    “污染消除”填了却没有条件或时钟用到（只作记录的，写 record = true）
    "#);
}

#[test]
fn procedure_without_example() {
    insta::assert_snapshot!(told(Kind::ProcedureWithoutExample), @r#"
    city::procedure-without-example

      ☞ there is no worked example
       ╭─[procedures/repair.toml:1:1]
     1 │ id = "repair"
       · ─
     2 │ name = { zh = "整改", en = "repair" }
       ╰────
      help: write an [[example]] that says what comes of each step
    没有算例（写一个 [[example]]，说明每一步的结果）
    "#);
}
