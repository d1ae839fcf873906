//! Superior platforms: what a folder may say of them, and what a wrong one is told.

use city::{FindingKind as Kind, Secret};

use crate::sample::Sample;

const FILE: &str = "platforms.toml";
const PROVINCE: &str = r#"[[platform]]
id = "province"
name = { zh = "省平台", en = "Provincial platform" }
address = "10.1.2.3:2120"
password_env = "PROVINCE_PASSWORD"
commands = ["2061", "2031"]
system_types = ["21"]
points = ["mouth"]
"#;

#[test]
fn a_platform_reads_as_written() {
    let city = Sample::whole().change(FILE, "", PROVINCE).read().city.unwrap();
    let [province] = city.platforms.as_slice() else {
        panic!("one platform")
    };
    assert_eq!(
        (province.id.as_str(), province.address.as_str()),
        ("province", "10.1.2.3:2120")
    );
    assert_eq!(province.password, Some(Secret::Environment("PROVINCE_PASSWORD".into())));
    assert_eq!(province.commands, [2061, 2031]);
    assert_eq!(province.points, ["mouth"]);
    assert!(!province.silent);
}

#[test]
fn what_is_wrong_is_said() {
    let cases: &[(&str, &str, Kind)] = &[
        ("10.1.2.3:2120", "10.1.2.3", Kind::ValueOutOfRange),
        ("10.1.2.3:2120", "10.1.2.3:0", Kind::ValueOutOfRange),
        ("10.1.2.3:2120", ":2120", Kind::ValueOutOfRange),
        ("\"2061\"", "\"206\"", Kind::ValueOutOfRange),
        ("\"2061\"", "\"hour\"", Kind::ValueOutOfRange),
        ("\"mouth\"", "\"moth\"", Kind::UnknownWord),
        (
            "password_env = \"PROVINCE_PASSWORD\"",
            "password = \"12;456\"",
            Kind::ValueOutOfRange,
        ),
        (
            "password_env",
            "password = \"123456\"\npassword_env",
            Kind::KeyDoesNotFit,
        ),
        ("address", "adress", Kind::UnknownKey),
        ("address = \"10.1.2.3:2120\"\n", "", Kind::MissingKey),
    ];
    for (from, to, expected) in cases {
        let findings = Sample::whole()
            .change(FILE, "", &PROVINCE.replacen(from, to, 1))
            .read()
            .findings;
        assert!(
            findings.iter().any(|finding| finding.kind == *expected),
            "{to}: {findings:?}"
        );
    }
}

#[test]
fn a_secret_is_never_printed() {
    let secret = Secret::Written("654321".into());
    assert!(!format!("{secret:?}").contains("654321"));
}
