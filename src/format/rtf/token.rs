//! The tokens of RTF: braces, control words with their number, characters.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'b> {
    Open,
    Close,
    /// A control word, or a control symbol by its character.
    Word(&'b str, Option<i32>),
    /// Characters as they are; line breaks among them do not count and are left out.
    Bytes(&'b [u8]),
    /// One character by its code.
    Hex(u8),
}

/// The tokens in order. Every byte belongs to one, to a line break, or to binary data, which is passed over.
pub(super) fn tokens(bytes: &[u8]) -> Tokens<'_> {
    Tokens { bytes, at: 0 }
}

pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// Control words have at most 32 letters.
const LONGEST_WORD: usize = 32;

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let first = *self.bytes.get(self.at)?;
            self.at += 1;
            match first {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\r' | b'\n' | b'\0' => {}
                b'\\' => {
                    if let Some(token) = self.control() {
                        return Some(token);
                    }
                }
                _ => {
                    let start = self.at - 1;
                    let rest = &self.bytes[start..];
                    let length = rest.iter().position(|byte| b"{}\\\r\n\0".contains(byte)).unwrap_or(rest.len());
                    self.at = start + length;
                    return Some(Token::Bytes(&rest[..length]));
                }
            }
        }
    }
}

impl<'b> Tokens<'b> {
    /// What stands behind a backslash, or nothing where the file ends or binary data is passed over.
    fn control(&mut self) -> Option<Token<'b>> {
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(LONGEST_WORD).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(rest);
        }
        let word = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
        let minus = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = rest[letters + minus..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let number = (digits > 0)
            .then(|| std::str::from_utf8(&rest[letters..letters + minus + digits]).ok()?.parse::<i32>().ok())
            .flatten();
        self.at += letters + if digits > 0 { minus + digits } else { 0 };
        // One space ends the word and is part of it.
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        if word == "bin" {
            let length = number.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
            return None;
        }
        Some(Token::Word(word, number))
    }

    fn symbol(&mut self, rest: &'b [u8]) -> Option<Token<'b>> {
        let first = *rest.first()?;
        self.at += 1;
        match first {
            b'\'' => {
                let digit = |at: usize| char::from(*rest.get(at)?).to_digit(16);
                let byte = digit(1).zip(digit(2)).map(|(high, low)| (high * 16 + low) as u8);
                self.at += if byte.is_some() { 2 } else { 0 };
                byte.map(Token::Hex)
            }
            b'\\' | b'{' | b'}' => Some(Token::Bytes(&rest[..1])),
            b'\r' | b'\n' => Some(Token::Word("par", None)),
            b'\t' => Some(Token::Word("tab", None)),
            byte if byte.is_ascii() => Some(Token::Word(std::str::from_utf8(&rest[..1]).unwrap_or_default(), None)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_token_is_told() {
        use Token::{Bytes, Close, Hex, Open, Word};
        let found: Vec<_> = tokens(b"{\\b1 a\nb\\'e9\\u-10179 ?\\~\\\\\\{\\bin3 }}}c\\par}\\'zz\\").collect();
        assert_eq!(
            found,
            [
                Open,
                Word("b", Some(1)),
                Bytes(b"a"),
                Bytes(b"b"),
                Hex(0xe9),
                Word("u", Some(-10179)),
                Bytes(b"?"),
                Word("~", None),
                Bytes(b"\\"),
                Bytes(b"{"),
                Bytes(b"c"),
                Word("par", None),
                Close,
                Bytes(b"zz"),
            ]
        );
    }
}
