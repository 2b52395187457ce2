//! Blocks grouped into items.
//!
//! One walk serves all styles. A headline or a date heading starts an item anew; a citation bracket at the end of a
//! paragraph ends it; under a date heading each paragraph is an item, unless it goes on with the thing just named and
//! cites nothing. An editors' note belongs to the item before it.

use crate::citation::{self, Bracket, Brackets, OutletHit, OutletHits, PrintedCitation};
use crate::date::NumericOrder;
use crate::diagnostic::{Code, Diagnostic};
use crate::matcher::Hit;
use crate::profile::{Boundary, CitationForm, Profile};
use crate::segment::{Block, BlockKind, Laid};
use crate::span::Span;
use crate::vocabulary::Vocabulary;

use super::roles::{Role, RoleSpan};
use super::sources::name_hits;
use super::walk::{Collected, Item, Walk};

/// Room is made ahead for an item of every two blocks, up to this many; a few issues have more.
const MOST_FORESEEN: usize = 64;

/// The body of an issue with what is needed to read it.
#[derive(Clone, Copy)]
pub(super) struct Body<'b> {
    pub text: &'b str,
    pub laid: &'b Laid,
    pub profile: &'b Profile,
    pub order: NumericOrder,
    pub vocabulary: &'b Vocabulary,
    /// The vocabulary's hits in the issue, in order.
    pub hits: &'b [Hit],
}

pub(super) fn collect(body: Body, marked: &mut Vec<RoleSpan>) -> Collected {
    let Body { text, laid, profile, order, vocabulary, hits } = body;
    let blocks = &laid.blocks;
    let mut walk = Walk {
        text,
        laid,
        profile,
        vocabulary,
        order,
        hits,
        heading: None,
        standing: Vec::new(),
        source: None,
        collected: Collected { items: Vec::with_capacity(MOST_FORESEEN.min(blocks.len() / 2)), ..Collected::default() },
        marked,
    };
    // Without headings, headlines and closing brackets nothing groups paragraphs: each is an item.
    let grouping =
        |kind| matches!(kind, BlockKind::Heading(_) | BlockKind::Headline | BlockKind::Mark | BlockKind::Source(_));
    let structured = !profile.parts_by(Boundary::Paragraph)
        && (blocks.iter().any(|b| grouping(b.kind))
            || !profile.parts_by(Boundary::Citation)
            || blocks.iter().any(|b| {
                b.kind == BlockKind::Paragraph
                    && b.span.of(text).trim_end().ends_with([')', '.', '”', '"'])
                    && walk.closes(b.span)
            }));
    for block in blocks {
        walk.step(block, structured);
    }
    walk.finish()
}

impl<'w> Walk<'w> {
    fn step(&mut self, block: &Block, structured: bool) {
        match block.kind {
            BlockKind::Heading(date) => {
                self.mark(Role::Heading, block.span);
                let printed = block.span.of(self.text).trim_end_matches(':').trim_end();
                self.heading = Some((date, Span::new(block.span.start(), block.span.start() + printed.len())));
                self.close();
            }
            BlockKind::Headline => {
                self.mark(Role::Headline, block.span);
                let headline = self.without_stop(block.span);
                self.start(Item { span: block.span, headline: Some(headline), ..Item::default() });
            }
            BlockKind::Note => self.note(block.span),
            BlockKind::Boilerplate => self.mark(Role::Boilerplate, block.span),
            BlockKind::Paragraph => {
                self.paragraph(block.span);
                if !structured && !self.is_one_item() {
                    self.close();
                }
            }
            BlockKind::Section(index) => self.section(block.span, index as usize),
            BlockKind::Mark => self.item_mark(block.span),
            BlockKind::Source(index) => self.source_above(index as usize),
            BlockKind::Byline => self.mark(Role::Citation, block.span),
            BlockKind::Initials => self.initials(block.span),
        }
    }

    fn start(&mut self, item: Item) {
        self.close();
        let item = self.under_headings(Item { heading: self.heading, ..item });
        self.collected.items.push(item);
    }

    fn note(&mut self, span: Span) {
        self.mark(Role::Note, span);
        if !span.of(self.text).trim_end_matches(|c: char| c.is_whitespace() || c == '.').ends_with(']') {
            let message = "expected `]` at the end of the editors' note, found the end of the paragraph".to_owned();
            self.collected.diagnostics.push(Diagnostic::at(Code::UnclosedNote, span, message));
        }
        match self.collected.items.last_mut() {
            None => self.collected.note = Some(self.collected.note.map_or(span, |note| note.cover(span))),
            Some(item) => {
                item.note = Some(item.note.map_or(span, |note| note.cover(span)));
                item.span = item.span.cover(span);
                item.closed = true;
            }
        }
    }

    fn closes(&self, paragraph: Span) -> bool {
        self.brackets(paragraph.of(self.text)).iter().any(|bracket| bracket.closes)
    }

    /// The citations of a paragraph that stand apart from its sentences.
    fn brackets(&self, paragraph: &str) -> Brackets {
        let mut found = if self.profile.cites_by(CitationForm::Bracket) {
            citation::brackets(paragraph, self.order)
        } else {
            Brackets::new()
        };
        if self.profile.cites_by(CitationForm::Link) {
            found = citation::merged(found, citation::links(paragraph));
        }
        if self.profile.cites_by(CitationForm::Bare) && !found.iter().any(|bracket| bracket.closes) {
            found.extend(citation::bare(paragraph, self.order));
        }
        found
    }

    fn paragraph(&mut self, span: Span) {
        let printed = span.of(self.text);
        let brackets = self.brackets(printed);
        let hits = self.take_hits(span);
        let mut prose =
            if self.profile.cites_by(CitationForm::Prose) { self.prose(span, hits, &brackets) } else { Vec::new() };
        if prose.is_empty() && brackets.is_empty() && self.heading.is_some() {
            prose = self.unnamed_sources(span, hits);
        }
        if self.profile.cites_by(CitationForm::Dateline) {
            prose.extend(citation::dateline(printed, self.order));
            prose.sort_by_key(|citation| citation.span);
        }
        let closing = brackets.iter().find(|bracket| bracket.closes).map(|bracket| bracket.span.shifted(span.start()));
        let body = closing.map_or(span, |closing| Span::new(span.start(), closing.start()).trimmed(self.text));
        let sourced = !brackets.is_empty() || !prose.is_empty();
        let goes_on = match self.collected.items.last() {
            None => false,
            Some(item) if body.is_empty() => item.note.is_none() && item.heading == self.heading,
            Some(item) => !item.closed || self.continues(item, body, sourced),
        };
        if !goes_on {
            self.start(Item { span, ..Item::default() });
        }
        self.mark_paragraph(span, &brackets);
        let text = self.text;
        let dated_by_heading = self.heading.is_some();
        let Some(item) = self.collected.items.last_mut() else { return };
        item.span = item.span.cover(span);
        if !body.is_empty() {
            item.paragraphs.push(body);
        }
        let first = item.masked.len();
        for bracket in &brackets {
            for citation in &bracket.citations {
                item.cited.push(citation.shifted(span.start()));
            }
            item.masked.push(bracket.span.shifted(span.start()));
        }
        for citation in &prose {
            item.named.push(citation.shifted(span.start()));
            item.masked.push(citation.introduced(printed).shifted(span.start()));
        }
        item.masked[first..].sort_unstable();
        item.closed = closing.is_some() && self.profile.parts_by(Boundary::Citation) || dated_by_heading;
        for bracket in brackets.iter().filter(|b| b.unclosed) {
            let at = bracket.span.shifted(span.start());
            let message = format!(
                "expected `)` at the end of the citation, found the end of the paragraph: {:?}",
                excerpt(at.of(text))
            );
            self.collected.diagnostics.push(Diagnostic::at(Code::UnclosedCitation, at, message));
        }
    }

    /// Under a date heading, a paragraph that cites nothing and opens with what the one before named goes on with it.
    fn continues(&self, item: &Item, body: Span, sourced: bool) -> bool {
        let (Some(_), Some(&previous)) = (self.heading, item.paragraphs.last()) else { return false };
        !sourced
            && item.heading == self.heading
            && item.note.is_none()
            && refers_back(body.of(self.text), previous.of(self.text))
    }

    /// Sources named in running text, relative to it: known outlets, unknown ones that look like media, abbreviations
    /// defined before.
    fn prose(&mut self, span: Span, hits: &[Hit], brackets: &[Bracket]) -> Vec<PrintedCitation> {
        let printed = span.of(self.text);
        let outlets = self.outlet_hits(span, hits, brackets);
        let mut found =
            if outlets.is_empty() { Vec::new() } else { citation::attributions(printed, &outlets, self.order) };
        found.extend(citation::unknown_sources(printed, &outlets, self.order));
        if !outlets.is_empty() {
            self.define_aliases(span, &outlets);
        }
        found.sort_by_key(|citation| citation.span);
        found
    }

    /// Sources of a paragraph that names no medium, relative to it: whoever `reports`, unless it is a country, a body or a
    /// person that the gazetteer knows; else a document that was put out.
    fn unnamed_sources(&self, span: Span, hits: &[Hit]) -> Vec<PrintedCitation> {
        let printed = span.of(self.text);
        let known = name_hits(hits).map(|hit| OutletHit { span: hit.span.back(span.start()), ..hit });
        let mut found = citation::reporting_names(printed, &known.collect::<OutletHits>(), self.order);
        if found.is_empty() {
            found.extend(citation::document(printed));
        }
        found
    }

    /// The vocabulary's hits in a paragraph. Paragraphs come in order, so those before it are done with.
    fn take_hits(&mut self, span: Span) -> &'w [Hit] {
        let rest = self.hits;
        let from = rest.iter().take_while(|hit| hit.start < span.start()).count();
        let len = rest[from..].partition_point(|hit| hit.start < span.end());
        let (hits, rest) = rest[from..].split_at(len);
        self.hits = rest;
        hits
    }

    fn mark_paragraph(&mut self, span: Span, brackets: &[Bracket]) {
        let mut at = span.start();
        for bracket in brackets {
            let place = bracket.span.shifted(span.start());
            if at < place.start() {
                self.mark(Role::Text, Span::new(at, place.start()));
            }
            self.mark(Role::Citation, place);
            at = place.end();
        }
        if at < span.end() {
            self.mark(Role::Text, Span::new(at, span.end()));
        }
    }

    fn finish(mut self) -> Collected {
        for item in &self.collected.items {
            if item.citations().next().is_none() {
                let message = "expected a source for the item, found none".to_owned();
                self.collected.diagnostics.push(Diagnostic::at(Code::UncitedItem, item.span, message));
            }
        }
        self.collected
    }
}

/// Whether a paragraph opens with a pronoun, or with `The x` for a thing; a capitalised `The X` must be named in the paragraph
/// before it, since new stories open with names.
fn refers_back(paragraph: &str, previous: &str) -> bool {
    const PRONOUNS: &[&str] =
        &["He", "She", "It", "They", "His", "Her", "Its", "Their", "These", "Those", "Both", "Such"];
    let mut opening = words_of(paragraph);
    match opening.next() {
        Some("The" | "This" | "That") => opening.next().is_some_and(|named| {
            named.starts_with(char::is_lowercase) || named.len() > 2 && words_of(previous).any(|word| word == named)
        }),
        Some(word) => PRONOUNS.contains(&word),
        None => false,
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|ch: char| !ch.is_alphanumeric() && ch != '-').filter(|word| !word.is_empty())
}

fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}
