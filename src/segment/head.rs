//! Sources printed before the text: one line, or the lines between the mark of an item and its text.

use super::blocks::ends_sentence;
use super::line::Line;
use crate::citation::{Form, PrintedCitation};
use crate::profile::{Captured, Profile, Slot};
use crate::span::Span;
use crate::vocabulary::Vocabulary;

/// What stands before the text of an item, or of several.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub span: Span,
    pub citation: Option<PrintedCitation>,
    pub headline: Option<Span>,
}

/// A line that names the source of what follows.
pub(super) fn source(text: &str, line: Span, profile: &Profile) -> Option<Source> {
    let found = profile.citations.before.iter().find_map(|form| form.captures(text, line, profile.date.numeric))?;
    let mut source = Source { span: line, citation: None, headline: None };
    source.take(text, &found, line);
    Some(source)
}

/// Most lines between a mark and the text.
const MOST_LINES: usize = 10;
const LONGEST_LINE: usize = 160;

/// The lines below a mark that name source, date, headline and author, each at most once and in the order of the profile;
/// with their number.
pub(super) fn head(text: &str, lines: &[Line], profile: &Profile, vocabulary: &Vocabulary) -> Option<(Source, usize)> {
    let forms = &profile.items.head;
    let mut source: Option<Source> = None;
    let (mut next, mut taken) = (0, 0);
    for line in lines.iter().take(MOST_LINES) {
        let printed = line.span.of(text);
        if printed.len() > LONGEST_LINE {
            break;
        }
        if profile.boilerplate.lines.iter().any(|form| form.captures(text, line.span, profile.date.numeric).is_some()) {
            taken += 1;
            continue;
        }
        let fitting = forms[next.min(forms.len())..]
            .iter()
            .position(|form| form.captures(text, line.span, profile.date.numeric).is_some());
        let apart = line.blank_before > 0;
        match fitting {
            Some(index) if !(apart && taken > 0 && ends_sentence(printed)) => {
                let Some(found) = forms[next + index].captures(text, line.span, profile.date.numeric) else { break };
                let source = source.get_or_insert(Source { span: line.span, citation: None, headline: None });
                source.take(text, &found, line.span);
                next += index + 1;
            }
            // What else stands there before a blank line says who wrote it.
            None if taken > 0 && !apart && !ends_sentence(printed) => {}
            _ => break,
        }
        taken += 1;
        if let Some(source) = &mut source {
            source.span = source.span.cover(line.span);
        }
    }
    let mut source = source?;
    // A lone line that names no outlet is a headline.
    if let Some(citation) = source.citation
        && citation.date.is_none()
        && !vocabulary.names_outlet(citation.outlet.of(text))
    {
        source.headline = source.headline.or(Some(citation.outlet));
        source.citation = None;
    }
    Some((source, taken))
}

impl Source {
    fn take(&mut self, text: &str, found: &Captured, line: Span) {
        if let Some(outlet) = found.get(Slot::Outlet) {
            self.citation = Some(PrintedCitation {
                span: line,
                outlet: unbracketed(text, outlet),
                date: None,
                via: None,
                form: Form::Before,
            });
        }
        if let (Some(citation), Some(date), Some(span)) = (&mut self.citation, found.date, found.get(Slot::Date)) {
            citation.date = Some((date, span));
            citation.span = citation.span.cover(line);
        }
        self.headline = found.get(Slot::Title).or(self.headline);
    }
}

/// A name in square brackets without them.
fn unbracketed(text: &str, outlet: Span) -> Span {
    match outlet.of(text).strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(_) => Span::new(outlet.start() + 1, outlet.end() - 1),
        None => outlet,
    }
}
