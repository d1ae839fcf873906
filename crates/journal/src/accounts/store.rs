//! The file of the accounts, and what an administrator does with it.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};

use super::error::AccountError;
use super::held;
use super::password::{self, KeptPassword};

/// Version of the file's format; a file of another version is refused, never guessed at.
const FORMAT: i64 = 1;
/// Name of the file in the data folder.
const FILE: &str = "accounts.sqlite";
/// How long one writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most characters of an account's name.
pub const NAME_MAX: usize = 40;
/// The most posts of one account.
pub const POSTS_MAX: usize = 50;
/// The most characters of a person's name.
const PERSON_MAX: usize = 100;

const SCHEMA: &str = "
CREATE TABLE account(
  id     INTEGER PRIMARY KEY,
  name   TEXT    NOT NULL UNIQUE,
  person TEXT    NOT NULL,
  demo   INTEGER NOT NULL,
  locked INTEGER NOT NULL DEFAULT 0,
  added  INTEGER NOT NULL,
  rounds INTEGER NOT NULL,
  salt   BLOB    NOT NULL,
  key    BLOB    NOT NULL
) STRICT;
CREATE TABLE held(
  account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  post    TEXT    NOT NULL,
  since   TEXT    NOT NULL,
  until   TEXT,
  PRIMARY KEY(account, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE session(
  token   BLOB    PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  post    TEXT    NOT NULL,
  made    INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of ON session(account, made);
CREATE TABLE wrong(
  number INTEGER PRIMARY KEY,
  name   BLOB    NOT NULL,
  known  INTEGER NOT NULL,
  at     INTEGER NOT NULL
) STRICT;
CREATE INDEX wrong_of ON wrong(name, at);
";

/// A post that an account holds, from the first to the last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Id of the post in the city folder.
    pub post: String,
    /// Since which day.
    pub since: NaiveDate,
    /// Until which day, which is the last; `None` while no end is known.
    pub until: Option<NaiveDate>,
}

impl Held {
    /// Whether it is held on `day`.
    pub fn on(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// An account as an administrator sees it; nothing of its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// The name of the person.
    pub person: String,
    /// Its posts, in the order of their ids.
    pub posts: Vec<Held>,
    /// Whether it is locked.
    pub locked: bool,
    /// Whether it is one of the demonstration, which nobody knows a password for.
    pub demo: bool,
    /// When it was added.
    pub added: DateTime<Utc>,
}

/// An account to be added.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// The name of the person.
    pub person: String,
    /// Its posts; whoever adds them has held them against the city folder.
    pub posts: Vec<Held>,
}

/// The accounts of one data folder.
pub struct Accounts {
    connection: Mutex<Connection>,
}

impl Accounts {
    /// Opens the accounts in `folder`, or makes the file where there is none.
    ///
    /// # Errors
    /// When the folder cannot be used, or the file was made by another version.
    pub fn open(folder: &Path) -> Result<Self, AccountError> {
        let refuse = |cause| AccountError::Folder(folder.to_owned(), cause);
        std::fs::create_dir_all(folder).map_err(refuse)?;
        let path = folder.join(FILE);
        // Made before SQLite opens it: nobody but the owner of the program may read it, and the files beside it take over its rights.
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(refuse)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // A key that was replaced is overwritten in the file, not only forgotten.
        connection.pragma_update(None, "secure_delete", true)?;
        format(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Adds an account with its password.
    ///
    /// # Errors
    /// When its name is taken, something about it is not as it must be, or the file cannot be written.
    pub fn add(&self, new: &NewAccount, password: &str, now: DateTime<Utc>) -> Result<(), AccountError> {
        check(new)?;
        password::check(&new.name, password)?;
        self.insert(new, &KeptPassword::of(password)?, false, now)
    }

    /// Adds an account of the demonstration: its key is random, so that nobody knows a password for it. `false` when it is there already.
    ///
    /// # Errors
    /// When an account of that name is not one of the demonstration, or the file cannot be written.
    pub fn add_for_demonstration(&self, new: &NewAccount, now: DateTime<Utc>) -> Result<bool, AccountError> {
        check(new)?;
        if let Some(there) = self.account(&new.name)? {
            return match there.demo {
                true => Ok(false),
                false => Err(AccountError::NameTaken(new.name.clone())),
            };
        }
        self.insert(new, &KeptPassword::of_chance()?, true, now)?;
        Ok(true)
    }

    fn insert(
        &self,
        new: &NewAccount,
        kept: &KeptPassword,
        demo: bool,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        self.write(|transaction| {
            if id_of(transaction, &new.name)?.is_some() {
                return Err(AccountError::NameTaken(new.name.clone()));
            }
            transaction.execute(
                "INSERT INTO account(name, person, demo, added, rounds, salt, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    new.name,
                    new.person,
                    demo,
                    now.timestamp_millis(),
                    kept.rounds,
                    kept.salt,
                    kept.key
                ],
            )?;
            let account = transaction.last_insert_rowid();
            new.posts
                .iter()
                .try_for_each(|held| held::write(transaction, account, held))
        })
    }

    /// Gives an account another password. Whoever was signed in is signed out, and its wrong passwords are forgotten.
    ///
    /// # Errors
    /// When there is no such account, the password cannot be taken, or the file cannot be written.
    pub fn set_password(&self, name: &str, password: &str) -> Result<(), AccountError> {
        password::check(name, password)?;
        let kept = KeptPassword::of(password)?;
        self.write(|transaction| {
            let account = known(transaction, name)?;
            replace_key(transaction, account, &kept)?;
            // An account that somebody knows a password for is no longer one of the demonstration.
            transaction.execute("UPDATE account SET demo = 0 WHERE id = ?1", [account])?;
            super::session::forget_wrong(transaction, name)?;
            super::session::end_all(transaction, account)
        })
    }

    /// Locks an account, which ends its sessions, or unlocks it.
    ///
    /// # Errors
    /// When there is no such account or the file cannot be written.
    pub fn set_locked(&self, name: &str, locked: bool) -> Result<(), AccountError> {
        self.write(|transaction| {
            let account = known(transaction, name)?;
            transaction.execute("UPDATE account SET locked = ?2 WHERE id = ?1", params![account, locked])?;
            match locked {
                true => super::session::end_all(transaction, account),
                false => super::session::forget_wrong(transaction, name),
            }
        })
    }

    /// Gives an account a post, or other days of one that it has.
    ///
    /// # Errors
    /// When there is no such account, it has too many posts, the days are wrong, or the file cannot be written.
    pub fn hold(&self, name: &str, held: &Held) -> Result<(), AccountError> {
        self.write(|transaction| {
            let account = known(transaction, name)?;
            held::write(transaction, account, held)?;
            match held::read(transaction, account)?.len() {
                count if count > POSTS_MAX => Err(AccountError::Posts(count)),
                _ => Ok(()),
            }
        })
    }

    /// All accounts, in the order of their names.
    pub fn list(&self) -> Result<Vec<Account>, AccountError> {
        self.read(|transaction| accounts(transaction, None))
    }

    /// One account.
    pub fn account(&self, name: &str) -> Result<Option<Account>, AccountError> {
        Ok(self.read(|transaction| accounts(transaction, Some(name)))?.pop())
    }

    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, AccountError>,
    ) -> Result<T, AccountError> {
        self.within(TransactionBehavior::Deferred, work)
    }

    /// Runs `work` as the only writer; when it fails, nothing of it is written.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, AccountError>,
    ) -> Result<T, AccountError> {
        self.within(TransactionBehavior::Immediate, work)
    }

    fn within<T>(
        &self,
        behavior: TransactionBehavior,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, AccountError>,
    ) -> Result<T, AccountError> {
        // Whoever panicked in here left no half-done change: a transaction that is not committed is rolled back.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(behavior)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Writes what is kept of a password.
pub(super) fn replace_key(
    transaction: &Transaction<'_>,
    account: i64,
    kept: &KeptPassword,
) -> Result<(), AccountError> {
    transaction.execute(
        "UPDATE account SET rounds = ?2, salt = ?3, key = ?4 WHERE id = ?1",
        params![account, kept.rounds, kept.salt, kept.key],
    )?;
    Ok(())
}

/// Makes the tables of a new file.
fn format(connection: &mut Connection) -> Result<(), AccountError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match version {
        0 => {
            transaction.execute_batch(SCHEMA)?;
            transaction.pragma_update(None, "user_version", FORMAT)?;
            Ok(transaction.commit()?)
        }
        FORMAT => Ok(()),
        other => Err(AccountError::Format(other)),
    }
}

fn check(new: &NewAccount) -> Result<(), AccountError> {
    let sign = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit();
    let name_is_good = new.name.len() <= NAME_MAX
        && new.name.starts_with(sign)
        && new.name.chars().all(|each| sign(each) || each == '.' || each == '-');
    if !name_is_good {
        return Err(AccountError::BadName(new.name.clone()));
    }
    let person = new.person.trim();
    if person.is_empty() || person.chars().count() > PERSON_MAX || person.chars().any(char::is_control) {
        return Err(AccountError::BadPerson);
    }
    match new.posts.len() {
        1..=POSTS_MAX => Ok(()),
        count => Err(AccountError::Posts(count)),
    }
}

pub(super) fn id_of(transaction: &Transaction<'_>, name: &str) -> Result<Option<i64>, AccountError> {
    Ok(transaction
        .prepare_cached("SELECT id FROM account WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

fn known(transaction: &Transaction<'_>, name: &str) -> Result<i64, AccountError> {
    id_of(transaction, name)?.ok_or_else(|| AccountError::NoSuchAccount(name.to_owned()))
}

fn accounts(transaction: &Transaction<'_>, name: Option<&str>) -> Result<Vec<Account>, AccountError> {
    let mut asked = transaction.prepare_cached(
        "SELECT id, name, person, locked, demo, added FROM account WHERE ?1 IS NULL OR name = ?1 ORDER BY name",
    )?;
    let rows = asked.query_map([name], |row| {
        let account = Account {
            name: row.get(1)?,
            person: row.get(2)?,
            posts: Vec::new(),
            locked: row.get(3)?,
            demo: row.get(4)?,
            added: super::session::moment(row, 5)?,
        };
        Ok((row.get(0)?, account))
    })?;
    let mut accounts = Vec::new();
    for row in rows {
        let (id, mut account): (i64, Account) = row?;
        account.posts = held::read(transaction, id)?;
        accounts.push(account);
    }
    Ok(accounts)
}
