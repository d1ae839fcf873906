//! `city.toml`: the name of the city, its clock, the day of the resolution and the box it lies in.

use chrono::NaiveDate;
use standards::Text;

use crate::kind::FindingKind;
use crate::registry::Registry;
use crate::source::Source;
use crate::table::{Document, Need};

/// Furthest a local clock can be from UTC, in minutes.
const OFFSET_MINUTES_MAX: i64 = 14 * 60;

/// What `city.toml` says.
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) resolved: NaiveDate,
    pub(crate) notice: Option<Text>,
    /// West, south, east, north in degrees.
    pub(crate) bounds: [f64; 4],
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
    let id = id.filter(|id| cities.enter(id, source))?.text;
    let (minutes, span) = offset?;
    let utc_offset_minutes = i32::try_from(minutes)
        .ok()
        .filter(|_| minutes.abs() <= OFFSET_MINUTES_MAX);
    if utc_offset_minutes.is_none() {
        let says = Text::new(
            format!("与协调世界时相差{minutes}分钟，没有这样的时区"),
            format!("no place is {minutes} minutes from UTC"),
        );
        let help = Text::new("北京时间写 480", "Beijing time is 480");
        source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
    }
    let (bounds, span) = bounds?;
    let [west, south, east, north] = bounds;
    if !(-180.0 <= west && west < east && east <= 180.0 && -90.0 <= south && south < north && north <= 90.0) {
        let says = Text::new("经纬度范围不成立", "this is not a box of longitudes and latitudes");
        let help = Text::new(
            "依次写 西、南、东、北（度）",
            "write west, south, east, north in degrees",
        );
        source.report(FindingKind::ValueOutOfRange, span, says, Some(help));
    }
    Some(Head {
        id,
        name: name?,
        utc_offset_minutes: utc_offset_minutes?,
        resolved: resolved?.0,
        notice,
        bounds,
    })
}
