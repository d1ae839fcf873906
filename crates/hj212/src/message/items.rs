//! The monitored items of a message, grouped by factor without losing order, spelling or repetition.

use crate::content::{Field, Fields, Groups};
use crate::fault::FaultCode;
use crate::kind::Value;

use super::{Message, read_by_name};

/// Neighbouring fields of one factor or piece of equipment.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The code as received: what stands before the last hyphen, or the whole name without one.
    pub code: &'a [u8],
    first: ItemFields<'a>,
    count: usize,
}

/// One field of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemField<'a> {
    /// The field as received.
    pub field: Field<'a>,
    /// What stands before the last hyphen, or the whole name without one.
    pub code: &'a [u8],
    /// What stands behind it: `Rtd`, `Avg`, `Flag` …; `None` without hyphen.
    pub suffix: Option<&'a [u8]>,
}

impl<'a> ItemField<'a> {
    fn of(field: Field<'a>) -> Self {
        let (code, suffix) = match field.code_and_suffix() {
            Some((code, suffix)) => (code, Some(suffix)),
            None => (field.name, None),
        };
        Self { field, code, suffix }
    }

    /// The value exactly as written; empty where none stands there.
    pub fn text(&self) -> &'a [u8] {
        self.field.value.unwrap_or_default()
    }

    /// The value by its suffix, and what is wrong with it. Values of suffixes that no list knows are text.
    pub fn value(&self) -> (Option<Value<'a>>, Option<FaultCode>) {
        read_by_name(&self.field)
    }
}

impl<'a> Item<'a> {
    /// Its fields in the order received.
    pub fn fields(&self) -> impl Iterator<Item = ItemField<'a>> + use<'a> {
        self.first.clone().take(self.count)
    }

    /// The first field with this suffix.
    pub fn field(&self, suffix: &str) -> Option<ItemField<'a>> {
        self.fields().find(|field| field.suffix == Some(suffix.as_bytes()))
    }

    /// The text of the first field with this suffix.
    pub fn text(&self, suffix: &str) -> Option<&'a [u8]> {
        self.field(suffix).map(|field| field.text())
    }
}

/// The fields of CP that are no parameters of the command.
#[derive(Clone, Debug)]
struct ItemFields<'a> {
    message: Message<'a>,
    groups: Groups<'a>,
    fields: Option<Fields<'a>>,
}

impl<'a> Iterator for ItemFields<'a> {
    type Item = ItemField<'a>;

    fn next(&mut self) -> Option<ItemField<'a>> {
        loop {
            match self.fields.as_mut().and_then(Iterator::next) {
                Some(field) if field.raw.trim_ascii().is_empty() || self.message.is_parameter(field.name) => {}
                Some(field) => return Some(ItemField::of(field)),
                None => self.fields = Some(self.groups.next()?.fields()),
            }
        }
    }
}

/// Iterator over the items of a message; see [`Message::items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    rest: ItemFields<'a>,
}

impl<'a> Items<'a> {
    pub(super) fn new(message: Message<'a>) -> Self {
        let groups = message.packet.groups();
        Self {
            rest: ItemFields {
                message,
                groups,
                fields: None,
            },
        }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let first = self.rest.clone();
        let code = self.rest.next()?.code;
        let mut count = 1;
        loop {
            let mut ahead = self.rest.clone();
            match ahead.next() {
                Some(field) if field.code == code => {
                    self.rest = ahead;
                    count += 1;
                }
                Some(_) | None => return Some(Item { code, first, count }),
            }
        }
    }
}
