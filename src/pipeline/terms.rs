//! Terms of many texts, counted and looked up on all cores.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::{Progress, in_pool};
use crate::error::{Error, Result};
use crate::terms::{Context, Counter, Counting, Counts, Forms, Pattern, Row, Tally, Wording};

/// Texts with the number of the group that each belongs to. Those of a group are best side by side.
pub(crate) struct Grouped<'t> {
    pub texts: &'t [&'t str],
    pub groups: &'t [u32],
}

/// Counts terms and phrases; of those that occur fewer than `min_count` times nothing is told.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` was cancelled; [`Error::Argument`] when no threads can be started.
pub(crate) fn count_terms(
    grouped: &Grouped<'_>,
    wording: &Wording,
    counting: &Counting,
    min_count: u32,
    threads: Option<usize>,
    progress: &Progress,
) -> Result<Counts> {
    in_pool(threads, || {
        let forms = Forms::new(wording);
        let (batches, next) = (batches(grouped.texts), AtomicUsize::new(0));
        // One counter for each thread: what it has counted is merged once, at the end.
        let tallies = rayon::broadcast(|_| {
            let mut counter = Counter::new(&forms, counting);
            while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                for index in batch.clone() {
                    progress.check()?;
                    let number = u32::try_from(index).expect("frames have fewer than 4 billion rows");
                    counter.add(grouped.groups[index], number, grouped.texts[index]);
                }
            }
            Ok(counter.finish())
        });
        let mut tally = Tally::gathered(tallies.into_iter().collect::<Result<_>>()?);
        let (terms, order) = forms.sorted();
        for (length, rows, places) in tally.parts() {
            progress.check()?;
            rows.par_iter_mut().for_each(|row| row.renumber(length, &order));
            rows.par_sort_unstable_by_key(Row::order);
            places.par_iter_mut().for_each(|place| place.renumber(length, &order));
            places.par_sort_unstable();
        }
        tally.renumber_ends(&order);
        let words = tally.sift(counting, min_count);
        for (_, rows, _) in tally.parts() {
            progress.check()?;
            rows.par_sort_by_key(Row::by_count);
        }
        Ok(tally.told(&words, terms, counting))
    })?
}

/// Every place of a pattern with its context: the number of the text and what is found there, in the order of the texts.
///
/// # Errors
/// As for [`count_terms`].
pub(crate) fn find_contexts(
    texts: &[&str],
    pattern: &Pattern,
    window: usize,
    threads: Option<usize>,
    progress: &Progress,
) -> Result<Vec<(usize, Context)>> {
    in_pool(threads, || {
        let found = batches(texts).into_par_iter().map(|batch| {
            let mut search = pattern.search(window);
            let mut found = Vec::new();
            for index in batch {
                progress.check()?;
                search.contexts(texts[index], &mut |context| found.push((index, context)));
            }
            Ok(found)
        });
        Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    })?
}

/// Neighbouring texts of about a megabyte.
fn batches(texts: &[&str]) -> Vec<Range<usize>> {
    const BATCH: usize = 1 << 20;
    let (mut batches, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (index, text) in texts.iter().enumerate() {
        bytes += text.len() + 64;
        if bytes >= BATCH || index + 1 == texts.len() {
            batches.push(start..index + 1);
            (start, bytes) = (index + 1, 0);
        }
    }
    batches
}

impl Progress {
    fn check(&self) -> Result<()> {
        if self.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }
}
