//! Words of a text: maximal runs of letters and digits, found 64 bytes at a time for ASCII and char by char elsewhere.
//!
//! In: text. Out: the span of each word with the hash of its folded form. Folding lower-cases and strips diacritics,
//! so `Erdoğan` and `ERDOGAN` share a hash. A soft hyphen inside a word is part of it and does not count.

mod bytes;

use bytes::{HIGH, in_words};
pub(crate) use bytes::{LOWER, eight, first_digit, leading_letters};

/// One word: where it is and what it hashes to, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub start: usize,
    pub end: usize,
    pub hash: u64,
    /// The first letter is upper case, or the word starts with a digit or a letter without case.
    pub capital: bool,
    /// An ASCII capital stands behind the second byte.
    pub mixed: bool,
}

/// The words of `text`, in order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, block: 0, letters: letters(text.as_bytes(), 0) }
}

/// Bytes are told apart in blocks of 64, a bit for each; words are the runs of set bits.
const BLOCK: usize = 64;

pub(crate) struct Words<'t> {
    text: &'t str,
    /// Start of the block that is being read.
    block: usize,
    /// The letters of the block that are still to be read.
    letters: u64,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            let (start, end) = self.run()?;
            let word = ascii_word(self.text.as_bytes(), start, end).or_else(|| self.wide_word(start, end));
            if word.is_some() {
                return word;
            }
        }
    }
}

impl Words<'_> {
    /// Appends words to a batch until it holds `most`. Each goes there straight from the registers: one that is handed over in
    /// memory is read back before it is written, for which a processor has to wait.
    #[inline]
    pub(crate) fn fill(&mut self, batch: &mut Vec<Word>, most: usize) {
        while batch.len() < most {
            let Some((start, end)) = self.run() else { return };
            match ascii_word(self.text.as_bytes(), start, end) {
                Some(word) => batch.push(word),
                None => batch.extend(self.wide_word(start, end)),
            }
        }
    }

    /// The next run of set bits, as a range of the text.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a third of the time of a search otherwise")]
    fn run(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        while self.letters == 0 {
            self.block += BLOCK;
            if self.block >= bytes.len() {
                self.block = bytes.len();
                return None;
            }
            self.letters = letters(bytes, self.block);
        }
        let start = self.block + self.letters.trailing_zeros() as usize;
        // The sum carries from the first bit of the lowest run to the one behind its last.
        let carried = self.letters.wrapping_add(self.letters & self.letters.wrapping_neg());
        self.letters &= carried;
        let end = if carried == 0 { self.end_beyond() } else { self.block + carried.trailing_zeros() as usize };
        Some((start, end))
    }

    /// Where a run ends that reaches the end of its block.
    #[inline]
    fn end_beyond(&mut self) -> usize {
        let bytes = self.text.as_bytes();
        loop {
            self.block += BLOCK;
            let found = letters(bytes, self.block);
            let gap = found.trailing_ones();
            if gap < u64::BITS {
                self.letters = found & (u64::MAX << gap);
                return self.block + gap as usize;
            }
        }
    }

    /// The first word of a run that has characters outside ASCII, which may be no letters at all: then none, and what is
    /// behind them is still to be read.
    #[cold]
    fn wide_word(&mut self, start: usize, end: usize) -> Option<Word> {
        let run = &self.text[start..end];
        let plain = run.bytes().take_while(u8::is_ascii).count();
        let wide = run[plain..].chars().next()?;
        if !goes_on(wide) {
            // Most often a quotation mark or a dash.
            self.go_back(start + plain + wide.len_utf8(), end);
            return if plain == 0 { None } else { ascii_word(self.text.as_bytes(), start, start + plain) };
        }
        let first = run.find(char::is_alphanumeric)?;
        let word = &run[first..];
        let word = &word[..word.find(|ch| !goes_on(ch)).unwrap_or(word.len())];
        let start = start + first;
        self.go_back(start + word.len(), end);
        let initial = word.chars().next().unwrap_or(' ');
        let mixed = word.bytes().skip(2).any(|byte| byte.is_ascii_uppercase());
        let hash = hash_folded(word);
        Some(Word { start, end: start + word.len(), hash, capital: !initial.is_lowercase(), mixed })
    }

    /// Reads on from `at`, inside a run that was read up to `end`.
    fn go_back(&mut self, at: usize, end: usize) {
        if at < end {
            self.block = at - at % BLOCK;
            self.letters = letters(self.text.as_bytes(), self.block) & (u64::MAX << (at % BLOCK));
        }
    }
}

/// Whether a word that has begun goes on with this character.
fn goes_on(ch: char) -> bool {
    ch.is_alphanumeric() || ch == SOFT_HYPHEN || is_combining(ch)
}

/// The word of a run, unless it has bytes outside ASCII: the same steps as in [`hash_ascii`].
#[inline(always)]
#[expect(clippy::inline_always, reason = "as above")]
fn ascii_word(bytes: &[u8], start: usize, end: usize) -> Option<Word> {
    let length = end - start;
    let first = eight(bytes, start, length);
    let (mut hash, mut all) = (mix(length as u64, first | LOWER), first);
    let mut inner = capitals(first) & !0xffff;
    let mut at = start + 8;
    while at < end {
        let chunk = eight(bytes, at, end - at);
        hash = mix(hash, chunk | LOWER);
        all |= chunk;
        inner |= capitals(chunk);
        at += 8;
    }
    // Among letters and digits only small letters have both of these bits.
    let capital = first & 0x60 != 0x60;
    (all & HIGH == 0).then_some(Word { start, end, hash, capital, mixed: inner != 0 })
}

/// A bit for each of the 64 bytes from `block` on: letters and digits of ASCII, and everything outside ASCII.
#[inline]
fn letters(bytes: &[u8], block: usize) -> u64 {
    let Some(chunks) = bytes.get(block..block + BLOCK) else {
        let rest = bytes.get(block..).unwrap_or(&[]);
        let mut padded = [0; BLOCK];
        padded[..rest.len()].copy_from_slice(rest);
        return letters_of(&padded);
    };
    letters_of(chunks)
}

#[inline]
fn letters_of(block: &[u8]) -> u64 {
    let mut bits = 0;
    for (index, chunk) in block.chunks_exact(8).enumerate() {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(chunk);
        bits |= gathered(in_words(u64::from_le_bytes(bytes))) << (8 * index);
    }
    bits
}

/// The high bits of eight bytes as one byte, the first byte's lowest: each term of the product moves one of them.
#[inline]
fn gathered(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Bit 5 of each of eight letters or digits that is a capital.
#[inline]
fn capitals(chunk: u64) -> u64 {
    (chunk >> 1) & !chunk & LOWER
}

pub(crate) const SOFT_HYPHEN: char = '\u{ad}';

fn is_combining(ch: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&ch)
}

pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The folded form of one character: lower case, Latin diacritics stripped; nothing for what folding ignores.
///
/// The base letters are those of the Unicode decompositions of Latin-1 and Latin Extended-A, plus the letters that
/// have no decomposition but are written plainly in English (`ł`, `ø`, `đ`, `ı`, `ß`).
pub(crate) fn fold(ch: char) -> Option<char> {
    if ch.is_ascii() {
        return Some(ch.to_ascii_lowercase());
    }
    if ch == SOFT_HYPHEN || is_combining(ch) {
        return None;
    }
    let lower = ch.to_lowercase().next().unwrap_or(ch);
    Some(match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' | 'ə' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => 'g',
        'ĥ' | 'ħ' | 'ḥ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' | '\u{307}' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' | 'ß' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṭ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    })
}

/// Hash of the folded form of a word.
pub(crate) fn hash_folded(word: &str) -> u64 {
    if word.is_ascii() {
        return hash_ascii(word.as_bytes());
    }
    let folded: String = word.chars().filter_map(fold).collect();
    hash_ascii(folded.as_bytes())
}

/// Eight bytes a step, the last step filled with blanks. Bytes outside ASCII come here folded already, so that both sides of a
/// comparison pass through the same steps.
fn hash_ascii(word: &[u8]) -> u64 {
    word.chunks(8).fold(word.len() as u64, |hash, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        mix(hash, u64::from_le_bytes(bytes) | LOWER)
    })
}

/// Both halves of the product count, and hashes keep their entropy in all bits.
#[inline]
pub(crate) fn mix(hash: u64, chunk: u64) -> u64 {
    let product = u128::from(hash ^ 0x9e37_79b9_7f4a_7c15) * u128::from(chunk ^ 0xd6e8_feb8_6659_fd93);
    (product as u64) ^ (product >> 64) as u64
}

/// The normalised form under which names are compared: folded, `&` as `and`, no apostrophes and full stops, other
/// punctuation and white space as one blank, no leading article.
pub(crate) fn key(printed: &str) -> String {
    let mut key = String::with_capacity(printed.len());
    for ch in printed.chars() {
        match ch {
            '.' | '\'' | '’' | '‘' => {}
            '&' => {
                part(&mut key);
                key.push_str("and ");
            }
            _ => match fold(ch) {
                Some(folded) if folded.is_alphanumeric() => key.push(folded),
                Some(_) => part(&mut key),
                None => {}
            },
        }
    }
    let trimmed = key.trim();
    trimmed.strip_prefix("the ").unwrap_or(trimmed).to_owned()
}

/// Ends a word of a key with one blank.
fn part(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Vec<&str> {
        words(text).map(|w| &text[w.start..w.end]).collect()
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            printed("U.S.-led B-52s, 1.5 côtés\u{a0}d’or"),
            ["U", "S", "led", "B", "52s", "1", "5", "côtés", "d", "or"]
        );
        assert_eq!(printed("Mos\u{ad}cow – Киев “x”"), ["Mos\u{ad}cow", "Киев", "x"]);
        assert!(printed(" .,–\n").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn blocks_part_words_as_single_characters_do(text in "([a-zA-Z0-9 .,’“”é\u{ad}\u{a0}-]|Киев|[a-z]{0,90}){0,200}") {
            let mut plain: Vec<(usize, usize)> = Vec::new();
            let mut inside = false;
            for (at, ch) in text.char_indices() {
                let begins = ch.is_alphanumeric();
                let goes_on = inside && (begins || ch == SOFT_HYPHEN || is_combining(ch));
                if goes_on {
                    plain.last_mut().unwrap().1 = at + ch.len_utf8();
                } else if begins {
                    plain.push((at, at + ch.len_utf8()));
                }
                inside = goes_on || begins;
            }
            let found: Vec<Word> = words(&text).collect();
            proptest::prop_assert_eq!(found.iter().map(|w| (w.start, w.end)).collect::<Vec<_>>(), plain);
            for word in found {
                let printed = &text[word.start..word.end];
                proptest::prop_assert_eq!(word.hash, hash_folded(printed));
                proptest::prop_assert_eq!(word.mixed, printed.bytes().skip(2).any(|b| b.is_ascii_uppercase()));
            }
        }
    }

    #[test]
    fn hashes_agree_across_case_and_diacritics() {
        let hash = |text: &str| words(text).next().unwrap().hash;
        for (a, b) in
            [("Erdoğan", "ERDOGAN"), ("Mos\u{ad}cow", "moscow"), ("Łódź", "Lodz"), ("international", "INTERNATIONAL")]
        {
            assert_eq!(hash(a), hash(b), "{a} {b}");
            assert_eq!(hash(a), hash_folded(b));
        }
        assert_ne!(hash("niger"), hash("nigeria"));
    }

    #[test]
    fn keys_ignore_what_printers_vary() {
        for (printed, expected) in [
            ("The New York Times", "new york times"),
            ("People’s  Daily", "peoples daily"),
            ("Agence France-Presse", "agence france presse"),
            ("Radio Free Europe/Radio Liberty", "radio free europe radio liberty"),
            ("U.S. News & World Report", "us news and world report"),
            ("Sabah\nNews", "sabah news"),
            ("Cumhuriyet (Türkiye)", "cumhuriyet turkiye"),
        ] {
            assert_eq!(key(printed), expected, "{printed}");
        }
    }
}
