//! What verdicts rest on, as things to compare: indicators, points, entries and their rules, guards, calendars, parameters.

use std::collections::BTreeMap;

use rules::procedure::Machine;
use standards::Text;

use super::Touches;
use super::subjects::{Subject, fact};
use super::words::ids;
use crate::calendar::CalendarYear;
use crate::indicator::CountedIndicator;
use crate::model::{City, Point};
use crate::register::Register;

/// Adds them to `all`, by kind and id.
pub(super) fn extend(all: &mut BTreeMap<String, Subject>, city: &City) {
    all.insert("city".to_owned(), of_city(city));
    for known in &city.indicators {
        all.insert(format!("indicator/{}", known.id), indicator(known));
    }
    for known in &city.points {
        all.insert(format!("point/{}", known.id), point(known));
    }
    for known in &city.calendar {
        all.insert(format!("calendar/{}", known.year), calendar(known));
    }
    for known in &city.registers {
        all.extend(entries(city, known));
        all.extend(rules(known));
    }
    for known in &city.procedures {
        all.extend(guards(known));
    }
    for choice in &city.profiles {
        for (id, values) in &choice.values {
            let key = format!("profile/{}/{id}", choice.subject);
            all.insert(key, parameter(&choice.subject, id, values));
        }
    }
}

fn subject(name: Text, touches: Touches, facts: Vec<super::subjects::Fact>) -> Subject {
    Subject {
        name,
        told: Text::default(),
        touches,
        facts,
    }
}

fn of_city(city: &City) -> Subject {
    let offset = city.utc_offset_minutes.to_string();
    let facts = vec![
        fact("名称", "name", city.name.clone(), Touches::Form),
        fact(
            "决议日期",
            "day of the resolution",
            Text::same(city.resolved.to_string()),
            Touches::Deadline,
        ),
        fact(
            "与协调世界时相差的分钟数",
            "minutes from UTC",
            Text::same(offset),
            Touches::Verdict,
        ),
    ];
    subject(Text::new("城市", "The city"), Touches::Form, facts)
}

fn indicator(indicator: &CountedIndicator) -> Subject {
    let pairs = |pairs: Vec<(&String, &String)>| {
        let shown: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        ids(&shown)
    };
    let filter = indicator.filter.terms.iter().map(|(field, word)| (field, word));
    let share = indicator.share.as_ref();
    let share = share.map(|share| format!("{}: {}", share.field, share.words.join(" / ")));
    let unit = indicator
        .unit
        .map_or_else(Text::default, |unit| Text::same(unit.word()));
    let facts = vec![
        fact("算法", "method", Text::same(indicator.method.word()), Touches::Verdict),
        fact(
            "名录",
            "register",
            Text::same(indicator.register.as_str()),
            Touches::Verdict,
        ),
        fact(
            "所取字段",
            "inputs",
            pairs(indicator.inputs.iter().collect()),
            Touches::Verdict,
        ),
        fact(
            "计入的条目",
            "entries that count",
            pairs(filter.collect()),
            Touches::Verdict,
        ),
        fact(
            "计入的词",
            "words that count",
            Text::same(share.unwrap_or_default()),
            Touches::Verdict,
        ),
        fact("单位", "unit", unit, Touches::Verdict),
        fact(
            "规则",
            "rule",
            Text::same(indicator.rule.clone().unwrap_or_default()),
            Touches::Verdict,
        ),
        fact("名称", "name", indicator.name.clone(), Touches::Form),
    ];
    let name = Text::new(
        format!("指标“{}”", indicator.name.zh),
        format!("Indicator '{}' ({})", indicator.name.en, indicator.id),
    );
    subject(name, Touches::Verdict, facts)
}

fn point(point: &Point) -> Subject {
    let class = point.target_class.map_or_else(Text::default, |class| {
        Text::new(format!("{class}类"), format!("class {class}"))
    });
    let position = point.position.map(|[east, north]| format!("{east}, {north}"));
    let own = |text: &Option<String>| Text::same(text.clone().unwrap_or_default());
    let facts = vec![
        fact("应保持的类别", "class to keep", class, Touches::Verdict),
        fact(
            "所代表的地点",
            "place it stands for",
            Text::same(point.of.as_str()),
            Touches::Verdict,
        ),
        fact("河段", "reach", own(&point.reach), Touches::Duty),
        fact("设备编号", "equipment number", own(&point.mn), Touches::Verdict),
        fact("位置", "position", own(&position), Touches::Form),
        fact("负责岗位", "who answers", ids(&point.answers), Touches::Duty),
        fact("名称", "name", point.name.clone(), Touches::Form),
    ];
    let name = Text::new(
        format!("测点“{}”", point.name.zh),
        format!("Point '{}' ({})", point.name.en, point.id),
    );
    subject(name, Touches::Verdict, facts)
}

fn calendar(year: &CalendarYear) -> Subject {
    let holidays = year.holidays.iter().map(|holiday| {
        (
            format!("{} {}–{}", holiday.name.zh, holiday.from, holiday.to),
            format!("{} {}–{}", holiday.name.en, holiday.from, holiday.to),
        )
    });
    let (zh, en): (Vec<String>, Vec<String>) = holidays.unzip();
    let workdays: Vec<String> = year.workdays.iter().map(|worked| worked.day.to_string()).collect();
    let facts = vec![
        fact(
            "放假",
            "holidays",
            Text::new(zh.join("、"), en.join(", ")),
            Touches::Deadline,
        ),
        fact("调休上班", "make-up working days", ids(&workdays), Touches::Deadline),
    ];
    let name = Text::new(format!("{}年日历", year.year), format!("The calendar of {}", year.year));
    subject(name, Touches::Deadline, facts)
}

/// Every entry by its key; its coming, going and changing touches what is counted from the register.
fn entries<'r>(city: &'r City, register: &'r Register) -> impl Iterator<Item = (String, Subject)> + 'r {
    register.entries.iter().map(move |entry| {
        let called = city.called(register, entry);
        let shown = |cell: Option<Text>| cell.unwrap_or_default();
        let facts = register.fields.iter().map(|field| {
            let aspect = &field.name;
            fact(
                &aspect.zh,
                &aspect.en,
                shown(city.shown(register, field, entry)),
                Touches::Verdict,
            )
        });
        let name = Text::new(
            format!("名录“{}”的条目“{}”", register.name.zh, called.zh),
            format!("Entry '{}' of the register '{}'", called.en, register.name.en),
        );
        let keys = register.key.iter().chain(&register.year);
        let cells = keys.map(|id| {
            register
                .cell(entry, id)
                .map(crate::register::Cell::written)
                .unwrap_or_default()
        });
        let key = format!("register/{}//{}", register.id, cells.collect::<Vec<_>>().join("/"));
        (key, subject(name, Touches::Verdict, facts.collect()))
    })
}

/// What must hold over the entries. A rule has no id: another wording is another rule.
fn rules(register: &Register) -> impl Iterator<Item = (String, Subject)> + '_ {
    register.over.iter().map(|rule| {
        let terms: Vec<String> = rule
            .filter
            .terms
            .iter()
            .map(|(field, word)| format!("{field} = {word}"))
            .collect();
        let facts = vec![
            fact("种类", "kind", Text::same(rule.kind.word()), Touches::Form),
            fact("字段", "fields", ids(&rule.fields), Touches::Form),
            fact("分组", "groups", ids(&rule.per), Touches::Form),
            fact("所指条目", "entries it speaks of", ids(&terms), Touches::Form),
        ];
        let name = Text::new(
            format!("名录“{}”的规则“{}”", register.name.zh, rule.says.zh),
            format!("Rule '{}' of the register '{}'", rule.says.en, register.name.en),
        );
        let key = format!("register/{}/rule/{}", register.id, rule.says.en);
        (key, subject(name, Touches::Form, facts))
    })
}

/// Who may act, and when.
fn guards(machine: &Machine) -> impl Iterator<Item = (String, Subject)> + '_ {
    machine.actions.iter().map(|action| {
        let guard = action.guard.as_ref().map(|guard| guard.text.clone());
        let facts = vec![
            fact("条件", "guard", Text::same(guard.unwrap_or_default()), Touches::Duty),
            fact("办理角色", "who acts", ids(&action.by), Touches::Duty),
            fact("可办理的状态", "open in", ids(&action.from), Touches::Form),
            fact(
                "须由他人办理",
                "by another than",
                ids(&action.differs_from),
                Touches::Duty,
            ),
        ];
        let name = Text::new(
            format!("办事规程“{}”的动作“{}”", machine.name.zh, action.name.zh),
            format!("Action '{}' of the procedure '{}'", action.name.en, machine.name.en),
        );
        (
            format!("procedure/{}/action/{}", machine.id, action.id),
            subject(name, Touches::Form, facts),
        )
    })
}

fn parameter(profile: &str, id: &str, values: &[rules::profile::Value]) -> Subject {
    let shown: Vec<String> = values
        .iter()
        .map(|own| match own.to {
            Some(to) => format!("{} ({}–{to})", own.value, own.from),
            None => format!("{} ({}–)", own.value, own.from),
        })
        .collect();
    let facts = vec![fact("自定值", "own value", ids(&shown), Touches::Verdict)];
    let mut subject = subject(
        Text::new(
            format!("参数集“{profile}”的参数“{id}”"),
            format!("Parameter `{id}` of the profile `{profile}`"),
        ),
        Touches::Verdict,
        facts,
    );
    subject.told = ids(&shown);
    subject
}
