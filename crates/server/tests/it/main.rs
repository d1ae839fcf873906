//! Pages as text: what every page must keep, and what each one must say.

#![allow(clippy::unwrap_used, reason = "a test that cannot build its page has failed")]

mod complaints;
mod contents;
mod entries;
mod every_page;
mod kept;
mod markup;
mod network;
mod numbers;
mod sample;
mod sign_in;
mod site;
mod three_clicks;
