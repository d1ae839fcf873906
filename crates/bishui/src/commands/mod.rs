//! One file a command.

pub mod account;
pub mod audit;
pub mod check;
pub mod city;
pub mod demo;
pub mod duty;
pub mod evaluate;
pub mod evaluate_sheet;
pub mod frame;
pub mod hj212;
pub mod import;
pub mod matter;
pub mod plan;
pub mod quality;
pub mod query;
pub mod register;
pub mod send;
pub mod serve;
pub mod simulate;
mod simulate_report;
pub mod standard;
pub mod station;
pub mod test;
pub mod why;
