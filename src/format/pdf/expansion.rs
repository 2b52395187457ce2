//! How much the streams of a file hold, found out before the file is opened: its list of objects may itself be compressed.

use std::borrow::Cow;

use memchr::memmem;

use super::filters::{ascii_85, ascii_hex, flate, lzw, run_lengths};

/// Widest row that data may be predicted from: memory is set aside for one.
const WIDEST: u64 = 1 << 16;

/// Whether all streams together hold at most `limit` bytes, and none says that it is compressed more than once, where each
/// time may multiply the bytes by a thousand.
pub(super) fn bounded(bytes: &[u8], limit: u64) -> bool {
    let (mut at, mut left) = (0, limit);
    while let Some(found) = memmem::find(&bytes[at..], b"stream") {
        let start = at + found + b"stream".len();
        let end = memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |end| start + end);
        let dictionary = unescaped(&bytes[at..at + found]);
        let data = &bytes[start..end];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let held = held(data, &dictionary, left);
        if !plain(&dictionary) || held > left {
            return false;
        }
        left -= held;
        at = (end + b"endstream".len()).min(bytes.len());
    }
    true
}

/// The most that data can hold, whichever way they are read. Any data may be deflated or by Lempel, Ziv and Welch, and soon
/// break off where they are not; the other filters would make something of all.
fn held(data: &[u8], dictionary: &[u8], limit: u64) -> u64 {
    let letters = |names: [&[u8]; 2], read: fn(&[u8]) -> Vec<u8>| named(dictionary, names).then(|| read(data));
    let read = [letters([b"ASCII85Decode", b"A85"], ascii_85), letters([b"ASCIIHexDecode", b"AHx"], ascii_hex)];
    let repeats = named(dictionary, [b"RunLengthDecode", b"RL"]);
    let ways = read.iter().flatten().map(Vec::as_slice).chain([data]);
    let length = |data| {
        let repeated = if repeats { run_lengths(data, limit) } else { 0 };
        flate(data, limit).max(lzw(data, limit)).max(repeated)
    };
    ways.map(length).max().unwrap_or(0)
}

fn named(dictionary: &[u8], names: [&[u8]; 2]) -> bool {
    names.iter().any(|name| keys(dictionary, name).next().is_some())
}

/// Whether the filters are named in place and compress once, and rows are no wider than they can be.
fn plain(dictionary: &[u8]) -> bool {
    let filters = values(dictionary, b"Filter").chain(values(dictionary, b"F"));
    let once = filters.map(compressions).all(|count| count < 2);
    let in_place = values(dictionary, b"Filter").all(|value| !value.first().is_some_and(u8::is_ascii_digit));
    once && in_place && values(dictionary, b"Columns").all(|value| number(value) <= WIDEST)
}

/// What stands behind each place where a key is printed, as far as the list or the name goes.
fn values<'d>(dictionary: &'d [u8], key: &'d [u8]) -> impl Iterator<Item = &'d [u8]> {
    keys(dictionary, key).map(|end| {
        let value = dictionary[end..].trim_ascii_start();
        let is_list = value.first() == Some(&b'[');
        let closes = |&byte: &u8| if is_list { byte == b']' } else { !is_regular(byte) };
        let length = value.iter().skip(1).position(closes).map_or(value.len(), |length| length + 1);
        &value[..length]
    })
}

/// The places behind a name.
fn keys<'d>(dictionary: &'d [u8], key: &'d [u8]) -> impl Iterator<Item = usize> {
    let ends = memmem::find_iter(dictionary, key).map(|at| (at, at + key.len()));
    ends.filter(|&(at, end)| {
        at > 0 && dictionary[at - 1] == b'/' && !dictionary.get(end).is_some_and(|&byte| is_regular(byte))
    })
    .map(|(_, end)| end)
}

fn compressions(filters: &[u8]) -> usize {
    let compressing: [&[u8]; 8] =
        [b"FlateDecode", b"LZWDecode", b"RunLengthDecode", b"BrotliDecode", b"Fl", b"LZW", b"RL", b"Br"];
    compressing.iter().map(|name| keys(filters, name).count()).sum()
}

fn number(value: &[u8]) -> u64 {
    std::str::from_utf8(value).ok().and_then(|digits| digits.trim_start_matches('+').parse().ok()).unwrap_or(u64::MAX)
}

/// Neither white space nor a mark that ends a name.
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

/// Names with their letters in place of `#6C`.
fn unescaped(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'#', bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).filter(|hex| byte == b'#' && hex.iter().all(u8::is_ascii_hexdigit));
        let code = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        plain.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn stream(dictionary: &str, length: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&vec![b' '; length]).unwrap();
        [dictionary.as_bytes(), b"stream\r\n", &encoder.finish().unwrap(), b"\nendstream endobj\n"].concat()
    }

    #[test]
    fn streams_count_together() {
        let one = stream("1 0 obj <</Filter /FlateDecode>>", 60_000);
        let two = [one.clone(), one.clone()].concat();
        assert!(bounded(&one, 60_000) && !bounded(&one, 59_999));
        assert!(bounded(&two, 120_000) && !bounded(&two, 119_999));
        assert!(bounded(b"no stream here", 100));
    }

    #[test]
    fn repeated_bytes_count_where_the_filter_is_named() {
        let repeated = [&b"1 0 obj <</Filter /Run#4cengthDecode>>stream\n"[..], &[129, 0].repeat(100)].concat();
        assert!(bounded(&repeated, 12_800) && !bounded(&repeated, 12_799));
    }

    #[test]
    fn what_is_compressed_twice_or_says_so_elsewhere_is_not_bounded() {
        for (dictionary, expected) in [
            ("<</Filter [/ASCII85Decode /FlateDecode]>>", true),
            ("<</Filter/FlateDecode/Flags 4/F 3 0 R/Columns 1728>>", true),
            ("<</Type /FontDescriptor /Flags 32>> endobj 2 0 obj <</Filter /FlateDecode>>", true),
            ("<</Filter [/FlateDecode /FlateDecode]>>", false),
            ("<</Filter [/Fl /FlateDecode]>>", false),
            ("<</F [/LZW /Fl]>>", false),
            ("<</Fi#6cter [/Flate#44ecode % obj\n /FlateDecode]>>", false),
            ("<</Filter 5 0 R>>", false),
            ("<</Filter /FlateDecode /DecodeParms <</Predictor 2 /Columns 4000000000000>>>>", false),
        ] {
            assert_eq!(bounded(&stream(dictionary, 10), 60_000), expected, "{dictionary}");
        }
    }
}
