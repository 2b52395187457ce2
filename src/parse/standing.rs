//! What stands above items: section headings, marks, and sources printed before the text.

use super::roles::Role;
use super::walk::{Item, Standing, Walk};
use crate::profile::{Declares, Headline};
use crate::span::Span;

impl Walk<'_> {
    /// A heading ends those of its kind and the inner ones. Headings of one depth without an item between them stand in one
    /// another where nothing shows their depth.
    pub(super) fn section(&mut self, span: Span, index: usize) {
        self.mark(Role::Heading, span);
        self.close();
        self.source = None;
        let heading = self.laid.headings[index];
        let section = &self.profile.section[heading.nth];
        let printed = heading.label.of(self.text);
        let unused = self
            .collected
            .items
            .last()
            .is_none_or(|item| self.standing.last().is_some_and(|last| last.label.start() > item.span.start()));
        let nests = unused && heading.depth == 0 && section.nests;
        self.standing.retain(|above| {
            above.nth < heading.nth || above.nth == heading.nth && (above.depth < heading.depth || nests)
        });
        let named = crate::words::key(printed);
        let category = section.categories.iter().find(|(label, _)| crate::words::key(label) == named);
        self.standing.push(Standing {
            label: heading.label,
            country: if section.declares == Declares::Country { self.vocabulary.country_named(printed) } else { None },
            category: category.and_then(|(_, category)| self.vocabulary.categories.find(category)),
            nth: heading.nth,
            depth: heading.depth,
            one_item: section.one_item,
        });
    }

    /// A headline that runs into the text, without the full stop that parts them.
    pub(super) fn without_stop(&self, headline: Span) -> Span {
        let printed = headline.of(self.text);
        let last = printed.rsplit(char::is_whitespace).next().unwrap_or(printed);
        let stop = printed.ends_with('.') && last.find('.') == Some(last.len() - 1) && last.len() > 2;
        let cut = usize::from(stop && self.profile.items.headline == Headline::RunIn);
        Span::new(headline.start(), headline.end() - cut)
    }

    /// Whether all under the innermost heading is one item.
    pub(super) fn is_one_item(&self) -> bool {
        self.standing.last().is_some_and(|heading| heading.one_item)
    }

    pub(super) fn item_mark(&mut self, span: Span) {
        self.mark(Role::Heading, span);
        self.close();
    }

    /// A source printed before the text belongs to what follows; to the headline above it where that has no text yet.
    pub(super) fn source_above(&mut self, index: usize) {
        let source = &self.laid.sources[index];
        let headline = source.headline.unwrap_or(Span::new(source.span.start(), source.span.start()));
        self.mark(Role::Citation, Span::new(source.span.start(), headline.start()));
        self.mark(Role::Headline, headline);
        self.mark(Role::Citation, Span::new(headline.end(), source.span.end()));
        if let Some(item) = self.collected.items.last_mut()
            && !item.closed
            && item.paragraphs.is_empty()
            && item.cited.is_empty()
        {
            item.cited.extend(source.citation);
            item.span = item.span.cover(source.span);
            return;
        }
        self.close();
        self.source = Some(index);
    }

    /// An item with the headings and the source above it. Only the first item under a source takes its lines and headline, and
    /// an item with a headline of its own has its own source.
    pub(super) fn under_headings(&mut self, mut item: Item) -> Item {
        item.sections.clone_from(&self.standing);
        let Some(source) = self.source.map(|index| &self.laid.sources[index]) else { return item };
        let first = self.collected.items.last().is_none_or(|last| last.span.end() <= source.span.start());
        if !first && item.headline.is_some() {
            self.source = None;
            return item;
        }
        item.cited.extend(source.citation);
        if first {
            item.span = item.span.cover(source.span);
            item.headline = item.headline.or(source.headline);
        }
        item
    }

    /// The initials belong to the item that they sign.
    pub(super) fn initials(&mut self, span: Span) {
        self.mark(Role::Boilerplate, span);
        if let Some(item) = self.collected.items.last_mut() {
            item.span = item.span.cover(span);
        }
    }
}
