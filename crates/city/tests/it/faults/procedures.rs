//! Procedures: names, guards, and what the exploration finds.

use super::{Case, Kind, told};

const REPAIR: &str = "procedures/repair.toml";

pub const CASES: &[Case] = &[
    (Kind::UnknownRole, &[(REPAIR, "by = [\"unit\"]", "by = [\"units\"]")]),
    (Kind::UnknownFact, &[(REPAIR, "80 and removed", "80 and remove")]),
    (Kind::UnknownState, &[(REPAIR, "to = \"done\"", "to = \"doen\"")]),
    (Kind::UnknownAction, &[(REPAIR, "then = \"urge\"", "then = \"urgent\"")]),
    (
        Kind::UnknownClock,
        &[(REPAIR, "pauses = [\"limit\"]", "pauses = [\"limits\"]")],
    ),
    (
        Kind::UnknownProcedure,
        &[(REPAIR, "opens = [\"repair\"]", "opens = [\"repairs\"]")],
    ),
    (
        Kind::UnknownParameter,
        &[(REPAIR, "length = 15", "parameter = \"supervision.plan_working_day\"")],
    ),
    (
        Kind::BrokenGuard,
        &[(REPAIR, "satisfied >= 80 and", "satisfied >= 80 and and")],
    ),
    (
        Kind::GuardDoesNotFit,
        &[(REPAIR, "satisfied >= 80", "satisfied >= removed")],
    ),
    (
        Kind::GuardUnitsDiffer,
        &[
            (REPAIR, "type = \"flag\"", "type = \"number\"\nunit = \"km\""),
            (REPAIR, "satisfied >= 80 and removed", "satisfied >= removed"),
        ],
    ),
    (
        Kind::ActionWithoutState,
        &[(REPAIR, "by = [\"unit\"]\nfrom = [\"repairing\"]\n", "by = [\"unit\"]\n")],
    ),
    (
        Kind::FinalStateLeft,
        &[(REPAIR, "en = \"done\" }", "en = \"done\" }\nfinal = true")],
    ),
    (Kind::ExampleFails, &[(REPAIR, "satisfied = 80 }", "satisfied = 79 }")]),
    (
        Kind::UnreachableState,
        &[(
            REPAIR,
            "[[state]]\nid = \"closed\"",
            "[[state]]\nid = \"lost\"\nname = { zh = \"已失踪\", en = \"lost\" }\nfinal = true\n\n[[state]]\nid = \"closed\"",
        )],
    ),
    (
        Kind::DeadEnd,
        &[(
            REPAIR,
            "final = true\n\n[[action]]",
            "final = true\n\n[[state]]\nid = \"lost\"\nname = { zh = \"搁置\", en = \"shelved\" }\n\n[[action]]\nid = \"shelve\"\nname = { zh = \"搁置\", en = \"shelve\" }\nby = [\"office\"]\nfrom = [\"found\"]\nto = \"lost\"\n\n[[action]]",
        )],
    ),
    (
        Kind::NoWayToEnd,
        &[(
            REPAIR,
            "final = true\n\n[[action]]",
            "final = true\n\n[[state]]\nid = \"lost\"\nname = { zh = \"搁置\", en = \"shelved\" }\n\n[[state]]\nid = \"lent\"\nname = { zh = \"外借\", en = \"lent\" }\n\n[[action]]\nid = \"shelve\"\nname = { zh = \"搁置\", en = \"shelve\" }\nby = [\"office\"]\nfrom = [\"found\", \"lent\"]\nto = \"lost\"\n\n[[action]]\nid = \"lend\"\nname = { zh = \"外借\", en = \"lend\" }\nby = [\"office\"]\nfrom = [\"lost\"]\nto = \"lent\"\n\n[[action]]",
        )],
    ),
    (Kind::ClockNeverStarts, &[(REPAIR, "starts_on = \"repairing\"\n", "")]),
    (
        Kind::ClockNeverStops,
        &[
            (REPAIR, "final = true\n", ""),
            (
                REPAIR,
                "starts_on = \"repairing\"\nruns_in = [\"repairing\"]\n",
                "starts_on = \"repairing\"\n",
            ),
        ],
    ),
    (Kind::ClockPausedForGood, &[(REPAIR, "resumes = [\"limit\"]\n", "")]),
    (
        Kind::ClockWithoutConsequence,
        &[(
            REPAIR,
            "consequence = { zh = \"移交问责\", en = \"goes to accountability\" }\n",
            "",
        )],
    ),
    (
        Kind::ConsequenceOutOfReach,
        &[(
            REPAIR,
            "runs_in = [\"repairing\"]\nthen",
            "runs_in = [\"repairing\", \"done\"]\nthen",
        )],
    ),
    (
        Kind::GuardNeverHolds,
        &[(
            REPAIR,
            "guard = 'urgency = \"urgent\"'",
            "guard = 'urgency = \"urgent\" and urgency = \"ordinary\"'",
        )],
    ),
    (
        Kind::GuardAlwaysHolds,
        &[(
            REPAIR,
            "guard = 'urgency = \"urgent\"'",
            "guard = 'urgency = \"urgent\" or urgency != \"urgent\"'",
        )],
    ),
    (
        Kind::ChecksHimself,
        &[
            (REPAIR, "differs_from = [\"complete\"]\n", ""),
            (
                REPAIR,
                "who = \"b\", at = 2019-03-21, with = { satisfied = 92 }, refused = \"differs-from\"",
                "who = \"b\", at = 2019-03-21, with = { satisfied = 70 }, refused = \"guard\"",
            ),
        ],
    ),
    (
        Kind::NobodyMayAct,
        &[(
            REPAIR,
            "by = [\"office\"]\nfrom = [\"done\"]",
            "by = []\nfrom = [\"done\"]",
        )],
    ),
    (
        Kind::IdleRole,
        &[(
            REPAIR,
            "[[fact]]",
            "[[role]]\nid = \"court\"\nname = { zh = \"法院\", en = \"the court\" }\n\n[[fact]]",
        )],
    ),
    (
        Kind::FactNeverCollected,
        &[
            (REPAIR, "form = [\"removed\"]\n", ""),
            (REPAIR, "with = { removed = true }, ", ""),
            (
                REPAIR,
                "with = { satisfied = 80 }, to = \"closed\"",
                "with = { satisfied = 80 }, refused = \"guard\"",
            ),
        ],
    ),
    (
        Kind::FactNeverUsed,
        &[(REPAIR, "satisfied >= 80 and removed", "satisfied >= 80")],
    ),
    (
        Kind::ProcedureWithoutExample,
        &[(
            REPAIR,
            "[[example]]\nid = \"closes\"\nsource = \"SUP-5 #2\"\nbegins = 2019-03-11T09:00\nsteps = [\n  { do = \"assign\", by = \"office\", who = \"a\", at = 2019-03-11T09:00, with = { urgency = \"urgent\", deadline = 2019-09-30 }, to = \"repairing\", due = [{ clock = \"limit\", on = 2019-03-26 }] },\n  { do = \"complete\", by = \"unit\", who = \"b\", at = 2019-03-20, with = { removed = true }, to = \"done\" },\n  { do = \"check\", by = \"unit\", who = \"b\", at = 2019-03-21, with = { satisfied = 92 }, refused = \"differs-from\" },\n  { do = \"check\", by = \"office\", who = \"a\", at = 2019-03-21, with = { satisfied = 75 }, refused = \"guard\" },\n  { do = \"check\", by = \"office\", who = \"a\", at = 2019-03-21, with = { satisfied = 80 }, to = \"closed\" },\n]\ndue = [{ clock = \"limit\", stopped = true }]\n",
            "",
        )],
    ),
];

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
    数不能与是否比较
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
    单位不同：% 与 km
    "#);
}

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

      ⚠ no end can be reached from the state `shelved`
        ╭─[procedures/repair.toml:58:6]
     57 │ [[state]]
     58 │ id = "lost"
        ·      ──────
     59 │ name = { zh = "搁置", en = "shelved" }
        ╰────
      help: add an action on the way to an end
    从状态“搁置”走不到任何终点（补上通向终点的动作）
    city::no-way-to-end

      ⚠ no end can be reached from the state `lent`
        ╭─[procedures/repair.toml:62:6]
     61 │ [[state]]
     62 │ id = "lent"
        ·      ──────
     63 │ name = { zh = "外借", en = "lent" }
        ╰────
      help: add an action on the way to an end
    从状态“外借”走不到任何终点（补上通向终点的动作）
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
