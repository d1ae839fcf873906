//! What the diary says of one station: events and orders in words, passwords and keys taken out.

use history::diary::{Event, Order};
use hj212::{Direction, Edition, command};
use serde_json::Value;
use standards::Text;

use super::without_secrets;
use crate::error::OfficeError;
use crate::office::Office;
use crate::views::{EventView, OrderView};

/// Events and orders that are shown, each.
const SHOWN_MAX: usize = 30;

/// Newest events and orders of a station.
pub(super) async fn of(
    office: &Office,
    mn: &str,
    edition: Edition,
) -> Result<(Vec<EventView>, Vec<OrderView>), OfficeError> {
    let events = office.diary().events(Some(mn), SHOWN_MAX).await?;
    let orders = office.diary().orders(Some(mn), SHOWN_MAX).await?;
    let orders = orders.into_iter().map(|order| order_view(&order, edition));
    Ok((events.into_iter().map(event_view).collect(), orders.collect()))
}

fn event_view(event: Event) -> EventView {
    EventView {
        at: event.at,
        says: happened(&event.kind),
        details: without_secrets(&details(&event.details)),
        kind: event.kind,
    }
}

/// What lies beside an event on one line: `from: 10.1.2.3:4, why: …`. What is nested stays JSON.
fn details(value: &Value) -> String {
    let Value::Object(fields) = value else {
        return String::new();
    };
    let parts = fields.iter().map(|(name, value)| match value {
        Value::String(text) => format!("{name}: {text}"),
        other => format!("{name}: {other}"),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// An event in words; one that this version does not know keeps its own word.
fn happened(kind: &str) -> Text {
    let (zh, en) = match kind {
        "online" => ("上线", "came online"),
        "offline" => ("离线", "went offline"),
        "connected" => ("已连接", "connected"),
        "disconnected" => ("连接断开", "disconnected"),
        "entered" => ("登记入册", "entered in the city folder"),
        "left" => ("移出城市目录", "taken out of the city folder"),
        "first-contact" => ("首次通信已设定", "first contact: set up"),
        "first-contact-failed" => ("首次通信设定未成", "first contact: not set up"),
        "clock-asked" => ("请求校时", "asked for the time"),
        "clock-set" => ("已校时", "clock was set"),
        "clock-not-set" => ("校时未成", "clock was not set"),
        "run-time-asked" => ("提取设备运行时间", "asked for run time of devices"),
        other => return Text::same(other),
    };
    Text::new(zh, en)
}

fn order_view(order: &Order, edition: Edition) -> OrderView {
    let known = command(order.command, Direction::Down, edition);
    let words = |outcome: &Value| {
        let word = |language: &str| outcome.get(language)?.as_str().map(without_secrets);
        Some(Text::new(word("zh")?, word("en")?))
    };
    OrderView {
        id: order.id.to_string(),
        made_at: order.made_at,
        origin: origin(&order.origin),
        command: order.command,
        name: known.map(|known| Text::new(known.name_zh.clone(), known.name_en.clone())),
        content: without_secrets(&order.content),
        state: order.state,
        outcome: order.outcome.as_ref().and_then(words),
    }
}

fn origin(word: &str) -> Text {
    let (zh, en) = match word {
        "person" => ("人工", "a person"),
        "repair" => ("自动补数", "missing data"),
        "first-contact" => ("首次通信", "first contact"),
        "clock" => ("校时", "clock"),
        other => return Text::same(other),
    };
    Text::new(zh, en)
}
