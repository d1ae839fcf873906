//! Reads `permissions.toml`.

use std::ops::Range;

use rules::procedure::Machine;
use standards::Text;

use super::{About, Area, Permission, PermittedAction};
use crate::kind::FindingKind;
use crate::people::Post;
use crate::registry::Registry;
use crate::source::{Source, Word};
use crate::suggestion;
use crate::table::{Document, Need, Table};

/// What permissions refer to.
pub(crate) struct Around<'a> {
    pub(crate) post_ids: &'a Registry,
    pub(crate) registers: &'a Registry,
    pub(crate) procedure_ids: &'a Registry,
    pub(crate) posts: &'a [Post],
    pub(crate) procedures: &'a [Machine],
    /// Whether a file that could name roles did not read: an unknown role may then be one of those.
    pub(crate) roles_in_doubt: bool,
}

/// Reads the permissions.
pub(crate) fn read(source: &Source<'_>, around: &Around<'_>) -> Vec<Permission> {
    let Some(document) = Document::parse(source.text, 0, source) else {
        return Vec::new();
    };
    let mut root = document.table(source, 0..0);
    let tables = root.tables("permission");
    root.finish();
    tables
        .into_iter()
        .filter_map(|table| permission(table, source, around))
        .collect()
}

fn permission(mut table: Table<'_>, source: &Source<'_>, around: &Around<'_>) -> Option<Permission> {
    let span = table.span();
    let words = table.words("actions", Need::Required);
    let read = |word: &Word| Some((PermittedAction::choice().read(word, source)?, word.span.clone()));
    let actions: Vec<(PermittedAction, Range<usize>)> = words.iter().filter_map(read).collect();
    let posts = table.words("posts", Need::Optional);
    let roles = table.words("roles", Need::Optional);
    let named = table.flag("named");
    let everybody = table.flag("everybody");
    let area = table.word("area", Need::Required);
    let area = area.and_then(|word| Area::choice().read(&word, source));
    let procedures = table.words("procedures", Need::Optional);
    let registers = table.words("registers", Need::Optional);
    let private = table.flag("private");
    table.finish();
    let somebody = named || everybody || !posts.is_empty() || !roles.is_empty();
    if !somebody {
        report_nobody(span, source);
    }
    let limits = Limits {
        named,
        everybody,
        private,
        by_procedure: !procedures.is_empty(),
        by_register: !registers.is_empty(),
    };
    for (action, span) in &actions {
        if let Some(says) = limits.misfit(*action) {
            let help = Text::new(
                "去掉不适用的键，或把这个操作另写一条 [[permission]]",
                "take out the key that does not fit, or write another [[permission]] for this action",
            );
            source.report(FindingKind::PermissionDoesNotFit, span.clone(), says, Some(help));
        }
    }
    let permission = Permission {
        actions: actions.into_iter().map(|(action, _)| action).collect(),
        posts: around.post_ids.refer_all(posts, source),
        roles: known_roles(roles, source, around),
        named,
        everybody,
        area: area?,
        procedures: around.procedure_ids.refer_all(procedures, source),
        registers: around.registers.refer_all(registers, source),
        private,
    };
    // With an error among the findings there is no city, so that a permission that lost a limit is never asked.
    Some(permission)
}

/// What a permission is limited by, as far as it may not fit an action.
struct Limits {
    named: bool,
    everybody: bool,
    private: bool,
    by_procedure: bool,
    by_register: bool,
}

impl Limits {
    fn misfit(&self, action: PermittedAction) -> Option<Text> {
        let (word, about) = (action.word(), action.about());
        let key = if self.by_procedure && about != About::Procedure {
            "procedures"
        } else if self.by_register && about != About::Register {
            "registers"
        } else if self.named && about == About::Program {
            "named"
        } else if self.everybody && (self.private || !action.may_be_for_everybody()) {
            "everybody"
        } else {
            return None;
        };
        Some(Text::new(
            format!("“{key}”不适用于“{word}”"),
            format!("`{key}` does not fit `{word}`"),
        ))
    }
}

fn report_nobody(span: Range<usize>, source: &Source<'_>) {
    let says = Text::new("这条授权没有给任何人", "this permission is for nobody");
    let help = Text::new(
        "写上 posts、roles、named = true 或 everybody = true",
        "add `posts`, `roles`, `named = true` or `everybody = true`",
    );
    source.report(FindingKind::PermissionForNobody, span, says, Some(help));
}

/// Roles that a post plays or a procedure has.
fn known_roles(words: Vec<Word>, source: &Source<'_>, around: &Around<'_>) -> Vec<String> {
    let of_posts = around
        .posts
        .iter()
        .flat_map(|post| post.roles.iter().map(String::as_str));
    let machines = around.procedures.iter();
    let of_machines = machines.flat_map(|machine| machine.roles.iter().map(|role| role.id.as_str()));
    let mut known: Vec<&str> = of_posts.chain(of_machines).collect();
    known.sort_unstable();
    known.dedup();
    for word in &words {
        if !around.roles_in_doubt && !known.contains(&word.text.as_str()) {
            let says = Text::new(
                format!("没有岗位或办事规程有角色“{}”", word.text),
                format!("no post and no procedure has a role `{}`", word.text),
            );
            let help = suggestion::advice(&word.text, known.iter().copied());
            source.report(FindingKind::UnknownRole, word.span.clone(), says, help);
        }
    }
    words.into_iter().map(|word| word.text).collect()
}
