//! Where a PostgreSQL database is, and who enters it.

use std::fmt;
use std::path::{Path, PathBuf};

use standards::Text;

use crate::error::JournalError;

/// The environment variable that holds the password where the address has none.
pub const PASSWORD_VARIABLE: &str = "BISHUI_JOURNAL_PASSWORD";
/// The environment variable that names a file with the password.
pub const PASSWORD_FILE_VARIABLE: &str = "BISHUI_JOURNAL_PASSWORD_FILE";

/// What an address begins with.
const SCHEMES: [&str; 2] = ["postgresql://", "postgres://"];
/// The port where nothing else is said.
const PORT: u16 = 5432;

/// The address of a database: `postgresql://role@host:port/database`, or `postgresql://role@/database?host=/folder/of/the/socket`.
///
/// The password may stand in it (`role:password@`), in a file (`?password-file=…`, or named by [`PASSWORD_FILE_VARIABLE`]) or in
/// [`PASSWORD_VARIABLE`]. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress {
    pub(crate) role: String,
    password: Option<String>,
    password_file: Option<PathBuf>,
    pub(crate) host: Host,
    pub(crate) port: u16,
    pub(crate) database: String,
}

/// Where the server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// A name or number of a machine.
    Machine(String),
    /// A folder with the server's socket.
    Socket(PathBuf),
}

impl PostgresAddress {
    /// Whether a text is meant as an address of a database.
    pub fn is_meant_by(text: &str) -> bool {
        SCHEMES.iter().any(|scheme| text.starts_with(scheme))
    }

    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it; the password is not repeated.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        let rest = SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme));
        let rest = rest.ok_or_else(|| fault("应以 postgresql:// 开头", "it must begin with postgresql://"))?;
        let (rest, asked) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (who, place) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (role, password) = match who.split_once(':') {
            Some((role, password)) => (role, Some(decoded(password)?)),
            None => (who, None),
        };
        let (host, port) = match place.rsplit_once(':') {
            // The numbers of the sixth version hold colons and stand in brackets.
            Some((host, port)) if !port.ends_with(']') => {
                let port = port.parse();
                (host, port.map_err(|_| fault("端口不是数字", "its port is no number"))?)
            }
            _ => (place, PORT),
        };
        let host = decoded(host.trim_start_matches('[').trim_end_matches(']'))?;
        let mut address = Self {
            role: decoded(role)?,
            password,
            password_file: None,
            host: host_of(host),
            port,
            database: decoded(database)?,
        };
        for said in asked.split('&').filter(|said| !said.is_empty()) {
            address.set(said)?;
        }
        address.checked()
    }

    fn set(&mut self, said: &str) -> Result<(), JournalError> {
        let (name, value) = said.split_once('=').unwrap_or((said, ""));
        let value = decoded(value)?;
        match name {
            "host" => self.host = host_of(value),
            "user" => self.role = value,
            "password-file" => self.password_file = Some(value.into()),
            "sslmode" if matches!(value.as_str(), "disable" | "allow" | "prefer") => {}
            "sslmode" => {
                return Err(fault(
                    "本程序不与数据库加密通信；请用本机套接字，或经加密隧道连接",
                    "this program does not speak to a database encrypted; use a socket of this machine, or a tunnel that encrypts",
                ));
            }
            _ => {
                let (zh, en) = (
                    format!("不认识参数“{name}”"),
                    format!("it has an unknown parameter `{name}`"),
                );
                return Err(fault(&zh, &en));
            }
        }
        Ok(())
    }

    fn checked(self) -> Result<Self, JournalError> {
        if self.role.is_empty() {
            return Err(fault(
                "没有写明角色（postgresql://角色@…）",
                "it names no role (postgresql://role@…)",
            ));
        }
        if self.database.is_empty() || self.database.contains('/') {
            return Err(fault("没有写明数据库（…/数据库名）", "it names no database (…/name)"));
        }
        match &self.host {
            Host::Machine(name) if name.is_empty() => Err(fault(
                "没有写明主机；本机套接字写作 ?host=/var/run/postgresql",
                "it names no host; a socket of this machine is written as ?host=/var/run/postgresql",
            )),
            _ => Ok(self),
        }
    }

    /// The password: from the address, else from the file, else from the environment; `None` where there is none.
    pub(crate) fn password(&self) -> Result<Option<String>, JournalError> {
        if let Some(password) = &self.password {
            return Ok(Some(password.clone()));
        }
        let named = std::env::var_os(PASSWORD_FILE_VARIABLE).map(PathBuf::from);
        if let Some(file) = self.password_file.clone().or(named) {
            return read_password(&file).map(Some);
        }
        Ok(std::env::var(PASSWORD_VARIABLE).ok())
    }

    /// Where the socket of a server on this machine is.
    pub(crate) fn socket(&self, folder: &Path) -> PathBuf {
        folder.join(format!(".s.PGSQL.{}", self.port))
    }
}

fn read_password(file: &Path) -> Result<String, JournalError> {
    let text = std::fs::read_to_string(file).map_err(|cause| {
        let file = file.display();
        fault(
            &format!("密码文件 {file} 读不了：{cause}"),
            &format!("the file of the password {file} cannot be read: {cause}"),
        )
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn host_of(text: String) -> Host {
    if text.starts_with('/') {
        Host::Socket(text.into())
    } else {
        Host::Machine(text)
    }
}

fn fault(zh: &str, en: &str) -> JournalError {
    JournalError::Address(Text::new(zh, en))
}

/// Resolves `%2F` and the like.
fn decoded(text: &str) -> Result<String, JournalError> {
    let refuse = || {
        fault(
            "% 之后应有两个十六进制数字",
            "two hexadecimal digits must stand behind a %",
        )
    };
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first == b'%' {
            let (digits, behind) = rest.split_at_checked(2).ok_or_else(refuse)?;
            let byte = str::from_utf8(digits).ok().and_then(crate::hash::bytes_of_hex);
            bytes.extend(byte.ok_or_else(refuse)?);
            rest = behind;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).map_err(|_| refuse())
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            role, port, database, ..
        } = self;
        match &self.host {
            Host::Machine(name) => write!(out, "postgresql://{role}@{name}:{port}/{database}"),
            Host::Socket(folder) => write!(out, "postgresql://{role}@:{port}/{database}?host={}", folder.display()),
        }
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown_without_the_password() {
        let cases = [
            ("postgresql://bishui@db/city", "postgresql://bishui@db:5432/city"),
            (
                "postgres://bishui:s%3Acret@db:6000/city",
                "postgresql://bishui@db:6000/city",
            ),
            (
                "postgresql://bishui@[::1]:6000/city",
                "postgresql://bishui@::1:6000/city",
            ),
            (
                "postgresql://bishui@%2Frun%2Fpg/city",
                "postgresql://bishui@:5432/city?host=/run/pg",
            ),
            (
                "postgresql://bishui@:6000/city?host=/run/pg&sslmode=disable",
                "postgresql://bishui@:6000/city?host=/run/pg",
            ),
        ];
        for (text, shown) in cases {
            let address = PostgresAddress::parse(text).unwrap();
            assert_eq!(
                (address.to_string(), format!("{address:?}")),
                (shown.to_owned(), shown.to_owned())
            );
        }
        let address = PostgresAddress::parse("postgresql://bishui:s%3Acret@db/city").unwrap();
        assert_eq!(address.password().unwrap().as_deref(), Some("s:cret"));
        assert!(PostgresAddress::is_meant_by("postgres://x") && !PostgresAddress::is_meant_by("data/postgres"));
    }

    #[test]
    fn the_password_is_taken_from_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "s cret\n").unwrap();
        let text = format!("postgresql://bishui@db/city?password-file={}", file.display());
        assert_eq!(
            PostgresAddress::parse(&text).unwrap().password().unwrap().as_deref(),
            Some("s cret")
        );
        std::fs::remove_file(&file).unwrap();
        assert!(
            PostgresAddress::parse(&text).unwrap().password().is_err(),
            "not silently without one"
        );
    }

    #[test]
    fn what_is_wrong_is_told_and_the_password_is_not() {
        let cases = [
            ("mysql://bishui:hush@db/city", "postgresql://"),
            ("postgresql://db/city", "role"),
            ("postgresql://bishui:hush@db", "database"),
            ("postgresql://bishui:hush@/city", "host"),
            ("postgresql://bishui:hush@db:port/city", "port"),
            ("postgresql://bishui:hush@db/city?sslmode=require", "encrypt"),
            ("postgresql://bishui:hush@db/city?color=red", "color"),
            ("postgresql://bishui:hush%4@db/city", "hexadecimal"),
        ];
        for (text, expected) in cases {
            let refused = PostgresAddress::parse(text).unwrap_err().to_string();
            assert!(
                refused.contains(expected) && !refused.contains("hush"),
                "{text}: {refused}"
            );
        }
    }
}
