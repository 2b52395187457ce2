//! Printed text as a value: line breaks undone, soft hyphens and doubled blanks gone. Spans still point at the print.

mod wikitext;

use crate::words::SOFT_HYPHEN;

/// What is left out of a text when a value is made of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Markup {
    #[default]
    None,
    /// Links, templates and quotation marks of `MediaWiki`.
    Wikitext,
}

/// Appends `printed` to `out` as one paragraph without its markup.
pub(crate) fn plain_into(out: &mut String, printed: &str, markup: Markup) {
    match markup {
        Markup::None => unwrap_into(out, printed),
        Markup::Wikitext => unwrap_into(out, wikitext::plain(printed).trim()),
    }
}

/// Appends `printed` to `out` as one paragraph: white space, NBSP and line breaks become one blank, soft hyphens vanish.
pub(crate) fn unwrap_into(out: &mut String, printed: &str) {
    if is_plain(printed.as_bytes()) {
        out.push_str(printed);
        return;
    }
    let mut joined = Joined { start: out.len(), out, blank: false, broken: printed.contains('\n') };
    for line in printed.split_inclusive('\n') {
        let bare = line.trim_ascii_end();
        if is_plain(bare.as_bytes()) && !has_stray_blank(bare.as_bytes()) {
            joined.line(bare, bare.len() < line.len());
        } else {
            line.chars().for_each(|ch| joined.char(ch));
        }
    }
}

/// A paragraph on its way out of its lines.
struct Joined<'o> {
    out: &'o mut String,
    start: usize,
    /// White space waits for what follows it.
    blank: bool,
    /// The print has line breaks, around which blanks may stand where they do not belong.
    broken: bool,
}

impl Joined<'_> {
    fn char(&mut self, ch: char) {
        if ch == SOFT_HYPHEN {
            return;
        }
        if ch.is_whitespace() || ch == '\u{feff}' {
            self.blank = true;
            return;
        }
        self.part(ch);
        self.out.push(ch);
    }

    /// A line that stays as it is; `blank` says whether white space follows it.
    fn line(&mut self, line: &str, blank: bool) {
        if let Some(first) = line.chars().next() {
            self.part(first);
            self.out.push_str(line);
        }
        self.blank |= blank;
    }

    /// One blank where white space waits and `next` may stand behind it.
    fn part(&mut self, next: char) {
        if self.blank && self.out.len() > self.start && !(self.broken && closes(next)) && !self.out.ends_with('(') {
            self.out.push(' ');
        }
        self.blank = false;
    }
}

fn closes(ch: char) -> bool {
    matches!(ch, '.' | ',' | ';' | ')' | '?' | '!')
}

/// A blank that a line break elsewhere makes suspicious: before a mark that closes, or behind a bracket that opens.
fn has_stray_blank(bytes: &[u8]) -> bool {
    let stray = |(&one, &next): (&u8, &u8)| one == b' ' && closes(next.into()) || one == b'(' && next == b' ';
    bytes.iter().zip(bytes.get(1..).unwrap_or(&[])).fold(false, |found, pair| found | stray(pair))
}

/// Printed text as a value of its own.
pub(crate) fn unwrapped(printed: &str) -> String {
    let mut value = String::with_capacity(printed.len());
    unwrap_into(&mut value, printed);
    value
}

/// No byte that unwrapping would change: no control characters, no two blanks in a row, nothing outside ASCII that is
/// white space or a soft hyphen.
fn is_plain(bytes: &[u8]) -> bool {
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return true };
    if first == b' ' || last < b' ' {
        return false;
    }
    // Nearly all text is ASCII, for which one look is enough.
    none_odd::<true>(bytes) || none_odd::<false>(bytes) && !has_wide_blank(bytes)
}

/// Whether no byte but the last is a control character, the first of two blanks in a row or, if `WIDE`, outside ASCII.
#[inline]
fn none_odd<const WIDE: bool>(bytes: &[u8]) -> bool {
    let odd = |pair: &[u8]| pair[0] < b' ' || WIDE && !pair[0].is_ascii() || pair == b"  ";
    let Some(last) = bytes.last_chunk() else { return !bytes.windows(2).any(odd) };
    let mut rest = bytes;
    while let Some(block) = rest.first_chunk() {
        if any_odd_in_block::<WIDE>(block) {
            return false;
        }
        rest = &rest[64..];
    }
    while let Some(window) = rest.first_chunk() {
        if any_odd_of_eight::<WIDE>(window) {
            return false;
        }
        rest = &rest[8..];
    }
    // Where bytes are left, eight of them and some from before.
    !any_odd_of_eight::<WIDE>(last)
}

/// Whether one of 64 bytes is odd; without a branch, so that the compiler takes 16 bytes a step.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "branches would keep the compiler from that")]
fn any_odd_in_block<const WIDE: bool>(block: &[u8; 65]) -> bool {
    let pairs = block.iter().zip(&block[1..]);
    pairs.fold(false, |found, (&one, &next)| {
        found | (one < b' ') | (WIDE & !one.is_ascii()) | (one == b' ') & (next == b' ')
    })
}

/// The same of eight bytes as one number: taking a blank from a smaller byte, or one from nothing, sets its high bit.
#[inline]
fn any_odd_of_eight<const WIDE: bool>(window: &[u8; 9]) -> bool {
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    const BLANKS: u64 = u64::from_le_bytes([b' '; 8]);
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let [one @ .., _] = *window;
    let [_, next @ ..] = *window;
    let (one, next) = (u64::from_le_bytes(one), u64::from_le_bytes(next));
    let control = one.wrapping_sub(BLANKS) & !one;
    let unlike = (one ^ BLANKS) | (next ^ BLANKS);
    let doubled = unlike.wrapping_sub(ONES) & !unlike;
    (control | doubled | if WIDE { one } else { 0 }) & HIGH != 0
}

/// White space or a soft hyphen outside ASCII; all of them start with C2, E1, E2, E3 or EF.
fn has_wide_blank(bytes: &[u8]) -> bool {
    let blank = |at: usize| match bytes[at] {
        0xc2 => matches!(bytes.get(at + 1), Some(0xa0 | 0xad | 0x85)),
        0xe1 => bytes.get(at + 1) == Some(&0x9a),
        0xe2 => matches!(bytes[at + 1..], [0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] | [0x81, 0x9f, ..]),
        0xe3 => matches!(bytes[at + 1..], [0x80, 0x80, ..]),
        0xef => matches!(bytes[at + 1..], [0xbb, 0xbf, ..]),
        _ => false,
    };
    memchr::memchr3_iter(0xc2, 0xe2, 0xe3, bytes).any(blank) || memchr::memchr2_iter(0xe1, 0xef, bytes).any(blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White space by white space, as the rules say it.
    fn slowly(printed: &str) -> String {
        let mut out = String::new();
        let mut joined = Joined { start: 0, out: &mut out, blank: false, broken: printed.contains('\n') };
        printed.chars().for_each(|ch| joined.char(ch));
        out
    }

    proptest::proptest! {
        #[test]
        fn whole_lines_come_out_as_single_characters_do(printed in "[a-b ().,;?!\r\n\t\u{a0}\u{ad}\u{feff}é–]{0,40}|[a-z .é\n]{0,300}") {
            proptest::prop_assume!(printed.contains('\n'));
            proptest::prop_assert_eq!(unwrapped(&printed), slowly(&printed));
        }
    }

    #[test]
    fn values_are_one_line_without_traces_of_the_layout() {
        for (printed, expected) in [
            ("Plain – text.", "Plain – text."),
            ("over\r\n two  lines", "over two lines"),
            ("non\u{a0}breaking", "non breaking"),
            ("soft\u{ad}ened", "softened"),
            ("met in Riga\n\n. No", "met in Riga. No"),
            ("(\nReuters", "(Reuters"),
            ("a \u{2009}b", "a b"),
            ("", ""),
        ] {
            let mut value = String::new();
            unwrap_into(&mut value, printed);
            assert_eq!(value, expected, "{printed:?}");
        }
    }
}
