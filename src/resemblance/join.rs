//! Pairs of sets that may be close, by what their prefixes share, and how close they are.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

/// What makes a pair.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    /// Least Jaccard similarity: shared shingles by shingles of either.
    pub threshold: f64,
    /// Most days between the two.
    pub days: Option<u32>,
    /// How many earlier texts with the same shingle one is compared with, the latest of them. In a cluster of more
    /// texts than that, each is paired with those before it only as far as this reaches: work stays linear.
    pub reach: usize,
}

/// Two texts, the earlier one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub earlier: u32,
    pub later: u32,
}

/// Pairs of texts that share a shingle of their prefixes and whose lengths and days allow it, each once, in order.
///
/// `texts` holds, in order of time, the day, the number of shingles, and the prefix of each.
pub(crate) fn candidates(texts: &[(i32, u32, Vec<u64>)], near: Near) -> Vec<Candidate> {
    let mut index: FxHashMap<u64, VecDeque<u32>> = FxHashMap::default();
    let mut found = Vec::new();
    let mut seen: Vec<u32> = Vec::new();
    for (later, (day, length, prefix)) in (0..).zip(texts) {
        seen.clear();
        for &shingle in prefix {
            let holders = index.entry(shingle).or_default();
            if let Some(most) = near.days {
                let too_old = |&earlier: &u32| i64::from(*day) - i64::from(texts[earlier as usize].0) > i64::from(most);
                while holders.front().is_some_and(too_old) {
                    holders.pop_front();
                }
            }
            seen.extend(holders.iter().copied());
            if holders.len() == near.reach {
                holders.pop_front();
            }
            holders.push_back(later);
        }
        seen.sort_unstable();
        seen.dedup();
        let fits = |&&earlier: &&u32| {
            let other = texts[earlier as usize].1;
            f64::from(other.min(*length)) >= near.threshold * f64::from(other.max(*length)) - 1e-9
        };
        found.extend(seen.iter().filter(fits).map(|&earlier| Candidate { earlier, later }));
    }
    found
}

/// Jaccard similarity of two sets in rising order, if it reaches the threshold.
pub(crate) fn overlap(one: &[u64], other: &[u64], threshold: f64) -> Option<f64> {
    let (mut at, mut beside, mut shared) = (0, 0, 0usize);
    while at < one.len() && beside < other.len() {
        match one[at].cmp(&other[beside]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => beside += 1,
            std::cmp::Ordering::Equal => (at, beside, shared) = (at + 1, beside + 1, shared + 1),
        }
    }
    let either = one.len() + other.len() - shared;
    #[expect(clippy::cast_precision_loss, reason = "numbers of words")]
    let similarity = shared as f64 / either as f64;
    (either > 0 && similarity >= threshold).then_some(similarity)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR: Near = Near { threshold: 0.5, days: Some(7), reach: 3 };

    fn same(days: &[i32]) -> Vec<(i32, u32, Vec<u64>)> {
        days.iter().map(|&day| (day, 4, vec![1, 2])).collect()
    }

    #[test]
    fn pairs_lie_within_the_days_and_stand_once() {
        let found = candidates(&same(&[0, 7, 8]), NEAR);
        assert_eq!(found, [Candidate { earlier: 0, later: 1 }, Candidate { earlier: 1, later: 2 }]);
        assert_eq!(candidates(&same(&[i32::MIN, i32::MAX]), Near { days: None, ..NEAR }).len(), 1);
    }

    #[test]
    fn a_cluster_gives_no_more_pairs_than_its_texts_reach() {
        assert_eq!(candidates(&same(&[0; 100]), NEAR).len(), 3 * 97 + 2 + 1);
    }

    #[test]
    fn sets_of_unlike_size_are_not_compared() {
        let texts = [(0, 4, vec![1]), (0, 9, vec![1]), (0, 2, vec![1])];
        assert_eq!(candidates(&texts, NEAR), [Candidate { earlier: 0, later: 2 }]);
    }

    #[test]
    fn overlap_is_that_of_jaccard() {
        assert_eq!(overlap(&[1, 2, 3, 4], &[2, 3, 4, 5], 0.6), Some(0.6));
        assert_eq!(overlap(&[1, 2, 3, 4], &[2, 3, 4, 5], 0.61), None);
        assert_eq!(overlap(&[], &[], 0.5), None);
    }
}
