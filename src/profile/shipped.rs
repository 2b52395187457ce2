//! The profiles that come with dateline, and which of them a reading uses.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::{Chosen, Detector, Profile};
use crate::error::{Error, Result};

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        /// Names and texts; where two fit a page equally well the earlier is taken, and the last where none fits.
        const SHIPPED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../data/profiles/", $name, ".toml")))),*];
    };
}

shipped![
    "afpc",
    "current-events",
    "newsline",
    "jrl",
    "russia-in-review",
    "jamestown",
    "press-digest",
    "country-watch",
    "trailing-source",
    "any",
];

/// The profile whose layout is known, or all that ship, of which each document takes the one it fits.
#[derive(Clone)]
pub enum Choice {
    Auto(&'static Detector),
    One(Arc<Profile>),
}

impl Choice {
    /// `auto`, the name of a shipped profile, or the path of a `.toml` file.
    ///
    /// # Errors
    /// [`Error::Profile`] with the names there are when none has this one, and with line and key of a mistake in a file.
    pub fn of(argument: &str) -> Result<Self> {
        if argument == "auto" {
            return Ok(Self::Auto(detector()?));
        }
        if Path::new(argument).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
            let text = std::fs::read_to_string(argument)
                .map_err(|source| Error::Unreadable { path: argument.into(), source })?;
            return Ok(Self::One(Arc::new(Profile::parse(argument, &text)?)));
        }
        Ok(Self::One(Arc::new(Profile::named(argument)?.clone())))
    }

    /// The profile for a document.
    #[must_use]
    pub fn for_text(&self, text: &str, name: &str) -> Chosen<'_> {
        match self {
            Self::Auto(detector) => detector.choose(text, name),
            Self::One(profile) => Chosen { profile, score: 0, close: None },
        }
    }
}

fn detector() -> Result<&'static Detector> {
    static DETECTOR: OnceLock<Detector> = OnceLock::new();
    if let Some(ready) = DETECTOR.get() {
        return Ok(ready);
    }
    let profiles = SHIPPED.iter().map(|(name, text)| Profile::parse(name, text)).collect::<Result<Vec<_>>>()?;
    Ok(DETECTOR.get_or_init(|| Detector::new(profiles)))
}

impl Profile {
    /// The shipped profiles.
    ///
    /// # Errors
    /// When one of them is malformed, which the tests exclude.
    pub fn shipped() -> Result<&'static [Self]> {
        Ok(detector()?.profiles())
    }

    /// The shipped profile of this name; `auto` is the first, which most digests are laid out by.
    ///
    /// # Errors
    /// [`Error::Profile`] with the names there are when none has this one.
    pub fn named(name: &str) -> Result<&'static Self> {
        let profiles = Self::shipped()?;
        let wanted = if name == "auto" { SHIPPED[0].0 } else { name };
        profiles.iter().find(|profile| profile.name == wanted).ok_or_else(|| {
            let known: Vec<&str> = profiles.iter().map(|profile| profile.name.as_str()).collect();
            Error::Profile {
                name: format!("{name:?}"),
                message: format!("not known; use \"auto\", the path of a .toml file, or one of {}", known.join(", ")),
            }
        })
    }

    /// The TOML of the shipped profile of this name.
    ///
    /// # Errors
    /// As [`Profile::named`].
    pub fn text(name: &str) -> Result<&'static str> {
        let profile = Self::named(name)?;
        Ok(SHIPPED.iter().find(|(known, _)| *known == profile.name).map_or("", |(_, text)| text))
    }
}
