//! The JSON object of a frame or of a piece of garbage, as `decode` prints and `encode` reads it
//! (docs/hj212-protocol.md).

use hj212::Direction;
use serde::{Deserialize, Serialize};

use super::text::Encoding;

/// One line.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Object {
    /// What was found.
    pub kind: Found,
    /// The first byte, counted from 0.
    pub at: u64,
    /// How many bytes.
    pub bytes: usize,
    /// The year of the edition that the flag names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Whether CP came encrypted with SM4, or shall go so.
    #[serde(skip_serializing_if = "is_false")]
    pub encrypted: bool,
    /// The length that the head announces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<usize>,
    /// The check value as received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crc: Option<String>,
    /// What stands behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
    /// Header field: request number.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub qn: Option<String>,
    /// Header field: system type.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub st: Option<String>,
    /// Header field: command.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub cn: Option<String>,
    /// Header field: password.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub pw: Option<String>,
    /// Header field: device number.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub mn: Option<String>,
    /// Header field: flag.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub flag: Option<String>,
    /// Header field: number of parts.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub pnum: Option<String>,
    /// Header field: number of the part.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub pno: Option<String>,
    /// Header field: back-filled.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "text_or_number")]
    pub rf: Option<String>,
    /// All header fields in the order received, where the fields above cannot tell it: other order or spelling, unknown
    /// or repeated names, other encodings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<Field>,
    /// What the command means, when the list knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Which way it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The fields of CP in the order received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Field>>,
    /// The bytes of garbage, of a segment that cannot be read, or of a CP that is encrypted and whose key is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How `text` shows bytes that are no UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Whether the content must not be used: damaged, or in strict mode any departure.
    pub refused: bool,
    /// What is wrong; empty when the frame is clean.
    pub faults: Vec<Fault>,
}

/// What a line tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Found {
    /// A frame, sound or not.
    #[default]
    Frame,
    /// Bytes of no frame.
    Garbage,
}

/// How a frame ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// CR LF.
    CrLf,
    /// LF alone.
    Lf,
    /// Nothing.
    None,
}

/// A header field or a field of CP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name as received.
    pub name: String,
    /// The value as received; null where no `=` stands.
    #[serde(default, deserialize_with = "text_or_number")]
    pub value: Option<String>,
    /// Which group of CP it stands in, from 0: `;` parts groups, `,` parts the fields of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<usize>,
    /// How name and value show bytes that are no UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<String>,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The word for it.
    pub code: String,
    /// The part of the frame that has it.
    #[serde(rename = "where")]
    pub place: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Values are text; whoever writes JSON by hand may write numbers.
fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(
        Option::<Written>::deserialize(deserializer)?.map(|written| match written {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        }),
    )
}
