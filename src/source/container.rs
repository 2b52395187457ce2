//! Which container a file is, by its first bytes; for tables, by the name of the file and the first line.

use super::mbox;
use crate::document::uncompressed;

/// Bytes of a file that are looked at to tell what it is.
pub(super) const HEAD: usize = 64 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Mbox,
    Warc,
    Parquet,
    Csv { delimiter: u8 },
    Ndjson,
}

impl Kind {
    /// What to call it in a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zip => "a ZIP archive",
            Self::Tar => "a tar archive",
            Self::Gzip => "a gzip file",
            Self::Zstd => "a Zstandard file",
            Self::Xz => "an xz file",
            Self::Bzip2 => "a bzip2 file",
            Self::Mbox => "a mailbox",
            Self::Warc => "a web archive",
            Self::Parquet => "a Parquet file",
            Self::Csv { .. } => "a CSV table",
            Self::Ndjson => "a file of JSON lines",
        }
    }

    /// The container that begins with `head`, or nothing for a document. Text is a table only where its name says so or its
    /// first line names the column of texts beside others.
    pub(super) fn of(head: &[u8], name: &str, text_column: &str) -> Option<Self> {
        const SIGNATURES: &[(&[u8], Kind)] = &[
            (b"PK\x03\x04", Kind::Zip),
            (b"PK\x05\x06", Kind::Zip),
            (b"\x1f\x8b", Kind::Gzip),
            (b"\x28\xb5\x2f\xfd", Kind::Zstd),
            (b"\xfd7zXZ\0", Kind::Xz),
            (b"PAR1", Kind::Parquet),
            (b"WARC/", Kind::Warc),
        ];
        if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
            return Some(*kind);
        }
        if is_bzip2(head) {
            return Some(Self::Bzip2);
        }
        if is_tar(head) {
            return Some(Self::Tar);
        }
        if mbox::starts(head) {
            return Some(Self::Mbox);
        }
        table(head, uncompressed(name), text_column)
    }
}

/// `BZh`, a digit, and the first block or the end of a stream without any.
fn is_bzip2(head: &[u8]) -> bool {
    head.starts_with(b"BZh")
        && head.get(3).is_some_and(|level| (b'1'..=b'9').contains(level))
        && head
            .get(4..10)
            .is_some_and(|magic| magic == b"\x31\x41\x59\x26\x53\x59" || magic == b"\x17\x72\x45\x38\x50\x90")
}

/// By the checksum of the first header, which old archives have, too: the sum of its bytes, with blanks for the sum.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    let printed = header[148..156].iter().filter(|byte| (b'0'..=b'7').contains(byte));
    let sum = printed.fold(0_u32, |sum, digit| sum.wrapping_mul(8).wrapping_add(u32::from(digit - b'0')));
    let bytes = |range: std::ops::Range<usize>| header[range].iter().map(|&byte| u32::from(byte)).sum::<u32>();
    header[0] != 0 && sum == bytes(0..148) + bytes(156..512) + 8 * 32
}

fn table(head: &[u8], name: &str, text_column: &str) -> Option<Kind> {
    let ends = |endings: &[&str]| {
        let behind = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        endings.iter().any(|ending| behind.eq_ignore_ascii_case(ending))
    };
    if ends(&["ndjson", "jsonl"]) {
        return Some(Kind::Ndjson);
    }
    // UTF-16 of spreadsheet programs: every other byte of a header is NUL.
    let line: Vec<u8> = head.iter().copied().take_while(|&byte| byte != b'\n').filter(|&byte| byte != 0).collect();
    let line = String::from_utf8_lossy(&line);
    let line = line.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_end();
    let columns = |delimiter: char| line.split(delimiter).map(|cell| cell.trim().trim_matches('"'));
    let likeliest = [';', '\t', ','].into_iter().max_by_key(|&delimiter| columns(delimiter).count()).unwrap_or(',');
    let delimiter = u8::try_from(likeliest).unwrap_or(b',');
    if ends(&["csv", "tsv"]) {
        return Some(Kind::Csv { delimiter });
    }
    if line.starts_with('{') && line.ends_with('}') && line.contains(&format!("\"{text_column}\"")) {
        return Some(Kind::Ndjson);
    }
    let is_name =
        |cell: &str| !cell.is_empty() && cell.len() < 64 && cell.chars().all(|c| c.is_alphanumeric() || c == '_');
    let named = columns(likeliest).count() > 1 && columns(likeliest).all(is_name);
    (named && columns(likeliest).any(|cell| cell == text_column)).then_some(Kind::Csv { delimiter })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_by_content() {
        let csv = |delimiter| Some(Kind::Csv { delimiter });
        for (head, name, expected) in [
            (&b"PK\x03\x04..."[..], "notes.txt", Some(Kind::Zip)),
            (b"\x1f\x8b\x08", "x", Some(Kind::Gzip)),
            (b"BZh91AY&SY", "x", Some(Kind::Bzip2)),
            (b"BZh is no archive", "x", None),
            (b"From a@b Mon Jan  5 10:00:00 2004\nSubject: x\n", "x", Some(Kind::Mbox)),
            (b"From March on, at 10:00 in 2004\nthe embassy was shut.\n", "x", None),
            (b"name,text\na,b\n", "x", csv(b',')),
            (b"name;text\na;b\n", "x.txt", csv(b';')),
            (b"a\tb\n", "x.tsv", csv(b'\t')),
            (b"n\0a\0m\0e\0,\0t\0e\0x\0t\0\n\0", "x", csv(b',')),
            (b"The text, as printed, follows.\n", "x.txt", None),
            (b"text\n", "x.txt", None),
            (b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n", "x", Some(Kind::Ndjson)),
            (b"{\"series\": 1}\n", "x.json", None),
            (b"", "x.csv", csv(b',')),
            (b"", "x.txt", None),
        ] {
            assert_eq!(Kind::of(head, name, "text"), expected, "{}", String::from_utf8_lossy(head));
        }
        assert_eq!(Kind::of(b"id,body\n", "x", "body"), csv(b','));
        assert_eq!(Kind::of(b"id,body\n", "x.csv.gz", "text"), csv(b','));
    }
}
