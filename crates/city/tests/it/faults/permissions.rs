//! Permissions: who they are for, and what does not go together.

use super::{Case, Kind};
use crate::sample::Sample;

const FILE: &str = "permissions.toml";

pub(super) const CASES: &[Case] = &[
    (
        Kind::PermissionForNobody,
        &[(
            FILE,
            "",
            "[[permission]]\nactions = [\"matter.act\"]\narea = \"city\"\n",
        )],
    ),
    (
        Kind::PermissionDoesNotFit,
        &[(
            FILE,
            "",
            "[[permission]]\nactions = [\"register.put\"]\nposts = [\"chief\"]\narea = \"city\"\nprocedures = [\"repair\"]\n",
        )],
    ),
];

/// Everything that is told of a permission with these lines.
fn of(lines: &str) -> String {
    let file = format!("[[permission]]\n{lines}\n");
    let findings = Sample::whole().change(FILE, "", &file).read().findings;
    let says = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.kind.code(), finding.says.en));
    says.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_permission_that_cannot_be_meant_is_told_once() {
    let cases = [
        "actions = [\"matter.act\"]\nnamed = true\narea = \"division\"\nprocedures = [\"repair\"]",
        "actions = [\"matter.akt\"]\nnamed = true\narea = \"city\"",
        "actions = [\"matter.act\"]\nposts = [\"chef\"]\narea = \"city\"",
        "actions = [\"matter.act\"]\nroles = [\"offize\"]\narea = \"city\"",
        "actions = [\"matter.act\"]\nroles = [\"office\"]\narea = \"county\"",
        "actions = [\"matter.act\"]\nroles = [\"office\"]\narea = \"city\"\nprocedures = [\"repairs\"]",
        "actions = [\"register.put\"]\nnamed = true\narea = \"city\"\nregisters = [\"vilages\"]",
        "actions = [\"matter.act\"]\nnamed = true\narea = \"city\"\nregisters = [\"villages\"]",
        "actions = [\"account.manage\"]\nnamed = true\narea = \"city\"",
        "actions = [\"matter.act\"]\neverybody = true\narea = \"city\"",
        "actions = [\"matter.read\"]\neverybody = true\nprivate = true\narea = \"city\"",
        "actions = [\"matter.act\"]\narea = \"city\"",
        "posts = [\"chief\"]\narea = \"city\"",
        "actions = [\"matter.act\"]\nposts = [\"chief\"]",
    ];
    let told: Vec<String> = cases
        .iter()
        .map(|lines| format!("{lines}\n=> {}\n", of(lines)))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r##"
    actions = ["matter.act"]
    named = true
    area = "division"
    procedures = ["repair"]
    => 

    actions = ["matter.akt"]
    named = true
    area = "city"
    => city::unknown-word: there is no action to permit `matter.akt`

    actions = ["matter.act"]
    posts = ["chef"]
    area = "city"
    => city::unknown-post: there is no post `chef`

    actions = ["matter.act"]
    roles = ["offize"]
    area = "city"
    => city::unknown-role: no post and no procedure has a role `offize`

    actions = ["matter.act"]
    roles = ["office"]
    area = "county"
    => city::unknown-word: there is no area `county`

    actions = ["matter.act"]
    roles = ["office"]
    area = "city"
    procedures = ["repairs"]
    => city::unknown-procedure: there is no procedure `repairs`

    actions = ["register.put"]
    named = true
    area = "city"
    registers = ["vilages"]
    => city::unknown-register: there is no register `vilages`

    actions = ["matter.act"]
    named = true
    area = "city"
    registers = ["villages"]
    => city::permission-does-not-fit: `registers` does not fit `matter.act`

    actions = ["account.manage"]
    named = true
    area = "city"
    => city::permission-does-not-fit: `named` does not fit `account.manage`

    actions = ["matter.act"]
    everybody = true
    area = "city"
    => city::permission-does-not-fit: `everybody` does not fit `matter.act`

    actions = ["matter.read"]
    everybody = true
    private = true
    area = "city"
    => city::permission-does-not-fit: `everybody` does not fit `matter.read`

    actions = ["matter.act"]
    area = "city"
    => city::permission-for-nobody: this permission is for nobody

    posts = ["chief"]
    area = "city"
    => city::missing-key: `actions` is missing

    actions = ["matter.act"]
    posts = ["chief"]
    => city::missing-key: `area` is missing
    "##);
}

#[test]
fn a_permission_for_nobody_is_marked() {
    let sample = Sample::whole().change(FILE, "", CASES[0].1[0].2);
    insta::assert_snapshot!(sample.told(Kind::PermissionForNobody), @r##"
    city::permission-for-nobody

      × this permission is for nobody
       ╭─[permissions.toml:1:1]
     1 │ [[permission]]
       · ──────────────
     2 │ actions = ["matter.act"]
       ╰────
      help: add `posts`, `roles`, `named = true` or `everybody = true`
    这条授权没有给任何人（写上 posts、roles、named = true 或 everybody = true）
    "##);
}
