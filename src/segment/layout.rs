//! The body of an issue as blocks, by the templates of a profile.
//!
//! In: lines, a profile, the vocabulary (some headings are headings only where they name a country). Out: [`Laid`]. A template
//! is tried where a line opens something: behind a blank line, a line that is no text, or a finished sentence. Lines that fit no
//! template are told by their looks, as in `blocks`.

use super::blocks::{Block, BlockKind, ends_sentence, joined, kind};
use super::head::{Source, head, source};
use super::line::{Line, is_headline};
use super::tail::{split_initials, split_run_in};
use crate::citation::{self, CLOSING_WINDOW};
use crate::profile::{Boundary, Case, Declares, Headline, Profile, Slot, Template, Until};
use crate::span::Span;
use crate::vocabulary::Vocabulary;
use crate::words::key;

/// The blocks of a body with what its headings and sources say.
#[derive(Default)]
pub(crate) struct Laid {
    pub blocks: Vec<Block>,
    pub headings: Vec<SectionHeading>,
    pub sources: Vec<Source>,
}

/// A heading that items stand under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SectionHeading {
    /// Which of the profile's sections it is.
    pub nth: usize,
    /// How far in it stands among headings of its kind: bullets, or columns of indentation.
    pub depth: usize,
    pub label: Span,
}

/// A line, or a part of one, with its kind.
struct Piece {
    kind: BlockKind,
    line: Line,
}

/// The blocks of a body, in order.
pub(crate) fn lay_out(text: &str, lines: &[Line], profile: &Profile, vocabulary: &Vocabulary) -> Laid {
    let mut reader =
        Reader { text, profile, vocabulary, laid: Laid::default(), pieces: Vec::new(), skipping: None, whole: None };
    let mut at = 0;
    while at < lines.len() {
        if profile.boilerplate.end.iter().any(|end| end.captures(text, lines[at].span, order(profile)).is_some()) {
            lines[at..].iter().for_each(|line| reader.push(BlockKind::Boilerplate, *line));
            break;
        }
        at += reader.line(&lines[at..]);
    }
    let Reader { mut laid, pieces, .. } = reader;
    let (kinds, lines): (Vec<BlockKind>, Vec<Line>) = pieces.into_iter().map(|piece| (piece.kind, piece.line)).unzip();
    let blocks = joined(text, &lines, &kinds, profile).into_iter();
    let blocks = blocks.flat_map(|block| split_run_in(text, block, profile));
    laid.blocks = blocks.flat_map(|block| split_initials(text, block, profile)).collect();
    laid
}

/// The index of the first line that is what the masthead goes up to.
pub(crate) fn first_line_of_body(
    text: &str,
    lines: &[Line],
    profile: &Profile,
    vocabulary: &Vocabulary,
) -> Option<usize> {
    let is = |forms: &[Template], line: &Line| {
        forms.iter().any(|form| form.captures(text, line.span, order(profile)).is_some())
    };
    // A headline in the table of contents may run over several lines.
    let mut in_contents = false;
    lines.iter().position(|line| {
        in_contents = is(&profile.masthead.contents, line)
            || in_contents && line.blank_before == 0 && !is_rule(line.span.of(text), profile);
        let found = |until: &Until| match until {
            Until::Section => section(text, line.span, 0, profile, vocabulary).is_some(),
            Until::Mark => mark(text, line.span, profile).is_some(),
            Until::Source => source(text, line.span, profile).is_some(),
            Until::Headline => is_headline(line.span.of(text)) || run_in(text, line.span),
            Until::Rule => is_rule(line.span.of(text), profile),
        };
        !in_contents && !is(&profile.boilerplate.lines, line) && profile.masthead.until.iter().any(found)
    })
}

fn run_in(text: &str, line: Span) -> bool {
    super::tail::run_in_end(line.of(text)).is_some()
}

fn order(profile: &Profile) -> crate::date::NumericOrder {
    profile.date.numeric
}

/// Whether a line is drawn, and not written: `_____`, `* * *`.
pub(crate) fn is_rule(line: &str, profile: &Profile) -> bool {
    const SHORTEST: usize = 3;
    /// A letter makes a rule only when it is drawn out.
    const SHORTEST_OF_LETTERS: usize = 8;
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(first) = marks.next().filter(|&c| profile.boilerplate.rules.contains(c)) else { return false };
    let count = 1 + marks.clone().count();
    marks.all(|c| c == first) && count >= if first.is_alphabetic() { SHORTEST_OF_LETTERS } else { SHORTEST }
}

struct Reader<'r> {
    text: &'r str,
    profile: &'r Profile,
    vocabulary: &'r Vocabulary,
    laid: Laid,
    pieces: Vec<Piece>,
    /// The section whose content is left out.
    skipping: Option<usize>,
    /// The section under which all is one item.
    whole: Option<usize>,
}

impl Reader<'_> {
    fn push(&mut self, kind: BlockKind, line: Line) {
        self.pieces.push(Piece { kind, line });
    }

    /// Reads the first of `lines`, and those that go with it; gives their number.
    fn line(&mut self, lines: &[Line]) -> usize {
        let (line, text, profile) = (lines[0], self.text, self.profile);
        let printed = line.span.of(text);
        let opens = self.opens(line);
        if is_rule(printed, profile)
            || opens
                && profile.boilerplate.lines.iter().any(|form| form.captures(text, line.span, order(profile)).is_some())
        {
            self.push(BlockKind::Boilerplate, line);
            return 1;
        }
        let marked = if opens { mark(text, line.span, profile) } else { None };
        if opens
            && marked.is_none()
            && let Some((heading, rest)) = self.section(line.span, indentation(text, line.span))
        {
            return self.heading(line, heading, rest);
        }
        if self.skipping.is_some() {
            self.push(BlockKind::Boilerplate, line);
            return 1;
        }
        if let Some(found) = marked {
            return self.mark(lines, found);
        }
        if opens && let Some(found) = source(text, line.span, profile) {
            self.source(found, line);
            return 1;
        }
        if opens && profile.items.bylines.iter().any(|form| form.captures(text, line.span, order(profile)).is_some()) {
            self.push(BlockKind::Byline, line);
            return 1;
        }
        self.push(self.by_looks(line.span), line);
        1
    }

    /// What a line is that fits no template.
    fn by_looks(&self, line: Span) -> BlockKind {
        let found = kind(line.of(self.text), self.profile);
        let known = match found {
            BlockKind::Heading(_) => self.profile.parts_by(Boundary::DateHeading),
            BlockKind::Headline => self.profile.items.headline == Headline::Capitals || self.whole.is_some(),
            _ => true,
        };
        if known { found } else { BlockKind::Paragraph }
    }

    /// Whether something new can start in a line: it does not go on with a sentence above it.
    fn opens(&self, line: Line) -> bool {
        let goes_on = |last: &Piece| last.kind == BlockKind::Paragraph && !ends_sentence(last.line.span.of(self.text));
        line.blank_before > 0 || !self.pieces.last().is_some_and(goes_on)
    }

    /// The section that a line heads; where all under a heading is one item, inner headings are part of it.
    fn section(&self, span: Span, depth: usize) -> Option<(SectionHeading, Option<Span>)> {
        let found = section(self.text, span, depth, self.profile, self.vocabulary)?;
        self.whole.is_none_or(|nth| found.0.nth <= nth).then_some(found)
    }

    fn heading(&mut self, line: Line, heading: SectionHeading, rest: Option<Span>) -> usize {
        let skip = self.profile.section[heading.nth].skip;
        self.skipping = skip.then_some(heading.nth);
        self.whole = self.profile.section[heading.nth].one_item.then_some(heading.nth);
        self.laid.headings.push(heading);
        let index = u32::try_from(self.laid.headings.len() - 1).unwrap_or(u32::MAX);
        let end = rest.map_or(line.span.end(), Span::start);
        let before = Span::new(line.span.start(), end).trimmed(self.text);
        self.push(if skip { BlockKind::Boilerplate } else { BlockKind::Section(index) }, Line { span: before, ..line });
        if let Some(rest) = rest {
            self.push(BlockKind::Paragraph, Line { span: rest, blank_before: 0 });
        }
        1
    }

    /// A mark with what stands behind it on its line, or below it.
    fn mark(&mut self, lines: &[Line], found: Mark) -> usize {
        let line = lines[0];
        if let Some(rest) = found.rest
            && let Some((heading, behind)) = self.section(rest, found.depth)
        {
            return self.heading(line, heading, behind);
        }
        self.push(BlockKind::Mark, Line { span: found.span, ..line });
        if let Some(rest) = found.rest {
            match source(self.text, rest, self.profile) {
                Some(source) => self.source(source, Line { span: rest, blank_before: 0 }),
                None => self.push(BlockKind::Paragraph, Line { span: rest, blank_before: 0 }),
            }
            return 1;
        }
        let Some((source, taken)) = head(self.text, &lines[1..], self.profile, self.vocabulary) else { return 1 };
        let whole = lines[1].span.cover(lines[taken].span);
        self.source(source, Line { span: whole, blank_before: 0 });
        1 + taken
    }

    fn source(&mut self, source: Source, line: Line) {
        self.laid.sources.push(source);
        let index = u32::try_from(self.laid.sources.len() - 1).unwrap_or(u32::MAX);
        self.push(BlockKind::Source(index), line);
    }
}

/// Columns between the start of the printed line and its first character.
fn indentation(text: &str, line: Span) -> usize {
    let before = &text[..line.start()];
    before.len() - before.trim_end_matches([' ', '\t', '\u{a0}']).len()
}

#[derive(Clone, Copy)]
struct Mark {
    span: Span,
    depth: usize,
    /// What the item starts with on the same line.
    rest: Option<Span>,
}

fn mark(text: &str, line: Span, profile: &Profile) -> Option<Mark> {
    profile.items.marks.iter().find_map(|form| {
        let found = form.captures(text, line, order(profile))?;
        let rest = found.get(Slot::Text);
        let end = rest.map_or(line.end(), Span::start);
        let stars = found.get(Slot::Bullet).map(|bullet| bullet.of(text)).filter(|bullet| bullet.starts_with('*'));
        let depth = stars.map_or_else(|| indentation(text, line), str::len);
        Some(Mark { span: Span::new(line.start(), end).trimmed(text), depth, rest })
    })
}

/// The section that a line heads, and what stands behind its label.
fn section(
    text: &str,
    line: Span,
    depth: usize,
    profile: &Profile,
    vocabulary: &Vocabulary,
) -> Option<(SectionHeading, Option<Span>)> {
    const LONGEST_LABEL: usize = 140;
    profile.section.iter().enumerate().find_map(|(nth, section)| {
        section.lines.iter().find_map(|form| {
            let found = form.captures(text, line, order(profile))?;
            let label = found.get(Slot::Label).unwrap_or(line);
            let printed = label.of(text);
            if printed.len() > LONGEST_LABEL || section.case == Some(Case::Upper) && !is_upper(printed) {
                return None;
            }
            let wanted = key(printed);
            let listed = section.labels.iter().any(|known| key(known) == wanted);
            let fits = if section.declares == Declares::Country {
                listed || vocabulary.country_named(printed).is_some()
            } else if !section.labels.is_empty() {
                listed
            } else {
                section.case.is_some() || form.source() != "{label}" || is_label(printed)
            };
            fits.then_some((SectionHeading { nth, depth, label }, found.get(Slot::Text)))
        })
    })
}

fn is_upper(label: &str) -> bool {
    label.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !label.chars().any(char::is_lowercase)
}

/// Whether a line without any mark of a heading can be one: it is no sentence and cites nothing.
fn is_label(line: &str) -> bool {
    let sentences = line.match_indices(". ").any(|(at, _)| !line[..at].ends_with(char::is_uppercase) && at > 3);
    let sentence = sentences || line.trim_end_matches(['"', '”', '’', '\'']).ends_with(['.', '?', '!', ';', ',', ':']);
    let cites = || {
        let tail = &line[line.ceil_char_boundary(line.len().saturating_sub(CLOSING_WINDOW))..];
        !citation::brackets(tail, crate::date::NumericOrder::default()).is_empty() || !citation::links(tail).is_empty()
    };
    !sentence && !cites()
}
