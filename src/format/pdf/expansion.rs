//! How much the compressed streams of a file hold, found out before anything is kept of it.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use memchr::memmem;

/// Whether all streams together hold at most `limit` bytes, and none is compressed more than once, where each time may
/// multiply the bytes by a thousand.
pub(super) fn bounded(bytes: &[u8], limit: u64) -> bool {
    let (mut at, mut left) = (0, limit);
    while let Some(found) = memmem::find(&bytes[at..], b"stream") {
        let start = at + found + b"stream".len();
        let end = memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |end| start + end);
        if compressions(&bytes[..at + found]) > 1 {
            return false;
        }
        let data = bytes[start..end].trim_ascii_start();
        if data.first().is_some_and(|first| first & 0x0f == 8) {
            // A stream that is damaged counts as far as it goes.
            let mut inflated = ZlibDecoder::new(data).take(left + 1);
            let mut count = Count(0);
            let _ = io::copy(&mut inflated, &mut count);
            if count.0 > left {
                return false;
            }
            left -= count.0;
        }
        at = (end + b"endstream".len()).min(bytes.len());
    }
    true
}

/// Filters named in the dictionary that ends here.
fn compressions(before: &[u8]) -> usize {
    let near = &before[before.len().saturating_sub(512)..];
    let dictionary = memmem::rfind(near, b" obj").map_or(near, |at| &near[at..]);
    let named = memmem::find(dictionary, b"/Filter").map_or(&[][..], |at| &dictionary[at..]);
    [&b"FlateDecode"[..], b"LZWDecode", b"RunLengthDecode", b"BrotliDecode"]
        .iter()
        .map(|filter| memmem::find_iter(named, filter).count())
        .sum()
}

struct Count(u64);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
        assert!(bounded(b"no stream here", 0));
    }

    #[test]
    fn what_is_compressed_twice_is_not_bounded() {
        assert!(!bounded(&stream("1 0 obj <</Filter [/FlateDecode /FlateDecode]>>", 10), 60_000));
        assert!(bounded(&stream("1 0 obj <</Filter [/ASCII85Decode /FlateDecode]>>", 10), 60_000));
    }
}
