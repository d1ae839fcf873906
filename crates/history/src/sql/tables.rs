//! The tables of a query.

use std::sync::Arc;

use deltalake::datafusion::datasource::MemTable;
use deltalake::datafusion::functions_window::expr_fn::row_number;
use deltalake::datafusion::logical_expr::{Expr, ExprFunctionExt, col, lit};
use deltalake::datafusion::prelude::{DataFrame, SessionContext};

use crate::engine::unsealed;
use crate::error::HistoryError;
use crate::inbox::PendingBlob;
use crate::lake::Snapshot;
use crate::rows;

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type in SQL.
    pub kind: &'static str,
    /// What it holds, Chinese and English.
    pub says: (&'static str, &'static str),
}

/// One table.
#[derive(Clone, Copy, Debug)]
pub struct TableDef {
    /// Its name.
    pub name: &'static str,
    /// What a row is, Chinese and English.
    pub says: (&'static str, &'static str),
    /// Its columns.
    pub columns: &'static [Column],
}

const fn column(name: &'static str, kind: &'static str, zh: &'static str, en: &'static str) -> Column {
    Column {
        name,
        kind,
        says: (zh, en),
    }
}

const COLUMNS: &[Column] = &[
    column("point", "text", "测点编号", "point id"),
    column(
        "item",
        "text",
        "监测因子编码，如 PM25、NH3N",
        "item code, e.g. PM25, NH3N",
    ),
    column(
        "period",
        "text",
        "时段：instant、minute、hour、day",
        "instant, minute, hour, day",
    ),
    column(
        "statistic",
        "text",
        "统计量：value、minimum、maximum、total",
        "value, minimum, maximum, total",
    ),
    column(
        "at",
        "timestamp",
        "时段开始，当地民用时间",
        "start of the period, local civil time",
    ),
    column(
        "value",
        "decimal(38,12)",
        "监测值，规范单位；空为无数值",
        "value in the item's canonical unit; NULL where there is no number",
    ),
    column("text", "text", "收到的原文", "text as received"),
    column("flag", "text", "数据标记", "data flag as received"),
    column("recorded_at", "timestamp (UTC)", "何时得知", "when it was known"),
    column(
        "evidence",
        "text",
        "存证编号，如 r17、r3:250",
        "evidence id, e.g. r17, r3:250",
    ),
    column("sequence", "bigint", "说法的先后", "order of all statements"),
];

/// The tables of a query: documentation, command line and tests read this list.
pub const TABLES: &[TableDef] = &[
    TableDef {
        name: "observation",
        says: (
            "现行监测值：同一测点、因子、时段、统计量、时间只有一行，以最后的说法为准",
            "values as they stand: one row for each point, item, period, statistic and time, the latest statement about it",
        ),
        columns: COLUMNS,
    },
    TableDef {
        name: "statement",
        says: ("所有说法，含已被取代的", "every statement, superseded ones included"),
        columns: COLUMNS,
    },
];

/// What a statement is about: a later one about the same takes its place.
const KEY: [&str; 5] = ["point", "item", "period", "statistic", "at"];

/// Registers the tables over a snapshot of the lake and the rows that it does not hold.
pub(super) async fn register(
    session: &SessionContext,
    lake: Snapshot,
    pending: &[PendingBlob],
) -> Result<(), HistoryError> {
    let sealed = lake.table.table_provider().build().await?;
    let unsealed = MemTable::try_new(
        rows::SCHEMA.clone(),
        vec![vec![unsealed(lake.through, pending, |_| true)?]],
    )?;
    let statements = session
        .read_table(Arc::new(sealed))?
        .union(session.read_table(Arc::new(unsealed))?)?;
    let place = row_number()
        .partition_by(KEY.map(col).to_vec())
        .order_by(vec![col("sequence").sort(false, false)])
        .build()?
        .alias("place");
    let current = statements
        .clone()
        .window(vec![place])?
        .filter(col("place").eq(lit(1_u64)))?;
    for (table, rows) in TABLES.iter().zip([current, statements]) {
        session.register_table(table.name, shown(rows)?.into_view())?;
    }
    Ok(())
}

/// The documented columns in their order.
fn shown(rows: DataFrame) -> Result<DataFrame, HistoryError> {
    use deltalake::arrow::datatypes::DataType;
    use deltalake::datafusion::functions::expr_fn::concat;
    use deltalake::datafusion::logical_expr::{cast, when};
    let text = |name: &str| cast(col(name), DataType::Utf8);
    let of_a_line = concat(vec![lit("r"), text("receipt"), lit(":"), text("line")]);
    let evidence = when(col("line").is_null(), concat(vec![lit("r"), text("receipt")])).otherwise(of_a_line)?;
    let columns: Vec<Expr> = COLUMNS
        .iter()
        .map(|column| match column.name {
            "evidence" => evidence.clone().alias("evidence"),
            name => col(name),
        })
        .collect();
    Ok(rows.select(columns)?)
}
