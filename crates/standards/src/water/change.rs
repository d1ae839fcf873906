//! Whether water became better or worse between two comparable periods.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::reason::Reason;
use crate::table::{Table, TableError, proven, table};
use crate::text::Text;
use crate::water::class::WaterClass;

/// A change between two periods.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// 0 none, 1 some, 2 clear.
    pub size: usize,
    /// Whether it is for the better; meaningless when there is none.
    pub better: bool,
    /// 无明显变化, 有所好转 …
    pub word: Text,
    /// The figures.
    pub reason: Reason,
}

impl Change {
    /// The change that is reported when two methods differ: the larger one.
    #[must_use]
    pub fn or_larger(self, other: Self) -> Self {
        if other.size > self.size { other } else { self }
    }
}

/// How many grades `after` lies above `before` (优 1 … 重度污染 5); negative = better.
pub fn grade_steps(before: WaterClass, after: WaterClass) -> i8 {
    let grade = |class: WaterClass| {
        let mut words: Vec<&Text> = WaterClass::ALL
            .iter()
            .take_while(|other| **other <= class)
            .map(|other| &other.grade().word)
            .collect();
        words.dedup();
        // Six classes make at most six grades.
        i8::try_from(words.len()).unwrap_or(i8::MAX)
    };
    grade(after) - grade(before)
}

/// The change by grades: one step is some change, two or more a clear one.
pub fn change_by_grade(before: WaterClass, after: WaterClass) -> Change {
    let steps = grade_steps(before, after);
    let size = rules()
        .rows
        .iter()
        .position(|row| row.steps_max.is_none_or(|most| steps.unsigned_abs() <= most));
    let word = |class: WaterClass| &class.grade().word;
    let says = |outcome: &Text| {
        Text::new(
            format!(
                "{} → {}，相差 {} 级 → {}",
                word(before).zh,
                word(after).zh,
                steps.unsigned_abs(),
                outcome.zh
            ),
            format!(
                "{} → {}, {} grades apart → {}",
                word(before).en,
                word(after).en,
                steps.unsigned_abs(),
                outcome.en
            ),
        )
    };
    change(size, steps < 0, says)
}

/// The change by ΔG − ΔD of shares in percent, each (before, after): up to 10 points none, up to 20 some, above a clear change.
///
/// `None` on overflow.
pub fn change_by_shares(
    share_1_to_3: (Decimal, Decimal),
    share_inferior: (Decimal, Decimal),
) -> Option<(Decimal, Change)> {
    let good = share_1_to_3.1.checked_sub(share_1_to_3.0)?;
    let inferior = share_inferior.1.checked_sub(share_inferior.0)?;
    let difference = good.checked_sub(inferior)?;
    let size = rules()
        .rows
        .iter()
        .position(|row| row.difference_max.is_none_or(|most| difference.abs() <= most));
    let says = |outcome: &Text| {
        Text::new(
            format!("ΔG {good} − ΔD {inferior} = {difference} 个百分点 → {}", outcome.zh),
            format!(
                "ΔG {good} − ΔD {inferior} = {difference} percentage points → {}",
                outcome.en
            ),
        )
    };
    Some((difference, change(size, difference > Decimal::ZERO, says)))
}

fn change(size: Option<usize>, better: bool, says: impl Fn(&Text) -> Text) -> Change {
    let rules = rules();
    let size = size.unwrap_or(rules.rows.len().saturating_sub(1));
    let word = rules
        .rows
        .get(size)
        .map(|row| if better { row.better.clone() } else { row.worse.clone() })
        .unwrap_or_default();
    let reason = Reason::new(says(&word)).by(rules.table.citation());
    Change {
        size,
        better,
        word,
        reason,
    }
}

struct SizeRow {
    steps_max: Option<u8>,
    difference_max: Option<Decimal>,
    better: Text,
    worse: Text,
}

struct Rules {
    table: &'static Table,
    rows: Vec<SizeRow>,
}

fn rules() -> &'static Rules {
    static RULES: LazyLock<Rules> = LazyLock::new(|| proven(read()));
    &RULES
}

fn read() -> Result<Rules, TableError> {
    let table = table("huanban-2011-22/change.csv")?;
    let rows = table.rows().map(|row| {
        let steps_max = if row.text("steps_max")?.is_empty() {
            None
        } else {
            Some(row.parsed("steps_max")?)
        };
        Ok(SizeRow {
            steps_max,
            difference_max: row.optional_decimal("difference_max")?,
            better: Text::new(row.text("better_zh")?, row.text("better_en")?),
            worse: Text::new(row.text("worse_zh")?, row.text("worse_en")?),
        })
    });
    Ok(Rules {
        table,
        rows: rows.collect::<Result<_, TableError>>()?,
    })
}
