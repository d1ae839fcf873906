//! Carries out one request: sends, listens, waits, and writes each step into the diary.

use history::HistoryError;
use history::diary::{OrderId, OrderState};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::request::Ask;
use crate::request::course::{Course, Heard, Step};
use crate::request::words::Ending;
use crate::session::{Exchange, Inner};

/// Data frames of one answer that are written down one by one; all are counted.
const DATA_STEPS_MAX: u32 = 50;

/// Carries `ask` out over `exchange` as the order `id`, which is being carried, and ends it.
pub(crate) async fn carry(
    inner: &Inner,
    exchange: &mut Exchange<'_>,
    id: OrderId,
    ask: &Ask,
) -> Result<Ending, HistoryError> {
    let ending = match prepared(exchange, ask) {
        Err(cause) => Ending::unsendable(&cause),
        Ok((frame, course, first)) => listen(inner, exchange, id, (frame, course, first)).await?,
    };
    let state = if ending.is_good() {
        OrderState::Done
    } else {
        OrderState::Failed
    };
    let outcome = serde_json::to_value(&ending).unwrap_or(Value::Null);
    inner.diary.finish(id, OrderState::Carried, state, outcome).await?;
    Ok(ending)
}

fn prepared(exchange: &Exchange<'_>, ask: &Ask) -> Result<(Vec<u8>, Course, Step), String> {
    let frame = ask
        .frame(&exchange.address, exchange.qn, exchange.key.as_ref())
        .map_err(|cause| cause.to_string())?;
    let flow = ask.flow(exchange.address.edition).map_err(|cause| cause.to_string())?;
    let (course, first) = Course::begin(flow, exchange.patience, Instant::now());
    Ok((frame, course, first))
}

async fn listen(
    inner: &Inner,
    exchange: &mut Exchange<'_>,
    id: OrderId,
    (frame, mut course, first): (Vec<u8>, Course, Step),
) -> Result<Ending, HistoryError> {
    let mut next = Some(first);
    loop {
        match next.take() {
            Some(Step::End(outcome)) => {
                return Ok(Ending::of(outcome, course.data(), exchange.address.edition));
            }
            Some(Step::Send(times)) => {
                let details = json!({
                    "times": times,
                    "QN": exchange.qn.to_request_number(),
                    "to": exchange.line.peer().to_string(),
                    "encrypted": exchange.key.is_some(),
                });
                inner.diary.step(id, "sent", details).await?;
                if exchange.line.say(frame.clone()).is_err() {
                    next = course.hear(Heard::Gone, Instant::now());
                    continue;
                }
            }
            None => {}
        }
        let Some(deadline) = course.deadline() else {
            return Ok(Ending::interrupted());
        };
        tokio::select! {
            biased;
            word = exchange.words.recv() => {
                let Some(word) = word else {
                    next = course.hear(Heard::Gone, Instant::now());
                    continue;
                };
                next = course.hear(word.heard, Instant::now());
                if let Some(kind) = step_word(word.heard, course.data()) {
                    inner.diary.step(id, kind, word.details).await?;
                }
            }
            () = tokio::time::sleep_until(deadline) => next = course.tick(Instant::now()),
        }
    }
}

/// What the diary calls a word; `None` for one that is only counted.
fn step_word(heard: Heard, data: u32) -> Option<&'static str> {
    match heard {
        Heard::Receipt(_) => Some("received"),
        Heard::Result(_) => Some("executed"),
        Heard::Noticed => Some("noticed"),
        Heard::Data { .. } => (1..=DATA_STEPS_MAX).contains(&data).then_some("data"),
        Heard::Gone => Some("gone"),
    }
}
