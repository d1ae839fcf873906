//! A tree of reasons as nested steps: what is open, what is cut, and the way to the first evidence or entry of a register.

use askama::Template;
use standards::{Citation, Reason};

use crate::wording::Wording;
use crate::{links, marks};

/// Steps shown under one step until all are asked for.
const CHILDREN_SHOWN: usize = 40;

/// Steps of the first level stand open from the start when there are no more than these; a year of days stays closed.
const SIBLINGS_OPEN: usize = 6;

/// Levels that are written at all: deeper trees are an error of the rules, and must not exhaust the stack.
const LEVELS_MAX: usize = 48;

/// Steps written on one page even when all are asked for.
const STEPS_MAX: usize = 20_000;

/// One step as shown.
#[derive(Template)]
#[template(path = "step.html")]
pub struct Step<'a> {
    l: Wording,
    says: &'a str,
    rule: Option<&'a Citation>,
    /// The page that explains this step alone; `None` on that very page.
    further: Option<String>,
    evidence: Option<&'a str>,
    /// The entry of a register that the step tells of: its key.
    entry: Option<&'a str>,
    open: bool,
    steps: Vec<Step<'a>>,
    /// Steps that are not shown.
    hidden: usize,
    /// Address that shows them.
    show_all: Option<&'a str>,
}

/// Arranges `reason` for the page of `page_key`. With `show_all` (an address) each level is cut to its first steps.
pub fn steps<'a>(l: Wording, reason: &'a Reason, page_key: &str, show_all: Option<&'a str>) -> Step<'a> {
    let mut path = Vec::new();
    find_evidence(reason, 0, &mut path);
    Arrangement {
        l,
        page_key,
        show_all,
        steps_left: STEPS_MAX,
    }
    .arrange(reason, 0, 1, Some(&path))
}

/// Finds the way to the first evidence: the place of a step at each level. `path` stays empty when there is none.
fn find_evidence(reason: &Reason, level: usize, path: &mut Vec<usize>) -> bool {
    if reason.evidence.is_some() || entry_of(reason).is_some() {
        return true;
    }
    if level >= LEVELS_MAX {
        return false;
    }
    for (place, cause) in reason.because.iter().enumerate() {
        path.push(place);
        if find_evidence(cause, level + 1, path) {
            return true;
        }
        path.pop();
    }
    false
}

/// The key of the entry that a step tells of: what the city wrote down itself ends an explanation as evidence does.
fn entry_of(reason: &Reason) -> Option<&str> {
    reason.key.as_deref().filter(|key| key.starts_with("entry/"))
}

struct Arrangement<'a, 'k> {
    l: Wording,
    page_key: &'k str,
    show_all: Option<&'a str>,
    steps_left: usize,
}

impl<'a> Arrangement<'a, '_> {
    /// `path` is the rest of the way to the first evidence, when this step lies on it.
    fn arrange(&mut self, reason: &'a Reason, level: usize, siblings: usize, path: Option<&[usize]>) -> Step<'a> {
        let next = path.and_then(|path| path.split_first());
        let limit = if self.show_all.is_some() {
            CHILDREN_SHOWN
        } else {
            STEPS_MAX
        };
        let mut steps = Vec::new();
        for (place, cause) in reason.because.iter().enumerate() {
            let on_path = next.filter(|(first, _)| **first == place).map(|(_, rest)| rest);
            let fits = place < limit && self.steps_left > 0 && level < LEVELS_MAX;
            if fits || on_path.is_some() {
                self.steps_left = self.steps_left.saturating_sub(1);
                steps.push(self.arrange(cause, level + 1, reason.because.len(), on_path));
            }
        }
        let own_page = reason.key.as_deref().filter(|key| *key != self.page_key);
        let entry = entry_of(reason).filter(|key| *key != self.page_key);
        Step {
            l: self.l,
            says: self.l.text(&reason.says),
            rule: reason.rule.as_ref(),
            further: own_page.filter(|_| entry.is_none()).map(links::why),
            evidence: reason.evidence.as_deref(),
            entry,
            open: level == 0 || (level == 1 && siblings <= SIBLINGS_OPEN) || next.is_some(),
            hidden: reason.because.len() - steps.len(),
            steps,
            show_all: self.show_all,
        }
    }
}

#[cfg(test)]
mod tests {
    use standards::Text;

    use super::*;

    fn step(name: &str) -> Reason {
        Reason::new(Text::same(name))
    }

    /// Writes the arrangement as an outline: `+` open, `-` closed, `*` evidence.
    fn outline(step: &Step<'_>, level: usize, lines: &mut String) {
        let sign = if step.open { '+' } else { '-' };
        let evidence = step.evidence.map(|id| format!(" *{id}")).unwrap_or_default();
        let hidden = if step.hidden > 0 {
            format!(" ({} hidden)", step.hidden)
        } else {
            String::new()
        };
        lines.push_str(&format!(
            "{}{sign} {}{evidence}{hidden}\n",
            "  ".repeat(level),
            step.says
        ));
        for child in &step.steps {
            outline(child, level + 1, lines);
        }
    }

    fn drawn(reason: &Reason, show_all: Option<&str>) -> String {
        let mut lines = String::new();
        outline(&steps(Wording::default(), reason, "", show_all), 0, &mut lines);
        lines
    }

    fn with_evidence(name: &str, id: &str) -> Reason {
        Reason {
            evidence: Some(id.to_owned()),
            ..step(name)
        }
    }

    #[test]
    fn the_way_to_the_first_evidence_stands_open() {
        let hour = step("hour").since(step("rule")).since(with_evidence("frame", "r1:2"));
        let day = step("day").since(step("validity").since(step("count"))).since(hour);
        let year = step("year")
            .since(step("other").since(step("deep").since(step("deeper"))))
            .since(day);
        insta::assert_snapshot!(drawn(&year, Some("?all=1")), @"
        + year
          + other
            - deep
              - deeper
          + day
            - validity
              - count
            + hour
              - rule
              - frame *r1:2
        ");
    }

    #[test]
    fn an_entry_of_a_register_ends_the_way_as_evidence_does() {
        let entry = |line: usize| Reason {
            key: Some(format!("entry/wells/{line}")),
            ..step("well")
        };
        let count = step("count")
            .since(step("method").since(step("profile")))
            .since_all((2..60).map(entry));
        let year = step("year")
            .since_all((0..9).map(|_| step("rule").since(step("text"))))
            .since(count);
        let drawn = drawn(&year, Some("?all=1"));
        assert_eq!(
            drawn.matches('+').count(),
            2,
            "year and count alone stand open: {drawn}"
        );
        assert!(drawn.contains("+ count"), "{drawn}");
        let second = entry(2);
        let shown = steps(Wording::default(), &second, "", None);
        assert_eq!((shown.entry, shown.further), (Some("entry/wells/2"), None));
        let alone = steps(Wording::default(), &second, "entry/wells/2", None);
        assert_eq!((alone.entry, alone.further), (None, None), "no link to the page itself");
    }

    #[test]
    fn a_long_level_is_cut_but_never_before_the_evidence() {
        let days = (1..=365).map(|day| {
            if day == 100 {
                with_evidence("day 100", "r9:1")
            } else {
                step("day")
            }
        });
        let year = step("year").since_all(days);
        let cut = drawn(&year, Some("?all=1"));
        assert_eq!(cut.matches("day").count(), CHILDREN_SHOWN + 1);
        assert!(cut.contains("(324 hidden)") && cut.contains("*r9:1"), "{cut}");
        assert_eq!(drawn(&year, None).matches("day").count(), 365);
    }

    #[test]
    fn many_siblings_stay_closed() {
        let day = |name: &str| step(name).since(step("hour"));
        let few = step("year").since(day("one")).since(day("two"));
        assert_eq!(drawn(&few, None).matches('+').count(), 3);
        let many = step("year").since_all((0..=SIBLINGS_OPEN).map(|_| day("day")));
        assert_eq!(drawn(&many, None).matches('+').count(), 1);
    }

    #[test]
    fn a_bottomless_tree_is_cut() {
        let mut reason = with_evidence("bottom", "r1:1");
        for _ in 0..1_000 {
            reason = step("floor").since(reason);
        }
        let drawn = drawn(&reason, None);
        assert_eq!(drawn.lines().count(), LEVELS_MAX + 1);
        assert!(drawn.ends_with("(1 hidden)\n"), "{drawn}");
    }
}
