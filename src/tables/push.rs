//! A parsed and annotated document appended to a chunk as rows. The one place where strings are copied.

use jiff::civil::Date;

use crate::annotate::{Annotation, Annotator, Citation, Context, Mention, Surroundings};
use crate::date::PrintedDate;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::format::Link;
use crate::parse::{Issue, Item, Parsed, Role, Stages};
use crate::span::Span;
use crate::value::Markup;
use crate::vocabulary::{LabelKind, Resolution, Vocabulary};

use super::{
    Chunk, CitationRow, DiagnosticRow, DocumentRow, HeadlineSource, IssueRow, ItemRow, MentionRow, PlacedDate,
    Position, Text, TextList, pooled,
};

/// What the user says of a document that its text does not.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub published: Option<Date>,
    pub series: Option<String>,
    pub headlines: Option<Vec<String>>,
}

impl Chunk {
    /// Appends all rows of a document. `given` is asked for each issue, by its series and number.
    pub(crate) fn push(
        &mut self,
        document: &Document,
        parsed: &Parsed,
        vocabulary: &Vocabulary,
        given: impl Fn(Option<&str>, Option<u32>) -> Given,
    ) {
        let index = count(&self.documents);
        let first_diagnostic = self.diagnostics.len();
        let row = DocumentRow {
            entry: 0,
            name: self.keep(&document.origin.name),
            path: self.keep(&document.origin.path),
            format: document.format.as_str(),
            encoding: document.encoding,
            content_hash: self.keep(&document.content_hash),
            bytes: document.bytes,
            roles: bytes_per_role(parsed),
        };
        self.documents.push(row);
        let profile = self.keep(&parsed.profile);
        let mut pusher = Pusher {
            chunk: self,
            text: &document.text,
            document: index,
            profile,
            markup: parsed.markup,
            vocabulary,
            hits: &parsed.hits,
            stages: parsed.stages,
            links: &document.links,
            // A day that the format declares is that of the document: of one issue, not of several.
            declared: document.declared.filter(|_| parsed.issues.len() == 1),
        };
        pusher.diagnostics(&parsed.diagnostics, None, None);
        for (nth, issue) in (0..).zip(&parsed.issues) {
            pusher.issue(nth, issue, &given);
        }
        self.place(&document.text, index, first_diagnostic);
    }
}

fn count<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).expect("chunks hold far fewer than 4 billion rows")
}

fn bytes_per_role(parsed: &Parsed) -> [u64; Role::ALL.len()] {
    let mut bytes = [0; Role::ALL.len()];
    for tile in &parsed.roles {
        bytes[tile.role as usize] += tile.span.len() as u64;
    }
    bytes
}

/// A declared label; one that is not known counts as a topic.
struct Label {
    span: Span,
    category: Option<usize>,
    kind: LabelKind,
}

struct Pusher<'p> {
    chunk: &'p mut Chunk,
    text: &'p str,
    document: u32,
    /// Name of the profile it was read by.
    profile: Text,
    markup: Markup,
    vocabulary: &'p Vocabulary,
    hits: &'p [crate::matcher::Hit],
    stages: Stages,
    links: &'p [Link],
    declared: Option<Date>,
}

impl Pusher<'_> {
    fn diagnostics(&mut self, diagnostics: &[Diagnostic], issue: Option<u32>, item: Option<u32>) {
        for diagnostic in diagnostics {
            let message = self.chunk.keep(&diagnostic.message);
            let row = DiagnosticRow {
                document: self.document,
                issue,
                item,
                code: diagnostic.code,
                message,
                span: diagnostic.span,
                position: Position::default(),
            };
            self.chunk.diagnostics.push(row);
        }
    }

    fn value(&mut self, span: Span) -> Text {
        self.chunk.keep_plain(span.of(self.text), self.markup)
    }

    fn issue(&mut self, nth: u32, issue: &Issue, given: &impl Fn(Option<&str>, Option<u32>) -> Given) {
        let text = self.text;
        let mut series = issue.masthead.series(text).map(str::to_owned);
        let mut number = issue.masthead.number;
        if let (None, Some(named)) = (&series, &issue.from_name) {
            series = Some(named.series.clone());
            number = named.number;
        }
        let given = given(series.as_deref(), number);
        let series = given.series.clone().or(series);
        let labels: Vec<Label> = issue.masthead.labels.iter().map(|&span| self.label(span)).collect();
        let known = labels.iter().filter_map(|label| label.category);
        let context = Context::of(issue, known, series.as_deref(), self.vocabulary, self.stages);
        let index = count(&self.chunk.issues);
        let categories = self.labels(&labels, LabelKind::Topic);
        let regions = self.labels(&labels, LabelKind::Region);
        let editors: Vec<Text> = issue.masthead.editors.iter().map(|&name| self.value(name)).collect();
        let headlines: Vec<Text> = match &given.headlines {
            Some(headlines) => headlines.iter().map(|headline| self.chunk.keep_value(headline)).collect(),
            None => issue.masthead.teasers.iter().map(|&teaser| self.value(teaser)).collect(),
        };
        let first_item = count(&self.chunk.items);
        let row = IssueRow {
            document: self.document,
            nth,
            series: series.map(|series| self.chunk.keep_value(&series)),
            number,
            volume: issue.masthead.volume.map(|span| self.value(span)),
            part: issue.masthead.part.map(|span| self.value(span)),
            profile: self.profile,
            title: match (issue.masthead.title, issue.from_name.as_ref().and_then(|named| named.title.as_deref())) {
                // A title that is nothing but markup is none.
                (Some(span), _) => Some(self.value(span)).filter(|title| title.len > 0),
                (None, declared) => declared.map(|title| self.chunk.keep_value(title)),
            },
            printed: issue.masthead.published.map(|(date, span)| self.date(date, span)),
            given: given.published,
            declared: self.declared,
            editors: self.chunk.keep_list(editors),
            categories,
            regions,
            headlines: self.chunk.keep_list(headlines.iter().copied()),
            note: issue.note.map(|span| self.note(span)),
            items: (first_item, first_item + count(&issue.items)),
            span: issue.span,
            position: Position::default(),
        };
        self.chunk.issues.push(row);
        self.diagnostics(&issue.diagnostics, Some(index), None);
        self.unknown_labels(&labels, index);
        let listed = self.listed_headlines(issue, index, &headlines, given.headlines.is_some());
        let around = Surroundings { text, issue, links: self.links, context: &context, vocabulary: self.vocabulary };
        let mut annotator = Annotator::new(around, self.hits);
        let mut found = Vec::new();
        for (position, item) in issue.items.iter().enumerate() {
            let annotation = annotator.annotate(item, &mut found);
            let row = count(&self.chunk.items);
            let listed = listed.as_ref().map(|(texts, source)| (texts[position], *source));
            self.item(index, position, item, listed, annotation);
            self.diagnostics(&found, Some(index), Some(row));
            found.clear();
        }
    }

    fn label(&self, span: Span) -> Label {
        let category = self.vocabulary.categories.find(span.of(self.text));
        let kind = category.map_or(LabelKind::Topic, |index| self.vocabulary.categories.get(index).kind);
        Label { span, category, kind }
    }

    fn labels(&mut self, labels: &[Label], kind: LabelKind) -> TextList {
        let of_kind = labels.iter().filter(|label| label.kind == kind);
        let texts: Vec<Text> = of_kind.map(|label| self.chunk.keep_value(label.span.of(self.text))).collect();
        self.chunk.keep_list(texts)
    }

    fn unknown_labels(&mut self, labels: &[Label], index: u32) {
        for label in labels.iter().filter(|label| label.category.is_none()) {
            let printed = label.span.of(self.text);
            let message = format!("expected a known category label, found {printed:?}; it is kept as a topic");
            self.diagnostics(&[Diagnostic::at(Code::UnknownCategory, label.span, message)], Some(index), None);
        }
    }

    /// Headlines listed in the masthead or given by the user, one for each item; none, with a diagnostic, when their
    /// number differs from that of the items.
    fn listed_headlines(
        &mut self,
        issue: &Issue,
        index: u32,
        listed: &[Text],
        given: bool,
    ) -> Option<(Vec<Text>, HeadlineSource)> {
        if listed.is_empty() {
            return None;
        }
        if listed.len() != issue.items.len() {
            let (found, expected) = (listed.len(), issue.items.len());
            let kept = if issue.items.iter().any(|item| item.headline.is_some()) {
                "keep their own"
            } else {
                "are left without"
            };
            let message =
                format!("expected {expected} headlines, one for each item, found {found} listed; items {kept}");
            let at =
                issue.masthead.teasers.first().copied().unwrap_or(Span::new(issue.span.start(), issue.span.start()));
            self.diagnostics(&[Diagnostic::at(Code::HeadlineCount, at, message)], Some(index), None);
            return None;
        }
        Some((listed.to_vec(), if given { HeadlineSource::Given } else { HeadlineSource::Teaser }))
    }

    fn item(
        &mut self,
        issue: u32,
        position: usize,
        item: &Item,
        listed: Option<(Text, HeadlineSource)>,
        annotation: &Annotation,
    ) {
        let index = count(&self.chunk.items);
        let headline = match item.headline {
            Some(span) => Some((self.value(span), HeadlineSource::Printed)),
            None => listed,
        };
        let first_citation = count(&self.chunk.citations);
        for (number, citation) in (1..).zip(&annotation.citations) {
            self.citation(index, number, citation);
        }
        for (number, mention) in (1..).zip(&annotation.mentions) {
            self.mention(index, number, mention);
        }
        let sections = self.sections(item);
        let ranked = &annotation.categories.ranked;
        let narrow = |category: usize| u16::try_from(category).expect("fewer than 65,536 categories");
        let row = ItemRow {
            issue,
            item: u32::try_from(position + 1).expect("fewer than 4 billion items"),
            headline,
            headline_span: item.headline,
            text: self.paragraphs(&item.paragraphs),
            paragraphs: count(&item.paragraphs),
            note: item.note.map(|span| self.note(span)),
            note_span: item.note,
            heading: item.heading.map(|(date, span)| self.date(date, span)),
            continues: position > 0 && self.continues(headline),
            sections,
            category: ranked.first().map(|&(category, score)| (narrow(category), score)),
            categories: pooled(&mut self.chunk.category_lists, ranked.iter().map(|&(category, _)| narrow(category))),
            category_basis: annotation.categories.basis.map(crate::annotate::categories::Basis::as_str),
            countries: pooled(&mut self.chunk.country_lists, annotation.countries.iter().copied()),
            country_basis: annotation.country_basis.map(crate::annotate::CountryBasis::as_str),
            citations: (first_citation, count(&self.chunk.citations)),
            span: item.span,
        };
        self.chunk.items.push(row);
    }

    /// Labels of the headings above, straight into the pool of lists.
    fn sections(&mut self, item: &Item) -> TextList {
        let start = count(&self.chunk.lists);
        for heading in &item.sections {
            let label = self.value(heading.label);
            self.chunk.lists.push(label);
        }
        TextList { start, end: count(&self.chunk.lists) }
    }

    /// A headline that opens with an ellipsis goes on from the one before it.
    fn continues(&self, headline: Option<(Text, HeadlineSource)>) -> bool {
        let opens = |headline: &str| headline.starts_with("...") || headline.starts_with('…');
        let previous = self.chunk.items.last().is_some_and(|previous| previous.headline.is_some());
        previous && headline.is_some_and(|(text, _)| opens(self.chunk.text(text)))
    }

    /// Paragraphs as values, an empty line between them; nothing for an item of a headline alone.
    fn paragraphs(&mut self, paragraphs: &[Span]) -> Option<Text> {
        let start = self.chunk.arena.len();
        for (index, &paragraph) in paragraphs.iter().enumerate() {
            if index > 0 {
                self.chunk.arena.push_str("\n\n");
            }
            crate::value::plain_into(&mut self.chunk.arena, paragraph.of(self.text), self.markup);
        }
        (!paragraphs.is_empty()).then(|| self.chunk.since(start))
    }

    /// A note without its brackets and without the words that introduce it.
    fn note(&mut self, span: Span) -> Text {
        let printed = span.of(self.text);
        let inner = printed.strip_prefix('[').unwrap_or(printed);
        let inner = inner.trim_end().strip_suffix('.').filter(|rest| rest.ends_with(']')).unwrap_or(inner.trim_end());
        let inner = inner.strip_suffix(']').unwrap_or(inner);
        let lower = inner[..inner.floor_char_boundary(24)].to_lowercase();
        let label = ["note", "update"].iter().find_map(|word| lower.find(word).map(|at| at + word.len())).unwrap_or(0);
        let body = inner.get(label..).unwrap_or(inner).trim_start_matches([':', '-', '–', '.', ' ', '\u{a0}']);
        self.chunk.keep_value(body.trim())
    }

    fn date(&mut self, printed: PrintedDate, span: Span) -> PlacedDate {
        PlacedDate {
            printed,
            raw: self.value(Span::new(span.start(), span.end())),
            span,
            position: Position::default(),
        }
    }

    fn citation(&mut self, item: u32, number: u32, citation: &Citation) {
        let printed = citation.printed;
        let (outlet, candidates) = match &citation.outlet {
            Resolution::Known(id) => (Some(*id), &[][..]),
            Resolution::Ambiguous(candidates) => (None, &candidates[..]),
            Resolution::Unknown => (None, &[][..]),
        };
        let row = CitationRow {
            item,
            citation: number,
            outlet,
            outlet_basis: citation.basis.map(crate::annotate::outlets::Basis::as_str),
            candidates: pooled(&mut self.chunk.outlet_lists, candidates.iter().copied()),
            raw: self.value(printed.outlet),
            date: printed.date.map(|(date, span)| self.date(date, span)),
            via: printed.via.map(|via| self.value(via)),
            url: citation.link.map(|link| self.chunk.keep(&self.links[link].url)),
            form: printed.form.as_str(),
            span: printed.span,
            outlet_span: printed.outlet,
        };
        self.chunk.citations.push(row);
    }

    fn mention(&mut self, item: u32, number: u32, mention: &Mention) {
        let several = if mention.candidates.len() > 1 { &mention.candidates[..] } else { &[] };
        let row = MentionRow {
            item,
            mention: number,
            kind: mention.kind,
            field: mention.field.as_str(),
            rule: mention.rule.as_str(),
            surface: self.value(mention.span),
            country: mention.country,
            candidates: pooled(&mut self.chunk.country_lists, several.iter().copied()),
            span: mention.span,
        };
        self.chunk.mentions.push(row);
    }
}
