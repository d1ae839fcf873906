//! The language of one answer: picks wordings, writes numbers and times the way its readers expect.

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Utc};
use office::views::PointKind;
use standards::{Language, Text};

/// Seconds between UTC and the one legal time of the country, which the HJ 212 standard also uses on the wire.
const BEIJING_OFFSET_SECONDS: i32 = 8 * 3600;

/// Speaks one of the two languages. Templates hold it as `l`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wording(pub Language);

impl Wording {
    /// The wording of the two that fits. Templates hold both side by side, so that neither can be forgotten.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        match self.0 {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// The wording of `text`; the other language when this one was left empty, because something is better than a blank.
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        let (first, second) = match self.0 {
            Language::Chinese => (&text.zh, &text.en),
            Language::English => (&text.en, &text.zh),
        };
        if first.is_empty() { second } else { first }
    }

    /// Value of the `lang` attribute.
    pub fn html_lang(&self) -> &'static str {
        self.language_code(Language::Chinese, "zh-CN")
    }

    /// Value of `?lang=`.
    pub fn code(&self) -> &'static str {
        self.language_code(Language::Chinese, "zh")
    }

    fn language_code(&self, chinese: Language, code: &'static str) -> &'static str {
        if self.0 == chinese { code } else { "en" }
    }

    /// A count with its thousands apart: `12,345`.
    pub fn count(&self, number: &u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A time as instruments label it: `2020-04-02 17:00`.
    pub fn moment(&self, at: &NaiveDateTime) -> String {
        at.format("%Y-%m-%d %H:%M").to_string()
    }

    /// The time of a point's latest mark. What is published for a whole day has no hour to show.
    pub fn mark_time(&self, kind: &PointKind, at: &NaiveDateTime) -> String {
        match kind {
            PointKind::CityAir if at.time() == NaiveTime::MIN => at.format("%Y-%m-%d").to_string(),
            PointKind::CityAir | PointKind::Section | PointKind::Station => self.moment(at),
        }
    }

    /// The same for the `datetime` attribute.
    pub fn machine_moment(&self, at: &NaiveDateTime) -> String {
        at.format("%Y-%m-%dT%H:%M").to_string()
    }

    /// A time of receipt, to the second, in the legal time of the country.
    pub fn received(&self, at: &DateTime<Utc>) -> String {
        match FixedOffset::east_opt(BEIJING_OFFSET_SECONDS) {
            Some(beijing) => at.with_timezone(&beijing).format("%Y-%m-%d %H:%M:%S").to_string(),
            None => at.format("%Y-%m-%d %H:%M:%SZ").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (123_456, "123,456"),
            (1_234_567, "1,234,567"),
        ];
        for (number, shown) in cases {
            assert_eq!(Wording::default().count(&number), shown);
        }
    }

    #[test]
    fn an_empty_wording_falls_back_to_the_other_language() {
        assert_eq!(Wording(Language::English).text(&Text::new("昭山", "")), "昭山");
    }
}
