//! A target held against a year.

use chrono::{Datelike, TimeDelta, Utc};
use city::{Block, City, Counting, Due, Measured, Point, Promise, Target, TargetIndicator, TargetValue};
use history::{History, Known};
use rules::target::{Attainment, Judged, PlaceYear, judge_class, judge_good_days, judge_heavy_days};
use rules::unit::PlanUnit;
use rules::{Comparator, Indicator};
use standards::{Citation, Reason, Text};

use crate::air::city_year;
use crate::budget::Budget;
use crate::error::OfficeError;
use crate::key::{Span, WhyKey};
use crate::leaf::place_name;
use crate::register::entry_key;
use crate::sample::known_in;
use crate::views::{MeasuredView, VerdictView};
use crate::water::section_year;

/// Judges `target` for `year` from what the history holds, explained as far as `budget` allows.
pub(crate) async fn judge(
    city: &City,
    history: &History,
    target: &Target,
    year: i32,
    budget: &Budget,
) -> Result<Judged, OfficeError> {
    let mut judged = match &target.measured.indicator {
        TargetIndicator::Measured(Indicator::WaterClass) => judge_water(city, history, target, year, budget).await?,
        TargetIndicator::Measured(Indicator::GoodAirDays | Indicator::HeavyPollutionDays) => {
            judge_air(city, history, target, year, budget).await?
        }
        TargetIndicator::Counted(_) => match Counting::new(city, entry_key)?.judge(&target.promise(), year) {
            Some(judged) => judged?,
            None => unfit(target),
        },
    };
    if let Some(note) = &target.note {
        let reading = Citation::new("plan", target.id.clone(), target.certainty);
        judged.reason.because.insert(0, Reason::new(note.clone()).by(reading));
    }
    judged.reason.key = Some(
        WhyKey::Target {
            id: target.id.clone(),
            year,
        }
        .to_string(),
    );
    Ok(judged)
}

/// The years in which a promise over what the city counts itself can be judged.
pub(crate) fn counted_years(city: &City, promise: &Promise<'_>) -> Vec<i32> {
    let Some(indicator) = promise.measured.indicator.counted().and_then(|id| city.indicator(id)) else {
        return Vec::new();
    };
    match (&indicator.year, promise.due.and_then(Due::year)) {
        (Some(_), _) => city.years_of(indicator),
        (None, Some(_)) => Vec::new(),
        // Without years and without a deadline the register is judged as it stands today.
        (None, None) => vec![(Utc::now() + TimeDelta::minutes(city.utc_offset_minutes.into())).year()],
    }
}

/// How the measured part of a block stands, where the city counts it itself: in the year it is due, else in the last year with entries.
pub(crate) fn of_block(city: &City, block: &Block) -> Result<Option<MeasuredView>, OfficeError> {
    let Some(promise) = block.promise() else {
        return Ok(None);
    };
    let Some(indicator) = promise.measured.indicator.counted().and_then(|id| city.indicator(id)) else {
        return Ok(None);
    };
    let due = promise.due.and_then(Due::year);
    let Some(year) = due.or_else(|| counted_years(city, &promise).into_iter().max()) else {
        return Ok(None);
    };
    let Some(judged) = Counting::new(city, entry_key)?.judge(&promise, year).transpose()? else {
        return Ok(None);
    };
    Ok(Some(MeasuredView {
        indicator: indicator.name.clone(),
        demand: demand(promise.measured),
        year,
        standing: judged.attainment,
        certainty: judged.reason.weakest(),
        headline: judged.reason.says,
        why: WhyKey::Indicator {
            id: indicator.id.clone(),
            year: indicator.year.as_ref().map(|_| year),
        }
        .to_string(),
    }))
}

async fn judge_air(
    city: &City,
    history: &History,
    target: &Target,
    year: i32,
    budget: &Budget,
) -> Result<Judged, OfficeError> {
    let points: Vec<&Point> = city.feeding(target).collect();
    if points.is_empty() {
        return Ok(nothing_feeds(city, target));
    }
    let known = known_in(history, &points, Span::Year(year)).await?;
    if known.is_empty() {
        return Ok(rules::target::no_data(year, Vec::new()));
    }
    let air = city_year(city, &points, year, &known);
    let mut judged = match (target.measured.indicator.measured(), target.measured.value) {
        (Some(Indicator::HeavyPollutionDays), TargetValue::Days(days)) => judge_heavy_days(
            days,
            &Citation::new("AIR-8", target.id.clone(), target.certainty),
            &air.year,
        ),
        (Some(Indicator::GoodAirDays), TargetValue::Percent(percent)) => judge_good_days(percent, &air.year),
        _ => unfit(target),
    };
    judged.reason.because.push(rules::air::day_rule());
    judged.reason.because.extend(notices(&points, &known));
    judged.reason.because.extend(air.explain(city, budget));
    Ok(judged)
}

/// What a reader must know of the points whose values were used.
fn notices(points: &[&Point], known: &[Known]) -> Vec<Reason> {
    let used = points
        .iter()
        .filter(|point| known.iter().any(|known| known.point == point.id));
    used.filter_map(|point| {
        let notice = point.notice.as_ref()?;
        Some(Reason::new(Text::new(
            format!("{}：{}", point.name.zh, notice.zh),
            format!("{}: {}", point.name.en, notice.en),
        )))
    })
    .collect()
}

async fn judge_water(
    city: &City,
    history: &History,
    target: &Target,
    year: i32,
    budget: &Budget,
) -> Result<Judged, OfficeError> {
    let TargetValue::Class(demanded) = target.measured.value else {
        return Ok(unfit(target));
    };
    let sections: Vec<&Point> = city.feeding(target).collect();
    let known = known_in(history, &sections, Span::Year(year)).await?;
    let places: Vec<PlaceYear> = target
        .places
        .iter()
        .map(|id| PlaceYear {
            name: place_name(city, id),
            sections: sections
                .iter()
                .filter(|section| section.of == *id)
                .map(|section| {
                    let own = known
                        .iter()
                        .filter(|known| known.point == section.id)
                        .cloned()
                        .collect();
                    section_year(city, section, year, own, budget)
                })
                .collect(),
        })
        .collect();
    let (profile, _) = city.profile("target")?;
    Ok(judge_class(
        &profile,
        target.measured.comparator,
        demanded,
        year,
        &places,
    )?)
}

/// No point of the city feeds the target's places.
fn nothing_feeds(city: &City, target: &Target) -> Judged {
    let places: Vec<PlaceYear> = target
        .places
        .iter()
        .map(|id| PlaceYear {
            name: place_name(city, id),
            sections: Vec::new(),
        })
        .collect();
    rules::target::no_station(&places)
}

/// The checker of the city folder refuses such a target; a city that was not read by it still gets an answer.
fn unfit(target: &Target) -> Judged {
    let says = Text::new(
        format!("目标 {} 的数值与指标不相配，不能判定", target.id),
        format!(
            "the value of target {} does not fit its indicator: no verdict",
            target.id
        ),
    );
    Judged {
        attainment: Attainment::NoData,
        figure: None,
        progress: None,
        reason: Reason::new(says),
    }
}

/// The verdict as a page shows it.
pub(crate) fn view(target: &Target, year: i32, judged: &Judged) -> VerdictView {
    VerdictView {
        year,
        standing: judged.attainment,
        headline: judged.reason.says.clone(),
        figure: judged.figure.clone(),
        progress: judged.progress.map(rules::found::shown),
        why: WhyKey::Target {
            id: target.id.clone(),
            year,
        }
        .to_string(),
        certainty: judged.reason.weakest(),
    }
}

/// What is demanded, in short.
pub(crate) fn demand(measured: &Measured) -> Text {
    match (measured.comparator, measured.value) {
        (Comparator::StableAtMost, TargetValue::Class(class)) => {
            Text::new(format!("稳定在 {class} 类以内"), format!("stable at {class} or better"))
        }
        (Comparator::GenerallyGood, TargetValue::Class(class)) => Text::new(
            format!("总体优良（{class} 类以内）"),
            format!("generally good ({class} or better)"),
        ),
        (_, TargetValue::Class(class)) => Text::new(format!("≤ {class} 类"), format!("≤ class {class}")),
        (Comparator::AtLeast, TargetValue::Percent(share)) => signed("≥ ", PlanUnit::PERCENT.words(share)),
        (_, TargetValue::Percent(share)) => signed("≤ ", PlanUnit::PERCENT.words(share)),
        (_, TargetValue::Days(days)) => Text::new(format!("≤ {days} 天／年"), format!("≤ {days} day(s) a year")),
        (comparator, TargetValue::Carried) => comparator.text(),
        (comparator, TargetValue::Number(value, unit)) => demand_of_number(comparator, &unit.words(value)),
    }
}

fn demand_of_number(comparator: Comparator, value: &Text) -> Text {
    let sign = match comparator {
        Comparator::AtLeast => "≥ ",
        Comparator::AtMost | Comparator::BasicallyEliminated => "≤ ",
        Comparator::Equals => "= ",
        Comparator::About => return Text::new(format!("{}左右", value.zh), format!("about {}", value.en)),
        Comparator::StableAtLeast => {
            return Text::new(
                format!("稳定在{}以上", value.zh),
                format!("stable at {} or more", value.en),
            );
        }
        Comparator::Completion => return Text::new(format!("完成{}", value.zh), format!("{} completed", value.en)),
        other => {
            let words = other.text();
            return Text::new(
                format!("{}（{}）", words.zh, value.zh),
                format!("{} ({})", words.en, value.en),
            );
        }
    };
    signed(sign, value.clone())
}

fn signed(sign: &str, value: Text) -> Text {
    Text::new(format!("{sign}{}", value.zh), format!("{sign}{}", value.en))
}
