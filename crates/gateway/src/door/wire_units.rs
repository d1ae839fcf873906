//! In which unit a factor stands on the wire.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use standards::item::{self, ItemDef, Medium};
use standards::unit::Unit;

use super::directory::Station;

/// The system type of ambient-air stations.
const AMBIENT_AIR: &str = "22";

/// Factor and system type (`*` for every one) to unit, where it is not the printed one.
static EXCEPTIONS: LazyLock<HashMap<(String, String), Unit>> = LazyLock::new(|| {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../../tables/wire_units.csv").as_bytes())
        .into_deserialize::<(String, String, String)>()
        .filter_map(Result::ok)
        .filter_map(|(system_type, factor, unit)| Some(((factor, system_type), Unit::parse(&unit)?)))
        .collect()
});

/// What a factor code means in frames of a system type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    /// The item; none where the list of items knows the code not.
    pub item: Option<&'static ItemDef>,
    /// The usual unit; none where nothing tells.
    unit: Option<Unit>,
}

/// Codes that are remembered for a system type, and system types. A stranger may send any; those beyond are looked up each time.
const CODES_MAX: usize = 1_024;
const SYSTEM_TYPES_MAX: usize = 64;

thread_local! {
    /// Looking a code up goes through lists and spellings; a frame has ten of them, and they are always the same.
    static MEANINGS: RefCell<HashMap<String, HashMap<String, Meaning>>> = RefCell::default();
}

impl Meaning {
    /// The meaning of `factor`, a code of either edition and any letter case, as `station` sends it in frames of `system_type`.
    pub(crate) fn of(station: &Station, system_type: &str, factor: &str) -> Self {
        // A point of ambient air is one whatever system type its logger was set to.
        let system_type = if station.medium == Some(Medium::Air) {
            AMBIENT_AIR
        } else {
            system_type
        };
        let usual = MEANINGS.with_borrow_mut(|meanings| remembered(meanings, system_type, factor));
        match station.units.get(factor) {
            Some(unit) => Self {
                unit: Some(*unit),
                ..usual
            },
            None => usual,
        }
    }

    /// The unit on the wire; none when nothing tells.
    pub(crate) fn unit(self) -> Option<Unit> {
        self.unit
    }

    fn looked_up(system_type: &str, factor: &str) -> Self {
        Self {
            item: item::by_hj212(factor),
            unit: wire_unit(system_type, factor),
        }
    }
}

fn remembered(meanings: &mut HashMap<String, HashMap<String, Meaning>>, system_type: &str, factor: &str) -> Meaning {
    if let Some(known) = meanings.get(system_type).and_then(|codes| codes.get(factor)) {
        return *known;
    }
    let meaning = Meaning::looked_up(system_type, factor);
    if meanings.len() < SYSTEM_TYPES_MAX || meanings.contains_key(system_type) {
        let codes = meanings.entry(system_type.to_owned()).or_default();
        if codes.len() < CODES_MAX {
            codes.insert(factor.to_owned(), meaning);
        }
    }
    meaning
}

/// The usual unit of `factor`, a code of either edition and any letter case, in frames of `system_type`.
fn wire_unit(system_type: &str, factor: &str) -> Option<Unit> {
    let factor = factor.to_ascii_lowercase();
    let known = hj212::factor(&factor).or_else(|| hj212::factor(&factor.to_ascii_uppercase()));
    let code = known
        .map(|known| known.code_2017.clone())
        .filter(|code| !code.is_empty())
        .unwrap_or(factor);
    let exception = |system_type: &str| EXCEPTIONS.get(&(code.clone(), system_type.to_owned())).copied();
    exception(system_type)
        .or_else(|| exception("*"))
        .or_else(|| Unit::parse(&known?.unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use standards::item::ITEMS;

    #[test]
    fn every_exception_is_read() {
        let lines = include_str!("../../tables/wire_units.csv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(EXCEPTIONS.len(), lines - 1);
    }

    #[test]
    fn every_item_with_a_factor_code_has_a_unit_that_converts() {
        for item in ITEMS {
            let system_type = match item.medium {
                standards::item::Medium::Air => "22",
                standards::item::Medium::Water => "21",
            };
            let Some(factor) = item.hj212 else { continue };
            let unit = wire_unit(system_type, factor).unwrap_or_else(|| panic!("{factor} has no unit"));
            assert!(Unit::convert(1.into(), unit, item.unit).is_some(), "{factor} {unit:?}");
        }
    }

    fn unit_of(station: &Station, system_type: &str, factor: &str) -> Option<Unit> {
        Meaning::of(station, system_type, factor).unit()
    }

    #[test]
    fn strange_codes_are_not_remembered_without_end() {
        let station = Station::at("p", 480);
        for number in 0..2 * CODES_MAX {
            Meaning::of(&station, "21", &format!("x{number}"));
            Meaning::of(&station, &number.to_string(), "w21003");
        }
        let remembered: usize = MEANINGS.with_borrow(|meanings| meanings.values().map(HashMap::len).sum());
        assert!(remembered <= CODES_MAX + SYSTEM_TYPES_MAX, "{remembered}");
        assert!(Meaning::of(&station, "21", "w21003").item.is_some());
    }

    #[test]
    fn ambient_air_and_waste_gas_differ() {
        assert_eq!(wire_unit("22", "a21026"), Some(Unit::MicrogramPerCubicMetre));
        assert_eq!(wire_unit("31", "a21026"), Some(Unit::MilligramPerCubicMetre));
        assert_eq!(wire_unit("22", "a21005"), Some(Unit::MilligramPerCubicMetre));
        assert_eq!(wire_unit("39", "a34004"), Some(Unit::MicrogramPerCubicMetre));
        assert_eq!(wire_unit("21", "w20142"), Some(Unit::MicrogramPerLitre));
        assert_eq!(
            wire_unit("22", "02"),
            Some(Unit::MicrogramPerCubicMetre),
            "the code of 2005"
        );
        assert_eq!(wire_unit("22", "A21026"), Some(Unit::MicrogramPerCubicMetre));
        assert_eq!(wire_unit("21", "nothing"), None);
        let mut station = Station::at("p", 480);
        assert_eq!(unit_of(&station, "31", "a21026"), Some(Unit::MilligramPerCubicMetre));
        station.medium = Some(Medium::Air);
        assert_eq!(unit_of(&station, "31", "a21026"), Some(Unit::MicrogramPerCubicMetre));
        station.units.insert("a21026".to_owned(), Unit::NanogramPerCubicMetre);
        assert_eq!(unit_of(&station, "31", "a21026"), Some(Unit::NanogramPerCubicMetre));
    }
}
