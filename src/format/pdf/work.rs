//! What it takes to draw a page, found out before it is drawn: a few bytes of a file may ask for the same stream again and again.

use std::borrow::Cow;
use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::stream::Stream;
use hayro_syntax::object::{Array, Dict, Name, Object};
use hayro_syntax::page::{Page, Resources};
use hayro_syntax::{Filter, Pdf};

use super::filters::{ascii_85, ascii_hex, flate, lzw, run_lengths};

/// Forms inside one another; the interpreter goes no deeper.
const DEEPEST: usize = 50;

/// Counts bytes before they are decoded.
pub(super) struct Work {
    /// Bytes of pages that may still be kept in memory, all of them together.
    left: u64,
    /// Bytes that one stream may have.
    most: u64,
    /// Bytes that are interpreted for a form, by its place in the file and that of the names it uses; none while they are counted.
    forms: HashMap<(usize, usize), Option<u64>>,
}

/// Where a page or form takes more than a file may.
#[derive(Debug)]
pub(super) struct TooMuch;

impl Work {
    pub(super) fn new(most: u64) -> Self {
        Self { left: most, most, forms: HashMap::new() }
    }

    /// Whether the streams of an encrypted file, which could not be looked into before, together hold no more than they may.
    /// Pictures are not decoded.
    pub(super) fn bounded(&self, pdf: &Pdf) -> bool {
        let streams = pdf
            .objects()
            .into_iter()
            .filter_map(|object| if let Object::Stream(stream) = object { Some(stream) } else { None });
        let hidden = streams.filter(|stream| matches!(stream.raw_data(), Cow::Owned(_)));
        let mut lengths = hidden.filter(|stream| !is_picture(stream)).map(|stream| self.length(&stream));
        lengths
            .try_fold(0, |total: u64, length| Some(total + length.ok()?).filter(|total| *total <= self.most))
            .is_some()
    }

    /// Bytes of content that are interpreted for a page.
    pub(super) fn page(&mut self, page: &Page<'_>) -> Result<u64, TooMuch> {
        for stream in contents(page) {
            self.left = self.left.checked_sub(self.length(&stream)?).ok_or(TooMuch)?;
        }
        let content = page.page_stream().unwrap_or_default();
        let mut total = self.drawn(content, page.resources(), 0)?;
        let annotations = page.raw().get::<Array<'_>>(b"Annots");
        for annotation in annotations.iter().flat_map(Array::iter::<Dict<'_>>) {
            for appearance in appearances(&annotation) {
                let form = self.form(&appearance, page.resources(), 0)?;
                total = self.add(total, form)?;
            }
        }
        Ok(total)
    }

    /// Bytes of content with those of all forms that it draws, as often as it draws them.
    fn drawn(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) -> Result<u64, TooMuch> {
        let mut total = content.len() as u64;
        if resources.x_objects.is_empty() {
            return Ok(total);
        }
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if let TypedInstruction::XObject(drawn) = instruction
                && let Some(stream) = resources.get_x_object(drawn.0).filter(|stream| !is_picture(stream))
            {
                let form = self.form(&stream, resources, depth)?;
                total = self.add(total, form)?;
            }
        }
        Ok(total)
    }

    fn form(&mut self, stream: &Stream<'_>, around: &Resources<'_>, depth: usize) -> Result<u64, TooMuch> {
        if depth == DEEPEST {
            return Err(TooMuch);
        }
        let own = stream.dict().get::<Dict<'_>>(b"Resources").map(Resources::new);
        let resources = own.as_ref().unwrap_or(around);
        let key = (place(stream.dict()), place(&resources.x_objects));
        if let Some(known) = self.forms.get(&key) {
            // A form that draws itself has no end.
            return known.ok_or(TooMuch);
        }
        self.forms.insert(key, None);
        self.length(stream)?;
        let content = stream.decoded_data().unwrap_or_default();
        let total = self.drawn(&content, resources, depth + 1)?;
        self.forms.insert(key, Some(total));
        Ok(total)
    }

    fn add(&self, one: u64, other: u64) -> Result<u64, TooMuch> {
        Some(one + other).filter(|total| *total <= self.most).ok_or(TooMuch)
    }

    /// How long a stream is once decoded.
    fn length(&self, stream: &Stream<'_>) -> Result<u64, TooMuch> {
        let mut data = stream.raw_data();
        let mut unpacked = None;
        for filter in stream.filters() {
            match (filter, unpacked) {
                // Five letters stand for four bytes, one for four of the same.
                (Filter::Ascii85Decode | Filter::AsciiHexDecode, Some(length)) => unpacked = Some(length * 4),
                (Filter::Ascii85Decode, None) => data = Cow::Owned(ascii_85(&data)),
                (Filter::AsciiHexDecode, None) => data = Cow::Owned(ascii_hex(&data)),
                (Filter::FlateDecode, None) => unpacked = Some(flate(&data, self.most)),
                (Filter::LzwDecode, None) => unpacked = Some(lzw(&data, self.most)),
                (Filter::RunLengthDecode, None) => unpacked = Some(run_lengths(&data, self.most)),
                (Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode, Some(_)) => return Err(TooMuch),
                _ => {}
            }
        }
        Some(unpacked.unwrap_or(data.len() as u64)).filter(|length| *length <= self.most).ok_or(TooMuch)
    }
}

/// Where in the file a dictionary is.
fn place(dictionary: &Dict<'_>) -> usize {
    dictionary.data().as_ptr() as usize
}

fn is_picture(stream: &Stream<'_>) -> bool {
    stream.dict().get::<Name<'_>>(b"Subtype").is_some_and(|subtype| &*subtype == b"Image")
}

/// The streams of a page's content, each as often as it is named.
fn contents<'p>(page: &Page<'p>) -> Vec<Stream<'p>> {
    match page.raw().get::<Object<'_>>(b"Contents") {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(streams)) => streams.iter::<Stream<'_>>().collect(),
        _ => Vec::new(),
    }
}

/// How an annotation can look; which of several applies is not asked.
fn appearances<'p>(annotation: &Dict<'p>) -> Vec<Stream<'p>> {
    match annotation.get::<Dict<'_>>(b"AP").and_then(|looks| looks.get::<Object<'_>>(b"N")) {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Dict(states)) => states.keys().filter_map(|state| states.get(state)).collect(),
        _ => Vec::new(),
    }
}
