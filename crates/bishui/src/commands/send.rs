//! `bishui hj212 send`: writes an order into the diary, and tells what the serving process makes of it.

use std::process::ExitCode;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use gateway::request::Ask;
use gateway::request::words::Ending;
use gateway::session::SERVING;
use history::Diary;
use history::diary::{NewOrder, Order, OrderId, OrderState, OrderStep};
use hj212::{Direction, Edition, Stamp};
use serde_json::{Value, json};
use standards::{Language, Text};

use crate::arguments::{Place, Send};
use crate::desk::read_city;
use crate::failure::Failure;
use crate::output::outln;
use crate::stations;

/// How often the diary is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// A serving process that has not written for so long is gone.
const SERVING_SILENCE: TimeDelta = TimeDelta::seconds(15);
/// Who waits longer than that is told for what.
const WAITING_IS_TOLD_AFTER: TimeDelta = TimeDelta::seconds(1);
/// How much longer than the order waits it is left to the serving process to end it.
const GRACE: TimeDelta = TimeDelta::seconds(3);

/// Gives the order and waits for its end.
pub async fn run(place: &Place, given: &Send) -> Result<ExitCode, Failure> {
    let language = place.language();
    let city = read_city(&place.city, language)?;
    let directory = stations::directory(&city, language)?;
    let (mn, station) = stations::find(&directory, &given.station, language)?;
    let command = number(&given.command, station.edition, language)?;
    let ask = Ask::parse(command, &given.fields)?;
    prove(&ask, station.edition, mn)?;
    let diary = Diary::open(&place.data).await?;
    let order = NewOrder {
        station: mn.to_owned(),
        origin: "person".to_owned(),
        command,
        content: ask.content(),
        wait_until: Utc::now() + TimeDelta::seconds(given.wait.into()),
    };
    let id = diary.place(order).await?;
    let ended = follow(&diary, id, given.json, language).await?;
    let ending: Option<Ending> = ended
        .outcome
        .clone()
        .and_then(|outcome| serde_json::from_value(outcome).ok());
    match (given.json, &ending) {
        (true, _) => outln!("{}", serde_json::to_string(&ended)?),
        (false, Some(ending)) => outln!("{id}  {}", ending.text().in_language(language)),
        (false, None) => outln!("{id}  {}", ended.state.word()),
    }
    Ok(ExitCode::from(code(ending.as_ref())))
}

/// What the ending is for a script.
fn code(ending: Option<&Ending>) -> u8 {
    match ending.map(|ending| ending.code.as_str()) {
        Some("done") => 0,
        Some("refused" | "not-executed") => 2,
        Some("offline" | "not-served") => 4,
        Some("unsendable") => 1,
        Some(_) | None => 3,
    }
}

/// The number of a command given by number or name.
fn number(given: &str, edition: Edition, language: Language) -> Result<u16, Failure> {
    let down = |command: &&hj212::Command| command.direction.fits(Direction::Down) && command.is_of(edition);
    let is_named = |command: &&hj212::Command| {
        command.code == given || command.name_zh == given || command.name_en.eq_ignore_ascii_case(given)
    };
    let found = hj212::COMMANDS.iter().filter(down).find(is_named);
    found.and_then(|command| command.code.parse().ok()).ok_or_else(|| {
        let year = hj212::edition_word(edition);
        let says = Text::new(
            format!("{year} 版没有平台发给站点的命令“{given}”；命令见 bishui hj212 codes"),
            format!("the edition of {year} has no command `{given}` from platform to station; see bishui hj212 codes"),
        );
        Failure::says(language, &says)
    })
}

/// Refuses at once what the serving process could not send.
fn prove(ask: &Ask, edition: Edition, mn: &str) -> Result<(), Failure> {
    let address = gateway::request::Address {
        edition,
        st: "21".to_owned(),
        pw: "123456".to_owned(),
        mn: mn.to_owned(),
    };
    if let Some(at) = Stamp::parse(b"20200101000000000") {
        ask.frame(&address, at, None)?;
    }
    Ok(())
}

/// Prints the steps of an order until it has ended.
async fn follow(diary: &Diary, id: OrderId, as_json: bool, language: Language) -> Result<Order, Failure> {
    let mut told = 0;
    let mut is_told_waiting = false;
    loop {
        let order = diary.order(id).await?;
        for step in diary.steps(id, told).await? {
            told = step.id;
            match as_json {
                true => outln!("{}", serde_json::to_string(&step)?),
                false => outln!("{}  {}", step.at.format("%H:%M:%S"), words(&step).in_language(language)),
            }
        }
        let Some(order) = order else {
            return Err(Failure::while_doing(id, "?"));
        };
        if order.state.is_final() {
            return Ok(order);
        }
        let is_served = is_served(diary).await?;
        let has_waited = Utc::now() - order.made_at > WAITING_IS_TOLD_AFTER;
        if order.state == OrderState::Waiting && has_waited && !is_told_waiting && !as_json {
            is_told_waiting = true;
            let says = Text::new("等待站点连接……", "waiting for the station …");
            outln!("{}", says.in_language(language));
        }
        let ending = match order.state {
            OrderState::Waiting if Utc::now() > order.wait_until + GRACE => Some(not_served(is_served)),
            OrderState::Carried if !is_served => Some(Ending::interrupted()),
            _ => None,
        };
        if let Some(ending) = ending {
            let outcome = serde_json::to_value(ending)?;
            diary.finish(id, order.state, OrderState::Failed, outcome).await?;
            continue;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Whether a process serves this data folder.
async fn is_served(diary: &Diary) -> Result<bool, Failure> {
    let mark = diary.bookmark(SERVING).await?.and_then(|mark| mark.number);
    let now = Utc::now().timestamp_millis();
    Ok(mark.is_some_and(|mark| now - mark < SERVING_SILENCE.num_milliseconds()))
}

fn not_served(is_served: bool) -> Ending {
    if is_served {
        return Ending::offline();
    }
    let says = Text::new(
        "没有 bishui serve 在此数据目录上运行，命令没有发出",
        "no `bishui serve` runs on this data folder: the request was not sent",
    );
    Ending {
        code: "not-served".to_owned(),
        zh: says.zh,
        en: says.en,
        ..Ending::offline()
    }
}

/// A step in words.
fn words(step: &OrderStep) -> Text {
    let text = |name: &str| match step.details.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    match step.kind.as_str() {
        "sent" => Text::new(
            format!("第 {} 次发送，QN={}，发往 {}", text("times"), text("QN"), text("to")),
            format!("sent, time {}, QN={}, to {}", text("times"), text("QN"), text("to")),
        ),
        "received" => Text::new(
            format!("请求应答 9011：QnRtn={}", text("QnRtn")),
            format!("9011: QnRtn={}", text("QnRtn")),
        ),
        "executed" => Text::new(
            format!("执行结果 9012：ExeRtn={}", text("ExeRtn")),
            format!("9012: ExeRtn={}", text("ExeRtn")),
        ),
        "noticed" => Text::new("通知应答 9013", "9013"),
        "data" => {
            let said = match text("CP") {
                cp if cp.is_empty() => format!("DataTime={}", text("DataTime")),
                cp => cp,
            };
            Text::new(
                format!("数据 {}：{said}", text("CN")),
                format!("data {}: {said}", text("CN")),
            )
        }
        "gone" => Text::new("连接断开", "the connection ended"),
        other => Text::new(
            format!("{other} {}", json!(step.details)),
            format!("{other} {}", json!(step.details)),
        ),
    }
}
