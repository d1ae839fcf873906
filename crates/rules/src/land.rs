//! Land: the forest floor of the green heart (GH-3), and the zero growth of farm inputs (SOIL-8).

use rust_decimal::{Decimal, RoundingStrategy};
use standards::{Certainty, Citation, Text};

use crate::found::{Found, rate, two_places};
use crate::profile::{InForce, ProfileError};

/// Forest cover in percent, to three places: the rule is about hundredths.
pub fn forest_cover(forest_ha: Decimal, zone_ha: Decimal) -> Option<Decimal> {
    let percent = (forest_ha * Decimal::ONE_HUNDRED).checked_div(zone_ha)?;
    Some(percent.round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero))
}

/// GH-3: whether the cover of a year falls neither below the base nor below the year before, beyond the survey error. All in percent.
pub fn holds_floor(
    parameters: InForce<'_>,
    cover: Option<Decimal>,
    base: Option<Decimal>,
    before: Option<Decimal>,
) -> Result<Found<bool>, ProfileError> {
    let tolerance = parameters.parameter("forest_tolerance")?;
    let (Some(cover), Some(base)) = (cover, base) else {
        let says = Text::new("森林覆盖率或基准不明，不能判定", "the cover or its base is unknown");
        return Ok(Found::unknown(says, tolerance.of_rule()));
    };
    // A first year has only the base to be held against.
    let floor = before.map_or(base, |before| base.max(before));
    let change = cover - floor;
    let holds = change >= -tolerance.value;
    let (zh, en) = if holds {
        ("守住底线", "the floor holds")
    } else {
        ("跌破底线，列入督查", "below the floor: to be inspected")
    };
    let says = Text::new(
        format!("森林覆盖率{cover}%，较底线{floor}%变化{change}个百分点：{zh}"),
        format!("forest cover {cover} %, {change} points from the floor of {floor} %: {en}"),
    );
    Ok(Found::known(holds, says, tolerance.of_rule()))
}

/// GH-3: public-welfare forest ÷ forest; all of it is demanded.
pub fn public_welfare_share(public_welfare_ha: Decimal, forest_ha: Decimal) -> Found<Decimal> {
    let rule = Citation::new("GH-3", "public-welfare forest (公益林)", Certainty::PD);
    rate(
        &Text::new("公益林占比", "public-welfare forest"),
        public_welfare_ha,
        forest_ha,
        rule,
    )
}

/// SOIL-8: zero growth (零增长): how many tonnes too much were used against the year before or the base year, 0 when none.
pub fn growth(used_t: Option<Decimal>, before_t: Option<Decimal>) -> Found<Decimal> {
    let rule = Citation::new("SOIL-8", "zero growth (零增长)", Certainty::PD);
    let (Some(used), Some(before)) = (used_t, before_t) else {
        return Found::unknown(
            Text::new("当年或上年用量不明，不能判定", "the use of a year is unknown"),
            rule,
        );
    };
    let over = (used - before).max(Decimal::ZERO).normalize();
    let says = match over.is_zero() {
        true => Text::new(
            format!("{used}吨不多于{before}吨：零增长达到"),
            format!("{used} t ≤ {before} t: met"),
        ),
        false => Text::new(
            format!("{used}吨比{before}吨多{over}吨：零增长未达到"),
            format!("{used} t is {over} t more than {before} t: missed"),
        ),
    };
    Found::known(over, says, rule)
}

/// SOIL-8: kilograms on a hectare sown; none where nothing is sown.
pub fn kg_per_ha(used_t: Decimal, sown_ha: Decimal) -> Option<Decimal> {
    (used_t * Decimal::ONE_THOUSAND).checked_div(sown_ha).map(two_places)
}
