//! Reads a `target` block.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use rules::target::{Baseline, Comparator};
use rust_decimal::Decimal;
use standards::Text;

use super::measure::{Asked, Measure};
use super::{Target, value};
use crate::block;
use crate::due::Due;
use crate::kind::FindingKind;
use crate::model::Place;
use crate::registry::{self, Registry};
use crate::site::Site;
use crate::source::Word;
use crate::table::{Document, Need, Table};
use crate::vocabulary;

/// Targets of one city at most.
const TARGETS_MAX: usize = 2_000;

/// What a target can refer to.
pub(crate) struct Surroundings<'a> {
    pub(crate) places: &'a [Place],
    /// The day of the resolution, from which deadlines run.
    pub(crate) resolved: Option<NaiveDate>,
    /// What every block can refer to.
    pub(crate) block: &'a block::Surroundings<'a>,
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

impl<'a> BlockReader<'a> {
    fn target(&self, mut table: Table<'_>, ids: &mut Registry) -> Option<Target> {
        let source = self.site.source;
        let id = table.word("id", Need::Required).filter(|id| self.site.enter(id, ids));
        let measure = self.around.block.measures.read(&mut table, source, Need::Required);
        let places = table.words("places", Need::Required);
        let baseline = value::Reader { source }.baseline(&mut table);
        let due = self.due(&mut table);
        let weight = self.weight(&mut table);
        let answers = self
            .around
            .block
            .post_ids
            .refer_all(table.words("answers", Need::Optional), source);
        let links = self.around.block.carried(&mut table, source);
        let sources = table.words("sources", Need::Optional);
        let certainty = table.word("certainty", Need::Required);
        let certainty = certainty.and_then(|word| vocabulary::certainties().read(&word, source));
        let note = table.text("note", Need::Optional);
        let seed = table.words("seed", Need::Optional);
        let opening = table.span();
        table.finish();

        self.check_baseline(&measure, baseline.as_ref(), due, opening);
        let places = self.places(measure.asked, places);
        let id = id?.text;
        Some(Target {
            clause: self.site.heading,
            sentence: self.site.sentence.clone()?,
            measured: measure.whole()?,
            places,
            baseline: baseline.map(|(baseline, _)| baseline),
            due,
            weight,
            answers,
            links,
            sources: sources.into_iter().map(|word| word.text).collect(),
            certainty: certainty?,
            note,
            seed: registry::seed_rows(&id, seed, source),
            id,
            file: source.file.to_owned(),
            line: source.line(self.site.block.start),
        })
    }

    fn weight(&self, table: &mut Table<'_>) -> Option<Decimal> {
        let (weight, span) = table.decimal("weight", Need::Optional)?;
        if weight > Decimal::ZERO && weight <= Decimal::ONE_HUNDRED {
            return Some(weight);
        }
        let says = Text::new(
            format!("权重 {weight} 不在 0 到 100 之间"),
            format!("the weight {weight} is not between 0 and 100"),
        );
        let help = Text::new(
            "权重以百分比计；不计分就不写",
            "weights are per cent; leave it out where nothing is scored",
        );
        self.site
            .source
            .report(FindingKind::ValueOutOfRange, span, says, Some(help));
        None
    }

    fn places(&self, asked: Option<Asked<'_>>, words: Vec<Word>) -> Vec<String> {
        for word in &words {
            let place = self.around.places.iter().find(|place| place.id == word.text);
            let (Some(place), Some(Asked::Instruments(indicator))) = (place, asked) else {
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
        self.around.block.places.refer_all(words, self.site.source)
    }

    /// A base belongs to what is counted, lies before the deadline, and must be there where the comparator looks at it.
    fn check_baseline(
        &self,
        measure: &Measure<'_>,
        baseline: Option<&(Baseline, Range<usize>)>,
        due: Option<Due>,
        opening: Range<usize>,
    ) {
        let source = self.site.source;
        match baseline {
            None if measure.comparator == Some(Comparator::NotBelowBase) => {
                let says = Text::new("没有写基准年数值", "the base is missing");
                let help = Text::new(
                    "补上 baseline = { value = …, year = … }",
                    "add baseline = { value = …, year = … }",
                );
                source.report(FindingKind::MissingKey, opening, says, Some(help));
            }
            Some((_, span)) if matches!(measure.asked, Some(Asked::Instruments(_))) => {
                let says = Text::new("仪器监测的指标没有基准年数值", "what instruments measure has no base");
                let help = Text::new("删去 baseline", "delete `baseline`");
                source.report(FindingKind::KeyDoesNotFit, span.clone(), says, Some(help));
            }
            Some((base, span)) if due.and_then(Due::year).is_some_and(|due| due <= base.year) => {
                let year = base.year;
                let says = Text::new(
                    format!("基准年{year}不在期限之前"),
                    format!("the base year {year} is not before the deadline"),
                );
                let help = Text::new("核对基准年和期限", "check the base year and the deadline");
                source.report(FindingKind::DueBeforeStart, span.clone(), says, Some(help));
            }
            Some(_) | None => {}
        }
    }

    fn due(&self, table: &mut Table<'_>) -> Option<Due> {
        let (due, span) = table.due("due", self.site.source)?;
        let resolved = self.around.resolved?;
        let Some(year) = due.year().filter(|year| *year < resolved.year()) else {
            return Some(due);
        };
        let says = Text::new(
            format!("期限{year}年早于决议通过的{resolved}"),
            format!("the deadline {year} lies before the resolution of {resolved}"),
        );
        let help = Text::new(
            format!("期限不早于{}年；决议没有期限就不写 due", resolved.year()),
            format!(
                "a deadline is not before {}; leave `due` out where the plan names none",
                resolved.year()
            ),
        );
        self.site
            .source
            .report(FindingKind::DeadlineWithoutMeaning, span, says, Some(help));
        None
    }
}
