//! A place in a text and the few steps every grammar element is made of. A step that does not apply does not move.

use crate::words::leading_letters;

/// A reading position. `Copy`, so an alternative is tried on a copy and kept by assigning it back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

/// Dashes that print a range: hyphen-minus, hyphen, no-break hyphen, en dash, em dash, minus.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2014}' | '\u{2212}')
}

/// White space of any kind (NBSP and line breaks too) and the soft hyphen, which prints nothing.
#[inline]
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{ad}'
}

/// The text without the blanks at its start. Most often that is one or none, which two bytes show.
#[inline]
pub(crate) fn trimmed_start(text: &str) -> &str {
    match text.as_bytes() {
        [first, ..] if first.is_ascii_graphic() => text,
        [b' ', next, ..] if next.is_ascii_graphic() => &text[1..],
        _ => text.trim_start_matches(is_blank),
    }
}

/// The text without the blanks at its end, as [`trimmed_start`].
#[inline]
pub(crate) fn trimmed_end(text: &str) -> &str {
    match text.as_bytes() {
        [.., last] if last.is_ascii_graphic() => text,
        [.., next, b' '] if next.is_ascii_graphic() => &text[..text.len() - 1],
        _ => text.trim_end_matches(is_blank),
    }
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Bytes read so far.
    pub(crate) fn at(self) -> usize {
        self.at
    }

    pub(crate) fn rest(self) -> &'t str {
        &self.text[self.at..]
    }

    #[inline]
    pub(crate) fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether the next character cannot lengthen the word or number just read.
    pub(crate) fn at_word_end(self) -> bool {
        self.peek().is_none_or(|c| !c.is_alphanumeric())
    }

    /// Skips blanks; tells whether there were any.
    pub(crate) fn space(&mut self) -> bool {
        let rest = self.rest();
        let skipped = rest.len() - trimmed_start(rest).len();
        self.at += skipped;
        skipped > 0
    }

    /// So many bytes, which end at a character.
    pub(crate) fn take(&mut self, len: usize) -> &'t str {
        let taken = &self.rest()[..len];
        self.at += len;
        taken
    }

    pub(crate) fn eat(&mut self, wanted: char) -> bool {
        self.eat_if(|c| c == wanted).is_some()
    }

    pub(crate) fn eat_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|&c| wanted(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(crate) fn dash(&mut self) -> bool {
        self.eat_if(is_dash).is_some()
    }

    /// A maximal run of one to four digits: its value and its length.
    pub(crate) fn digits(&mut self) -> Option<(u16, usize)> {
        let (mut value, mut run) = (0_u32, 0);
        for byte in self.rest().bytes().take(5).take_while(u8::is_ascii_digit) {
            value = value * 10 + u32::from(byte - b'0');
            run += 1;
        }
        if !(1..=4).contains(&run) {
            return None;
        }
        self.at += run;
        Some((value as u16, run))
    }

    /// A run of letters, soft hyphens between them included; may be empty. No word of any grammar is longer than the
    /// longest run read, so a text without blanks costs no more than another.
    pub(crate) fn word(&mut self) -> &'t str {
        const LONGEST: usize = 40;
        let rest = self.rest();
        let plain = leading_letters(&rest.as_bytes()[..rest.len().min(LONGEST)]);
        if plain == LONGEST || rest.as_bytes().get(plain).is_none_or(u8::is_ascii) {
            self.at += plain;
            return &rest[..plain];
        }
        let is_letter = |c: &char| c.is_alphabetic() || *c == '\u{ad}';
        let run = rest.chars().take(LONGEST).take_while(is_letter).map(char::len_utf8).sum();
        self.at += run;
        &rest[..run]
    }
}
