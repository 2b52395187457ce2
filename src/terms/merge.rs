//! The counts of all threads as one: equal phrases added up, with what they are measured by.
//!
//! In: the [`Tally`] of each thread. Out: [`Counts`]. Sorting is left to the caller, who has the threads for it: rows are
//! sorted by [`Row::order`], added up and sifted, sorted by [`Row::by_count`], and told.

use std::cmp::Reverse;

use super::count::{Counting, LONGEST, Place, Row, Tally, Words, add_up};
use super::form::{Term, is_stop};

/// All phrases of each length in a group, also those that are not given.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub group: u32,
    pub totals: [u64; LONGEST],
}

/// Phrases by group and length, the most frequent first, then by words; side by side what is known of each.
#[derive(Default)]
pub(crate) struct Counts {
    terms: Vec<Box<str>>,
    words: Vec<Words>,
    pub groups: Vec<u32>,
    /// Numbers of words.
    pub lengths: Vec<u32>,
    pub occurrences: Vec<u32>,
    /// Within group and length; equal ones share the best.
    pub ranks: Vec<u32>,
    /// Numbers of texts.
    pub texts: Vec<u32>,
    /// All phrases of the length in the group.
    pub totals: Vec<u64>,
    /// Phrases of two words that begin as this one and that end as it, for those of two words.
    pub margins: Vec<Option<(u64, u64)>>,
    /// How often it would occur if words followed each other by chance, for more than one word.
    pub expected: Vec<Option<f64>>,
    /// The texts it occurs in, if they were kept.
    pub places: Vec<Vec<u32>>,
    pub sections: Vec<Section>,
}

impl Counts {
    /// Gives each phrase as a text, in turn.
    pub(crate) fn each_feature(&self, mut give: impl FnMut(&str)) {
        let mut feature = String::new();
        for (words, &length) in self.words.iter().zip(&self.lengths) {
            feature.clear();
            for (place, term) in words.terms()[..length as usize].iter().enumerate() {
                if place > 0 {
                    feature.push(' ');
                }
                feature.push_str(&self.terms[(term >> 1) as usize]);
            }
            give(&feature);
        }
    }

    /// Adds the phrases of one group and length.
    fn add(&mut self, length: usize, rows: &[Row], section: &Section, margins: &Margins, places: Option<&[Place]>) {
        let mut rank = 0;
        for (nth, row) in (1..).zip(rows) {
            if nth == 1 || rows[nth - 2].count != row.count {
                rank = nth as u32;
            }
            self.words.push(row.words);
            self.groups.push(row.group);
            self.lengths.push(length as u32);
            self.occurrences.push(row.count);
            self.ranks.push(rank);
            self.texts.push(row.texts);
            self.totals.push(section.totals[length - 1]);
            self.margins.push((length == 2).then(|| margins.pair(row.words)));
            self.expected.push((length > 1).then(|| margins.expected(length, row.words, section)));
            if let Some(places) = places {
                let start = places.partition_point(|place| place.words < row.words);
                let found = places[start..].iter().take_while(|place| place.words == row.words);
                self.places.push(found.map(|place| place.text).collect());
            }
        }
    }
}

impl Row {
    /// Puts equal phrases side by side.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        (self.group, self.words)
    }

    /// The most frequent of a group first. Those that are as frequent shall stay as they stand.
    pub(crate) fn by_count(&self) -> impl Ord + use<> {
        (self.group, Reverse(self.count))
    }

    /// Lets terms be numbered by `order`, in which texts are alphabetical.
    pub(crate) fn renumber(&mut self, length: usize, order: &[u32]) {
        self.words = renumbered(self.words, length, order);
    }
}

impl Place {
    pub(crate) fn renumber(&mut self, length: usize, order: &[u32]) {
        self.words = renumbered(self.words, length, order);
    }
}

fn renumbered(words: Words, length: usize, order: &[u32]) -> Words {
    let mut terms = words.terms();
    for term in &mut terms[..length] {
        *term = number(*term, order);
    }
    Words::new(&terms)
}

fn number(term: Term, order: &[u32]) -> Term {
    order[(term >> 1) as usize] << 1 | term & 1
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
            ends.term = number(ends.term, order);
        }
        self.ends.sort_unstable_by_key(|ends| ends.group);
    }

    /// Adds up equal phrases, which stand side by side, and drops what is rare or not asked for. Gives all single words.
    pub(crate) fn sift(&mut self, counting: &Counting, min_count: u32) -> Vec<Row> {
        let mut words = Vec::new();
        for (length, rows) in (1..).zip(&mut self.rows) {
            add_up(rows);
            if length == 1 {
                words.clone_from(rows);
            }
            let wanted = counting.lengths[length - 1];
            rows.retain(|row| wanted && row.count >= min_count && !is_stop(row.words.terms()[0]));
        }
        words
    }

    /// The rows that are left, with the totals of their groups. `words` is what `sift` gave, `terms` the texts by number.
    pub(crate) fn told(self, words: &[Row], terms: Vec<Box<str>>, counting: &Counting) -> Counts {
        let mut counts = Counts::default();
        counts.sections.extend(self.totals.iter().map(|(&group, &totals)| Section { group, totals }));
        counts.sections.sort_unstable_by_key(|section| section.group);
        let mut margins = Margins::new(2 * terms.len());
        for section in &counts.sections.clone() {
            let group = section.group;
            margins.fill(of_group(words, group, |row| row.group), &self, group);
            for length in 1..=LONGEST {
                let rows = of_group(&self.rows[length - 1], group, |row| row.group);
                let places = of_group(&self.places[length - 1], group, |place| place.group);
                counts.add(length, rows, section, &margins, counting.places.then_some(places));
            }
        }
        counts.terms = terms;
        counts
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
            let term = row.words.terms()[0];
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

    /// How many pairs begin as this one does, and how many end so.
    fn pair(&self, words: Words) -> (u64, u64) {
        let [first, second, ..] = words.terms();
        (self.opening[first as usize], self.closing[second as usize])
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn expected(&self, length: usize, words: Words, section: &Section) -> f64 {
        let total = section.totals[length - 1] as f64;
        if length == 2 {
            let (first, last) = self.pair(words);
            return first as f64 * last as f64 / total;
        }
        let share = |term: &Term| self.alone[*term as usize] as f64 / section.totals[0] as f64;
        total * words.terms()[..length].iter().map(share).product::<f64>()
    }
}
