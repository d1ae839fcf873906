//! The hashed form of an act: bytes that say everything it says, in one way only.
//!
//! Two bytes: version of the form (1), hash function (1 SHA-256, 2 SM3). Then fields, each as its length (4 bytes, big end first) and its
//! bytes. Numbers are 8 bytes, big end first; texts are UTF-8; a day is `2026-11-29`. The fields in order: number of the act, moment of
//! recording (milliseconds since 1970 UTC), valid day, commitment to the person (32 bytes), post, clause, document, evidence, name of the
//! request, kind of the content, version of that kind, content.
//!
//! The content is fields again. `register-put` 1: register, number of entries, and for each: number of parts of the key, the parts, version,
//! number of fields, and for each: id, one byte (0 open, 1 apart), text or commitment. `text-erased` 1: act, version, number of labels,
//! the labels. `matter-step` 1: see [`matter`](self::matter).
//!
//! The link of an act is `hash(1 ‖ link before ‖ form)`; before the first act stand 32 zero bytes.

mod matter;

pub(crate) use matter::TIME;

use chrono::{DateTime, NaiveDate, Utc};

use crate::act::{Act, Content, EntryPut, Ground};
use crate::commitment::Kept;
use crate::hash::{Domain, Hash, HashKind};

/// Version of the form.
pub const FORM: u8 = 1;
/// Version of each kind of content so far.
const KIND_VERSION: u64 = 1;
/// Most bytes of a form.
pub const FORM_BYTES_MAX: usize = 64 << 20;

/// Bytes that are not the form of an act: what was to be read where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {at}: {wanted}")]
pub struct FormFault {
    /// Where reading stopped.
    pub at: usize,
    /// What was to be read there.
    pub wanted: &'static str,
}

/// The link of an act: what the next act follows.
pub fn link(hash: HashKind, before: &Hash, form: &[u8]) -> Hash {
    hash.hash(Domain::Link, &[&before.0, form])
}

/// Writes fields, each with its length before it.
#[derive(Default)]
pub(crate) struct Fields(pub(crate) Vec<u8>);

impl Fields {
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        // A field of 4 GiB cannot stand in a form of at most 64 MiB, which is asked for before anything is recorded.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.bytes(&number.to_be_bytes());
    }

    fn count(&mut self, count: usize) {
        self.number(count as u64);
    }
}

/// The form of an act.
pub fn write(act: &Act, hash: HashKind) -> Vec<u8> {
    let mut form = Fields(vec![FORM, hash.number()]);
    form.number(act.sequence);
    form.bytes(&act.recorded.timestamp_millis().to_be_bytes());
    form.text(&act.valid_from.to_string());
    form.bytes(&act.person.0);
    for text in [
        &act.post,
        &act.ground.clause,
        &act.ground.document,
        &act.ground.evidence,
        &act.request,
    ] {
        form.text(text);
    }
    form.text(act.content.kind());
    form.number(KIND_VERSION);
    form.bytes(&write_content(&act.content));
    form.0
}

fn write_content(content: &Content<Kept>) -> Vec<u8> {
    let mut fields = Fields::default();
    match content {
        Content::RegisterPut { register, entries } => {
            fields.text(register);
            fields.count(entries.len());
            for entry in entries {
                write_entry(entry, &mut fields);
            }
        }
        Content::MatterStep(step) => matter::write(step, &mut fields),
        Content::TextErased { act, version, labels } => {
            fields.number(*act);
            fields.number(*version);
            fields.count(labels.len());
            labels.iter().for_each(|label| fields.text(label));
        }
    }
    fields.0
}

fn write_entry(entry: &EntryPut<Kept>, fields: &mut Fields) {
    fields.count(entry.key.len());
    entry.key.iter().for_each(|part| fields.text(part));
    fields.number(entry.version);
    write_texts(&entry.fields, fields);
}

/// Texts by id: how many, and for each: id, one byte (0 open, 1 apart), text or commitment.
fn write_texts(texts: &[(String, Kept)], fields: &mut Fields) {
    fields.count(texts.len());
    for (id, value) in texts {
        fields.text(id);
        match value {
            Kept::Open(text) => {
                fields.bytes(&[0]);
                fields.text(text);
            }
            Kept::Apart(commitment) => {
                fields.bytes(&[1]);
                fields.bytes(&commitment.0);
            }
        }
    }
}

/// Reads a form; bytes that [`write`] would not have written are refused.
pub fn read(form: &[u8]) -> Result<(Act, HashKind), FormFault> {
    let fault = |at, wanted| FormFault { at, wanted };
    let [FORM, hash, ..] = form else {
        return Err(fault(0, "version 1 of the form"));
    };
    let hash = HashKind::of_number(*hash).ok_or_else(|| fault(1, "a known hash function"))?;
    let mut fields = Cursor { form, at: 2 };
    let sequence = fields.number("number of the act")?;
    let recorded = fields.moment()?;
    let valid_from = fields.day()?;
    let person = fields.hash("commitment to the person")?;
    let post = fields.text("post")?;
    let ground = Ground {
        clause: fields.text("clause")?,
        document: fields.text("document")?,
        evidence: fields.text("evidence")?,
    };
    let request = fields.text("name of the request")?;
    let kind = fields.text("kind of the content")?;
    let (at, version) = (fields.at, fields.number("version of the kind")?);
    if version != KIND_VERSION {
        return Err(fault(at, "a known version of the kind"));
    }
    let length = fields.length("content")?;
    if fields.at + length != form.len() {
        return Err(fault(fields.at, "the content as the last field"));
    }
    let content = read_content(&kind, &mut fields)?;
    if fields.at != form.len() {
        return Err(fault(fields.at, "the end"));
    }
    let act = Act {
        sequence,
        recorded,
        valid_from,
        person,
        post,
        ground,
        request,
        content,
    };
    Ok((act, hash))
}

fn read_content(kind: &str, fields: &mut Cursor<'_>) -> Result<Content<Kept>, FormFault> {
    match kind {
        "register-put" => Ok(Content::RegisterPut {
            register: fields.text("register")?,
            entries: fields.list("number of entries", read_entry)?,
        }),
        "matter-step" => Ok(Content::MatterStep(Box::new(matter::read(fields)?))),
        "text-erased" => Ok(Content::TextErased {
            act: fields.number("number of the act")?,
            version: fields.number("version")?,
            labels: fields.list("number of labels", |fields| fields.text("label"))?,
        }),
        _ => Err(FormFault {
            at: fields.at,
            wanted: "a known kind of content",
        }),
    }
}

fn read_entry(fields: &mut Cursor<'_>) -> Result<EntryPut<Kept>, FormFault> {
    Ok(EntryPut {
        key: fields.list("parts of the key", |fields| fields.text("part of the key"))?,
        version: fields.number("version of the entry")?,
        fields: read_texts(fields)?,
    })
}

fn read_texts(fields: &mut Cursor<'_>) -> Result<Vec<(String, Kept)>, FormFault> {
    fields.list("number of fields", |fields| {
        let id = fields.text("id of a field")?;
        let at = fields.at;
        let value = match fields.bytes("open or apart")? {
            [0] => Kept::Open(fields.text("text of a field")?),
            [1] => Kept::Apart(fields.hash("commitment of a field")?),
            _ => return Err(FormFault { at, wanted: "0 or 1" }),
        };
        Ok((id, value))
    })
}

/// Reads fields one after the other.
struct Cursor<'a> {
    form: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize, wanted: &'static str) -> Result<&'a [u8], FormFault> {
        let at = self.at;
        let bytes = self.form.get(at..).and_then(|rest| rest.get(..length));
        self.at += length;
        bytes.ok_or(FormFault { at, wanted })
    }

    fn length(&mut self, wanted: &'static str) -> Result<usize, FormFault> {
        let at = self.at;
        let bytes = self.take(4, wanted)?.try_into().map_err(|_| FormFault { at, wanted })?;
        Ok(u32::from_be_bytes(bytes) as usize)
    }

    fn bytes(&mut self, wanted: &'static str) -> Result<&'a [u8], FormFault> {
        let length = self.length(wanted)?;
        self.take(length, wanted)
    }

    fn read<T>(&mut self, wanted: &'static str, value: impl FnOnce(&'a [u8]) -> Option<T>) -> Result<T, FormFault> {
        let at = self.at;
        value(self.bytes(wanted)?).ok_or(FormFault { at, wanted })
    }

    fn text(&mut self, wanted: &'static str) -> Result<String, FormFault> {
        self.read(wanted, |bytes| String::from_utf8(bytes.to_vec()).ok())
    }

    fn number(&mut self, wanted: &'static str) -> Result<u64, FormFault> {
        self.read(wanted, |bytes| bytes.try_into().ok().map(u64::from_be_bytes))
    }

    fn hash(&mut self, wanted: &'static str) -> Result<Hash, FormFault> {
        self.read(wanted, |bytes| bytes.try_into().ok().map(Hash))
    }

    fn moment(&mut self) -> Result<DateTime<Utc>, FormFault> {
        self.read("moment of recording", |bytes| {
            DateTime::from_timestamp_millis(i64::from_be_bytes(bytes.try_into().ok()?))
        })
    }

    fn day(&mut self) -> Result<NaiveDate, FormFault> {
        self.read("valid day", |bytes| {
            let text = str::from_utf8(bytes).ok()?;
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
            (day.to_string() == text).then_some(day)
        })
    }

    fn list<T>(
        &mut self,
        wanted: &'static str,
        mut one: impl FnMut(&mut Self) -> Result<T, FormFault>,
    ) -> Result<Vec<T>, FormFault> {
        let count = self.number(wanted)?;
        // Not reserved beforehand: a damaged count must not ask for memory that no field fills.
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(one(self)?);
        }
        Ok(list)
    }
}
