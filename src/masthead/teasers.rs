//! Teasers: the headlines of an issue printed under its title, one a line, `;` at the end of all but the last.

use crate::segment::Line;
use crate::span::Span;

/// The teasers in a block of lines. A line that ends without `;` still ends a teaser when the next starts like one; a
/// lone name or quotation mark on its own line is the rest of a headline that was broken at a link.
pub(super) fn teasers(text: &str, lines: &[Line]) -> Vec<Span> {
    let mut teasers: Vec<Span> = Vec::new();
    let mut open = false;
    for line in lines {
        let printed = line.span.of(text);
        let bare = printed
            .strip_suffix(';')
            .map_or(line.span, |rest| Span::new(line.span.start(), line.span.start() + rest.len()));
        match teasers.last_mut() {
            Some(last) if open && goes_on(last.of(text), printed) => *last = last.cover(bare),
            _ => teasers.push(bare),
        }
        open = !printed.ends_with(';');
    }
    teasers.retain_mut(|teaser| {
        *teaser = teaser.trimmed(text);
        !teaser.is_empty()
    });
    teasers
}

fn goes_on(before: &str, line: &str) -> bool {
    let words = line.split_whitespace().count();
    let quote_open = before.matches('"').count() % 2 == 1 || before.ends_with(['“', '"', '(', '‘']);
    quote_open
        || words == 1 && !line.ends_with(';')
        || line.starts_with(char::is_lowercase)
        || !line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '"' | '“' | '\'' | '‘'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::lines;

    #[test]
    fn teasers_end_at_semicolons_and_survive_their_loss() {
        let text = "Hunting (part of) Boko Haram;\nWill it hold?;\nNext stop... Minsk\nPlan B for the\n\"\nIslamic State\n\"\n;\nA wall";
        let found: Vec<_> = teasers(text, &lines(text)).iter().map(|t| t.of(text).replace('\n', "|")).collect();
        assert_eq!(
            found,
            [
                "Hunting (part of) Boko Haram",
                "Will it hold?",
                "Next stop... Minsk",
                "Plan B for the|\"|Islamic State|\"",
                "A wall"
            ]
        );
    }
}
