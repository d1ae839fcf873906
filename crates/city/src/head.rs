//! `city.toml`: the name of the city, its clock, the day of the resolution and the box it lies in.

use std::ops::Range;

use chrono::NaiveDate;
use standards::Text;

use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::Source;
use crate::table::{Document, Need};

/// Furthest a local clock can be from UTC, in minutes.
pub(crate) const OFFSET_MINUTES_MAX: i64 = 14 * 60;

/// What `city.toml` says.
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) resolved: NaiveDate,
    pub(crate) notice: Option<Text>,
    pub(crate) bounds: Bounds,
}

/// The box that all points of the city lie in, in degrees.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    /// Whether a position lies inside.
    pub(crate) fn holds(self, longitude: f64, latitude: f64) -> bool {
        (self.west..=self.east).contains(&longitude) && (self.south..=self.north).contains(&latitude)
    }

    fn is_on_earth(self) -> bool {
        let Self {
            west,
            south,
            east,
            north,
        } = self;
        -180.0 <= west && west < east && east <= 180.0 && -90.0 <= south && south < north && north <= 90.0
    }
}

/// Reads `city.toml`; `None` when something it must say is missing (and reported).
pub(crate) fn read(source: &Source<'_>) -> Option<Head> {
    let document = Document::parse(source.text, 0, source)?;
    let mut table = document.table(source, 0..0);
    let id = table.word("id", Need::Required);
    let name = table.text("name", Need::Required);
    let offset = table.whole("utc_offset_minutes", Need::Required);
    let resolved = table.day("resolved", Need::Required);
    let notice = table.text("notice", Need::Optional);
    let bounds = table.degrees::<4>("box", Need::Required);
    table.finish();

    let mut cities = Registry::new(Text::new("城市", "city"), "city.toml", FindingKind::BadId);
    let id = id.filter(|id| cities.enter(id, source));
    let utc_offset_minutes = offset.and_then(|(minutes, span)| checked_offset(minutes, span, source));
    let bounds = bounds.map(|(corners, span)| checked_bounds(corners, span, source));
    Some(Head {
        id: id?.text,
        name: name?,
        utc_offset_minutes: utc_offset_minutes?,
        resolved: resolved?.0,
        notice,
        bounds: bounds?,
    })
}

fn checked_offset(minutes: i64, span: Range<usize>, source: &Source<'_>) -> Option<i32> {
    // Every clock in the world is a whole number of quarters of an hour away from UTC; 8 is a slip for 480.
    if (-OFFSET_MINUTES_MAX..=OFFSET_MINUTES_MAX).contains(&minutes) && minutes % 15 == 0 {
        return i32::try_from(minutes).ok();
    }
    let says = Text::new(
        format!("与协调世界时相差{minutes}分钟，没有这样的时区"),
        format!("no place is {minutes} minutes from UTC"),
    );
    let help = Text::new("北京时间写 480", "Beijing time is 480");
    source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
    None
}

fn checked_bounds([west, south, east, north]: [f64; 4], span: Range<usize>, source: &Source<'_>) -> Bounds {
    let bounds = Bounds {
        west,
        south,
        east,
        north,
    };
    if !bounds.is_on_earth() {
        let says = Text::new("经纬度范围不成立", "this is not a box of longitudes and latitudes");
        let help = Text::new(
            "依次写 西、南、东、北（度）",
            "write west, south, east, north in degrees",
        );
        source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
    }
    bounds
}
