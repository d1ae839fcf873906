//! What the exploration finds of states, actions, examples and clocks.

use super::super::{Kind, told};

#[test]
fn action_without_state() {
    insta::assert_snapshot!(told(Kind::ActionWithoutState), @r#"
    city::action-without-state

      × `complete` is open in no state
        ╭─[procedures/repair.toml:91:1]
     90 │
     91 │ [[action]]
        · ──────────
     92 │ id = "complete"
        ╰────
      help: write from = ["state"], or opens_here = true with a state in `to`
    “办结”在任何状态下都不能办理（写明 from = ["状态"]，或 opens_here = true 并写明 to）
    "#);
}

#[test]
fn final_state_left() {
    insta::assert_snapshot!(told(Kind::FinalStateLeft), @r#"
    city::final-state-left

      × `done` is an end, but `check` is open in it
        ╭─[procedures/repair.toml:49:6]
     48 │ [[state]]
     49 │ id = "done"
        ·      ──────
     50 │ name = { zh = "已完成", en = "done" }
        ╰────
      help: take out final = true, or the action
    “已完成”是终点，“核查”却要离开它（删去 final = true，或删去这个动作）
    "#);
}

#[test]
fn example_fails() {
    insta::assert_snapshot!(told(Kind::ExampleFails), @r#"
    city::example-fails

      ⚠ the example `closes` does not come out: step 5, expected `closed` (closed), came refused
      │ (guard): the condition of `check` does not hold: `share satisfied` ≥ 80 % and `pollution
      │ removed` (required: `share satisfied` ≥ 80 %; share satisfied: 79 %)
         ╭─[procedures/repair.toml:135:6]
     134 │ [[example]]
     135 │ id = "closes"
         ·      ────────
     136 │ source = "SUP-5 #2"
         ╰────
      help: hold it against SUP-5 #2 and mend the procedure or the example
    算例“closes”不成立：第5步应为“已销号”（closed），却是拒绝（guard）：“核查”的条件不成立：“满意比例” ≥ 80 % 且 “污染消除”（应当“满意比例” ≥ 80 %；满意比例：79 %）（对照 SUP-5 #2，改正规程或算例）
    "#);
}

#[test]
fn unreachable_state() {
    insta::assert_snapshot!(told(Kind::UnreachableState), @r#"
    city::unreachable-state

      ⚠ the state `lost` can never be reached
        ╭─[procedures/repair.toml:53:6]
     52 │ [[state]]
     53 │ id = "lost"
        ·      ──────
     54 │ name = { zh = "已失踪", en = "lost" }
        ╰────
      help: add an action that leads there, or take it out
    状态“已失踪”永远到不了（补上通向它的动作，或删去）
    "#);
}

#[test]
fn dead_end() {
    insta::assert_snapshot!(told(Kind::DeadEnd), @r#"
    city::dead-end

      ⚠ the state `shelved` can be entered but never left
        ╭─[procedures/repair.toml:58:6]
     57 │ [[state]]
     58 │ id = "lost"
        ·      ──────
     59 │ name = { zh = "搁置", en = "shelved" }
        ╰────
      help: add an action that leaves it, or write final = true
    状态“搁置”进得去出不来（补上离开它的动作，或写明 final = true）
    "#);
}

#[test]
fn no_way_to_end() {
    insta::assert_snapshot!(told(Kind::NoWayToEnd), @r#"
    city::no-way-to-end

      ⚠ no end can be reached from the states `shelved`, `lent`
        ╭─[procedures/repair.toml:58:6]
     57 │ [[state]]
     58 │ id = "lost"
        ·      ──────
     59 │ name = { zh = "搁置", en = "shelved" }
        ╰────
      help: add an action on the way to an end
    从状态“搁置”、“外借”走不到任何终点（补上通向终点的动作）
    "#);
}

#[test]
fn clock_never_starts() {
    insta::assert_snapshot!(told(Kind::ClockNeverStarts), @r#"
    city::clock-never-starts

      ⚠ the clock `last day` never starts
         ╭─[procedures/repair.toml:126:6]
     125 │ [[clock]]
     126 │ id = "final"
         ·      ───────
     127 │ name = { zh = "最后期限", en = "last day" }
         ╰────
      help: write starts_on = "state", or `starts` in an action
    时钟“最后期限”永远不会启动（写明 starts_on = "状态"，或在动作中写 starts）
    "#);
}

#[test]
fn clock_never_stops() {
    insta::assert_snapshot!(told(Kind::ClockNeverStops), @r#"
    city::clock-never-stops

      ⚠ the clock `last day` never stops once it runs
         ╭─[procedures/repair.toml:125:6]
     124 │ [[clock]]
     125 │ id = "final"
         ·      ───────
     126 │ name = { zh = "最后期限", en = "last day" }
         ╰────
      help: write runs_in = ["state"], or `stops` in an action
    时钟“最后期限”启动后永远不会停止（写明 runs_in = ["状态"]，或在动作中写 stops）
    "#);
}

#[test]
fn clock_paused_for_good() {
    insta::assert_snapshot!(told(Kind::ClockPausedForGood), @r#"
    city::clock-paused-for-good

      ⚠ the clock `time to repair` can be paused, but no action lets it go on
         ╭─[procedures/repair.toml:116:6]
     115 │ [[clock]]
     116 │ id = "limit"
         ·      ───────
     117 │ name = { zh = "整改期限", en = "time to repair" }
         ╰────
      help: write `resumes` in an action
    时钟“整改期限”暂停后没有动作使它继续（在某个动作中写 resumes）
    "#);
}

#[test]
fn clock_without_consequence() {
    insta::assert_snapshot!(told(Kind::ClockWithoutConsequence), @r#"
    city::clock-without-consequence

      ⚠ the clock `last day` runs out and nothing follows
         ╭─[procedures/repair.toml:126:6]
     125 │ [[clock]]
     126 │ id = "final"
         ·      ───────
     127 │ name = { zh = "最后期限", en = "last day" }
         ╰────
      help: write then = "action", or consequence = { zh = "…", en = "…" }
    时钟“最后期限”到期后没有任何后果（写明 then = "动作"，或 consequence = { zh = "…", en = "…" }）
    "#);
}

#[test]
fn consequence_out_of_reach() {
    insta::assert_snapshot!(told(Kind::ConsequenceOutOfReach), @r#"
    city::consequence-out-of-reach

      ⚠ the clock `time to repair` may run out in `done`, where `urge` is not open
         ╭─[procedures/repair.toml:117:6]
     116 │ [[clock]]
     117 │ id = "limit"
         ·      ───────
     118 │ name = { zh = "整改期限", en = "time to repair" }
         ╰────
      help: add the state to `from` of the action, or narrow `runs_in`
    时钟“整改期限”在“已完成”到期时，“督办”不能办理（在该动作的 from 中加上这个状态，或缩小 runs_in）
    "#);
}
