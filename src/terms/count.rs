//! Counting terms and phrases of one thread's share of the texts.
//!
//! In: texts, in sections that belong to one group. Out: [`Row`]s, one per section and phrase, in no order; `merge` adds up
//! those of all threads. Memory grows with the number of distinct phrases, not with the length of the texts.

use rustc_hash::FxHashMap;

use super::form::{Forms, Term, is_stop, stemmer};
use super::tokens::{Token, tokens};

/// Most words of a phrase.
pub(crate) const LONGEST: usize = 5;

/// What to count.
pub(crate) struct Counting {
    /// Whether phrases of 1, 2, ... words are asked for.
    pub lengths: [bool; LONGEST],
    /// Whether to keep in which texts each phrase occurs.
    pub places: bool,
}

/// Terms of a phrase, the first two as one number, which is compared at once; what is beyond its length is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Words {
    pair: u64,
    rest: [Term; LONGEST - 2],
}

impl Words {
    pub(super) fn new(terms: &[Term]) -> Self {
        let at = |place: usize| terms.get(place).copied().unwrap_or(0);
        Self { pair: u64::from(at(0)) << 32 | u64::from(at(1)), rest: std::array::from_fn(|place| at(place + 2)) }
    }

    /// All terms, with those beyond the length.
    pub(super) fn terms(self) -> [Term; LONGEST] {
        let [third, fourth, fifth] = self.rest;
        [(self.pair >> 32) as Term, self.pair as Term, third, fourth, fifth]
    }
}

/// One phrase in one section: how often it occurs, and in how many texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(super) group: u32,
    pub(super) words: Words,
    pub(super) count: u32,
    pub(super) texts: u32,
}

/// A text that a phrase occurs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(super) group: u32,
    pub(super) words: Words,
    pub(super) text: u32,
}

/// How often a term is the first word of a stretch without punctuation, and the last one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) group: u32,
    pub(super) term: Term,
    pub(super) first: u32,
    pub(super) last: u32,
}

/// What one thread, or all of them, have counted.
#[derive(Default)]
pub(crate) struct Tally {
    /// For phrases of 1, 2, ... words.
    pub(super) rows: [Vec<Row>; LONGEST],
    pub(super) places: [Vec<Place>; LONGEST],
    pub(super) ends: Vec<Ends>,
    /// All phrases of each length, by group, also those with stop words.
    pub(super) totals: FxHashMap<u32, [u64; LONGEST]>,
}

/// The count of a thread.
pub(crate) struct Counter<'t, 'f> {
    forms: &'f Forms<'f>,
    stemmer: rust_stemmers::Stemmer,
    known: Known<'t>,
    words: Singles,
    pairs: Option<Phrases<u64>>,
    /// With their lengths.
    longer: Vec<(usize, Phrases<Words>)>,
    ends: FxHashMap<Term, (u32, u32)>,
    totals: [u64; LONGEST],
    group: Option<u32>,
    /// Terms since the last punctuation.
    run: Vec<Term>,
    tally: Tally,
}

impl<'t, 'f> Counter<'t, 'f> {
    pub(crate) fn new(forms: &'f Forms<'f>, counting: &Counting) -> Self {
        let asked = |length: usize| counting.lengths[length - 1];
        Self {
            forms,
            stemmer: stemmer(),
            known: Known::default(),
            // Always counted: phrases are measured by their words.
            words: Singles { keep_places: counting.places && asked(1), ..Singles::default() },
            pairs: asked(2).then(|| Phrases::new(counting.places)),
            longer: (3..=LONGEST).filter(|&n| asked(n)).map(|n| (n, Phrases::new(counting.places))).collect(),
            ends: FxHashMap::default(),
            totals: [0; LONGEST],
            group: None,
            run: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Counts the text with the number `number`. Texts of a group are best given one after the other.
    pub(crate) fn add(&mut self, group: u32, number: u32, text: &'t str) {
        if self.group != Some(group) {
            self.close();
            self.group = Some(group);
        }
        for token in tokens(text) {
            if !token.joined {
                self.end_run(number);
            }
            let term = self.known.term(text, token, |printed| self.forms.term(printed, &self.stemmer));
            self.run.push(term);
        }
        self.end_run(number);
        // Between texts only: a phrase is counted as in one text more where it stands in another bundle.
        if let Some(pairs) = &mut self.pairs {
            pairs.bundle_full(group, &mut self.tally, 2);
        }
        for (length, phrases) in &mut self.longer {
            phrases.bundle_full(group, &mut self.tally, *length);
        }
    }

    pub(crate) fn finish(mut self) -> Tally {
        self.close();
        self.tally
    }

    /// Counts the words and phrases of a stretch without punctuation.
    fn end_run(&mut self, text: u32) {
        let run = &self.run;
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { return };
        self.ends.entry(first).or_default().0 += 1;
        self.ends.entry(last).or_default().1 += 1;
        for (total, before) in self.totals.iter_mut().zip(0..) {
            *total += run.len().saturating_sub(before) as u64;
        }
        for &term in run {
            self.words.add(term, text);
        }
        if let Some(pairs) = &mut self.pairs {
            let both = run.windows(2).filter(|pair| !is_stop(pair[0]) && !is_stop(pair[1]));
            pairs.seen.extend(both.map(|pair| (Words::new(pair).pair, text)));
        }
        for (length, phrases) in &mut self.longer {
            let open = run.windows(*length).filter(|words| !is_stop(words[0]) && !is_stop(words[*length - 1]));
            phrases.seen.extend(open.map(|words| (Words::new(words), text)));
        }
        self.run.clear();
    }

    /// Ends a section.
    fn close(&mut self) {
        let Some(group) = self.group else { return };
        self.words.close(group, &mut self.tally);
        if let Some(pairs) = &mut self.pairs {
            pairs.bundle(group, &mut self.tally, 2);
        }
        for (length, phrases) in &mut self.longer {
            phrases.bundle(group, &mut self.tally, *length);
        }
        let ends = std::mem::take(&mut self.ends).into_iter();
        self.tally.ends.extend(ends.map(|(term, (first, last))| Ends { group, term, first, last }));
        let totals = self.tally.totals.entry(group).or_default();
        for (total, more) in totals.iter_mut().zip(std::mem::take(&mut self.totals)) {
            *total += more;
        }
    }
}

/// The terms of the printed forms that a thread has seen.
#[derive(Default)]
struct Known<'t> {
    /// Of up to 16 bytes, which are the key: to compare a form with its text would wait for memory.
    short: FxHashMap<u128, Term>,
    long: FxHashMap<&'t str, Term>,
}

impl<'t> Known<'t> {
    #[inline]
    fn term(&mut self, text: &'t str, token: Token, new: impl FnOnce(&str) -> Term) -> Term {
        let printed = &text[token.start..token.end];
        if printed.len() > 16 {
            return *self.long.entry(printed).or_insert_with(|| new(printed));
        }
        // No word has a byte that is 0, so that the rest may be.
        let key = match text.as_bytes()[token.start..].first_chunk() {
            Some(bytes) => u128::from_le_bytes(*bytes) & (u128::MAX >> (128 - 8 * printed.len())),
            None => printed.bytes().rev().fold(0, |key, byte| key << 8 | u128::from(byte)),
        };
        *self.short.entry(key).or_insert_with(|| new(printed))
    }
}

/// Single words, by their number.
#[derive(Default)]
struct Singles {
    cells: Vec<Cell>,
    used: Vec<Term>,
    keep_places: bool,
    places: Vec<(Term, u32)>,
}

/// Count, number of texts, and the last of them.
#[derive(Clone, Copy, Default)]
struct Cell {
    count: u32,
    texts: u32,
    last: u32,
}

impl Singles {
    #[inline]
    fn add(&mut self, term: Term, text: u32) {
        let place = term as usize;
        if place >= self.cells.len() {
            self.cells.resize((place + 1).next_power_of_two(), Cell::default());
        }
        let cell = &mut self.cells[place];
        if cell.count == 0 {
            self.used.push(term);
        }
        if cell.count == 0 || cell.last != text {
            cell.last = text;
            cell.texts += 1;
            if self.keep_places && !is_stop(term) {
                self.places.push((term, text));
            }
        }
        cell.count = cell.count.saturating_add(1);
    }

    fn close(&mut self, group: u32, tally: &mut Tally) {
        let places = self.places.drain(..);
        tally.places[0].extend(places.map(|(term, text)| Place { group, words: Words::new(&[term]), text }));
        for term in self.used.drain(..) {
            let Cell { count, texts, .. } = std::mem::take(&mut self.cells[term as usize]);
            tally.rows[0].push(Row { group, words: Words::new(&[term]), count, texts });
        }
    }
}

/// What phrases are sorted by: two words fit one number.
trait Key: Copy + Ord {
    fn words(self) -> Words;
}

impl Key for u64 {
    fn words(self) -> Words {
        Words { pair: self, rest: [0; LONGEST - 2] }
    }
}

impl Key for Words {
    fn words(self) -> Words {
        self
    }
}

/// Phrases of more than one word. Most of them are rare, and to find each in a table would wait for memory every time:
/// they are noted as they come and counted in bundles, which are sorted.
struct Phrases<K> {
    seen: Vec<(K, u32)>,
    keep_places: bool,
    /// Rows that are left of the last time equal ones were added up.
    settled: usize,
}

impl<K: Key> Phrases<K> {
    /// Phrases of a bundle.
    const FULL: usize = 1 << 18;

    fn new(keep_places: bool) -> Self {
        Self { seen: Vec::new(), keep_places, settled: 0 }
    }

    fn bundle_full(&mut self, group: u32, tally: &mut Tally, length: usize) {
        if self.seen.len() >= Self::FULL {
            self.bundle(group, tally, length);
        }
    }

    fn bundle(&mut self, group: u32, tally: &mut Tally, length: usize) {
        self.seen.sort_unstable();
        let rows = &mut tally.rows[length - 1];
        for equal in self.seen.chunk_by(|one, other| one.0 == other.0) {
            let words = equal[0].0.words();
            let mut texts = 0;
            for same in equal.chunk_by(|one, other| one.1 == other.1) {
                texts += 1;
                if self.keep_places {
                    tally.places[length - 1].push(Place { group, words, text: same[0].1 });
                }
            }
            rows.push(Row { group, words, count: u32::try_from(equal.len()).unwrap_or(u32::MAX), texts });
        }
        self.seen.clear();
        // So that memory grows with the number of different phrases only.
        if rows.len() > 2 * self.settled + 4 * Self::FULL {
            rows.sort_by_key(Row::order);
            add_up(rows);
            self.settled = rows.len();
        }
    }
}

/// Adds up equal phrases, which stand side by side.
pub(super) fn add_up(rows: &mut Vec<Row>) {
    rows.dedup_by(|next, kept| {
        let same = next.group == kept.group && next.words == kept.words;
        if same {
            kept.count = kept.count.saturating_add(next.count);
            kept.texts += next.texts;
        }
        same
    });
}
