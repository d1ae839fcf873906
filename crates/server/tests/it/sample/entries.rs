//! Pages of those who put entries into a register of wells.

use office::entries::{Difference, FormField, FormView, Input, Known, Origin, Row, State, Verdict};
use server::pages::entry_form::Sheet;
use server::pages::entry_import::Import;
use server::pages::entry_list::List;
use standards::Text;

fn field(id: &str, name: Text, input: Input) -> FormField {
    FormField {
        id: id.to_owned(),
        name,
        unit: Text::default(),
        input,
        required: id == "code",
        public: id != "depth",
        fixed: false,
        hint: Text::default(),
        value: String::new(),
    }
}

fn form(key: Option<&str>) -> FormView {
    let sealed = vec![
        ("yes".to_owned(), Text::new("已加盖", "sealed")),
        ("no".to_owned(), Text::new("未加盖", "open")),
    ];
    let depth = FormField {
        unit: Text::same("m"),
        hint: Text::new("数字，不小于0", "a number, at least 0"),
        ..field("depth", Text::new("井深", "depth"), Input::Number)
    };
    FormView {
        register: "wells".to_owned(),
        name: Text::new("饮用水井", "Drinking wells"),
        fields: vec![
            field("code", Text::new("编号", "code"), Input::Line),
            field("sealed", Text::new("是否加盖", "sealed"), Input::Choice(sealed)),
            depth,
            field("dug_on", Text::new("成井日期", "dug on"), Input::Day),
        ],
        holds: vec![Text::new("编号不重复", "No two codes are alike")],
        key: key.map(str::to_owned),
        upon: 2,
        origin: key.map(|_| Origin::Act(7, 2, day())),
    }
}

fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 5, 1).unwrap()
}

pub fn entry_form() -> Sheet {
    let overtaken = office::entries::EntryError::Overtaken;
    Sheet::of(form(Some("w1")), day(), "li.wei").refused(&overtaken, "7")
}

pub fn entry_list() -> List {
    let said = |text: &str| journal::Said::Text(text.to_owned());
    let known = |key: &str, origin| Known {
        key: Some(key.to_owned()),
        fields: vec![
            ("code".to_owned(), said(key)),
            ("sealed".to_owned(), said("yes")),
            ("depth".to_owned(), journal::Said::Erased),
        ],
        origin,
    };
    List {
        form: form(None),
        known: vec![known("w1", Origin::Act(7, 2, day())), known("w/2", Origin::Folder(3))],
        on: day(),
    }
}

pub fn entry_import() -> Import {
    let row = |line, key: &str, state| Row {
        line,
        key: vec![key.to_owned()],
        fields: Vec::new(),
        state,
    };
    let difference = Difference {
        field: "sealed".to_owned(),
        before: Some(journal::Said::Text("1".to_owned())),
        after: None,
    };
    let verdict = Verdict {
        rows: vec![
            row(2, "w1", State::New(1)),
            row(3, "w2", State::Changed(3, vec![difference])),
            row(4, "w3", State::Unchanged),
        ],
        seen: 2,
    };
    Import::empty(form(None), day()).judged(verdict, "code\n<w1>\n".to_owned(), "7", "li.wei")
}
