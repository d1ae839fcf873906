//! Requests to stations: 9011, then 9012 (HJ 212-2017, 6.6). [`course`] is what may happen, [`words`] what it is called, [`carry`] does it.

pub(crate) mod carry;
pub mod course;
pub mod words;

use hj212::{Answer, BuildError, Direction, Edition, Envelope, MessageBuilder, Sm4Key, Stamp};

use crate::request::course::Flow;

/// Fields of one request at most.
const FIELDS_MAX: usize = 64;

/// What a station is to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The command (CN).
    pub command: u16,
    /// The fields of CP, in their order.
    pub fields: Vec<(String, String)>,
}

/// Why a request cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// A field that is not `Name=Value`.
    #[error("`{0}` is not Name=Value")]
    Field(String),
    /// Too many fields.
    #[error("a request has at most {FIELDS_MAX} fields")]
    TooManyFields,
    /// The command is none that a platform sends.
    #[error("{0} is no command that a platform sends to a station")]
    NotDown(u16),
    /// It does not become a frame.
    #[error(transparent)]
    Build(#[from] BuildError),
}

impl Ask {
    /// A request without fields.
    pub fn of(command: u16) -> Self {
        Self {
            command,
            fields: Vec::new(),
        }
    }

    /// The same request with one more field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.fields.push((name.to_owned(), value.to_string()));
        self
    }

    /// A request whose fields are written `Name=Value`.
    ///
    /// # Errors
    /// When one is not.
    pub fn parse(command: u16, fields: &[String]) -> Result<Self, AskError> {
        if fields.len() > FIELDS_MAX {
            return Err(AskError::TooManyFields);
        }
        let split = |field: &String| {
            let (name, value) = field
                .split_once('=')
                .ok_or_else(|| AskError::Field(field.chars().take(80).collect()))?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        };
        Ok(Self {
            command,
            fields: fields.iter().map(split).collect::<Result<_, AskError>>()?,
        })
    }

    /// The content of CP as the diary keeps it.
    pub fn content(&self) -> String {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        fields.join(";")
    }

    /// The request that [`content`](Self::content) has written.
    ///
    /// # Errors
    /// When it was written by somebody else.
    pub fn from_content(command: u16, content: &str) -> Result<Self, AskError> {
        let fields: Vec<String> = content
            .split(';')
            .filter(|field| !field.is_empty())
            .map(str::to_owned)
            .collect();
        Self::parse(command, &fields)
    }

    /// How it is answered; one of which nobody knows is taken as a request like the others.
    ///
    /// # Errors
    /// When the command is none that a platform sends.
    pub fn flow(&self, edition: Edition) -> Result<Flow, AskError> {
        let command = hj212::command(self.command, Direction::Down, edition).ok_or(AskError::NotDown(self.command))?;
        Ok(match command.answer() {
            Answer::Notification => Flow::Notification,
            Answer::RequestAndResult | Answer::Unknown | Answer::None | Answer::Data => Flow::Request,
        })
    }

    /// The frame, checked against the list of commands; encrypted where a key is given.
    ///
    /// # Errors
    /// When a parameter is missing, unknown, or not of its type and range.
    pub fn frame(&self, address: &Address, qn: Stamp, key: Option<&Sm4Key>) -> Result<Vec<u8>, AskError> {
        self.flow(address.edition)?;
        let envelope = Envelope::new(address.edition, &address.st, &address.pw, &address.mn)
            .qn(qn)
            .wants_acknowledgement();
        let message = MessageBuilder::new(self.command, Direction::Down, &envelope);
        let written = self
            .fields
            .iter()
            .fold(message, |message, (name, value)| match name.split_once('-') {
                Some((code, suffix)) => message.item(code, [(suffix, value)]),
                None => message.parameter(name, value),
            });
        Ok(match key {
            Some(key) => key.encrypted_frame(&written.segment()?)?,
            None => written.frame()?,
        })
    }
}

/// To whom a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The edition in which the station is spoken to.
    pub edition: Edition,
    /// System type, as its own frames carry it.
    pub st: String,
    /// Password.
    pub pw: String,
    /// Equipment number.
    pub mn: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address {
            edition: Edition::Of2017,
            st: "21".into(),
            pw: "123456".into(),
            mn: "BISHUITEST00000000000001".into(),
        }
    }

    #[test]
    fn a_request_is_written_as_printed() {
        let qn = Stamp::parse(b"20160801085857223").unwrap();
        let ask = Ask::of(1062).with("RtdInterval", 30);
        let frame = String::from_utf8(ask.frame(&address(), qn, None).unwrap()).unwrap();
        insta::assert_snapshot!(frame.trim_end(), @r"##0101QN=20160801085857223;ST=21;CN=1062;PW=123456;MN=BISHUITEST00000000000001;Flag=5;CP=&&RtdInterval=30&&F9C1");
        assert_eq!(Ask::from_content(1062, &ask.content()).unwrap(), ask);
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        let qn = Stamp::parse(b"20160801085857223").unwrap();
        let cases: &[(u16, &[&str], &str)] = &[
            (1062, &["RtdInterval"], "`RtdInterval` is not Name=Value"),
            (9014, &[], ""),
            (4711, &[], "4711 is no command that a platform sends to a station"),
        ];
        for (command, fields, expected) in cases {
            let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
            let said = Ask::parse(*command, &fields).and_then(|ask| ask.frame(&address(), qn, None));
            if !expected.is_empty() {
                assert_eq!(said.unwrap_err().to_string(), *expected);
            }
        }
        for wrong in [
            Ask::of(1062),
            Ask::of(1062).with("RtdInterval", 5),
            Ask::of(1062).with("Interval", 30),
        ] {
            assert!(
                matches!(wrong.frame(&address(), qn, None), Err(AskError::Build(_))),
                "{wrong:?}"
            );
        }
    }
}
