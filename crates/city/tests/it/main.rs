//! What the city folder of the project says, and what a broken one is told.

mod xiangtan;
