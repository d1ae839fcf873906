//! Asks one station for what is missing.

use chrono::{Duration, NaiveDateTime, Utc};
use history::diary::{Attempt, Gap, GapState, OrderId};
use history::{Fault, HistoryError, Period};

use super::Shared;
use crate::door::Station;
use crate::request::Ask;
use crate::request::words::Ending;

/// Who gave an order.
const OF_REPAIR: &str = "repair";
/// `ExeRtn`: no data (HJ 212-2017, table 7).
pub(crate) const NO_DATA: u32 = 100;
/// A logger that says so often that it has no data has none.
pub(crate) const NO_DATA_ATTEMPTS_MAX: u32 = 2;

impl Shared {
    /// Asks the station for the newest gap that is due.
    pub(super) async fn mend(&self, mn: String) -> Result<(), HistoryError> {
        let done = self.mend_one(&mn).await;
        self.work().asked.remove(&mn);
        done
    }

    async fn mend_one(&self, mn: &str) -> Result<(), HistoryError> {
        let now = Utc::now();
        let directory = self.inner.directory();
        let Some(station) = directory.station(mn.as_bytes()) else {
            return Ok(());
        };
        let Some(gap) = self.inner.diary.due_gap(mn, now).await? else {
            self.forget_without_gaps(mn).await?;
            return Ok(());
        };
        let Some(ask) = request(&gap, station, directory.utc_offset_minutes()) else {
            return self.inner.diary.give_up(gap.id, not_askable(gap.period), now).await;
        };
        let Some((order, ending)) = self.inner.ask(mn, &ask, OF_REPAIR).await? else {
            return Ok(());
        };
        self.judge(mn, station, gap, (order, ending)).await
    }

    /// Sees whether the answer has filled the gap; if not, says when it is asked for again, or gives it up.
    async fn judge(
        &self,
        mn: &str,
        station: &Station,
        gap: Gap,
        (order, ending): (OrderId, Ending),
    ) -> Result<(), HistoryError> {
        let now = Utc::now();
        let known = [gap.clone()];
        let local = now.naive_utc() + Duration::minutes(self.inner.directory().utc_offset_minutes().into());
        self.look_at(mn, station, (&known, Some(local)), now).await?;
        let Some(after) = self.inner.diary.gap(gap.id).await? else {
            return Ok(());
        };
        let before = values(&gap);
        let left = values(&after);
        let attempts = gap.attempts + 1;
        let profile = &self.inner.profile;
        let says_none = ending.returned == Some(NO_DATA) && attempts >= NO_DATA_ATTEMPTS_MAX;
        let is_over = after.state != GapState::Open || attempts >= profile.gap_attempts_max || says_none;
        let attempt = Attempt {
            order: Some(order),
            outcome: outcome(&ending, before, left),
            next_at: (!is_over).then(|| now + pause(profile.gap_pause, profile.gap_pause_most, gap.attempts)),
        };
        self.inner.diary.attempted(gap.id, attempt, now).await
    }

    /// Takes the station off the round when nothing of it is open.
    async fn forget_without_gaps(&self, mn: &str) -> Result<(), HistoryError> {
        if self.inner.diary.gaps(Some(mn), false, 1).await?.is_empty() {
            self.work().with_gaps.retain(|other| other != mn);
        }
        Ok(())
    }
}

fn values(gap: &Gap) -> u32 {
    gap.missing.iter().map(|missing| missing.times).sum()
}

/// The request for a gap, in the time of the logger; `None` for what no command asks for.
fn request(gap: &Gap, station: &Station, city_offset_minutes: i32) -> Option<Ask> {
    let command = match gap.period {
        Period::Instant => return None,
        Period::Minute => 2051,
        Period::Hour => 2061,
        Period::Day => 2031,
    };
    let every = station.owed.iter().filter(|owed| owed.period == gap.period);
    let length = every.map(|owed| owed.every_minutes).min()?;
    let shift = Duration::minutes(i64::from(station.utc_offset_minutes - city_offset_minutes));
    let digits = |at: NaiveDateTime| Some(at.checked_add_signed(shift)?.format("%Y%m%d%H%M%S").to_string());
    // To the last second of the last period: some loggers take the end as inclusive, some do not.
    let end = gap.last + Duration::minutes(length.into()) - Duration::seconds(1);
    Some(
        Ask::of(command)
            .with("BeginTime", digits(gap.first)?)
            .with("EndTime", digits(end)?),
    )
}

/// What lies before the next attempt: it doubles.
pub(crate) fn pause(first: std::time::Duration, most: std::time::Duration, attempts: u32) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(attempts.min(20)));
    Duration::from_std(doubled.min(most)).unwrap_or(Duration::days(1))
}

fn outcome(ending: &Ending, before: u32, left: u32) -> Fault {
    let came = before.saturating_sub(left);
    let mut reason = ending.as_reason();
    reason.zh = format!("{}；补到 {came} 个值，还缺 {left} 个", reason.zh);
    reason.en = format!("{}; {came} values came, {left} are still missing", reason.en);
    reason
}

fn not_askable(period: Period) -> Fault {
    Fault {
        code: "not-askable".to_owned(),
        line: None,
        zh: format!("HJ 212 没有提取“{}”历史数据的命令", period.word()),
        en: format!(
            "HJ 212 has no command that asks for past data of the period `{}`",
            period.word()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::station::Owed;
    use chrono::{DateTime, NaiveDate};

    fn at(hour: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2021, 4, 1)
            .unwrap()
            .and_hms_opt(hour, 0, 0)
            .unwrap()
    }

    #[test]
    fn a_gap_is_asked_for_in_the_time_of_the_logger() {
        let mut station = Station::at("section", 0);
        station.owed.push(Owed {
            period: Period::Hour,
            every_minutes: 240,
            items: vec!["NH3N".into()],
            since: None,
        });
        let mut gap = Gap {
            id: 1,
            station: "MN0001".into(),
            point: "section".into(),
            period: Period::Hour,
            start: at(0),
            first: at(8),
            last: at(12),
            missing: Vec::new(),
            state: GapState::Open,
            attempts: 0,
            next_at: None,
            reason: None,
            found_at: DateTime::UNIX_EPOCH,
            closed_at: None,
        };
        let ask = request(&gap, &station, 480).unwrap();
        assert_eq!(
            (ask.command, ask.content().as_str()),
            (2061, "BeginTime=20210401000000;EndTime=20210401075959")
        );
        gap.period = Period::Instant;
        assert_eq!(request(&gap, &station, 480), None);
    }

    #[test]
    fn pauses_double_up_to_a_limit() {
        let minutes = |count: u64| std::time::Duration::from_secs(count * 60);
        let pauses: Vec<i64> = [0, 1, 2, 3, 10, u32::MAX]
            .map(|attempts| pause(minutes(5), minutes(360), attempts).num_minutes())
            .into();
        assert_eq!(pauses, [5, 10, 20, 40, 360, 360]);
    }
}
