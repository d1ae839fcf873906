//! `bishui simulate`: a fleet of data loggers that send a CSV file or a seeded model as HJ 212 frames.

use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use gateway::simulator::{
    self, Destination, FleetConfig, FleetPlan, ModelKind, ModelPlan, ModelStations, Pace, Speaking,
};
use history::{Ask, Period};
use indicatif::ProgressBar;
use standards::{Language, Text};

use crate::arguments::{Model, Place, Simulate};
use crate::commands::import::read_mapping;
use crate::commands::serve::stop_signal;
use crate::commands::simulate_report::{Onlooker, bar_style, json, tell};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::{outln, remarkln};

/// Sends the fleet and reports what became of it.
pub async fn run(place: &Place, given: &Simulate) -> Result<ExitCode, Failure> {
    let language = place.language();
    let config = config(given, language)?;
    let desk = Desk::open(place).await?;
    let plan = plan(&desk, given, language).await?;
    let bar = ProgressBar::new(plan.uploads()).with_style(bar_style());
    let onlooker = Onlooker::open(given.write.as_deref(), given.expect.as_deref(), bar)?;
    let report = simulator::run(plan, config, onlooker.clone(), stop_signal()).await;
    onlooker.close()?;
    if !given.json {
        remarkln!(
            "{}",
            Text::new(format!("种子 {}", given.seed), format!("seed {}", given.seed)).in_language(language)
        );
        return Ok(tell(&report, language));
    }
    outln!("{}", json(&report, given.seed));
    let failed = report.loggers.iter().any(|logger| logger.failure.is_some());
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn config(given: &Simulate, language: Language) -> Result<FleetConfig, Failure> {
    let linger = span(&given.linger, "--linger")?;
    Ok(FleetConfig {
        to: match given.write {
            Some(_) => Destination::Paper,
            None => Destination::Door(given.to),
        },
        // On paper nobody waits.
        pace: match given.write {
            Some(_) => Pace::Unbounded,
            None => pace(given.speed, language)?,
        },
        give_up_after: given.give_up_after.max(1),
        linger: linger.to_std().unwrap_or_default(),
        faults: given.faults.0.clone(),
        seed: given.seed,
        ..FleetConfig::on_paper()
    })
}

async fn plan(desk: &Desk, given: &Simulate, language: Language) -> Result<FleetPlan, Failure> {
    let speaking = Speaking::parse(&given.edition, given.sm4_key.as_deref(), !given.without_qn)
        .map_err(|cause| Failure::while_doing("simulate", cause))?;
    let Some(file) = &given.file else {
        let model = model(&given.model, given.seed, desk.city.utc_offset_minutes)?;
        return FleetPlan::model(&model, &desk.stations()?, &speaking)
            .map_err(|cause| Failure::while_doing("simulate", cause));
    };
    let mapping = given.mapping.clone().unwrap_or_else(|| file.with_extension("toml"));
    let plan = fleet(desk, file, &mapping, &speaking, language)?;
    if given.resume {
        resumed(desk, plan).await
    } else {
        Ok(plan)
    }
}

fn model(given: &Model, seed: u64, utc_offset_minutes: i32) -> Result<ModelPlan, Failure> {
    let refused = |option: &str, cause: &str| Failure::while_doing(option, cause);
    let time = |given: &Option<String>, option: &str| {
        let text = given.as_deref().unwrap_or_default();
        time(text, Utc::now(), utc_offset_minutes)
            .ok_or_else(|| refused(option, "write a time such as 2021-04-01, 2021-04-01T08:00, or now"))
    };
    let kinds = ModelKind::ALL.map(|row| row.1).join(", ");
    let kind = given.model.as_deref().and_then(ModelKind::parse);
    let periods = Period::ALL.map(Period::word).join(", ");
    let period = Period::ALL.into_iter().find(|period| period.word() == given.period);
    Ok(ModelPlan {
        kind: kind.ok_or_else(|| refused("--model", &format!("use one of: {kinds}")))?,
        items: given.items.clone(),
        period: period.ok_or_else(|| refused("--period", &format!("use one of: {periods}")))?,
        interval: given
            .interval
            .as_deref()
            .map(|text| span(text, "--interval"))
            .transpose()?,
        from: time(&given.from, "--from")?,
        until: time(&given.until, "--until")?,
        stations: given.stations.map_or(ModelStations::OfDirectory, ModelStations::MadeUp),
        seed,
    })
}

/// A local time as people write it; `now` is the last full minute of the city.
fn time(text: &str, now: DateTime<Utc>, utc_offset_minutes: i32) -> Option<NaiveDateTime> {
    if text == "now" {
        let minute = DateTime::from_timestamp(now.timestamp().div_euclid(60) * 60, 0)?;
        return Some(minute.naive_utc() + Duration::minutes(utc_offset_minutes.into()));
    }
    let formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let moment = formats
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    moment.or_else(|| Some(text.parse::<NaiveDate>().ok()?.and_time(chrono::NaiveTime::MIN)))
}

fn span(text: &str, option: &str) -> Result<Duration, Failure> {
    simulator::span(text).map_err(|cause| Failure::while_doing(option, cause))
}

/// The fleet of a file and its mapping; what cannot be sent is told.
pub fn fleet(
    desk: &Desk,
    file: &Path,
    mapping: &Path,
    speaking: &Speaking,
    language: Language,
) -> Result<FleetPlan, Failure> {
    let name = file.display();
    let table = std::fs::read(file).map_err(|cause| Failure::while_doing(&name, cause))?;
    let mapping = read_mapping(mapping, language)?.for_city_at(desk.city.utc_offset_minutes);
    let plan = FleetPlan::read(&table, &mapping, &desk.points(), &desk.stations()?, speaking)
        .map_err(|cause| Failure::while_doing(&name, cause))?;
    let left = plan.left_out();
    for fault in &left.faults {
        remarkln!("{name}  {}", fault.line_in(language));
    }
    if left.rows + left.values > 0 || !left.items.is_empty() {
        let items: Vec<&str> = left.items.keys().map(String::as_str).collect();
        let says = Text::new(
            format!(
                "{name}：{} 行、{} 个值没有发送；没有 HJ 212 编码的因子：{}",
                left.rows,
                left.values,
                items.join("、")
            ),
            format!(
                "{name}: {} rows and {} values are not sent; items without an HJ 212 code: {}",
                left.rows,
                left.values,
                items.join(", ")
            ),
        );
        remarkln!("{}", says.in_language(language));
    }
    Ok(plan)
}

/// The plan without what the history already has.
pub async fn resumed(desk: &Desk, plan: FleetPlan) -> Result<FleetPlan, Failure> {
    let known = desk
        .history
        .observations(&Ask {
            points: plan.points(),
            ..Ask::default()
        })
        .await?;
    Ok(plan.without(&known))
}

/// The pace of a speed-up factor.
pub fn pace(speed: f64, language: Language) -> Result<Pace, Failure> {
    let says = Text::new("--speed 必须是 0 或正数", "--speed must be 0 or a positive number");
    Pace::from_factor(speed).ok_or_else(|| Failure::says(language, &says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        let now = DateTime::from_timestamp(1_617_231_659, 0).unwrap();
        let read = |text: &str| time(text, now, 480).map(|time| time.format("%Y-%m-%d %H:%M:%S").to_string());
        assert_eq!(read("2021-04-01").as_deref(), Some("2021-04-01 00:00:00"));
        assert_eq!(read("2021-04-01T08:30").as_deref(), Some("2021-04-01 08:30:00"));
        assert_eq!(read("now").as_deref(), Some("2021-04-01 07:00:00"));
        for wrong in ["", "yesterday", "2021-02-30", "2021-04-01T25:00"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
