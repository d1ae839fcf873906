//! What the crate promises, over the frames of the standard, frames from the field, and generated ones.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod allocation;
mod builder;
mod encrypted_stream;
mod field_frames;
mod fuzz_bodies;
mod message;
mod packet;
mod reassembly;
mod sm4;
mod stream;
mod tables;
mod variants;
mod vectors;
