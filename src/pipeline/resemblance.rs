//! Near-identical texts, on all cores: shingles and checks in parallel, the index in between in order of time.

use rayon::prelude::*;

use super::{Progress, in_pool};
use crate::error::{Error, Result};
use crate::resemblance::{Candidate, Near, Rarity, candidates, overlap, shingles};

/// Two texts by their place in the input, the earlier one first, and how much they share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Resemblance {
    pub earlier: u32,
    pub later: u32,
    pub similarity: f64,
}

/// Pairs of texts that are near to each other, in the order of the later text, then of the earlier one. Texts stand in order
/// of time, each with its day; runs of `length` words are compared.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` was cancelled; [`Error::Argument`] when no threads can be started.
pub(crate) fn resemblances<T: AsRef<str> + Sync>(
    texts: &[T],
    days: &[i32],
    length: usize,
    near: Near,
    threads: Option<usize>,
    progress: &Progress,
) -> Result<Vec<Resemblance>> {
    let going = || if progress.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) };
    let work = || -> Result<Vec<Resemblance>> {
        let sets: Vec<Vec<u64>> =
            texts.par_iter().map(|text| going().map(|()| shingles(text.as_ref(), length))).collect::<Result<_>>()?;
        let rarity = Rarity::with_room(sets.iter().map(Vec::len).sum());
        sets.par_iter().for_each(|set| rarity.count(set));
        let size = |set: &Vec<u64>| u32::try_from(set.len()).unwrap_or(u32::MAX);
        let prefix = |(set, &day): (&Vec<u64>, &i32)| (day, size(set), rarity.prefix(set, near.threshold));
        let prefixes: Vec<(i32, u32, Vec<u64>)> = sets.par_iter().zip(days).map(prefix).collect();
        going()?;
        let pairs = candidates(&prefixes, near);
        going()?;
        let checked = pairs.into_par_iter().filter_map(|Candidate { earlier, later }| {
            let similarity = overlap(&sets[earlier as usize], &sets[later as usize], near.threshold)?;
            Some(Resemblance { earlier, later, similarity })
        });
        Ok(checked.collect())
    };
    in_pool(threads, work)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_a_brute_search_is_found() {
        // Texts of 30 words over few words, each copied with more and more words changed.
        let mut state = 7u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut texts: Vec<String> = Vec::new();
        for _ in 0..60 {
            let mut words: Vec<String> = (0..30).map(|_| format!("w{}", random(40))).collect();
            for _ in 0..4 {
                texts.push(words.join(" "));
                for _ in 0..random(4) {
                    let at = usize::try_from(random(30)).unwrap();
                    words[at] = format!("w{}", random(40));
                }
            }
        }
        let days = vec![0; texts.len()];
        for threshold in [0.3, 0.5, 0.8, 1.0] {
            let near = Near { threshold, days: Some(0), reach: 1000 };
            let found = resemblances(&texts, &days, 3, near, Some(2), &Progress::default()).unwrap();
            let sets: Vec<Vec<u64>> = texts.iter().map(|text| shingles(text, 3)).collect();
            let mut expected = Vec::new();
            for later in 0..sets.len() {
                for earlier in 0..later {
                    if let Some(similarity) = overlap(&sets[earlier], &sets[later], threshold) {
                        let narrow = |n: usize| u32::try_from(n).unwrap();
                        expected.push(Resemblance { earlier: narrow(earlier), later: narrow(later), similarity });
                    }
                }
            }
            assert!(expected.len() > 10, "{threshold}");
            assert_eq!(found, expected, "{threshold}");
        }
    }
}
