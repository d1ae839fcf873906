//! What the office shows: plain values that pages, the command line and the API all read.
//!
//! Nothing here computes. Every number carries the key of its why; every why ends in evidence.

mod block;
mod contents;
mod coverage;
mod duty;
mod matter;
mod network;
mod register;

use chrono::{DateTime, NaiveDateTime, Utc};
pub use city::{Level, PermittedAction, PointKind};
pub use gateway::life::{Capture, Presence, Span, StationLife};
pub use history::Counts;
pub use history::diary::{GapState, OrderState};
pub use quality::Outcome;
pub use rules::Attainment;
use serde::Serialize;
use standards::{Certainty, Reason, Text};

pub use block::{BlockView, CarriedBy, MeasuredView, MilestoneView, TaskView};
pub use contents::{ClauseHead, ClauseSheet, Contents, ContentsLine};
pub use coverage::{CoverageCounts, CoverageRow, CoverageSection, CoverageState, CoverageView, RealisedBy};
pub use duty::{
    Answering, Because, DutyCoverage, DutyGround, DutyKind, DutyLine, Incumbent, LevelCoverage, PostHead, PostSheet,
    Tenure, VacantPost, WhoKind, WhoView,
};
pub use matter::{
    ActionView, ClockView, ComplaintView, Exceedance, FieldKind, FormField, MatterLine, MatterView, NoteView,
    OpeningView, PostChoice, PromiseView, PublicAnswer, RoleView, StayView, StepView,
};
pub use network::{
    EventView, GapView, KeptApartView, NetworkCounts, NetworkView, OrderView, OwedView, PlatformView, StationRow,
    StationSheet,
};
pub use register::{EntryRow, FieldHead, IndicatorFigure, RegisterHead, RegisterSheet, RestingTarget};

/// A verdict on one target for one year.
#[derive(Clone, Debug, Serialize)]
pub struct VerdictView {
    /// The calendar year that is judged.
    pub year: i32,
    /// The outcome.
    pub standing: Attainment,
    /// The outcome in one sentence, with its figures.
    pub headline: Text,
    /// The measured figure as shown (`72.1%` and `72.1 %`, `Ⅱ`), when there is one.
    pub figure: Option<Text>,
    /// How far the way from the base to the promise has been gone, in per cent, where there is such a way.
    pub progress: Option<String>,
    /// The key of the why, e.g. `target/S07-22/2015`.
    pub why: String,
    /// The weakest certainty among the rules used.
    pub certainty: Option<Certainty>,
}

/// A post and who holds it.
#[derive(Clone, Debug, Serialize)]
pub struct PostView {
    /// Post id in the city folder.
    pub id: String,
    /// Title of the post.
    pub title: Text,
    /// The holder's name.
    pub holder: Option<Text>,
    /// True when the holder is an invented demo person: the page must say so.
    pub demo: bool,
}

/// One target with its verdicts.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// Seed id, e.g. `S05-24`.
    pub id: String,
    /// Code of the clause or head it stands in, e.g. `05`.
    pub clause: String,
    /// How that is called, e.g. `第五条`.
    pub clause_name: Text,
    /// The sentence of the plan.
    pub sentence: Text,
    /// What is measured, where.
    pub indicator: Text,
    /// The demand in short, e.g. `≥ 80 %`, `≤ Ⅲ 类`.
    pub demand: Text,
    /// Until when it must hold, where the plan says so.
    pub due: Option<Text>,
    /// The year of that, where it is one.
    pub due_year: Option<i32>,
    /// Where it started, where the plan says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Text>,
    /// What feeds it, where that is a register.
    pub register: Option<RegisterHead>,
    /// Who answers.
    pub answers: Vec<PostView>,
    /// The verdict for the due year (or the last judged year where the plan names none).
    pub verdict: VerdictView,
    /// A verdict for every year in which anything was received, and the due year; ascending.
    pub years: Vec<VerdictView>,
}

/// A piece of a clause as the plan shows it, in the order of the text.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ClausePart {
    /// Prose as safe HTML in both languages.
    Prose {
        /// HTML made from the Markdown; raw HTML of the source is escaped.
        html: Text,
    },
    /// A target at its place in the text.
    Target(Box<TargetView>),
    /// Another block at its place in the text.
    Block(Box<BlockView>),
}

/// One clause of the resolution, or the head of a part.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseView {
    /// Its code, e.g. `05`, `B`.
    pub code: String,
    /// How it is called, e.g. `第五条`.
    pub name: Text,
    /// Its title.
    pub title: Text,
    /// Prose and blocks.
    pub parts: Vec<ClausePart>,
}

/// What a coloured mark says: a water class or an air level.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    /// As shown, e.g. `Ⅱ`, `68 良`, `未知`.
    pub label: Text,
    /// 1 (best) … 6 (worst); `None` is unknown and must look unknown. Water: class; air: AQI level.
    pub rank: Option<u8>,
    /// One line why.
    pub because: Text,
    /// Key of the full why.
    pub why: String,
}

/// Who and where a point is.
#[derive(Clone, Debug, Serialize)]
pub struct PointHead {
    /// Point id, e.g. `zhaoshan`, `1508A`.
    pub id: String,
    /// Kind.
    pub kind: PointKind,
    /// Name.
    pub name: Text,
    /// Water body or division it stands for.
    pub of: Text,
    /// Longitude, latitude (CGCS2000 / WGS 84), when it has a place.
    pub position: Option<[f64; 2]>,
    /// True when the position is only a sketch.
    pub sketch: bool,
    /// HJ 212 MN of its data logger.
    pub mn: Option<String>,
    /// Class it should keep (sections), e.g. `Ⅲ`.
    pub target_class: Option<String>,
    /// Who answers.
    pub answers: Vec<PostView>,
    /// A warning about the data shown with the point, e.g. that they are replayed by a simulator.
    pub notice: Option<Text>,
}

/// A point with its latest mark, for lists and maps.
#[derive(Clone, Debug, Serialize)]
pub struct PointMark {
    /// The point.
    pub head: PointHead,
    /// Its latest mark; unknown when nothing was received.
    pub mark: Mark,
    /// The time that the mark is about.
    pub at: Option<NaiveDateTime>,
}

/// A column of a point's table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Item code, e.g. `NH3N`.
    pub item: String,
    /// Name.
    pub name: Text,
    /// Unit as shown.
    pub unit: String,
}

/// A cell: a value or why there is none.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// As shown; `None` when there is no value.
    pub text: Option<String>,
    /// Number for charts.
    pub number: Option<f64>,
    /// Class or level of the item alone, 1…6.
    pub rank: Option<u8>,
    /// Data flag as received, when it is not the normal one (`M`, `D` …).
    pub flag: Option<String>,
    /// The mark of quality control, unless the value passed. It changes neither the value nor a judgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<QualityMark>,
    /// Why there is no value, or why it does not count.
    pub note: Option<Text>,
    /// Key of the why (down to evidence); `None` when nothing was received.
    pub why: Option<String>,
}

/// What quality control says beside a value.
#[derive(Clone, Debug, Serialize)]
pub struct QualityMark {
    /// The summary of the tests.
    pub outcome: Outcome,
    /// As shown, e.g. `存疑`.
    pub label: Text,
    /// The findings that made it so.
    pub because: Text,
}

/// A row of a point's table: one time, its mark, its values.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Start of the period.
    pub at: NaiveDateTime,
    /// The period as shown, e.g. `2020-04-02 17:00–18:00`.
    pub label: String,
    /// The judgement of the row.
    pub mark: Mark,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// A table of one point: hours, days or months.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// `hour`, `day`, `month` or `sample`.
    pub period: String,
    /// Heading.
    pub title: Text,
    /// Columns after time and mark.
    pub columns: Vec<Column>,
    /// Rows, newest first.
    pub rows: Vec<Row>,
    /// Rows that exist in all (rows may be cut to a limit).
    pub total: usize,
}

/// Everything a section's or station's page shows.
#[derive(Clone, Debug, Serialize)]
pub struct PointSheet {
    /// Who and where.
    pub head: PointHead,
    /// The latest mark.
    pub latest: PointMark,
    /// Its tables, the finest first.
    pub tables: Vec<Table>,
    /// Targets of the plan that this point feeds (id and demand).
    pub targets: Vec<TargetView>,
}

/// The front page.
#[derive(Clone, Debug, Serialize)]
pub struct Overview {
    /// Name of the city.
    pub city: Text,
    /// Shown on every page when the data are a demo.
    pub notice: Option<Text>,
    /// What has come in.
    pub counts: Counts,
    /// Sections with their latest class.
    pub sections: Vec<PointMark>,
    /// Air stations, and the city as one, with their latest AQI.
    pub stations: Vec<PointMark>,
    /// All targets.
    pub targets: Vec<TargetView>,
    /// Places of the plan that no station feeds.
    pub blind_spots: Vec<Text>,
}

/// The answer to a why.
#[derive(Clone, Debug, Serialize)]
pub struct WhySheet {
    /// The key that was asked.
    pub key: String,
    /// The question as a title.
    pub title: Text,
    /// The answer.
    pub reason: Reason,
    /// Who answers for it.
    pub answers: Vec<PostView>,
    /// What quality control says of the value, where one value was asked for. No judgement rests on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Reason>,
    /// The page that shows the thing itself (`/sections/…`, `/targets/…`).
    pub shown_at: Option<String>,
}

/// A fault of what was received.
#[derive(Clone, Debug, Serialize)]
pub struct FaultView {
    /// Code, e.g. `crc-mismatch`.
    pub code: String,
    /// What, where, what to do.
    pub says: Text,
}

/// A receipt in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptRow {
    /// Evidence id, e.g. `r17`.
    pub id: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// By which door, from whom.
    pub from: String,
    /// Its faults.
    pub faults: Vec<FaultView>,
    /// Beginning of the text.
    pub excerpt: String,
}

/// One value taken from a piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct TakenValue {
    /// The point, when it is known in the city folder.
    pub point: Option<PointHead>,
    /// Item code and name.
    pub item: Column,
    /// Time label.
    pub at: String,
    /// Value as held (canonical unit), `None` when it was received as missing.
    pub value: Option<String>,
    /// Flag as received.
    pub flag: Option<String>,
    /// Key of the why of this value.
    pub why: String,
}

/// What was received, as received.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceSheet {
    /// Evidence id.
    pub id: String,
    /// `frame` or `file-line`.
    pub kind: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Door and peer, or file name and line.
    pub from: String,
    /// Whether it was late: old data, or data that were asked for again.
    pub back_filled: bool,
    /// Whether `******` stands in the place of passwords and keys, in text, dump and fields. The digest is that of the bytes as received.
    pub withheld: bool,
    /// The frame or line as text (bytes that are not UTF-8 are shown escaped).
    pub text: String,
    /// Hexadecimal dump, 16 bytes a row.
    pub hex: String,
    /// SHA-256 of the bytes, hexadecimal; empty where they were dropped.
    pub sha256: String,
    /// That and when the bytes were dropped by retention, if they were; the values stay.
    pub dropped: Option<Text>,
    /// For a file line: the header line of the file.
    pub file_header: Option<String>,
    /// The fields of a frame in order: name, value, meaning.
    pub fields: Vec<FieldView>,
    /// What is wrong with it.
    pub faults: Vec<FaultView>,
    /// The values taken from it.
    pub values: Vec<TakenValue>,
    /// True for every frame of a demo city: its equipment numbers are invented, its frames made by the simulator.
    pub simulated: bool,
}

/// One field of a frame.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// Name on the wire, e.g. `a34004-Avg`.
    pub name: String,
    /// Value on the wire.
    pub value: String,
    /// What it means.
    pub meaning: Option<Text>,
}
