//! SQL over the history, read-only, with the judgements of the national standards as functions.
//!
//! Two tables, `observation` and `statement` ([`tables::TABLES`]), and the functions of [`functions::FUNCTIONS`]. A query is given limits of rows
//! and of time; nothing in it can write, read a file or change a setting.

mod aggregate;
mod answer;
mod functions;
mod judge;
mod percentile;
mod scalar;
mod tables;
mod values;

use std::time::Duration;

use deltalake::datafusion::common::config::ConfigOptions;
use deltalake::datafusion::error::DataFusionError;
use deltalake::datafusion::execution::context::SQLOptions;
use deltalake::datafusion::execution::runtime_env::RuntimeEnvBuilder;
use deltalake::datafusion::logical_expr::{AggregateUDF, ScalarUDF};
use deltalake::datafusion::prelude::{SessionConfig, SessionContext};
use tokio::sync::oneshot;

pub use answer::{SqlAnswer, SqlValue};
pub use functions::{FUNCTIONS, Function, FunctionKind};
pub use tables::{Column, TABLES, TableDef};

use crate::error::HistoryError;
use crate::inbox::PendingBlob;
use crate::lake::Snapshot;
use crate::sql::judge::Facet;

/// The longest query that is read, in bytes.
pub const QUERY_BYTES_MAX: usize = 64 << 10;
/// The most memory that one query may use, in bytes.
pub const MEMORY_BYTES_MAX: usize = 2 << 30;

/// How many threads one query may use.
const THREADS: usize = 2;

/// How far a query may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlLimits {
    /// Rows of an answer; [`SqlAnswer::more`] says that there were others.
    pub rows: usize,
    /// After this the query is given up.
    pub time: Duration,
}

impl Default for SqlLimits {
    /// 10,000 rows, one minute.
    fn default() -> Self {
        Self {
            rows: 10_000,
            time: Duration::from_secs(60),
        }
    }
}

/// Why a query has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// The query is longer than what is read.
    #[error("the query has {bytes} bytes, at most {QUERY_BYTES_MAX} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The query wants to write or to change a setting.
    #[error("only questions can be asked (select, with, explain, show, describe): {what}")]
    NotAQuestion {
        /// What the engine said.
        what: String,
    },
    /// The query cannot be read or planned.
    #[error("the query is wrong: {what}")]
    Wrong {
        /// What the engine said, with the place where it knows it.
        what: String,
    },
    /// It took too long.
    #[error(
        "the query took longer than {seconds} s and was given up: ask for fewer points or a shorter time, or allow more"
    )]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// It needed too much.
    #[error("the query needs more than {} MiB of memory: ask for fewer points or a shorter time: {what}", MEMORY_BYTES_MAX >> 20)]
    TooLarge {
        /// What the engine said.
        what: String,
    },
    /// It failed while it ran.
    #[error("the query failed: {what}")]
    Failed {
        /// What the engine said.
        what: String,
    },
    /// The history itself said no.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Answers `sql` over one moment of the history.
pub(crate) async fn answer(
    lake: Snapshot,
    pending: Vec<PendingBlob>,
    sql: &str,
    limits: SqlLimits,
) -> Result<SqlAnswer, SqlError> {
    if sql.len() > QUERY_BYTES_MAX {
        return Err(SqlError::TooLong { bytes: sql.len() });
    }
    // The query runs in a thread of its own: an operator that is long busy with one piece of work holds up nobody, and the
    // limit of time is kept from outside.
    let (found, answer) = oneshot::channel();
    let sql = sql.to_owned();
    std::thread::Builder::new()
        .name("sql".to_owned())
        .spawn(move || run(lake, pending, &sql, limits.rows, found))
        .map_err(|cause| SqlError::Failed {
            what: cause.to_string(),
        })?;
    match tokio::time::timeout(limits.time, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(SqlError::Failed {
            what: "its thread ended without an answer".to_owned(),
        }),
        // Whoever asked has gone: the thread sees that as soon as the query pauses.
        Err(_) => Err(SqlError::TooSlow {
            seconds: limits.time.as_secs(),
        }),
    }
}

type Answered = oneshot::Sender<Result<SqlAnswer, SqlError>>;

fn run(lake: Snapshot, pending: Vec<PendingBlob>, sql: &str, rows_max: usize, mut found: Answered) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(cause) => {
            // Nobody is left to be told when the channel is closed.
            let _ = found.send(Err(SqlError::Failed {
                what: cause.to_string(),
            }));
            return;
        }
    };
    runtime.block_on(async {
        let answered = tokio::select! {
            answered = ask(lake, pending, sql, rows_max) => Some(answered),
            () = found.closed() => None,
        };
        if let Some(answered) = answered {
            let _ = found.send(answered);
        }
    });
    runtime.shutdown_background();
}

async fn ask(lake: Snapshot, pending: Vec<PendingBlob>, sql: &str, rows_max: usize) -> Result<SqlAnswer, SqlError> {
    let session = session()?;
    tables::register(&session, lake, &pending).await?;
    let only_questions = SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false);
    let plan = session.state().create_logical_plan(sql).await.map_err(wrong)?;
    let refused = |cause: DataFusionError| SqlError::NotAQuestion { what: said(&cause) };
    only_questions.verify_plan(&plan).map_err(refused)?;
    let frame = session.execute_logical_plan(plan).await.map_err(wrong)?;
    SqlAnswer::collect(frame, rows_max).await
}

/// A session with the functions and nothing that reaches outside.
fn session() -> Result<SessionContext, SqlError> {
    let mut options = ConfigOptions::new();
    // `2.2` is exactly 2.2: no number of a query becomes a binary fraction on the way.
    options.sql_parser.parse_float_as_decimal = true;
    let config = SessionConfig::from(options)
        .with_information_schema(true)
        .with_target_partitions(THREADS);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_limit(MEMORY_BYTES_MAX, 1.0)
        .build_arc()
        .map_err(failed)?;
    let session = SessionContext::new_with_config_rt(config, runtime);
    for function in FUNCTIONS {
        for facet in Facet::ALL {
            match function.kind {
                FunctionKind::Row => {
                    session.register_udf(ScalarUDF::new_from_impl(scalar::Judging::new(function, facet)))
                }
                FunctionKind::Group => {
                    session.register_udaf(AggregateUDF::new_from_impl(aggregate::Judging::new(function, facet)));
                }
                FunctionKind::Percentile => {
                    session.register_udaf(AggregateUDF::new_from_impl(percentile::Percentile::new(function)))
                }
            }
        }
    }
    Ok(session)
}

fn wrong(cause: DataFusionError) -> SqlError {
    SqlError::Wrong { what: said(&cause) }
}

fn failed(cause: DataFusionError) -> SqlError {
    match cause.find_root() {
        DataFusionError::ResourcesExhausted(what) => SqlError::TooLarge { what: what.clone() },
        root => SqlError::Failed { what: said(root) },
    }
}

/// What the engine says, without the trace of its source, its names for kinds of errors and its own guesses.
fn said(cause: &DataFusionError) -> String {
    let said = cause.strip_backtrace();
    // After this the engine lists candidates, which say less than the function itself did.
    let said = said
        .split(" No function matches the given name")
        .next()
        .unwrap_or(&said);
    let coercion = said
        .split_once("user-defined coercion failed with: ")
        .map_or(said, |(_, said)| said);
    let kinds = [
        "Error during planning: ",
        "Execution error: ",
        "SQL error: ",
        "Schema error: ",
        "datafusion.public.",
    ];
    let said = kinds
        .iter()
        .fold(coercion.to_owned(), |said, kind| said.replace(kind, ""));
    let said = said
        .strip_prefix("ParserError(\"")
        .and_then(|said| said.strip_suffix("\")"))
        .unwrap_or(&said);
    said.trim_end_matches(['.', '\n']).to_owned()
}
