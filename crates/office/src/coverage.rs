//! Coverage as the pages show it: the rows of the resolution by clause, each with what realises it.

use city::City;
use city::coverage::{Coverage, CoveredRow};
use standards::Text;

use crate::views::{CoverageCounts, CoverageRow, CoverageSection, CoverageState, CoverageView, RealisedBy};

/// Every row by clause, with counts.
pub(crate) fn view(city: &City) -> CoverageView {
    let mut all = CoverageCounts::default();
    let mut sections: Vec<CoverageSection> = Vec::new();
    for covered in city::coverage::coverage(city) {
        let code = covered.row.section();
        let place = sections.iter().position(|section| section.code == code);
        let place = place.unwrap_or_else(|| {
            sections.push(section(city, code));
            sections.len() - 1
        });
        let row = row(&covered);
        count(&mut all, row.state);
        if let Some(section) = sections.get_mut(place) {
            count(&mut section.counts, row.state);
            section.rows.push(row);
        }
    }
    CoverageView { all, sections }
}

/// A clause or head without rows yet. Rows may stand under a code for which the plan has no file: the code is its name then.
fn section(city: &City, code: &str) -> CoverageSection {
    let clause = city.clauses.iter().find(|clause| clause.heading.code() == code);
    CoverageSection {
        code: code.to_owned(),
        name: clause.map_or_else(|| Text::same(code), |clause| clause.heading.name()),
        title: clause.map(|clause| clause.title.clone()).unwrap_or_default(),
        counts: CoverageCounts::default(),
        rows: Vec::new(),
    }
}

fn row(covered: &CoveredRow<'_>) -> CoverageRow {
    let realised_by = covered.realised_by.iter().map(|by| RealisedBy {
        id: by.id.to_owned(),
        kind: by.kind.name(),
        clause: by.clause.name(),
        clause_code: by.clause.code(),
        place: format!("{}:{}", by.file, by.line),
    });
    CoverageRow {
        id: covered.row.id.clone(),
        name: covered.row.name.clone(),
        kind: covered.row.kind.name(),
        state: match covered.coverage {
            Coverage::Live => CoverageState::Live,
            Coverage::Declared => CoverageState::Declared,
            Coverage::Absent => CoverageState::Absent,
        },
        because: covered.because.clone(),
        realised_by: realised_by.collect(),
    }
}

fn count(counts: &mut CoverageCounts, state: CoverageState) {
    match state {
        CoverageState::Live => counts.live += 1,
        CoverageState::Declared => counts.declared += 1,
        CoverageState::Absent => counts.absent += 1,
    }
}
