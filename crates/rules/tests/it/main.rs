//! The rules as their worked examples tell them.

mod days;
mod sections;
