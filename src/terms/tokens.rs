//! Words of a text by the default rules of Unicode, and which of them stand together in a phrase.
//!
//! In: text. Out: the place of each word, and whether a phrase goes on from the word before it. ASCII is read byte by
//! byte; a stretch between blanks that holds anything else goes to `unicode-segmentation`, which gives the same words
//! (a property test compares them), only more slowly. A combining mark after a blank belongs to the blank there; here a word
//! never holds one.

use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

/// One word: where it is, and whether nothing between it and the word before ends a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    pub joined: bool,
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// `_`, which joins what it touches.
const JOINER: u8 = 4;
/// Stands inside a word between two letters: `U.S`, `o'clock`.
const MID_LETTER: u8 = 8;
/// Stands inside a word between two digits: `1.5`, `3,000`.
const MID_DIGIT: u8 = 16;
/// Begins a character outside ASCII.
const WIDE: u8 = 32;
const WORD: u8 = LETTER | DIGIT | JOINER;

/// `Word_Break` of UAX 29 for each byte.
const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => JOINER,
            b'.' | b'\'' => MID_LETTER | MID_DIGIT,
            b':' => MID_LETTER,
            b',' | b';' => MID_DIGIT,
            0x80.. => WIDE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// The words of `text`, in order: segments of UAX 29 that hold a letter or a digit.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, before: None, wide: None }
}

pub(crate) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// The word before.
    before: Option<(usize, usize)>,
    /// Words of a stretch outside ASCII, counted from its first byte.
    wide: Option<(usize, UnicodeWordIndices<'t>)>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let (start, end) = self.place()?;
        let joined = match self.before {
            None => false,
            Some((_, last)) if start == last + 1 && self.text.as_bytes()[last] == b' ' => true,
            Some((first, last)) => joins(&self.text[first..last], &self.text[last..start], &self.text[start..end]),
        };
        self.before = Some((start, end));
        Some(Token { start, end, joined })
    }
}

impl Tokens<'_> {
    #[inline]
    fn place(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        loop {
            if let Some((base, words)) = &mut self.wide {
                if let Some((at, word)) = words.next() {
                    return Some((*base + at, *base + at + word.len()));
                }
                self.wide = None;
            }
            let mut class = CLASS[usize::from(*bytes.get(self.at)?)];
            while class & (WORD | WIDE) == 0 {
                self.at += 1;
                class = CLASS[usize::from(*bytes.get(self.at)?)];
            }
            let start = self.at;
            if class & WIDE == 0
                && let Some((end, named)) = ascii_word(bytes, start)
            {
                self.at = end;
                if named {
                    return Some((start, end));
                }
            } else {
                self.leave_ascii(start);
            }
        }
    }

    /// Gives the rest of a stretch between blanks to the full rules. Words never reach over a blank.
    #[cold]
    fn leave_ascii(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let blank = bytes[start..].iter().position(u8::is_ascii_whitespace);
        self.at = blank.map_or(bytes.len(), |length| start + length);
        self.wide = Some((start, self.text[start..self.at].unicode_word_indices()));
    }
}

/// End of the word at `start` and whether it has a letter or a digit; None where a character outside ASCII touches it.
#[inline]
fn ascii_word(bytes: &[u8], start: usize) -> Option<(usize, bool)> {
    let class = |at: usize| bytes.get(at).map_or(0, |&byte| CLASS[usize::from(byte)]);
    let (mut at, mut seen) = (start, 0);
    loop {
        let mut here = class(at);
        while here & WORD != 0 {
            seen |= here;
            at += 1;
            here = class(at);
        }
        if here == 0 {
            break;
        }
        // A mark inside a word has a letter on both sides, or a digit.
        let (before, after) = (class(at - 1), class(at + 1));
        if (here | after) & WIDE != 0 {
            return None;
        }
        let inside = (here & MID_LETTER != 0 && before & after & LETTER != 0)
            || (here & MID_DIGIT != 0 && before & after & DIGIT != 0);
        if !inside {
            break;
        }
        at += 1;
    }
    Some((at, seen & (LETTER | DIGIT) != 0))
}

/// Marks that end no phrase.
const WITHIN: [char; 17] = ['\'', '"', '‘', '’', '“', '”', '«', '»', '„', '‚', '$', '€', '£', '¥', '%', '&', '\u{ad}'];

/// Whether a phrase goes on over what is printed between two words.
///
/// It does over white space within a paragraph, quotation marks, apostrophes, signs of currency, `%`, `&`, a hyphen
/// without white space, and a full stop that ends an abbreviation (`U.S.`) or comes before a small letter.
#[cold]
fn joins(before: &str, gap: &str, after: &str) -> bool {
    let blank = gap.contains(char::is_whitespace);
    let mut lines = 0;
    for ch in gap.chars() {
        let goes_on = match ch {
            '\n' => {
                lines += 1;
                lines < 2
            }
            '-' | '\u{2010}' | '\u{2011}' => !blank,
            '.' => {
                let short = before.contains('.') || before.chars().nth(1).is_none();
                short || after.starts_with(char::is_lowercase)
            }
            '\u{2028}' | '\u{2029}' => false,
            other => other.is_whitespace() || WITHIN.contains(&other),
        };
        if !goes_on {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(text: &str) -> Vec<&str> {
        tokens(text).map(|token| &text[token.start..token.end]).collect()
    }

    /// Phrases with a bar between them.
    fn phrases(text: &str) -> String {
        tokens(text).fold(String::new(), |line, token| {
            let between = if line.is_empty() { "" } else { [" | ", " "][usize::from(token.joined)] };
            line + between + &text[token.start..token.end]
        })
    }

    #[test]
    fn words_are_those_of_unicode() {
        assert_eq!(
            printed("U.S.-led B-52s, 1.5 of 3,000 côtés\u{a0}d’or: don't _ __x"),
            ["U.S", "led", "B", "52s", "1.5", "of", "3,000", "côtés", "d’or", "don't", "__x"]
        );
        assert_eq!(printed("Путин — “x”"), ["Путин", "x"]);
        assert!(printed(" .,–_\n").is_empty());
    }

    #[test]
    fn phrases_end_where_punctuation_or_a_paragraph_does() {
        assert_eq!(phrases("In Minsk, Mr Lukashenko (70) spoke"), "In Minsk | Mr Lukashenko | 70 | spoke");
        assert_eq!(phrases("the U.S. Congress and U.S. forces. Then"), "the U.S Congress and U.S forces | Then");
        assert_eq!(phrases("George W. Bush, approx. two"), "George W Bush | approx two");
        assert_eq!(
            phrases("long-term “special\noperation” - AT&T\n\nNext"),
            "long term special operation | AT T | Next"
        );
        assert_eq!(phrases("$5 billion – 3% more"), "5 billion | 3 more");
    }

    proptest! {
        #[test]
        fn the_short_way_gives_the_words_of_the_long_one(
            text in "([a-zA-Z0-9_.,;:'’\\-–é\u{301}\u{ad}א\"カ字🇺🇦\u{200d}() \n]|\\p{L}|\\p{N}|\\p{P}|\\p{S}){0,24}"
        ) {
            let whole: Vec<(usize, &str)> = text.unicode_word_indices().collect();
            let ours: Vec<(usize, &str)> = tokens(&text).map(|t| (t.start, &text[t.start..t.end])).collect();
            prop_assert_eq!(ours, whole);
        }
    }
}
