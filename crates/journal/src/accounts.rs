//! Accounts: who may sign in, as which person, in which posts, and who has signed in.
//!
//! They stand in a file of their own beside the journal (`accounts.sqlite`), because they hold secrets and change: nothing of them is ever part of an
//! act. Of a password only a derived key is kept ([`password`]), of a session only the hash of its token ([`session`]). Wrong passwords are counted
//! for each name and in time ([`throttle`]). Like the journal this knows neither clock nor city folder: the moment and the day are arguments, and
//! whoever adds a post has held it against the folder.

mod error;
mod held;
mod password;
mod session;
mod store;
mod throttle;

pub use error::AccountError;
pub use password::{PASSWORD_MAX, PASSWORD_MIN, ROUNDS};
pub use session::{SESSION_HOURS, SESSIONS_MAX, SessionToken, SignedIn, Visitor};
pub use store::{Account, Accounts, Held, NAME_MAX, NewAccount, POSTS_MAX};
pub use throttle::{LIMITS, Limit};
