//! Counting terms and phrases of one thread's share of the texts.
//!
//! In: texts, in sections that belong to one group. Out: [`Row`]s, one per section and phrase, in no order; `merge` adds up
//! those of all threads. Memory grows with the number of distinct phrases, not with the length of the texts.

use rustc_hash::FxHashMap;

use super::form::{Forms, Term, is_stop, stemmer};
use super::tokens::tokens;

/// Most words of a phrase.
pub(crate) const LONGEST: usize = 5;

/// What to count.
pub(crate) struct Counting {
    /// Whether phrases of 1, 2, ... words are asked for.
    pub lengths: [bool; LONGEST],
    /// Whether to keep in which texts each phrase occurs.
    pub places: bool,
}

/// Terms of a phrase; what is beyond its length is 0.
pub(super) type Words = [Term; LONGEST];

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
    known: FxHashMap<&'t str, Term>,
    levels: Vec<Box<dyn Level>>,
    ends: FxHashMap<Term, (u32, u32)>,
    totals: [u64; LONGEST],
    group: Option<u32>,
    /// Terms since the last punctuation.
    run: Vec<Term>,
    tally: Tally,
}

impl<'t, 'f> Counter<'t, 'f> {
    pub(crate) fn new(forms: &'f Forms<'f>, counting: &Counting) -> Self {
        // What a phrase is measured by are the counts of its words.
        let levels = (1..=LONGEST).filter(|&n| n == 1 || counting.lengths[n - 1]);
        Self {
            forms,
            stemmer: stemmer(),
            known: FxHashMap::default(),
            levels: levels.map(|n| level(n, counting)).collect(),
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
                self.end_run();
            }
            let printed = &text[token.start..token.end];
            let term = match self.known.get(printed) {
                Some(&term) => term,
                None => *self.known.entry(printed).or_insert_with(|| self.forms.term(printed, &self.stemmer)),
            };
            self.run.push(term);
            for level in &mut self.levels {
                level.add(&self.run, number);
            }
        }
        self.end_run();
    }

    pub(crate) fn finish(mut self) -> Tally {
        self.close();
        self.tally
    }

    fn end_run(&mut self) {
        if let (Some(&first), Some(&last)) = (self.run.first(), self.run.last()) {
            self.ends.entry(first).or_default().0 += 1;
            self.ends.entry(last).or_default().1 += 1;
            for (total, before) in self.totals.iter_mut().zip(0..) {
                *total += self.run.len().saturating_sub(before) as u64;
            }
            self.run.clear();
        }
    }

    /// Ends a section.
    fn close(&mut self) {
        let Some(group) = self.group else { return };
        for level in &mut self.levels {
            level.close(group, &mut self.tally);
        }
        let ends = std::mem::take(&mut self.ends).into_iter();
        self.tally.ends.extend(ends.map(|(term, (first, last))| Ends { group, term, first, last }));
        let totals = self.tally.totals.entry(group).or_default();
        for (total, more) in totals.iter_mut().zip(std::mem::take(&mut self.totals)) {
            *total += more;
        }
    }
}

/// Phrases of one length.
trait Level: Send {
    /// Counts the phrase at the end of a run.
    fn add(&mut self, run: &[Term], text: u32);
    fn close(&mut self, group: u32, tally: &mut Tally);
}

fn level(length: usize, counting: &Counting) -> Box<dyn Level> {
    let places = counting.places && counting.lengths[length - 1];
    match length {
        1 => Box::new(Phrases::<1>::new(places)),
        2 => Box::new(Phrases::<2>::new(places)),
        3 => Box::new(Phrases::<3>::new(places)),
        4 => Box::new(Phrases::<4>::new(places)),
        _ => Box::new(Phrases::<LONGEST>::new(places)),
    }
}

struct Phrases<const N: usize> {
    cells: FxHashMap<[Term; N], Cell>,
    places: Option<Vec<([Term; N], u32)>>,
}

/// Count, number of texts, and the last of them.
#[derive(Clone, Copy)]
struct Cell {
    count: u32,
    texts: u32,
    last: u32,
}

impl<const N: usize> Phrases<N> {
    fn new(places: bool) -> Self {
        Self { cells: FxHashMap::default(), places: places.then(Vec::new) }
    }
}

impl<const N: usize> Level for Phrases<N> {
    #[inline]
    fn add(&mut self, run: &[Term], text: u32) {
        let Some(&words) = run.last_chunk::<N>() else { return };
        // Single stop words are counted: phrases are measured by them.
        if N > 1 && (is_stop(words[0]) || is_stop(words[N - 1])) {
            return;
        }
        let cell = self.cells.entry(words).or_insert(Cell { count: 0, texts: 0, last: u32::MAX });
        cell.count += 1;
        if cell.last != text {
            cell.last = text;
            cell.texts += 1;
            if let Some(places) = &mut self.places
                && !is_stop(words[0])
            {
                places.push((words, text));
            }
        }
    }

    fn close(&mut self, group: u32, tally: &mut Tally) {
        let padded = |words: [Term; N]| {
            let mut all = [0; LONGEST];
            all[..N].copy_from_slice(&words);
            all
        };
        let rows = std::mem::take(&mut self.cells).into_iter();
        tally.rows[N - 1].extend(rows.map(|(words, cell)| Row {
            group,
            words: padded(words),
            count: cell.count,
            texts: cell.texts,
        }));
        if let Some(places) = &mut self.places {
            tally.places[N - 1].extend(places.drain(..).map(|(words, text)| Place {
                group,
                words: padded(words),
                text,
            }));
        }
    }
}
