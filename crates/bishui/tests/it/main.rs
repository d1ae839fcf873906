//! The program as its users meet it: commands with their output, a server that is killed, and the order of the house.

mod arrows;
mod killed;
mod program;
mod scenarios;
mod tidy;
