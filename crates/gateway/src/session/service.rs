//! The service behind the conversation: carries orders out, keeps clocks and first contacts, notices who comes and goes, writes down.

use std::sync::Arc;
use std::time::Duration as StdDuration;

use chrono::{DateTime, Duration, Utc};
use history::diary::{Bookmark, NewOrder, Order, OrderState};
use history::{History, HistoryError};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::hearing::event;
use super::{Conversation, Inner, Lane, NotNow};
use crate::life::{Presence, delays, record_name};
use crate::repair::Repair;
use crate::request::Ask;
use crate::request::carry::carry;
use crate::request::words::Ending;
use crate::stop::raised;

/// How often the service looks: new orders are noticed within this time.
const TICK: StdDuration = StdDuration::from_millis(500);
/// How often records and presence are looked at.
const LOOK_EVERY: StdDuration = StdDuration::from_secs(2);
/// The same, as a span of our clock.
const LOOK_PAUSE: Duration = Duration::seconds(2);
/// About so many records are written down at one look: of many stations, each is written down more rarely.
const RECORDS_A_LOOK: usize = 1_000;
/// Orders that are looked at in one go.
const ORDERS_AT_ONCE: usize = 256;
/// Own requests (first contact, clocks) begun in one look.
const OWN_AT_ONCE: usize = 32;
/// The name of the bookmark by which others see that somebody serves; its number is the time, in milliseconds.
pub const SERVING: &str = "serving";

/// What runs beside the service.
pub(super) type Tasks = JoinSet<Result<(), HistoryError>>;

impl Conversation {
    /// Serves until `stop` is raised. What is on its way then ends as interrupted.
    pub async fn run(&self, history: History, mut stop: watch::Receiver<bool>) -> Result<(), HistoryError> {
        let inner = &self.inner;
        let interrupted = serde_json::to_value(Ending::interrupted()).unwrap_or(Value::Null);
        inner.diary.finish_interrupted(interrupted.clone()).await?;
        let mut tasks = Tasks::new();
        let mut repair = Repair::new(Arc::clone(inner), history);
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut looked = None;
        loop {
            tokio::select! {
                biased;
                () = raised(&mut stop) => break,
                Some(done) = tasks.join_next() => tell(done.unwrap_or(Ok(()))),
                _ = tick.tick() => {}
                () = inner.news.notified() => {}
            }
            let now = Utc::now();
            tell(inner.diary.notice().await.map(drop));
            tell(self.look_at_orders(&mut tasks, now).await);
            let passed = looked.map(|looked: tokio::time::Instant| looked.elapsed());
            if passed.is_none_or(|passed| passed >= LOOK_EVERY) {
                looked = Some(tokio::time::Instant::now());
                tell(self.look_at_stations(&mut tasks, now).await);
            }
            tell(repair.look(&mut tasks, now).await);
        }
        tasks.shutdown().await;
        inner.diary.finish_interrupted(interrupted).await?;
        self.write_down(true, Utc::now()).await
    }

    /// Begins the orders whose stations can be asked, and ends those that have waited long enough.
    async fn look_at_orders(&self, tasks: &mut Tasks, now: DateTime<Utc>) -> Result<(), HistoryError> {
        for order in self.inner.diary.waiting_orders(ORDERS_AT_ONCE).await? {
            match self.inner.can_ask(&order.station, Lane::Person) {
                Ok(()) if self.inner.diary.take(order.id).await? => {
                    let inner = Arc::clone(&self.inner);
                    tasks.spawn(async move { inner.carry_out(order).await });
                }
                Ok(()) => {}
                Err(_) if order.wait_until <= now => {
                    let ending = serde_json::to_value(Ending::offline()).unwrap_or(Value::Null);
                    let diary = &self.inner.diary;
                    diary
                        .finish(order.id, OrderState::Waiting, OrderState::Failed, ending)
                        .await?;
                }
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Notices who came and went, writes down what has changed, and begins what is due by itself.
    async fn look_at_stations(&self, tasks: &mut Tasks, now: DateTime<Utc>) -> Result<(), HistoryError> {
        self.write_down(false, now).await?;
        for mn in self.inner.want_attention(now).into_iter().take(OWN_AT_ONCE) {
            let inner = Arc::clone(&self.inner);
            tasks.spawn(async move { inner.attend(&mn).await });
        }
        Ok(())
    }

    /// Writes events and changed records into the diary: those whose turn it is, or, as the last word, all.
    async fn write_down(&self, all: bool, now: DateTime<Utc>) -> Result<(), HistoryError> {
        let inner = &self.inner;
        let mut changed = inner.changed_records(all, now);
        let serving = Bookmark {
            // The last word says that nobody serves any more.
            number: (!all).then(|| now.timestamp_millis()),
            text: None,
        };
        changed.push((SERVING.to_owned(), serving));
        inner.diary.note(inner.events_waiting()).await?;
        inner.diary.set_bookmarks(changed).await
    }
}

/// A service that cannot write its diary goes on: the door must not close for it, and the next look tries again.
fn tell(done: Result<(), HistoryError>) {
    if let Err(cause) = done {
        tracing::error!(%cause, "the diary of the stations cannot be kept");
    }
}

impl Inner {
    /// The records that have changed and whose turn it is. Who came or went is noted.
    fn changed_records(&self, all: bool, now: DateTime<Utc>) -> Vec<(String, Bookmark)> {
        let mut changed = Vec::new();
        let directory = self.directory();
        let mut speakers = self.speakers();
        let rounds = speakers.len() / RECORDS_A_LOOK;
        let pause = LOOK_PAUSE * i32::try_from(rounds).unwrap_or(i32::MAX);
        for (mn, speaker) in speakers.iter_mut() {
            let Some(station) = directory.station(mn.as_bytes()) else {
                continue;
            };
            let (silence, dearth) = delays(station, &self.profile);
            let presence = speaker.record.presence(now, silence, dearth);
            let is_online = matches!(presence, Presence::Online | Presence::NoData);
            if is_online != speaker.was_online {
                speaker.was_online = is_online;
                speaker.record.online = is_online;
                speaker.record.online_since = is_online.then_some(now);
                speaker.changed = true;
                let kind = if is_online { "online" } else { "offline" };
                self.note(event(now, mn, kind, json!({})));
            }
            if speaker.changed && (all || now - speaker.written_at >= pause) {
                (speaker.changed, speaker.written_at) = (false, now);
                let bookmark = Bookmark {
                    number: None,
                    text: serde_json::to_string(&speaker.record).ok(),
                };
                changed.push((record_name(mn), bookmark));
            }
        }
        changed
    }

    /// Whether a station could be asked now.
    pub(crate) fn can_ask(&self, mn: &str, lane: Lane) -> Result<(), NotNow> {
        self.directory().station(mn.as_bytes()).ok_or(NotNow::Unknown)?;
        let speakers = self.speakers();
        let speaker = speakers.get(mn).ok_or(NotNow::Offline)?;
        speaker.session.as_ref().ok_or(NotNow::Offline)?;
        match speaker.listening.iter().any(|other| other.lane == lane) {
            true => Err(NotNow::Busy),
            false => Ok(()),
        }
    }

    /// Carries out an order that is taken.
    async fn carry_out(&self, order: Order) -> Result<(), HistoryError> {
        let fail = |ending: Ending| serde_json::to_value(ending).unwrap_or(Value::Null);
        let ask = Ask::from_content(order.command, &order.content);
        let ending = match (
            ask,
            self.exchange(&order.station, order.command, Lane::Person, Utc::now()),
        ) {
            (Ok(ask), Ok(mut exchange)) => {
                carry(self, &mut exchange, order.id, &ask).await?;
                return Ok(());
            }
            (Err(cause), _) => Ending::unsendable(&cause.to_string()),
            (Ok(_), Err(_)) => Ending::offline(),
        };
        self.diary
            .finish(order.id, OrderState::Carried, OrderState::Failed, fail(ending))
            .await?;
        Ok(())
    }

    /// Asks a station something of our own and waits for the end; `None` when it cannot be asked now.
    pub(crate) async fn ask(
        &self,
        mn: &str,
        ask: &Ask,
        origin: &str,
    ) -> Result<Option<(history::diary::OrderId, Ending)>, HistoryError> {
        let now = Utc::now();
        let Ok(mut exchange) = self.exchange(mn, ask.command, Lane::Own, now) else {
            return Ok(None);
        };
        let order = NewOrder {
            station: mn.to_owned(),
            origin: origin.to_owned(),
            command: ask.command,
            content: ask.content(),
            wait_until: now,
        };
        let id = self.diary.begin(order).await?;
        let ending = carry(self, &mut exchange, id, ask).await?;
        Ok(Some((id, ending)))
    }

    /// Connected stations of which something is due: first contact, their clock, run time of devices.
    fn want_attention(&self, now: DateTime<Utc>) -> Vec<String> {
        let directory = self.directory();
        let speakers = self.speakers();
        let due = speakers.iter().filter(|(mn, speaker)| {
            let Some(station) = directory.station(mn.as_bytes()) else {
                return false;
            };
            speaker.session.is_some()
                && speaker.listening.iter().all(|other| other.lane != Lane::Own)
                && (speaker.wants_first_contact(station, now)
                    || speaker.wants_time(station, &self.profile, now).is_some()
                    || speaker.wants_run_time(station, &self.profile, now).is_some())
        });
        due.map(|(mn, _)| mn.clone()).collect()
    }
}

/// How long first contact waits after it failed.
pub(super) const FIRST_CONTACT_PAUSE: Duration = Duration::minutes(5);
