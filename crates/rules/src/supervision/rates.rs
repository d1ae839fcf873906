//! SUP-8: rates of supervised handling. Nothing due is not applicable, never 100 %.

use rust_decimal::Decimal;
use standards::{Certainty, Citation, Text};

use crate::found::{Found, rate, two_places};

fn rule() -> Citation {
    Citation::new("SUP-8", "rates (办结率)", Certainty::PD)
}

/// Closed ÷ due to date.
pub fn closing(due: u32, closed: u32) -> Found<Decimal> {
    rate(&Text::new("办结率", "closing rate"), closed.into(), due.into(), rule())
}

/// Closed by the deadline ÷ due.
pub fn on_time(due: u32, closed_in_time: u32) -> Found<Decimal> {
    rate(
        &Text::new("按期办结率", "closed on time"),
        closed_in_time.into(),
        due.into(),
        rule(),
    )
}

/// Reopened ÷ closed.
pub fn rebound(closed: u32, reopened: u32) -> Found<Decimal> {
    rate(
        &Text::new("反弹率", "rebound rate"),
        reopened.into(),
        closed.into(),
        rule(),
    )
}

/// Mean days from assignment to closure.
pub fn mean_days(days: &[u32]) -> Found<Decimal> {
    let sum: u64 = days.iter().map(|day| u64::from(*day)).sum();
    match Decimal::from(sum).checked_div(Decimal::from(days.len())) {
        Some(mean) => {
            let mean = two_places(mean);
            Found::known(
                mean,
                Text::new(format!("平均办理 {mean} 天"), format!("{mean} days on average")),
                rule(),
            )
        }
        None => Found::unknown(
            Text::new("没有办结事项，不适用", "nothing closed, not applicable"),
            rule(),
        ),
    }
}
