//! Characters of RTF: bytes in the code page of their font or file, and Unicode in halves of UTF-16.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use rustc_hash::FxHashMap;

#[derive(Debug)]
pub(super) struct Characters {
    file: &'static Encoding,
    fonts: FxHashMap<i32, &'static Encoding>,
    current: Option<&'static Encoding>,
    text: String,
    /// Bytes not decoded yet: characters of East Asian pages have two.
    bytes: Vec<u8>,
    /// Halves not decoded yet: a character may have two.
    halves: Vec<u16>,
}

impl Default for Characters {
    fn default() -> Self {
        Self {
            file: WINDOWS_1252,
            fonts: FxHashMap::default(),
            current: None,
            text: String::new(),
            bytes: Vec::new(),
            halves: Vec::new(),
        }
    }
}

impl Characters {
    pub(super) fn code_page(&mut self, page: Option<i32>) {
        self.file = page.and_then(by_page).unwrap_or(WINDOWS_1252);
    }

    /// The code page that a font brings, by the number of its character set.
    pub(super) fn font_charset(&mut self, font: i32, charset: i32) {
        if let Some(encoding) = by_charset(charset) {
            self.fonts.insert(font, encoding);
        }
    }

    /// The font of what follows.
    pub(super) fn font(&mut self, font: i32) {
        let next = self.fonts.get(&font).copied();
        if next != self.current {
            self.decode();
            self.current = next;
        }
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.decode_halves();
        self.bytes.extend_from_slice(bytes);
    }

    /// A half of UTF-16 as RTF writes it, which is signed.
    pub(super) fn unicode(&mut self, number: i32) {
        self.decode_bytes();
        self.halves.extend(u16::try_from(number & 0xffff));
    }

    pub(super) fn take(&mut self) -> String {
        self.decode();
        std::mem::take(&mut self.text)
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.file.name()
    }

    fn decode(&mut self) {
        self.decode_bytes();
        self.decode_halves();
    }

    fn decode_bytes(&mut self) {
        if !self.bytes.is_empty() {
            let encoding = self.current.unwrap_or(self.file);
            self.text.push_str(&encoding.decode_without_bom_handling(&self.bytes).0);
            self.bytes.clear();
        }
    }

    fn decode_halves(&mut self) {
        if !self.halves.is_empty() {
            let decoded = char::decode_utf16(self.halves.drain(..)).map(|c| c.unwrap_or('\u{fffd}'));
            // Fonts of symbols have their characters in the private area: the low byte is the one meant.
            self.text.extend(
                decoded.filter(|c| *c != '\0').map(|c| if ('\u{f020}'..='\u{f0ff}').contains(&c) { '•' } else { c }),
            );
        }
    }
}

fn by_page(page: i32) -> Option<&'static Encoding> {
    Some(match page {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => encoding_rs::UTF_8,
        866 => encoding_rs::IBM866,
        _ => return None,
    })
}

fn by_charset(charset: i32) -> Option<&'static Encoding> {
    Some(match charset {
        0 => WINDOWS_1252,
        77 => MACINTOSH,
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GBK,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => return None,
    })
}
