//! Signing in and out, and who a visitor is.
//!
//! A session is named by a token of 256 random bits that only the visitor has; the file holds its SHA-256. It ends after twelve hours, when the
//! visitor signs out, and when the account is locked or gets another password. An account has at most [`SESSIONS_MAX`]; the oldest goes.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::error::AccountError;
use super::held;
use super::password::{self, KeptPassword};
use super::store::{Accounts, id_of, replace_key};
use super::throttle;
use crate::hash::{bytes_of_hex, hex};

/// Hours until a session ends by itself.
pub const SESSION_HOURS: i64 = 12;
/// The most sessions of one account at a time.
pub const SESSIONS_MAX: u32 = 8;
/// The most wrong passwords that are remembered for names that nobody has; the oldest go.
const UNKNOWN_MAX: u32 = 10_000;
const TOKEN_BYTES: usize = 32;

/// The secret by which a visitor is known again; written as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; TOKEN_BYTES]);

impl SessionToken {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 2 * TOKEN_BYTES {
            return None;
        }
        bytes_of_hex(text)?.try_into().ok().map(Self)
    }

    /// As it stands in a cookie.
    pub fn text(&self) -> String {
        hex(&self.0)
    }

    /// What stands in the forms of this session: whoever knows it cannot tell the token from it.
    pub fn for_forms(&self) -> String {
        hex(&Sha256::new()
            .chain_update(b"bishui form")
            .chain_update(self.0)
            .finalize())
    }

    /// Whether `given` is what stands in the forms of this session; compares in constant time.
    pub fn is_of_forms(&self, given: &str) -> bool {
        verify_slices_are_equal(self.for_forms().as_bytes(), given.as_bytes()).is_ok()
    }

    fn kept(&self) -> [u8; TOKEN_BYTES] {
        Sha256::digest(self.0).into()
    }
}

/// A visitor who has just signed in.
pub struct SignedIn {
    /// The token of the new session.
    pub token: SessionToken,
    /// When it ends.
    pub expires: DateTime<Utc>,
    /// The post in which the visitor acts first.
    pub post: String,
}

/// Who a visitor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Name of the account.
    pub account: String,
    /// Name of the person.
    pub person: String,
    /// The post in which the visitor acts.
    pub post: String,
    /// All posts that the visitor holds today.
    pub posts: Vec<String>,
}

impl Accounts {
    /// Signs somebody in by password. It takes some tenths of a second, whether the name is known or not.
    ///
    /// # Errors
    /// When name and password do not belong together, there were too many wrong ones, the account is locked or holds no post on `today`.
    pub fn sign_in(
        &self,
        name: &str,
        password: &str,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<SignedIn, AccountError> {
        let (account, kept) = self.write(|transaction| {
            let account = id_of(transaction, name)?;
            count_attempt(transaction, name, account.is_some(), now)?;
            match account {
                None => Ok((None, KeptPassword::of_nobody())),
                Some(account) => Ok((Some(account), key_of(transaction, account)?)),
            }
        })?;
        let is_right = kept.is_of(password);
        let (Some(account), true) = (account, is_right) else {
            return Err(AccountError::WrongPassword);
        };
        let dearer = kept.is_outdated().then(|| KeptPassword::of(password)).transpose()?;
        self.write(|transaction| {
            // Meanwhile somebody may have changed the password, which ends what was begun with the old one.
            if key_of(transaction, account)? != kept {
                return Err(AccountError::WrongPassword);
            }
            forget_wrong(transaction, name)?;
            if let Some(dearer) = &dearer {
                replace_key(transaction, account, dearer)?;
            }
            begin(transaction, account, (now, today))
        })
    }

    /// Signs somebody in to an account of the demonstration, without a password.
    ///
    /// # Errors
    /// When there is no such account, it is not one of the demonstration, is locked, or holds no post on `today`.
    pub fn enter_demonstration(
        &self,
        name: &str,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<SignedIn, AccountError> {
        self.write(|transaction| {
            let asked = transaction
                .query_row("SELECT id, demo FROM account WHERE name = ?1", [name], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            match asked {
                None => Err(AccountError::NoSuchAccount(name.to_owned())),
                Some((_, false)) => Err(AccountError::NotForDemonstration(name.to_owned())),
                Some((account, true)) => begin(transaction, account, (now, today)),
            }
        })
    }

    /// Ends the sessions of all accounts of the demonstration, so that none outlives it.
    pub fn end_demonstration(&self) -> Result<(), AccountError> {
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM session WHERE account IN (SELECT id FROM account WHERE demo = 1)",
                [],
            )?;
            Ok(())
        })
    }

    /// Who has this token; `None` when its session has ended, or the account holds no post any more.
    pub fn visitor(
        &self,
        token: &SessionToken,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<Option<Visitor>, AccountError> {
        self.read(|transaction| {
            let found = session(transaction, token, now)?;
            let Some((account, name, person, post)) = found else {
                return Ok(None);
            };
            let posts = posts_on(transaction, account, today)?;
            // A post that has ended since is left for the first that has not.
            let post = if posts.contains(&post) {
                Some(post)
            } else {
                posts.first().cloned()
            };
            Ok(post.map(|post| Visitor {
                account: name,
                person,
                post,
                posts,
            }))
        })
    }

    /// Lets the visitor act in another of the posts held.
    ///
    /// # Errors
    /// When the session has ended or the post is not held on `today`.
    pub fn choose_post(
        &self,
        token: &SessionToken,
        post: &str,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Result<(), AccountError> {
        self.write(|transaction| {
            let not_held = || AccountError::NotHeld(post.to_owned());
            let (account, ..) = session(transaction, token, now)?.ok_or_else(not_held)?;
            if !posts_on(transaction, account, today)?.iter().any(|held| held == post) {
                return Err(not_held());
            }
            transaction.execute(
                "UPDATE session SET post = ?2 WHERE token = ?1",
                params![token.kept(), post],
            )?;
            Ok(())
        })
    }

    /// Ends the session of this token.
    pub fn sign_out(&self, token: &SessionToken) -> Result<(), AccountError> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM session WHERE token = ?1", [token.kept()])?;
            Ok(())
        })
    }
}

/// Begins a session of an account; what has expired and what is too much goes.
fn begin(
    transaction: &Transaction<'_>,
    account: i64,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<SignedIn, AccountError> {
    let locked: bool =
        transaction.query_row("SELECT locked FROM account WHERE id = ?1", [account], |row| row.get(0))?;
    if locked {
        return Err(AccountError::Locked);
    }
    let posts = posts_on(transaction, account, today)?;
    let post = posts.into_iter().next().ok_or(AccountError::NoPostToday)?;
    let token = SessionToken(password::random()?);
    let expires = now + TimeDelta::hours(SESSION_HOURS);
    transaction.execute("DELETE FROM session WHERE expires <= ?1", [now.timestamp_millis()])?;
    transaction.execute(
        "INSERT INTO session(token, account, post, made, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            token.kept(),
            account,
            post,
            now.timestamp_millis(),
            expires.timestamp_millis()
        ],
    )?;
    transaction.execute(
        "DELETE FROM session WHERE account = ?1 AND token NOT IN
           (SELECT token FROM session WHERE account = ?1 ORDER BY (token = ?3) DESC, made DESC LIMIT ?2)",
        params![account, SESSIONS_MAX, token.kept()],
    )?;
    Ok(SignedIn { token, expires, post })
}

/// Ends all sessions of an account.
pub(super) fn end_all(transaction: &Transaction<'_>, account: i64) -> Result<(), AccountError> {
    transaction.execute("DELETE FROM session WHERE account = ?1", [account])?;
    Ok(())
}

/// Counts an attempt as wrong until it proves right, or turns it away.
fn count_attempt(
    transaction: &Transaction<'_>,
    name: &str,
    known: bool,
    now: DateTime<Utc>,
) -> Result<(), AccountError> {
    let since = (now - throttle::memory()).timestamp_millis();
    transaction.execute("DELETE FROM wrong WHERE at <= ?1", [since])?;
    let wrong: Vec<DateTime<Utc>> = transaction
        .prepare_cached("SELECT at FROM wrong WHERE name = ?1 ORDER BY at")?
        .query_map([hashed(name)], |row| moment(row, 0))?
        .collect::<Result<_, _>>()?;
    if let Some(until) = throttle::until(&wrong, now) {
        return Err(AccountError::Throttled(until));
    }
    transaction.execute(
        "INSERT INTO wrong(name, known, at) VALUES (?1, ?2, ?3)",
        params![hashed(name), known, now.timestamp_millis()],
    )?;
    transaction.execute(
        "DELETE FROM wrong WHERE known = 0 AND number <=
           (SELECT number FROM wrong WHERE known = 0 ORDER BY number DESC LIMIT 1 OFFSET ?1)",
        [UNKNOWN_MAX],
    )?;
    Ok(())
}

/// Forgets the wrong passwords of a name.
pub(super) fn forget_wrong(transaction: &Transaction<'_>, name: &str) -> Result<(), AccountError> {
    transaction.execute("DELETE FROM wrong WHERE name = ?1", [hashed(name)])?;
    Ok(())
}

/// What was typed as a name may be a password in the wrong field: only its hash is kept.
fn hashed(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

fn key_of(transaction: &Transaction<'_>, account: i64) -> Result<KeptPassword, AccountError> {
    Ok(transaction.query_row(
        "SELECT rounds, salt, key FROM account WHERE id = ?1",
        [account],
        |row| {
            Ok(KeptPassword {
                rounds: row.get(0)?,
                salt: row.get(1)?,
                key: row.get(2)?,
            })
        },
    )?)
}

type Found = (i64, String, String, String);

fn session(
    transaction: &Transaction<'_>,
    token: &SessionToken,
    now: DateTime<Utc>,
) -> Result<Option<Found>, AccountError> {
    Ok(transaction
        .prepare_cached(
            "SELECT account.id, account.name, account.person, session.post
               FROM session JOIN account ON account.id = session.account
              WHERE session.token = ?1 AND session.expires > ?2 AND account.locked = 0",
        )?
        .query_row(params![token.kept(), now.timestamp_millis()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?)
}

fn posts_on(transaction: &Transaction<'_>, account: i64, day: NaiveDate) -> Result<Vec<String>, AccountError> {
    let held = held::read(transaction, account)?;
    Ok(held
        .into_iter()
        .filter(|held| held.on(day))
        .map(|held| held.post)
        .collect())
}

/// A moment as it stands in the file.
pub(super) fn moment(row: &Row<'_>, column: usize) -> rusqlite::Result<DateTime<Utc>> {
    let millis = row.get(column)?;
    DateTime::from_timestamp_millis(millis).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, millis))
}
