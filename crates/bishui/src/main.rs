//! The command line: how to call the others, and nothing else.

mod arguments;
mod arrangements;
mod clocks;
mod commands;
mod desk;
mod failure;
mod findings;
mod following;
mod output;
mod stamp;
mod stations;
mod tree;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::arguments::{Arguments, Command, Hj212};
use crate::failure::Failure;

/// A frame is some hundred small pieces of memory, made by one thread and given back by another, which is what this one is good at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("BISHUI_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(run(arguments)));
    match done {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let place = arguments.place;
    match arguments.command {
        Command::Serve(doors) => commands::serve::run(&place, &doors).await,
        Command::Demo(demo) => commands::demo::run(&place, &demo).await,
        Command::Import(import) => commands::import::run(&place, &import).await,
        Command::Simulate(simulate) => commands::simulate::run(&place, &simulate).await,
        Command::Evaluate(evaluate) => commands::evaluate::run(&place, &evaluate),
        Command::Standard(standard) => commands::standard::run(&place, &standard),
        Command::Check(check) => commands::check::run(&place, &check),
        Command::Test(test) => commands::test::run(&place, &test),
        Command::City(city) => commands::city::run(&place, &city),
        Command::Plan(plan) => commands::plan::run(&place, &plan),
        Command::Register(register) => commands::register::run(&place, &register),
        Command::Matter(matter) => commands::matter::run(&place, &matter).await,
        Command::Who(who) => commands::duty::who(&place, &who),
        Command::Post(post) => commands::duty::post(&place, &post),
        Command::Account(account) => commands::account::run(&place, &account),
        Command::Audit(audit) => commands::audit::run(&place, &audit),
        Command::Why(why) => commands::why::run(&place, &why).await,
        Command::Frame(frame) => commands::frame::run(&place, &frame).await,
        Command::Query(query) => commands::query::run(&place, &query).await,
        Command::Hj212(Hj212::Send(send)) => commands::send::run(&place, &send).await,
        Command::Quality(quality) => commands::quality::run(&place, &quality).await,
        Command::Hj212(hj212) => commands::hj212::run(&place, &hj212),
        Command::Station(station) => commands::station::run(&place, &station).await,
    }
}
