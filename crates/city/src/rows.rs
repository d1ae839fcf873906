//! `plan/rows.csv`: the table of the resolution, one row for each thing it names, to which every block of the plan refers.

use standards::Text;

use crate::kind::FindingKind;
use crate::register::table;
use crate::registry::{self, Registry};
use crate::source::{Source, Word};
use crate::vocabulary::Choice;

macro_rules! row_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $letter:literal, $zh:literal, $en:literal;)+) => {
        /// What a row of the resolution is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RowKind { $($(#[doc = $doc])+ $name,)+ }

        impl RowKind {
            /// Every kind, in the order of the coverage.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The letter in the table.
            pub fn letter(self) -> &'static str {
                match self { $(Self::$name => $letter,)+ }
            }

            /// Its name.
            pub fn name(self) -> Text {
                match self { $(Self::$name => Text::new($zh, $en),)+ }
            }
        }
    };
}

row_kinds! {
    /// A measurable promise.
    Target = "T", "目标", "target";
    /// A mechanism or system.
    Mechanism = "M", "机制", "mechanism";
    /// A list or register.
    List = "L", "名录", "list";
    /// A network.
    Network = "N", "网络", "network";
    /// A plan, programme or project.
    Programme = "P", "方案和工程", "programme";
    /// A constraint.
    Constraint = "C", "约束", "constraint";
    /// An area or object.
    Area = "A", "区域", "area";
    /// A base fact.
    Fact = "F", "基本情况", "fact";
}

/// One row of the resolution.
#[derive(Clone, Debug)]
pub struct Row {
    /// Id, e.g. `S05-24`.
    pub id: String,
    /// What it is.
    pub kind: RowKind,
    /// Its short name.
    pub name: Text,
    /// Line in `plan/rows.csv`, from 1.
    pub line: usize,
}

impl Row {
    /// The code of the clause or head it belongs to, as in [`crate::Heading::code`]: `05` of `S05-24`.
    pub fn section(&self) -> &str {
        registry::section_of(&self.id)
    }
}

/// Rows of one city at most.
const ROWS_MAX: usize = 2_000;
/// The columns, in this order.
const COLUMNS: [&str; 4] = ["id", "kind", "zh", "en"];

/// Reads the table and enters the ids of its rows.
pub(crate) fn read(source: &Source<'_>, ids: &mut Registry) -> Vec<Row> {
    // One more than rows may be: the header.
    let mut lines = table::rows(source, ROWS_MAX + 1).into_iter();
    if !lines.next().is_some_and(|header| has_columns(&header.cells, source)) {
        return Vec::new();
    }
    let kinds = Choice {
        what: Text::new("行的类别", "kind of row"),
        unknown: FindingKind::UnknownWord,
        words: RowKind::ALL.iter().map(|kind| (kind.letter(), *kind)).collect(),
    };
    lines.filter_map(|line| row(line, &kinds, source, ids)).collect()
}

/// Whether the first line names the columns; reported where it does not.
fn has_columns(header: &[Word], source: &Source<'_>) -> bool {
    let written: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
    if written == COLUMNS {
        return true;
    }
    let says = Text::new("表头不对", "the header is not that of this table");
    let help = Text::new(
        format!("第一行写 {}", COLUMNS.join(",")),
        format!("write {} in the first line", COLUMNS.join(",")),
    );
    let span = source.first_line(&(0..source.text.len()));
    source.report(FindingKind::BrokenCsv, span, says, Some(help));
    false
}

fn row(line: table::Row, kinds: &Choice<RowKind>, source: &Source<'_>, ids: &mut Registry) -> Option<Row> {
    let span = line.span();
    let found = line.cells.len();
    let Ok([id, kind, zh, en]) = <[Word; 4]>::try_from(line.cells) else {
        let says = Text::new(
            format!("这一行有{found}格，应有{}格", COLUMNS.len()),
            format!("this line has {found} cells, it must have {}", COLUMNS.len()),
        );
        let help = Text::new(
            "补上逗号；含逗号的内容加双引号",
            "add the missing commas; put a cell with a comma in double quotes",
        );
        source.report(FindingKind::BrokenCsv, span, says, Some(help));
        return None;
    };
    let entered = registry::check_seed_id(&id, source) && ids.enter_formed(&id, source);
    let kind = kinds.read(&kind, source);
    if zh.text.is_empty() || en.text.is_empty() {
        let says = Text::new(
            format!("“{}”没有名称", id.text),
            format!("row `{}` has no name", id.text),
        );
        let help = Text::new("中文和英文各写一个短名", "write a short name in Chinese and in English");
        source.report(FindingKind::MissingKey, span, says, Some(help));
        return None;
    }
    kind.filter(|_| entered).map(|kind| Row {
        id: id.text,
        kind,
        name: Text::new(zh.text, en.text),
        line: source.line(id.span.start),
    })
}
