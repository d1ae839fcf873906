//! RESP-8: one post, dual duty: the business score and the eco score of a post together.

use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::assessment::{Grade, Score, grade};
use crate::found::{Found, shown, two_places};
use crate::profile::{InForce, ProfileError};

/// How much a unit has to do with the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitType {
    /// Environment, water, forestry, land, agriculture.
    First,
    /// Industry, transport, housing, development.
    Second,
    /// Others.
    Other,
}

/// The weighted score; a weak eco score caps the grade at pass, a one-vote veto (一票否决) sets fail.
pub fn score(
    parameters: InForce<'_>,
    unit: UnitType,
    business: Option<Decimal>,
    eco: Option<Decimal>,
    veto: bool,
) -> Result<Found<Score>, ProfileError> {
    let weight = parameters.parameter(match unit {
        UnitType::First => "eco_weight_first",
        UnitType::Second => "eco_weight_second",
        UnitType::Other => "eco_weight_other",
    })?;
    let floor = parameters.parameter("eco_floor")?;
    let (Some(business), Some(eco)) = (business, eco) else {
        let says = Text::new(
            "业务得分或生态得分不明，不能评分",
            "the business or the eco score is unknown: no score",
        );
        return Ok(Found::unknown(says, weight.of_rule()));
    };
    let points = two_places((Decimal::ONE - weight.value) * business + weight.value * eco);
    let mut result = grade(parameters, points)?;
    let mut causes = Vec::new();
    if eco < floor.value && result > Grade::Pass {
        result = Grade::Pass;
        causes.push(Reason::new(floor.words.clone()).by(floor.of_rule()));
    }
    if veto {
        result = Grade::Fail;
        causes.push(Reason::new(Text::new("一票否决", "one-vote veto")));
    }
    let sentence = format!(
        "(1 − {0}) × {business} + {0} × {eco} = {1}",
        weight.value.normalize(),
        shown(points)
    );
    let says = Text::new(
        format!("{sentence}：{}", result.text().zh),
        format!("{sentence}: {}", result.text().en),
    );
    Ok(Found::known(Score { points, grade: result }, says, weight.of_rule()).since_all(causes))
}
