//! The counts of all threads as one: equal phrases added up, with what they are measured by.
//!
//! In: the [`Tally`] of each thread. Out: [`Counts`]. Sorting is left to the caller, who has the threads for it.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::count::{Counting, LONGEST, Place, Row, Tally, Words};
use super::form::{Term, is_stop};

/// A phrase of a group.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub group: u32,
    /// Number of its words.
    pub length: usize,
    words: Words,
    pub count: u64,
    pub texts: u32,
    /// All phrases of this length in the group.
    pub total: u64,
    /// Phrases of two words that begin as this one and that end as it, for those of two words.
    pub margins: Option<(u64, u64)>,
    /// How often it would occur if words followed each other by chance, for more than one word.
    pub expected: Option<f64>,
    places: Range<usize>,
}

/// All phrases of each length in a group, also those that are not given.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub group: u32,
    pub totals: [u64; LONGEST],
}

pub(crate) struct Counts {
    terms: Vec<Box<str>>,
    pub rows: Vec<Counted>,
    pub sections: Vec<Section>,
    places: Vec<u32>,
}

impl Counts {
    /// The words of a phrase.
    pub(crate) fn words<'c>(&'c self, row: &'c Counted) -> impl Iterator<Item = &'c str> {
        row.words[..row.length].iter().map(|&term| self.terms[(term >> 1) as usize].as_ref())
    }

    /// The texts a phrase occurs in, if they were kept.
    pub(crate) fn places(&self, row: &Counted) -> &[u32] {
        &self.places[row.places.clone()]
    }
}

impl Counted {
    /// By group and length, the most frequent first, then by words.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        (self.group, self.length, Reverse(self.count), self.words)
    }
}

impl Row {
    pub(crate) fn order(&self) -> impl Ord + use<> {
        (self.group, self.words)
    }

    /// Lets terms be numbered by `order`, in which texts are alphabetical.
    pub(crate) fn renumber(&mut self, length: usize, order: &[u32]) {
        renumber(&mut self.words[..length], order);
    }
}

impl Place {
    pub(crate) fn renumber(&mut self, length: usize, order: &[u32]) {
        renumber(&mut self.words[..length], order);
    }
}

fn renumber(words: &mut [Term], order: &[u32]) {
    for term in words {
        *term = order[(*term >> 1) as usize] << 1 | *term & 1;
    }
}

impl Tally {
    /// All tallies one after the other.
    pub(crate) fn gathered(tallies: Vec<Self>) -> Self {
        let mut tallies = tallies.into_iter();
        let mut all = tallies.next().unwrap_or_default();
        for mut tally in tallies {
            for length in 0..LONGEST {
                all.rows[length].append(&mut tally.rows[length]);
                all.places[length].append(&mut tally.places[length]);
            }
            all.ends.append(&mut tally.ends);
            for (group, totals) in tally.totals {
                let known = all.totals.entry(group).or_default();
                for (total, more) in known.iter_mut().zip(totals) {
                    *total += more;
                }
            }
        }
        all
    }

    /// Rows and places of each length.
    pub(crate) fn parts(&mut self) -> impl Iterator<Item = (usize, &mut Vec<Row>, &mut Vec<Place>)> {
        self.rows.iter_mut().zip(&mut self.places).zip(1..).map(|((rows, places), length)| (length, rows, places))
    }

    /// Numbers the terms of runs by `order` too.
    pub(crate) fn renumber_ends(&mut self, order: &[u32]) {
        for ends in &mut self.ends {
            renumber(std::slice::from_mut(&mut ends.term), order);
        }
        self.ends.sort_unstable_by_key(|ends| ends.group);
    }

    /// Adds up equal phrases, which stand side by side, and leaves out rare ones. `terms` are the texts by number.
    pub(crate) fn merged(self, terms: Vec<Box<str>>, counting: &Counting, min_count: u64) -> Counts {
        let mut sections: Vec<Section> =
            self.totals.iter().map(|(&group, &totals)| Section { group, totals }).collect();
        sections.sort_unstable_by_key(|section| section.group);
        let mut merging = Merging {
            min_count,
            totals: &self.totals,
            margins: Margins::new(2 * terms.len()),
            rows: Vec::new(),
            places: Vec::new(),
        };
        for group in sections.iter().map(|section| section.group) {
            merging.margins.fill(of_group(&self.rows[0], group, |row| row.group), &self, group);
            for length in (1..=LONGEST).filter(|&length| counting.lengths[length - 1]) {
                let rows = of_group(&self.rows[length - 1], group, |row| row.group);
                let places = of_group(&self.places[length - 1], group, |place| place.group);
                merging.add(length, rows, places);
            }
        }
        Counts { terms, rows: merging.rows, sections, places: merging.places }
    }
}

/// The part of a sorted list that belongs to a group.
fn of_group<T>(sorted: &[T], group: u32, of: impl Fn(&T) -> u32) -> &[T] {
    let start = sorted.partition_point(|row| of(row) < group);
    let length = sorted[start..].partition_point(|row| of(row) == group);
    &sorted[start..start + length]
}

/// Counts of the single words of one group, by number.
struct Margins {
    alone: Vec<u64>,
    opening: Vec<u64>,
    closing: Vec<u64>,
    used: Vec<Term>,
}

impl Margins {
    fn new(terms: usize) -> Self {
        Self { alone: vec![0; terms], opening: vec![0; terms], closing: vec![0; terms], used: Vec::new() }
    }

    fn fill(&mut self, words: &[Row], tally: &Tally, group: u32) {
        for term in self.used.drain(..) {
            (self.alone[term as usize], self.opening[term as usize], self.closing[term as usize]) = (0, 0, 0);
        }
        for row in words {
            let term = row.words[0];
            for counts in [&mut self.alone, &mut self.opening, &mut self.closing] {
                counts[term as usize] += u64::from(row.count);
            }
            self.used.push(term);
        }
        // The last word of a stretch opens no phrase, its first one closes none.
        for ends in of_group(&tally.ends, group, |ends| ends.group) {
            self.opening[ends.term as usize] -= u64::from(ends.last);
            self.closing[ends.term as usize] -= u64::from(ends.first);
        }
    }
}

struct Merging<'t> {
    min_count: u64,
    totals: &'t FxHashMap<u32, [u64; LONGEST]>,
    margins: Margins,
    rows: Vec<Counted>,
    places: Vec<u32>,
}

impl Merging<'_> {
    /// Adds the phrases of one group and length.
    fn add(&mut self, length: usize, rows: &[Row], places: &[Place]) {
        let mut at = 0;
        for equal in rows.chunk_by(|one, other| one.words == other.words) {
            let words = equal[0].words;
            let count = equal.iter().map(|row| u64::from(row.count)).sum();
            if count < self.min_count || is_stop(words[0]) {
                continue;
            }
            at += places[at..].partition_point(|place| place.words < words);
            let here = places[at..].partition_point(|place| place.words == words);
            let start = self.places.len();
            self.places.extend(places[at..at + here].iter().map(|place| place.text));
            at += here;
            self.rows.push(Counted {
                group: equal[0].group,
                length,
                words,
                count,
                texts: equal.iter().map(|row| row.texts).sum(),
                total: self.totals[&equal[0].group][length - 1],
                margins: (length == 2).then(|| self.pair(words)),
                expected: (length > 1).then(|| self.expected(equal[0].group, length, words)),
                places: start..self.places.len(),
            });
        }
    }

    fn pair(&self, words: Words) -> (u64, u64) {
        (self.margins.opening[words[0] as usize], self.margins.closing[words[1] as usize])
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn expected(&self, group: u32, length: usize, words: Words) -> f64 {
        let totals = self.totals[&group];
        let total = totals[length - 1] as f64;
        if length == 2 {
            let (first, last) = self.pair(words);
            return first as f64 * last as f64 / total;
        }
        let share = |term: &Term| self.margins.alone[*term as usize] as f64 / totals[0] as f64;
        total * words[..length].iter().map(share).product::<f64>()
    }
}
