//! Every action of the program, with who may and who may not in the city of the demonstration. An action without a row fails.

use std::path::Path;

use city::{City, PermittedAction as Action, What};

/// One question: post, register or procedure, division, private, named by the matter.
type Asked = (&'static str, Option<&'static str>, Option<&'static str>, bool, bool);

struct Row {
    action: Action,
    may: &'static [Asked],
    may_not: &'static [Asked],
}

const YUHU: Option<&str> = Some("yuhu");
/// A town of Yuhu.
const TOWN: Option<&str> = Some("430302001");
const OTHER: Option<&str> = Some("shaoshan");
const COMPLAINT: Option<&str> = Some("complaint");
const MATTER: Option<&str> = Some("matter");

const TABLE: &[Row] = &[
    Row {
        action: Action::RegisterRead,
        may: &[
            ("public", Some("complaints"), None, false, false),
            ("yuhu-head", Some("complaints"), YUHU, true, false),
            ("yuhu-head", Some("complaints"), TOWN, true, false),
            ("chief-yuhu", Some("chief-patrols"), TOWN, true, false),
            ("chief-city", Some("chief-patrols"), TOWN, true, false),
            ("river-chief-office-duty", Some("complaints"), None, true, false),
        ],
        may_not: &[
            ("public", Some("complaints"), YUHU, true, false),
            ("yuhu-head", Some("complaints"), OTHER, true, false),
            ("yuhu-head", Some("complaints"), None, true, false),
            ("finance-bureau-head", Some("complaints"), YUHU, true, false),
        ],
    },
    Row {
        action: Action::RegisterPut,
        may: &[
            ("ecology-bureau-air", Some("air-warnings"), None, false, false),
            (
                "discipline-commission-head",
                Some("accountability-cases"),
                YUHU,
                false,
                false,
            ),
        ],
        may_not: &[
            ("public", Some("air-warnings"), None, false, false),
            ("ecology-bureau-head", Some("air-warnings"), None, false, false),
            ("ecology-bureau-air", Some("accountability-cases"), None, false, false),
            ("ecology-bureau-air", Some("no-such-register"), None, false, false),
            ("ecology-bureau-air", None, None, false, false),
            ("no-such-post", Some("air-warnings"), None, false, true),
        ],
    },
    Row {
        action: Action::MatterRead,
        may: &[
            ("public", MATTER, None, false, false),
            ("yuhu-head", MATTER, TOWN, true, false),
            ("river-chief-office-head", COMPLAINT, OTHER, true, false),
        ],
        may_not: &[
            ("public", MATTER, None, true, false),
            ("yuhu-head", MATTER, OTHER, true, false),
            ("water-bureau-head", MATTER, YUHU, true, false),
        ],
    },
    Row {
        action: Action::MatterOpen,
        may: &[
            ("public", COMPLAINT, None, false, false),
            ("river-chief-office-duty", MATTER, YUHU, false, false),
            ("letters-office-head", COMPLAINT, YUHU, false, false),
        ],
        may_not: &[
            ("public", MATTER, None, false, false),
            ("public", Some("enforcement-case"), None, false, false),
            ("finance-bureau-head", MATTER, None, false, false),
        ],
    },
    Row {
        action: Action::MatterAct,
        may: &[
            ("letters-office-head", COMPLAINT, YUHU, false, false),
            ("water-bureau-head", MATTER, OTHER, false, true),
            ("river-chief-office-duty", COMPLAINT, None, true, false),
        ],
        may_not: &[
            ("public", COMPLAINT, None, false, true),
            ("finance-bureau-head", COMPLAINT, YUHU, false, false),
            ("letters-office-head", COMPLAINT, YUHU, true, false),
        ],
    },
    Row {
        action: Action::MatterHandOver,
        may: &[
            ("river-chief-office-head", MATTER, None, false, false),
            ("water-bureau-head", MATTER, None, false, true),
        ],
        may_not: &[
            ("water-bureau-head", MATTER, None, false, false),
            ("public", MATTER, None, false, false),
        ],
    },
    Row {
        action: Action::ComplaintReadReporter,
        may: &[
            ("letters-office-head", COMPLAINT, YUHU, true, false),
            ("ecology-bureau-enforcement", Some("report-reward"), None, true, false),
        ],
        may_not: &[
            ("public", COMPLAINT, None, true, false),
            ("river-chief-office-head", COMPLAINT, None, true, false),
            ("chief-city", COMPLAINT, YUHU, true, false),
            ("letters-office-head", MATTER, YUHU, true, false),
            ("yuhu-head", COMPLAINT, YUHU, true, true),
        ],
    },
    Row {
        action: Action::AuditRead,
        may: &[("audit-bureau-head", None, None, true, false)],
        may_not: &[
            ("public", None, None, false, false),
            ("ecology-bureau-head", None, None, false, false),
        ],
    },
    Row {
        action: Action::AuditSeal,
        may: &[("audit-bureau-head", None, None, false, false)],
        may_not: &[
            ("public", None, None, false, false),
            ("letters-office-head", None, None, false, false),
        ],
    },
    Row {
        action: Action::AuditErase,
        may: &[("letters-office-head", None, None, true, false)],
        may_not: &[
            ("public", None, None, false, false),
            ("audit-bureau-head", None, None, true, false),
        ],
    },
    Row {
        action: Action::AccountManage,
        may: &[("river-chief-office-head", None, None, false, false)],
        may_not: &[
            ("public", None, None, false, false),
            ("river-chief-office-duty", None, None, false, false),
        ],
    },
];

fn city_of_demonstration() -> City {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/xiangtan");
    city::read(&folder).city.unwrap()
}

fn what((_, kind, division, private, named): Asked) -> What<'static> {
    What {
        kind,
        division,
        unit: None,
        private,
        named,
    }
}

#[test]
fn every_action_has_a_row_with_somebody_who_may_and_somebody_who_may_not() {
    let rows: Vec<Action> = TABLE.iter().map(|row| row.action).collect();
    assert_eq!(
        rows,
        Action::ALL,
        "the table has a row for every action, in the order of the list"
    );
    for row in TABLE {
        assert!(!row.may.is_empty() && !row.may_not.is_empty(), "{}", row.action.word());
        let nobody = row.may_not.iter().any(|asked| asked.0 == "public");
        assert!(nobody, "{}: the table says what the public may not", row.action.word());
    }
}

#[test]
fn the_folder_permits_what_the_table_says_and_nothing_else() {
    let city = city_of_demonstration();
    for row in TABLE {
        for asked in row.may {
            let answer = city.permits(asked.0, row.action, &what(*asked));
            assert!(answer.is_ok(), "{} {asked:?}: {answer:?}", row.action.word());
        }
        for asked in row.may_not {
            let refused = city.permits(asked.0, row.action, &what(*asked));
            let says = refused.expect_err(&format!("{} {asked:?}", row.action.word())).says();
            assert!(!says.zh.is_empty() && says.en.contains(asked.0), "{says:?}");
        }
    }
}

#[test]
fn without_a_file_everything_is_refused_but_reading_what_is_public() {
    let city = City {
        permissions: Vec::new(),
        ..city_of_demonstration()
    };
    for row in TABLE {
        for asked in row.may {
            let answer = city.permits(asked.0, row.action, &what(*asked));
            let open = matches!(row.action, Action::RegisterRead | Action::MatterRead) && !asked.3;
            assert_eq!(answer.is_ok(), open, "{} {asked:?}", row.action.word());
        }
    }
}

#[test]
fn a_refusal_says_why_each_permission_does_not_cover_it() {
    let city = city_of_demonstration();
    let refused = |post, action, asked: Asked| city.permits(post, action, &what(asked)).unwrap_err().says();
    let says = refused("yuhu-head", Action::MatterRead, ("", MATTER, OTHER, true, false));
    insta::assert_snapshot!(format!("{}\n{}", says.zh, says.en), @r##"
    岗位“yuhu-head”不能查看事项：授权给了别的岗位；只授权到本行政区及其下级（yuhu），这里是 shaoshan
    the post `yuhu-head` may not read a matter: it is permitted to other posts; it is permitted for the own division and those below it (yuhu), and this is shaoshan
    "##);
    let says = refused(
        "letters-office-head",
        Action::ComplaintReadReporter,
        ("", MATTER, YUHU, true, false),
    );
    insta::assert_snapshot!(says.en, @r##"
    the post `letters-office-head` may not learn who has complained: it is permitted only for complaint, report-reward
    "##);
}

#[test]
fn the_own_unit_reaches_those_below_it() {
    let mut city = city_of_demonstration();
    for permission in &mut city.permissions {
        permission.area = city::Area::Unit;
    }
    let of = |unit| What {
        kind: MATTER,
        unit,
        private: true,
        ..What::default()
    };
    let may = |post, unit| city.permits(post, Action::MatterRead, &of(unit)).is_ok();
    assert!(may("chief-city", Some("yuhu")) && may("yuhu-head", Some("yuhu")));
    assert!(!may("yuhu-head", Some("municipal-government")) && !may("yuhu-head", Some("shaoshan")));
    assert!(!may("yuhu-head", None) && !may("yuhu-head", Some("no-such-unit")));
}
