//! What a city folder says to the rooms of a running server: stations, superior platforms, what stands beside instruments.

use city::City;
use gateway::door::StationDirectory;
use gateway::forward::Target;
use gateway::quality_watch::Surroundings;
use quality::InstrumentRange;
use standards::Language;

use crate::desk::secret;
use crate::failure::Failure;
use crate::stations;

/// All of it. Passwords and keys are taken from the environment where the folder says so.
pub struct Arrangements {
    /// The stations by their MN.
    pub stations: StationDirectory,
    /// The superior platforms that received data are forwarded to.
    pub platforms: Vec<Target>,
    /// Places and instruments, for quality control.
    pub surroundings: Surroundings,
}

impl Arrangements {
    /// What `city` says.
    ///
    /// # Errors
    /// When a variable of the environment that holds a password or key is not there, or holds none.
    pub fn of(city: &City, language: Language) -> Result<Self, Failure> {
        Ok(Self {
            stations: stations::directory(city, language)?,
            platforms: platforms(city, language)?,
            surroundings: surroundings(city),
        })
    }
}

/// What quality control has to know of places and instruments.
pub fn surroundings(city: &City) -> Surroundings {
    let mut surroundings = Surroundings {
        utc_offset_minutes: city.utc_offset_minutes,
        ..Surroundings::default()
    };
    for point in &city.points {
        surroundings.places.insert(point.id.clone(), point.of.clone());
        for (item, range) in &point.logger.instrument_ranges {
            let range = InstrumentRange {
                lowest: Some(range.min),
                highest: Some(range.max),
            };
            surroundings.ranges.insert((point.id.clone(), item.clone()), range);
        }
    }
    surroundings
}

fn platforms(city: &City, language: Language) -> Result<Vec<Target>, Failure> {
    let mn_of = |id: &String| city.point(id).and_then(|point| point.mn.clone());
    city.platforms
        .iter()
        .map(|platform| {
            let password = platform.password.as_ref().map(|words| secret(words, language));
            Ok(Target {
                password: password.transpose()?,
                commands: platform.commands.iter().copied().collect(),
                system_types: platform.system_types.iter().cloned().collect(),
                stations: match platform.points.is_empty() {
                    true => None,
                    false => Some(platform.points.iter().filter_map(mn_of).collect()),
                },
                answers: !platform.silent,
                ..Target::at(&platform.id, &platform.address)
            })
        })
        .collect()
}
