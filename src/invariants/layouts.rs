//! Profiles that a user wrote, and those that are proposed for pages.

use super::pages;
use crate::document::{Document, Origin};
use crate::error::Error;
use crate::inference::propose;
use crate::profile::{Detector, Profile};
use crate::vocabulary::Vocabulary;

/// Parts a profile from the page that it is tried on.
const SEPARATOR: char = '\u{1e}';

/// A profile and, behind a record separator, a page.
///
/// # Panics
/// When the error about a profile names no line of it, a page that it is tried on is not read as by any other, or what is
/// proposed for the page is no profile.
pub fn profile(text: &str) {
    let (toml, page) = text.split_once(SEPARATOR).unwrap_or((text, text));
    let document = Document::from_text(Origin { name: "page.txt".into(), path: String::new() }, page);
    match Profile::parse("x.toml", toml) {
        Ok(profile) => {
            pages::by(&profile, &document);
            let chosen = Detector::new(vec![profile]);
            assert!(chosen.choose(page, "page.txt").close.is_none(), "one profile is close to itself");
        }
        Err(Error::Profile { message, .. }) => {
            let line = message.strip_prefix("line ").and_then(|rest| rest.split(',').next()?.parse::<usize>().ok());
            let lines = toml.matches('\n').count() + 1;
            assert!(line.is_some_and(|line| (1..=lines).contains(&line)), "{message:?} names no line of {toml:?}");
        }
        Err(other) => panic!("{other}"),
    }
    let proposal = propose(&[page], "proposed", &Vocabulary::shipped().unwrap());
    match Profile::parse("proposed.toml", &proposal.toml) {
        Ok(profile) => pages::by(&profile, &document),
        Err(error) => panic!("{error}, in what is proposed for {page:?}: {}", proposal.toml),
    }
}
