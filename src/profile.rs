//! How a series lays out its pages, as data: `src/data/profiles/*.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::date::NumericOrder;
use crate::error::{Error, Result};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub name: String,
    pub masthead: Masthead,
    pub note: Note,
    pub date: DateForm,
    /// Series by name, each with the slugs and abbreviations it is filed under.
    #[serde(default)]
    pub series: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Masthead {
    pub navigation: Vec<String>,
    pub organisation: Vec<String>,
    pub categories: Vec<String>,
    pub editors: Vec<String>,
    /// Words between the name of a series and its number.
    pub number: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// How an editors' note opens, lower case, straight apostrophes.
    pub openings: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateForm {
    /// What `03/04/2016` means.
    pub numeric: NumericOrder,
    /// Series that print the day first, whatever `numeric` says.
    #[serde(default)]
    pub day_first: Vec<String>,
    /// Whether `March 1` without a colon is a date heading.
    pub bare_headings: bool,
}

const SHIPPED: &[(&str, &str)] = &[("afpc", include_str!("data/profiles/afpc.toml"))];

impl Profile {
    /// The profile of this name; `auto` is the only one so far that fits all series at once.
    ///
    /// # Errors
    /// [`Error::Profile`] with the names there are when none has this one.
    pub fn named(name: &str) -> Result<&'static Self> {
        static PARSED: OnceLock<Vec<Profile>> = OnceLock::new();
        let profiles = if let Some(ready) = PARSED.get() {
            ready
        } else {
            let parsed = SHIPPED.iter().map(|(name, text)| Self::parse(name, text)).collect::<Result<Vec<_>>>()?;
            PARSED.get_or_init(|| parsed)
        };
        let wanted = if name == "auto" { SHIPPED[0].0 } else { name };
        profiles.iter().find(|profile| profile.name == wanted).ok_or_else(|| {
            let known: Vec<&str> = profiles.iter().map(|profile| profile.name.as_str()).collect();
            Error::Profile {
                name: format!("{name:?}"),
                message: format!("not known; use \"auto\" or one of {}", known.join(", ")),
            }
        })
    }

    /// What `03/04/2016` means in a series.
    #[must_use]
    pub fn numeric_order(&self, series: Option<&str>) -> NumericOrder {
        let day_first = series.is_some_and(|series| self.date.day_first.iter().any(|known| known == series));
        if day_first { NumericOrder::DayFirst } else { self.date.numeric }
    }

    fn parse(name: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| Error::Profile { name: name.to_owned(), message: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_profiles_parse_and_unknown_names_are_answered_with_the_known() {
        assert_eq!(Profile::named("auto").unwrap().name, "afpc");
        let message = Profile::named("nope").unwrap_err().to_string();
        assert!(message.contains("afpc"), "{message}");
    }
}
