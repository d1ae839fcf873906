//! Water: from samples to the class of a month, and from months to a year.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use city::{City, Point};
use history::{Known, Period};
use rules::target::SectionYear;
use standards::item::ItemDef;
use standards::water::{self, Period as Stretch, SectionVerdict, WaterBody, WaterClass};
use standards::{Reason, Text};

use crate::budget::Budget;
use crate::key::{Span, WhyKey};
use crate::leaf::leaf;
use crate::sample::{Sample, samples, usable};

/// Which length of sample makes a month where several were received.
const PREFERRED: [Period; 4] = [Period::Hour, Period::Instant, Period::Day, Period::Minute];

/// The class of one sample of an automatic station.
pub(crate) fn judge_sample(point: &Point, sample: &Sample) -> SectionVerdict {
    water::judge_automatic_station(sample.at.date(), body(point), &sample.usable())
}

/// A section that does not say what it is is judged as a river, whose phosphorus limits are the common ones.
fn body(point: &Point) -> WaterBody {
    point.water_body.unwrap_or(WaterBody::River)
}

/// One section's month: the class of its mean concentrations.
#[derive(Clone, Debug)]
pub(crate) struct WaterMonth {
    pub(crate) point: String,
    pub(crate) first: NaiveDate,
    pub(crate) means: Vec<water::ItemMean>,
    pub(crate) verdict: SectionVerdict,
    pub(crate) samples: Vec<Sample>,
}

/// The months of a section for which there is any sample, in order.
pub(crate) fn months(point: &Point, known: Vec<Known>) -> Vec<WaterMonth> {
    let mut by_month: BTreeMap<NaiveDate, Vec<Sample>> = BTreeMap::new();
    for sample in samples(known) {
        let day = sample.at.date();
        by_month.entry(day.with_day(1).unwrap_or(day)).or_default().push(sample);
    }
    by_month
        .into_iter()
        .map(|(first, samples)| month(point, first, &samples))
        .collect()
}

fn month(point: &Point, first: NaiveDate, samples: &[Sample]) -> WaterMonth {
    let samples = of_one_period_each(samples);
    let values: Vec<_> = samples.iter().map(Sample::usable).collect();
    let means = water::section_means(Stretch::Month, &values);
    let verdict = water::judge_automatic_station(last_day(first), body(point), &known_means(&means));
    WaterMonth {
        point: point.id.clone(),
        first,
        means,
        verdict,
        samples,
    }
}

/// Of each item only the values of one length: the first preferred one in which the item is usable. Nothing counts twice, and a
/// single hourly value of one item does not hide the daily values of the others.
fn of_one_period_each(samples: &[Sample]) -> Vec<Sample> {
    let chosen = |item: &str| {
        let has = |period: &&Period| {
            let of_length = samples.iter().filter(|sample| sample.period == **period);
            of_length
                .filter_map(|sample| sample.of(item))
                .any(|known| usable(known).is_some())
        };
        PREFERRED.iter().find(has)
    };
    let kept = samples.iter().map(|sample| {
        let values = sample
            .values
            .iter()
            .filter(|known| chosen(&known.item).is_none_or(|period| *period == sample.period));
        Sample {
            values: values.cloned().collect(),
            ..sample.clone()
        }
    });
    kept.filter(|sample| !sample.values.is_empty()).collect()
}

/// The day on which a month's class is judged: the edition in force at its end.
fn last_day(first: NaiveDate) -> NaiveDate {
    let next = first
        .checked_add_months(Months::new(1))
        .and_then(|next| next.checked_sub_days(Days::new(1)));
    next.unwrap_or(first)
}

fn known_means(means: &[water::ItemMean]) -> Vec<(&'static ItemDef, rust_decimal::Decimal)> {
    means.iter().filter_map(|mean| Some((mean.item, mean.value?))).collect()
}

impl WaterMonth {
    /// The question that this month answers.
    pub(crate) fn key(&self) -> WhyKey {
        WhyKey::Water {
            point: self.point.clone(),
            span: Span::Month(self.first),
        }
    }

    /// Why the month has its class, down to what was received as far as `budget` allows.
    pub(crate) fn explain(&self, city: &City, budget: &Budget) -> Reason {
        let class = class_words(self.verdict.class);
        let name = crate::leaf::point_name(city, &self.point);
        let label = self.first.format("%Y-%m");
        let mut reason = Reason::new(Text::new(
            format!(
                "{}　{label}　{}（{} 个样本的均值）",
                name.zh,
                class.zh,
                self.samples.len()
            ),
            format!(
                "{}, {label}: {} (means of {} samples)",
                name.en,
                class.en,
                self.samples.len()
            ),
        ));
        reason.key = Some(self.key().to_string());
        let values: usize = self.samples.iter().map(|sample| sample.values.len()).sum();
        if !budget.allows(values + self.means.len()) {
            return reason;
        }
        reason.because.push(self.verdict.reason.clone());
        for mean in &self.means {
            let of_item = self.samples.iter().filter_map(|sample| sample.of(mean.item.code));
            let counted = of_item.filter(|known| usable(known).is_some());
            reason
                .because
                .push(mean.reason.clone().since_all(counted.map(|known| leaf(city, known))));
        }
        let left_out: Vec<Reason> = self
            .samples
            .iter()
            .flat_map(|sample| &sample.values)
            .filter(|known| usable(known).is_none())
            .map(|known| leaf(city, known))
            .collect();
        if !left_out.is_empty() {
            let says = Text::new(
                format!("{} 个值没有参与评价（标记不正常或没有数值）", left_out.len()),
                format!("{} values were not judged (flagged, or no number)", left_out.len()),
            );
            reason.because.push(Reason::new(says).since_all(left_out));
        }
        reason
    }
}

/// A section's year: the class of the mean of its months, where there are enough of them for every item.
pub(crate) fn section_year(city: &City, point: &Point, year: i32, known: Vec<Known>, budget: &Budget) -> SectionYear {
    let months = months(point, known);
    let judged: Vec<&WaterMonth> = months.iter().filter(|month| month.verdict.class.is_some()).collect();
    let monthly: Vec<_> = judged.iter().map(|month| known_means(&month.means)).collect();
    let means = water::section_means(Stretch::Year, &monthly);
    let day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
    let verdict = water::judge_automatic_station(day, body(point), &known_means(&means));
    let lacking = lacking(point, day, judged.len(), &means);
    let class = verdict.class.filter(|_| lacking.is_none());
    let words = class_words(class);
    let short = lacking.clone().unwrap_or_default();
    let says = Text::new(
        format!("{}　{year} 年　{}　{}", point.name.zh, words.zh, short.zh),
        format!("{}, {year}: {} {}", point.name.en, words.en, short.en),
    );
    let says = Text::new(says.zh.trim_end(), says.en.trim_end());
    let mut reason = Reason::new(says).by(Stretch::Year.citation());
    let span = Span::Year(year);
    reason.key = Some(
        WhyKey::Water {
            point: point.id.clone(),
            span,
        }
        .to_string(),
    );
    if class.is_some() {
        reason.because.push(verdict.reason);
    }
    reason.because.extend(means.into_iter().map(|mean| mean.reason));
    reason
        .because
        .extend(months.iter().map(|month| month.explain(city, budget)));
    SectionYear {
        name: point.name.clone(),
        class,
        lacking,
        received: months.iter().map(|month| month.samples.len()).sum(),
        months: judged
            .iter()
            .filter_map(|month| Some((month.first.month(), month.verdict.class?)))
            .collect(),
        reason,
    }
}

/// What a section's year lacks for a class: months as a whole, or months of an item that would take part in the class. An item
/// that was measured in some months only is not left out in silence: without it the class could look better than it is.
fn lacking(point: &Point, day: NaiveDate, months: usize, means: &[water::ItemMean]) -> Option<Text> {
    let required = Stretch::Year.required();
    if months < required {
        return Some(Text::new(
            format!("只有 {months} 个月的数据，全年评价需要 {required} 个月"),
            format!("has {months} month(s) of data, a year needs {required}"),
        ));
    }
    let takes_part = |mean: &&water::ItemMean| {
        let judged = water::judge_section(day, body(point), &[(mean.item, rust_decimal::Decimal::ONE)]);
        judged
            .items
            .first()
            .is_some_and(|item| item.role == water::ItemRole::Evaluated)
    };
    let short = means.iter().filter(|mean| mean.value.is_none()).find(takes_part)?;
    Some(Text::new(
        format!(
            "{}只有 {} 个月的数据，全年评价需要 {} 个月",
            short.item.name.0, short.count, short.required
        ),
        format!(
            "has {} month(s) of {}, a year needs {}",
            short.count, short.item.name.1, short.required
        ),
    ))
}

/// The class in words, or that it is unknown.
pub(crate) fn class_words(class: Option<WaterClass>) -> Text {
    class.map_or_else(|| Text::new("类别未知", "class unknown"), WaterClass::text)
}
