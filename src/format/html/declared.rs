//! What a page declares of itself: its title and the day it was published.

use jiff::civil::Date;
use memchr::memmem;

use super::attributes::{Attributes, Name};

#[derive(Debug, Default)]
pub(super) struct Declared {
    title: String,
    meta: Option<Date>,
    data: Found,
    times: Found,
}

/// Days found in one kind of place. Two different ones decide nothing.
#[derive(Clone, Copy, Debug, Default)]
enum Found {
    #[default]
    Nothing,
    One(Date),
    Several,
}

impl Found {
    fn add(&mut self, day: Option<Date>) {
        *self = match (*self, day) {
            (found, None) => found,
            (Self::Nothing, Some(day)) => Self::One(day),
            (Self::One(known), Some(day)) if known == day => Self::One(day),
            _ => Self::Several,
        };
    }

    fn one(self) -> Option<Date> {
        if let Self::One(day) = self { Some(day) } else { None }
    }
}

impl Declared {
    /// A `<meta>` tag: the names that publishers use for the day of publication.
    pub(super) fn meta(&mut self, attributes: &Attributes) {
        const NAMES: &[&str] = &[
            "article:published_time",
            "og:published_time",
            "datepublished",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "dc.date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.created",
            "citation_publication_date",
            "parsely-pub-date",
            "sailthru.date",
        ];
        let named = [Name::Property, Name::Named, Name::Itemprop]
            .into_iter()
            .filter_map(|name| attributes.get(name))
            .any(|name| NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)));
        if named && self.meta.is_none() {
            self.meta = attributes.get(Name::Content).and_then(day);
        }
    }

    /// The text of a script with linked data. It is searched, not read: it is often cut or wrong elsewhere.
    pub(super) fn linked_data(&mut self, script: &[u8]) {
        const KEY: &[u8] = b"\"datePublished\"";
        for at in memmem::find_iter(script, KEY) {
            let value = || {
                let rest = script[at + KEY.len()..].trim_ascii_start().strip_prefix(b":")?;
                let rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
                day(std::str::from_utf8(rest.get(..10)?).ok()?)
            };
            self.data.add(value());
        }
    }

    /// A `<time>` element.
    pub(super) fn time(&mut self, attributes: &Attributes) {
        self.times.add(attributes.get(Name::Datetime).and_then(day));
    }

    pub(super) fn title_text(&mut self, text: &str) {
        self.title.push_str(text);
    }

    pub(super) fn title(&self) -> Option<String> {
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        (!title.is_empty()).then_some(title)
    }

    /// The day by the surest of the three.
    pub(super) fn published(&self) -> Option<Date> {
        self.meta.or(self.data.one()).or(self.times.one())
    }
}

/// `2007-06-01`, `2007/06/01` or `20070601`, alone or before a time of day.
fn day(value: &str) -> Option<Date> {
    let value = value.trim();
    let digits = |from: usize, to: usize| -> Option<i16> {
        let part = value.get(from..to)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let separated = matches!(value.as_bytes().get(4), Some(b'-' | b'/'));
    let (month, day, end) = if separated { ((5, 7), (8, 10), 10) } else { ((4, 6), (6, 8), 8) };
    if separated && value.as_bytes().get(7) != value.as_bytes().get(4) {
        return None;
    }
    if value.as_bytes().get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let (month, day) = (digits(month.0, month.1)?, digits(day.0, day.1)?);
    Date::new(digits(0, 4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_that_machines_write() {
        let known = |y, m, d| Some(Date::new(y, m, d).unwrap());
        for (value, expected) in [
            ("2007-06-01T10:00:00+00:00", known(2007, 6, 1)),
            (" 2007/06/01 ", known(2007, 6, 1)),
            ("20070601", known(2007, 6, 1)),
            ("2007-06-31", None),
            ("2007-06/01", None),
            ("200706011", None),
            ("June 1, 2007", None),
            ("2007", None),
            ("２００７-06-01", None),
            ("", None),
        ] {
            assert_eq!(day(value), expected, "{value}");
        }
    }
}
