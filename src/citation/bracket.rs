//! Citation brackets of a paragraph, told apart from acronyms, sums, spans of years and asides.

use smallvec::SmallVec;

use super::entry::{Entries, entries};
use super::{Citations, Form, PrintedCitation};
use crate::date::{NumericOrder, Precision, is_blank, trimmed_end};
use crate::span::Span;
use crate::words::first_digit;

/// One bracket that cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// From `(` to behind `)`.
    pub span: Span,
    /// At least one.
    pub citations: Citations,
    /// Nothing but blanks, full stops, quotation marks and further citation brackets follows: it ends the item.
    pub closes: bool,
    /// The `)` is missing at the end of the paragraph.
    pub unclosed: bool,
    /// It cites wherever it stands, and not only at the end of the item.
    pub(super) certain: bool,
}

/// The brackets of one paragraph that cite, most often one.
pub type Brackets = SmallVec<[Bracket; 1]>;

/// Longest content that is read, in bytes: it keeps time linear when brackets nest or never close.
const LONGEST: usize = 800;

/// All citation brackets of a paragraph, in order, none inside another.
///
/// A bracket cites when it holds a source and its date, or when it stands behind the last sentence and holds nothing but
/// names. A date coarser than a day (`(Bucharest, April 2008)`) or a rest that was not understood is taken only at the
/// end of the item, where asides do not stand.
#[must_use]
pub fn brackets(paragraph: &str, order: NumericOrder) -> Brackets {
    let pairs = pairs(paragraph);
    if pairs.is_empty() {
        return Brackets::new();
    }
    let mut found = dated(paragraph, &pairs, order);
    if let Some(last) = unclosed(paragraph, &pairs, order, &found) {
        found.push(last);
    } else {
        trailing(paragraph, &pairs, order, &mut found);
    }
    mark_closing(paragraph, &mut found);
    found.retain(|bracket| bracket.certain || bracket.closes);
    found
}

/// Whether an offset of the paragraph lies in one of its citation brackets.
#[must_use]
pub fn in_brackets(brackets: &[Bracket], offset: usize) -> bool {
    let after = brackets.partition_point(|bracket| bracket.span.start() <= offset);
    after.checked_sub(1).is_some_and(|last| offset < brackets[last].span.end())
}

/// A `(` and the offset behind its `)`, none if it is missing. In order of the opening bracket.
struct Pair {
    open: usize,
    close: Option<usize>,
}

fn pairs(paragraph: &str) -> SmallVec<[Pair; 8]> {
    let mut pairs: SmallVec<[Pair; 8]> = SmallVec::new();
    let mut open: SmallVec<[usize; 8]> = SmallVec::new();
    for at in memchr::memchr2_iter(b'(', b')', paragraph.as_bytes()) {
        if paragraph.as_bytes()[at] == b'(' {
            open.push(pairs.len());
            pairs.push(Pair { open: at, close: None });
        } else if let Some(partner) = open.pop() {
            let partner: &mut Pair = &mut pairs[partner];
            partner.close = Some(at + 1);
        }
    }
    pairs
}

fn dated(paragraph: &str, pairs: &[Pair], order: NumericOrder) -> Brackets {
    let mut found = Brackets::new();
    for pair in pairs {
        let Some(close) = pair.close else { continue };
        if reaches_into(pair, &found) || close - pair.open > LONGEST || !may_hold_date(&paragraph[pair.open..close]) {
            continue;
        }
        let content = entries(paragraph, Span::new(pair.open + 1, close - 1), order);
        if content.has_date() {
            let certain = content.clean && content.citations.iter().any(is_day);
            found.push(Bracket { certain, ..bracket(Span::new(pair.open, close), content) });
        }
    }
    found
}

/// Every printed date has a digit: it spares reading `(PLA)` and most asides.
fn may_hold_date(content: &str) -> bool {
    first_digit(content.as_bytes()).is_some()
}

fn is_day(citation: &PrintedCitation) -> bool {
    citation.date.is_some_and(|(date, _)| date.start.precision() == Precision::Day)
}

fn bracket(span: Span, content: Entries) -> Bracket {
    let mut citations = content.citations;
    if citations.iter().all(|citation| citation.span == citations[0].span) {
        for citation in &mut citations {
            citation.span = span;
        }
    }
    Bracket { span, citations, closes: false, unclosed: false, certain: true }
}

/// The last bracket, when it never closes and all that follows it is source and date.
fn unclosed(paragraph: &str, pairs: &[Pair], order: NumericOrder, found: &[Bracket]) -> Option<Bracket> {
    let last =
        pairs.iter().rev().take(LONGEST).find(|pair| pair.close.is_none()).filter(|pair| !reaches_into(pair, found))?;
    let end = paragraph.trim_end_matches(is_end_mark).len().max(last.open + 1);
    if end - last.open > LONGEST || !may_hold_date(&paragraph[last.open..end]) {
        return None;
    }
    let content = entries(paragraph, Span::new(last.open + 1, end), order);
    if !content.clean || !content.has_date() {
        return None;
    }
    Some(Bracket { unclosed: true, ..bracket(Span::new(last.open, end), content) })
}

/// Whether the bracket overlaps a citation that was read before.
fn reaches_into(pair: &Pair, found: &[Bracket]) -> bool {
    found.last().is_some_and(|last| pair.open < last.span.end())
}

/// Brackets without a date behind the last sentence: read backwards from the end of the paragraph.
fn trailing(paragraph: &str, pairs: &[Pair], order: NumericOrder, found: &mut Brackets) {
    let mut run = Brackets::new();
    let read = found.len();
    let mut known = read;
    let mut end = paragraph.trim_end_matches(is_end_mark).len();
    for pair in pairs.iter().rev() {
        if pair.close != Some(end) {
            // An inner bracket of one that is still to come, or ordinary text: then no outer one ends here.
            continue;
        }
        if known > 0 && found[known - 1].span.end() == end {
            known -= 1;
        } else {
            if end - pair.open > LONGEST || reaches_into(pair, &found[..known]) {
                break;
            }
            let content = entries(paragraph, Span::new(pair.open + 1, end - 1), order);
            if !content.clean || content.citations.is_empty() {
                break;
            }
            let mut bracket = bracket(Span::new(pair.open, end), content);
            for citation in &mut bracket.citations {
                citation.form = Form::Trailing;
            }
            run.push(bracket);
        }
        end = trimmed_end(&paragraph[..pair.open]).len();
    }
    if run.is_empty() {
        return;
    }
    let before = paragraph[..end].trim_end_matches(|c| is_quote(c) || matches!(c, ')' | ']'));
    let ends_sentence = before.ends_with(['.', '!', '?', '\u{2026}']);
    if ends_sentence || known < read {
        found.extend(run);
        found.sort_by_key(|bracket| bracket.span);
    }
}

/// What may stand behind a citation that ends the item.
fn is_end_mark(c: char) -> bool {
    is_blank(c) || c == '.' || is_quote(c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{2019}' | '\'')
}

fn mark_closing(paragraph: &str, found: &mut [Bracket]) {
    let mut next = paragraph.len();
    for bracket in found.iter_mut().rev() {
        bracket.closes = paragraph[bracket.span.end()..next].chars().all(is_end_mark);
        if !bracket.closes {
            break;
        }
        next = bracket.span.start();
    }
}
