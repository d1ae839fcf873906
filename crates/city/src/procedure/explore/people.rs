//! Actions that nobody may take, roles without any, and people who check themselves.

use rules::procedure::{Action, Role};
use standards::Text;

use super::Exploration;
use crate::kind::FindingKind;

/// Words in the id of an action that tell that it checks what another did.
const CHECKING_WORDS: [&str; 9] = [
    "check",
    "checked",
    "verify",
    "approve",
    "review",
    "accept",
    "acceptance",
    "recheck",
    "audit",
];

impl<'e> Exploration<'e> {
    pub(super) fn ask_people(&self) {
        for action in &self.machine.actions {
            if action.by.is_empty() {
                self.nobody(action);
            }
            if let Some(checked) = self
                .checked_by(action)
                .into_iter()
                .find(|checked| self.checks_himself(action, checked))
            {
                self.himself(action, checked);
            }
        }
        for role in &self.machine.roles {
            if !self.machine.actions.iter().any(|action| action.by.contains(&role.id)) {
                self.idle(role);
            }
        }
    }

    /// What an action checks: what it says itself, or else whatever leads to where a checking action is open.
    fn checked_by(&self, action: &Action) -> Vec<&'e Action> {
        let all = self.machine.actions.iter();
        match &action.checks {
            Some(checks) => all.filter(|other| checks.contains(&other.id)).collect(),
            None if is_checking(&action.id) => all
                .filter(|other| other.id != action.id && !is_checking(&other.id))
                .filter(|other| action.from.iter().any(|from| leads_to(other, from)))
                .collect(),
            None => Vec::new(),
        }
    }

    /// Whether one person could do both: the same role, or a post that holds both roles, and nothing that forbids it.
    fn checks_himself(&self, action: &Action, checked: &Action) -> bool {
        if action.differs_from.contains(&checked.id) || action.other_unit_than.contains(&checked.id) {
            return false;
        }
        let (checkers, doers) = (self.roles(action), self.roles(checked));
        checkers.iter().any(|checker| {
            doers
                .iter()
                .any(|doer| checker.id == doer.id || checker.posts.iter().any(|post| doer.posts.contains(post)))
        })
    }

    /// The roles of people that may take an action.
    fn roles(&self, action: &Action) -> Vec<&'e Role> {
        let roles = action.by.iter().filter_map(|id| self.machine.role(id));
        roles.filter(|role| !role.automatic).collect()
    }

    fn nobody(&self, action: &Action) {
        let says = Text::new(
            format!("“{}”没有人能办理", action.name.zh),
            format!("nobody may take `{}`", action.name.en),
        );
        let help = Text::new("写明 by = [\"角色\"]", "write by = [\"role\"]");
        self.report(FindingKind::NobodyMayAct, self.names.action(&action.id), says, help);
    }

    fn himself(&self, action: &Action, checked: &Action) {
        let says = Text::new(
            format!("“{}”可以由办理“{}”的同一个人办理", action.name.zh, checked.name.zh),
            format!("`{}` may be done by whoever did `{}`", action.name.en, checked.name.en),
        );
        let help = Text::new(
            format!(
                "加上 differs_from = [\"{}\"]，或改由其他角色办理；不属核查的，写 checks = []",
                checked.id
            ),
            format!(
                "add differs_from = [\"{}\"], or give it to another role; where nothing is checked write checks = []",
                checked.id
            ),
        );
        self.report(FindingKind::ChecksHimself, self.names.action(&action.id), says, help);
    }

    fn idle(&self, role: &Role) {
        let says = Text::new(
            format!("角色“{}”没有任何动作", role.name.zh),
            format!("the role `{}` has nothing to do", role.name.en),
        );
        let help = Text::new(
            "写进某个动作的 by，或删去",
            "write it into `by` of an action, or take it out",
        );
        self.report(FindingKind::IdleRole, self.names.role(&role.id), says, help);
    }
}

fn is_checking(id: &str) -> bool {
    id.split('-').any(|word| CHECKING_WORDS.contains(&word))
}

fn leads_to(action: &Action, state: &str) -> bool {
    matches!(&action.to, rules::procedure::Target::State(to) if to == state)
}
