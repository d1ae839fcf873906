//! What a packet says, by the list of commands: its parameters as typed values, its items grouped by factor.

mod body;
mod items;

pub use body::Body;
pub use items::{Item, ItemField, Items};

use crate::command::{Command, Direction, Parameter, commands, kind_of};
use crate::content::{Field, offset};
use crate::fault::FaultCode;
use crate::flag::Edition;
use crate::header::HeaderName;
use crate::kind::Value;
use crate::packet::Packet;
use crate::place::Place;
use crate::stamp::Stamp;
use crate::tables::FIELDS;

/// What is known of a packet besides its bytes. What is not known is taken from the packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The way the packet went.
    pub direction: Option<Direction>,
    /// The edition that the station is configured for.
    pub edition: Option<Edition>,
}

/// A packet, read by the list of commands. Everything is borrowed from the packet; unknown commands, parameters and
/// suffixes pass through.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    packet: Packet<'a>,
    edition: Edition,
    command: Option<&'static Command>,
}

/// A field of CP that is no monitored item, with its value read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterField<'a> {
    /// The field as received.
    pub field: Field<'a>,
    /// What the list says of it; `None` for a parameter that this command does not have.
    pub parameter: Option<&'static Parameter>,
    /// Its value; `None` when it is empty or cannot be read.
    pub value: Option<Value<'a>>,
    /// What is wrong with the value.
    pub fault: Option<FaultCode>,
}

/// A fault of a parameter or of the value of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageFault<'a> {
    /// What is wrong.
    pub code: FaultCode,
    /// Which field, counted from the start of the segment: its name as received. Where it is missing: its name as the
    /// list has it, at the end of CP.
    pub place: Place<'a>,
}

impl<'a> Message<'a> {
    /// Reads a packet. Whatever does not read is a fault beside the result (see [`faults`](Self::faults)).
    pub fn read(packet: &Packet<'a>, context: Context) -> Self {
        let edition = context.edition.unwrap_or_else(|| edition_of(packet));
        let mut message = Self {
            packet: *packet,
            edition,
            command: None,
        };
        message.command = packet
            .command()
            .and_then(|number| message.choose(number, context.direction));
        message
    }

    /// The row of the command: of the edition where there is one, and where the direction is not known, of that with
    /// the parameters at hand.
    fn choose(&self, number: u16, direction: Option<Direction>) -> Option<&'static Command> {
        let fitting =
            commands(number).filter(move |row| direction.is_none_or(|direction| row.direction.fits(direction)));
        let of_edition = fitting.clone().filter(|row| row.is_of(self.edition));
        let best = |row: &&'static Command| self.departures(row);
        of_edition.min_by_key(best).or_else(|| fitting.min_by_key(best))
    }

    /// How many parameters of `command` are missing, and how many that stand there it does not have.
    fn departures(&self, command: &'static Command) -> usize {
        let as_this = Self {
            command: Some(command),
            ..*self
        };
        let foreign = as_this.fields().filter(|field| !as_this.expects(field.name)).count();
        foreign + as_this.missing().count()
    }

    /// Whether the command has a parameter of this name, or takes items and it may be one.
    fn expects(&self, name: &[u8]) -> bool {
        let takes_items = || self.definitions().any(|parameter| parameter.item_suffix().is_some());
        self.definition(name).is_some() || takes_items() && !is_named_field(name)
    }

    fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        self.packet
            .groups()
            .flat_map(|group| group.fields())
            .filter(|field| !field.raw.trim_ascii().is_empty())
    }

    fn definitions(&self) -> impl Iterator<Item = &'static Parameter> + use<'a> {
        let edition = self.edition;
        self.command
            .into_iter()
            .flat_map(move |command| command.parameters_of(edition))
    }

    fn definition(&self, name: &[u8]) -> Option<&'static Parameter> {
        self.definitions().find(|parameter| parameter.is_named(name))
    }

    fn missing(&self) -> impl Iterator<Item = &'static Parameter> {
        self.definitions().filter(|parameter| {
            parameter.presence.is_required() && !self.fields().any(|field| parameter.is_named(field.name))
        })
    }

    /// The packet.
    pub fn packet(&self) -> &Packet<'a> {
        &self.packet
    }

    /// The edition by which it was read.
    pub fn edition(&self) -> Edition {
        self.edition
    }

    /// What the list says of the command; `None` for one that it does not know.
    pub fn command(&self) -> Option<&'static Command> {
        self.command
    }

    /// The number of the request that this is or answers: from the header, in answers of 2005 from CP.
    pub fn request_number(&self) -> Option<&'a [u8]> {
        let header = self.packet.value(HeaderName::Qn).filter(|qn| !qn.is_empty());
        header.or_else(|| self.packet.content_value(b"QN"))
    }

    /// The fields of CP that are no monitored items, in the order received, repeated ones included.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterField<'a>> {
        self.fields()
            .filter(|field| self.is_parameter(field.name))
            .map(|field| self.parameter_field(field))
    }

    fn is_parameter(&self, name: &[u8]) -> bool {
        match self.definition(name) {
            Some(parameter) => parameter.item_suffix().is_none() && !name.contains(&b'-'),
            None => is_named_field(name),
        }
    }

    fn parameter_field(&self, field: Field<'a>) -> ParameterField<'a> {
        let parameter = self.definition(field.name);
        let (value, fault) = match parameter {
            Some(parameter) => parameter.kind.read(&parameter.range, field.value.unwrap_or_default()),
            None => read_by_name(&field),
        };
        ParameterField {
            field,
            parameter,
            value,
            fault,
        }
    }

    /// The values of the parameters with this name, in order. Those that do not read are left out.
    pub fn values(&self, name: &str) -> impl Iterator<Item = Value<'a>> {
        let parameter = self.definitions().find(|parameter| parameter.name == name);
        let is_named = move |field: &Field<'a>| match parameter {
            Some(parameter) => parameter.is_named(field.name),
            None => field.name == name.as_bytes(),
        };
        self.fields()
            .filter(is_named)
            .filter_map(|field| self.parameter_field(field).value)
    }

    /// The value of a parameter; the first one when it is repeated.
    pub fn value(&self, name: &str) -> Option<Value<'a>> {
        self.values(name).next()
    }

    /// The value of a parameter that is a time.
    pub fn time(&self, name: &str) -> Option<Stamp> {
        match self.value(name) {
            Some(Value::Time(stamp)) => Some(stamp),
            _ => None,
        }
    }

    /// The value of a parameter that is a whole number.
    pub fn whole(&self, name: &str) -> Option<u32> {
        match self.value(name) {
            Some(Value::Whole(number)) => Some(number),
            _ => None,
        }
    }

    /// The value of a parameter that is a code or a text.
    pub fn text(&self, name: &str) -> Option<&'a [u8]> {
        match self.value(name) {
            Some(Value::Code(text) | Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The monitored items in the order received. Neighbouring fields of one factor make one item, whether `,` or `;`
    /// parts them; a factor that comes again makes another.
    pub fn items(&self) -> Items<'a> {
        Items::new(*self)
    }

    /// The fields of one factor or piece of equipment, wherever they stand.
    pub fn fields_of(&self, code: &[u8]) -> impl Iterator<Item = ItemField<'a>> {
        self.items()
            .filter(move |item| item.code == code)
            .flat_map(|item| item.fields())
    }

    /// What is wrong with parameters and values, missing parameters first. What is wrong with the form of the segment
    /// was told by [`Packet::parse`].
    pub fn faults(&self) -> impl Iterator<Item = MessageFault<'a>> {
        let content = self.packet.content();
        let end = offset(content, self.packet.segment) + content.len();
        let missing = self.missing().map(move |parameter| MessageFault {
            code: FaultCode::ParameterMissing,
            place: Place {
                range: end..end,
                field: parameter.name.as_bytes(),
            },
        });
        missing.chain(self.repeated()).chain(self.value_faults())
    }

    fn repeated(&self) -> impl Iterator<Item = MessageFault<'a>> {
        let single = |parameter: &&Parameter| !parameter.presence.may_repeat();
        let repeated = |parameter: &'static Parameter| {
            let mut fields = self.fields().filter(|field| parameter.is_named(field.name));
            fields.nth(1)
        };
        let again = self.definitions().filter(single).filter_map(repeated);
        again.map(|field| self.fault_at(FaultCode::ParameterRepeated, &field))
    }

    fn value_faults(&self) -> impl Iterator<Item = MessageFault<'a>> {
        // A field without `=` is named by the packet already.
        let named = self
            .fields()
            .filter(|field| field.value.is_some() && !field.name.is_empty());
        named.filter_map(|field| Some(self.fault_at(self.parameter_field(field).fault?, &field)))
    }

    fn fault_at(&self, code: FaultCode, field: &Field<'a>) -> MessageFault<'a> {
        let start = offset(field.raw, self.packet.segment);
        let place = Place {
            range: start..start + field.raw.len(),
            field: field.name,
        };
        MessageFault { code, place }
    }
}

/// The value of a field that the command does not list, by its name alone.
fn read_by_name<'a>(field: &Field<'a>) -> (Option<Value<'a>>, Option<FaultCode>) {
    let bytes = field.value.unwrap_or_default();
    let known = std::str::from_utf8(field.name).ok().and_then(kind_of);
    match known {
        Some((kind, range)) => kind.read(range, bytes),
        None if bytes.is_empty() => (None, Some(FaultCode::ValueMissing)),
        None => (Some(Value::Text(bytes)), None),
    }
}

fn is_named_field(name: &[u8]) -> bool {
    FIELDS.iter().any(|field| field.name.as_bytes() == name)
}

/// The edition of a packet whose station is not known: by its flag, else by the length of its device number.
fn edition_of(packet: &Packet<'_>) -> Edition {
    packet.edition_hint().unwrap_or(match packet.mn() {
        Some(mn) if mn.len() == 24 => Edition::Of2017,
        _ => Edition::Of2005,
    })
}
