//! From a printed word to the term it counts as: `Russia’s` and `russia's` are one.
//!
//! In: words as printed. Out: numbers, the same for all threads, and in the end their texts in alphabetical order. Each
//! printed form comes here once per thread: what is done to it may be slow.

use std::borrow::Cow;
use std::sync::{Mutex, PoisonError};

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};

/// What words become before they are counted.
pub(crate) struct Wording {
    /// Words that are counted as words, but not given, nor at either end of a phrase; in lower case.
    pub stop: FxHashSet<String>,
    /// Whether to take the stems of the English words that are left.
    pub stem: bool,
}

/// A term: its number, and whether it is a stop word, in the lowest bit.
pub(crate) type Term = u32;

pub(crate) fn is_stop(term: Term) -> bool {
    term & 1 != 0
}

/// All terms so far, shared by the threads.
pub(crate) struct Forms<'w> {
    wording: &'w Wording,
    numbers: Mutex<FxHashMap<Box<str>, u32>>,
}

impl<'w> Forms<'w> {
    pub(crate) fn new(wording: &'w Wording) -> Self {
        Self { wording, numbers: Mutex::default() }
    }

    /// The term of a printed word.
    pub(super) fn term(&self, printed: &str, stemmer: &Stemmer) -> Term {
        let plain = plain(printed);
        let stop = self.wording.stop.contains(plain.as_ref());
        let text = if self.wording.stem && !stop { stemmer.stem(&plain) } else { Cow::Borrowed(plain.as_ref()) };
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let next = u32::try_from(numbers.len()).expect("fewer than 2 billion terms");
        let number = match numbers.get(text.as_ref()) {
            Some(&number) => number,
            None => *numbers.entry(text.into()).or_insert(next),
        };
        number << 1 | u32::from(stop)
    }

    /// The texts of all terms in alphabetical order, and for each number its place among them.
    pub(crate) fn sorted(self) -> (Vec<Box<str>>, Vec<u32>) {
        let numbers = self.numbers.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut terms: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        terms.sort_unstable();
        let mut places = vec![0; terms.len()];
        for (place, (_, number)) in (0..).zip(&terms) {
            places[*number as usize] = place;
        }
        (terms.into_iter().map(|(text, _)| text).collect(), places)
    }
}

/// English stems, by the Snowball algorithm.
pub(super) fn stemmer() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// A word in lower case, with straight apostrophes and without soft hyphens.
pub(super) fn plain(printed: &str) -> Cow<'_, str> {
    if printed.is_ascii() {
        let small = !printed.bytes().any(|byte| byte.is_ascii_uppercase());
        return if small { Cow::Borrowed(printed) } else { Cow::Owned(printed.to_ascii_lowercase()) };
    }
    let straight = |ch: char| match ch {
        '\u{ad}' => None,
        '’' => Some('\''),
        other => Some(other),
    };
    Cow::Owned(printed.chars().filter_map(straight).collect::<String>().to_lowercase())
}

/// The stop words that come with the package: one list, for English.
pub(crate) fn stop_words() -> impl Iterator<Item = &'static str> {
    include_str!("../data/stop/english.txt").split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_forms_of_a_word_are_one_term() {
        for (printed, expected) in
            [("Russia’s", "russia's"), ("NATO", "nato"), ("Mos\u{ad}cow", "moscow"), ("ΟΔΟΣ", "οδος"), ("Ёлка", "ёлка")]
        {
            assert_eq!(plain(printed), expected);
        }
        assert!(matches!(plain("moscow"), Cow::Borrowed(_)));
    }

    #[test]
    fn stems_are_those_that_snowball_publishes() {
        let stemmer = stemmer();
        for (word, stem) in [
            ("consignment", "consign"),
            ("consolations", "consol"),
            ("consistently", "consist"),
            ("knightly", "knight"),
            ("kneeling", "kneel"),
            ("russia's", "russia"),
        ] {
            assert_eq!(stemmer.stem(word), stem, "{word}");
        }
    }

    #[test]
    fn a_stop_word_is_no_other_word_with_the_same_stem() {
        let wording = Wording { stop: ["being".to_owned()].into_iter().collect(), stem: true };
        let forms = Forms::new(&wording);
        let of = |printed| forms.term(printed, &stemmer());
        assert!(is_stop(of("Being")));
        assert_eq!(of("talks"), of("Talk"));
        assert_ne!(of("being"), of("beings"));
        let (texts, places) = forms.sorted();
        assert_eq!(texts.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["be", "being", "talk"]);
        assert_eq!(places, [1, 2, 0]);
    }

    #[test]
    fn the_stop_words_are_plain_and_each_stands_once() {
        let words: Vec<&str> = stop_words().collect();
        assert!(words.len() > 150);
        assert!(words.iter().all(|word| plain(word) == *word));
        assert_eq!(words.iter().collect::<FxHashSet<_>>().len(), words.len());
    }
}
