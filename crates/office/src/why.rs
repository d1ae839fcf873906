//! The answers to why.

use chrono::{NaiveDateTime, TimeDelta};
use city::{City, Point, PointKind};
use history::marks::SeriesKey;
use history::{Ask, Period, Statistic};
use standards::{Reason, Text};

use crate::air::{AirDay, city_days, hour_index, point_days};
use crate::budget::Budget;
use crate::error::OfficeError;
use crate::key::{Span, WhyKey};
use crate::leaf::{label_of, leaf, quantity_name};
use crate::office::Office;
use crate::plan::posts;
use crate::sample::{known_in, samples};
use crate::views::WhySheet;
use crate::water::{judge_sample, months, section_year};

/// Answers `key`, unfolded as far as `budget` allows.
pub(crate) async fn answer(office: &Office, key: WhyKey, budget: &Budget) -> Result<WhySheet, OfficeError> {
    let text = key.to_string();
    match key {
        WhyKey::Indicator { id, year } => crate::register::indicator(office.city(), text, &id, year),
        WhyKey::Entry { register, line } => crate::register::entry(office.city(), text, &register, line),
        WhyKey::Target { id, year } => target(office, text, &id, year, budget).await,
        WhyKey::Water { point, span } => {
            let section = find(office, &point)?;
            let reason = water(office, section, span, budget).await?;
            Ok(about_point(office, text, section, &span.label(), reason))
        }
        // A city that has no point of its own is asked for by its own id.
        WhyKey::Air { point, span } if office.city().point(&point).is_none() && point == office.city().id => {
            let (name, label) = (&office.city().name, span.label());
            Ok(WhySheet {
                key: text,
                title: Text::new(format!("{}　{label}", name.zh), format!("{}, {label}", name.en)),
                reason: city_air(office, span, budget).await?,
                answers: Vec::new(),
                quality: None,
                shown_at: None,
            })
        }
        WhyKey::Air { point, span } => {
            let station = find(office, &point)?;
            let reason = air(office, station, span, budget).await?;
            Ok(about_point(office, text, station, &span.label(), reason))
        }
        WhyKey::Value {
            point,
            item,
            period,
            statistic,
            at,
        } => {
            let quantity = Quantity {
                item: &item,
                period,
                statistic,
            };
            value(office, text, &point, quantity, at).await
        }
    }
}

fn find<'a>(office: &'a Office, id: &str) -> Result<&'a Point, OfficeError> {
    office.city().point(id).ok_or_else(|| office.no_point(id))
}

async fn target(office: &Office, key: String, id: &str, year: i32, budget: &Budget) -> Result<WhySheet, OfficeError> {
    let city = office.city();
    let target = city.target(id).ok_or_else(|| office.no_target(id))?;
    let judged = crate::verdict::judge(city, office.history(), target, year, budget).await?;
    Ok(WhySheet {
        key,
        title: target.sentence.clone(),
        reason: judged.reason,
        answers: posts(city, &target.answers),
        quality: None,
        shown_at: Some(format!("/targets/{id}?year={year}")),
    })
}

fn about_point(office: &Office, key: String, point: &Point, label: &str, reason: Reason) -> WhySheet {
    WhySheet {
        key,
        title: Text::new(
            format!("{}　{label}", point.name.zh),
            format!("{}, {label}", point.name.en),
        ),
        reason,
        answers: posts(office.city(), &point.answers),
        quality: None,
        shown_at: Some(crate::point::page(point)),
    }
}

fn nothing_received() -> Reason {
    Reason::new(Text::new(
        "没有收到数据，无法回答",
        "nothing was received: there is no answer",
    ))
}

async fn water(office: &Office, section: &Point, span: Span, budget: &Budget) -> Result<Reason, OfficeError> {
    let city = office.city();
    let known = known_in(office.history(), &[section], span).await?;
    if known.is_empty() {
        return Ok(nothing_received());
    }
    match span {
        Span::Year(year) => Ok(section_year(city, section, year, known, budget).reason),
        Span::Month(_) => Ok(months(section, known)
            .first()
            .map_or_else(nothing_received, |month| month.explain(city, budget))),
        Span::Day(_) | Span::Moment(_) => {
            let each = samples(known).into_iter().map(|sample| {
                let verdict = judge_sample(section, &sample);
                let mut reason = verdict
                    .reason
                    .since_all(sample.values.iter().map(|known| leaf(city, known)));
                reason.key = Some(
                    WhyKey::Water {
                        point: section.id.clone(),
                        span: Span::Moment(sample.at),
                    }
                    .to_string(),
                );
                reason
            });
            let mut each: Vec<Reason> = each.collect();
            Ok(match (each.len(), each.pop()) {
                (1, Some(only)) => only,
                (count, Some(last)) => {
                    let says = Text::new(format!("{count} 个样本"), format!("{count} samples"));
                    Reason::new(says).since_all(each).since(last)
                }
                (_, None) => nothing_received(),
            })
        }
    }
}

async fn air(office: &Office, station: &Point, span: Span, budget: &Budget) -> Result<Reason, OfficeError> {
    let city = office.city();
    match (span, station.kind) {
        (Span::Moment(at), _) => {
            let hours = samples(known_in(office.history(), &[station], span).await?);
            let hour = hours.into_iter().find(|sample| sample.period == Period::Hour);
            Ok(hour.map_or_else(nothing_received, |hour| {
                let reason = hour_index(at, &hour.values).reason;
                reason.since_all(hour.values.iter().map(|known| leaf(city, known)))
            }))
        }
        (_, PointKind::CityAir) => city_air(office, span, budget).await,
        (_, PointKind::Station | PointKind::Section) => {
            let known = known_in(office.history(), &[station], span).await?;
            Ok(of_days(city, span, &point_days(&station.id, &known), budget))
        }
    }
}

/// The air of the whole city, from all that measures it.
async fn city_air(office: &Office, span: Span, budget: &Budget) -> Result<Reason, OfficeError> {
    let city = office.city();
    let measures = |point: &&Point| point.kind != PointKind::Section;
    let points: Vec<&Point> = city.points.iter().filter(measures).collect();
    let known = known_in(office.history(), &points, span).await?;
    Ok(of_days(city, span, &city_days(city, &points, &known), budget))
}

fn of_days(city: &City, span: Span, days: &[AirDay], budget: &Budget) -> Reason {
    let mut each: Vec<Reason> = days.iter().map(|day| day.explain(city, budget)).collect();
    match (span, each.len()) {
        (_, 0) => nothing_received(),
        (Span::Day(_), 1) => each.remove(0),
        (_, count) => {
            let says = Text::new(
                format!("{} 有数据的 {count} 天", span.label()),
                format!("{count} days of {}", span.label()),
            );
            Reason::new(says).since_all(each)
        }
    }
}

/// Which of the values of a point at a time.
struct Quantity<'a> {
    item: &'a str,
    period: Period,
    statistic: Statistic,
}

async fn value(
    office: &Office,
    key: String,
    point: &str,
    quantity: Quantity<'_>,
    at: NaiveDateTime,
) -> Result<WhySheet, OfficeError> {
    let city = office.city();
    let place = find(office, point)?;
    let ask = Ask {
        points: vec![point.to_owned()],
        items: vec![quantity.item.to_owned()],
        periods: vec![quantity.period],
        from: Some(at),
        until: at.checked_add_signed(TimeDelta::microseconds(1)),
        ..Ask::default()
    };
    let mut statements = office.history().statements(&ask).await?;
    statements.retain(|known| known.statistic == quantity.statistic);
    // The newest statement is the current one and comes first.
    statements.reverse();
    let label = label_of(quantity.period, at);
    let name = quantity_name(quantity.item, quantity.statistic);
    let says = match statements.len() {
        0 => Text::new("没有收到这个值", "this value was not received"),
        1 => Text::new("收到过一次", "received once"),
        count => Text::new(
            format!("收到过 {count} 次不同的说法，以最新一次为准"),
            format!("stated {count} times, the newest statement counts"),
        ),
    };
    let notice = place.notice.clone().map(Reason::new);
    let reason = Reason::new(says)
        .since_all(statements.iter().map(|known| leaf(city, known)))
        .since_all(notice);
    let title = Text::new(format!("{}　{}", name.zh, label), format!("{}, {label}", name.en));
    let mut sheet = about_point(office, key, place, &label, reason).titled(title);
    if quantity.statistic == Statistic::Value {
        let series = SeriesKey {
            point: point.to_owned(),
            item: quantity.item.to_owned(),
            period: quantity.period,
        };
        sheet.quality = crate::quality::of_value(office.marks(), &series, at).await?;
    }
    Ok(sheet)
}

impl WhySheet {
    /// The same answer under a title that names the item, too.
    fn titled(mut self, item: Text) -> Self {
        let place = self.title;
        let place_zh = place.zh.split('　').next().unwrap_or_default();
        let place_en = place.en.split(", ").next().unwrap_or_default();
        self.title = Text::new(format!("{place_zh}　{}", item.zh), format!("{place_en}, {}", item.en));
        self
    }
}
