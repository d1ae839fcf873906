//! Under which names the points of the city stand in files.

use std::collections::BTreeMap;

use standards::Text;
use standards::item::Medium;

/// All points that can be measured at, found by id or by any of their names.
///
/// An air station and a river section often have one name (that of the place); what an item is measured in tells them apart.
#[derive(Clone, Debug, Default)]
pub struct PointDirectory {
    points: Vec<(String, Medium)>,
    by_name: BTreeMap<String, Vec<u32>>,
}

/// Why a name leads to no point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PointFault {
    /// No point has the name.
    Unknown,
    /// The point that has it measures something else.
    OtherMedium(Medium),
    /// Several have it; their ids.
    Ambiguous(Vec<String>),
}

impl PointDirectory {
    /// A directory of points: the id, what is measured there, and its names in data files.
    pub fn new<N: IntoIterator<Item = String>>(points: impl IntoIterator<Item = (String, Medium, N)>) -> Self {
        let mut directory = Self::default();
        for (number, (id, medium, names)) in (0_u32..).zip(points) {
            for name in names.into_iter().chain([id.clone()]) {
                let known = directory.by_name.entry(name.trim().to_owned()).or_default();
                if !known.contains(&number) {
                    known.push(number);
                }
            }
            directory.points.push((id, medium));
        }
        directory
    }

    /// The id of the point that a file means by `name` where it gives a value measured in `medium`.
    pub fn id_of(&self, name: &str, medium: Medium) -> Option<&str> {
        self.find(name, medium).ok().map(|point| self.id(point))
    }

    /// True when any point has the name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The number of the point that is meant.
    pub(super) fn find(&self, name: &str, medium: Medium) -> Result<u32, PointFault> {
        let named = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        let fitting: Vec<u32> = named
            .iter()
            .copied()
            .filter(|point| self.medium(*point) == Some(medium))
            .collect();
        match (fitting.as_slice(), named) {
            ([point], _) => Ok(*point),
            ([], []) => Err(PointFault::Unknown),
            ([], [other, ..]) => Err(PointFault::OtherMedium(self.medium(*other).unwrap_or(medium))),
            // An id is the point's own; that it is another's alias as well takes nothing from it.
            (several, _) => match several.iter().find(|point| self.id(**point) == name) {
                Some(own) => Ok(*own),
                None => Err(PointFault::Ambiguous(
                    several.iter().map(|point| self.id(*point).to_owned()).collect(),
                )),
            },
        }
    }

    /// The number of the point with this id.
    pub(super) fn number_of(&self, id: &str) -> Option<u32> {
        self.by_name
            .get(id)?
            .iter()
            .copied()
            .find(|point| self.id(*point) == id)
    }

    pub(super) fn id(&self, point: u32) -> &str {
        self.points.get(point as usize).map_or("", |(id, _)| id)
    }

    fn medium(&self, point: u32) -> Option<Medium> {
        self.points.get(point as usize).map(|(_, medium)| *medium)
    }

    /// The name nearest to a mistyped one.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        crate::mapping::nearest(name, self.by_name.keys().map(String::as_str))
    }
}

impl PointFault {
    /// The fault as a sentence, with what to do. `near` is the nearest known name.
    pub(super) fn text(&self, near: Option<&str>) -> Text {
        match self {
            Self::Unknown => {
                let (zh, en) = near.map_or_else(Default::default, |name| {
                    (format!("；是否为“{name}”？"), format!("; did you mean '{name}'?"))
                });
                Text::new(
                    format!("点位名录中没有这个点位{zh}"),
                    format!(
                        "no point of the city has this name; add it to the point's aliases, or list the wanted points under 'only'{en}"
                    ),
                )
            }
            Self::OtherMedium(Medium::Air) => Text::new(
                "该点位是空气站，此项目属于水",
                "this point measures air, and the item is of water; check the mapping",
            ),
            Self::OtherMedium(Medium::Water) => Text::new(
                "该点位是水质断面，此项目属于空气",
                "this point measures water, and the item is of air; check the mapping",
            ),
            Self::Ambiguous(ids) => Text::new(
                format!("名称对应多个点位：{}；请在映射的 names 中说明", ids.join("、")),
                format!(
                    "several points have this name: {}; say in 'names' of the mapping which is meant",
                    ids.join(", ")
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_the_point_that_measures_the_item() {
        let point = |id: &str, medium, names: &[&str]| {
            (
                id.to_owned(),
                medium,
                names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(),
            )
        };
        let directory = PointDirectory::new([
            point("air-1", Medium::Air, &["昭山", "north"]),
            point("section-1", Medium::Water, &["昭山"]),
            point("air-2", Medium::Air, &["north", "air-1"]),
        ]);
        let cases = [
            ("昭山", Medium::Air, Ok(0)),
            ("昭山", Medium::Water, Ok(1)),
            ("section-1", Medium::Water, Ok(1)),
            ("section-1", Medium::Air, Err(PointFault::OtherMedium(Medium::Water))),
            ("air-1", Medium::Air, Ok(0)),
            (
                "north",
                Medium::Air,
                Err(PointFault::Ambiguous(vec!["air-1".to_owned(), "air-2".to_owned()])),
            ),
            ("south", Medium::Air, Err(PointFault::Unknown)),
        ];
        for (name, medium, expected) in cases {
            assert_eq!(directory.find(name, medium), expected, "{name}");
        }
        assert_eq!(directory.number_of("air-2"), Some(2));
        assert_eq!(directory.number_of("north"), None);
        assert_eq!(directory.id_of("昭山", Medium::Water), Some("section-1"));
    }
}
