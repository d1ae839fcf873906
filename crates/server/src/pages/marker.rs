//! A point as a marker of the map.

use office::views::{PointKind, PointMark};
use serde::Serialize;

use crate::wording::Wording;
use crate::{links, marks};

/// A marker, in the visitor's language.
#[derive(Debug, Serialize)]
pub struct Marker {
    /// Point id.
    pub id: String,
    /// Kind: markers of sections and stations differ in shape.
    pub kind: PointKind,
    /// Name.
    pub name: String,
    /// Longitude, latitude.
    pub position: [f64; 2],
    /// True when the position is only a sketch.
    pub sketch: bool,
    /// Its mark as shown.
    pub label: String,
    /// Class name of its colour.
    pub slug: &'static str,
    /// One line why.
    pub because: String,
    /// Its page.
    pub href: String,
}

/// The marker of a point that has a place.
pub fn of(l: &Wording, point: &PointMark) -> Option<Marker> {
    Some(Marker {
        id: point.head.id.clone(),
        kind: point.head.kind,
        name: l.text(&point.head.name).to_owned(),
        position: point.head.position?,
        sketch: point.head.sketch,
        label: l.text(&point.mark.label).to_owned(),
        slug: marks::rank_class(&point.head.kind, &point.mark.rank),
        because: l.text(&point.mark.because).to_owned(),
        href: links::point(&point.head),
    })
}
