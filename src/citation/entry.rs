//! What stands between the brackets: entries of source and date, with the titles, pages, languages and relays that
//! digests print among them.

use smallvec::SmallVec;

use super::dates::date_list;
use super::mark::{Relay, mark_len, relay_at};
use super::name::{is_name, split_last, without_brackets};
use super::{Citations, Form, PrintedCitation};
use crate::date::{Cursor, NumericOrder, is_blank};
use crate::span::Span;
use crate::words::leading_letters;

/// What a bracket holds. A citation without a date is one that no later date in the bracket covers.
pub(super) struct Entries {
    pub(super) citations: Citations,
    /// Whether every part was understood.
    pub(super) clean: bool,
}

impl Entries {
    pub(super) fn has_date(&self) -> bool {
        self.citations.iter().any(|citation| citation.date.is_some())
    }
}

/// Reads the content of one bracket (`content` without the brackets themselves).
///
/// ```text
/// content := entry ( ( ";" | "," | "and" ) entry )*
/// entry   := [ title ] source ( "," source )* [","] dates ( "," mark )* [ relay ]
/// ```
///
/// A part that is none of these (an aside) spoils its entry up to the next `;`.
pub(super) fn entries(paragraph: &str, content: Span, order: NumericOrder) -> Entries {
    let mut reader = Reader {
        text: &paragraph[..content.end()],
        at: content.start(),
        order,
        waiting: SmallVec::new(),
        citations: Citations::new(),
        newest: 0,
        spoilt: false,
        clean: true,
    };
    reader.read();
    Entries { citations: reader.citations, clean: reader.clean }
}

/// A source whose date is still to come.
struct Source {
    start: usize,
    outlet: Span,
    via: Option<Span>,
    /// After a dated entry and a comma, where an author's name may stand: dropped unless a date of its own follows.
    maybe_author: bool,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    order: NumericOrder,
    waiting: SmallVec<[Source; 4]>,
    citations: Citations,
    /// The first citation of the entry read last, which a mark or a relay behind its date belongs to.
    newest: usize,
    spoilt: bool,
    clean: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        // A comma is passed over; only `;` and `and` begin a source that cannot be an author's name.
        let mut after_comma = false;
        while let Some(next) = self.cursor().peek() {
            match next {
                ';' => {
                    self.waiting.retain(|source| !source.maybe_author);
                    self.spoilt = false;
                    after_comma = false;
                    self.at += 1;
                }
                _ if is_blank(next) || matches!(next, ',' | '.' | ':' | '\u{2013}' | '\u{2014}' | '-' | '&') => {
                    after_comma |= next == ',';
                    self.at += next.len_utf8();
                }
                'a' if self.and() => after_comma = false,
                _ if self.spoilt => self.at = self.segment_end(),
                _ => {
                    if !(self.title(next)
                        || self.nested(next)
                        || self.dates()
                        || self.mark()
                        || self.relay()
                        || self.source(after_comma))
                    {
                        self.spoilt = true;
                        self.clean = false;
                        self.waiting.clear();
                    }
                    after_comma = false;
                }
            }
        }
        for source in self.waiting.drain(..).filter(|source| !source.maybe_author) {
            let span = Span::new(source.start, self.at).trimmed(self.text);
            self.citations.push(PrintedCitation {
                span,
                outlet: source.outlet,
                date: None,
                via: source.via,
                form: Form::Paren,
            });
        }
    }

    fn cursor(&self) -> Cursor<'_> {
        Cursor::new(&self.text[self.at..])
    }

    /// The end of the part that starts here: a comma or semicolon outside inner brackets and quotes.
    fn segment_end(&self) -> usize {
        let mut depth = 0_usize;
        for (index, c) in self.text[self.at..].char_indices() {
            match c {
                '(' | '[' | '\u{201c}' => depth += 1,
                ')' | ']' | '\u{201d}' => depth = depth.saturating_sub(1),
                ',' | ';' if depth == 0 => return self.at + index,
                _ => {}
            }
        }
        self.text.len()
    }

    /// `and` between entries: `Reuters, May 5, 2020 and AP, May 6, 2020`.
    fn and(&mut self) -> bool {
        let mut cursor = self.cursor();
        let found = cursor.word() == "and" && cursor.space();
        if found {
            self.at += cursor.at();
        }
        found
    }

    /// A title in quotation marks, the comma inside or outside. A mark without its partner is passed over alone.
    fn title(&mut self, opening: char) -> bool {
        let closing = match opening {
            '"' => '"',
            '\u{201c}' | '\u{201d}' => '\u{201d}',
            '\u{2018}' => '\u{2019}',
            _ => return false,
        };
        let inner = self.at + opening.len_utf8();
        // A title may open with one kind of mark and close with the other.
        let close = self.text[inner..].find(|c| c == closing || (closing != '\u{2019}' && c == '"'));
        self.at = close
            .map_or(inner, |close| inner + close + if self.text[inner + close..].starts_with('"') { 1 } else { 3 });
        true
    }

    /// A bracket within the bracket: `(E)`, `[in Russian]`.
    fn nested(&mut self, opening: char) -> bool {
        let closing = match opening {
            '(' => ')',
            '[' => ']',
            ')' | ']' => opening,
            _ => return false,
        };
        self.at += self.text[self.at..].find(closing).map_or(1, |close| close + 1);
        self.extend_newest();
        true
    }

    /// The dates of the sources that wait for one, else a further date of the source before.
    fn dates(&mut self) -> bool {
        let Some(list) = date_list(self.text, self.at, self.order) else { return false };
        if self.waiting.is_empty() {
            let Some(&before) = self.citations.last() else { return false };
            self.waiting.push(Source {
                start: before.span.start(),
                outlet: before.outlet,
                via: before.via,
                maybe_author: false,
            });
        }
        self.at = list.end;
        self.newest = self.citations.len();
        let start = self.waiting[0].start;
        for source in self.waiting.drain(..) {
            for &date in &list.dates {
                self.citations.push(PrintedCitation {
                    span: Span::new(start, list.end),
                    outlet: source.outlet,
                    date: Some(date),
                    via: source.via,
                    form: Form::Paren,
                });
            }
        }
        true
    }

    /// Page, number, language or hour.
    fn mark(&mut self) -> bool {
        let text = &self.text[self.at..];
        // A page behind a source, the channel `G1` where none has been named.
        let nothing_yet = self.waiting.is_empty() && self.citations.is_empty();
        if nothing_yet && text.starts_with(char::is_uppercase) {
            return false;
        }
        let Some(len) = mark_len(text) else { return false };
        self.at += len;
        self.extend_newest();
        true
    }

    /// `via X` names who passed it on, `quoted by X` who published it, `citing X` what it rests on in turn.
    fn relay(&mut self) -> bool {
        let Some((relay, len)) = relay_at(&self.text[self.at..]) else { return false };
        let start = self.at;
        self.at += len;
        let Some(name) = self.name() else {
            self.at = start;
            return false;
        };
        match relay {
            Relay::Via if self.waiting.is_empty() => {
                for citation in &mut self.citations[self.newest..] {
                    citation.via = Some(name);
                }
            }
            Relay::Via => self.waiting.iter_mut().for_each(|source| source.via = Some(name)),
            Relay::QuotedBy => {
                self.waiting.clear();
                self.waiting.push(Source { start, outlet: name, via: None, maybe_author: false });
            }
            Relay::Citing => {}
        }
        if self.waiting.is_empty() {
            self.extend_newest();
        }
        true
    }

    fn source(&mut self, after_comma: bool) -> bool {
        let (start, is_first) = (self.at, self.waiting.is_empty());
        let Some(name) = self.name() else {
            // `a spokesman, quoted by Interfax, May 5`: who spoke need not look like a source.
            let end = self.segment_end();
            let behind = self.text[end..].trim_start_matches(|c| c == ',' || is_blank(c));
            let quoted = matches!(relay_at(behind), Some((Relay::QuotedBy, _)));
            if quoted {
                self.at = end;
            }
            return quoted;
        };
        let after_date =
            if is_first { !self.citations.is_empty() } else { self.waiting.iter().any(|source| source.maybe_author) };
        let maybe_author = after_comma && after_date;
        // The last of `A, B and C`; a lone `A and B` may be one name, and is left whole.
        let parts = if is_first { [Some(name), None] } else { split_last(self.text, name) };
        for outlet in parts.into_iter().flatten() {
            self.waiting.push(Source { start, outlet, via: None, maybe_author });
        }
        true
    }

    /// A name up to its comma, or up to a date, mark, relay or title that follows without one.
    fn name(&mut self) -> Option<Span> {
        let cut = self.name_end();
        let name = without_brackets(self.text, Span::new(self.at, cut));
        if !is_name(name.of(self.text)) {
            return None;
        }
        self.at = cut;
        Some(name)
    }

    /// The end of the part that starts here, as [`Self::segment_end`], or the first blank in it that something else follows.
    fn name_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        let mut at = self.at;
        loop {
            at += leading_letters(&bytes[at..]);
            if at == bytes.len() {
                return at;
            }
            let (c, len) = if bytes[at].is_ascii() { (char::from(bytes[at]), 1) } else { self.char_at(at) };
            match c {
                '(' | '[' | '\u{201c}' => depth += 1,
                ')' | ']' | '\u{201d}' => depth = depth.saturating_sub(1),
                ',' | ';' if depth == 0 => return at,
                _ if is_blank(c) && at > self.at && self.something_else_at(at + len) => return at,
                _ => {}
            }
            at += len;
        }
    }

    fn char_at(&self, at: usize) -> (char, usize) {
        let c = self.text[at..].chars().next().unwrap_or_default();
        (c, c.len_utf8())
    }

    /// Whether a title, date, mark or relay starts at `at`. Each starts with a quotation mark, or a letter or digit of ASCII.
    fn something_else_at(&self, at: usize) -> bool {
        let ahead = &self.text[at..];
        let date = || date_list(self.text, at, self.order).is_some();
        match ahead.as_bytes().first() {
            Some(b'"') => true,
            Some(b'a'..=b'z') => relay_at(ahead).is_some() || mark_len(ahead).is_some() || date(),
            Some(b'A'..=b'Z' | b'0'..=b'9') => date(),
            _ => ahead.starts_with('\u{201c}'),
        }
    }

    /// Lets the entry read last reach to here.
    fn extend_newest(&mut self) {
        for citation in &mut self.citations[self.newest..] {
            citation.span = citation.span.cover(Span::new(citation.span.start(), self.at));
        }
    }
}
