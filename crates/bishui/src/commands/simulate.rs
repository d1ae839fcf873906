//! `bishui simulate`: a fleet of data loggers that send a CSV file as HJ 212-2017 frames.

use std::path::Path;
use std::process::ExitCode;

use gateway::simulator::{self, FleetConfig, FleetPlan, FleetReport, Pace};
use history::Ask;
use indicatif::{ProgressBar, ProgressStyle};
use standards::{Language, Text};

use crate::arguments::{Place, Simulate};
use crate::commands::import::read_mapping;
use crate::commands::serve::stop_signal;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::remarkln;

/// Sends the file and reports what was answered.
pub async fn run(place: &Place, given: &Simulate) -> Result<ExitCode, Failure> {
    let desk = Desk::open(place).await?;
    let language = place.language();
    let mapping = given
        .mapping
        .clone()
        .unwrap_or_else(|| given.file.with_extension("toml"));
    let plan = fleet(&desk, &given.file, &mapping, language)?;
    let plan = if given.resume {
        resumed(&desk, plan).await?
    } else {
        plan
    };
    let mut config = FleetConfig::to(given.to);
    config.pace = pace(given.speed, language)?;
    let bar = ProgressBar::new(plan.uploads() as u64).with_style(bar_style());
    let progress = bar.clone();
    let told = move |one: &simulator::Progress| {
        progress.inc(1);
        progress.set_message(format!("{} {}", one.point, one.data_time.format("%Y-%m-%d %H:%M")));
    };
    let report = simulator::run(plan, config, told, stop_signal()).await;
    bar.finish_and_clear();
    Ok(tell(&report, language))
}

/// The fleet of a file and its mapping; what cannot be sent is told.
pub fn fleet(desk: &Desk, file: &Path, mapping: &Path, language: Language) -> Result<FleetPlan, Failure> {
    let name = file.display();
    let table = std::fs::read(file).map_err(|cause| Failure::while_doing(&name, cause))?;
    let mapping = read_mapping(mapping, language)?.for_city_at(desk.city.utc_offset_minutes);
    let plan = FleetPlan::read(&table, &mapping, &desk.points(), &desk.stations()?)
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

/// Prints what was answered; a logger that gave up makes the command fail.
pub fn tell(report: &FleetReport, language: Language) -> ExitCode {
    let says = Text::new(
        format!(
            "{} 台数采仪，发送 {} 帧，收到应答 {}",
            report.loggers.len(),
            report.sent(),
            report.acknowledged()
        ),
        format!(
            "{} loggers sent {} frames, {} were answered",
            report.loggers.len(),
            report.sent(),
            report.acknowledged()
        ),
    );
    remarkln!("{}", says.in_language(language));
    let mut code = ExitCode::SUCCESS;
    for logger in &report.loggers {
        if let Some(failure) = &logger.failure {
            remarkln!("! {} {}: {failure}", logger.mn, logger.point);
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{pos}/{len} {wide_bar} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}
