//! PUB-6: satisfaction of the public, and how many must be asked.

use rust_decimal::Decimal;
use standards::Text;

use crate::found::{Found, shown, two_places};
use crate::profile::{InForce, ProfileError};

/// Answers, as counts or as shares: very, fairly, little, not satisfied.
pub type Answers = [Decimal; 4];

/// The mean score of the valid answers, 0 … 100.
pub fn mean(parameters: InForce<'_>, answers: &Answers) -> Result<Found<Decimal>, ProfileError> {
    let names = [
        "satisfaction_very",
        "satisfaction_fairly",
        "satisfaction_little",
        "satisfaction_not",
    ];
    let first = parameters.parameter(names[0])?;
    let mut sum = Decimal::ZERO;
    for (name, count) in names.into_iter().zip(answers) {
        sum += parameters.parameter(name)?.value * count;
    }
    let all: Decimal = answers.iter().sum();
    Ok(match sum.checked_div(all) {
        Some(mean) => {
            let told = shown(mean);
            Found::known(
                two_places(mean),
                Text::new(format!("公众满意程度 {told} 分"), format!("satisfaction: {told}")),
                first.of_rule(),
            )
        }
        None => Found::unknown(Text::new("没有有效问卷", "no valid answer"), first.of_rule()),
    })
}

/// How many must be asked for a margin of error (0 … 1), in a population where it is known: z² × 0.25 ÷ e², then the finite
/// correction; each is rounded up.
pub fn sample_size(
    parameters: InForce<'_>,
    margin: Decimal,
    population: Option<u32>,
) -> Result<Found<Decimal>, ProfileError> {
    let z = parameters.parameter("satisfaction_z")?;
    let wide = z.value * z.value * Decimal::new(25, 2);
    let size = wide.checked_div(margin * margin).map(|size| size.ceil());
    let size = size.and_then(|size| match population {
        Some(people) => {
            let part = (size - Decimal::ONE).checked_div(people.into())?;
            Some(size.checked_div(Decimal::ONE + part)?.ceil())
        }
        None => Some(size),
    });
    Ok(match size {
        Some(size) => Found::known(
            size,
            Text::new(format!("至少抽样 {size} 人"), format!("at least {size} people")),
            z.of_rule(),
        ),
        None => Found::unknown(
            Text::new("误差或总体为零，不能计算", "no margin or nobody to ask"),
            z.of_rule(),
        ),
    })
}
