//! One longest-match search over words for every vocabulary at once.
//!
//! In: surfaces (printed forms), each with what it means to somebody (`M`) and how strictly case counts. Out: for a
//! text, the longest surface at each place, in order. A surface is looked up by its first word only, so the cost is one
//! table probe per word of the text, whatever the number of surfaces. It does not decide what a surface stands for.

use crate::words::{SOFT_HYPHEN, Word, char_at, fold, hash_folded, words};

/// How the case of a surface binds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Case {
    /// Capitals where the surface has them; or all capitals, which the caller accepts in headlines only.
    Printed,
    /// Exactly as the surface prints it.
    Exact,
    /// Any.
    Any,
}

/// Which search a surface takes part in: the longest match is found within each layer on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// Names of places, people and outlets: a longer name hides the shorter ones in it.
    Name = 0,
    /// Terms of the lexicon.
    Term = 1,
    /// Forms that name an outlet where a source is expected, and are everyday words elsewhere.
    Source = 2,
}

/// One printed form to look for.
#[derive(Clone, Debug)]
pub(crate) struct Surface<M> {
    pub text: String,
    pub case: Case,
    pub layer: Layer,
    pub meaning: M,
}

/// Where a surface was found. `meanings` index into [`Matcher::meanings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub start: usize,
    pub end: usize,
    pub layer: Layer,
    /// The text prints in capitals what the surface does not.
    pub capitals: bool,
    pattern: u32,
}

struct Pattern {
    /// Folded text of the surface, from `texts`.
    text: (u32, u32),
    /// Range of `meanings`.
    meanings: (u32, u32),
    /// Upper-case flags of the folded characters, one bit each; surfaces over 64 characters are compared without.
    upper: u64,
    case: Case,
    layer: Layer,
}

pub(crate) struct Matcher<M> {
    texts: String,
    patterns: Vec<Pattern>,
    meanings: Vec<M>,
    /// Open addressing on the hash of the first word: (hash, first pattern, number of patterns).
    slots: Vec<(u64, u32, u32)>,
    /// One bit for each of the low bits of the hashes that occur: most words of a text stop here.
    filter: Vec<u64>,
}

const FILTER_BITS: u32 = 18;

impl<M> Matcher<M> {
    /// Surfaces without a single letter or digit are ignored: they could match nowhere.
    pub(crate) fn new(surfaces: Vec<Surface<M>>) -> Self {
        let mut keyed: Vec<(u64, String, u64, Surface<M>)> = surfaces
            .into_iter()
            .filter_map(|surface| {
                let first = words(&surface.text).next()?;
                let body = &surface.text[first.start..];
                let (folded, upper) = fold_surface(body);
                let head = hash_folded(&surface.text[first.start..first.end]);
                Some((head, folded, upper, surface))
            })
            .collect();
        // Longest first within a first word, so that the first pattern to match is the longest.
        keyed.sort_by(|a, b| {
            (a.0, b.1.len(), &a.1, a.3.layer, a.3.case, a.2).cmp(&(b.0, a.1.len(), &b.1, b.3.layer, b.3.case, b.2))
        });
        let mut matcher = Self {
            texts: String::new(),
            patterns: Vec::new(),
            meanings: Vec::with_capacity(keyed.len()),
            slots: vec![(0, 0, 0); (keyed.len() * 2).next_power_of_two().max(8)],
            filter: vec![0; 1 << (FILTER_BITS - 6)],
        };
        let mut previous = None;
        for (head, folded, upper, surface) in keyed {
            let same = (head, folded, upper, surface.case, surface.layer);
            if previous.as_ref() != Some(&same) {
                matcher.add_pattern(&same);
                previous = Some(same);
            }
            matcher.meanings.push(surface.meaning);
            if let Some(pattern) = matcher.patterns.last_mut() {
                pattern.meanings.1 = u32::try_from(matcher.meanings.len()).expect("fewer than 4 billion surfaces");
            }
        }
        matcher
    }

    fn add_pattern(&mut self, (head, folded, upper, case, layer): &(u64, String, u64, Case, Layer)) {
        let narrow = |n: usize| u32::try_from(n).expect("a vocabulary of less than 4 GiB");
        let start = narrow(self.texts.len());
        self.texts.push_str(folded);
        let text = (start, narrow(self.texts.len()));
        let meanings = (narrow(self.meanings.len()), narrow(self.meanings.len()));
        let index = narrow(self.patterns.len());
        self.patterns.push(Pattern { text, meanings, upper: *upper, case: *case, layer: *layer });
        let bit = filter_bit(*head);
        self.filter[bit >> 6] |= 1 << (bit & 63);
        let slot = self.find_slot(*head);
        let (_, first, count) = self.slots[slot];
        self.slots[slot] = if count == 0 { (*head, index, 1) } else { (*head, first, count + 1) };
    }

    /// The slot that holds `hash`, or the free one where it belongs.
    fn find_slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 20) as usize & mask;
        while self.slots[slot].2 != 0 && self.slots[slot].0 != hash {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Whether the first word of some surface is this one.
    pub(crate) fn starts_with(&self, word: &str) -> bool {
        self.slots[self.find_slot(hash_folded(word))].2 != 0
    }

    pub(crate) fn meanings(&self, hit: Hit) -> &[M] {
        let (start, end) = self.patterns[hit.pattern as usize].meanings;
        &self.meanings[start as usize..end as usize]
    }

    /// Appends the longest hits of `text` to `hits`, in order of their start; offsets are moved by `base`.
    pub(crate) fn scan(&self, text: &str, base: usize, hits: &mut Vec<Hit>) {
        let mut scan = Scan { matcher: self, text, base, taken: [0; 3], hits };
        for word in words(text) {
            scan.look_up(word, word.start, word.hash);
            if !word.capital && word.end - word.start > 4 {
                scan.look_up_glued(word);
            }
        }
    }

    /// Where `pattern` ends if it stands at `start`, and whether it is printed in capitals against the surface.
    fn matches(&self, pattern: &Pattern, text: &str, start: usize) -> Option<(usize, bool)> {
        let folded = &self.texts[pattern.text.0 as usize..pattern.text.1 as usize];
        let mut at = start;
        let mut tally = CaseTally::default();
        let mut word_start = true;
        for (index, want) in folded.chars().enumerate() {
            if want == ' ' {
                at = skip_space(text, at)?;
                word_start = true;
                continue;
            }
            let mut found = char_at(text, at)?;
            while fold(found).is_none() {
                at += found.len_utf8();
                found = char_at(text, at)?;
            }
            if !same_char(want, found) {
                // The full stop that ends an abbreviation may be missing.
                if want == '.' && index + 1 == folded.chars().count() {
                    break;
                }
                return None;
            }
            if want.is_alphabetic() {
                tally.count(pattern.upper >> index.min(63) & 1 == 1, found, word_start);
            }
            word_start = !want.is_alphanumeric();
            at += found.len_utf8();
        }
        let last = folded.chars().next_back()?;
        if last.is_alphanumeric() && continues_word(text, at) {
            return None;
        }
        let capitals = match pattern.case {
            Case::Any => false,
            Case::Exact if tally.lowered || tally.raised > 0 => return None,
            Case::Exact => false,
            Case::Printed => tally.capitals()?,
        };
        Some((at, capitals))
    }
}

/// The state of one scan.
struct Scan<'s, M> {
    matcher: &'s Matcher<M>,
    text: &'s str,
    base: usize,
    /// Where the last hit of each layer ends.
    taken: [usize; 3],
    hits: &'s mut Vec<Hit>,
}

impl<M> Scan<'_, M> {
    /// `theDaily`, `citesNATO`: a lower-case word glued to a name where a link lost its space.
    #[inline]
    fn look_up_glued(&mut self, word: Word) {
        let bytes = &self.text.as_bytes()[word.start..word.end];
        let Some(inner) = bytes.iter().skip(2).position(u8::is_ascii_uppercase) else { return };
        let start = word.start + inner + 2;
        if self.text.is_char_boundary(start) {
            self.look_up(word, start, hash_folded(&self.text[start..word.end]));
        }
    }

    /// Tries the surfaces whose first word has this hash, the longest first.
    #[inline]
    fn look_up(&mut self, word: Word, start: usize, hash: u64) {
        let matcher = self.matcher;
        let bit = filter_bit(hash);
        if matcher.filter[bit >> 6] >> (bit & 63) & 1 == 0 {
            return;
        }
        let small = !word.capital && start == word.start;
        let (_, first, count) = matcher.slots[matcher.find_slot(hash)];
        for index in first..first + count {
            let pattern = &matcher.patterns[index as usize];
            let lost_capital = small && pattern.case == Case::Printed && pattern.upper & 1 == 1;
            if start < self.taken[pattern.layer as usize] || lost_capital {
                continue;
            }
            if let Some((end, capitals)) = matcher.matches(pattern, self.text, start) {
                let (base, layer) = (self.base, pattern.layer);
                self.taken[layer as usize] = end;
                self.hits.push(Hit { start: start + base, end: end + base, layer, capitals, pattern: index });
            }
        }
    }
}

/// How the case of the text compares with that of the surface.
#[derive(Default)]
struct CaseTally {
    /// A capital of the surface is printed small.
    lowered: bool,
    /// Small letters of the surface, and how many of them are printed as capitals; word starts apart.
    small: u32,
    raised: u32,
    raised_inside: u32,
}

impl CaseTally {
    fn count(&mut self, upper: bool, found: char, word_start: bool) {
        let capital = found.is_uppercase();
        if upper {
            self.lowered |= found.is_lowercase();
        } else {
            self.small += 1;
            self.raised += u32::from(capital);
            self.raised_inside += u32::from(capital && !word_start);
        }
    }

    /// None when the case does not fit; else whether it fits by being all capitals. `Bank Of Japan` fits as it is.
    fn capitals(&self) -> Option<bool> {
        if self.lowered {
            None
        } else if self.raised_inside == 0 {
            Some(false)
        } else {
            (self.raised == self.small).then_some(true)
        }
    }
}

fn filter_bit(hash: u64) -> usize {
    (hash & ((1 << FILTER_BITS) - 1)) as usize
}

/// Folded characters of a surface and the bits of those that are capitals.
fn fold_surface(surface: &str) -> (String, u64) {
    let mut folded = String::with_capacity(surface.len());
    let mut upper = 0;
    for (index, ch) in surface.trim_end().chars().filter(|&ch| fold(ch).is_some()).enumerate() {
        if ch.is_uppercase() && index < 64 {
            upper |= 1 << index;
        }
        folded.push(fold(ch).map_or(ch, |f| if f == '’' { '\'' } else { f }));
    }
    (folded, upper)
}

#[inline]
fn same_char(want: char, found: char) -> bool {
    match want {
        '\'' => matches!(found, '\'' | '’' | '‘' | 'ʼ'),
        '-' => matches!(found, '-' | '\u{2010}' | '\u{2011}' | '–'),
        _ => fold(found) == Some(want),
    }
}

fn continues_word(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|ch| ch.is_alphanumeric() || ch == SOFT_HYPHEN)
}

/// Past one or more white-space characters, of which at most one line break.
fn skip_space(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let trimmed = rest.trim_start();
    let skipped = rest.len() - trimmed.len();
    let breaks = rest[..skipped].bytes().filter(|&b| b == b'\n').count();
    (skipped > 0 && breaks < 2).then_some(at + skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surface(text: &str, case: Case, layer: Layer) -> Surface<&str> {
        Surface { text: text.into(), case, layer, meaning: text }
    }

    fn found<'m>(matcher: &Matcher<&'m str>, text: &str) -> Vec<(&'m str, String, bool)> {
        let mut hits = Vec::new();
        matcher.scan(text, 0, &mut hits);
        hits.iter().map(|&hit| (matcher.meanings(hit)[0], text[hit.start..hit.end].to_owned(), hit.capitals)).collect()
    }

    #[test]
    fn the_longest_whole_words_win() {
        use Case::{Any, Exact, Printed};
        let matcher = Matcher::new(vec![
            surface("Niger", Printed, Layer::Name),
            surface("Moscow", Printed, Layer::Name),
            surface("Moscow Times", Printed, Layer::Name),
            surface("Russian", Printed, Layer::Name),
            surface("Russians", Printed, Layer::Name),
            surface("Turkey", Printed, Layer::Name),
            surface("U.S.", Printed, Layer::Name),
            surface("US", Exact, Layer::Name),
            surface("People's Daily", Printed, Layer::Name),
            surface("Sino-", Printed, Layer::Name),
            surface("missile test", Any, Layer::Term),
            surface("Daily", Printed, Layer::Name),
        ]);
        let table: &[(&str, &[(&str, &str, bool)])] = &[
            ("Nigeria and Niger", &[("Niger", "Niger", false)]),
            ("The Moscow\nTimes in Moscow", &[("Moscow Times", "Moscow\nTimes", false), ("Moscow", "Moscow", false)]),
            ("Russians' turkey; TURKEY'S", &[("Russians", "Russians", false), ("Turkey", "TURKEY", true)]),
            ("the U.S.-led, U.S and us, US", &[("U.S.", "U.S.", false), ("U.S.", "U.S", false), ("US", "US", false)]),
            ("People’s Daily", &[("People's Daily", "People’s Daily", false)]),
            ("Sino-Russian", &[("Sino-", "Sino-", false), ("Russian", "Russian", false)]),
            ("a Missile Test of Russian make", &[("missile test", "Missile Test", false), ("Russian", "Russian", false)]),
            ("theDaily reports", &[("Daily", "Daily", false)]),
            ("RuSSian", &[]),
            ("Moscow\n\nTimes", &[("Moscow", "Moscow", false)]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> = expected.iter().map(|&(m, s, c)| (m, s.to_owned(), c)).collect();
            assert_eq!(found(&matcher, text), expected, "{text}");
        }
    }
}
