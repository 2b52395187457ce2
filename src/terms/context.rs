//! Words in their context: where a pattern of words stands in a text, and what is printed around it.
//!
//! In: patterns, each a sequence of words. Out: for each place the numbers of its words and the printed text before, under
//! and after it. All patterns are compiled into one automaton, which sees each printed form once.

use std::ops::Range;
use std::rc::Rc;

use regex::{RegexSet, RegexSetBuilder, escape};
use rustc_hash::FxHashMap;

use super::tokens::{Token, tokens};
use crate::error::{Error, Result};

/// How a pattern is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    /// `*` stands for any characters of a word, `?` for one.
    Glob,
    /// A regular expression for each word, which is found anywhere in it.
    Regex,
    Fixed,
}

/// Patterns, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Pattern {
    words: RegexSet,
    /// For each pattern the numbers of its words in `words`.
    phrases: Vec<Range<usize>>,
    /// For each word the pattern that begins with it.
    opened: Vec<Option<usize>>,
}

/// One place of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Context {
    /// Which of the patterns.
    pub pattern: usize,
    /// First and last word, counted from 1.
    pub from: usize,
    pub to: usize,
    /// What is printed before, under and after: byte ranges.
    pub pre: Range<usize>,
    pub keyword: Range<usize>,
    pub post: Range<usize>,
}

impl Pattern {
    /// # Errors
    /// [`Error::Argument`] for a pattern without words and a regular expression that cannot be read.
    pub(crate) fn new(patterns: &[String], kind: ValueType, any_case: bool) -> Result<Self> {
        let (mut expressions, mut phrases) = (Vec::new(), Vec::new());
        for pattern in patterns {
            let start = expressions.len();
            expressions.extend(expressions_of(pattern, kind));
            if expressions.len() == start {
                let message = format!("pattern: expected at least one word, found {pattern:?}");
                return Err(Error::Argument { message });
            }
            phrases.push(start..expressions.len());
        }
        let words = RegexSetBuilder::new(&expressions).case_insensitive(any_case).build();
        let words = words.map_err(|error| Error::Argument { message: told(&error, &expressions) })?;
        let mut opened = vec![None; expressions.len()];
        for (nth, phrase) in phrases.iter().enumerate() {
            opened[phrase.start] = Some(nth);
        }
        Ok(Self { words, phrases, opened })
    }

    /// A search with `window` words on both sides.
    pub(crate) fn search<'t>(&self, window: usize) -> Search<'_, 't> {
        Search { pattern: self, window, known: FxHashMap::default(), none: Rc::new([]), words: Vec::new() }
    }
}

/// One expression for each word of a pattern.
fn expressions_of(pattern: &str, kind: ValueType) -> Vec<String> {
    match kind {
        ValueType::Regex => pattern.split_whitespace().map(str::to_owned).collect(),
        ValueType::Fixed => tokens(pattern).map(|word| whole(&straight(&pattern[word.start..word.end]))).collect(),
        // What is no part of a word in a text is none in a pattern either: hyphens, and marks at the ends.
        ValueType::Glob => pattern
            .split(|ch: char| ch.is_whitespace() || matches!(ch, '-' | '\u{2010}' | '\u{2011}'))
            .map(|part| part.trim_matches(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '*' | '?' | '_'))))
            .filter(|part| !part.is_empty())
            .map(|part| whole(&straight(part)).replace(r"\*", ".*").replace(r"\?", "."))
            .collect(),
    }
}

fn whole(word: &str) -> String {
    format!("^(?:{})$", escape(word))
}

/// With straight apostrophes and without soft hyphens, as terms are; case is for the pattern to say.
fn straight(word: &str) -> String {
    word.replace('’', "'").replace('\u{ad}', "")
}

/// Which expression is wrong and where, in the words of the regex crate.
fn told(error: &regex::Error, expressions: &[String]) -> String {
    let (expression, error) = expressions
        .iter()
        .find_map(|expression| regex::Regex::new(expression).err().map(|error| (expression.as_str(), error)))
        .unwrap_or(("all together", error.clone()));
    match error {
        regex::Error::CompiledTooBig(limit) => {
            format!("pattern: expected an expression that compiles to {limit} bytes, found more in {expression:?}")
        }
        other => {
            let reason = other.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ").to_owned();
            format!("pattern: expected a regular expression for each word, found {expression:?}: {reason}")
        }
    }
}

/// A search on one thread, which remembers the printed forms it has seen.
pub(crate) struct Search<'p, 't> {
    pattern: &'p Pattern,
    window: usize,
    /// The expressions that find each printed form.
    known: FxHashMap<&'t str, Rc<[usize]>>,
    none: Rc<[usize]>,
    words: Vec<(Token, Rc<[usize]>)>,
}

impl<'t> Search<'_, 't> {
    /// Gives every place of a text, in its order.
    pub(crate) fn contexts(&mut self, text: &'t str, give: &mut dyn FnMut(Context)) {
        self.words.clear();
        for token in tokens(text) {
            let found = self.expressions(&text[token.start..token.end]);
            self.words.push((token, found));
        }
        for from in 0..self.words.len() {
            for word in self.words[from].1.iter() {
                let Some(nth) = self.pattern.opened[*word] else { continue };
                let phrase = self.pattern.phrases[nth].clone();
                let to = from + phrase.len();
                if to <= self.words.len() && phrase.zip(from..).all(|(word, at)| self.words[at].1.contains(&word)) {
                    give(self.context(text, nth, from..to));
                }
            }
        }
    }

    fn expressions(&mut self, printed: &'t str) -> Rc<[usize]> {
        if let Some(found) = self.known.get(printed) {
            return Rc::clone(found);
        }
        let found = self.pattern.words.matches(&straight(printed));
        let found = if found.matched_any() { found.into_iter().collect() } else { Rc::clone(&self.none) };
        self.known.insert(printed, Rc::clone(&found));
        found
    }

    fn context(&self, text: &str, pattern: usize, place: Range<usize>) -> Context {
        let words = &self.words;
        let (first, last) = (words[place.start].0, words[place.end - 1].0);
        let (before, after) = (place.start.saturating_sub(self.window), (place.end + self.window).min(words.len()));
        let start = match (self.window, before) {
            (0, _) => first.start,
            (_, 0) => 0,
            _ => words[before].0.start,
        };
        let end = match self.window {
            0 => last.end,
            _ if after == words.len() => text.len(),
            _ => words[after - 1].0.end,
        };
        Context {
            pattern,
            from: place.start + 1,
            to: place.end,
            pre: start..first.start,
            keyword: first.start..last.end,
            post: last.end..end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, patterns: &[&str], kind: ValueType, window: usize) -> Vec<String> {
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let pattern = Pattern::new(&patterns, kind, true).unwrap();
        let (mut search, mut lines) = (pattern.search(window), Vec::new());
        search.contexts(text, &mut |c| {
            let (pre, keyword, post) = (&text[c.pre], &text[c.keyword], &text[c.post]);
            lines.push(format!("{}-{} {pre}[{keyword}]{post}", c.from, c.to));
        });
        lines
    }

    const TEXT: &str =
        "“Gas,” he said. The gas pipeline of Russia’s Gazprom burst; gasoline is scarce in the U.S. market";

    #[test]
    fn places_come_with_their_words_around_them() {
        assert_eq!(
            found(TEXT, &["gas"], ValueType::Fixed, 2),
            ["1-1 “[Gas],” he said", "5-5 said. The [gas] pipeline of"]
        );
        assert_eq!(found(TEXT, &["gas"], ValueType::Fixed, 0)[1], "5-5 [gas]");
        assert_eq!(found("one two three", &["three"], ValueType::Fixed, 9), ["3-3 one two [three]"]);
    }

    #[test]
    fn each_kind_of_pattern_has_its_meaning() {
        let keywords = |pattern: &str, kind| {
            let lines = found(TEXT, &[pattern], kind, 0);
            lines
                .iter()
                .map(|line| line.split_once('[').unwrap().1.trim_end_matches(']').to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(keywords("gas*", ValueType::Glob), ["Gas", "gas", "gasoline"]);
        assert_eq!(keywords("ga?", ValueType::Glob), ["Gas", "gas"]);
        assert_eq!(keywords("gas pipe* * russia's", ValueType::Glob), ["gas pipeline of Russia’s"]);
        assert_eq!(keywords("^ga.{1,2}$|prom", ValueType::Regex), ["Gas", "gas", "Gazprom"]);
        assert_eq!(keywords("U.S. market", ValueType::Glob), ["U.S. market"]);
        assert_eq!(keywords("gas*", ValueType::Fixed), ["Gas", "gas"]);
        assert_eq!(keywords("(Russia’s)", ValueType::Fixed), ["Russia’s"]);
        assert!(keywords("u.s", ValueType::Fixed).len() == 1 && keywords("u-s", ValueType::Glob).is_empty());
    }

    #[test]
    fn several_patterns_are_found_in_the_order_of_the_text() {
        let lines = found("b a b c", &["a b", "b", "b c"], ValueType::Fixed, 0);
        assert_eq!(lines, ["1-1 [b]", "2-3 [a b]", "3-3 [b]", "3-4 [b c]"]);
    }

    #[test]
    fn what_is_no_pattern_says_so() {
        let error = |pattern: &str, kind| Pattern::new(&[pattern.to_owned()], kind, true).unwrap_err().to_string();
        assert_eq!(error(" - ", ValueType::Glob), "pattern: expected at least one word, found \" - \"");
        let message = error("ok gas(", ValueType::Regex);
        assert!(message.contains("\"gas(\"") && message.contains("unclosed group"), "{message}");
        assert!(error(r"(\w{1000}){1000}", ValueType::Regex).contains("compiles to"));
    }
}
