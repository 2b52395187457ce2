//! Words of a text: maximal runs of letters and digits, found byte by byte for ASCII and char by char elsewhere.
//!
//! In: text. Out: the span of each word with the hash of its folded form. Folding lower-cases and strips diacritics,
//! so `Erdoğan` and `ERDOGAN` share a hash. A soft hyphen inside a word is part of it and does not count.

/// One word: where it is and what it hashes to, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub start: usize,
    pub end: usize,
    pub hash: u64,
    /// The first letter is upper case, or the word starts with a digit or a letter without case.
    pub capital: bool,
}

const LETTER: u8 = 1;
const UPPER: u8 = 2;
const WIDE: u8 = 4;

/// What each byte can be: part of a word, an ASCII capital, or the start of a character outside ASCII.
const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() {
            table[byte] = LETTER;
        }
        if b.is_ascii_uppercase() {
            table[byte] |= UPPER;
        }
        if b >= 0x80 {
            table[byte] = WIDE;
        }
        byte += 1;
    }
    table
};

/// The words of `text`, in order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        loop {
            let class = CLASS[usize::from(*bytes.get(self.at)?)];
            if class & LETTER != 0 {
                break;
            }
            if class & WIDE == 0 {
                self.at += 1;
                continue;
            }
            let ch = char_at(self.text, self.at)?;
            if ch.is_alphanumeric() {
                break;
            }
            self.at += ch.len_utf8();
        }
        let start = self.at;
        if let Some(chunk) = bytes[start..].first_chunk::<8>() {
            let chunk = u64::from_le_bytes(*chunk);
            let length = letters_at_start(chunk);
            if (1..8).contains(&length) && bytes[start + length] < 0x80 {
                self.at = start + length;
                let used = u64::MAX >> (64 - 8 * length);
                let capital = CLASS[usize::from(bytes[start])] & UPPER != 0 || bytes[start].is_ascii_digit();
                return Some(Word { start, end: self.at, hash: mix(length as u64, (chunk | LOWER) & used), capital });
            }
        }
        let mut end = start;
        while end < bytes.len() && CLASS[usize::from(bytes[end])] & LETTER != 0 {
            end += 1;
        }
        if bytes.get(end).is_some_and(|&b| b >= 0x80) {
            return Some(self.wide_word(start, end));
        }
        self.at = end;
        let capital = CLASS[usize::from(bytes[start])] & UPPER != 0 || bytes[start].is_ascii_digit();
        Some(Word { start, end, hash: hash_ascii(&bytes[start..end]), capital })
    }
}

impl Words<'_> {
    /// The rest of a word in which a character outside ASCII was met at `end`.
    #[cold]
    fn wide_word(&mut self, start: usize, mut end: usize) -> Word {
        while let Some(ch) = char_at(self.text, end) {
            if !(ch.is_alphanumeric() || ch == SOFT_HYPHEN || is_combining(ch)) {
                break;
            }
            end += ch.len_utf8();
        }
        self.at = end;
        let word = &self.text[start..end];
        let first = word.chars().next().unwrap_or(' ');
        Word { start, end, hash: hash_folded(word), capital: !first.is_lowercase() }
    }
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

/// Eight bytes a step. Setting bit 5 lower-cases ASCII letters and leaves digits as they are; bytes outside ASCII
/// come here folded already, so that both sides of a comparison pass through the same steps.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// How many of eight bytes are ASCII letters or digits, counted from the first (lowest) to the first that is not. Most
/// words end within: one load then gives their length and their hash.
#[inline]
fn letters_at_start(chunk: u64) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// In each byte, what lifts values from `low` on over 0x7f.
    const fn from(low: u8) -> u64 {
        u64::from_le_bytes([0x80 - low; 8])
    }
    let seven = chunk & !HIGH;
    let small = seven | LOWER;
    let digits = (seven + from(b'0')) & !(seven + from(b'9' + 1));
    let letters = (small + from(b'a')) & !(small + from(b'z' + 1));
    let others = !((digits | letters) & !chunk) & HIGH;
    (others.trailing_zeros() / 8) as usize
}

fn hash_ascii(word: &[u8]) -> u64 {
    let mut hash = word.len() as u64;
    for chunk in word.chunks(8) {
        let mut last = [0; 8];
        last[..chunk.len()].copy_from_slice(chunk);
        let used = u64::MAX >> (64 - 8 * chunk.len());
        hash = mix(hash, (u64::from_le_bytes(last) | LOWER) & used);
    }
    hash
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
