//! UTF-8 that was decoded as windows-1252 and encoded again: `â€™` for an apostrophe, `Ã©` for é. In: text. Out: the text as
//! it was meant, and where it was mended.
//!
//! The characters of such a sequence are the bytes of one character, each shown as windows-1252 shows it. A sequence is
//! *sure* when no prose has it for itself: `â€` and a third, or `Ã` or `Â` and a sign that is no quotation mark. Others
//! (`É”` could close a quotation in capitals) are taken for damage in a text that has a sure one.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use memchr::memchr_iter;

/// What was mended: how often, and the first place, in the mended text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mended {
    pub count: usize,
    pub first: usize,
}

/// Text may have been encoded wrongly more than once; each round undoes one.
const ROUNDS: usize = 3;

/// The text with its sequences replaced, or as it was.
pub(super) fn mended(text: String) -> (String, Option<Mended>) {
    let (mut text, mut total) = (text, None::<Mended>);
    for _ in 0..ROUNDS {
        let Some((next, found)) = round(&text) else { break };
        total = Some(total.map_or(found, |before| Mended {
            count: before.count.max(found.count),
            first: before.first.min(found.first),
        }));
        text = next;
    }
    (text, total)
}

fn round(text: &str) -> Option<(String, Mended)> {
    // Every lead, from U+00C2 to U+00F0, is written with this byte, so that most texts are passed over at once.
    let places = || memchr_iter(0xc3, text.as_bytes()).filter_map(|at| sequence(text, at));
    places().find(|found| found.sure)?;
    let (mut out, mut done, mut mended) = (String::with_capacity(text.len()), 0, Mended { count: 0, first: 0 });
    for found in places() {
        // The lead of one sequence is never inside another, whose later characters are no leads.
        out.push_str(&text[done..found.start]);
        if mended.count == 0 {
            mended.first = out.len();
        }
        out.push(found.meant);
        done = found.end;
        mended.count += 1;
    }
    out.push_str(&text[done..]);
    Some((out, mended))
}

struct Sequence {
    start: usize,
    end: usize,
    meant: char,
    sure: bool,
}

/// The sequence whose lead is at `at`.
fn sequence(text: &str, at: usize) -> Option<Sequence> {
    let mut chars = text[at..].char_indices();
    let lead = byte(chars.next()?.1)?;
    let length = match lead {
        0xc2..=0xc5 | 0xd0 | 0xd1 => 2,
        0xe2 => 3,
        _ => return None,
    };
    let (mut bytes, mut second) = ([lead, 0, 0], ' ');
    for slot in &mut bytes[1..length] {
        let (_, c) = chars.next()?;
        *slot = byte(c).filter(|byte| (0x80..0xc0).contains(byte))?;
        if second == ' ' {
            second = c;
        }
    }
    let meant = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    let end = at + chars.next().map_or(text.len() - at, |(offset, _)| offset);
    let punctuation = matches!(meant, '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20bf}' | '\u{2100}'..='\u{214f}');
    let sure = match length {
        3 if !punctuation => return None,
        3 => true,
        // A letter with a sign behind it, not with a quotation mark or a dash.
        _ => matches!(lead, 0xc2 | 0xc3) && (second as u32) < 0x100 && !matches!(second, '«' | '»'),
    };
    Some(Sequence { start: at, end, meant, sure })
}

/// The byte that windows-1252 shows as this character.
fn byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => u8::try_from(c as u32).ok(),
        _ if c.is_ascii() => None,
        _ => {
            let mut buffer = [0; 4];
            let (bytes, _, unknown) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            match (bytes, unknown) {
                (Cow::Owned(bytes), false) if bytes.len() == 1 => Some(bytes[0]),
                _ => None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_become_the_characters_they_were() {
        for (damaged, meant, count) in [
            ("Moscowâ€™s â€œzoneâ€\u{9d} â€“ 5 â‚¬", "Moscow’s “zone” – 5 €", 5),
            ("cafÃ© in SÃ£o Paulo, 20Â\u{a0}%", "café in São Paulo, 20\u{a0}%", 3),
            ("ErdoÄŸan, Ã‡elik, Ä°stanbul, Â§", "Erdoğan, Çelik, İstanbul, §", 4),
            ("ÐŸÑƒÑ‚Ð¸Ð½ â€”", "Путин —", 6),
            ("itÃ¢â‚¬â„¢s", "it’s", 3),
        ] {
            let (text, mended) = mended(damaged.to_owned());
            assert_eq!(text, meant);
            assert_eq!(mended.map(|mended| mended.count), Some(count), "{damaged}");
        }
    }

    #[test]
    fn prose_in_other_languages_is_left_alone() {
        for text in
            ["CAFÉ” and É»", "«Voilà\u{a0}» à la carte", "plain", "„Ä“", "Â", "Ã", "â€", "NIÑO Ñ", "naïve Zoë’s"]
        {
            assert_eq!(mended(text.to_owned()), (text.to_owned(), None));
        }
    }

    #[test]
    fn the_place_is_that_in_the_mended_text() {
        let (text, mended) = mended("a Ã© b â€™ c".to_owned());
        assert_eq!(text, "a é b ’ c");
        assert_eq!(mended, Some(Mended { count: 2, first: 2 }));
    }
}
