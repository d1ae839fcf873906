//! Where matters stand, as the acts say: a row for each, changed in the same transaction as the act, and lists over many of them.

use chrono::NaiveDateTime;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};

use crate::act::Act;
use crate::count::Count;
use crate::error::JournalError;
use crate::form::TIME;
use crate::journal::Journal;
use crate::matter::{self, MatterStep};
use crate::read::{self, StoredAct};

/// Most matters of one answer.
pub const MATTERS_MAX: usize = 1_000;

/// The columns of the table, in their order.
pub(crate) const COLUMNS: &str =
    "id, version, act, procedure, state, last, owner, title, place, source, parent, subject, opened, since, due";

/// Where a matter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterRow {
    /// Its id.
    pub id: String,
    /// Its version: how many steps it has seen.
    pub version: u64,
    /// The act of its last step.
    pub act: u64,
    /// Id of its procedure.
    pub procedure: String,
    /// Id of its state.
    pub state: String,
    /// Whether that is a last one.
    pub last: bool,
    /// Id of the post that must act next; empty in a last state.
    pub owner: String,
    /// What it is called.
    pub title: String,
    /// Id of the place it is about, or empty.
    pub place: String,
    /// Where it came from, or empty.
    pub source: String,
    /// Id of the matter that opened it, or empty.
    pub parent: String,
    /// The key of the why of what it is about, or empty.
    pub subject: String,
    /// When it began, in the city's time.
    pub opened: NaiveDateTime,
    /// When it came into its state.
    pub since: NaiveDateTime,
    /// The first end of a clock that runs; `None` where none runs or none can be told.
    pub due: Option<NaiveDateTime>,
}

/// In which order matters are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MatterOrder {
    /// The one whose clock ends first comes first; those without a clock come last.
    #[default]
    Due,
    /// The newest comes first.
    Newest,
}

/// Which matters are asked for. What is not said does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatterFilter {
    /// Open or ended.
    pub open: Option<bool>,
    /// Of this procedure.
    pub procedure: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// This post must act next.
    pub owner: Option<String>,
    /// About this place.
    pub place: Option<String>,
    /// From this source.
    pub source: Option<String>,
    /// Opened by this matter.
    pub parent: Option<String>,
    /// About what has this key.
    pub subject: Option<String>,
    /// A clock of it ended before this time.
    pub due_before: Option<NaiveDateTime>,
    /// Begun on or after this time.
    pub opened_from: Option<NaiveDateTime>,
    /// Begun before this time.
    pub opened_before: Option<NaiveDateTime>,
}

/// The last matter of the page before, in the order asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterAfter {
    /// What it is ordered by: its end of a clock or its beginning.
    pub time: Option<NaiveDateTime>,
    /// Its id.
    pub id: String,
}

/// How many open matters wait for a post, and how many of them are late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerCount {
    /// Id of the post.
    pub owner: String,
    /// Open matters that wait for it.
    pub open: u64,
    /// Those of them with a clock that has ended.
    pub late: u64,
}

/// The table in `schema`. A time that is not there is an empty text; `due` of a matter without one sorts behind every time.
pub(crate) fn schema(schema: &str) -> String {
    format!(
        "
CREATE TABLE {schema}.matter(
  id        TEXT    PRIMARY KEY,
  version   INTEGER NOT NULL,
  act       INTEGER NOT NULL,
  procedure TEXT    NOT NULL,
  state     TEXT    NOT NULL,
  last      INTEGER NOT NULL,
  owner     TEXT    NOT NULL,
  title     TEXT    NOT NULL,
  place     TEXT    NOT NULL,
  source    TEXT    NOT NULL,
  parent    TEXT    NOT NULL,
  subject   TEXT    NOT NULL,
  opened    TEXT    NOT NULL,
  since     TEXT    NOT NULL,
  due       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {schema}.matter_due ON matter(last, due, id);
CREATE INDEX {schema}.matter_opened ON matter(opened, id);
CREATE INDEX {schema}.matter_procedure_due ON matter(procedure, state, last, due, id);
CREATE INDEX {schema}.matter_procedure_opened ON matter(procedure, opened, id);
CREATE INDEX {schema}.matter_owner ON matter(owner, last, due, id);
CREATE INDEX {schema}.matter_place ON matter(place, last, due, id);
CREATE INDEX {schema}.matter_source ON matter(source, last, due, id);
CREATE INDEX {schema}.matter_parent ON matter(parent, id);
CREATE INDEX {schema}.matter_subject ON matter(subject, id);
"
    )
}

/// What stands where a matter has no end of a clock: behind every time.
const NO_DUE: &str = "~";

/// Carries a step into the table of `schema`.
pub(crate) fn apply<V>(
    transaction: &Transaction<'_>,
    schema: &str,
    act: &Act,
    step: &MatterStep<V>,
) -> Result<(), JournalError> {
    let after = &step.after;
    transaction
        .prepare_cached(&format!(
            "INSERT INTO {schema}.matter({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             ON CONFLICT(id) DO UPDATE SET version = excluded.version, act = excluded.act, procedure = excluded.procedure,
               state = excluded.state, last = excluded.last, owner = excluded.owner, title = excluded.title, place = excluded.place,
               source = excluded.source, parent = excluded.parent, subject = excluded.subject, since = excluded.since, due = excluded.due"
        ))?
        .execute(params![
            step.matter,
            Count(step.version),
            Count(act.sequence),
            step.procedure,
            after.state,
            i64::from(after.last),
            after.owner,
            after.title,
            after.place,
            after.source,
            after.parent,
            after.subject,
            written(step.at),
            written(after.since),
            after.due().map_or_else(|| NO_DUE.to_owned(), written),
        ])?;
    Ok(())
}

fn written(time: NaiveDateTime) -> String {
    time.format(TIME).to_string()
}

impl Journal {
    /// Where a matter stands; `None` when there is none of that id.
    pub fn matter(&self, id: &str) -> Result<Option<MatterRow>, JournalError> {
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached(&format!("SELECT {COLUMNS} FROM matter WHERE id = ?1"))?
                .query_row([id], row)
                .optional()?)
        })
    }

    /// All steps of a matter, in their order.
    pub fn matter_steps(&self, id: &str) -> Result<Vec<StoredAct>, JournalError> {
        self.read(|transaction| {
            let numbers = transaction
                .prepare_cached("SELECT act FROM subject WHERE name = ?1 ORDER BY version")?
                .query_map([matter::subject(id)], |row| row.get(0))?
                .collect::<Result<Vec<Count>, _>>()?;
            numbers
                .into_iter()
                .map(|Count(number)| read::stored(transaction, number))
                .collect()
        })
    }

    /// The matters that `filter` names, in `order`, after the last one of the page before; at most `most`, never more than
    /// [`MATTERS_MAX`].
    pub fn matters(
        &self,
        filter: &MatterFilter,
        order: MatterOrder,
        after: Option<&MatterAfter>,
        most: usize,
    ) -> Result<Vec<MatterRow>, JournalError> {
        let (mut conditions, mut values) = filter.conditions();
        let (column, direction, compare) = match order {
            MatterOrder::Due => ("due", "", ">"),
            MatterOrder::Newest => ("opened", " DESC", "<"),
        };
        if let Some(after) = after {
            let time = after.time.map_or_else(|| NO_DUE.to_owned(), written);
            values.extend([Value::Text(time), Value::Text(after.id.clone())]);
            let (time, id) = (values.len() - 1, values.len());
            conditions.push(format!("({column}, id) {compare} (?{time}, ?{id})"));
        }
        values.push(Value::Integer(i64::try_from(most.min(MATTERS_MAX)).unwrap_or(0)));
        let most = values.len();
        let sql = format!(
            "SELECT {COLUMNS} FROM matter{} ORDER BY {column}{direction}, id{direction} LIMIT ?{most}",
            together(&conditions)
        );
        self.read(|transaction| {
            let rows = transaction
                .prepare_cached(&sql)?
                .query_map(params_from_iter(values), row)?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(rows)
        })
    }

    /// How many matters `filter` names, counted up to `most`.
    pub fn count_matters(&self, filter: &MatterFilter, most: usize) -> Result<u64, JournalError> {
        let (conditions, mut values) = filter.conditions();
        values.push(Value::Integer(i64::try_from(most).unwrap_or(i64::MAX)));
        let most = values.len();
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM matter{} LIMIT ?{most})",
            together(&conditions)
        );
        self.read(|transaction| {
            let Count(count) = transaction
                .prepare_cached(&sql)?
                .query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(count)
        })
    }

    /// For every post how many open matters wait for it, and how many of them are late at `now`; by id of the post.
    pub fn matters_by_owner(&self, now: NaiveDateTime) -> Result<Vec<OwnerCount>, JournalError> {
        self.read(|transaction| {
            let rows = transaction
                .prepare_cached(
                    "SELECT owner, count(*), sum(CASE WHEN due < ?1 THEN 1 ELSE 0 END) FROM matter WHERE last = 0 GROUP BY owner ORDER BY owner",
                )?
                .query_map([written(now)], |row| {
                    Ok(OwnerCount {
                        owner: row.get(0)?,
                        open: row.get::<_, Count>(1)?.0,
                        late: row.get::<_, Count>(2)?.0,
                    })
                })?
                .collect::<Result<Vec<_>, _>>()?;
            Ok(rows)
        })
    }
}

impl MatterFilter {
    /// The conditions, with their values numbered from 1.
    fn conditions(&self) -> (Vec<String>, Vec<Value>) {
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        let mut add = |condition: &str, value: Value| {
            values.push(value);
            conditions.push(format!("{condition} ?{}", values.len()));
        };
        if let Some(open) = self.open {
            add("last =", Value::Integer(i64::from(!open)));
        }
        let texts = [
            ("procedure =", &self.procedure),
            ("state =", &self.state),
            ("owner =", &self.owner),
            ("place =", &self.place),
            ("source =", &self.source),
            ("parent =", &self.parent),
            ("subject =", &self.subject),
        ];
        for (condition, text) in texts {
            if let Some(text) = text {
                add(condition, Value::Text(text.clone()));
            }
        }
        let times = [
            ("due <", self.due_before),
            ("opened >=", self.opened_from),
            ("opened <", self.opened_before),
        ];
        for (condition, time) in times {
            if let Some(time) = time {
                add(condition, Value::Text(written(time)));
            }
        }
        (conditions, values)
    }
}

fn together(conditions: &[String]) -> String {
    if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<MatterRow> {
    let time = |column: usize| -> rusqlite::Result<NaiveDateTime> {
        let text: String = row.get(column)?;
        NaiveDateTime::parse_from_str(&text, TIME).map_err(|cause| {
            rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, cause.into())
        })
    };
    let due: String = row.get(14)?;
    Ok(MatterRow {
        id: row.get(0)?,
        version: row.get::<_, Count>(1)?.0,
        act: row.get::<_, Count>(2)?.0,
        procedure: row.get(3)?,
        state: row.get(4)?,
        last: row.get::<_, i64>(5)? != 0,
        owner: row.get(6)?,
        title: row.get(7)?,
        place: row.get(8)?,
        source: row.get(9)?,
        parent: row.get(10)?,
        subject: row.get(11)?,
        opened: time(12)?,
        since: time(13)?,
        due: if due == NO_DUE { None } else { Some(time(14)?) },
    })
}
