//! `bishui demo`: the demo city on a fresh data folder, with simulated data loggers that replay recorded data.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use gateway::import;
use gateway::simulator::{self, FleetConfig, FleetPlan, Pace, Speaking};
use indicatif::{ProgressBar, ProgressStyle};
use server::SignIns;
use standards::{Language, Text};
use tokio::sync::watch;

use crate::arguments::{Demo, Place};
use crate::commands::account::demonstration;
use crate::commands::import::read_mapping;
use crate::commands::serve::{House, stop_signal};
use crate::commands::simulate::{fleet, pace, resumed};
use crate::commands::simulate_report::tell;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::output::remarkln;

/// Without a terminal, progress is one line for this many answers.
const LINE_EVERY: u64 = 100;

/// Serves, imports, replays; then serves on until told to stop.
pub async fn run(place: &Place, demo: &Demo) -> Result<ExitCode, Failure> {
    let language = place.language();
    let pace = pace(demo.speed, language)?;
    let desk = Desk::open(place).await?;
    let stop = stop_signal();
    let accounts = demonstration::accounts(place, &desk.city)?;
    let sign_ins = SignIns::over(accounts)
        .behind_proxy(demo.doors.behind_proxy)
        .for_demonstration(true);
    let house = House::open(&desk, (place, &demo.doors), sign_ins, stop.clone()).await?;
    house.tell(language);
    say(
        language,
        &Text::new(
            "演示：数据是真实发布值的摘录，由模拟数采仪重放；人员为虚构。",
            "Demo: the data are extracts of real published values, replayed by simulated data loggers; persons are invented.",
        ),
    );
    let files = demo_files(&place.city)?;
    for (table, mapping) in &files {
        if *stop.borrow() {
            break;
        }
        if read_mapping(mapping, language)?.hj212().is_none() {
            take_in(&desk, table, mapping, language).await?;
        }
    }
    for (table, mapping) in &files {
        if read_mapping(mapping, language)?.hj212().is_some() && !*stop.borrow() {
            replay(&desk, &house, table, mapping, pace, stop.clone(), language).await?;
        }
    }
    if !*stop.borrow() {
        say(
            language,
            &Text::new(
                "演示数据已全部送达；页面继续开放，Ctrl-C 停止。",
                "All demo data have arrived; the pages stay open, Ctrl-C stops.",
            ),
        );
    }
    house.close().await?;
    say(
        language,
        &Text::new(
            "已停止；再次运行将从这里继续。",
            "Stopped; the next run takes up from here.",
        ),
    );
    Ok(ExitCode::SUCCESS)
}

fn say(language: Language, text: &Text) {
    remarkln!("{}", text.in_language(language));
}

/// The tables of the city's demo folder, each with its mapping, in the order of their names.
fn demo_files(city: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Failure> {
    let folder = city.join("demo");
    let entries = std::fs::read_dir(&folder).map_err(|cause| Failure::while_doing(folder.display(), cause))?;
    let mut files = Vec::new();
    for entry in entries {
        let table = entry?.path();
        let mapping = table.with_extension("toml");
        if table.extension().is_some_and(|extension| extension == "csv") && mapping.is_file() {
            files.push((table, mapping));
        }
    }
    files.sort();
    Ok(files)
}

async fn take_in(desk: &Desk, table: &Path, mapping: &Path, language: Language) -> Result<(), Failure> {
    let mapping = read_mapping(mapping, language)?.for_city_at(desk.city.utc_offset_minutes);
    say(language, mapping.name());
    let report = import::import(&desk.history, &desk.points(), table, &mapping, |_| {})
        .await
        .map_err(|error| Failure::says(language, &error.text()))?;
    for line in report.lines(language, 5) {
        remarkln!("  {line}");
    }
    Ok(())
}

async fn replay(
    desk: &Desk,
    house: &House,
    table: &Path,
    mapping: &Path,
    pace: Pace,
    stop: watch::Receiver<bool>,
    language: Language,
) -> Result<(), Failure> {
    say(language, read_mapping(mapping, language)?.name());
    let plan = fleet(desk, table, mapping, &Speaking::default(), language)?;
    let plan = resumed(desk, plan).await?;
    let watcher = watcher(&plan, language);
    let mut config = FleetConfig::to(house.hj212);
    config.pace = pace;
    let report = simulator::run(plan, config, simulator::on_progress(watcher), stop).await;
    tell(&report, language);
    Ok(())
}

/// Shows how far the fleet is: a bar on a terminal, a line now and then elsewhere.
fn watcher(plan: &FleetPlan, language: Language) -> impl Fn(&simulator::Progress) + Send + Sync + 'static {
    let total = plan.uploads();
    let style =
        ProgressStyle::with_template("  {pos}/{len} {wide_bar} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = std::io::stderr()
        .is_terminal()
        .then(|| ProgressBar::new(total).with_style(style));
    let answered = AtomicU64::new(0);
    move |progress| {
        let count = answered.fetch_add(1, Ordering::Relaxed) + 1;
        let at = progress.data_time.format("%Y-%m-%d %H:%M");
        match &bar {
            Some(bar) => {
                bar.set_position(count);
                bar.set_message(format!("{} {at}", progress.point));
                if count == total {
                    bar.finish_and_clear();
                }
            }
            None if count.is_multiple_of(LINE_EVERY) => {
                let says = Text::new(
                    format!("  已应答 {count}/{total}（{at}）"),
                    format!("  {count}/{total} answered ({at})"),
                );
                say(language, &says);
            }
            None => {}
        }
    }
}
