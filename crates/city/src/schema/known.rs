//! The ids of a folder that its files may refer to: proposed by editors, never demanded, so that a schema may lag behind the folder.

use standards::Text;

use super::shape::Said;
use super::world::instruments;
use crate::model::City;

macro_rules! things {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal, $form:ident;)+) => {
        /// What an id can be the id of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Thing { $($(#[doc = $doc])+ $name,)+ }

        impl Thing {
            /// Its word in `definitions`.
            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// The form of its id, as a regular expression.
            pub(super) fn form(self) -> &'static str {
                match self { $(Self::$name => $form,)+ }
            }
        }
    };
}

things! {
    /// A place.
    Place = "place", ID;
    /// A reach.
    Reach = "reach", ID;
    /// A measuring point.
    Point = "point", ID;
    /// A post.
    Post = "post", ID;
    /// A unit.
    Unit = "unit", ID;
    /// A register.
    Register = "register", ID;
    /// A procedure.
    Procedure = "procedure", ID;
    /// A tag.
    Tag = "tag", ID;
    /// An indicator: of instruments, or counted from a register.
    Indicator = "indicator", ID;
    /// A row of the resolution.
    Row = "row", ROW;
}

/// The form of an id.
pub(super) const ID: &str = "^[a-z0-9-]{1,64}$";
/// The form of the id of a row of the resolution.
const ROW: &str = "^S([A-Z]|[0-9]{2,3})-[0-9]{1,3}$";
/// The form of the id of a field.
pub(super) const FIELD: &str = "^[a-z0-9_]{1,64}$";
/// The form of the id of a fact of a procedure, which stands in guards.
pub(super) const FACT: &str = "^[a-z][a-z0-9_]{0,63}$";

/// The ids of one folder; empty where the schemas are for any folder.
pub(super) struct Known {
    by_thing: Vec<(Thing, Vec<Said>)>,
}

impl Default for Known {
    /// What every folder knows: the indicators of instruments.
    fn default() -> Self {
        Self {
            by_thing: vec![(Thing::Indicator, instruments())],
        }
    }
}

impl Known {
    /// The ids of `thing`.
    pub(super) fn of(&self, thing: Thing) -> &[Said] {
        let found = self.by_thing.iter().find(|(known, _)| *known == thing);
        found.map_or(&[], |(_, words)| words)
    }

    /// The ids of a city.
    pub(super) fn of_city(city: &City) -> Self {
        let said = |id: &str, text: &Text| Said {
            word: id.to_owned(),
            text: Some(text.clone()),
        };
        let by_thing = vec![
            (
                Thing::Place,
                city.places.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Reach,
                city.reaches.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Point,
                city.points.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Post,
                city.posts.iter().map(|one| said(&one.id, &one.title)).collect(),
            ),
            (
                Thing::Unit,
                city.units.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Register,
                city.registers.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Procedure,
                city.procedures.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Tag,
                city.tags.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
            (
                Thing::Row,
                city.rows.iter().map(|one| said(&one.id, &one.name)).collect(),
            ),
        ];
        let mut known = Self { by_thing };
        let counted = city.indicators.iter().map(|one| said(&one.id, &one.name));
        let indicators = instruments().into_iter().chain(counted).collect();
        known.by_thing.push((Thing::Indicator, indicators));
        known
    }
}
