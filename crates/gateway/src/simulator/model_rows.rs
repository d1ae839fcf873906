//! Which kinds of models there are, and the table of what each measures.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;
use standards::Text;
use standards::item;
use standards::item::Medium;

/// What is measured, and the system type under which it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelKind {
    /// A section of surface water.
    Water,
    /// A station of ambient air.
    Air,
    /// A stack.
    Gas,
    /// An outfall of waste water.
    WasteWater,
}

impl ModelKind {
    /// Every kind: its word, system type, and name.
    pub const ALL: [(Self, &'static str, &'static str, (&'static str, &'static str)); 4] = [
        (Self::Water, "water", "21", ("地表水", "surface water")),
        (Self::Air, "air", "22", ("环境空气", "ambient air")),
        (Self::Gas, "gas", "31", ("废气", "waste gas")),
        (Self::WasteWater, "waste-water", "32", ("废水", "waste water")),
    ];

    fn row(self) -> (Self, &'static str, &'static str, (&'static str, &'static str)) {
        // A test holds the list in the order of the kinds.
        Self::ALL[self as usize]
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        self.row().1
    }

    /// Its system type (ST).
    pub fn system_type(self) -> &'static str {
        self.row().2
    }

    /// Its name.
    pub fn text(self) -> Text {
        let (zh, en) = self.row().3;
        Text::new(zh, en)
    }

    /// In what it is measured, as points of a city know it.
    pub fn medium(self) -> Option<Medium> {
        match self {
            Self::Water => Some(Medium::Water),
            Self::Air => Some(Medium::Air),
            Self::Gas | Self::WasteWater => None,
        }
    }

    /// The factor codes that it measures.
    pub fn factors(self) -> impl Iterator<Item = &'static str> {
        rows_of(self).map(|row| row.factor.as_str())
    }
}

/// A line of the table of models.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Row {
    kind: String,
    pub factor: String,
    pub low: Decimal,
    pub base: Decimal,
    pub high: Decimal,
    pub digits: u32,
    pub daily: i64,
    pub peak: u32,
    pub slow: i64,
    pub fast: i64,
    pub noise: i64,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(include_str!("../../tables/models.csv").as_bytes())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
});

pub(super) fn rows_of(kind: ModelKind) -> impl Iterator<Item = &'static Row> {
    let rows: &'static [Row] = &ROWS;
    rows.iter().filter(move |row| row.kind == kind.word())
}

/// The row of an item: its own code (`NH3N`) or factor code (`w21003`).
pub(super) fn row(kind: ModelKind, item: &str) -> Option<&'static Row> {
    let code = item::by_code(item).and_then(|item| item.hj212).unwrap_or(item);
    rows_of(kind).find(|row| row.factor == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_known() {
        let lines = include_str!("../../tables/models.csv")
            .lines()
            .filter(|line| !line.starts_with('#'));
        assert_eq!(ROWS.len(), lines.count() - 1);
        for (place, (kind, word, ..)) in ModelKind::ALL.into_iter().enumerate() {
            assert_eq!((kind as usize, ModelKind::parse(word)), (place, Some(kind)));
            assert!(kind.factors().count() >= 6, "{word}");
        }
        for row in ROWS.iter() {
            assert!(
                ModelKind::parse(&row.kind).is_some() && row.low < row.base && row.base < row.high,
                "{row:?}"
            );
            assert!(
                hj212::factor(&row.factor).is_some() && row.peak < 24 && row.digits < 6,
                "{row:?}"
            );
        }
        assert_eq!(row(ModelKind::Water, "NH3N"), row(ModelKind::Water, "w21003"));
        assert_eq!(row(ModelKind::Water, "PM25"), None);
    }
}
