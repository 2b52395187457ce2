//! How long the data of a stream are behind one of the filters of PDF, counted without keeping them.
//!
//! A count ends where it exceeds `limit`: it is then larger than that, and says no more. Data that are damaged count as far as they
//! go.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// Bytes printed as two digits each, up to the mark `>`.
pub(super) fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|&&byte| byte != b'>').filter_map(|&byte| char::from(byte).to_digit(16));
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

/// Groups of four bytes printed as five letters, or as one `z` where they are zero, up to the mark `~`.
pub(super) fn ascii_85(data: &[u8]) -> Vec<u8> {
    let (mut bytes, mut group) = (Vec::with_capacity(data.len()), Vec::with_capacity(5));
    for &letter in data.iter().take_while(|&&byte| byte != b'~') {
        match letter {
            b'!'..=b'u' => group.push(u32::from(letter - b'!')),
            b'z' => bytes.extend([0; 4]),
            _ => {}
        }
        if group.len() == 5 {
            put_group(&mut bytes, &mut group);
        }
    }
    put_group(&mut bytes, &mut group);
    bytes
}

/// A group at the end may lack letters, and has a byte less than letters.
fn put_group(bytes: &mut Vec<u8>, group: &mut Vec<u32>) {
    let printed = group.len().saturating_sub(1);
    group.resize(5, 84);
    let value = group.drain(..).fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(digit));
    bytes.extend(&value.to_be_bytes()[..printed]);
}

/// Deflated data, with or without the frame of zlib: readers take both.
pub(super) fn flate(data: &[u8], limit: u64) -> u64 {
    count(ZlibDecoder::new(data), limit).max(count(DeflateDecoder::new(data), limit))
}

fn count(decoder: impl Read, limit: u64) -> u64 {
    let mut counted = Count(0);
    let _ = io::copy(&mut decoder.take(limit.saturating_add(1)), &mut counted);
    counted.0
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

/// Pairs of a length and a byte to repeat, or a length and so many bytes.
pub(super) fn run_lengths(data: &[u8], limit: u64) -> u64 {
    let (mut at, mut total) = (0, 0);
    while let Some(&length) = data.get(at)
        && length != 128
        && total <= limit
    {
        let literal = usize::from(length) + 1;
        (at, total) = if length < 128 {
            (at + 1 + literal, total + literal as u64)
        } else {
            (at + 2, total + 257 - u64::from(length))
        };
    }
    total
}

/// Data by Lempel, Ziv and Welch; whether codes grow one early is a parameter of the filter, so the longer reading counts.
pub(super) fn lzw(data: &[u8], limit: u64) -> u64 {
    lzw_growing(data, limit, 1).max(lzw_growing(data, limit, 0))
}

fn lzw_growing(data: &[u8], limit: u64, early: usize) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const MOST: usize = 4096;
    // Of the strings in the table the lengths are enough.
    let mut lengths = vec![1_u64; 258];
    let (mut at, mut total, mut before) = (0, 0, None);
    while total <= limit {
        let width = (usize::BITS - (lengths.len() + early).leading_zeros()).clamp(9, 12) as usize;
        let Some(code) = bits(data, at, width) else { break };
        at += width;
        let grown = before.map(|before: usize| lengths[before] + 1);
        match code {
            CLEAR => lengths.truncate(258),
            END => break,
            code if code < lengths.len() => {
                total += lengths[code];
                lengths.extend(grown.filter(|_| lengths.len() < MOST));
            }
            code if code == lengths.len() && code < MOST => {
                let Some(grown) = grown else { break };
                total += grown;
                lengths.push(grown);
            }
            _ => break,
        }
        before = (code != CLEAR).then_some(code);
    }
    total
}

/// A number of so many bits, the highest first.
fn bits(data: &[u8], at: usize, width: usize) -> Option<usize> {
    let bytes = data.get(at / 8..(at + width).div_ceil(8))?;
    let joined = bytes.iter().fold(0, |joined, &byte| joined << 8 | usize::from(byte));
    Some(joined >> (bytes.len() * 8 - at % 8 - width) & ((1 << width) - 1))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};

    use super::*;

    /// Codes of nine bits and more for so many equal bytes: each string is the one before it and a byte.
    fn lzw_of_one_byte(length: u64) -> Vec<u8> {
        let (mut packed, mut held, mut filled) = (Vec::new(), 0_u32, 0);
        let (mut put, mut left, mut next) = (vec![256_usize, usize::from(b'a')], length - 1, 258_u64);
        while left > 0 && next < 4095 {
            let run = (next - 256).min(left);
            put.push(if run == 1 { usize::from(b'a') } else { 256 + run as usize });
            (left, next) = (left - run, next + 1);
        }
        put.push(257);
        for (nth, code) in put.into_iter().enumerate() {
            // The table has 258 strings at the first letter, and one more at each code behind the second.
            let known = 258 + nth.saturating_sub(2) + 1;
            let width = (usize::BITS - known.leading_zeros()).clamp(9, 12);
            (held, filled) = (held << width | code as u32, filled + width);
            while filled >= 8 {
                filled -= 8;
                packed.push((held >> filled) as u8);
                held &= (1 << filled) - 1;
            }
        }
        packed.push((held << (8 - filled)) as u8);
        packed
    }

    #[test]
    fn bytes_printed_as_letters_are_read() {
        assert_eq!(ascii_hex(b"52 61\n696e2>x"), b"Rain ");
        // As the `a85encode` of Python prints them.
        assert_eq!(ascii_85(b";IO9W zAoD;~>x"), [b"Rain", &[0; 4][..], b"fog"].concat());
        assert_eq!((ascii_85(b""), ascii_hex(b">")), (Vec::new(), Vec::new()));
    }

    #[test]
    fn deflated_data_count_with_and_without_a_frame() {
        let zeros = vec![0; 50_000];
        let mut framed = ZlibEncoder::new(Vec::new(), Compression::best());
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::best());
        framed.write_all(&zeros).unwrap();
        bare.write_all(&zeros).unwrap();
        for data in [framed.finish().unwrap(), bare.finish().unwrap()] {
            assert!(data.len() < 100);
            assert_eq!(flate(&data, 60_000), 50_000);
            assert_eq!(flate(&data, 1_000), 1_001);
        }
        assert!(flate(b"no such thing", 100) < 20);
    }

    #[test]
    fn repeated_bytes_count() {
        assert_eq!(run_lengths(&[4, 10, 11, 12, 13, 14, 253, 3, 128, 9], 100), 9);
        assert_eq!(run_lengths(&[129, 0, 129, 0, 129, 0], 1_000), 384);
        assert_eq!(run_lengths(&[129, 0, 129, 0, 129, 0], 100), 128);
        assert_eq!(run_lengths(&[], 100), 0);
    }

    #[test]
    fn strings_of_lempel_ziv_and_welch_count_by_their_lengths() {
        // The example in the specification of PDF: `45 45 45 45 45 65 45 45 45 66` in codes of nine bits.
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(lzw(&packed, 100), 10);
        for length in [2, 300, 40_000, 400_000] {
            assert_eq!(lzw_growing(&lzw_of_one_byte(length), 1 << 20, 1), length);
        }
        assert!(lzw(&lzw_of_one_byte(400_000), 1_000) < 10_000);
        assert!(lzw_of_one_byte(400_000).len() < 2_000);
        assert_eq!(lzw(&[], 100), 0);
    }
}
