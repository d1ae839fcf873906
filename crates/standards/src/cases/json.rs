//! JSON values whose numbers are exact decimals, read from their own text and never through a binary fraction.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(Decimal),
    /// What a method gives without rounding, and how many decimals it is published with at least. Never read from a case.
    Unrounded(Decimal, u32),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

/// Deeper values are refused: no case needs more, and each level is read once more by the level above it.
const NESTING_MAX: usize = 16;

impl Json {
    /// Reads one value.
    ///
    /// # Errors
    /// A sentence on what is wrong: not JSON, nested too deeply, or a number that no decimal of 28 digits holds.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|cause| format!("not JSON: {cause}"))?;
        Self::from_raw(raw, NESTING_MAX)
    }

    fn from_raw(raw: &RawValue, levels_left: usize) -> Result<Self, String> {
        let text = raw.get().trim();
        let not_json = |cause: serde_json::Error| format!("not JSON: {cause}");
        let deeper = || {
            levels_left
                .checked_sub(1)
                .ok_or_else(|| format!("nested deeper than {NESTING_MAX} levels"))
        };
        match text.chars().next() {
            Some('{') => {
                let left = deeper()?;
                let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(not_json)?;
                let read = fields
                    .into_iter()
                    .map(|(name, raw)| Ok((name, Self::from_raw(raw, left)?)));
                read.collect::<Result<_, String>>().map(Self::Object)
            }
            Some('[') => {
                let left = deeper()?;
                let entries: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
                let read = entries.into_iter().map(|raw| Self::from_raw(raw, left));
                read.collect::<Result<_, _>>().map(Self::List)
            }
            Some('"') => serde_json::from_str(text).map(Self::Text).map_err(not_json),
            Some('t' | 'f') => serde_json::from_str(text).map(Self::Bool).map_err(not_json),
            Some('n') => Ok(Self::Null),
            _ => number(text)
                .map(Self::Number)
                .ok_or_else(|| "a number that does not fit an exact decimal of 28 digits".to_owned()),
        }
    }

    /// A named part of an object.
    pub(crate) fn field(&self, name: &str) -> Result<&Self, String> {
        self.optional_field(name)?.ok_or_else(|| format!("`{name}` is missing"))
    }

    /// A named part of an object, `None` where it is absent.
    pub(crate) fn optional_field(&self, name: &str) -> Result<Option<&Self>, String> {
        Ok(self
            .object()
            .map_err(|what| format!("looking for `{name}`: {what}"))?
            .get(name))
    }

    pub(crate) fn object(&self) -> Result<&BTreeMap<String, Self>, String> {
        if let Self::Object(fields) = self {
            Ok(fields)
        } else {
            Err(self.instead_of("an object"))
        }
    }

    pub(crate) fn list(&self) -> Result<&[Self], String> {
        if let Self::List(entries) = self {
            Ok(entries)
        } else {
            Err(self.instead_of("a list"))
        }
    }

    pub(crate) fn text(&self) -> Result<&str, String> {
        if let Self::Text(text) = self {
            Ok(text)
        } else {
            Err(self.instead_of("a text"))
        }
    }

    /// A number, also one that the author wrote as a text.
    pub(crate) fn decimal(&self) -> Result<Decimal, String> {
        let number = match self {
            Self::Number(number) => Some(*number),
            Self::Text(said) => crate::measured::number(said),
            _ => None,
        };
        number.ok_or_else(|| self.instead_of("a number"))
    }

    /// A whole number that fits `T`.
    pub(crate) fn whole<T: TryFrom<i128>>(&self) -> Result<T, String> {
        let number = self.decimal()?.normalize();
        let fits = if number.scale() == 0 {
            T::try_from(number.mantissa()).ok()
        } else {
            None
        };
        fits.ok_or_else(|| format!("{number} is not a whole number of the expected size"))
    }

    /// A figure as a method computes it; a case may expect it with any number of decimals from `least` on.
    pub(crate) fn unrounded(value: Decimal, least: u32) -> Self {
        Self::Unrounded(value, least)
    }

    fn instead_of(&self, wanted: &str) -> String {
        let shown: String = self.to_string().chars().take(60).collect();
        format!("{wanted} is expected, not {shown}")
    }
}

/// An object from its parts, in any order.
pub(crate) fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<Decimal> for Json {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl From<u8> for Json {
    fn from(number: u8) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self::Number(number.into())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self::List(entries.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Bool(truth) => write!(out, "{truth}"),
            Self::Number(number) | Self::Unrounded(number, _) => write!(out, "{}", number.normalize()),
            Self::Text(text) => write!(out, "{text:?}"),
            Self::List(entries) => {
                out.write_str("[")?;
                for (place, entry) in entries.iter().enumerate() {
                    write!(out, "{}{entry}", if place == 0 { "" } else { ", " })?;
                }
                out.write_str("]")
            }
            Self::Object(fields) => {
                out.write_str("{")?;
                for (place, (name, value)) in fields.iter().enumerate() {
                    write!(out, "{}{name:?}: {value}", if place == 0 { "" } else { ", " })?;
                }
                out.write_str("}")
            }
        }
    }
}

fn number(text: &str) -> Option<Decimal> {
    // The mantissa of a power of ten is read exactly too: only then is the exponent applied.
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::from_str_exact(text).ok();
    };
    let digits = Decimal::from_str_exact(digits).ok()?.normalize();
    let exponent: i32 = exponent.parse().ok()?;
    let scale = i64::from(digits.scale()).checked_sub(i64::from(exponent))?;
    match u32::try_from(scale) {
        Ok(scale) => Decimal::try_from_i128_with_scale(digits.mantissa(), scale).ok(),
        Err(_) => {
            let power = 10_i128.checked_pow(u32::try_from(scale.checked_neg()?).ok()?)?;
            Decimal::try_from_i128_with_scale(digits.mantissa().checked_mul(power)?, 0).ok()
        }
    }
}
