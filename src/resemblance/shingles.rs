//! A text as the set of its runs of words, and how rare each run is.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::words::words;

/// The distinct runs of `length` words of a text, each as a hash, in rising order. Case, diacritics and punctuation do not
/// count. A text of fewer words is one run; one without words has none.
pub(crate) fn shingles(text: &str, length: usize) -> Vec<u64> {
    let hashes: Vec<u64> = words(text).map(|word| word.hash).collect();
    let run = length.clamp(1, hashes.len().max(1));
    let mut found: Vec<u64> = hashes.windows(run).map(joined).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Order counts: `a b` is not `b a`.
fn joined(words: &[u64]) -> u64 {
    let step = |state: u64, word: &u64| {
        let mixed = (state.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    };
    words.iter().fold(0x51_7c_c1_b7_27_22_0a_95, step)
}

/// About how many sets hold a shingle. Shingles may share a counter, which makes some seem less rare: any order of
/// shingles serves the join, as long as it is one order for all sets.
pub(crate) struct Rarity {
    counters: Vec<AtomicU32>,
}

impl Rarity {
    /// For so many shingles in all.
    pub(crate) fn with_room(shingles: usize) -> Self {
        let size = shingles.next_power_of_two().clamp(1 << 10, 1 << 22);
        Self { counters: (0..size).map(|_| AtomicU32::new(0)).collect() }
    }

    fn at(&self, shingle: u64) -> &AtomicU32 {
        &self.counters[usize::try_from(shingle >> 20).unwrap_or(0) & (self.counters.len() - 1)]
    }

    /// Counts the shingles of one set.
    pub(crate) fn count(&self, set: &[u64]) {
        for &shingle in set {
            self.at(shingle).fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The rarest shingles of a set, as many as a set that resembles it must share one of.
    pub(crate) fn prefix(&self, set: &[u64], threshold: f64) -> Vec<u64> {
        let length = set.len() - required(set.len(), threshold).min(set.len()) + usize::from(!set.is_empty());
        let mut ranked: Vec<(u32, u64)> =
            set.iter().map(|&shingle| (self.at(shingle).load(Ordering::Relaxed), shingle)).collect();
        if length < ranked.len() {
            ranked.select_nth_unstable(length);
            ranked.truncate(length);
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, shingle)| shingle).collect()
    }
}

/// How many shingles a set must share with one that resembles it; rather one too few than one too many.
fn required(length: usize, threshold: f64) -> usize {
    #[expect(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "a number of words from 0 up")]
    let share = (threshold * length as f64 - 1e-6).ceil().max(1.0) as usize;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_are_of_words_in_order_whatever_their_print() {
        assert_eq!(shingles("The port, of MURMANSK; shipped", 3), shingles("the port of Murmansk shipped", 3));
        assert_eq!(shingles("the port of Murmansk shipped", 3).len(), 3);
        assert_ne!(shingles("one two three", 3), shingles("three two one", 3));
        assert_eq!(shingles("two words", 3).len(), 1);
        assert_eq!(shingles("a a a a a", 3).len(), 1);
        assert!(shingles(" \u{2014} ", 3).is_empty());
    }

    #[test]
    fn a_prefix_holds_one_more_than_a_set_may_lack() {
        let set: Vec<u64> = (0..10).map(|n| n << 20).collect();
        let rarity = Rarity::with_room(10);
        rarity.count(&set);
        rarity.count(&set[..5]);
        assert_eq!(rarity.prefix(&set, 0.8), &set[5..8]);
        assert_eq!(rarity.prefix(&set, 1.0), &set[5..6]);
        assert_eq!(rarity.prefix(&set[..1], 0.5), &set[..1]);
        assert!(rarity.prefix(&[], 0.5).is_empty());
    }
}
