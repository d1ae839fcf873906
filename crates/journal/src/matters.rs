//! Where matters stand, as the acts say: a row for each, changed in the same transaction as the act, and lists over many of them.

use chrono::NaiveDateTime;

use crate::act::Act;
use crate::error::JournalError;
use crate::form::TIME;
use crate::journal::Journal;
use crate::matter::{self, MatterStep};
use crate::read::{self, StoredAct};
use crate::store::{self, Kind, Row, StorageFault, Table, Transaction, Value, damaged};

/// Most matters of one answer.
pub const MATTERS_MAX: usize = 1_000;

/// The table. A time that is not there is an empty text; `due` of a matter without one sorts behind every time.
pub(crate) const TABLE: Table = Table {
    name: "matter",
    columns: &[
        ("id", Kind::Text),
        ("version", Kind::Integer),
        ("act", Kind::Integer),
        ("procedure", Kind::Text),
        ("state", Kind::Text),
        ("last", Kind::Integer),
        ("owner", Kind::Text),
        ("title", Kind::Text),
        ("place", Kind::Text),
        ("source", Kind::Text),
        ("parent", Kind::Text),
        ("subject", Kind::Text),
        ("opened", Kind::Text),
        ("since", Kind::Text),
        ("due", Kind::Text),
    ],
    key: &["id"],
    indexes: &[
        ("matter_due", "last, due, id"),
        ("matter_opened", "opened, id"),
        ("matter_procedure_due", "procedure, last, due, id"),
        ("matter_procedure_state", "procedure, state, last, due, id"),
        ("matter_state", "state, last, due, id"),
        ("matter_procedure_opened", "procedure, opened, id"),
        ("matter_owner", "owner, last, due, id"),
        ("matter_place", "place, last, due, id"),
        ("matter_source", "source, last, due, id"),
        ("matter_parent", "parent, id"),
        ("matter_subject", "subject, id"),
    ],
};

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
    /// Open ones first, the one whose clock ends first before the others, those without a clock behind them; then the ended ones.
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
    /// Whether it has ended.
    pub ended: bool,
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

/// What stands where a matter has no end of a clock: behind every time.
const NO_DUE: &str = "~";

/// Carries a step into the table of `schema`.
pub(crate) fn apply<V>(
    transaction: &dyn Transaction,
    schema: &str,
    act: &Act,
    step: &MatterStep<V>,
) -> Result<(), JournalError> {
    let after = &step.after;
    let (opened, since) = (written(step.at), written(after.since));
    let due = after.due().map_or_else(|| NO_DUE.to_owned(), written);
    transaction.put(
        &format!(
            "INSERT INTO {schema}.matter({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             ON CONFLICT(id) DO UPDATE SET version = excluded.version, act = excluded.act, procedure = excluded.procedure,
               state = excluded.state, last = excluded.last, owner = excluded.owner, title = excluded.title, place = excluded.place,
               source = excluded.source, parent = excluded.parent, subject = excluded.subject, since = excluded.since, due = excluded.due",
            TABLE.columns()
        ),
        &[
            (&step.matter).into(),
            step.version.into(),
            act.sequence.into(),
            (&step.procedure).into(),
            (&after.state).into(),
            i64::from(after.last).into(),
            (&after.owner).into(),
            (&after.title).into(),
            (&after.place).into(),
            (&after.source).into(),
            (&after.parent).into(),
            (&after.subject).into(),
            (&opened).into(),
            (&since).into(),
            (&due).into(),
        ],
    )?;
    Ok(())
}

fn written(time: NaiveDateTime) -> String {
    time.format(TIME).to_string()
}

impl Journal {
    /// Where a matter stands; `None` when there is none of that id.
    pub fn matter(&self, id: &str) -> Result<Option<MatterRow>, JournalError> {
        self.read(|transaction| {
            let sql = format!("SELECT {} FROM matter WHERE id = ?1", TABLE.columns());
            let row = store::row(transaction, &sql, &[id.into()])?;
            Ok(row.map(self::row).transpose()?)
        })
    }

    /// All steps of a matter, in their order.
    pub fn matter_steps(&self, id: &str) -> Result<Vec<StoredAct>, JournalError> {
        self.read(|transaction| {
            let numbers = transaction.rows(
                "SELECT act FROM subject WHERE name = ?1 ORDER BY version",
                &[(&matter::subject(id)).into()],
            )?;
            numbers
                .into_iter()
                .map(|row| read::stored(transaction, row.number(0)?))
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
        let columns = match order {
            MatterOrder::Due => "last, due, id",
            MatterOrder::Newest => "opened DESC, id DESC",
        };
        if let Some(after) = after {
            let time = after.time.map_or_else(|| NO_DUE.to_owned(), written);
            values.extend([Said::Text(time), Said::Text(after.id.clone())]);
            let (time, id) = (values.len() - 1, values.len());
            match order {
                MatterOrder::Due => {
                    values.push(Said::Integer(i64::from(after.ended)));
                    let ended = values.len();
                    conditions.push(format!("(last, due, id) > (?{ended}, ?{time}, ?{id})"));
                }
                MatterOrder::Newest => conditions.push(format!("(opened, id) < (?{time}, ?{id})")),
            }
        }
        values.push(Said::Integer(i64::try_from(most.min(MATTERS_MAX)).unwrap_or(0)));
        let most = values.len();
        let sql = format!(
            "SELECT {} FROM matter{} ORDER BY {columns} LIMIT ?{most}",
            TABLE.columns(),
            together(&conditions)
        );
        let values: Vec<Value<'_>> = values.iter().map(Said::value).collect();
        self.read(|transaction| {
            let rows = transaction.rows(&sql, &values)?;
            rows.into_iter().map(|found| Ok(row(found)?)).collect()
        })
    }

    /// How many matters `filter` names, counted up to `most`.
    pub fn count_matters(&self, filter: &MatterFilter, most: usize) -> Result<u64, JournalError> {
        let (conditions, mut values) = filter.conditions();
        values.push(Said::Integer(i64::try_from(most).unwrap_or(i64::MAX)));
        let most = values.len();
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM matter{} LIMIT ?{most}) AS counted",
            together(&conditions)
        );
        let values: Vec<Value<'_>> = values.iter().map(Said::value).collect();
        self.read(|transaction| Ok(store::number(transaction, &sql, &values)?))
    }

    /// For every post how many open matters wait for it, and how many of them are late at `now`; by id of the post.
    pub fn matters_by_owner(&self, now: NaiveDateTime) -> Result<Vec<OwnerCount>, JournalError> {
        self.read(|transaction| {
            let rows = transaction.rows(
                "SELECT owner, count(*), sum(CASE WHEN due < ?1 THEN 1 ELSE 0 END) FROM matter WHERE last = 0 GROUP BY owner ORDER BY owner",
                &[(&written(now)).into()],
            )?;
            let counts = rows.into_iter().map(|mut row| {
                Ok(OwnerCount {
                    owner: row.text(0)?,
                    open: row.number(1)?,
                    late: row.number(2)?,
                })
            });
            counts.collect()
        })
    }
}

/// A value of a condition.
enum Said {
    Integer(i64),
    Text(String),
}

impl Said {
    fn value(&self) -> Value<'_> {
        match self {
            Self::Integer(number) => Value::Integer(*number),
            Self::Text(text) => Value::Text(text),
        }
    }
}

impl MatterFilter {
    /// The conditions, with their values numbered from 1.
    fn conditions(&self) -> (Vec<String>, Vec<Said>) {
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        let mut add = |condition: &str, value: Said| {
            values.push(value);
            conditions.push(format!("{condition} ?{}", values.len()));
        };
        if let Some(open) = self.open {
            add("last =", Said::Integer(i64::from(!open)));
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
                add(condition, Said::Text(text.clone()));
            }
        }
        let times = [
            ("due <", self.due_before),
            ("opened >=", self.opened_from),
            ("opened <", self.opened_before),
        ];
        for (condition, time) in times {
            if let Some(time) = time {
                add(condition, Said::Text(written(time)));
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

fn row(mut row: Row) -> Result<MatterRow, StorageFault> {
    let time = |row: &mut Row, column: usize| -> Result<NaiveDateTime, StorageFault> {
        NaiveDateTime::parse_from_str(&row.text(column)?, TIME).map_err(|_| damaged(column))
    };
    let due = row.text(14)?;
    Ok(MatterRow {
        id: row.text(0)?,
        version: row.number(1)?,
        act: row.number(2)?,
        procedure: row.text(3)?,
        state: row.text(4)?,
        last: row.integer(5)? != 0,
        owner: row.text(6)?,
        title: row.text(7)?,
        place: row.text(8)?,
        source: row.text(9)?,
        parent: row.text(10)?,
        subject: row.text(11)?,
        opened: time(&mut row, 12)?,
        since: time(&mut row, 13)?,
        due: match due.as_str() {
            NO_DUE => None,
            due => Some(NaiveDateTime::parse_from_str(due, TIME).map_err(|_| damaged(14))?),
        },
    })
}
