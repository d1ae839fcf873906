//! The network of instruments, as pages and the command line show it. Passwords and keys are in none of it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use gateway::life::StationLife;
use history::diary::{GapState, OrderState};
use serde::Serialize;
use standards::Text;

use super::{PointHead, ReceiptRow};

/// Every station, the worst first.
#[derive(Clone, Debug, Serialize)]
pub struct NetworkView {
    /// The moment at which it was looked at.
    pub as_of: DateTime<Utc>,
    /// What the eye looks for first.
    pub counts: NetworkCounts,
    /// The stations.
    pub stations: Vec<StationRow>,
    /// Points of the city that have no logger.
    pub without_logger: usize,
}

/// How many of what.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NetworkCounts {
    /// Stations that speak and bring data.
    pub online: usize,
    /// Stations that speak and bring none.
    pub no_data: usize,
    /// Stations that are silent.
    pub offline: usize,
    /// Stations of which nothing was ever heard.
    pub never_heard: usize,
    /// Stretches of missing data that are asked for.
    pub gaps_open: u64,
    /// Sound frames that are kept apart.
    pub frames_apart: u64,
    /// Superior platforms.
    pub platforms: usize,
    /// Those to which there is no connection.
    pub platforms_away: usize,
}

/// One station in the list.
#[derive(Clone, Debug, Serialize)]
pub struct StationRow {
    /// Its point.
    pub point: PointHead,
    /// Its life; the capture of the day and of the month.
    pub life: StationLife,
}

/// Everything about one station.
#[derive(Clone, Debug, Serialize)]
pub struct StationSheet {
    /// Its point.
    pub point: PointHead,
    /// Its life; the capture over every span.
    pub life: StationLife,
    /// The edition of HJ 212 in which it is spoken to.
    pub edition: String,
    /// What it owes.
    pub owed: Vec<OwedView>,
    /// What is missing or was: open gaps first, then those given up, then those filled, each the newest first; cut to a limit.
    pub gaps: Vec<GapView>,
    /// How many gaps there are in all.
    pub gaps_total: usize,
    /// What happened, the newest first.
    pub events: Vec<EventView>,
    /// What was asked of it, the newest first.
    pub orders: Vec<OrderView>,
}

/// Data that a station owes.
#[derive(Clone, Debug, Serialize)]
pub struct OwedView {
    /// For which length of time a value speaks.
    pub period: Text,
    /// Minutes from one value to the next.
    pub every_minutes: u32,
    /// The items.
    pub items: Vec<Text>,
    /// The first day; none: from the first contact on.
    pub since: Option<NaiveDate>,
}

/// A stretch of missing data.
#[derive(Clone, Debug, Serialize)]
pub struct GapView {
    /// Whether it is asked for, filled or given up.
    pub state: GapState,
    /// For which length of time the values speak.
    pub period: Text,
    /// The first missing value, local time.
    pub first: NaiveDateTime,
    /// The last missing value, local time.
    pub last: NaiveDateTime,
    /// Which items, and how many values of each.
    pub missing: Vec<(Text, u32)>,
    /// How often it was asked for.
    pub attempts: u32,
    /// When it is asked for again.
    pub next_at: Option<DateTime<Utc>>,
    /// What came of the last attempt, or why it was given up.
    pub reason: Option<Text>,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// When it was filled or given up.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Something that happened to a station.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// When.
    pub at: DateTime<Utc>,
    /// The word of the diary, e.g. `offline`.
    pub kind: String,
    /// The same in words.
    pub says: Text,
    /// More about it, as the diary has it.
    pub details: String,
}

/// Something that was asked of a station.
#[derive(Clone, Debug, Serialize)]
pub struct OrderView {
    /// Its number, e.g. `o17`.
    pub id: String,
    /// When it was given.
    pub made_at: DateTime<Utc>,
    /// Who gave it: a person, or the gateway itself.
    pub origin: Text,
    /// The command (CN).
    pub command: u16,
    /// What that is.
    pub name: Option<Text>,
    /// The content of CP, passwords and keys taken out.
    pub content: String,
    /// Where it stands.
    pub state: OrderState,
    /// How it ended, where it has.
    pub outcome: Option<Text>,
}

/// Sound frames of one station that are kept apart for one reason.
#[derive(Clone, Debug, Serialize)]
pub struct KeptApartView {
    /// The station, as it names itself.
    pub station: String,
    /// The code of the reason.
    pub code: String,
    /// The reason in a few words.
    pub reason: Text,
    /// What to do about it.
    pub advice: Text,
    /// The command that takes the frames in.
    pub command: String,
    /// The point that has this MN, where the folder knows one.
    pub point: Option<PointHead>,
    /// How many frames.
    pub frames: u64,
    /// When the first was kept.
    pub first_at: DateTime<Utc>,
    /// When the last was kept.
    pub last_at: DateTime<Utc>,
    /// From where the last came.
    pub from: String,
    /// The last of them.
    pub sample: ReceiptRow,
}

/// How forwarding to a superior platform stands.
#[derive(Clone, Debug, Serialize)]
pub struct PlatformView {
    /// Id of the platform.
    pub platform: String,
    /// Its name; none where the folder does not name it any more.
    pub name: Option<Text>,
    /// Its address in the city folder; none where the folder does not name it any more.
    pub address: Option<String>,
    /// The last receipt up to which all is done; none where nothing was forwarded yet.
    pub through: Option<i64>,
    /// Receipts behind the bookmark: what the platform may still get.
    pub behind: Option<i64>,
    /// Admitted frames behind the bookmark.
    pub admitted_behind: Option<i64>,
    /// Whether there is a connection.
    pub connected: bool,
    /// Frames answered since the start.
    pub answered: u64,
    /// Frames given up since the start.
    pub given_up: u64,
    /// The last trouble that there was, and when.
    pub last_trouble: Option<(DateTime<Utc>, String)>,
}
