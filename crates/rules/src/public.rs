//! Public participation (PUB-1 … PUB-7).

pub mod complaint;
pub mod disclosure;
pub mod green_unit;
pub mod reward;
pub mod satisfaction;
pub mod volunteer;
