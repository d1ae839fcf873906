//! RESP-5: the yearly score and grade of a chief.

use rust_decimal::Decimal;
use standards::{Reason, Text};

use super::Level;
use crate::found::{Found, shown, two_places};
use crate::profile::{InForce, ProfileError};

/// The shares that were reached, each 0 … 1; none where nobody knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shares {
    /// Organisation, files and signboards.
    pub organisation: Option<Decimal>,
    /// Patrols.
    pub patrol: Option<Decimal>,
    /// Problems closed on time.
    pub closure: Option<Decimal>,
    /// Sections that reach their target.
    pub water: Option<Decimal>,
    /// Reports of the public answered in time.
    pub public: Option<Decimal>,
    /// Information and innovation, as a panel judged.
    pub information: Option<Decimal>,
}

/// A grade of the assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 不合格
    Fail,
    /// 合格
    Pass,
    /// 良好
    Good,
    /// 优秀
    Excellent,
}

impl Grade {
    /// Its name.
    pub fn text(self) -> Text {
        match self {
            Self::Fail => Text::new("不合格", "fail"),
            Self::Pass => Text::new("合格", "pass"),
            Self::Good => Text::new("良好", "good"),
            Self::Excellent => Text::new("优秀", "excellent"),
        }
    }
}

/// A score and its grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Score {
    /// 0 … 100, two places.
    pub points: Decimal,
    /// The grade.
    pub grade: Grade,
}

/// The share of the organisation's points that remains after its defects (1 − defects × points of each ÷ points of the item).
pub fn organisation_share(parameters: InForce<'_>, defects: u32) -> Result<Decimal, ProfileError> {
    let points = parameters.parameter("points_organisation")?.value;
    let each = parameters.parameter("points_per_defect")?.value;
    let lost = (each * Decimal::from(defects))
        .checked_div(points)
        .unwrap_or(Decimal::ONE);
    Ok((Decimal::ONE - lost).max(Decimal::ZERO))
}

/// What is taken off for named criticisms and major events.
pub fn penalty(parameters: InForce<'_>, criticisms: u32, major_events: u32) -> Result<Decimal, ProfileError> {
    let criticism = parameters.parameter("penalty_criticism")?.value * Decimal::from(criticisms);
    let event = parameters.parameter("penalty_major_event")?.value * Decimal::from(major_events);
    Ok((criticism + event).min(parameters.parameter("penalty_max")?.value))
}

/// The score of a chief. An unknown share leaves the score unknown; the reason names it.
pub fn score(
    parameters: InForce<'_>,
    level: Level,
    shares: &Shares,
    penalty: Decimal,
) -> Result<Found<Score>, ProfileError> {
    // For townships and villages the points of patrol and of water quality are swapped: patrol is what they can do.
    let (patrol, water) = match level.is_lower() {
        true => ("points_water", "points_patrol"),
        false => ("points_patrol", "points_water"),
    };
    let items = [
        (
            "points_organisation",
            shares.organisation,
            Text::new("组织体系", "organisation"),
        ),
        (patrol, shares.patrol, Text::new("巡河", "patrol")),
        ("points_closure", shares.closure, Text::new("问题办结", "closure")),
        (water, shares.water, Text::new("水质", "water quality")),
        (
            "points_public",
            shares.public,
            Text::new("公众监督", "public supervision"),
        ),
        (
            "points_information",
            shares.information,
            Text::new("信息与创新", "information"),
        ),
    ];
    let (mut sum, mut causes, mut unknown) = (Decimal::ZERO, Vec::new(), Vec::new());
    for (name, share, what) in items {
        let points = parameters.parameter(name)?;
        let Some(share) = share.map(|share| share.clamp(Decimal::ZERO, Decimal::ONE)) else {
            unknown.push(what);
            continue;
        };
        sum += points.value * share;
        let sentence = format!(
            "{} × {} = {}",
            points.value,
            share.normalize(),
            shown(points.value * share)
        );
        let says = Text::new(format!("{}：{sentence}", what.zh), format!("{}: {sentence}", what.en));
        causes.push(Reason::new(says).by(points.of_rule()));
    }
    let pass = parameters.parameter("grade_pass")?;
    if !unknown.is_empty() {
        let zh: Vec<&str> = unknown.iter().map(|what| what.zh.as_str()).collect();
        let en: Vec<&str> = unknown.iter().map(|what| what.en.as_str()).collect();
        let says = Text::new(
            format!("{}没有数据，不能评分", zh.join("、")),
            format!("no data for {}: no score", en.join(", ")),
        );
        return Ok(Found::unknown(says, pass.of_rule()).since_all(causes));
    }
    let points = two_places((sum - penalty).max(Decimal::ZERO));
    let grade = grade(parameters, points)?;
    let says = Text::new(
        format!(
            "{} − {} = {}：{}",
            shown(sum),
            penalty.normalize(),
            shown(points),
            grade.text().zh
        ),
        format!(
            "{} − {} = {}: {}",
            shown(sum),
            penalty.normalize(),
            shown(points),
            grade.text().en
        ),
    );
    Ok(Found::known(Score { points, grade }, says, pass.of_rule()).since_all(causes))
}

/// The grade of a score.
pub fn grade(parameters: InForce<'_>, points: Decimal) -> Result<Grade, ProfileError> {
    for (name, grade) in [
        ("grade_excellent", Grade::Excellent),
        ("grade_good", Grade::Good),
        ("grade_pass", Grade::Pass),
    ] {
        if points >= parameters.parameter(name)?.value {
            return Ok(grade);
        }
    }
    Ok(Grade::Fail)
}
