//! The documents of one container onto all cores: one thread reads the container and hands out batches.
//!
//! What is handed out and not parsed yet is bounded: beyond that, the reading thread parses its batch itself.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{BATCH, Options, Progress, push};
use crate::document::{Document, Raw};
use crate::error::{Error, Result};
use crate::source::Container;
use crate::tables::Chunk;

/// Undecoded bytes that may wait for a thread.
const WAITING: u64 = 16 * BATCH;

/// Chunks of the documents of a container, in its order.
pub(super) fn read_container(container: Container, options: &Options, progress: &Progress) -> Result<Vec<Chunk>> {
    let parsed: Mutex<Vec<(usize, Chunk)>> = Mutex::new(Vec::new());
    let waiting = AtomicU64::new(0);
    let keep = |number: usize, chunk: Chunk| {
        if let Ok(mut parsed) = parsed.lock() {
            parsed.push((number, chunk));
        }
    };
    rayon::scope(|scope| {
        let (mut batch, mut bytes, mut number) = (Vec::new(), 0, 0);
        let mut hand_out = |batch: Vec<Raw>, bytes: u64| {
            let (keep, waiting, number_of_batch) = (&keep, &waiting, number);
            number += 1;
            if waiting.fetch_add(bytes, Ordering::Relaxed) + bytes <= WAITING {
                scope.spawn(move |_| {
                    keep(number_of_batch, parse_batch(batch, options, progress));
                    waiting.fetch_sub(bytes, Ordering::Relaxed);
                });
            } else {
                keep(number_of_batch, parse_batch(batch, options, progress));
                waiting.fetch_sub(bytes, Ordering::Relaxed);
            }
        };
        container.documents(&options.settings, progress, &mut |raw| {
            bytes += raw.bytes.len() as u64 + 256;
            batch.push(raw);
            if bytes >= BATCH {
                hand_out(std::mem::take(&mut batch), std::mem::take(&mut bytes));
            }
            if progress.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        hand_out(batch, bytes);
    });
    if progress.is_cancelled() {
        return Err(Error::Cancelled);
    }
    let mut chunks = parsed.into_inner().unwrap_or_default();
    chunks.sort_by_key(|(number, _)| *number);
    Ok(chunks.into_iter().map(|(_, chunk)| chunk).collect())
}

fn parse_batch(batch: Vec<Raw>, options: &Options, progress: &Progress) -> Chunk {
    let bytes: usize = batch.iter().map(|raw| raw.bytes.len()).sum();
    let mut chunk = Chunk::with_room(bytes);
    for raw in batch {
        if progress.is_cancelled() {
            break;
        }
        push(&mut chunk, &Document::of(raw, &options.settings.limits), options);
    }
    chunk
}
