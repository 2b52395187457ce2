//! The pages of a file, one after the other, and what cannot be read of them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RectExt, TransformExt, interpret_page};
use hayro_syntax::object::{Array, Dict, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{LoadPdfError, Pdf};

use super::expansion::bounded;
use super::glyphs::{Letters, TooManySteps};
use super::lines::lines;
use super::paragraphs::{Page, compose};
use super::work::Work;
use crate::diagnostic::{Code, Diagnostic};
use crate::format::compose::Composer;
use crate::format::package::damaged;
use crate::format::{LONGEST, Limits, Rendered, text};

/// Steps of drawing that a file may take for each of its bytes, and on top of that: a byte of compressed text is a few letters.
const STEPS_PER_BYTE: u64 = 64;
const STEPS: u64 = 1_000_000;

/// Bytes of content that are one step, and what a page takes that has none.
const BYTES_PER_STEP: u64 = 4;
const STEPS_PER_PAGE: u64 = 100;

/// Links of one page that are followed up.
const MOST_LINKS: usize = 1_000;

/// What went wrong on the way.
#[derive(Default)]
struct Faults {
    pages: usize,
    scanned: usize,
    failed: usize,
    cut: bool,
    letters: usize,
    unnamed: usize,
}

pub(in crate::format) fn render(bytes: &[u8], limits: &Limits) -> Rendered {
    let most = (bytes.len() as u64).saturating_mul(limits.expansion).min(limits.document_bytes).min(LONGEST as u64);
    let most = most.max(1 << 20);
    let too_much = || {
        let message = format!(
            "expected streams of at most {most} bytes, compressed once, found more; the document is left out: raise limits.document_bytes or limits.expansion to read it"
        );
        Rendered::unfit(Code::ExpansionLimit, message)
    };
    if !bounded(bytes, most) {
        return too_much();
    }
    let pdf = match Pdf::new(bytes.to_vec()) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => {
            let message = "expected a file that is open to read, found one with a password; save it without";
            return Rendered::unfit(Code::EncryptedDocument, message.to_owned());
        }
        Err(LoadPdfError::Invalid) => {
            return Rendered {
                encoding: "UTF-8",
                diagnostics: vec![damaged("it has no readable list of objects")],
                ..Rendered::default()
            };
        }
    };
    let work = Work::new(most);
    if !work.bounded(&pdf) {
        return too_much();
    }
    let mut faults = Faults::default();
    let pages = read(&pdf, work, bytes.len() as u64 * STEPS_PER_BYTE + STEPS, &mut faults);
    let mut composer = Composer::default();
    compose(&pages, &mut composer);
    let mut rendered = composer.finish();
    rendered.title = pdf.metadata().title.as_deref().and_then(title);
    rendered.diagnostics = faults.diagnostics();
    rendered
}

fn read(pdf: &Pdf, mut work: Work, mut steps: u64, faults: &mut Faults) -> Vec<Page> {
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        faults.pages += 1;
        // What fails here fails again below, and is counted there.
        let taken = catch_unwind(AssertUnwindSafe(|| work.page(page))).unwrap_or(Ok(0));
        let Some(left) = taken.ok().and_then(|bytes| steps.checked_sub(bytes / BYTES_PER_STEP + STEPS_PER_PAGE)) else {
            faults.cut = true;
            break;
        };
        steps = left;
        let mut letters = Letters { left: steps, ..Letters::default() };
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            let transform = page.initial_transform(true).to_kurbo();
            let (width, height) = page.render_dimensions();
            let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
            let mut context = Context::new(transform, area, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, &mut letters);
            links(page)
        }));
        steps = letters.left;
        let links = drawn.unwrap_or_else(|thrown| {
            if thrown.is::<TooManySteps>() {
                faults.cut = true;
            } else {
                faults.failed += 1;
            }
            Vec::new()
        });
        faults.scanned += usize::from(letters.glyphs.is_empty() && letters.images > 0);
        faults.letters += letters.glyphs.len();
        faults.unnamed += letters.unnamed;
        let (places, addresses): (Vec<Rect>, Vec<String>) = links.into_iter().unzip();
        letters.link(&places);
        pages.push(Page { lines: lines(&letters.text, &letters.glyphs), addresses });
        if faults.cut {
            break;
        }
    }
    pages
}

/// Where the links of a page are and where they lead.
fn links(page: &PdfPage<'_>) -> Vec<(Rect, String)> {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    let transform = page.initial_transform(true).to_kurbo();
    annotations
        .iter::<Dict<'_>>()
        .filter_map(|annotation| {
            let address = annotation.get::<Dict<'_>>(b"A")?.get::<PdfString<'_>>(b"URI")?;
            let place = annotation.get::<PdfRect>(b"Rect")?.to_kurbo();
            let address = String::from_utf8_lossy(address.as_bytes()).trim().to_owned();
            address.contains("://").then(|| (transform.transform_rect_bbox(place), address))
        })
        .take(MOST_LINKS)
        .collect()
}

fn title(bytes: &[u8]) -> Option<String> {
    let (title, _) = text::decoded_source(bytes, Some(encoding_rs::WINDOWS_1252), &mut Vec::new());
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

impl Faults {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let pages = self.pages;
        let mut found = Vec::new();
        if self.letters == 0 && !self.cut && self.failed == 0 {
            let what = if self.scanned > 0 { "pictures of pages, as a scanner makes them" } else { "none" };
            let message = format!(
                "expected a text layer, found {what}; put the file through text recognition first, such as ocrmypdf"
            );
            found.push(Diagnostic::whole(Code::NoTextLayer, message));
        } else if self.letters > 0 && self.scanned > 0 {
            let message = format!(
                "expected a text layer on every page, found pictures alone on {} of {pages}; put the file through text recognition first",
                self.scanned
            );
            found.push(Diagnostic::whole(Code::NoTextLayer, message));
        }
        if self.failed > 0 {
            let message = format!(
                "the reader of pdf failed on {} of {pages} pages, which are left out; please report it",
                self.failed
            );
            found.push(Diagnostic::whole(Code::ReaderFailed, message));
        }
        if self.cut {
            let message = format!(
                "expected pages that are drawn in steps for their length, found page {pages} takes more; the rest is left out"
            );
            found.push(Diagnostic::whole(Code::ExpansionLimit, message));
        }
        if self.unnamed * 20 > self.letters {
            let message = format!(
                "expected letters with their characters, found {} of {} without; shown as U+FFFD",
                self.unnamed, self.letters
            );
            found.push(Diagnostic::whole(Code::BytesLost, message));
        }
        found
    }
}
