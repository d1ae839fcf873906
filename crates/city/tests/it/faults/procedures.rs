//! Procedures: names, guards, and what the exploration finds.

mod exploration;
mod people_and_guards;
mod words;

use super::{Case, Kind};

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
            "[[example]]\nid = \"closes\"\nsource = \"SUP-5 #2\"\nbegins = 2019-03-11T09:00:00\nsteps = [\n  { do = \"assign\", by = \"office\", who = \"a\", at = 2019-03-11T09:00:00, with = { urgency = \"urgent\", deadline = 2019-09-30 }, to = \"repairing\", due = [{ clock = \"limit\", on = 2019-03-26 }] },\n  { do = \"complete\", by = \"unit\", who = \"b\", at = 2019-03-20, with = { removed = true }, to = \"done\" },\n  { do = \"check\", by = \"unit\", who = \"b\", at = 2019-03-21, with = { satisfied = 92 }, refused = \"differs-from\" },\n  { do = \"check\", by = \"office\", who = \"a\", at = 2019-03-21, with = { satisfied = 75 }, refused = \"guard\" },\n  { do = \"check\", by = \"office\", who = \"a\", at = 2019-03-21, with = { satisfied = 80 }, to = \"closed\" },\n]\ndue = [{ clock = \"limit\", stopped = true }]\n",
            "",
        )],
    ),
];
