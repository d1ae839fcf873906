//! Governance rules as pure functions over typed inputs with dated parameters, each result with its reasons.
//!
//! - [`air`]: which days count when a year of air is judged.
//! - [`catalogue`]: every rule that a plan may name, and which of them are built here.
//! - [`clock`]: when a time limit ends, by the official calendar.
//! - [`responsibility`]: chiefs, patrols, matters, tasks, accountability (RESP-1 … RESP-10).
//! - [`supervision`]: grid, inspections, rectification, overdue ladder (SUP-1 … SUP-8).
//! - [`public`]: complaints, rewards, volunteers, green units, satisfaction, disclosure (PUB-1 … PUB-7).
//! - [`land`]: the forest floor of the green heart (GH-3) and the zero growth of farm inputs (SOIL-8).
//! - [`found`]: a value with its reasons, or why there is none.
//! - [`target`]: when a target of the plan is reached (rules ASM-1, ASM-8, AIR-8).
//! - [`indicator`]: how a city counts from its registers; [`unit`]: in which units.
//! - [`procedure`]: state machines that people and clocks drive, with their guards.
//! - [`profile`]: the parameters of rules, dated, with source and certainty.

pub mod air;
pub mod catalogue;
pub mod clock;
pub mod found;
pub mod indicator;
pub mod land;
pub mod procedure;
pub mod profile;
pub mod public;
pub mod responsibility;
pub mod supervision;
pub mod target;
pub mod unit;

pub use catalogue::{Rule, rule};
pub use clock::Calendar;
pub use found::Found;
pub use profile::{InForce, Parameter, Profile, ProfileError};
pub use target::{Attainment, Comparator, Indicator, Judged};
