//! What each element does to the text around it and in it.

/// The name of an element, as far as it is told from others: its first 16 bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Name([u8; 16]);

impl Name {
    pub(super) fn new(name: &[u8]) -> Self {
        let mut bytes = [0; 16];
        let length = name.len().min(16);
        bytes[..length].copy_from_slice(&name[..length]);
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(16);
        &self.0[..end]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Has no end tag and no text.
    Void,
    /// Marks letters, says nothing of blocks, and is often left open.
    Formatting,
    /// Everything else within a line, and names that are not known.
    Inline,
    Link,
    Quotation,
    /// Begins and ends a line.
    Line,
    /// Begins and ends a block, with space around it.
    Block,
    Heading,
    Item,
    List,
    Preformatted,
    Table,
    Caption,
    Row,
    Cell,
    /// A block that is no part of the text proper: navigation, footers, controls.
    Furniture,
    /// The head of the page or of an article.
    Header,
    /// An article, or the part of the page that matters.
    Main,
    Title,
    Script,
    Time,
    /// What it holds is no text.
    Dropped,
}

pub(super) fn kind(name: Name) -> Kind {
    match name.as_bytes() {
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta" | b"param"
        | b"source" | b"track" | b"wbr" | b"frame" | b"bgsound" | b"basefont" | b"keygen" => Kind::Void,
        b"b" | b"i" | b"u" | b"s" | b"em" | b"strong" | b"font" | b"big" | b"small" | b"tt" | b"code" | b"strike"
        | b"sub" | b"sup" | b"abbr" | b"acronym" | b"cite" | b"mark" | b"var" | b"samp" | b"kbd" | b"ins" | b"del"
        | b"dfn" | b"nobr" | b"html" | b"body" | b"head" | b"tbody" | b"thead" | b"tfoot" | b"colgroup" => {
            Kind::Formatting
        }
        b"a" => Kind::Link,
        b"q" => Kind::Quotation,
        b"div" | b"center" | b"address" | b"form" | b"legend" | b"figcaption" | b"summary" | b"hgroup" | b"dt"
        | b"dd" => Kind::Line,
        b"p" | b"section" | b"blockquote" | b"dl" | b"figure" | b"fieldset" | b"details" => Kind::Block,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Kind::Heading,
        b"li" => Kind::Item,
        b"ul" | b"ol" | b"menu" | b"dir" => Kind::List,
        b"pre" | b"xmp" | b"listing" | b"plaintext" => Kind::Preformatted,
        b"table" => Kind::Table,
        b"caption" => Kind::Caption,
        b"tr" => Kind::Row,
        b"td" | b"th" => Kind::Cell,
        b"nav" | b"footer" | b"aside" | b"select" | b"button" | b"textarea" | b"dialog" => Kind::Furniture,
        b"header" => Kind::Header,
        b"main" | b"article" => Kind::Main,
        b"title" => Kind::Title,
        b"script" => Kind::Script,
        b"time" => Kind::Time,
        b"style" | b"template" | b"noscript" | b"iframe" | b"noembed" | b"noframes" | b"object" | b"applet"
        | b"canvas" | b"svg" | b"math" | b"audio" | b"video" | b"map" | b"datalist" => Kind::Dropped,
        _ => Kind::Inline,
    }
}

/// Names that are ended by the next tag of these names, unless one of the second list stands between.
pub(super) fn ended_by(name: Name) -> (&'static [&'static [u8]], &'static [&'static [u8]]) {
    match name.as_bytes() {
        b"li" => (&[b"li"], &[b"ul", b"ol", b"menu", b"dir", b"table"]),
        b"dt" | b"dd" => (&[b"dt", b"dd"], &[b"dl", b"table"]),
        b"td" | b"th" => (&[b"td", b"th"], &[b"tr", b"table"]),
        b"tr" | b"tbody" | b"thead" | b"tfoot" => (&[b"tr"], &[b"table"]),
        b"option" => (&[b"option"], &[b"select"]),
        _ => match kind(name) {
            Kind::Line
            | Kind::Block
            | Kind::Heading
            | Kind::List
            | Kind::Preformatted
            | Kind::Table
            | Kind::Main
            | Kind::Header
            | Kind::Furniture => (&[b"p"], &[b"td", b"th", b"table", b"button"]),
            _ => (&[], &[]),
        },
    }
}
