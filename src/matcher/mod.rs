//! One longest-match search over words for every vocabulary at once.
//!
//! In: surfaces (printed forms), each with what it means to somebody (`M`) and how strictly case counts. Out: for a
//! text, the longest surface at each place, in order. A surface is looked up by its first word, or its first two, so the
//! cost is one table probe for most words of the text, whatever the number of surfaces. It does not decide what a surface stands for.

mod compare;
mod scan;
#[cfg(test)]
mod tests;

use crate::words::{fold, hash_folded, mix, words};
use compare::{Ascii, Ends, compare, compare_ascii, continues_word};
use scan::Scan;

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

/// In one line of the cache: what a scan mostly waits for are these.
#[repr(align(64))]
struct Pattern {
    /// Folded text of the surface, from `texts`; the surface as it is written stands at the same place of `prints`.
    text: (u32, u32),
    /// Of the surface as it is written.
    ends: Ends,
    /// Range of `meanings`.
    meanings: (u32, u32),
    /// Upper-case flags of the folded characters, one bit each; surfaces over 64 characters are compared without.
    upper: u64,
    /// Of the hash of the third word.
    third: Option<u32>,
    case: Case,
    layer: Layer,
    /// The folded text is ASCII.
    ascii: bool,
    /// The last character is a letter or digit.
    ends_word: bool,
    /// No other pattern follows in its slot.
    last: bool,
}

impl Pattern {
    fn range(&self) -> std::ops::Range<usize> {
        self.text.0 as usize..self.text.1 as usize
    }

    /// Of the folded text and of the surface as it is written where that is ASCII, in bytes.
    fn length(&self) -> usize {
        self.range().len()
    }

    /// The text must print the first letter as a capital.
    fn needs_capital(&self) -> bool {
        self.case != Case::Any && self.upper & 1 == 1
    }
}

/// Patterns that share their first word, or their first two.
#[derive(Clone, Copy)]
struct Slot {
    /// Upper half of the hash; the lower half says where the slot is.
    tag: u32,
    first: u32,
}

const FREE: Slot = Slot { tag: 0, first: u32::MAX };

/// In place of a first pattern: surfaces start with this word, but none is this word alone.
const NONE_ALONE: u32 = u32::MAX - 1;

pub(crate) struct Matcher<M> {
    texts: String,
    prints: String,
    patterns: Vec<Pattern>,
    meanings: Vec<M>,
    /// Open addressing on the hash of the first word (surfaces of one word) or of the first two (all others).
    slots: Vec<Slot>,
    /// What starts with a word, by the low bits of its hash: most words of a text stop here.
    heads: Box<[u8; 1 << HEAD_BITS]>,
    /// One bit for each of the low bits of the hashes of two words that occur.
    pairs: Box<[u64; 1 << (PAIR_BITS - 6)]>,
}

const HEAD_BITS: u32 = 17;
const PAIR_BITS: u32 = 19;

/// Flags of `heads`: a surface of this word alone, of this word and more; the same for surfaces that may start small.
/// They are those of names and sources; terms have them shifted by [`OF_TERMS`].
const ALONE: u8 = 1;
const LONGER: u8 = 2;
const SMALL_ALONE: u8 = 4;
const SMALL_LONGER: u8 = 8;
const OF_TERMS: u8 = 4;

/// A surface on its way into the matcher.
struct Keyed<M> {
    /// Hash of the first word.
    head: u64,
    /// Hash of the first two words where there are two.
    pair: Option<u64>,
    third: Option<u64>,
    folded: String,
    /// The surface as it is written where that is ASCII, else the folded text: of the same length in both cases.
    printed: String,
    upper: u64,
    surface: Surface<M>,
}

impl<M> Keyed<M> {
    fn new(surface: Surface<M>) -> Option<Self> {
        let mut found = words(&surface.text);
        let first = found.next()?;
        let pair = found.next().map(|second| pair_hash(first.hash, second.hash));
        let third = found.next().map(|third| third.hash);
        let (folded, upper) = fold_surface(&surface.text[first.start..]);
        let written = surface.text[first.start..].trim_end();
        let printed = if written.is_ascii() { written.to_owned() } else { folded.clone() };
        Some(Self { head: first.hash, pair, third, folded, printed, upper, surface })
    }

    /// The hash under which the surface is found.
    fn hash(&self) -> u64 {
        self.pair.unwrap_or(self.head)
    }

    /// Longest first among those found together, so that the first pattern to match is the longest.
    fn order(&self) -> (u64, std::cmp::Reverse<usize>, &str, Layer, Case, u64) {
        (
            self.hash(),
            std::cmp::Reverse(self.folded.len()),
            &self.folded,
            self.surface.layer,
            self.surface.case,
            self.upper,
        )
    }
}

impl<M> Matcher<M> {
    /// Surfaces without a single letter or digit are ignored: they could match nowhere.
    pub(crate) fn new(surfaces: Vec<Surface<M>>) -> Self {
        let mut keyed: Vec<Keyed<M>> = surfaces.into_iter().filter_map(Keyed::new).collect();
        keyed.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut matcher = Self {
            texts: String::new(),
            prints: String::new(),
            patterns: Vec::new(),
            meanings: Vec::with_capacity(keyed.len()),
            slots: vec![FREE; (keyed.len() * 2).next_power_of_two().max(8)],
            heads: vec![0; 1 << HEAD_BITS].try_into().expect("as many as asked for"),
            pairs: vec![0; 1 << (PAIR_BITS - 6)].try_into().expect("as many as asked for"),
        };
        for index in 0..keyed.len() {
            if index == 0 || keyed[index].order() != keyed[index - 1].order() {
                matcher.add_pattern(&keyed[index]);
            }
            if let Some(pattern) = matcher.patterns.last_mut() {
                pattern.meanings.1 += 1;
            }
        }
        matcher.meanings.extend(keyed.into_iter().map(|keyed| keyed.surface.meaning));
        matcher
    }

    fn add_pattern(&mut self, keyed: &Keyed<M>) {
        let narrow = |n: usize| u32::try_from(n).expect("a vocabulary of less than 4 GiB");
        let start = narrow(self.texts.len());
        self.texts.push_str(&keyed.folded);
        self.prints.push_str(&keyed.printed);
        let meanings = self.patterns.last().map_or(0, |last| last.meanings.1);
        let pattern = Pattern {
            text: (start, narrow(self.texts.len())),
            ends: Ends::of(keyed.printed.as_bytes(), 0, keyed.printed.len()),
            meanings: (meanings, meanings),
            upper: keyed.upper,
            third: keyed.third.map(tag),
            case: keyed.surface.case,
            layer: keyed.surface.layer,
            ascii: keyed.folded.is_ascii(),
            ends_word: keyed.folded.ends_with(char::is_alphanumeric),
            last: true,
        };
        let (any, small) = if keyed.pair.is_some() { (LONGER, SMALL_LONGER) } else { (ALONE, SMALL_ALONE) };
        let flags = if pattern.needs_capital() { any } else { any | small };
        self.heads[low_bits(keyed.head, HEAD_BITS)] |=
            if pattern.layer == Layer::Term { flags << OF_TERMS } else { flags };
        if let Some(pair) = keyed.pair {
            let bit = low_bits(pair, PAIR_BITS);
            self.pairs[bit >> 6] |= 1 << (bit & 63);
            self.slot_for(keyed.head);
        }
        let index = self.patterns.len();
        let slot = self.slot_for(keyed.hash());
        if slot.first == NONE_ALONE {
            slot.first = narrow(index);
        } else {
            self.patterns[index - 1].last = false;
        }
        self.patterns.push(pattern);
    }

    /// The slot of `hash`, taken if it was free.
    fn slot_for(&mut self, hash: u64) -> &mut Slot {
        let at = self.find_slot(hash);
        let slot = &mut self.slots[at];
        if slot.first == FREE.first {
            *slot = Slot { tag: tag(hash), first: NONE_ALONE };
        }
        slot
    }

    /// The slot that holds `hash`, or the free one where it belongs.
    #[inline]
    fn find_slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = low_bits(hash, 32) & mask;
        while self.slots[at].first != FREE.first && self.slots[at].tag != tag(hash) {
            at = (at + 1) & mask;
        }
        at
    }

    /// Whether the first word of some surface is this one.
    pub(crate) fn starts_with(&self, word: &str) -> bool {
        self.slots[self.find_slot(hash_folded(word))].first != FREE.first
    }

    pub(crate) fn meanings(&self, hit: Hit) -> &[M] {
        let (start, end) = self.patterns[hit.pattern as usize].meanings;
        &self.meanings[start as usize..end as usize]
    }

    /// Appends the longest hits of `text` to `hits`, in order of their start; offsets are moved by `base`.
    pub(crate) fn scan(&self, text: &str, base: usize, hits: &mut Vec<Hit>) {
        Scan::new(self, text, base, true, hits).run();
    }

    /// As [`Self::scan`], without the layer of terms.
    pub(crate) fn scan_names(&self, text: &str, base: usize, hits: &mut Vec<Hit>) {
        Scan::new(self, text, base, false, hits).run();
    }

    /// Whether the surface stands in the text as it is written, or in other letters where any case will do.
    #[inline]
    fn stands_as_written(&self, pattern: &Pattern, text: &[u8], start: usize) -> bool {
        let length = pattern.length();
        let Some(found) = text.get(start..start + length) else { return false };
        let print = || &self.prints.as_bytes()[pattern.range()];
        let ends = Ends::of(text, start, length);
        if ends == pattern.ends {
            return length <= Ends::WHOLE || print() == found;
        }
        pattern.case == Case::Any && ends.small() == pattern.ends.small() && print().eq_ignore_ascii_case(found)
    }

    /// Where `pattern` ends if it stands at `start`, and whether it is printed in capitals against the surface.
    fn matches(&self, pattern: &Pattern, text: &str, start: usize) -> Option<(usize, bool)> {
        if pattern.ascii && self.stands_as_written(pattern, text.as_bytes(), start) {
            let end = start + pattern.length();
            let whole = !(pattern.ends_word && continues_word(text, end));
            return whole.then_some((end, false));
        }
        let folded = &self.texts[pattern.range()];
        let ascii =
            if pattern.ascii { compare_ascii(folded.as_bytes(), pattern.upper, text, start) } else { Ascii::Unsure };
        let (at, tally) = match ascii {
            Ascii::Differs => return None,
            Ascii::Same(at, tally) => (at, tally),
            Ascii::Unsure => compare(folded, pattern.upper, text, start)?,
        };
        if pattern.ends_word && continues_word(text, at) {
            return None;
        }
        let capitals = match pattern.case {
            Case::Exact if tally.lowered || tally.raised > 0 => return None,
            Case::Any | Case::Exact => false,
            Case::Printed => tally.capitals()?,
        };
        Some((at, capitals))
    }
}

/// The hash of two words that follow each other.
#[inline]
fn pair_hash(first: u64, second: u64) -> u64 {
    mix(first, second)
}

fn low_bits(hash: u64, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
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
