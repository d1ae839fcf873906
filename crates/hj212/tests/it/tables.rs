//! The code tables are whole, and names on the wire get words.

use hj212::{
    COMMANDS, DATA_FLAGS, ENCRYPTED_COMMANDS, FACTORS, FIELDS, FaultCode, RESULT_CODES, SUFFIXES, SYSTEM_TYPES,
    describe_field, factor, factor_code_2005, factor_code_2017,
};

#[test]
fn every_row_is_read_and_every_table_names_its_source() {
    let tables = [
        (include_str!("../../tables/commands.csv"), COMMANDS.len()),
        (include_str!("../../tables/system_types.csv"), SYSTEM_TYPES.len()),
        (include_str!("../../tables/data_flags.csv"), DATA_FLAGS.len()),
        (include_str!("../../tables/result_codes.csv"), RESULT_CODES.len()),
        (include_str!("../../tables/factors.csv"), FACTORS.len()),
        (include_str!("../../tables/encryption.csv"), ENCRYPTED_COMMANDS.len()),
        (include_str!("../../tables/fields.csv"), FIELDS.len()),
        (include_str!("../../tables/suffixes.csv"), SUFFIXES.len()),
    ];
    for (text, rows) in tables {
        assert!(text.starts_with("# sources: "));
        assert_eq!(
            rows,
            text.lines().filter(|line| !line.starts_with('#')).count() - 1,
            "{:.60}",
            text
        );
    }
}

#[test]
fn names_get_words() {
    let cases = [
        ("a34004-Avg", "细微颗粒物PM2.5 均值|Fine particulates PM2.5, mean"),
        (
            "w21003-Flag",
            "氨氮 数据标记|Ammonia nitrogen (NH3-N), mark of the value",
        ),
        ("060-Rtd", "氨氮 实时值|Ammonia nitrogen (NH3-N), real-time value"),
        ("e20112-Rtd", "出水口流量 实时值|Outlet flow, real-time value"),
        ("SB1-RS", "设备 1 运行状态|Equipment 1, running state"),
        ("w01018-Odd", "化学需氧量 Odd|Chemical oxygen demand (CODCr), Odd"),
        ("w01018", "化学需氧量|Chemical oxygen demand (CODCr)"),
        ("DataTime", "数据时间|Time of the data"),
        ("zz-Rtd", ""),
        ("-", ""),
        ("", ""),
        ("氨氮-Rtd", ""),
    ];
    for (name, expected) in cases {
        let words = describe_field(name)
            .map(|(zh, en)| format!("{zh}|{en}"))
            .unwrap_or_default();
        assert_eq!(words, expected, "{name}");
    }
    assert_eq!(factor("a21005").map(|factor| factor.unit.as_str()), Some("mg/m³"));
}

#[test]
fn every_fault_has_its_own_code_and_says_something_in_both_languages() {
    let codes: std::collections::BTreeSet<_> = FaultCode::ALL.iter().map(|fault| fault.code()).collect();
    assert_eq!(codes.len(), FaultCode::ALL.len());
    for fault in FaultCode::ALL {
        let (zh, en) = fault.text();
        assert!(zh.ends_with('。') && en.ends_with('.'), "{}", fault.code());
    }
}

#[test]
fn factor_codes_map_both_ways() {
    let mut mapped = 0;
    for factor in FACTORS.iter() {
        let (old, new) = (factor.code_2005.as_str(), factor.code_2017.as_str());
        if old.is_empty() || new.is_empty() {
            // A code printed twice has its mapping, if any, in its first row.
            assert_eq!(factor_code_2005(new), None, "{new}");
            assert_eq!(factor_code_2017(old), None, "{old}");
            continue;
        }
        assert_eq!(factor_code_2017(old), Some(new));
        assert_eq!(factor_code_2005(new), Some(old));
        mapped += 1;
    }
    assert_eq!(mapped, 94);
    assert_eq!(factor_code_2017("011"), Some("w01018"));
    assert_eq!(factor_code_2005("w21003"), Some("060"));
    for unknown in ["", "zz", "w99999"] {
        assert_eq!((factor_code_2017(unknown), factor_code_2005(unknown)), (None, None));
    }
}

#[test]
fn every_parameter_belongs_to_a_command_and_has_a_type() {
    let rows = include_str!("../../tables/parameters.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .count()
        - 1;
    let parameters: usize = COMMANDS.iter().map(|command| command.parameters.len()).sum();
    assert_eq!(parameters, rows);
}

#[test]
fn what_must_be_encrypted() {
    use hj212::{Direction, Edition, must_be_encrypted};
    for (number, direction, edition, expected) in [
        (2011, Direction::Up, Edition::Of2025, true),
        (2061, Direction::Down, Edition::Of2025, false),
        (2061, Direction::Up, Edition::Of2017, false),
        (1014, Direction::Down, Edition::Of2025, true),
        (3020, Direction::Up, Edition::Of2025, true),
        (9014, Direction::Both, Edition::Of2025, false),
    ] {
        assert_eq!(
            must_be_encrypted(number, direction, edition),
            expected,
            "{number} {direction:?} {edition:?}"
        );
    }
}
