//! Tape archives, as a stream.

use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use tar::{Archive, EntryType};

use super::gauge::{Exactly, Gate};
use super::walk::{Members, Step, Walker};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Origin;

/// Bytes between two members: padding, and headers with long names.
const BETWEEN: u64 = 1 << 20;

pub(super) fn documents(walker: &mut Walker, at: &Origin, stream: &mut dyn Read, depth: u32) -> Step {
    let allowed = Rc::new(Cell::new(BETWEEN));
    let mut archive = Archive::new(Gate { inner: stream, allowed: Rc::clone(&allowed) });
    let mut entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return walker.damaged(at, &error),
    };
    let mut members = Members::default();
    loop {
        allowed.set(BETWEEN);
        let entry = match entries.next() {
            None => return Step::Continue(()),
            Some(Ok(entry)) => entry,
            Some(Err(error)) => return walker.damaged(at, &error),
        };
        allowed.set(u64::MAX);
        let (kind, size) = (entry.header().entry_type(), entry.size());
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut entry = Exactly { inner: entry, left: size };
        let raw = if kind == EntryType::Directory || kind == EntryType::XGlobalHeader {
            None
        } else {
            match members.named(walker, at, &name) {
                ControlFlow::Continue(raw) => raw.filter(|raw| walker.wants(&raw.origin)),
                ControlFlow::Break(step) => return step,
            }
        };
        match raw {
            Some(raw) if is_file(kind) => walker.enter(raw, &mut entry, depth)?,
            Some(raw) => {
                let message = format!("expected a file, found {}; it is not followed", name_of(kind));
                walker.report(&raw.origin, Diagnostic::whole(Code::LinkNotFollowed, message))?;
            }
            None => {}
        }
        // What a member did not need. An archive that ends inside a member said so there.
        if kind != EntryType::GNUSparse && io::copy(&mut entry, &mut io::sink()).is_err() {
            return Step::Continue(());
        }
    }
}

fn is_file(kind: EntryType) -> bool {
    matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse)
}

fn name_of(kind: EntryType) -> &'static str {
    match kind {
        EntryType::Symlink => "a symbolic link",
        EntryType::Link => "a hard link",
        EntryType::Fifo => "a pipe",
        EntryType::Char | EntryType::Block => "a device",
        _ => "an entry of another kind",
    }
}
