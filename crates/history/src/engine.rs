//! The query engine over the lake and what still sits in the inbox.

use std::sync::Arc;

use deltalake::arrow::array::RecordBatch;
use deltalake::arrow::compute::cast;
use deltalake::datafusion::common::ScalarValue;
use deltalake::datafusion::datasource::MemTable;
use deltalake::datafusion::logical_expr::{Expr, col, lit};
use deltalake::datafusion::prelude::{DataFrame, SessionConfig, SessionContext};

use crate::error::HistoryError;
use crate::inbox::PendingBlob;
use crate::lake::Snapshot;
use crate::observation::Statistic;
use crate::query::{Ask, Extent, Known, SlotAsk};
use crate::rows::{self, Row, Said};

/// One moment of the history, ready to be asked.
pub(crate) struct Engine {
    statements: DataFrame,
}

impl Engine {
    /// Joins a snapshot of the lake with the rows that it does not hold, as far as `ask` could want them.
    pub(crate) async fn over(lake: Snapshot, pending: &[PendingBlob], ask: &Ask) -> Result<Self, HistoryError> {
        let session = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(2));
        let sealed = lake.table.table_provider().build().await?;
        let batch = unsealed(lake.through, pending, |row| could_answer(row, ask))?;
        let unsealed = MemTable::try_new(rows::SCHEMA.clone(), vec![vec![batch]])?;
        let statements = session
            .read_table(Arc::new(sealed))?
            .union(session.read_table(Arc::new(unsealed))?)?;
        Ok(Self { statements })
    }

    /// All statements that answer `ask`, later ones about the same quantity included, in the order of point, time, item, sequence.
    pub(crate) async fn statements(&self, ask: &Ask) -> Result<Vec<Known>, HistoryError> {
        let mut wanted = self.statements.clone();
        for filter in filters(ask) {
            wanted = wanted.filter(filter)?;
        }
        let order = ["point", "at", "item", "period", "statistic", "sequence"];
        let sorted = wanted.sort(order.iter().map(|name| col(*name).sort(true, false)).collect())?;
        let limited = match ask.limit {
            Some(limit) => sorted.limit(0, Some(limit))?,
            None => sorted,
        };
        let mut answer = Vec::new();
        for batch in limited.collect().await? {
            rows::from_batch(&in_our_types(&batch)?, &mut answer)?;
        }
        Ok(answer)
    }

    /// The times for which something was said, by point, item and time.
    pub(crate) async fn said(&self, about: &Ask) -> Result<Vec<Said>, HistoryError> {
        use deltalake::datafusion::functions_aggregate::expr_fn::count;
        let mut wanted = self
            .statements
            .clone()
            .filter(col("statistic").eq(lit(Statistic::Value.word())))?;
        for filter in filters(about) {
            wanted = wanted.filter(filter)?;
        }
        let grouped = wanted.aggregate(
            vec![col("point"), col("item"), col("at")],
            vec![count(col("value")).alias("values")],
        )?;
        let mut answer = Vec::new();
        for batch in grouped.collect().await? {
            rows::said(&batch, &mut answer)?;
        }
        Ok(answer)
    }

    /// What exists, by point, period and year.
    pub(crate) async fn extents(&self) -> Result<Vec<Extent>, HistoryError> {
        use deltalake::datafusion::functions::expr_fn::date_part;
        use deltalake::datafusion::functions_aggregate::expr_fn::{count, max, min};
        let grouped = self.statements.clone().aggregate(
            vec![
                col("point"),
                col("period"),
                date_part(lit("year"), col("at")).alias("year"),
            ],
            vec![
                min(col("at")).alias("first"),
                max(col("at")).alias("last"),
                count(lit(1_i64)).alias("statements"),
            ],
        )?;
        let sorted = grouped.sort(vec![
            col("point").sort(true, false),
            col("period").sort(true, false),
            col("year").sort(true, false),
        ])?;
        let mut answer = Vec::new();
        for batch in sorted.collect().await? {
            rows::extents(&batch, &mut answer)?;
        }
        Ok(answer)
    }
}

/// What is asked about by slots.
pub(crate) fn about(ask: &SlotAsk) -> Ask {
    Ask {
        points: ask.points.clone(),
        items: ask.items.clone(),
        periods: vec![ask.period],
        from: Some(ask.from),
        until: Some(ask.until),
        ..Ask::default()
    }
}

/// The rows that the lake does not hold, as far as they are wanted.
pub(crate) fn unsealed(
    through: i64,
    pending: &[PendingBlob],
    wanted: impl Fn(&Row<'_>) -> bool,
) -> Result<RecordBatch, HistoryError> {
    let mut rows = Vec::new();
    for blob in pending.iter().filter(|blob| blob.last_sequence() > through) {
        blob.rows(|row| {
            if row.sequence > through && wanted(&row) {
                rows.push(row);
            }
        })?;
    }
    rows::to_batch(&rows)
}

/// Whether a row of the inbox may belong to the answer: a first sieve, so that few rows are brought before the engine.
fn could_answer(row: &Row<'_>, ask: &Ask) -> bool {
    let among = |words: &[String], word: &str| words.is_empty() || words.iter().any(|one| one == word);
    among(&ask.points, row.point)
        && among(&ask.items, row.item)
        && ask.from.is_none_or(|from| row.at_us >= rows::microseconds(from))
        && ask.until.is_none_or(|until| row.at_us < rows::microseconds(until))
        && ask.evidence.is_none_or(|evidence| row.receipt == evidence.receipt.0)
}

fn filters(ask: &Ask) -> Vec<Expr> {
    let one_of = |name: &str, words: Vec<&str>| {
        (!words.is_empty()).then(|| col(name).in_list(words.into_iter().map(lit).collect(), false))
    };
    let time = |at| lit(ScalarValue::TimestampMicrosecond(Some(rows::microseconds(at)), None));
    let known = |at: chrono::DateTime<chrono::Utc>| {
        lit(ScalarValue::TimestampMicrosecond(
            Some(at.timestamp_micros()),
            Some("UTC".into()),
        ))
    };
    [
        one_of("point", ask.points.iter().map(String::as_str).collect()),
        one_of("item", ask.items.iter().map(String::as_str).collect()),
        one_of("period", ask.periods.iter().map(|period| period.word()).collect()),
        ask.from.map(|from| col("at").gt_eq(time(from))),
        ask.until.map(|until| col("at").lt(time(until))),
        ask.evidence.map(|evidence| col("receipt").eq(lit(evidence.receipt.0))),
        ask.evidence
            .and_then(|evidence| evidence.line)
            .map(|line| col("line").eq(lit(i64::from(line)))),
        ask.sequences
            .map(|(first, last)| col("sequence").between(lit(first), lit(last))),
        ask.as_known.map(|moment| col("recorded_at").lt_eq(known(moment))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The engine may answer with other encodings of the same type (string views, dictionaries); the reader of rows knows one.
fn in_our_types(batch: &RecordBatch) -> Result<RecordBatch, HistoryError> {
    let damaged = |cause: deltalake::arrow::error::ArrowError| HistoryError::Damaged {
        what: cause.to_string(),
    };
    let mut columns = Vec::with_capacity(rows::SCHEMA.fields().len());
    for field in rows::SCHEMA.fields() {
        let found = batch
            .column_by_name(field.name())
            .ok_or_else(|| HistoryError::Damaged {
                what: format!("column {} is missing", field.name()),
            })?;
        columns.push(cast(found, field.data_type()).map_err(damaged)?);
    }
    RecordBatch::try_new(rows::SCHEMA.clone(), columns).map_err(damaged)
}
