//! Values clipped just below a limit: a pile in the band below it, hardly anything in the band above.

use rust_decimal::Decimal;
use standards::Text;

use crate::wording::{number, time};

/// When values are clipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clipped {
    /// The limit.
    pub limit: Decimal,
    /// Width of a band as a share of the limit.
    pub band: Decimal,
    /// At least so many values in the band just below.
    pub below_count: usize,
    /// At least so many times the band just above.
    pub ratio: Decimal,
    /// At least so many times the next band down.
    pub pile: Decimal,
    /// Only so many last seconds are looked at.
    pub window: i64,
}

/// What was counted in the window that ends with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClippedEvidence {
    /// Positions of the values in the band just below the limit.
    pub below: Vec<usize>,
    /// Values in the next band down.
    pub lower: usize,
    /// Values in the band just above.
    pub above: usize,
    /// First and last time of the window.
    pub from: i64,
    /// Last time.
    pub until: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Band {
    Lower,
    Below,
    Above,
    Elsewhere,
}

impl Clipped {
    fn band(&self, value: Decimal) -> Option<Band> {
        let width = self.limit.checked_mul(self.band)?;
        let just_below = self.limit.checked_sub(width)?;
        let lower = just_below.checked_sub(width)?;
        let above = self.limit.checked_add(width)?;
        Some(if value > lower && value <= just_below {
            Band::Lower
        } else if value > just_below && value <= self.limit {
            Band::Below
        } else if value > self.limit && value <= above {
            Band::Above
        } else {
            Band::Elsewhere
        })
    }

    fn is_pile(&self, below: usize, lower: usize, above: usize) -> bool {
        let times = |count: usize, factor: Decimal| Decimal::from(count).checked_mul(factor).unwrap_or(Decimal::MAX);
        below >= self.below_count
            && Decimal::from(below) >= times(above.max(1), self.ratio)
            && Decimal::from(below) >= times(lower, self.pile)
    }
}

/// Every window (ending at a value, looking back) in which values pile up, merged where they touch. The last ones of the series come
/// last. Bands: `(L−2w, L−w]`, `(L−w, L]`, `(L, L+w]` with `w = band · L`.
pub fn clipped(times: &[i64], values: &[Option<Decimal>], parameters: &Clipped) -> Vec<ClippedEvidence> {
    let banded: Vec<(usize, i64, Band)> = times
        .iter()
        .zip(values)
        .enumerate()
        .filter_map(|(at, (time, value))| Some((at, *time, parameters.band((*value)?)?)))
        .filter(|(_, _, band)| *band != Band::Elsewhere)
        .collect();
    let mut found: Vec<ClippedEvidence> = Vec::new();
    let mut first = 0;
    let mut counts = [0_usize; 3];
    let place = |band: Band| match band {
        Band::Lower => 0,
        Band::Below => 1,
        Band::Above | Band::Elsewhere => 2,
    };
    for (last, (_, until, band)) in banded.iter().enumerate() {
        counts[place(*band)] += 1;
        while let Some((_, from, left)) = banded.get(first)
            && until.saturating_sub(*from) > parameters.window
        {
            counts[place(*left)] -= 1;
            first += 1;
        }
        let [lower, below, above] = counts;
        if *band == Band::Below && parameters.is_pile(below, lower, above) {
            let window = banded.get(first..=last).unwrap_or_default();
            let piled = window.iter().filter(|(_, _, band)| *band == Band::Below);
            let evidence = ClippedEvidence {
                below: piled.map(|(at, _, _)| *at).collect(),
                lower,
                above,
                from: window.first().map_or(*until, |(_, from, _)| *from),
                until: *until,
            };
            // A window that reaches into the one before only tells the same with one value more.
            match found.last_mut().filter(|before| before.until >= evidence.from) {
                Some(before) => before.join(evidence),
                None => found.push(evidence),
            }
        }
    }
    found
}

impl ClippedEvidence {
    fn join(&mut self, later: Self) {
        let known = self.below.last().copied();
        self.below
            .extend(later.below.into_iter().filter(|at| Some(*at) > known));
        self.until = later.until;
        self.lower = later.lower;
        self.above = later.above;
    }

    /// The evidence in a sentence.
    pub fn words(&self, parameters: &Clipped) -> Text {
        let (below, limit) = (self.below.len(), number(parameters.limit));
        let width = number(parameters.limit.checked_mul(parameters.band).unwrap_or_default());
        let (from, until) = (time(self.from), time(self.until));
        let (lower, above) = (self.lower, self.above);
        let (least, ratio, pile) = (
            parameters.below_count,
            number(parameters.ratio),
            number(parameters.pile),
        );
        Text::new(
            format!(
                "{from} 至 {until}，{below} 个数值落在限值 {limit} 之下 {width} 以内，再下一带 {lower} 个，限值之上 {width} 以内 {above} \
                 个（判据：至少 {least} 个，且至少为上带的 {ratio} 倍、下带的 {pile} 倍）"
            ),
            format!(
                "from {from} to {until}, {below} values lie within {width} below the limit {limit}, {lower} in the next band down, {above} \
                 within {width} above (sign: at least {least}, at least {ratio} times the band above and {pile} times the band below)"
            ),
        )
    }
}
