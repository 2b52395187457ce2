//! The tags of a page, one after the other, to text.
//!
//! Kept is a stack of the open elements, no deeper than the limit, and for each name the places where it is open, so that a
//! tag is handled in the same time wherever it stands. End tags that are missing or wrong are forgiven as browsers do.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as At, Tokenizer};
use rustc_hash::FxHashMap;

use super::attributes::{Attributes, Name as Attribute};
use super::declared::Declared;
use super::element::{Kind, Name, ended_by, kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::format::Rendered;
use crate::format::compose::Composer;

pub(super) struct Page {
    composer: Composer,
    declared: Declared,
    open: Vec<Open>,
    places: FxHashMap<Name, Vec<usize>>,
    depth: usize,
    /// Elements open beyond the limit, and how many there have been.
    beyond: (u64, u64),
    tag: (Name, Attributes),
    /// Open elements that hold no text, that keep their lines, and that are furniture.
    dropped: u32,
    preformatted: u32,
    furniture: u32,
    /// Length of the stack when the open link began.
    link: Option<usize>,
}

/// An open element and what ends with it.
#[derive(Debug, Default)]
struct Open {
    name: Name,
    boilerplate: bool,
    furniture: bool,
    /// Stretches of boilerplate that a heading stands out of.
    suspended: u32,
    /// Number of the next item of a numbered list.
    ordinal: Option<i64>,
    linked_data: bool,
}

impl Page {
    pub(super) fn read(source: &str, depth: u32) -> Rendered {
        let mut page = Self {
            composer: Composer::default(),
            declared: Declared::default(),
            open: Vec::new(),
            places: FxHashMap::default(),
            depth: depth as usize,
            beyond: (0, 0),
            tag: (Name::default(), Attributes::default()),
            dropped: 0,
            preformatted: 0,
            furniture: 0,
            link: None,
        };
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: At<()>| -> Option<Infallible> {
            page.event(&event);
            None
        });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
        page.finish()
    }

    fn event(&mut self, event: &CallbackEvent<'_>) {
        match *event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.0 = Name::new(name);
                self.tag.1.clear();
            }
            CallbackEvent::AttributeName { name } => self.tag.1.name(name),
            CallbackEvent::AttributeValue { value } => self.tag.1.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(Name::new(name)),
            CallbackEvent::String { value } => self.text(value),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        let top = self.open.last();
        if top.is_some_and(|open| open.linked_data) {
            self.declared.linked_data(bytes);
        }
        let text = String::from_utf8_lossy(bytes);
        if top.is_some_and(|open| kind(open.name) == Kind::Title) && self.dropped == 1 {
            self.declared.title_text(&text);
        }
        if self.dropped > 0 {
            return;
        }
        if self.preformatted > 0 { self.composer.lines(&text) } else { self.composer.words(&text) }
    }

    fn start(&mut self) {
        let name = self.tag.0;
        let kind = kind(name);
        let (closes, boundaries) = ended_by(name);
        if !closes.is_empty() {
            self.close_implied(closes, boundaries);
        }
        match kind {
            Kind::Void => return self.void(name),
            Kind::Formatting => return,
            Kind::Link => return self.start_link(),
            Kind::Quotation => return self.quote("“"),
            _ => {}
        }
        self.space_around(kind);
        let raw = matches!(kind, Kind::Title | Kind::Script)
            || matches!(name.as_bytes(), b"style" | b"textarea" | b"iframe" | b"noscript" | b"noembed" | b"xmp");
        if self.open.len() >= self.depth && !raw {
            self.beyond = (self.beyond.0 + 1, self.beyond.1 + 1);
            return;
        }
        let opened = self.opened(kind);
        self.places.entry(name).or_default().push(self.open.len());
        self.open.push(opened);
    }

    /// The effects of an element that begins.
    fn opened(&mut self, kind: Kind) -> Open {
        let (name, attributes) = (self.tag.0, &self.tag.1);
        let mut open = Open { name, ..Open::default() };
        match kind {
            Kind::Title | Kind::Dropped => self.dropped += 1,
            Kind::Script => {
                self.dropped += 1;
                open.linked_data = attributes
                    .get(Attribute::Type)
                    .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"));
            }
            Kind::Preformatted => self.preformatted += 1,
            Kind::Time => self.declared.time(attributes),
            Kind::List if name.as_bytes() == b"ol" => {
                open.ordinal =
                    Some(attributes.get(Attribute::Start).and_then(|start| start.trim().parse().ok()).unwrap_or(1));
            }
            Kind::Item => self.number_item(),
            Kind::Table => {
                let role = attributes.get(Attribute::Role).unwrap_or_default();
                self.composer.start_table(role == "presentation" || role == "none");
            }
            Kind::Caption => self.composer.start_caption(),
            Kind::Row => self.composer.start_row(),
            Kind::Cell => self.composer.start_cell(name.as_bytes() == b"th"),
            Kind::Heading if self.furniture == 0 => open.suspended = self.composer.suspend_boilerplate(),
            _ => {}
        }
        let attributes = &self.tag.1;
        let whole = matches!(kind, Kind::Main | Kind::Heading | Kind::Title | Kind::Script | Kind::Dropped);
        open.furniture = kind == Kind::Furniture || (!whole && (attributes.hidden() || attributes.furniture()));
        open.boilerplate = open.furniture || (kind == Kind::Header && !self.inside(&[b"main", b"article"]));
        self.furniture += u32::from(open.furniture);
        if open.boilerplate {
            self.composer.start_boilerplate();
        }
        open
    }

    fn end(&mut self, name: Name) {
        let kind = kind(name);
        match kind {
            Kind::Void if name.as_bytes() == b"br" => return self.composer.line_break(),
            Kind::Void | Kind::Formatting => return,
            Kind::Link => return self.end_link(),
            Kind::Quotation => return self.quote("”"),
            _ => {}
        }
        if self.beyond.0 > 0 && kind != Kind::Script && kind != Kind::Title {
            self.beyond.0 -= 1;
            return self.space_around(kind);
        }
        let within = match kind {
            Kind::Table => None,
            Kind::Row | Kind::Cell | Kind::Caption => self.topmost(&[b"table"]),
            _ => self.topmost(&[b"table", b"td", b"th", b"caption"]),
        };
        match self.topmost(&[name.as_bytes()]) {
            Some(at) if within.is_none_or(|boundary| boundary < at) => self.close_to(at),
            _ => self.space_around(kind),
        }
    }

    /// Ends what the next tag of its kind ends, though it has no end tag.
    fn close_implied(&mut self, closes: &[&[u8]], boundaries: &[&[u8]]) {
        if let Some(at) = self.topmost(closes)
            && self.topmost(boundaries).is_none_or(|boundary| boundary < at)
        {
            self.close_to(at);
        }
    }

    /// Where the innermost open element of these names is on the stack.
    fn topmost(&self, names: &[&[u8]]) -> Option<usize> {
        names.iter().filter_map(|name| self.places.get(&Name::new(name))?.last().copied()).max()
    }

    fn inside(&self, names: &[&[u8]]) -> bool {
        self.topmost(names).is_some()
    }

    /// Ends the elements from the top of the stack down to the one at `at`.
    fn close_to(&mut self, at: usize) {
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            if let Some(places) = self.places.get_mut(&open.name) {
                places.pop();
                if places.is_empty() {
                    self.places.remove(&open.name);
                }
            }
            self.closed(&open);
        }
    }

    /// The effects of an element that ends.
    fn closed(&mut self, open: &Open) {
        if self.link.is_some_and(|length| self.open.len() < length) {
            self.end_link();
        }
        if open.boilerplate {
            self.composer.end_boilerplate();
        }
        self.furniture -= u32::from(open.furniture);
        let kind = kind(open.name);
        match kind {
            Kind::Title | Kind::Script | Kind::Dropped => self.dropped -= 1,
            Kind::Preformatted => self.preformatted -= 1,
            Kind::Table => self.composer.end_table(),
            Kind::Cell => self.composer.end_cell(),
            _ => {}
        }
        self.space_around(kind);
        if kind == Kind::Heading && open.suspended > 0 {
            self.composer.resume_boilerplate(open.suspended);
        }
    }

    /// The break before and after an element.
    fn space_around(&mut self, kind: Kind) {
        match kind {
            Kind::Line | Kind::Caption => self.composer.line(),
            Kind::Block
            | Kind::Heading
            | Kind::Item
            | Kind::List
            | Kind::Preformatted
            | Kind::Table
            | Kind::Furniture
            | Kind::Header
            | Kind::Main => self.composer.block(),
            // Cells outside a table, and cells beyond the limit.
            Kind::Row | Kind::Cell => self.composer.space(),
            _ => {}
        }
    }

    fn void(&mut self, name: Name) {
        match name.as_bytes() {
            b"br" if self.dropped == 0 => self.composer.line_break(),
            b"hr" if self.dropped == 0 => self.composer.block(),
            b"meta" => self.declared.meta(&self.tag.1),
            _ => {}
        }
    }

    fn start_link(&mut self) {
        if self.dropped > 0 {
            return;
        }
        self.end_link();
        if let Some(address) = self.tag.1.address() {
            self.composer.start_link(&address);
            self.link = Some(self.open.len());
        }
    }

    fn end_link(&mut self) {
        self.composer.end_link();
        self.link = None;
    }

    fn quote(&mut self, mark: &str) {
        if self.dropped == 0 {
            self.composer.words(mark);
        }
    }

    /// The number that a numbered list shows before its item.
    fn number_item(&mut self) {
        let Some(list) = self.topmost(&[b"ol", b"ul", b"menu", b"dir"]) else { return };
        if let Some(number) = self.open[list].ordinal.as_mut() {
            let shown = format!("{number}. ");
            *number = number.saturating_add(1);
            if self.dropped == 0 {
                self.composer.words(&shown);
            }
        }
    }

    fn finish(mut self) -> Rendered {
        self.close_to(0);
        let mut rendered = self.composer.finish();
        rendered.title = self.declared.title();
        rendered.published = self.declared.published();
        if self.beyond.1 > 0 {
            let message = format!(
                "expected elements at most {} deep, found {} beyond that; their text is kept, without its structure",
                self.depth, self.beyond.1
            );
            rendered.diagnostics.push(Diagnostic::whole(Code::NestingTooDeep, message));
        }
        rendered
    }
}
