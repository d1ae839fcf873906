//! Builds messages by the list of commands and parameters: what is written is what the parser expects.

use crate::builder::{BuildError, Builder};
use crate::command::{Command, Direction, Parameter, command, kind_of};
use crate::flag::{Edition, Flag};
use crate::header::HeaderName;
use crate::kind::{Kind, Range};
use crate::packet::Packet;
use crate::sm4::Sm4Key;
use crate::stamp::Stamp;

/// The system type of acknowledgements (HJ 212-2017, table 5).
const INTERACTION: &str = "91";
/// The commands that are sent under it.
const ANSWERS: std::ops::RangeInclusive<u16> = 9011..=9014;

impl Flag {
    /// The flag of an edition without any wish.
    pub const fn of(edition: Edition) -> Self {
        match edition {
            Edition::Of2005 => Self(0),
            Edition::Of2017 => Self(4),
            Edition::Of2025 => Self(8),
        }
    }
}

/// What stands in the header of a message: who, to whom, in which edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    edition: Edition,
    flag: Flag,
    st: Vec<u8>,
    pw: Option<Vec<u8>>,
    mn: Option<Vec<u8>>,
    qn: Option<Vec<u8>>,
    is_back_filled: bool,
}

impl Envelope {
    /// An envelope of a station: its system type, its password and its device number.
    pub fn new(edition: Edition, st: impl AsRef<[u8]>, pw: impl AsRef<[u8]>, mn: impl AsRef<[u8]>) -> Self {
        Self {
            edition,
            flag: Flag::of(edition),
            st: st.as_ref().to_vec(),
            pw: Some(pw.as_ref().to_vec()),
            mn: Some(mn.as_ref().to_vec()),
            qn: None,
            is_back_filled: false,
        }
    }

    /// The envelope of what answers `packet`: its request number, password and device number, exactly as received.
    ///
    /// A packet without request number, or marked as of the 2005 edition, is answered as 2005 does; any other with the
    /// version bits that it carries itself.
    pub fn answering(packet: &Packet<'_>) -> Self {
        let given = |name| packet.value(name).filter(|value| !value.is_empty()).map(<[u8]>::to_vec);
        let qn = given(HeaderName::Qn);
        let edition = match (packet.edition_hint(), &qn) {
            (Some(Edition::Of2005), _) | (_, None) => Edition::Of2005,
            (Some(edition), Some(_)) => edition,
            (None, Some(_)) => Edition::Of2017,
        };
        let flag = match packet.flag() {
            Some(flag) if edition != Edition::Of2005 => Flag(flag.0 & !3),
            Some(_) | None => Flag::of(edition),
        };
        Self {
            edition,
            flag,
            st: INTERACTION.into(),
            pw: packet.pw().map(<[u8]>::to_vec),
            mn: packet.mn().map(<[u8]>::to_vec),
            qn: qn.or_else(|| packet.content_value(b"QN").map(<[u8]>::to_vec)),
            is_back_filled: false,
        }
    }

    /// Sets the request number.
    #[must_use]
    pub fn qn(mut self, at: Stamp) -> Self {
        self.qn = Some(at.to_request_number().into_bytes());
        self
    }

    /// Asks for an acknowledgement.
    #[must_use]
    pub fn wants_acknowledgement(mut self) -> Self {
        self.flag = Flag(self.flag.0 | 1);
        self
    }

    /// Marks the data as back-filled: `RF=1` in the 2025 edition. Earlier editions have no mark for it.
    #[must_use]
    pub fn back_filled(mut self) -> Self {
        self.is_back_filled = true;
        self
    }

    /// The edition in which the message is written.
    pub fn edition(&self) -> Edition {
        self.edition
    }
}

/// A message to be built: a command with its parameters, checked against the list of them.
#[derive(Clone, Debug)]
pub struct MessageBuilder {
    /// `None` when the edition does not know the command.
    command: Option<&'static Command>,
    number: u16,
    edition: Edition,
    builder: Builder,
    given: Vec<String>,
    error: Option<BuildError>,
}

impl MessageBuilder {
    /// A message of the command with this number, without parameters yet. Acknowledgements take the system type 91.
    pub fn new(number: u16, direction: Direction, envelope: &Envelope) -> Self {
        let edition = envelope.edition;
        let command = command(number, direction, edition).filter(|command| command.is_of(edition));
        let st = match ANSWERS.contains(&number) {
            true => INTERACTION.as_bytes(),
            false => &envelope.st,
        };
        let mut builder = Builder::new()
            .header(HeaderName::St, st)
            .header(HeaderName::Cn, number.to_string())
            .flag(envelope.flag);
        for (name, value) in [(HeaderName::Pw, &envelope.pw), (HeaderName::Mn, &envelope.mn)] {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        if envelope.is_back_filled && edition >= Edition::Of2025 {
            builder = builder.header(HeaderName::Rf, "1");
        }
        let message = Self {
            command,
            number,
            edition,
            builder,
            given: Vec::new(),
            error: None,
        };
        message.addressed(envelope)
    }

    /// Puts the request number where the edition has it: in the header, in answers of 2005 in CP.
    fn addressed(mut self, envelope: &Envelope) -> Self {
        let Some(qn) = &envelope.qn else { return self };
        if self.definition(b"QN").is_some() {
            return self.exact("QN", qn);
        }
        self.builder = self.builder.header(HeaderName::Qn, qn);
        self
    }

    /// Appends a parameter.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        let checked = self.check(name, value);
        self.remember(checked);
        self.exact(name, value)
    }

    /// Appends a parameter with a value that is repeated exactly as received.
    #[must_use]
    pub(crate) fn exact(mut self, name: &str, value: &[u8]) -> Self {
        self.given.push(name.to_owned());
        self.builder = self.builder.group([(name, value)]);
        self
    }

    /// Appends an item: the code of a factor or a piece of equipment and its suffixes with their values. An empty
    /// suffix writes the bare code. Suffixes that no list knows are written as given.
    #[must_use]
    pub fn item<S: AsRef<str>, V: AsRef<[u8]>>(mut self, code: &str, fields: impl IntoIterator<Item = (S, V)>) -> Self {
        let mut written = Vec::new();
        for (suffix, value) in fields {
            let name = match suffix.as_ref() {
                "" => code.to_owned(),
                suffix => format!("{code}-{suffix}"),
            };
            let checked = self.check_item(&name, value.as_ref());
            self.remember(checked);
            self.given.push(name.clone());
            written.push((name, value));
        }
        self.builder = self.builder.group(written);
        self
    }

    fn remember(&mut self, checked: Result<(), BuildError>) {
        if let (None, Err(error)) = (&self.error, checked) {
            self.error = Some(error);
        }
    }

    fn parameters(&self) -> impl Iterator<Item = &'static Parameter> {
        let edition = self.edition;
        self.command
            .into_iter()
            .flat_map(move |command| command.parameters_of(edition))
    }

    fn definition(&self, name: &[u8]) -> Option<&'static Parameter> {
        self.parameters().find(|parameter| parameter.is_named(name))
    }

    fn check(&self, name: &str, value: &[u8]) -> Result<(), BuildError> {
        if self.command.is_none() {
            return Ok(()); // Told once, when the message is built.
        }
        let Some(parameter) = self.definition(name.as_bytes()) else {
            return Err(BuildError::UnknownParameter {
                command: self.number,
                name: name.to_owned(),
            });
        };
        if !parameter.presence.may_repeat() && self.given.iter().any(|given| given == name) {
            return Err(BuildError::Repeated {
                command: self.number,
                name: name.to_owned(),
            });
        }
        check_value(name, value, Some((parameter.kind, &parameter.range)))
    }

    fn check_item(&self, name: &str, value: &[u8]) -> Result<(), BuildError> {
        let items = self.parameters().any(|parameter| parameter.item_suffix().is_some());
        match self.definition(name.as_bytes()) {
            Some(_) => self.check(name, value),
            None if items => check_value(name, value, kind_of(name)),
            None => self.check(name, value),
        }
    }

    /// The message as a [`Builder`], to which fields that no list knows may still be added.
    ///
    /// # Errors
    /// When the edition does not know the command, a parameter is missing, unknown, given twice, or its value is not of
    /// its type and range.
    pub fn builder(self) -> Result<Builder, BuildError> {
        if self.command.is_none() {
            return Err(BuildError::UnknownCommand {
                command: self.number,
                edition: self.edition,
            });
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        let is_given = |parameter: &&Parameter| self.given.iter().any(|name| parameter.is_named(name.as_bytes()));
        let missing = self
            .parameters()
            .find(|parameter| parameter.presence.is_required() && !is_given(parameter));
        match missing {
            Some(parameter) => Err(BuildError::MissingParameter {
                command: self.number,
                name: parameter.name.clone(),
            }),
            None => Ok(self.builder),
        }
    }

    /// The data segment.
    ///
    /// # Errors
    /// As [`builder`](Self::builder) and [`Builder::segment`].
    pub fn segment(self) -> Result<Vec<u8>, BuildError> {
        self.builder()?.segment()
    }

    /// One frame.
    ///
    /// # Errors
    /// As [`builder`](Self::builder) and [`Builder::frame`].
    pub fn frame(self) -> Result<Vec<u8>, BuildError> {
        self.builder()?.frame()
    }

    /// The data segments: one, or several when one would be too long.
    ///
    /// # Errors
    /// As [`builder`](Self::builder) and [`Builder::segments`].
    pub fn segments(self) -> Result<Vec<Vec<u8>>, BuildError> {
        self.builder()?.segments()
    }

    /// The frames with CP encrypted (HJ 212-2025).
    ///
    /// # Errors
    /// As [`segments`](Self::segments).
    pub fn encrypted_frames(self, key: &Sm4Key) -> Result<Vec<Vec<u8>>, BuildError> {
        let segments = self.segments()?;
        segments.iter().map(|segment| key.encrypted_frame(segment)).collect()
    }

    /// One frame, or several when one would be too long.
    ///
    /// # Errors
    /// As [`builder`](Self::builder) and [`Builder::frames`].
    pub fn frames(self) -> Result<Vec<Vec<u8>>, BuildError> {
        self.builder()?.frames()
    }
}

/// Refuses a value that the parser would name a fault of. Empty values stand in the field for "not measured".
fn check_value(name: &str, value: &[u8], kind: Option<(Kind, &Range)>) -> Result<(), BuildError> {
    let Some((kind, range)) = kind else { return Ok(()) };
    match kind.read(range, value) {
        (_, None) => Ok(()),
        (_, Some(fault)) => Err(BuildError::WrongValue {
            name: name.to_owned(),
            value: String::from_utf8_lossy(value).into_owned(),
            fault,
        }),
    }
}

/// What a constructor takes for a parameter.
pub(crate) trait Argument {
    /// Appends it under `name`.
    fn give(self, name: &str, message: MessageBuilder) -> MessageBuilder;
}

impl Argument for Stamp {
    fn give(self, name: &str, message: MessageBuilder) -> MessageBuilder {
        message.parameter(name, self.to_string())
    }
}

impl Argument for u32 {
    fn give(self, name: &str, message: MessageBuilder) -> MessageBuilder {
        message.parameter(name, self.to_string())
    }
}

impl Argument for &str {
    fn give(self, name: &str, message: MessageBuilder) -> MessageBuilder {
        message.parameter(name, self)
    }
}

impl<T: Argument> Argument for Option<T> {
    fn give(self, name: &str, message: MessageBuilder) -> MessageBuilder {
        match self {
            Some(value) => value.give(name, message),
            None => message,
        }
    }
}

impl Argument for &[&str] {
    fn give(self, name: &str, message: MessageBuilder) -> MessageBuilder {
        self.iter()
            .fold(message, |message, value| message.parameter(name, value))
    }
}

/// Declares a constructor for each command of one direction, and the list of the commands that have one.
macro_rules! constructors {
    ($direction:ident $($(#[$doc:meta])* $number:literal $name:ident($($argument:ident: $type:ty => $parameter:literal),*);)*) => {
        $(
            $(#[$doc])*
            pub fn $name(envelope: &$crate::Envelope $(, $argument: $type)*) -> $crate::MessageBuilder {
                let message = $crate::MessageBuilder::new($number, $crate::Direction::$direction, envelope);
                $(let message = $crate::compose::Argument::give($argument, $parameter, message);)*
                message
            }
        )*
        /// The commands that have a constructor here, as often as they have one.
        pub const CONSTRUCTED: &[u16] = &[$($number),*];
    };
}

pub(crate) use constructors;
