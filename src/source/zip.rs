//! ZIP archives, by the directory at their end; those that lost it, from the front. Office files are ZIP archives, too, but
//! documents.

use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use zip::ZipReadOptions;
use zip::read::{Config, ZipFile, ZipFileEntry, read_zipfile_from_stream};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::gauge::Output;
use super::seekable::Shared;
use super::walk::{Members, Step, Walker};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Origin, Raw};
use crate::format::Format;

/// Entries that are looked at to tell an office file.
const FIRST_ENTRIES: usize = 64;

pub(super) fn documents(walker: &mut Walker, known: &Raw, source: &Shared, depth: u32) -> Step {
    let at = &known.origin;
    let mut archive = match ZipIterable::try_new(BufReader::new(source.fresh()), Config::default()) {
        Ok(archive) => archive,
        Err(error) => {
            walker.damaged(at, &io_error(error))?;
            return from_front(walker, at, source, depth);
        }
    };
    let mut body = BufReader::new(source.fresh());
    if let Some(format) = office(&mut archive, &mut body) {
        let mut raw = Raw::new(at.clone());
        raw.notes.clone_from(&known.notes);
        raw.format = Some(format);
        return walker.document(raw, &mut source.fresh());
    }
    let files = match archive.files() {
        Ok(files) => files,
        Err(error) => return walker.damaged(at, &io_error(error)),
    };
    let mut members = Members::default();
    for entry in files {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return walker.damaged(at, &io_error(error)),
        };
        if entry.is_dir() {
            continue;
        }
        let raw = match members.named(walker, at, &printed(&entry)) {
            ControlFlow::Continue(Some(raw)) if walker.wants(&raw.origin) => raw,
            ControlFlow::Continue(_) => continue,
            ControlFlow::Break(step) => return step,
        };
        if let Some(reason) = unreadable(&entry) {
            walker.report(&raw.origin, reason)?;
            continue;
        }
        match entry.with_reader(&mut body, ZipReadOptions::new()) {
            Ok(file) => member(walker, raw, file, depth)?,
            Err(error) => walker.cut(raw, &io_error(error))?,
        }
    }
    Step::Continue(())
}

/// What a truncated archive still holds: its members stand one behind the other, each with a header of its own.
fn from_front(walker: &mut Walker, at: &Origin, source: &Shared, depth: u32) -> Step {
    let mut stream = BufReader::new(source.fresh());
    let mut members = Members::default();
    // The lack of a directory is reported already; where the members end, so does what can be read.
    while let Ok(Some(file)) = read_zipfile_from_stream(&mut stream) {
        if file.is_dir() {
            continue;
        }
        let raw = match members.named(walker, at, &printed(&file.entry())) {
            ControlFlow::Continue(Some(raw)) if walker.wants(&raw.origin) => raw,
            ControlFlow::Continue(_) => continue,
            ControlFlow::Break(step) => return step,
        };
        if let Some(reason) = unreadable(&file.entry()) {
            walker.report(&raw.origin, reason)?;
            continue;
        }
        member(walker, raw, file, depth)?;
    }
    Step::Continue(())
}

fn member<R: Read>(walker: &mut Walker, raw: Raw, file: ZipFile<R>, depth: u32) -> Step {
    let mut output = Output { inner: file, gauge: Rc::clone(&walker.gauge) };
    walker.enter(raw, &mut output, depth)
}

fn printed(entry: &ZipFileEntry) -> String {
    entry.name().map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), std::borrow::Cow::into_owned)
}

fn unreadable(entry: &ZipFileEntry) -> Option<Diagnostic> {
    if entry.encrypted() {
        let message = "expected a member that is not encrypted, found one with a password; decrypt it before reading";
        return Some(Diagnostic::whole(Code::EncryptedMember, message.to_owned()));
    }
    let message = "expected a file, found a symbolic link; it is not followed";
    entry.is_symlink().then(|| Diagnostic::whole(Code::LinkNotFollowed, message.to_owned()))
}

/// What kind of office file the archive is: by the parts that the formats prescribe.
fn office<'s>(archive: &mut ZipIterable<BufReader<Shared<'s>>>, body: &mut BufReader<Shared<'s>>) -> Option<Format> {
    let entries = archive.files().ok()?.take(FIRST_ENTRIES);
    let mut parts = false;
    for (index, entry) in entries.enumerate() {
        let entry = entry.ok()?;
        match &*printed(&entry) {
            "mimetype" if index == 0 => {
                let mut kind = String::new();
                entry.with_reader(body, ZipReadOptions::new()).ok()?.take(128).read_to_string(&mut kind).ok()?;
                return kind.starts_with("application/vnd.oasis.opendocument.text").then_some(Format::Odt);
            }
            "[Content_Types].xml" => parts = true,
            "word/document.xml" => return Some(Format::Docx),
            _ => {}
        }
    }
    // A workbook or slides: its reader says that it is no text.
    parts.then_some(Format::Docx)
}

fn io_error(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
