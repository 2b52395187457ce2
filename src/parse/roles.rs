//! The role of every byte of a document.

use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Masthead,
    Heading,
    Headline,
    Text,
    Citation,
    Note,
    Boilerplate,
    Unparsed,
}

impl Role {
    pub const ALL: [Self; 8] = [
        Self::Masthead,
        Self::Heading,
        Self::Headline,
        Self::Text,
        Self::Citation,
        Self::Note,
        Self::Boilerplate,
        Self::Unparsed,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Masthead => "masthead",
            Self::Heading => "heading",
            Self::Headline => "headline",
            Self::Text => "text",
            Self::Citation => "citation",
            Self::Note => "note",
            Self::Boilerplate => "boilerplate",
            Self::Unparsed => "unparsed",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleSpan {
    pub role: Role,
    pub span: Span,
}

/// Marked spans made into a tiling of the text. White space between two spans goes with the one before it (at the start
/// of the text, with the one after); other gaps are unparsed. Where spans overlap the later one in the list is cut.
pub(crate) fn tile(text: &str, mut marked: Vec<RoleSpan>) -> Vec<RoleSpan> {
    marked.sort_by_key(|mark| mark.span.start());
    let mut tiles: Vec<RoleSpan> = Vec::with_capacity(marked.len());
    let mut at = 0;
    for mark in marked {
        let start = mark.span.start().max(at);
        if start >= mark.span.end() {
            continue;
        }
        fill(text, &mut tiles, at, start, mark.role);
        push(&mut tiles, mark.role, start, mark.span.end());
        at = mark.span.end();
    }
    fill(text, &mut tiles, at, text.len(), Role::Boilerplate);
    tiles
}

fn fill(text: &str, tiles: &mut Vec<RoleSpan>, start: usize, end: usize, next: Role) {
    if start == end {
        return;
    }
    let blank = text[start..end].trim().is_empty();
    let role = if blank { tiles.last().map_or(next, |tile| tile.role) } else { Role::Unparsed };
    push(tiles, role, start, end);
}

fn push(tiles: &mut Vec<RoleSpan>, role: Role, start: usize, end: usize) {
    match tiles.last_mut() {
        Some(last) if last.role == role && last.span.end() == start => last.span = Span::new(last.span.start(), end),
        _ => tiles.push(RoleSpan { role, span: Span::new(start, end) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_the_text_without_overlap() {
        let text = "\nTitle\n\nBody (cite) lost\n";
        let mark = |role, start, end| RoleSpan { role, span: Span::new(start, end) };
        let tiles = tile(text, vec![mark(Role::Masthead, 1, 6), mark(Role::Text, 8, 13), mark(Role::Citation, 13, 19)]);
        let roles: Vec<_> = tiles.iter().map(|t| (t.role, t.span.of(text))).collect();
        let expected = [
            (Role::Masthead, "\nTitle\n\n"),
            (Role::Text, "Body "),
            (Role::Citation, "(cite)"),
            (Role::Unparsed, " lost\n"),
        ];
        assert_eq!(roles, expected);
        assert_eq!(tile("  ", Vec::new()).len(), 1);
        assert!(tile("", Vec::new()).is_empty());
    }
}
