//! Items, units and classes as people and instruments write them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use standards::item::{ITEMS, by_code, by_hj212};
use standards::unit::Unit;
use standards::water::WaterClass;

#[test]
fn every_code_names_one_item() {
    let mut known = BTreeSet::new();
    for item in ITEMS {
        for code in [Some(item.code), item.hj212, item.hj212_2005].into_iter().flatten() {
            assert!(known.insert(code.to_ascii_lowercase()), "{code} is used twice");
        }
        assert!(!item.name.0.is_empty() && !item.name.1.is_empty(), "{}", item.code);
        assert_eq!(Unit::parse(item.unit.symbol()), Some(item.unit), "{}", item.code);
    }
}

#[test]
fn factor_codes_of_both_editions() {
    let cases = [
        ("w21003", Some("NH3N")),
        ("W21003", Some("NH3N")),
        ("060", Some("NH3N")),
        ("a34004", Some("PM25")),
        ("w01009", Some("DO")),
        ("011", Some("COD")),
        ("a99999", None),
        ("", None),
    ];
    for (factor, code) in cases {
        assert_eq!(by_hj212(factor).map(|item| item.code), code, "{factor}");
    }
    assert_eq!(by_code("nh3n"), None);
}

#[test]
fn units_as_people_write_them() {
    let cases = [
        ("ug/m3", Some(Unit::MicrogramPerCubicMetre)),
        ("μg/m³", Some(Unit::MicrogramPerCubicMetre)),
        ("µg/m³", Some(Unit::MicrogramPerCubicMetre)),
        ("UG/M^3", Some(Unit::MicrogramPerCubicMetre)),
        (" mg / L ", Some(Unit::MilligramPerLitre)),
        ("毫克／升", Some(Unit::MilligramPerLitre)),
        ("无量纲", Some(Unit::One)),
        ("℃", Some(Unit::Celsius)),
        ("°C", Some(Unit::Celsius)),
        ("uS/cm", Some(Unit::MicrosiemensPerCentimetre)),
        ("mS/cm", Some(Unit::MillisiemensPerCentimetre)),
        ("MPN/L", Some(Unit::CountPerLitre)),
        ("dB(A)", Some(Unit::DecibelA)),
        ("ppm", None),
        ("furlong", None),
        ("mgmgmgmgmgmgmgmgmgmgmgmgmgmgmgmgmgmgmg", None),
    ];
    for (said, unit) in cases {
        assert_eq!(Unit::parse(said), unit, "{said}");
    }
}

#[test]
fn conversion_is_exact_and_keeps_dimensions_apart() {
    let convert =
        |value: &str, from, to| Unit::convert(value.parse().unwrap(), from, to).map(|value| value.to_string());
    let cases = [
        (
            convert("0.0005", Unit::MilligramPerLitre, Unit::MicrogramPerLitre),
            Some("0.5"),
        ),
        (
            convert("1.1", Unit::MilligramPerCubicMetre, Unit::MicrogramPerCubicMetre),
            Some("1100"),
        ),
        (
            convert("0.2", Unit::MicrogramPerLitre, Unit::MilligramPerCubicMetre),
            Some("0.2"),
        ),
        (
            convert("42", Unit::MillisiemensPerMetre, Unit::MicrosiemensPerCentimetre),
            Some("420"),
        ),
        (convert("3.6", Unit::CubicMetrePerHour, Unit::LitrePerSecond), Some("1")),
        (convert("1013.25", Unit::Hectopascal, Unit::Kilopascal), Some("101.325")),
        (convert("1", Unit::MilligramPerLitre, Unit::Celsius), None),
    ];
    for (got, expected) in cases {
        assert_eq!(got.as_deref(), expected);
    }
    assert_eq!(
        Unit::convert(Decimal::MAX, Unit::GramPerLitre, Unit::NanogramPerCubicMetre),
        None
    );
}

#[test]
fn classes_as_people_write_them() {
    let cases = [
        ("Ⅲ", Some(3)),
        ("III", Some(3)),
        ("3", Some(3)),
        ("Ⅲ类", Some(3)),
        (" class II ", Some(2)),
        ("劣V", Some(6)),
        ("劣Ⅴ类", Some(6)),
        ("6", Some(6)),
        ("劣Ⅳ", None),
        ("7", None),
        ("", None),
    ];
    for (said, rank) in cases {
        assert_eq!(WaterClass::from_roman(said).map(WaterClass::rank), rank, "{said}");
    }
    for class in WaterClass::ALL {
        assert_eq!(WaterClass::from_roman(&class.to_string()), Some(class));
        assert_eq!(WaterClass::from_rank(class.rank()), Some(class));
        let json = serde_json::to_string(&class).unwrap();
        assert_eq!(serde_json::from_str::<WaterClass>(&json).unwrap(), class);
    }
    assert!(serde_json::from_str::<WaterClass>("\"Ⅶ\"").is_err());
}
