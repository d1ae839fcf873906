//! The `target` block: what the sentence before it promises, in words a machine can hold a year against.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use rules::target::{Comparator, Indicator};
use rust_decimal::Decimal;
use standards::Text;

use crate::kind::FindingKind;
use crate::model::{Place, Target, TargetValue};
use crate::points::water_class;
use crate::registry::{self, Registry};
use crate::site::Site;
use crate::source::Word;
use crate::suggestion;
use crate::table::{Document, Need, Table};
use crate::vocabulary::{self, Measure};

/// Latest year a plan can name; a later one is a slip of the pen.
const DUE_YEAR_MAX: i64 = 2100;

/// Targets of one city at most.
const TARGETS_MAX: usize = 2_000;

/// What a target can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) places: &'a [Place],
    pub(crate) place_ids: &'a Registry,
    pub(crate) post_ids: &'a Registry,
    /// The day of the resolution, from which deadlines run.
    pub(crate) resolved: Option<NaiveDate>,
}

/// Reads one block; `None` when something it must say is missing or unknown (and reported).
pub(crate) fn read(site: &Site<'_>, around: &Surroundings<'_>, ids: &mut Registry) -> Option<Target> {
    let toml = site.source.text.get(site.content.clone()).unwrap_or_default();
    let opening = site.source.first_line(&site.block);
    if ids.len() >= TARGETS_MAX {
        let says = Text::new(
            format!("目标超过{TARGETS_MAX}个，其余不读"),
            format!("more than {TARGETS_MAX} targets; the rest is not read"),
        );
        let help = Text::new("把计划分成几个城市文件夹", "split the plan into several city folders");
        site.source.report(FindingKind::TooLarge, opening, says, Some(help));
        return None;
    }
    let document = Document::parse(toml, site.content.start, site.source)?;
    let table = document.table(site.source, opening.clone());
    let target = BlockReader { site, around }.target(table, ids);
    site.check_sentence();
    target
}

struct BlockReader<'a> {
    site: &'a Site<'a>,
    around: &'a Surroundings<'a>,
}

impl BlockReader<'_> {
    fn target(&self, mut table: Table<'_>, ids: &mut Registry) -> Option<Target> {
        let source = self.site.source;
        let id = table.word("id", Need::Required).filter(|id| self.enter(id, ids));
        let indicator_word = table.word("indicator", Need::Required);
        let indicator = indicator_word.and_then(|word| vocabulary::indicators().read(&word, source));
        let places = table.words("places", Need::Required);
        let comparator_word = table.word("comparator", Need::Required);
        let comparator = comparator_word
            .as_ref()
            .and_then(|word| vocabulary::comparators().read(word, source));
        let value = self.value(&mut table, indicator);
        let due = table
            .whole("due", Need::Optional)
            .and_then(|(year, span)| self.due(year, span));
        let answers = self
            .around
            .post_ids
            .refer_all(table.words("answers", Need::Optional), source);
        let certainty = table.word("certainty", Need::Required);
        let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
        let note = table.text("note", Need::Optional);
        let seed = self.seed(table.words("seed", Need::Optional));
        table.finish();

        self.check_comparator(indicator, comparator, comparator_word.as_ref());
        let places = self.places(indicator, places);
        let id = id?.text;
        Some(Target {
            clause: self.site.heading,
            sentence: self.site.sentence.clone()?,
            indicator: indicator?,
            places,
            comparator: comparator?,
            value: value?,
            due,
            answers,
            certainty: certainty?,
            note,
            seed: if seed.is_empty() { vec![id.clone()] } else { seed },
            id,
            file: source.file.to_owned(),
            line: source.line(self.site.block.start),
        })
    }

    fn enter(&self, id: &Word, ids: &mut Registry) -> bool {
        self.site.enter(id, ids)
    }

    fn seed(&self, words: Vec<Word>) -> Vec<String> {
        words
            .into_iter()
            .filter(|word| registry::check_seed_id(word, self.site.source))
            .map(|word| word.text)
            .collect()
    }

    fn places(&self, indicator: Option<Indicator>, words: Vec<Word>) -> Vec<String> {
        for word in &words {
            let place = self.around.places.iter().find(|place| place.id == word.text);
            let (Some(place), Some(indicator)) = (place, indicator) else {
                continue;
            };
            if !vocabulary::fits_place(indicator, place.kind) {
                let says = Text::new(
                    format!("“{}”没有“{}”这一指标", place.id, indicator.word()),
                    format!("`{}` cannot be asked of `{}`", indicator.word(), place.id),
                );
                let help = Text::new(
                    "水质问水体，空气问行政区",
                    "ask water of water bodies and air of divisions",
                );
                self.site
                    .source
                    .report(FindingKind::PlaceDoesNotFit, word.span.clone(), says, Some(help));
            }
        }
        self.around.place_ids.refer_all(words, self.site.source)
    }

    fn check_comparator(&self, indicator: Option<Indicator>, comparator: Option<Comparator>, word: Option<&Word>) {
        let (Some(indicator), Some(comparator), Some(word)) = (indicator, comparator, word) else {
            return;
        };
        if vocabulary::compares(comparator, indicator) {
            return;
        }
        let says = Text::new(
            format!("指标“{}”不能用“{}”比较", indicator.word(), comparator.word()),
            format!("`{}` cannot be compared by `{}`", indicator.word(), comparator.word()),
        );
        let fitting = Comparator::ALL
            .into_iter()
            .filter(|other| vocabulary::compares(*other, indicator));
        let words: Vec<&str> = fitting.map(Comparator::word).collect();
        let help = Text::new(
            format!("可用：{}", words.join("、")),
            format!("use {}", words.join(" or ")),
        );
        self.site
            .source
            .report(FindingKind::ComparatorDoesNotFit, word.span.clone(), says, Some(help));
    }

    fn value(&self, table: &mut Table<'_>, indicator: Option<Indicator>) -> Option<TargetValue> {
        let unit = table.word("unit", Need::Optional);
        let Some(indicator) = indicator else {
            // Without an indicator nothing can be said about the value; it still counts as asked for.
            table.skip("value");
            return None;
        };
        let measure = vocabulary::measure(indicator);
        match &unit {
            Some(unit) => self.check_unit(indicator, measure, unit),
            None => self.report_no_unit(measure, table.span()),
        }
        match measure {
            Measure::Class => {
                let word = table.word("value", Need::Required)?;
                water_class(&word, self.site.source).map(TargetValue::Class)
            }
            Measure::Percent => self.number(table, Decimal::ONE_HUNDRED).map(TargetValue::Percent),
            Measure::Days => self.number(table, Decimal::from(366)).map(TargetValue::Days),
        }
    }

    fn check_unit(&self, indicator: Indicator, measure: Measure, unit: &Word) {
        if measure.units().contains(&unit.text.as_str()) {
            return;
        }
        let says = Text::new(
            format!(
                "指标“{}”是{}，单位不能是“{}”",
                indicator.word(),
                measure.text().zh,
                unit.text
            ),
            format!(
                "`{}` is {}, its unit cannot be `{}`",
                indicator.word(),
                measure.text().en,
                unit.text
            ),
        );
        let help = suggestion::advice("", measure.units().iter().copied());
        self.site
            .source
            .report(FindingKind::UnitDoesNotFit, unit.span.clone(), says, help);
    }

    fn report_no_unit(&self, measure: Measure, span: Range<usize>) {
        let unit = measure.units().first().copied().unwrap_or_default();
        let says = Text::new("目标值没有写单位", "the value has no unit");
        let help = Text::new(format!("补上 unit = \"{unit}\""), format!("add unit = \"{unit}\""));
        self.site
            .source
            .report(FindingKind::MissingUnit, span, says, Some(help));
    }

    fn number(&self, table: &mut Table<'_>, most: Decimal) -> Option<Decimal> {
        let (value, span) = table.decimal("value", Need::Required)?;
        if value < Decimal::ZERO || value > most {
            let says = Text::new(
                format!("{value} 不在 0 到 {most} 之间"),
                format!("{value} is not between 0 and {most}"),
            );
            let help = Text::new("核对数值和单位", "check the value and its unit");
            self.site
                .source
                .report(FindingKind::ValueOutOfRange, span, says, Some(help));
            return None;
        }
        Some(value)
    }

    fn due(&self, year: i64, span: Range<usize>) -> Option<i32> {
        let first = self.around.resolved.map_or(1, |day| i64::from(day.year()));
        if (first..=DUE_YEAR_MAX).contains(&year) {
            return i32::try_from(year).ok();
        }
        let says = match self.around.resolved.filter(|day| year < i64::from(day.year())) {
            Some(day) => Text::new(
                format!("期限{year}年早于决议通过的{day}"),
                format!("the deadline {year} lies before the resolution of {day}"),
            ),
            None => Text::new(format!("{year}年不能作为期限"), format!("{year} cannot be a deadline")),
        };
        let help = Text::new(
            format!("期限是 {first} 到 {DUE_YEAR_MAX} 之间的年份；决议没有期限就不写 due"),
            format!("a deadline is a year from {first} to {DUE_YEAR_MAX}; leave `due` out where the plan names none"),
        );
        self.site
            .source
            .report(FindingKind::DeadlineWithoutMeaning, span, says, Some(help));
        None
    }
}
