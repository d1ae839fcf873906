//! Whether the blocks of the plan realise the table of the resolution: every row, and each by a block of its kind.

use standards::Text;

use super::duties::push;
use crate::block::BlockKind;
use crate::kind::FindingKind;
use crate::model::City;
use crate::registry::Registry;
use crate::source::Findings;

/// Something that claims to realise rows.
struct Claim<'c> {
    id: &'c str,
    kind: BlockKind,
    rows: &'c [String],
    file: &'c str,
}

/// Asks them. A city without a table of rows is not asked.
pub(super) fn ask(city: &City, blocks: &Registry, row_ids: &Registry, findings: &Findings) {
    if city.rows.is_empty() {
        return;
    }
    let claims = claims(city);
    for claim in &claims {
        check(claim, city, blocks, findings);
    }
    // A block that does not read realises nothing; its own fault is told, not the row it leaves open.
    if findings.has_errors() {
        return;
    }
    for row in &city.rows {
        if claims.iter().any(|claim| claim.rows.contains(&row.id)) {
            continue;
        }
        let says = Text::new(
            format!("决议表的“{}”（{}）没有代码块落实", row.id, row.name.zh),
            format!("no block realises the row `{}` ({})", row.id, row.name.en),
        );
        let kinds = BlockKind::ALL.iter().filter(|kind| kind.realises().contains(&row.kind));
        let words: Vec<&str> = kinds.map(|kind| kind.info()).collect();
        let help = Text::new(
            format!("在所在条目中写一个代码块：{}", words.join("、")),
            format!("write a block into its clause: {}", words.join(" or ")),
        );
        push(
            FindingKind::RowNotRealised,
            "plan/rows.csv",
            (&row.id, row_ids),
            says,
            help,
            findings,
        );
    }
}

fn claims(city: &City) -> Vec<Claim<'_>> {
    let targets = city.targets().map(|target| Claim {
        id: &target.id,
        kind: BlockKind::Target,
        rows: &target.seed,
        file: &target.file,
    });
    let blocks = city.blocks().map(|block| Claim {
        id: &block.id,
        kind: block.kind,
        rows: &block.seed,
        file: &block.file,
    });
    targets.chain(blocks).collect()
}

fn check(claim: &Claim<'_>, city: &City, blocks: &Registry, findings: &Findings) {
    for id in claim.rows {
        match city.row(id) {
            None => {
                let says = Text::new(
                    format!("决议表中没有“{id}”这一行"),
                    format!("the resolution has no row `{id}`"),
                );
                let help = Text::new(
                    "核对编号；行写在 plan/rows.csv",
                    "check the id; rows stand in plan/rows.csv",
                );
                push(
                    FindingKind::UnknownRow,
                    claim.file,
                    (claim.id, blocks),
                    says,
                    help,
                    findings,
                );
            }
            // Other rows that a block realises beside its own may be of any kind.
            Some(row) if row.id == claim.id && !claim.kind.realises().contains(&row.kind) => {
                let (is, block) = (row.kind.name(), claim.kind.name());
                let says = Text::new(
                    format!("“{id}”在决议表中是{}，这里写成{}", is.zh, block.zh),
                    format!(
                        "`{id}` is a {} in the table of the resolution, here it is a {}",
                        is.en, block.en
                    ),
                );
                let help = Text::new(
                    "改代码块的类别，或改 plan/rows.csv 的 kind",
                    "change the kind of block, or `kind` in plan/rows.csv",
                );
                push(
                    FindingKind::RowOfOtherKind,
                    claim.file,
                    (claim.id, blocks),
                    says,
                    help,
                    findings,
                );
            }
            Some(_) => {}
        }
    }
}
